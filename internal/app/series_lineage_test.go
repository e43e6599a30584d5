package app

import (
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
)

// A3, P4: what is left over at the last meeting before a split goes on to the
// first one after it, and that one shows what was heard and promised before.
func TestApp_ChangeSeries_P4_goes_on_across_a_split(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		last := w.opened(d.ID, "2027-01-26T10:00")
		c := w.changes(d.ID, following("2027-02-02T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-26T14:00")}))
		w.clock.set("2027-01-26T10:00")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), last.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if err := w.app.SaySomething(w.ctx(), w.as("ana"), last.ID, accord.WordHeard, accord.Sales, "Fewer, better leads"); err != nil {
			t.Fatal(err)
		}
		item, err := w.app.CreateActionItem(w.ctx(), w.as("ana"), NewActionItem{
			ItemDraft: accord.ItemDraft{Title: "Call", ForSide: accord.Sales, DueOn: "2027-03-01"}, OwnerID: "ana", MeetingID: last.ID,
		})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.add(time.Minute)
		if _, err := w.app.CloseMeeting(w.ctx(), w.as("ana"), last.ID, accord.Match{}, Closing{Override: true, LeftOver: "next"}); err != nil {
			t.Fatal(err)
		}
		next, err := w.store.MeetingAt(w.ctx(), c.Successor.ID, "2027-02-02T14:00")
		if err != nil {
			t.Fatalf("A3: left over goes on to no date: %v", err)
		}
		agenda, _ := w.store.Agenda(w.ctx(), next.ID)
		if len(agenda) == 0 || !slices.ContainsFunc(agenda, func(i accord.AgendaItem) bool {
			return i.CameFromID == accord.NullID(last.ID) && i.SeriesID == accord.NullID(c.Successor.ID)
		}) {
			t.Errorf("A3: the next agenda = %+v", agenda)
		}
		detail, _, err := w.app.Meeting(w.ctx(), w.as("ana"), next.ID)
		if err != nil || len(detail.HeardLastTime) != 1 || len(detail.Opening) != 1 {
			t.Errorf("P4: heard %v, promised %d, %v", detail.HeardLastTime, len(detail.Opening), err)
		}
		w.clock.set("2027-02-02T14:00")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), next.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.CloseMeeting(w.ctx(), w.as("ana"), next.ID, accord.Match{}, Closing{Override: true, LeftOver: "backlog"}); err != nil {
			t.Fatal(err)
		}
		got, _ := w.app.ActionItem(w.ctx(), w.as("ana"), item.ID)
		if got.Carried != 1 || string(got.SeriesID) != d.ID {
			t.Errorf("P5: carried %d of series %s, want 1 of %s", got.Carried, got.SeriesID, d.ID)
		}
	})
}

// A figure for one part of a series that was split counts that part; together
// they are what the series was.
func TestApp_ChangeSeries_figures_of_each_half(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		c := w.changes(d.ID, following("2027-02-09T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-26T14:00")}))
		hold := func(series, name string) {
			m := w.opened(series, name)
			w.clock.set(accord.LocalTime(name))
			if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.app.CloseMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}, Closing{Override: true, LeftOver: "backlog"}); err != nil {
				t.Fatal(err)
			}
		}
		hold(d.ID, "2027-01-26T10:00")
		hold(c.Successor.ID, "2027-02-09T14:00")
		hold(c.Successor.ID, "2027-02-16T14:00")
		w.clock.set("2027-02-26T12:00") // the 2nd and the 23rd were not held
		for series, want := range map[string][3]int{d.ID: {1, 1, 2}, c.Successor.ID: {2, 2, 3}, "": {3, 3, 5}} {
			got, err := w.app.Dashboard(w.ctx(), w.as("ana"), DashboardQuery{From: "2027-01-25", To: "2027-02-28", SeriesID: series})
			if err != nil {
				t.Fatal(err)
			}
			kept := got.Figures[accord.CadenceKept].Joint
			if have := [3]int{got.Tally.Held, kept.Numerator, kept.Denominator}; have != want {
				t.Errorf("held and cadence of %q = %v, want %v", series, have, want)
			}
		}
	})
}
