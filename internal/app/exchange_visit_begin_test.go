package app

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// On the day of the visit it is still to come, until its meeting starts: nobody
// owes a report of a meeting that was not yet.
func TestVisits_a_seat_is_to_come_until_its_meeting_starts(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(false)
		w.tick()
		seat := w.visits("ana", VisitQuery{From: "2027-01-04", To: "2027-01-04"})[0]
		for _, c := range []struct {
			at   accord.LocalTime
			want accord.VisitState
			due  int
			said string
		}{
			{"2027-01-04T09:59", accord.VisitComing, 0, "coming"},
			{"2027-01-04T10:00", accord.VisitDue, 1, "yours"},
		} {
			w.clock.set(c.at)
			now := w.clock.Now()
			today := w.as(seat.VisitorID).Today(now)
			f := store.VisitFilter{PersonID: "ana", To: today}
			got, err := w.store.VisitTotals(w.ctx(), f, today, now)
			w.must(err)
			if state := w.visits("ana", VisitQuery{MeetingID: string(seat.MeetingID)})[0].State(today, now); state != c.want || got.Due != c.due || len(got.Tallies) != c.due {
				t.Errorf("at %s: %s, %+v; want %s and %d due", now, state, got, c.want, c.due)
			}
			s, err := w.app.VisitState(w.ctx(), w.as(seat.VisitorID), time.Time{})
			if line := s.Aligned(); err != nil || line == nil || line.Says.Key != "aligned.visits."+c.said {
				t.Errorf("at %s the dashboard says %+v %v, want %s", now, line, err, c.said)
			}
		}
	})
}

// A series whose dates cannot be told keeps no other from having its visitors
// invited.
func TestVisits_one_series_that_fails_stops_no_other(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		s := w.hosted(false)
		broken := s
		broken.ID, broken.LineageID, broken.Rrule = "a-broken", "a-broken", "FREQ=NEVER"
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return store.Insert(ctx, tx, broken)
		})
		_, err := w.app.visitsDue(w.ctx(), glance{workspace: workID, now: w.app.now()})
		if n := len(w.visits("ana", VisitQuery{})); err == nil || n != 2 {
			t.Errorf("%d seats given out, %v; want 2 and the error of the other series", n, err)
		}
	})
}
