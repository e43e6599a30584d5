package app

import (
	"testing"

	"accord/internal/accord"
)

// A meeting prepared for a date years ahead has nobody by turn until it comes nearer,
// and makes no other change of the series any slower.
func TestApp_rota_of_a_date_years_ahead(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		far := monday(600)
		w.prepared(far)
		w.is("the far meeting", w.duties(far), " ")
		w.prepared(monday(0))
		w.is("the next one", w.duties(monday(0)), "ana ben")
		r, err := w.app.loadRota(w.ctx(), w.store, w.stored("strategic"), far, w.app.now())
		if err != nil || len(r.turns[fac]) > 200 || len(r.turns[fac]) < nextShown {
			t.Errorf("computed %d turns, %v, want at most 200", len(r.turns[fac]), err)
		}
		if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(far), "facilitator"); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("Skip(a turn nobody has yet) = %v, want not found", err)
		}
		if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(far), "juggler"); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("Skip(an unknown duty) = %v, want invalid", err)
		}
		w.clock.set("2038-06-20T09:00")
		w.occurs("strategic", string(monday(599)), OccurrenceChange{Status: accord.MeetingCancelled})
		if got := w.duties(far); got == " " {
			t.Errorf("nearer: %q, want somebody", got)
		}
	})
}

// The preview of a skip looks no farther than the turns shown and the meetings
// it could change.
func TestRota_skipping_looks_no_farther_than_shown(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		r, err := w.app.loadRota(w.ctx(), w.store, w.stored("strategic"), monday(90), w.app.now())
		if err != nil {
			t.Fatal(err)
		}
		after, ok := r.skipping(r.turns[fac][0], w.app.now())
		if !ok || len(after.turns[fac]) != nextShown || len(after.turns[minutes]) != nextShown {
			t.Errorf("computed %d and %d turns, want %d each", len(after.turns[fac]), len(after.turns[minutes]), nextShown)
		}
	})
}
