package store

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"accord/internal/store/scratch"
)

func TestMigrate(t *testing.T) {
	eachEmptyDB(t, func(t *testing.T, s *Store) {
		st, err := s.SchemaStatus(t.Context())
		if err != nil || !st.Empty() || len(st.Pending) == 0 {
			t.Fatalf("status of an empty database = %+v, %v", st, err)
		}
		var wg sync.WaitGroup // several processes start at once
		for range 2 {
			wg.Go(func() {
				if _, err := s.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if st, err = s.SchemaStatus(t.Context()); err != nil || st.Current != st.Latest || len(st.Pending) != 0 {
			t.Errorf("status after migrating = %+v, %v", st, err)
		}
	})
}

func TestMigrate_RefusesNewerDatabase(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		p, err := s.provider(fstest.MapFS{"99999_later.sql": {Data: []byte("-- +goose Up\nCREATE TABLE later (id TEXT);\n")}})
		must(t, err)
		_, err = p.ApplyVersion(t.Context(), 99999, true)
		must(t, err)
		if _, err := s.Migrate(t.Context()); err == nil {
			t.Error("a newer database was migrated")
		}
	})
}

func TestMigrate_SnapshotsSQLiteFirst(t *testing.T) {
	s := openTest(t, scratch.SQLite(t, nil))
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	twoCompanies(t, s)
	// The same database, seen by the program's next version.
	files := fstest.MapFS{"99999_later.sql": {Data: []byte("-- +goose Up\nCREATE TABLE later (id TEXT);\n")}}
	first, err := fs.ReadFile(migrationFiles, "migrations/00001_accord.sql")
	must(t, err)
	files["00001_accord.sql"] = &fstest.MapFile{Data: first}
	p, err := s.provider(files)
	must(t, err)
	done, err := s.migrate(t.Context(), p)
	if len(done) != 1 || err != nil {
		t.Fatalf("migrate = %v, %v, want 99999", done, err)
	}
	copies, _ := filepath.Glob(s.Path() + ".schema-*.db")
	if len(copies) != 1 {
		t.Fatalf("snapshots = %v, want one", copies)
	}
	if info, err := os.Stat(copies[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("snapshot = %v, %v, want mode 0600", info.Mode(), err)
	}
	if got, want := everybody(t, openTest(t, "sqlite:"+copies[0])), everybody(t, s); got != want {
		t.Errorf("snapshot has %s, want %s", got, want)
	}
}

func TestOpen(t *testing.T) {
	clock := func() time.Time { return start }
	for _, url := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://user:secret@127.0.0.1:1/x"} {
		s, err := Open(context.Background(), Config{URL: url, Clock: clock})
		if err == nil {
			t.Errorf("Open(%q) was taken", url)
			s.Close()
		}
	}
	odd := filepath.Join(t.TempDir(), "a b?c#d%e", "accord.db")
	s := openTest(t, "sqlite:"+odd)
	if info, err := os.Stat(odd); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("no file for its owner alone at %s: %v", odd, err)
	}
	must(t, s.Ping(t.Context()))
}

// Every connection has its pragmas: a reader cannot write, the writer's
// commits reach the disk.
func TestOpen_Pragmas(t *testing.T) {
	s := openTest(t, scratch.SQLite(t, nil))
	for _, p := range []struct{ pragma, writer, reader string }{
		{"journal_mode", "wal", "wal"},
		{"synchronous", "2", "1"},
		{"foreign_keys", "1", "1"},
		{"busy_timeout", "5000", "5000"},
		{"query_only", "0", "1"},
		{"cache_size", "-8000", "-8000"},
	} {
		var writer, reader string
		must(t, s.shared.writerPool.QueryRowContext(t.Context(), "PRAGMA "+p.pragma).Scan(&writer))
		must(t, s.shared.readPool.QueryRowContext(t.Context(), "PRAGMA "+p.pragma).Scan(&reader))
		if writer != p.writer || reader != p.reader {
			t.Errorf("%s = %s, %s, want %s, %s", p.pragma, writer, reader, p.writer, p.reader)
		}
	}
	if n := s.shared.writerPool.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("writers = %d, want 1", n)
	}
}
