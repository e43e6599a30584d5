package store

import (
	"context"

	"accord/internal/accord"
)

// WorkspaceDays returns the workspace's own days off, by day.
func (s *Store) WorkspaceDays(ctx context.Context) ([]accord.WorkspaceDay, error) {
	days, err := rowsOf[accord.WorkspaceDay](s.db).Order("date").Find(ctx)
	return days, domainError(err, "day off")
}
