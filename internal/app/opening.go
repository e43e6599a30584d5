package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// opening is the first part of a meeting (P4): every item of its team that is
// open, or ended since its series last held a meeting. Until it starts the list
// is live; from then on it is as of the start. s may be a running transaction.
func (a *App) opening(ctx context.Context, s *store.Store, m accord.Meeting) ([]accord.OpeningItem, error) {
	if m.TeamID == "" {
		return []accord.OpeningItem{}, nil
	}
	at := a.now()
	if m.StartedAt != nil {
		at = *m.StartedAt
	}
	since, err := a.openingSince(ctx, s, m, at)
	if err != nil {
		return nil, err
	}
	if m.StartedAt != nil {
		return s.OpeningAsOf(ctx, string(m.TeamID), since, at)
	}
	return s.Opening(ctx, string(m.TeamID), since, at)
}

// openingSince is the start of the meeting the series held before: what ended
// while that one ran is still open in its opening. A series that held none
// begins with itself, a one-time meeting with its own row.
func (a *App) openingSince(ctx context.Context, s *store.Store, m accord.Meeting, at time.Time) (time.Time, error) {
	if m.SeriesID == "" {
		return m.CreatedAt, nil
	}
	last, err := s.HeldBefore(ctx, string(m.SeriesID), at)
	switch {
	case err == nil:
		return *last.StartedAt, nil
	case accord.CodeOf(err) != accord.CodeNotFound:
		return time.Time{}, err
	}
	series, err := s.Series(ctx, string(m.SeriesID))
	return series.CreatedAt, err
}
