package store

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckScope_Takes(t *testing.T) {
	for _, query := range []string{
		`SELECT * FROM people WHERE workspace_id = :workspace`,
		`SELECT * FROM people WHERE :workspace = workspace_id AND (name = 'x' OR name = 'y')`,
		`SELECT * FROM people p WHERE p.id = @id AND p.workspace_id = @workspace ORDER BY p.name LIMIT 5`,
		`SELECT a.title, p.name FROM action_items a JOIN people p ON p.workspace_id = a.workspace_id AND p.id = a.owner_id
			WHERE a.workspace_id = :workspace AND a.status IN ('open', 'blocked')`,
		`SELECT a.title FROM action_items a LEFT JOIN people p ON p.workspace_id = :workspace AND p.id = a.owner_id WHERE a.workspace_id = :workspace`,
		`SELECT a.title FROM action_items AS a, people AS p WHERE a.workspace_id = :workspace AND p.workspace_id = a.workspace_id`,
		`SELECT name FROM people WHERE workspace_id = :workspace UNION ALL SELECT name FROM teams WHERE workspace_id = :workspace`,
		`WITH mine AS (SELECT * FROM people WHERE workspace_id = :workspace) SELECT * FROM mine m JOIN teams t ON t.workspace_id = m.workspace_id`,
		`SELECT (SELECT count(*) FROM teams t WHERE t.workspace_id = p.workspace_id) FROM people p WHERE p.workspace_id = :workspace`,
		`SELECT * FROM (SELECT id FROM people WHERE workspace_id = :workspace) x WHERE x.id = 'a' OR x.id = 'b'`,
		`SELECT sum(CASE WHEN status = 'open' OR slips > 0 THEN 1 ELSE 0 END) FROM action_items WHERE workspace_id = :workspace`,
		`SELECT count(*) FILTER (WHERE status = 'open') FROM action_items WHERE workspace_id = :workspace`,
		`SELECT name FROM workspaces WHERE id = :workspace`,
		`SELECT w.name FROM workspaces w JOIN people p ON p.workspace_id = :workspace WHERE w.id = :workspace`,
		`SELECT name FROM people WHERE workspace_id = :workspace AND left_at IS NOT DISTINCT FROM :at`,
		`SELECT 'FROM teams', name FROM people -- FROM teams
			WHERE workspace_id = :workspace /* OR 1 = 1 */`,
		`INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, :name, 1), (:workspace, 'b', 2)`,
		`INSERT INTO counters (name, workspace_id, value) VALUES (:name, :workspace, 1)
			ON CONFLICT (workspace_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
		`INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, 'a', 1) ON CONFLICT DO NOTHING`,
		`INSERT INTO counters (workspace_id, name, value) SELECT :workspace, id, 0 FROM people WHERE workspace_id = :workspace`,
		`UPDATE counters SET value = value + 1 WHERE workspace_id = :workspace AND name = :name RETURNING value`,
		`DELETE FROM counters WHERE name = 'x' AND workspace_id = :workspace`,
	} {
		if _, err := compile(query, true); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckScope_Refuses(t *testing.T) {
	for name, query := range map[string]string{
		"no condition":            `SELECT * FROM people`,
		"other parameter":         `SELECT * FROM people WHERE workspace_id = :id`,
		"literal":                 `SELECT * FROM people WHERE workspace_id = 'a'`,
		"or beside":               `SELECT * FROM people WHERE workspace_id = :workspace OR 1 = 1`,
		"or before":               `SELECT * FROM people WHERE 1 = 1 OR workspace_id = :workspace`,
		"or further on":           `SELECT * FROM people WHERE workspace_id = :workspace AND name = 'a' OR 1 = 1`,
		"in parentheses with or":  `SELECT * FROM people WHERE (workspace_id = :workspace OR 1 = 1)`,
		"not":                     `SELECT * FROM people WHERE NOT workspace_id = :workspace`,
		"unequal":                 `SELECT * FROM people WHERE workspace_id <> :workspace`,
		"more than":               `SELECT * FROM people WHERE workspace_id >= :workspace`,
		"an expression":           `SELECT * FROM people WHERE workspace_id = :workspace || 'x'`,
		"compared with":           `SELECT * FROM people WHERE workspace_id = :workspace IS NOT NULL`,
		"in the selection":        `SELECT workspace_id = :workspace FROM people`,
		"in having":               `SELECT name FROM people GROUP BY name HAVING workspace_id = :workspace`,
		"in a filter":             `SELECT count(*) FILTER (WHERE workspace_id = :workspace) FROM people`,
		"in a case":               `SELECT * FROM people WHERE CASE WHEN workspace_id = :workspace THEN 1 ELSE 1 END = 1`,
		"the wrong id":            `SELECT * FROM people WHERE id = :workspace`,
		"workspaces":              `SELECT * FROM workspaces`,
		"workspaces by another":   `SELECT w.name FROM workspaces w JOIN people p ON p.workspace_id = w.id`,
		"sessions":                `SELECT * FROM sessions WHERE workspace_id = :workspace`,
		"joined without":          `SELECT * FROM action_items a JOIN people p ON p.id = a.owner_id WHERE a.workspace_id = :workspace`,
		"joined by comma":         `SELECT * FROM action_items a, people p WHERE a.workspace_id = :workspace AND p.id = a.owner_id`,
		"comma after on":          `SELECT * FROM action_items a JOIN people p ON p.workspace_id = a.workspace_id, teams t WHERE a.workspace_id = :workspace`,
		"comma in parentheses":    `SELECT * FROM (action_items a, people p) WHERE a.workspace_id = :workspace`,
		"unqualified of two":      `SELECT * FROM action_items a JOIN people p ON p.id = a.owner_id WHERE workspace_id = :workspace`,
		"joined with or":          `SELECT * FROM action_items a JOIN people p ON p.workspace_id = a.workspace_id OR 1 = 1 WHERE a.workspace_id = :workspace`,
		"outer join holds left":   `SELECT * FROM action_items a LEFT JOIN people p ON p.workspace_id = :workspace AND a.workspace_id = p.workspace_id`,
		"outer join's condition":  `SELECT * FROM action_items a LEFT JOIN people p ON a.workspace_id = :workspace WHERE p.workspace_id = :workspace`,
		"right join":              `SELECT * FROM action_items a RIGHT JOIN people p ON p.workspace_id = a.workspace_id WHERE a.workspace_id = :workspace`,
		"natural join":            `SELECT * FROM action_items NATURAL JOIN people WHERE workspace_id = :workspace`,
		"using":                   `SELECT * FROM action_items a JOIN people p USING (workspace_id) WHERE a.workspace_id = :workspace`,
		"held by themselves":      `SELECT * FROM action_items a JOIN people p ON p.workspace_id = a.workspace_id`,
		"subquery":                `SELECT (SELECT count(*) FROM teams) FROM people WHERE workspace_id = :workspace`,
		"not exists holds outer":  `SELECT * FROM people p WHERE NOT EXISTS (SELECT 1 FROM teams t WHERE t.workspace_id = :workspace AND p.workspace_id = :workspace)`,
		"in list":                 `SELECT * FROM people WHERE workspace_id = :workspace AND id IN (SELECT owner_id FROM action_items)`,
		"union":                   `SELECT name FROM people WHERE workspace_id = :workspace UNION SELECT name FROM teams`,
		"cte":                     `WITH x AS (SELECT * FROM people) SELECT * FROM x`,
		"derived":                 `SELECT * FROM (SELECT * FROM people) x WHERE x.workspace_id = :workspace`,
		"quoted":                  `SELECT * FROM "people"`,
		"literal as a table":      `SELECT * FROM 'people'`,
		"schema":                  `SELECT * FROM main.people WHERE workspace_id = :workspace`,
		"function":                `SELECT * FROM json_each('[]')`,
		"left() ends nothing":     `SELECT * FROM people WHERE workspace_id = :workspace AND left(name, 1) = 'A' OR 1 = 1`,
		"two statements":          `SELECT * FROM people WHERE workspace_id = :workspace; DELETE FROM people`,
		"positional":              `SELECT * FROM people WHERE workspace_id = :workspace AND id = ?`,
		"dollar":                  `SELECT * FROM people WHERE workspace_id = :workspace AND id = $1`,
		"pragma":                  `PRAGMA foreign_keys = 0`,
		"drop":                    `DROP TABLE people`,
		"empty":                   ` `,
		"open quote":              `SELECT 'x FROM people WHERE workspace_id = :workspace`,
		"open comment":            `SELECT 1 /* FROM people`,
		"insert without":          `INSERT INTO counters (name, value) VALUES ('a', 1)`,
		"insert without columns":  `INSERT INTO counters VALUES (:workspace, 'a', 1)`,
		"insert for another":      `INSERT INTO counters (workspace_id, name, value) VALUES (:w, 'a', 1)`,
		"insert, second row":      `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, 'a', 1), ('b', 'a', 1)`,
		"insert, in the wrong":    `INSERT INTO counters (workspace_id, name, value) VALUES ('b', :workspace, 1)`,
		"insert with subquery":    `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, (SELECT max(name) FROM people), 1)`,
		"insert from another":     `INSERT INTO counters (workspace_id, name, value) SELECT :workspace, id, 0 FROM people`,
		"insert, their workspace": `INSERT INTO counters (workspace_id, name, value) SELECT id, :workspace, 0 FROM people WHERE workspace_id = :workspace`,
		"upsert by less":          `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, 'a', 1) ON CONFLICT (name) DO UPDATE SET value = 1`,
		"upsert moves":            `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, 'a', 1) ON CONFLICT (workspace_id, name) DO UPDATE SET workspace_id = 'b'`,
		"update without":          `UPDATE counters SET value = 1 WHERE name = 'a'`,
		"update of all":           `UPDATE counters SET value = 1 WHERE workspace_id = :workspace`,
		"update moves":            `UPDATE counters SET value = 1, workspace_id = 'b' WHERE workspace_id = :workspace AND name = 'a'`,
		"update from":             `UPDATE counters SET value = 1 FROM people WHERE counters.workspace_id = :workspace AND counters.name = people.id`,
		"delete of all":           `DELETE FROM counters WHERE workspace_id = :workspace`,
		"delete":                  `DELETE FROM counters`,
		"delete in a cte":         `WITH x AS (DELETE FROM counters WHERE workspace_id = :workspace RETURNING name) SELECT * FROM x`,
	} {
		if _, err := compile(query, true); err == nil {
			t.Errorf("%s was taken: %s", name, query)
		}
	}
}

