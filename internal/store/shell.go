package store

import (
	"context"

	"accord/internal/accord"
)

// LiveMeetings counts the meetings running now that the view sees.
func (s *Store) LiveMeetings(ctx context.Context, view accord.View) (int, error) {
	params := map[string]any{}
	var n int
	err := s.raw(ctx, "SELECT count(*) FROM meetings m WHERE m.workspace_id = :workspace AND m.status = 'in_progress' AND "+
		visible("m.team_id", view, params), params).Scan(&n)
	return n, domainError(err, "meeting")
}
