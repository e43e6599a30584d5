package store

import (
	"context"

	"accord/internal/accord"
)

// CreateWorkspace makes the workspace of the running transaction.
func (s *Store) CreateWorkspace(ctx context.Context, w *accord.Workspace) error {
	return domainError(rowsOf[accord.Workspace](s.db).Create(ctx, w), "workspace")
}

// SaveWorkspace writes the settings and raises their version; stale where
// somebody was faster.
func (s *Store) SaveWorkspace(ctx context.Context, w *accord.Workspace) error {
	w.Version++
	return save(ctx, s, "workspace", w.ID, w.Version, *w)
}

// SavePerson writes the person and raises their version; stale where somebody
// was faster.
func (s *Store) SavePerson(ctx context.Context, p *accord.Person) error {
	p.Version++
	return save(ctx, s, "person", p.ID, p.Version, *p)
}
