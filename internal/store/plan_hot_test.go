package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store/scratch"
)

// What is read at every click uses its index, on the statement as it is
// prepared and for any parameters: on PostgreSQL by the generic plan.
func TestPlan_HotQueries(t *testing.T) {
	eachTraced(t, func(t *testing.T, s *Store, sent func() []string) {
		fillCompany(t, s)
		ctx := Within(t.Context(), "a")
		began := start.AddDate(0, -1, 0)
		running := ItemFilter{OwnerID: "p1", Statuses: []accord.Status{accord.StatusOpen, accord.StatusBlocked}}
		figures := FigureQuery{Period: accord.Period{From: "2026-10-12", To: "2027-01-04", AsOf: start, Zone: time.UTC}}
		team := MeetingHead{Meeting: accord.Meeting{ID: "m1", TeamID: "t1", SeriesID: "s1", CreatedAt: began}}
		for _, c := range []struct {
			name    string
			ask     func() error
			indexes []string
		}{
			{"my items", func() error { _, _, err := s.ActionItems(ctx, running, accord.Page{Limit: 50}); return err }, []string{"action_items_running"}},
			{"what I see", func() error { _, err := s.View(ctx, "p1", accord.RoleMember); return err }, []string{"team_members_by_person", "teams_closed"}},
			{"a meeting", func() error { _, err := s.MeetingHead(ctx, "m1", "p1", start); return err }, []string{"meetings_held_of_series"}},
			{
				"an opening of now", func() error { _, _, err := s.MeetingItems(ctx, team, start); return err },
				[]string{"action_items_of_meeting", "action_items_unfinished_of_team", "action_items_ended_of_team"},
			},
			{
				"an opening of then", func() error {
					held := team
					held.StartedAt = &began
					_, _, err := s.MeetingItems(ctx, held, start)
					return err
				}, []string{"action_item_spans_unfinished_of_team", "action_item_spans_ended_of_team"},
			},
			{
				"figures of items", func() error { _, err := s.Tally(ctx, figures); return err },
				// PostgreSQL may take either index of unfinished items.
				[]string{"action_items_(running|unfinished_of_team)", "action_items_by_original_due", "action_item_spans_steps", "action_items_made"},
			},
			{"figures of meetings", func() error { return s.TallyMeetings(ctx, figures, &accord.Tally{}) }, []string{"meetings_held"}},
			{"dates of series", func() error { _, err := s.OccurrenceRows(ctx, figures); return err }, []string{"meetings_occurrences"}},
		} {
			sent()
			if err := c.ask(); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			var plans strings.Builder
			for _, query := range sent() {
				plans.WriteString(preparedPlan(t, s, query))
			}
			if s.Dialect() == Postgres && c.name == "what I see" {
				continue // two pages of teams are read as they are
			}
			for _, index := range c.indexes {
				if !regexp.MustCompile(index + `\b`).MatchString(plans.String()) {
					t.Errorf("%s is not read by %s:\n%s", c.name, index, plans.String())
				}
			}
			if strings.Contains(plans.String(), "Seq Scan on action_item") || strings.Contains(plans.String(), "SCAN i") {
				t.Errorf("%s reads every action item:\n%s", c.name, plans.String())
			}
		}
	})
}

// eachTraced is eachDB with a store that tells of its statements; sent gives
// those since it was last asked.
func eachTraced(t *testing.T, fn func(t *testing.T, s *Store, sent func() []string)) {
	t.Helper()
	for _, dialect := range []Dialect{SQLite, Postgres} {
		t.Run(string(dialect), func(t *testing.T) {
			url := ""
			if dialect == SQLite {
				url = scratch.SQLite(t, nil)
			} else if url = scratch.Postgres(t); url == "" {
				t.Skip(scratch.PostgresVar + " is not set")
			}
			var mu sync.Mutex
			var queries []string
			s, err := Open(context.Background(), Config{
				URL: url, Volatile: true, Clock: func() time.Time { return start },
				Trace: func(query string, _ []driver.NamedValue) {
					mu.Lock()
					defer mu.Unlock()
					queries = append(queries, query)
				},
			})
			must(t, err)
			t.Cleanup(func() { s.Close() })
			_, err = s.Migrate(t.Context())
			must(t, err)
			fn(t, s, func() []string {
				mu.Lock()
				defer mu.Unlock()
				list := slices.Clone(queries)
				queries = nil
				return list
			})
		})
	}
}

// preparedPlan is how the database would answer a query whatever its
// parameters are.
func preparedPlan(t *testing.T, s *Store, query string) string {
	t.Helper()
	if s.Dialect() == SQLite {
		return planOf(t, s, query)
	}
	n := 0
	for strings.Contains(query, fmt.Sprintf("$%d", n+1)) {
		n++
	}
	conn, err := s.shared.readPool.Conn(t.Context())
	must(t, err)
	defer conn.Close()
	tx, err := conn.BeginTx(t.Context(), nil)
	must(t, err)
	defer func() { _ = tx.Rollback() }()
	execute := "EXECUTE asked"
	if n > 0 {
		execute += "(" + strings.TrimSuffix(strings.Repeat("NULL, ", n), ", ") + ")"
	}
	for _, command := range []string{"SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE asked AS " + query} {
		_, err := tx.ExecContext(t.Context(), command)
		must(t, err)
	}
	rows, err := tx.QueryContext(t.Context(), "EXPLAIN "+execute)
	must(t, err)
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		plan.WriteString(line + "\n")
	}
	must(t, rows.Err())
	_, err = tx.ExecContext(t.Context(), "DEALLOCATE asked") // it would outlive the transaction
	must(t, err)
	return plan.String()
}

