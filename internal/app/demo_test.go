package app_test

import (
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

func TestDemo(t *testing.T) {
	now := time.Date(2027, time.March, 3, 10, 20, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := storetest.Open(t, clock)
	a := app.New(app.Config{Store: s, Clock: clock, BaseURL: "http://localhost", Secret: []byte("0123456789abcdef0123456789abcdef")})
	if !a.MailsWait() {
		t.Error("without a mail server mails wait for one")
	}
	logins, err := a.Demo(t.Context())
	if a.MailsWait() {
		t.Error("the demo company asks for a mail server")
	}
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
	rows, _, err := a.Projects(ctx, actorIn(p), app.ProjectQuery{}, accord.Page{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	states, stalled, sides, horizons := map[accord.ProjectState]int{}, 0, map[accord.Side]bool{}, map[accord.Horizon]bool{}
	for _, r := range rows {
		states[r.State]++
		sides[r.Side], horizons[r.Horizon] = true, true
		if r.IsStalled(now) {
			stalled++
		}
	}
	if states[accord.ProjectActive] != 5 || stalled != 1 || states[accord.ProjectDone] != 1 || states[accord.ProjectStopped] != 1 || states[accord.ProjectIdea] < 2 {
		t.Errorf("projects = %v, %d of them stalled; want five under way, one stalled, one done, one stopped, ideas", states, stalled)
	}
	if !sides[accord.Sales] || !sides[accord.Marketing] || len(horizons) < 4 {
		t.Errorf("ideas of %v with horizons %v, want both sides and all horizons", sides, horizons)
	}
	promised, err := a.PromisedHorizons(ctx, actorIn(p), app.PromiseQuery{})
	if err != nil || promised.Sales.Said() == 0 || promised.Marketing.Said() == 0 || promised.Total().Year+promised.Total().Beyond == 0 {
		t.Errorf("open promises look %+v, %v; want both sides, some beyond the quarter", promised, err)
	}
	visits, _, err := a.ExchangeVisits(ctx, actorIn(p), app.VisitQuery{}, accord.Page{Limit: 200})
	reported := map[accord.Side]int{}
	for _, v := range visits {
		if v.ReportedAt != nil {
			reported[v.VisitorSide]++
		}
	}
	if err != nil || reported[accord.Sales] < 3 || reported[accord.Marketing] < 3 {
		t.Errorf("reported visits by side = %v, %v, want some of both", reported, err)
	}
	calls, _, err := a.SeriesList(ctx, actorIn(p), accord.SeriesFilter{}, accord.Page{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	said, concerns := map[string]int{}, 0
	for _, call := range calls {
		lines, err := a.RepLines(ctx, actorIn(p), call.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.Kind == accord.RepConcern {
				said[l.Text]++
				concerns++
			}
		}
	}
	if concerns < 10 || len(said) != concerns {
		t.Errorf("%d concerns in %d words, want each said once", concerns, len(said))
	}
	people, err := s.People(ctx)
	if err != nil || len(people) != 12 {
		t.Errorf("people = %d, %v, want 12", len(people), err)
	}
}

func actorIn(p accord.Person) accord.Actor {
	return accord.Actor{WorkspaceID: p.WorkspaceID, PersonID: p.ID, Name: p.Name, Role: p.Role, Side: p.Side, TimeZone: p.TimeZone, Locale: p.Locale}
}
