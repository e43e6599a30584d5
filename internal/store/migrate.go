package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// migrationFiles is one directory for both databases, in their common subset
// of SQL. Append only, once released.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// SchemaStatus says how far the database is.
type SchemaStatus struct {
	Current int64    // version of the database; 0 is empty
	Latest  int64    // version this program knows
	Pending []string // migrations not yet applied, in order
}

// Empty reports a database that was never migrated.
func (s SchemaStatus) Empty() bool { return s.Current == 0 }

// Newer reports a database made by a newer program, which this one must not
// touch.
func (s SchemaStatus) Newer() bool { return s.Current > s.Latest }

// SchemaStatus reads how far the database is.
func (s *Store) SchemaStatus(ctx context.Context) (SchemaStatus, error) {
	p, err := s.migrations()
	if err != nil {
		return SchemaStatus{}, err
	}
	return schemaStatus(ctx, p)
}

func schemaStatus(ctx context.Context, p *goose.Provider) (SchemaStatus, error) {
	var st SchemaStatus
	var err error
	if st.Current, st.Latest, err = p.GetVersions(ctx); err != nil {
		return st, fmt.Errorf("read schema version: %w", err)
	}
	all, err := p.Status(ctx)
	if err != nil {
		return st, fmt.Errorf("read schema version: %w", err)
	}
	for _, m := range all {
		if m.State == goose.StatePending {
			st.Pending = append(st.Pending, m.Source.Path)
		}
	}
	return st, nil
}

// Migrate brings the schema up to date and returns the versions applied. An
// SQLite database with data is copied beside itself first; a database newer
// than the program is refused. On PostgreSQL several processes may call it at
// once: one works, the others wait.
func (s *Store) Migrate(ctx context.Context) ([]int64, error) {
	p, err := s.migrations()
	if err != nil {
		return nil, err
	}
	return s.migrate(ctx, p)
}

func (s *Store) migrate(ctx context.Context, p *goose.Provider) ([]int64, error) {
	st, err := schemaStatus(ctx, p)
	switch {
	case err != nil:
		return nil, err
	case st.Newer():
		return nil, fmt.Errorf("the database has schema %d, this program knows %d: use the newer program, or restore a backup", st.Current, st.Latest)
	case len(st.Pending) == 0:
		return nil, nil
	}
	if s.dialect == SQLite && !st.Empty() {
		if err := s.snapshot(ctx, st.Current); err != nil {
			return nil, fmt.Errorf("snapshot before migrating: %w", err)
		}
	}
	done, err := p.Up(ctx)
	versions := make([]int64, len(done))
	for i, r := range done {
		versions[i] = r.Source.Version
	}
	if err != nil {
		return versions, fmt.Errorf("migrate: %w", err)
	}
	return versions, nil
}

// snapshot copies the database beside itself, named by the schema it has.
func (s *Store) snapshot(ctx context.Context, version int64) error {
	file := fmt.Sprintf("%s.schema-%d-%s.db", s.shared.path, version, s.Now().Format("20060102T150405"))
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.CopyTo(ctx, file)
}

// migrations is goose over our files.
func (s *Store) migrations() (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	return s.provider(files)
}

func (s *Store) provider(files fs.FS) (*goose.Provider, error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithSlog(s.shared.log)}
	if s.dialect == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // tries, a second apart
		if err != nil {
			return nil, err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, s.shared.writerPool, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}
