// Package storetest opens migrated stores for the tests of the other rings.
package storetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"accord/internal/store"
	"accord/internal/store/scratch"
)

// Start is what the clock of a store says unless a test gives its own: a
// Monday morning.
var Start = time.Date(2027, time.January, 4, 9, 0, 0, 0, time.UTC)

// Open returns a migrated, empty store on SQLite that lives as long as the
// test. Its clock stands still at [Start] unless one is given.
func Open(t testing.TB, clock ...func() time.Time) *store.Store {
	t.Helper()
	return open(t, File(t), clock)
}

// File returns the URL of a migrated, empty SQLite database that lives as long
// as the test, for those that open it themselves.
func File(t testing.TB) string {
	t.Helper()
	content, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return scratch.SQLite(t, content)
}

// Each runs fn on SQLite always, and on PostgreSQL in a schema of its own when
// ACCORD_TEST_POSTGRES names a server.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store), clock ...func() time.Time) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { fn(t, open(t, url, clock)) })
}

// EachURL is Each for those that open the database themselves: it is migrated
// and empty.
func EachURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, File(t)) })
	t.Run("postgres", func(t *testing.T) {
		url := scratch.Postgres(t)
		if url == "" {
			t.Skip(scratch.PostgresVar + " is not set")
		}
		if _, err := open(t, url, nil).Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		fn(t, url)
	})
}

func open(t testing.TB, url string, clock []func() time.Time) *store.Store {
	t.Helper()
	clock = append(clock, func() time.Time { return Start })
	s, err := store.Open(context.Background(), store.Config{URL: url, Clock: clock[0], Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// template is a migrated, empty SQLite file, made once a process.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "accord-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "accord.db")
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + path, Clock: func() time.Time { return Start }})
	if err != nil {
		return nil, err
	}
	if _, err := s.Migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
