package store

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// A meeting reads its own rows: none of its queries may walk the history by
// number, which SQLite prefers to sorting where it knows no better.
func TestPlan_MeetingReadsItsOwnRows(t *testing.T) {
	var queries []string
	s := openTestTraced(t, func(query string) { queries = append(queries, query) })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx := Within(t.Context(), "a")
	queries = nil
	began := start
	head := MeetingHead{Meeting: accord.Meeting{ID: "m", TeamID: "t", SeriesID: "s"}}
	for _, head.StartedAt = range []*time.Time{nil, &began} {
		if _, _, err := s.MeetingItems(ctx, head, start); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.MeetingHead(ctx, "m", "p", start); accord.CodeOf(err) != accord.CodeNotFound {
		t.Fatal(err)
	}
	if _, _, err := s.Decisions(ctx, DecisionFilter{MeetingID: "m"}, accord.Page{Limit: 10}); err != nil {
		t.Fatal(err)
	}
	if len(queries) != 4 {
		t.Fatalf("queries = %d, want 4", len(queries))
	}
	for _, query := range queries {
		plan := planOf(t, s, query)
		// By the number or by the workspace alone is all there is of it.
		// And no meeting of other series, to find the one before.
		for _, index := range []string{"_by_number", "(workspace_id=?)\n", "meetings_held (", "meetings_by_start"} {
			if strings.Contains(plan, index) {
				t.Errorf("%s\nreads by %s:\n%s", query, index, plan)
			}
		}
	}
}

// planOf is how SQLite would answer a query, of which the parameters do not
// matter.
func planOf(t *testing.T, s *Store, query string) string {
	t.Helper()
	rows, err := s.shared.readPool.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, params(query)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		must(t, rows.Scan(&id, &parent, &unused, &detail))
		plan.WriteString(detail + "\n")
	}
	must(t, rows.Err())
	return plan.String()
}

// params are as many NULLs as a query has parameters; a number says so more
// than once.
func params(query string) []any {
	n := 0
	for strings.Contains(query, "?"+strconv.Itoa(n+1)) {
		n++
	}
	return make([]any, n)
}
