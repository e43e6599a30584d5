package store

import (
	"strings"
	"testing"

	"accord/internal/accord"
)

// The dashboard reads what is open, due or made, never the history: each count
// uses its partial index, on the statement as it is prepared.
func TestTally_plans(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		if s.Dialect() != SQLite {
			t.Skip("an empty table on PostgreSQL is read as it is")
		}
		twoCompanies(t, s)
		q := FigureQuery{Period: accord.Period{From: "2026-10-01", To: "2026-12-31", AsOf: start, Zone: start.Location()}}
		for _, past := range []bool{false, true} {
			q.Past = past
			items := "action_items"
			if past {
				items = "action_item_spans"
			}
			_, at := q.source()
			for condition, index := range map[string]string{
				"i.original_due_on BETWEEN :from AND :to AND i.original_due_ends_at <= :as_of": items + "_by_original_due",
				"i.created_at >= :start AND i.created_at < :end":                               items + "_made",
			} {
				plan := tallyPlan(t, s, "SELECT i.owner_side, COUNT(*) FROM "+items+" i WHERE i.workspace_id = :workspace AND "+condition+at+" GROUP BY 1", q)
				if !strings.Contains(plan, index) {
					t.Errorf("%s of %s is read by %s, want %s", condition, items, plan, index)
				}
			}
		}
		for _, past := range []bool{false, true} {
			q.Past = past
			if plan := tallyPlan(t, s, "SELECT i.owner_side, COUNT(*) FROM "+q.running()+" GROUP BY 1", q); !strings.Contains(plan, "s_running") {
				t.Errorf("running items, past %v, are read by %s, want the partial index", past, plan)
			}
		}
		plan := tallyPlan(t, s, "SELECT COUNT(*) FROM action_item_spans i WHERE i.workspace_id = :workspace"+
			" AND i.step IN ('offer', 'done') AND i.from_at >= :start AND i.from_at < :end", q)
		if !strings.Contains(plan, "action_item_spans_steps") {
			t.Errorf("steps are read by %s, want action_item_spans_steps", plan)
		}
		for query, index := range map[string]string{
			"SELECT COUNT(*), SUM(m.quorum_met), MIN(m.locked_at) FROM meetings m WHERE" + heldIn: "COVERING INDEX meetings_held",
			"SELECT p.side, SUM(p.present) FROM meetings m JOIN meeting_people p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id WHERE" +
				heldIn + " GROUP BY p.side": "COVERING INDEX meeting_people_attendance",
			"SELECT g.side, SUM(g.minutes), MIN(g.outcome) FROM meetings m JOIN agenda_items g ON g.workspace_id = m.workspace_id" +
				" AND g.meeting_id = m.id AND g.status = 'accepted' WHERE" + heldIn + " GROUP BY g.side": "COVERING INDEX agenda_items_accepted",
			"SELECT m.id, m.starts_at FROM meetings m WHERE m.workspace_id = :workspace AND m.series_id IS NOT NULL" +
				" AND m.original_start >= :from AND m.original_start < :to": "COVERING INDEX meetings_occurrences",
		} {
			q.Past = false
			if plan := tallyPlan(t, s, query, q); !strings.Contains(plan, index) {
				t.Errorf("%s is read by %s, want %s", query, plan, index)
			}
		}
	})
}

// tallyPlan asks the database how it would run a query as it is prepared.
func tallyPlan(t *testing.T, s *Store, query string, q FigureQuery) string {
	t.Helper()
	st, err := compile(query, false)
	must(t, err)
	text, args, err := st.bind(s.dialect, q.params(), "a")
	must(t, err)
	rows, err := s.shared.readPool.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	must(t, err)
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		must(t, rows.Scan(&id, &parent, &unused, &detail))
		plan.WriteString(detail + "; ")
	}
	must(t, rows.Err())
	return plan.String()
}
