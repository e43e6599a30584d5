package store

import (
	"context"

	"accord/internal/accord"
)

// LiveMeetings counts the meetings running now that a person is part of and sees:
// those the list of one's own meetings has on top.
func (s *Store) LiveMeetings(ctx context.Context, view accord.View, personID string) (int, error) {
	params := map[string]any{"person": personID}
	var n int
	err := s.raw(ctx, "SELECT count(*) FROM meetings m WHERE m.workspace_id = :workspace AND m.status = 'in_progress' AND "+
		attends+" AND ("+visible("m.team_id", view, params)+" OR "+visiting+")", params).Scan(&n)
	return n, domainError(err, "meeting")
}
