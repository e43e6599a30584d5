package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// timesHistory is how many times the past of the growing company is written
// once more, each before the other.
const timesHistory = 9

// growth measures a tenth of the company, then the same with ten times the
// past: the same people, running items and weeks to look at, but all that ended
// and was held nine more times in the years before. What reads only what it
// shows costs the same.
func (b *bench) growth(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(b.path), "growth-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	g := &bench{options: b.options, out: b.out, path: filepath.Join(dir, "accord.db"), trace: &trace{}}
	g.items /= 10
	g.size.People, g.size.Series = b.size.People/4, b.size.Series/5
	if err := g.open(ctx); err != nil {
		return err
	}
	defer g.store.Close()
	if err := errors.Join(g.seed(ctx), g.choose(ctx)); err != nil {
		return err
	}
	before := g.costs()
	if err := addHistory(ctx, g.path); err != nil {
		return fmt.Errorf("write history: %w", err)
	}
	after := g.costs()
	fmt.Fprintf(b.out, "\n%-18s %10s %10s %7s\n", "CPU µs a request", "the past", "10 times", "ratio")
	for i, r := range g.readings() {
		fmt.Fprintf(b.out, "%-18s %10.0f %10.0f %7.2f\n", r.name, before[i], after[i], after[i]/before[i])
	}
	return nil
}

// costs is the CPU of each reading.
func (b *bench) costs() []float64 {
	var costs []float64
	for _, r := range b.readings() {
		ask := func() { b.get(r.ours) }
		ask() // prepares
		var rounds []float64
		for range b.pairs {
			rounds = append(rounds, cpu(b.round(ask), ask))
		}
		costs = append(costs, median(rounds))
	}
	return costs
}

// pastRows are the rows of the past, by table: what was held, and what ended.
var pastRows = []struct{ table, condition string }{
	{"meetings", "status = 'closed' AND id NOT LIKE '%-h%'"},
	{"meeting_people", heldThen},
	{"agenda_items", heldThen},
	{"decisions", heldThen},
	{"action_items", "ended_at IS NOT NULL AND id NOT LIKE '%-h%'"},
	{"action_item_spans", "item_id IN (SELECT id FROM action_items WHERE ended_at IS NOT NULL AND id NOT LIKE '%-h%')"},
}

const heldThen = "meeting_id IN (SELECT id FROM meetings WHERE status = 'closed' AND id NOT LIKE '%-h%')"

// addHistory writes the past once more, each time some 800 days earlier.
func addHistory(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=OFF&_busy_timeout=5000&_cache_size=-64000")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, p := range pastRows {
		columns, values, err := shifted(ctx, db, p.table)
		if err != nil {
			return err
		}
		for n := 1; n <= timesHistory; n++ {
			_, err := db.ExecContext(ctx,
				"INSERT INTO "+p.table+" ("+columns+") SELECT "+values+" FROM "+p.table+" WHERE "+p.condition, //nolint:gosec // names of our own tables and columns
				fmt.Sprintf("-%d days", 800*n), fmt.Sprintf("-h%d", n), 10_000_000*n)
			if err != nil {
				return fmt.Errorf("%s: %w", p.table, err)
			}
		}
	}
	return nil
}

// shifted gives the columns of a table and what to write into them: times
// earlier by ?1, ids with ?2 behind, numbers greater by ?3.
func shifted(ctx context.Context, db *sql.DB, table string) (columns, values string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name, type FROM pragma_table_info(?)", table)
	if err != nil {
		return "", "", err
	}
	defer rows.Close()
	var names, writes []string
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return "", "", err
		}
		names, writes = append(names, name), append(writes, shiftedColumn(name, kind))
	}
	// Parameters are used in every statement, so that their numbers stand.
	writes[0] = "CASE WHEN ?1 || ?2 || ?3 = '' THEN '' ELSE " + writes[0] + " END"
	return strings.Join(names, ", "), strings.Join(writes, ", "), rows.Err()
}

func shiftedColumn(name, kind string) string {
	switch {
	case kind == "TIMESTAMP":
		return "CASE WHEN substr(" + name + ", 1, 4) = '9999' THEN " + name + " ELSE strftime('%Y-%m-%d %H:%M:%S+00:00', " + name + ", ?1) END"
	case name == "original_start":
		return "date(substr(original_start, 1, 10), ?1) || substr(original_start, 11)"
	case strings.HasSuffix(name, "_on"):
		return "date(" + name + ", ?1)"
	case name == "id", name == "item_id", name == "meeting_id", name == "agenda_item_id":
		return name + " || ?2"
	case name == "number":
		return "number + ?3"
	}
	return name
}