func TestRaw(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		ctx := Within(t.Context(), "a")
		type row struct {
			ID    string
			Name  string
			Title *string
			Twice int
		}
		var rows []row
		must(t, s.raw(ctx, `SELECT id, name, NULL AS title, 2 AS twice FROM people
			WHERE workspace_id = :workspace AND (name IN (:names) OR id = :id) AND id IN (:ids) ORDER BY name DESC`,
			map[string]any{"names": []string{"Ann", "Cy", "Di"}, "id": "bo", "ids": []any{"ann", "bo", "cy"}}).Scan(&rows))
		if diff := cmp.Diff([]row{{"bo", "Bo", nil, 2}, {"ann", "Ann", nil, 2}}, rows); diff != "" {
			t.Error(diff)
		}
		var none []string
		must(t, s.raw(ctx, `SELECT id FROM people WHERE workspace_id = :workspace AND id IN (:ids)`, map[string]any{"ids": []string{}}).Scan(&none))
		if len(none) != 0 {
			t.Errorf("in an empty list = %v, want nothing", none)
		}
		var n int
		must(t, s.raw(ctx, `SELECT count(*) FROM people WHERE workspace_id = :workspace`, nil).One(&n, "count"))
		if n != 2 {
			t.Errorf("count = %d, want 2", n)
		}
		for name, err := range map[string]error{
			"no workspace":        s.raw(t.Context(), `SELECT name FROM people WHERE workspace_id = :workspace`, nil).Scan(&none),
			"given workspace":     s.raw(ctx, `SELECT name FROM people WHERE workspace_id = :workspace`, map[string]any{"workspace": "b"}).Scan(&none),
			"missing parameter":   s.raw(ctx, `SELECT name FROM people WHERE workspace_id = :workspace AND id = :id`, nil).Scan(&none),
			"writing by a reader": s.raw(ctx, `UPDATE people SET name = 'x' WHERE workspace_id = :workspace AND id = 'ann' RETURNING name`, nil).Scan(&none),
			"exec outside": func() error {
				_, err := s.exec(ctx, `DELETE FROM people WHERE workspace_id = :workspace AND id = 'ann'`, nil)
				return err
			}(),
		} {
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
	})
}

// The system's queries are cached apart: what is taken there stays refused
// here.
func TestRaw_CacheKeepsUncheckedApart(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		var names []string
		must(t, s.unscoped(t.Context(), `SELECT name FROM people`, nil).Scan(&names))
		if err := s.raw(Within(t.Context(), "a"), `SELECT name FROM people`, nil).Scan(&names); err == nil {
			t.Error("a query of the system ran in a workspace")
		}
	})
}

func TestRaw_CounterInTx(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		for want := 1; want <= 3; want++ {
			must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
				var got int
				err := tx.raw(ctx, `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, :name, 1)
					ON CONFLICT (workspace_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
					map[string]any{"name": "action_item"}).One(&got, "counter")
				if got != want {
					t.Errorf("counter = %d, want %d", got, want)
				}
				return err
			}))
		}
	})
}
