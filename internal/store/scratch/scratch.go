// Package scratch makes fresh databases for tests: an SQLite file in the test's
// own directory, a PostgreSQL schema dropped after it. It knows no schema;
// storetest and the store's own tests put theirs on top.
package scratch

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresVar names the environment variable with the URL of the PostgreSQL
// server tests may make schemas on. Without it they run on SQLite alone.
const PostgresVar = "ACCORD_TEST_POSTGRES"

// SQLite returns the URL of a new file with the given content, or of none yet.
func SQLite(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "accord.db")
	if content != nil {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "sqlite:" + path
}

// Postgres returns the URL of a new, empty schema, or "" where there is no
// server to make it on.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVar)
	if server == "" {
		return ""
	}
	schema := "t_" + strings.ToLower(rand.Text())
	run(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// run executes one statement on a connection of its own.
func run(t testing.TB, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("connect to %s: %v", PostgresVar, err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// CutListeners ends the connections of a PostgreSQL server that LISTEN; there
// has to be one.
func CutListeners(t testing.TB, server string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), server)
	if err != nil {
		t.Fatalf("connect to %s: %v", PostgresVar, err)
	}
	defer conn.Close(context.Background())
	tag, err := conn.Exec(context.Background(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
	if err != nil || tag.RowsAffected() == 0 {
		t.Fatalf("%d listeners were cut, %v", tag.RowsAffected(), err)
	}
}
