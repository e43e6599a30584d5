package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// seated writes the visits of the series as "date visitor status", by date.
func (w *workplace) seated() string {
	w.t.Helper()
	list, _, err := w.store.ExchangeVisits(w.ctx(), store.VisitFilter{}, accord.Page{})
	if err != nil {
		w.t.Fatal(err)
	}
	lines := make([]string, 0, len(list))
	for _, v := range list {
		lines = append(lines, fmt.Sprintf("%s %s %s", v.FromOn[5:], v.VisitorID, v.Status))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

func (w *workplace) wants(what, want string) {
	w.t.Helper()
	if got := w.seated(); got != want {
		w.t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// visitAt is the planned visit of a day, "01-04".
func (w *workplace) visitAt(day accord.Date) accord.ExchangeVisit {
	w.t.Helper()
	list, _, err := w.store.ExchangeVisits(w.ctx(), store.VisitFilter{From: day, To: day}, accord.Page{})
	for _, v := range list {
		if err == nil && v.Status == accord.VisitPlanned {
			return v.ExchangeVisit
		}
	}
	w.t.Fatalf("no visit on %s: %v", day, err)
	return accord.ExchangeVisit{}
}

func (w *workplace) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// Mia and Ben of Marketing visit Sales' staff meeting by turn: 4, 11 January and
// so on, each named two weeks ahead.
func TestVisitSeats_take_give_back_swap(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(false)
		seats, err := w.app.VisitSeats(w.ctx(), w.as("ben"))
		if err != nil || len(seats) != 6 || seats[0].Free() != 1 || len(seats[0].Next) != 1 || !seats[0].Takes(w.as("ben")) || seats[0].Takes(w.as("leo")) {
			t.Fatalf("VisitSeats = %+v %v, want six free dates with whose turn each is", seats, err)
		}
		w.tick()
		_, err = w.app.PlanVisit(w.ctx(), w.as("ben"), NewVisit{SeriesID: "strategic", OriginalStart: "2027-01-25T10:00"})
		w.must(err)
		w.wants("two given by turn, one taken ahead", "01-04 ben planned, 01-11 mia planned, 01-25 ben planned")
		if seats, _ = w.app.VisitSeats(w.ctx(), w.as("ben")); seats[3].Free() != 0 || !seats[3].Has("ben") || seats[3].Visits[0].Name != "Ben" {
			t.Errorf("the date taken = %+v", seats[3])
		}
		if _, err := w.app.PlanVisit(w.ctx(), w.as("mia"), NewVisit{SeriesID: "strategic", OriginalStart: "2027-01-25T10:00"}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("a seat that is taken = %v, want conflict", err)
		}
		first, second := w.visitAt("2027-01-04"), w.visitAt("2027-01-11")
		if _, err := w.app.SwapVisits(w.ctx(), w.as("oz"), first.ID, accord.Match{}, second.ID); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("swapped by another = %v, want denied", err)
		}
		if _, err := w.app.SwapVisits(w.ctx(), w.as("ben"), first.ID, accord.Match{}, first.ID); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("swapped with itself = %v, want invalid", err)
		}
		mine, err := w.app.SwapVisits(w.ctx(), w.as("ben"), first.ID, accord.Match{}, second.ID)
		w.must(err)
		if mine.VisitorID != "ben" || mine.FromOn != "2027-01-11" {
			t.Errorf("SwapVisits answers %s on %s, want ben's own seat", mine.VisitorID, mine.FromOn)
		}
		w.wants("swapped", "01-04 mia planned, 01-11 ben planned, 01-25 ben planned")
		_, err = w.app.CallOffVisit(w.ctx(), w.as("mia"), first.ID, accord.Match{})
		w.must(err)
		w.tick()
		w.wants("given back: the next has it", "01-04 ben planned, 01-04 mia skipped, 01-11 ben planned, 01-25 ben planned")
		_, err = w.app.CallOffVisit(w.ctx(), w.as("ben"), w.visitAt("2027-01-04").ID, accord.Match{})
		w.must(err)
		w.clock.set("2027-01-01T11:00")
		w.tick()
		w.wants("nobody else: it stands free", "01-04 ben skipped, 01-04 mia skipped, 01-11 ben planned, 01-25 ben planned")
		if seats, _ = w.app.VisitSeats(w.ctx(), w.as("mia")); seats[0].Free() != 1 || len(seats[0].Next) != 0 {
			t.Errorf("the free seat = %+v", seats[0])
		}
		_, err = w.app.PlanVisit(w.ctx(), w.as("mia"), NewVisit{SeriesID: "strategic", OriginalStart: "2027-01-04T10:00"})
		w.must(err)
		w.wants("taken again", "01-04 ben skipped, 01-04 mia planned, 01-04 mia skipped, 01-11 ben planned, 01-25 ben planned")
	})
}

