package main

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/labstack/echo/v4"
	_ "github.com/mattn/go-sqlite3" // the reference reads by database/sql alone
)

// hand is the reference: a bare echo whose handlers read the same answers by
// hand-written SQL in the best form we know, over database/sql, into types of
// their own. It asks nobody who they are and what they may see.
type hand struct {
	db        *sql.DB
	echo      *echo.Echo
	workspace string
	person    string
	prepared  map[string]*sql.Stmt
}

// newHand opens the database a second time, read-only, as Accord's readers do.
func newHand(path, workspace, person string) (*hand, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&_query_only=1&_cache_size=-8000")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	h := &hand{db: db, echo: echo.New(), workspace: workspace, person: person, prepared: map[string]*sql.Stmt{}}
	h.echo.GET("/items", h.items)
	h.echo.GET("/meetings/:id", h.meeting)
	h.echo.GET("/dashboard", h.dashboard)
	return h, nil
}

func (h *hand) close() {
	for _, s := range h.prepared {
		_ = s.Close() // it only read
	}
	_ = h.db.Close()
}

// get asks for one answer.
func (h *hand) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.echo.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil))
	return w
}

// stmt prepares a query once. Requests come one after the other.
func (h *hand) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := h.prepared[query]; s != nil {
		return s, nil
	}
	s, err := h.db.PrepareContext(ctx, query)
	if err == nil {
		h.prepared[query] = s
	}
	return s, err
}

// list reads every row of a query; fields names where its columns go.
func list[T any](ctx context.Context, h *hand, query string, fields func(*T) []any, args ...any) ([]T, error) {
	stmt, err := h.stmt(ctx, query) //nolint:sqlclosecheck // kept for the next request
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var row T
	into, found := fields(&row), make([]T, 0, 16)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// at is an instant as the database keeps it.
func at(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
