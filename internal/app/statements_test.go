package app

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// What is read at every click asks the database a bounded number of times,
// however much there is to read.
func TestStatements(t *testing.T) {
	f := newMeetingFixture(t)
	f.adds("ana", "Lead hand-over", accord.Sales)
	f.adds("mia", "Campaign", accord.Marketing)
	held := f.meeting
	if _, err := f.app.StartMeeting(t.Context(), itemActor("ana"), held, accord.Match{}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := f.app.CreateActionItem(t.Context(), itemActor("ana"), NewActionItem{
			ItemDraft: accord.ItemDraft{Title: "Call", ForSide: accord.Marketing, DueOn: "2027-01-20"}, OwnerID: "luis", MeetingID: held,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.app.CloseMeeting(t.Context(), itemActor("ana"), held, accord.Match{}, Closing{Override: true}); err != nil {
		t.Fatal(err)
	}
	coming := f.open("2027-01-12T10:00")
	secret, _, err := f.app.CreateToken(t.Context(), itemActor("ana"), "count", "read")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.app.TokenActor(t.Context(), secret); err != nil { // notes that it was used
		t.Fatal(err)
	}

	counted, sent := traced(t, f)
	for _, c := range []struct {
		name string
		most int
		ask  func() error
	}{
		{"whom a token belongs to", 1, func() error { _, err := counted.TokenActor(t.Context(), secret); return err }},
		{"my items", 2, func() error {
			_, _, err := counted.ActionItems(t.Context(), itemActor("luis"), ItemQuery{Owner: "me"}, accord.Page{Limit: 50})
			return err
		}},
		{"a meeting held", 6, func() error { _, _, err := counted.Meeting(t.Context(), itemActor("ana"), held); return err }},
		{"a meeting to come", 6, func() error { _, _, err := counted.Meeting(t.Context(), itemActor("ana"), coming); return err }},
		{"the dashboard", 12, func() error { _, err := counted.Dashboard(t.Context(), itemActor("ana"), DashboardQuery{}); return err }},
	} {
		sent() // what was before
		if err := c.ask(); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if queries := sent(); len(queries) == 0 || len(queries) > c.most {
			t.Errorf("%s takes %d statements, want at most %d:\n%s", c.name, len(queries), c.most, strings.Join(queries, "\n"))
		}
	}
}

// traced opens the fixture's database once more; sent gives the statements since
// it was last asked.
func traced(t *testing.T, f *meetingFixture) (a *App, sent func() []string) {
	t.Helper()
	var mu sync.Mutex
	var queries []string
	clock := f.app.clock
	s, err := store.Open(t.Context(), store.Config{
		URL: "sqlite:" + f.store.Path(), Clock: clock, Volatile: true,
		Trace: func(query string, _ []driver.NamedValue) {
			mu.Lock()
			defer mu.Unlock()
			queries = append(queries, query)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return New(Config{Store: s, Clock: clock}), func() []string {
		mu.Lock()
		defer mu.Unlock()
		list := slices.Clone(queries)
		queries = nil
		return list
	}
}

// A look of the worker reads the company's days off once a chore, however many
// series heed them.
func TestStatements_days_off(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := store.Within(t.Context(), "w")
	for range 4 {
		s, err := f.app.CreateSeries(t.Context(), itemActor("ana"), NewSeries{
			Title: "Review", TeamID: "board", HolidayCalendar: "DE", HolidayPolicy: "next", ScheduleInput: accord.ScheduleInput{
				Rrule: "FREQ=WEEKLY", StartsAtLocal: "2027-01-06T10:00", TimeZone: "UTC", DurationMinutes: 60,
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := f.app.OpenOccurrence(t.Context(), itemActor("ana"), s.ID, "2027-01-06T10:00"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.app.agendasDue(ctx, glance{workspace: "w", now: f.app.now()}); err != nil { // takes what is due
		t.Fatal(err)
	}
	counted, sent := traced(t, f)
	for name, chore := range map[string]func(context.Context, glance) (time.Time, error){
		"zones": counted.rezone, "open occurrences": counted.openDue, "agendas": counted.agendasDue,
	} {
		sent()
		if _, err := chore(ctx, glance{workspace: "w", now: accord.LocalTime("2027-01-05T09:00").In(time.UTC), first: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		reads := 0
		for _, q := range sent() {
			if strings.Contains(q, "workspace_days") {
				reads++
			}
		}
		if reads != 1 {
			t.Errorf("%s reads the days off %d times for 4 series, want once", name, reads)
		}
	}
}
