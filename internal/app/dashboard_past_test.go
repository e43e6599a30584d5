package app

import (
	"testing"
	"time"

	"accord/internal/accord"
)

// berlin is an instant of the company's wall clock.
func berlin(local accord.LocalTime) time.Time { return local.In(accord.Zone("Europe/Berlin")) }

// What the cards show as of a past date is what they showed then, whatever
// happened since.
func TestDashboardPage_as_of_shows_the_past(t *testing.T) {
	eachWorkplace(t, "2026-11-16T09:00", func(t *testing.T, w *workplace) {
		ctx := w.ctx()
		d := w.made() // second Tuesdays at 10:00
		create := func(title string, due accord.Date) accord.ActionItem {
			t.Helper()
			item, err := w.app.CreateActionItem(ctx, w.as("leo"), NewActionItem{
				ItemDraft: accord.ItemDraft{Title: title, DueOn: due, ForSide: accord.Sales}, OwnerID: "leo", TeamID: "team",
			})
			if err != nil {
				t.Fatal(err)
			}
			return item
		}
		first, second := create("First", "2026-11-16"), create("Second", "2026-11-17")
		if _, _, err := w.app.OpenOccurrence(ctx, w.as("ana"), d.ID, "2026-12-08T10:00"); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2026-11-18T09:00")
		then, err := w.app.DashboardPage(ctx, w.as("leo"), DashboardQuery{})
		if err != nil {
			t.Fatal(err)
		}
		asOf := w.clock.Now().Format(time.RFC3339)

		// Since then one was done, the other handed over, a third made; the
		// meeting was called off and a decision taken.
		w.clock.set("2026-11-19T09:00")
		if _, err := w.app.DoneItem(ctx, w.as("leo"), first.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.HandOverItem(ctx, w.as("leo"), second.ID, accord.Match{}, "ben", "Away"); err != nil {
			t.Fatal(err)
		}
		create("Third", "2026-11-19")
		if _, _, err := w.app.ChangeOccurrence(ctx, w.as("ana"), d.ID, "2026-12-08T10:00", accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled}); err != nil {
			t.Fatal(err)
		}
		once, err := w.app.CreateMeeting(ctx, w.as("ana"), NewMeeting{Title: "Sudden", TeamID: "team", StartsAt: berlin("2026-11-19T09:30"), DurationMinutes: 30})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.StartMeeting(ctx, w.as("ana"), once.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.RecordDecision(ctx, w.as("ana"), once.ID, NewDecision{Text: "Call within 48 hours"}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2026-11-25T09:00")

		past, err := w.app.DashboardPage(ctx, w.as("leo"), DashboardQuery{AsOf: asOf})
		if err != nil || len(past.Failed) != 0 {
			t.Fatalf("as of %s: %v, failed %v", asOf, err, past.Failed)
		}
		if !past.Past || past.Next == nil || past.Next.OriginalStart != "2026-12-08T10:00" || past.Next.Open != 2 {
			t.Errorf("the next meeting was %+v, want that of 8 December with two open items", past.Next)
		}
		if len(past.Overdue) != 2 || past.Overdue[0].Title != "First" || past.Overdue[0].Status != accord.StatusOpen || past.Overdue[1].OwnerName != "Leo" || past.Overdue[1].Status != accord.StatusOpen {
			t.Errorf("longest overdue = %+v, want First and Leo's Second, open", past.Overdue)
		}
		if len(past.Decisions) != 0 {
			t.Errorf("a decision taken since is shown: %+v", past.Decisions)
		}
		if len(past.Live) != 0 {
			t.Errorf("a meeting started since is live: %+v", past.Live)
		}
		loads := func(p DashboardPage) map[string]accord.Load {
			of := map[string]accord.Load{}
			for _, l := range p.Loads {
				of[l.PersonID] = l
			}
			return of
		}
		if was, is := loads(then)["leo"], loads(past)["leo"]; was != is || is.Overdue != 2 {
			t.Errorf("Leo's load as of then = %+v, was %+v, want two overdue", is, was)
		}
		rows, _, err := w.app.ItemRows(ctx, w.as("leo"), ItemQuery{Figure: accord.OverdueItems, FigureOf: DashboardQuery{AsOf: asOf}, Side: accord.Sales}, accord.Page{Limit: 10})
		if err != nil || len(rows) != 2 || rows[0].Status != accord.StatusOpen || rows[0].DoneAt != nil || rows[1].OwnerID != "leo" {
			t.Errorf("the list of the overdue = %+v, %v", rows, err)
		}

		now, err := w.app.DashboardPage(ctx, w.as("leo"), DashboardQuery{})
		if err != nil || now.Next == nil || now.Next.OriginalStart != "2027-01-12T10:00" || len(now.Decisions) != 1 || len(now.Live) != 1 {
			t.Errorf("now: next %+v, %d decisions, %d live, %v", now.Next, len(now.Decisions), len(now.Live), err)
		}
		elsewhere := w.as("leo")
		elsewhere.PersonID = "kim"
		if others, err := w.app.DashboardPage(ctx, elsewhere, DashboardQuery{}); err != nil || len(others.Live) != 0 {
			t.Errorf("to somebody of another team %d run now, %v, want none", len(others.Live), err)
		}
	})
}

// The next meeting says what it lacks: a side without an item (A3), items
// nobody presents, and what was promised and carried.
func TestDashboardPage_next_meeting_says_what_is_missing(t *testing.T) {
	eachWorkplace(t, "2026-11-16T09:00", func(t *testing.T, w *workplace) {
		ctx := w.ctx()
		in := secondTuesday()
		in.Template = ""
		d, err := w.app.CreateSeries(ctx, w.as("ana"), in)
		if err != nil {
			t.Fatal(err)
		}
		next := func() NextMeeting {
			t.Helper()
			page, err := w.app.DashboardPage(ctx, w.as("ana"), DashboardQuery{})
			if err != nil || page.Next == nil || len(page.Failed) != 0 {
				t.Fatalf("next = %v, failed %v, %v", page.Next, page.Failed, err)
			}
			return *page.Next
		}
		n := next()
		if n.MeetingID != "" || n.OriginalStart != "2026-12-08T10:00" || len(n.MissingSides) != 2 || n.AgendaItems != 0 || len(n.People) != 5 {
			t.Errorf("only planned: %+v, want both sides missing and the team's five", n)
		}
		m, _, err := w.app.OpenOccurrence(ctx, w.as("ana"), d.ID, "2026-12-08T10:00")
		if err != nil {
			t.Fatal(err)
		}
		add := func(who string, side accord.Side, presenter string) {
			t.Helper()
			if _, err := w.app.ProposeAgendaItem(ctx, w.as(who), m.ID, NewAgendaItem{Title: "Which?", Kind: accord.KindDecide, Side: side, Minutes: 20, PresenterID: presenter}); err != nil {
				t.Fatal(err)
			}
		}
		add("ana", accord.Sales, "leo")
		add("ana", accord.Neutral, "")
		add("ben", accord.Marketing, "") // a proposal is not on the agenda yet
		w.item("Open", "leo", "2026-12-01")
		w.item("Carried", "leo", "2026-12-01", func(i *accord.ActionItem) { i.Carried = 2 })
		w.item("Done", "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusDone })
		w.item("Only asked", "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
		n = next()
		if n.MeetingID != m.ID || n.AgendaItems != 2 || n.AgendaMinutes != 40 || n.NoPresenter != 1 || len(n.MissingSides) != 1 || n.MissingSides[0] != accord.Marketing {
			t.Errorf("A3: %+v, want two items of 40 minutes, one nobody presents, Marketing missing", n)
		}
		if n.Open != 2 || n.Carried != 1 || n.Locked {
			t.Errorf("%d open, %d carried, locked %v, want 2, 1, false", n.Open, n.Carried, n.Locked)
		}
		add("mia", accord.Marketing, "mia")
		if _, err := w.app.LockAgenda(ctx, w.as("mia"), m.ID, accord.Match{}, false); err != nil {
			t.Fatal(err)
		}
		if n = next(); len(n.MissingSides) != 0 || !n.Locked {
			t.Errorf("A3 locked: %+v", n)
		}
	})
}

// A date in a spring gap is called by its wall clock and starts later (S1): the
// dashboard links to it by its name.
func TestDashboardPage_next_meeting_in_a_spring_gap(t *testing.T) {
	eachWorkplace(t, "2027-03-25T09:00", func(t *testing.T, w *workplace) {
		w.series("night", "FREQ=YEARLY", "2027-03-28T02:30", 60, 30, 10)
		page, err := w.app.DashboardPage(w.ctx(), w.as("ana"), DashboardQuery{})
		if err != nil || page.Next == nil || page.Next.OriginalStart != "2027-03-28T02:30" || !page.Next.StartsAt.Equal(berlin("2027-03-28T03:30")) {
			t.Errorf("next = %+v, %v, want 02:30 by name at 03:30", page.Next, err)
		}
	})
}

// An agenda item that goes on at closing without an outcome still counts for
// the meeting it stood at; a continued one has an outcome, a proposal never
// stood on the agenda.
func TestDashboard_agenda_coverage_counts_what_was_left_over(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	f.adds("ana", "Left for the next", accord.Sales)
	parked := f.adds("mia", "Left for the backlog", accord.Marketing)
	settled, continued := f.adds("mia", "Settled", accord.Marketing), f.adds("ana", "Continued", accord.Neutral)
	f.adds("max", "Proposed", accord.Marketing)
	f.now = time.Date(2027, 1, 5, 9, 30, 0, 0, time.UTC) // begun and closed ahead of its time, 10:00
	f.start("mia")
	for id, outcome := range map[string]accord.Outcome{settled.ID: accord.OutcomeSettled, continued.ID: accord.OutcomeContinued} {
		_, err := f.app.ChangeAgendaItem(ctx, itemActor("ana"), id, anyVersion, AgendaPatch{Outcome: accord.Some(outcome)})
		f.must(err)
	}
	_, err := f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true, Items: map[string]string{parked.ID: "backlog"}})
	f.must(err)
	f.now = f.now.Add(time.Minute)
	d, err := f.app.Dashboard(ctx, itemActor("ana"), DashboardQuery{})
	f.must(err)
	for side, want := range map[accord.Side][2]int{accord.Neutral: {2, 4}, accord.Sales: {0, 1}, accord.Marketing: {1, 2}} {
		got := d.Figures[accord.AgendaCoverage].Of(side)
		if got.Numerator != want[0] || got.Denominator != want[1] {
			t.Errorf("agenda coverage of %s = %d of %d, want %v", side, got.Numerator, got.Denominator, want)
		}
	}
}
