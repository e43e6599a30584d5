package store

import (
	"context"
	"database/sql/driver"
	"testing"
	"time"

	"accord/internal/store/scratch"
)

// start is what the clock of the test stores says.
var start = time.Date(2027, time.January, 4, 9, 0, 0, 0, time.UTC)

// eachDB runs fn on SQLite always, and on PostgreSQL in a schema of its own
// when ACCORD_TEST_POSTGRES names a server. The store is migrated.
func eachDB(t *testing.T, fn func(t *testing.T, s *Store)) {
	t.Helper()
	eachEmptyDB(t, func(t *testing.T, s *Store) {
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		fn(t, s)
	})
}

// eachEmptyDB is eachDB without the schema.
func eachEmptyDB(t *testing.T, fn func(t *testing.T, s *Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, openTest(t, scratch.SQLite(t, nil))) })
	t.Run("postgres", func(t *testing.T) {
		url := scratch.Postgres(t)
		if url == "" {
			t.Skip(scratch.PostgresVar + " is not set")
		}
		fn(t, openTest(t, url))
	})
}

func openTest(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(context.Background(), Config{URL: url, Clock: func() time.Time { return start }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// openTestTraced is an SQLite store that tells of every statement.
func openTestTraced(t *testing.T, tell func(query string)) *Store {
	t.Helper()
	s, err := Open(context.Background(), Config{
		URL: scratch.SQLite(t, nil), Clock: func() time.Time { return start },
		Trace: func(query string, _ []driver.NamedValue) { tell(query) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