// The visit is on the date of its meeting, wherever that goes.
func TestVisitSeats_follow_their_meeting(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(false)
		w.tick()
		w.wants("planned", "01-04 ben planned, 01-11 mia planned")
		w.movedTo("strategic", "2027-01-04T10:00", "2027-01-06T10:00")
		w.wants("S4 moved", "01-06 ben planned, 01-11 mia planned")
		if v := w.visitAt("2027-01-06"); v.DueOn != "2027-01-13" {
			t.Errorf("the report is due by %s, want a week after the new day", v.DueOn)
		}
		w.occurs("strategic", "2027-01-04T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.wants("called off with its meeting", "01-06 ben cancelled, 01-11 mia planned")
		w.occurs("strategic", "2027-01-04T10:00", OccurrenceChange{Status: accord.MeetingScheduled})
		w.wants("back with it", "01-06 ben planned, 01-11 mia planned")
		c := w.changes("strategic", following("2027-01-11T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-05T10:00"), Rrule: accord.Some("FREQ=WEEKLY;BYDAY=TU")}))
		w.tick()
		w.wants("S4 split: the seat goes on with its date, given once", "01-06 ben planned, 01-12 mia planned")
		if v := w.visitAt("2027-01-12"); v.SeriesID != accord.NullID(c.Successor.ID) {
			t.Errorf("the visit is of %s, want the series that goes on", v.SeriesID)
		}
		w.changes(c.Successor.ID, SeriesPatch{HostSide: accord.Some(accord.Side(""))})
		w.wants("no seats any more", "01-06 ben planned, 01-12 mia skipped")
	})
}

// P9: whoever leaves has no seat any more; the next in the round has it, and who
// was to be shadowed is asked for no more.
func TestVisitSeats_P9_a_visitor_leaves(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(false)
		w.tick()
		for _, who := range []struct{ visitor, host string }{{"ben", ""}, {"ana", "ben"}} {
			_, err := w.app.PlanVisit(w.ctx(), w.as(who.visitor), NewVisit{FromOn: "2027-02-01", ToOn: "2027-02-02", HostID: who.host})
			w.must(err)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			p, err := tx.Person(ctx, "ana")
			p.Role = accord.RoleAdmin
			if err == nil {
				err = tx.SavePerson(ctx, &p)
			}
			return err
		})
		admin := w.as("ana")
		admin.Role = accord.RoleAdmin
		_, err := w.app.Leave(w.ctx(), admin, "ben", nil)
		w.must(err)
		w.tick()
		w.wants("P9", "01-04 ben skipped, 01-04 mia planned, 01-11 mia planned, 02-01 ana planned, 02-01 ben cancelled")
		if v := w.visitAt("2027-02-01"); v.HostID != "" {
			t.Errorf("ana's days are still with %s", v.HostID)
		}
		if people, err := w.store.MeetingPeople(w.ctx(), string(w.visitAt("2027-01-04").MeetingID)); err != nil || slices.ContainsFunc(people, func(p accord.MeetingPerson) bool { return p.PersonID == "ben" }) {
			t.Errorf("ben is still invited: %+v %v", people, err)
		}
	})
}
