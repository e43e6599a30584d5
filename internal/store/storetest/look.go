package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// sqlitePath is the file of an SQLite URL, "" for PostgreSQL.
func sqlitePath(url string) string {
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		return ""
	}
	return path
}

// Dump gives every row of a database as text, by table, past every scope. On
// PostgreSQL the entry "pg_stats" is what it keeps of the columns' values.
func Dump(t testing.TB, url string) map[string]string {
	t.Helper()
	if path := sqlitePath(url); path != "" {
		db := opened(t, "sqlite3", "file:"+path+"?mode=ro")
		return dump(t, db, "SELECT name FROM sqlite_master WHERE type = 'table'")
	}
	db := opened(t, "pgx", url)
	all := dump(t, db, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
	all["pg_stats"] = strings.Join(column(t, db, `SELECT coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '')
		FROM pg_stats WHERE schemaname = current_schema()`), "\n")
	return all
}

func dump(t testing.TB, db *sql.DB, tables string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range column(t, db, tables) {
		all[name] = strings.Join(lines(t, db, `SELECT * FROM "`+name+`"`), "\n")
	}
	return all
}

// lines are the rows of a query, the values of each with a tab behind.
func lines(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var list []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, v := range values {
			if raw, ok := v.([]byte); ok {
				v = string(raw)
			}
			fmt.Fprint(&b, v, "\t")
		}
		list = append(list, b.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Bytes gives the bytes of the files a database is kept in: on SQLite the file
// with all that lies beside it, on PostgreSQL the tables and indexes of the
// schema, after a checkpoint.
func Bytes(t testing.TB, url string) []byte {
	t.Helper()
	var all []byte
	if path := sqlitePath(url); path != "" {
		names, err := filepath.Glob(path + "*")
		if err != nil || len(names) == 0 {
			t.Fatal("no files", err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, content...)
		}
		return all
	}
	db := opened(t, "pgx", url)
	if _, err := db.ExecContext(t.Context(), "CHECKPOINT"); err != nil {
		t.Fatal(err)
	}
	rows, err := db.QueryContext(t.Context(), `
WITH ours AS (SELECT c.oid, c.reltoastrelid FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i'))
SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM ours
UNION ALL SELECT pg_read_binary_file(pg_relation_filepath(reltoastrelid)) FROM ours WHERE reltoastrelid <> 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var content []byte
		if err := rows.Scan(&content); err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// column are the rows of a query with one column of text.
func column(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	list := lines(t, db, query)
	for i := range list {
		list[i] = strings.TrimSuffix(list[i], "\t")
	}
	return list
}

func opened(t testing.TB, driver, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// OldSnapshot opens a transaction on a PostgreSQL database that sees it as it is
// now until the test ends, as a dump does, without touching any table. It
// returns what reads a table in it.
func OldSnapshot(t testing.TB, url string) (read func(table string), end func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	must := func(statement string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	must("BEGIN ISOLATION LEVEL REPEATABLE READ")
	must("SELECT 1")
	return func(table string) { t.Helper(); must("SELECT count(*) FROM " + table) }, func() { t.Helper(); must("ROLLBACK") }
}

// Analyze lets PostgreSQL look at its tables, as it does by itself at times, and
// keep samples of their values.
func Analyze(t testing.TB, url string) {
	t.Helper()
	if sqlitePath(url) != "" {
		return
	}
	if _, err := opened(t, "pgx", url).ExecContext(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
}
