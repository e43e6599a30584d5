package store

import (
	"context"
	"fmt"

	"accord/internal/accord"
)

// Record appends an event in the running transaction and returns it with its
// sequence number and instant filled in. Data must be a JSON object; "" is {}.
func (s *Store) Record(ctx context.Context, e accord.Event) (accord.Event, error) {
	seq, err := s.next(ctx, "event")
	if err != nil {
		return e, fmt.Errorf("number event: %w", err)
	}
	e.Seq = seq
	if e.At.IsZero() {
		e.At = s.Now()
	}
	if e.Data == "" {
		e.Data = "{}"
	}
	err = rowsOf[accord.Event](s.db).Create(ctx, &e)
	return e, domainError(err, "event")
}

// Events returns the events of one subject, oldest first.
func (s *Store) Events(ctx context.Context, subjectID string) ([]accord.Event, error) {
	events, err := rowsOf[accord.Event](s.db).Where("subject_id = ?", subjectID).Order("seq").Find(ctx)
	return events, domainError(err, "event")
}

// EventsAfter returns at most limit events of the workspace that follow seq,
// oldest first.
func (s *Store) EventsAfter(ctx context.Context, seq int64, limit int) ([]accord.Event, error) {
	events, err := rowsOf[accord.Event](s.db).Where("seq > ?", seq).Order("seq").Limit(limit).Find(ctx)
	return events, domainError(err, "event")
}
