package store

import (
	"context"

	"accord/internal/accord"
)

// save writes every column of a versioned entity. The entity carries its new
// version; a row that is no longer at the version before it is stale, and
// nothing is written.
func save[T any](ctx context.Context, s *Store, what, id string, version int, entity T) error {
	rows, err := rowsOf[T](s.db).Where("id = ? AND version = ?", id, version-1).Select("*").Updates(ctx, entity)
	switch {
	case err != nil:
		return domainError(err, what)
	case rows == 0:
		return accord.Errorf(accord.CodeStale, "Somebody changed this %s meanwhile. Look at it again; nothing was saved.", what)
	}
	return nil
}
