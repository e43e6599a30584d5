package store

import (
	"context"

	"accord/internal/accord"
)

// Project returns one growth project.
func (s *Store) Project(ctx context.Context, id string) (accord.Project, error) {
	p, err := rowsOf[accord.Project](s.db).Where("id = ?", id).Take(ctx)
	return p, domainError(err, "project")
}
