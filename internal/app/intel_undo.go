package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// takeBack takes back what the actor did to a subject last, by back, and records
// the event that says so (P8); it gives the event taken back.
func takeBack(ctx context.Context, tx *store.Store, actor accord.Actor, undone accord.Event, back func(e accord.Event) error) (accord.Event, error) {
	e, err := lastStanding(ctx, tx, undone.SubjectID, actor, undone.At)
	if err != nil {
		return e, err
	}
	if err := back(e); err != nil {
		return e, err
	}
	undone.ActorID, undone.Undoes = actor.PersonID, &e.Seq
	_, err = tx.Record(ctx, undone)
	return e, err
}

// lastStanding is the last thing done to a subject, where the actor may take it
// back (P8).
func lastStanding(ctx context.Context, s *store.Store, subjectID string, actor accord.Actor, now time.Time) (accord.Event, error) {
	events, err := s.Events(ctx, subjectID)
	if err != nil {
		return accord.Event{}, err
	}
	standing := standingEvents(events)
	if len(standing) == 0 {
		return accord.Event{}, accord.NotFound("change")
	}
	last := standing[len(standing)-1]
	return last, accord.Undo(last, last.Seq, actor, now)
}