// fillCompany writes 20,000 action items, most of them ended, over 200 people,
// 50 teams and 2,000 held meetings, by the database itself.
func fillCompany(t *testing.T, s *Store) {
	t.Helper()
	const day = "'2027-01-04 09:00:00+00:00'"
	at := func(days string) string {
		if s.Dialect() == Postgres {
			return "CAST(" + day + " AS TIMESTAMP) - (" + days + ") * INTERVAL '1 day'"
		}
		return "strftime('%Y-%m-%d %H:%M:%S+00:00', " + day + ", '-' || (" + days + ") || ' days')"
	}
	date := func(days string) string { return s.day(at(days)) }
	numbers := func(n int) string {
		if s.Dialect() == Postgres {
			return fmt.Sprintf("(SELECT n FROM generate_series(1, %d) AS g(n)) g", n)
		}
		return fmt.Sprintf("(WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < %d) SELECT n FROM g) g", n)
	}
	const open = "CASE WHEN n % 16 = 0 THEN 'open' ELSE 'confirmed' END"
	ended := func(days string) string { return "CASE WHEN n % 16 = 0 THEN NULL ELSE " + at(days) + " END" }
	for _, command := range []string{
		`INSERT INTO workspaces (id, name, sales_name, marketing_name, time_zone, working_days, created_at)
			SELECT 'a', 'A', 'Sales', 'Marketing', 'UTC', '1,2,3,4,5', ` + at("1000") + ` FROM ` + numbers(1),
		`INSERT INTO people (workspace_id, id, name, email, side, role, time_zone, locale, created_at)
			SELECT 'a', 'p' || n, 'P', n || '@example.com', 'sales', 'member', 'UTC', 'en', ` + at("1000") + ` FROM ` + numbers(200),
		`INSERT INTO teams (workspace_id, id, name, closed, created_at) SELECT 'a', 't' || n, 'T', n % 25 = 0, ` + at("1000") + ` FROM ` + numbers(50),
		`INSERT INTO team_members (workspace_id, team_id, person_id, role, added_at)
			SELECT 'a', 't' || (n % 50 + 1), 'p' || (n % 200 + 1), 'member', ` + at("1000") + ` FROM ` + numbers(200),
		`INSERT INTO series (workspace_id, id, lineage_id, team_id, title, rrule, starts_at_local, time_zone, duration_minutes, month_end, ask_minutes,
			remind_minutes, send_minutes, status, created_by, created_at)
			SELECT 'a', 's' || n, 's' || n, 't' || n, 'S', 'FREQ=WEEKLY', '2025-01-06T10:00', 'UTC', 60, 'skip', 1, 1, 1, 'active', 'p1', ` + at("1000") + ` FROM ` + numbers(50),
		`INSERT INTO meetings (workspace_id, id, series_id, original_start, team_id, title, starts_at, duration_minutes, time_zone, status,
			started_at, closed_at, created_by, created_at)
			SELECT 'a', 'm' || n, 's' || (n % 50 + 1), ` + date("n % 700") + ` || 'T10:' || (10 + n % 50) || '-' || n, 't' || (n % 50 + 1), 'M', ` + at("n % 700") + `, 60, 'UTC',
			'closed', ` + at("n % 700") + `, ` + at("n % 700") + `, 'p1', ` + at("n % 700") + ` FROM ` + numbers(2000),
		`INSERT INTO action_items (workspace_id, id, number, title, owner_id, owner_side, owner_zone, asker_id, for_side, team_id, series_id,
			meeting_id, status, original_due_on, due_on, original_due_ends_at, due_ends_at, accepted_at, ended_at, search_text, created_at, updated_at)
			SELECT 'a', 'i' || n, n, 'I', 'p' || (n % 200 + 1), 'sales', 'UTC', 'p1', 'marketing', 't' || (n % 50 + 1), 's' || (n % 50 + 1),
			'm' || (n % 2000 + 1), ` + open + `, ` + date("n % 700") + `, ` + date("n % 700") + `, ` + at("n % 700") + `, ` + at("n % 700") + `,
			` + at("n % 700") + `, ` + ended("n % 700") + `, 'i', ` + at("n % 700") + `, ` + at("n % 700") + ` FROM ` + numbers(20000),
		`INSERT INTO action_item_spans (workspace_id, item_id, seq, from_at, to_at, step, next_at, status, owner_id, owner_side, for_side,
			team_id, series_id, ended_at, created_at)
			SELECT 'a', 'i' || (n % 20000 + 1), n, ` + at("n % 700") + `, ` + at("n % 300") + `, CASE WHEN n % 2 = 0 THEN 'done' ELSE 'offer' END, ` + at("0") + `,
			` + open + `, 'p1', 'sales', 'marketing', 't' || (n % 50 + 1), 's' || (n % 50 + 1), ` + ended("n % 700") + `, ` + at("n % 700") + ` FROM ` + numbers(40000),
	} {
		_, err := s.shared.writerPool.ExecContext(t.Context(), command)
		must(t, err)
	}
	if s.Dialect() == Postgres {
		_, err := s.shared.writerPool.ExecContext(t.Context(), "ANALYZE")
		must(t, err)
	}
}
