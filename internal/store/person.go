package store

import (
	"context"

	"accord/internal/accord"
)

// Person returns one person.
func (s *Store) Person(ctx context.Context, id string) (accord.Person, error) {
	var person accord.Person
	err := s.raw(ctx, `SELECT p.* FROM people p WHERE p.workspace_id = :workspace AND p.id = :id`, map[string]any{"id": id}).One(&person, "person")
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
	var w accord.Workspace
	err := s.raw(ctx, `SELECT w.* FROM workspaces w WHERE w.id = :workspace`, nil).One(&w, "workspace")
	return w, domainError(err, "workspace")
}

// PersonNames are everybody's names, by id.
func (s *Store) PersonNames(ctx context.Context) (map[string]string, error) {
	var rows []struct{ ID, Name string }
	err := s.raw(ctx, "SELECT p.id, p.name FROM people p WHERE p.workspace_id = :workspace", nil).Scan(&rows)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, domainError(err, "person")
}
