package store

import (
	"context"

	"accord/internal/accord"
)

// Person returns one person.
func (s *Store) Person(ctx context.Context, id string) (accord.Person, error) {
	person, err := rowsOf[accord.Person](s.db).Where("id = ?", id).Take(ctx)
	return person, domainError(err, "person")
}

// People returns everybody of the workspace, by name; those who left too.
func (s *Store) People(ctx context.Context) ([]accord.Person, error) {
	people, err := rowsOf[accord.Person](s.db).Where("1 = 1").Order("name, id").Find(ctx)
	return people, domainError(err, "person")
}

// CreatePerson adds a person; an address that is taken is a conflict.
func (s *Store) CreatePerson(ctx context.Context, p *accord.Person) error {
	return domainError(rowsOf[accord.Person](s.db).Create(ctx, p), "person")
}

// Workspace returns the workspace of the context.
func (s *Store) Workspace(ctx context.Context) (accord.Workspace, error) {
	w, err := rowsOf[accord.Workspace](s.db).Where("id = ?", workspaceOf(ctx)).Take(ctx)
	return w, domainError(err, "workspace")
}
