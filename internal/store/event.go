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

// LastSeq is the seq of the workspace's latest event, 0 where nothing happened.
func (s *Store) LastSeq(ctx context.Context) (int64, error) {
	var seq int64
	err := s.raw(ctx, `SELECT COALESCE(MAX(seq), 0) FROM events WHERE workspace_id = :workspace`, nil).Scan(&seq)
	return seq, domainError(err, "event")
}

// EventsAt returns at most limit events after seq and up to last that show at a
// meeting, oldest first: its own, and those of its team's action items, agenda
// items, series and growth projects, which its opening and its backlog list and
// its agenda is about.
func (s *Store) EventsAt(ctx context.Context, m accord.Meeting, seq, last int64, limit int) ([]accord.Event, error) {
	var events []accord.Event
	err := s.raw(ctx, `SELECT * FROM events WHERE workspace_id = :workspace AND seq > @seq AND seq <= @last
AND (meeting_id = @meeting OR (team_id = @team AND subject_type IN ('action_item', 'agenda_item', 'series', 'project')))
ORDER BY seq LIMIT @limit`, map[string]any{"seq": seq, "last": last, "meeting": m.ID, "team": string(m.TeamID), "limit": limit}).Scan(&events)
	return events, domainError(err, "event")
}

// EventsAfter returns at most limit events of the workspace that follow seq,
// oldest first.
func (s *Store) EventsAfter(ctx context.Context, seq int64, limit int) ([]accord.Event, error) {
	events, err := rowsOf[accord.Event](s.db).Where("seq > ?", seq).Order("seq").Limit(limit).Find(ctx)
	return events, domainError(err, "event")
}
