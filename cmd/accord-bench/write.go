package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"time"
)

// writes compares creating and closing items, each with its event, its span and
// its kept answer in one durable commit, with bare durable commits of one row
// on the same disk.
func (b *bench) writes(ctx context.Context) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(filepath.Dir(b.path), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT)"); err != nil {
		return err
	}
	insert, err := db.PrepareContext(ctx, "INSERT INTO bare (text) VALUES (?)")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	if b.statements {
		b.tellWrites(ctx, db)
	}
	bare := func(n int) (float64, error) {
		return rate(n, func(int) error {
			_, err := insert.ExecContext(ctx, "Send the case study to ten customers")
			return err
		})
	}
	var creates, closes, commits []float64
	for round := range b.pairs {
		c, err := bare(b.requests)
		if err != nil {
			return err
		}
		ids := make([]string, b.requests)
		made, err := rate(b.requests, func(i int) (err error) {
			ids[i], err = b.create(fmt.Sprintf("%d-%d-%d", time.Now().UnixNano(), round, i))
			return err
		})
		if err != nil {
			return err
		}
		done, err := rate(b.requests, func(i int) error {
			_, err := b.post("/api/v1/action-items/"+ids[i]+"/done", "", ids[i])
			return err
		})
		if err != nil {
			return err
		}
		commits, creates, closes = append(commits, c), append(creates, made), append(closes, done)
	}
	bareRate := median(commits)
	fmt.Fprintf(b.out, "\n%-18s %10s %10s %18s\n", "commits a second", "Accord", "bare", "bare ÷ Accord")
	for _, w := range []struct {
		name string
		rate float64
	}{{"create", median(creates)}, {"close", median(closes)}} {
		fmt.Fprintf(b.out, "%-18s %10.0f %10.0f %18.2f\n", w.name, w.rate, bareRate, bareRate/w.rate)
	}
	return nil
}

// create makes an item for oneself, open at once.
func (b *bench) create(key string) (string, error) {
	body := fmt.Sprintf(`{"title":"Send the case study to ten customers","owner_id":%q,"due_on":%q,"for_side":"neutral"}`,
		b.owner.ID, time.Now().AddDate(0, 0, 9).Format(time.DateOnly))
	w, err := b.post("/api/v1/action-items", body, key)
	if err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"id"`
	}
	return made.ID, json.Unmarshal(w.Body.Bytes(), &made)
}

func (b *bench) post(path, body, key string) (*httptest.ResponseRecorder, error) {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+b.token)
	r.Header.Set("Idempotency-Key", key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	if w.Code >= http.StatusMultipleChoices {
		return w, fmt.Errorf("POST %s: %d %s", path, w.Code, w.Body)
	}
	return w, nil
}

// rate is how many calls a second go through, one after the other.
func rate(n int, call func(i int) error) (float64, error) {
	start := time.Now()
	for i := range n {
		if err := call(i); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

// tellWrites prints the statements of one create and how each finds its rows.
func (b *bench) tellWrites(ctx context.Context, _ *sql.DB) {
	db, err := sql.Open("sqlite3", "file:"+b.path+"?mode=ro")
	if err != nil {
		return
	}
	defer db.Close()
	for _, s := range b.trace.during(func() { _, _ = b.create(fmt.Sprint(time.Now().UnixNano())) }) {
		fmt.Fprintln(b.out, strings.Join(strings.Fields(s.query), " "))
		if err := b.tellPlan(ctx, db, s); err != nil {
			fmt.Fprintln(b.out, "      ", err)
		}
	}
}

// tellPlan prints how a statement finds its rows.
func (b *bench) tellPlan(ctx context.Context, db *sql.DB, s statement) error {
	rows, err := db.QueryContext(ctx, "EXPLAIN QUERY PLAN "+s.query, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return err
		}
		fmt.Fprintln(b.out, "      ", detail)
	}
	return rows.Err()
}
