package app_test

import (
	"testing"
	"time"

	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

func TestDemo(t *testing.T) {
	now := time.Date(2027, time.March, 3, 10, 20, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := storetest.Open(t, clock)
	a := app.New(app.Config{Store: s, Clock: clock, BaseURL: "http://localhost", Secret: []byte("0123456789abcdef0123456789abcdef")})
	logins, err := a.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Login(t.Context(), logins[0].Email, app.DemoPassword)
	if err != nil {
		t.Fatalf("Login(%s) = %v", logins[0].Email, err)
	}
	ctx := store.Within(t.Context(), p.WorkspaceID)
	events, err := s.EventsAfter(ctx, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for i, e := range events {
		kinds[e.Kind]++
		if e.At.After(now) || i > 0 && e.At.Before(events[i-1].At) {
			t.Errorf("event %d (%s) is at %s, after %s", e.Seq, e.Kind, e.At, events[max(0, i-1)].At)
		}
	}
	for kind, least := range map[string]int{
		"meeting.closed": 70, "decision.made": 20, "action_item.created": 180, "action_item.done": 150, "action_item.confirmed": 70,
		"action_item.rescheduled": 5, "action_item.dropped": 1, "action_item.returned": 1, "action_item.carried": 10, "meeting.cancelled": 1,
	} {
		if kinds[kind] < least {
			t.Errorf("%s happened %d times, want at least %d", kind, kinds[kind], least)
		}
	}
	people, err := s.People(ctx)
	if err != nil || len(people) != 12 {
		t.Errorf("people = %d, %v, want 12", len(people), err)
	}
}
