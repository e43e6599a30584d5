package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// twoCompanies makes workspaces a and b with Ann and Bo, and Cy and Di.
func twoCompanies(t *testing.T, s *Store) {
	t.Helper()
	for w, names := range map[string][]string{"a": {"Ann", "Bo"}, "b": {"Cy", "Di"}} {
		must(t, s.Tx(t.Context(), w, func(ctx context.Context, tx *Store) error {
			err := gorm.G[accord.Workspace](tx.db).Create(ctx, &accord.Workspace{ID: w, Name: w, TimeZone: "UTC", Version: 1, CreatedAt: start})
			for _, name := range names {
				if err == nil {
					err = gorm.G[accord.Person](tx.db).Create(ctx, person(name))
				}
			}
			return err
		}))
	}
}

func person(name string) *accord.Person {
	return &accord.Person{
		ID: strings.ToLower(name), Name: name, Email: strings.ToLower(name) + "@example.com", Side: accord.Sales,
		Role: accord.RoleMember, TimeZone: "UTC", Locale: "en", Version: 1, CreatedAt: start,
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// everybody lists the names of both companies, past any scope.
func everybody(t *testing.T, s *Store) string {
	t.Helper()
	var names []string
	must(t, s.unscoped(t.Context(), `SELECT workspace_id || ':' || name FROM people ORDER BY workspace_id, id`, nil).Scan(&names))
	return strings.Join(names, " ")
}

func TestScope_Query(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		people := gorm.G[accord.Person](s.db)
		for name, query := range map[string]func(context.Context) ([]accord.Person, error){
			"all":            people.Find,
			"by condition":   people.Where("name <> ?", "").Find,
			"or":             people.Where("name = ?", "Ann").Or("name = ?", "Cy").Or("1 = 1").Find,
			"or in text":     people.Where("name = 'Ann'\nOR\n1 = 1").Find,
			"or first":       people.Or("1 = 1").Find,
			"zero struct":    people.Where(&accord.Person{}).Find,
			"other's struct": people.Where(&accord.Person{WorkspaceID: "b"}).Or("1 = 1").Find,
			"dropped Where":  gorm.G[accord.Person](s.db.Where("workspace_id = ?", "b")).Find,
			"dropped Set":    gorm.G[accord.Person](s.db.Set("workspace", "b")).Find,
			"not":            people.Not("name = ?", "Cy").Find,
			"ordered":        people.Order("name DESC").Limit(9).Find,
			"not generic": func(ctx context.Context) (rows []accord.Person, err error) {
				return rows, s.db.WithContext(ctx).Where("1 = 1").Or("2 = 2").Find(&rows).Error
			},
		} {
			got, err := query(Within(t.Context(), "a"))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, p := range got {
				if p.WorkspaceID != "a" {
					t.Errorf("%s returned %s of workspace %s", name, p.Name, p.WorkspaceID)
				}
			}
		}
		if n, err := people.Where("1 = 1").Or("2 = 2").Count(Within(t.Context(), "a"), "*"); n != 2 || err != nil {
			t.Errorf("Count = %d, %v, want 2", n, err)
		}
		if w, err := gorm.G[accord.Workspace](s.db).Find(Within(t.Context(), "a")); len(w) != 1 || err != nil {
			t.Errorf("workspaces = %v, %v, want one", w, err)
		}
	})
}

func TestScope_Refuses(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		before := everybody(t, s)
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			g := gorm.G[accord.Person](tx.db)
			db := tx.db.WithContext(ctx)
			var rows []accord.Person
			for name, err := range map[string]error{
				"no workspace":            count(g.Find(t.Context())),
				"empty workspace":         count(g.Find(Within(ctx, ""))),
				"read past tx":            count(gorm.G[accord.Person](s.db).Find(ctx)),
				"raw past tx":             s.raw(ctx, `SELECT name FROM people WHERE workspace_id = :workspace`, nil).Scan(&[]string{}),
				"Table":                   db.Table("people").Find(&[]map[string]any{}).Error,
				"Table with entity":       count(g.Table("people AS p").Find(ctx)),
				"other Table":             count(g.Table("teams").Find(ctx)),
				"gorm.Raw":                count(g.Raw("SELECT * FROM people").Find(ctx)),
				"gorm.Exec":               g.Exec(ctx, "DELETE FROM people"),
				"db.Raw":                  db.Raw("SELECT * FROM people").Scan(&rows).Error,
				"db.Exec":                 db.Exec("DELETE FROM people").Error,
				"Joins":                   db.Joins("JOIN teams t ON 1 = 1").Find(&rows).Error,
				"subquery in text":        count(g.Where("id IN (select id from people)").Find(ctx)),
				"subquery as value":       count(g.Where("id IN (?)", tx.db.Table("people").Select("id")).Find(ctx)),
				"subquery in order":       count(g.Order("(SELECT 1)").Find(ctx)),
				"subquery in selection":   count(g.Select("(SELECT count(*) FROM people) AS name").Find(ctx)),
				"subquery in update":      affected(g.Where("id = ?", "ann").Update(ctx, "name", gorm.Expr("(SELECT 'x')"))),
				"update without where":    affected(g.Where("").Update(ctx, "name", "x")),
				"update by struct alone":  affected(g.Where(&accord.Person{}).Updates(ctx, accord.Person{Name: "x"})),
				"update by key alone":     db.Model(&accord.Person{ID: "ann"}).Update("name", "x").Error,
				"delete without where":    db.Delete(&accord.Person{}).Error,
				"delete by key alone":     db.Delete(&accord.Person{ID: "ann"}).Error,
				"Save":                    db.Save(&accord.Person{ID: "ann", Name: "x"}).Error,
				"moving by column":        affected(g.Where("id = ?", "ann").Update(ctx, "workspace_id", "b")),
				"moving by field":         affected(g.Where("id = ?", "ann").Update(ctx, "WorkspaceID", "b")),
				"moving by struct":        affected(g.Where("id = ?", "ann").Updates(ctx, accord.Person{WorkspaceID: "b"})),
				"blanking all columns":    affected(g.Where("id = ?", "ann").Select("*").Updates(ctx, accord.Person{ID: "ann"})),
				"moving by Set":           affected(g.Where("id = ?", "ann").Set(clause.Assignment{Column: clause.Column{Name: "workspace_id"}, Value: "b"}).Update(ctx)),
				"create for another":      g.Create(ctx, &accord.Person{ID: "x", WorkspaceID: "b"}),
				"create many, one theirs": g.CreateInBatches(ctx, &[]accord.Person{{ID: "x"}, {ID: "y", WorkspaceID: "b"}}, 9),
				"create from a map":       db.Model(&accord.Person{}).Create(map[string]any{"id": "x", "workspace_id": "b"}).Error,
				"upsert, all":             gorm.G[accord.Person](tx.db, clause.OnConflict{UpdateAll: true}).Create(ctx, person("Ann")),
				"upsert by id":            gorm.G[accord.Person](tx.db, clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}).Create(ctx, person("Ann")),
				"another's workspace":     gorm.G[accord.Workspace](tx.db).Create(ctx, &accord.Workspace{ID: "c"}),
			} {
				if err == nil || accord.CodeOf(err) != "" {
					t.Errorf("%s = %v, want a refusal", name, err)
				}
			}
			return nil
		}))
		if err := gorm.G[accord.Person](s.shared.writer).Create(Within(t.Context(), "a"), person("Eve")); err == nil {
			t.Error("a write outside a transaction went through")
		}
		if after := everybody(t, s); after != before {
			t.Errorf("people = %s, want %s", after, before)
		}
	})
}

func count[T any](_ []T, err error) error { return err }

func affected(_ int, err error) error { return err }

func TestScope_Writes(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			g := gorm.G[accord.Person](tx.db)
			// Di and Cy are of b: neither condition reaches them.
			n, err := g.Where("id = ?", "ann").Or("id = ?", "di").Update(ctx, "name", "Anna")
			if n != 1 || err != nil {
				t.Errorf("Update = %d, %v, want 1", n, err)
			}
			n, err = g.Where("id = ?", "bo").Or("1 = 1").Delete(ctx)
			if n != 2 || err != nil {
				t.Errorf("Delete = %d, %v, want 2", n, err)
			}
			for range 2 { // the second updates
				up := clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}, {Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"name"})}
				must(t, gorm.G[accord.Person](tx.db, up).Create(ctx, person("Fay")))
			}
			whole := *person("Fay")
			whole.WorkspaceID, whole.Title = "a", "Head"
			n, err = g.Where("id = ? AND version = ?", "fay", 1).Select("*").Updates(ctx, whole)
			if n != 1 || err != nil {
				t.Errorf("Updates = %d, %v, want 1", n, err)
			}
			return nil
		}))
		if got, want := everybody(t, s), "a:Fay b:Cy b:Di"; got != want {
			t.Errorf("people = %s, want %s", got, want)
		}
	})
}

func TestTx(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		nested := s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			if err := tx.Tx(ctx, "a", nil); err == nil {
				t.Error("a nested transaction on tx was taken")
			}
			return s.Tx(ctx, "a", nil)
		})
		if nested == nil {
			t.Error("a nested transaction was taken")
		}
		if err := s.Tx(t.Context(), "", nil); err == nil {
			t.Error("a transaction without workspace was taken")
		}
		err := s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			must(t, gorm.G[accord.Person](tx.db).Create(ctx, person("Eve")))
			return domainError(gorm.G[accord.Person](tx.db).Create(ctx, person("Ann")), "person")
		})
		if accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("a second Ann = %v, want conflict", err)
		}
		if got := everybody(t, s); strings.Contains(got, "Eve") {
			t.Errorf("people = %s: a failed transaction left a row", got)
		}
	})
}

func TestTx_RetriesWhatPostgresGaveUp(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		if s.dialect != Postgres {
			t.Skip("SQLite has one writer")
		}
		tries := 0
		err := s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			if tries++; tries < 3 {
				_, err := tx.db.Statement.ConnPool.ExecContext(ctx, `DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$`)
				return err
			}
			return nil
		})
		if tries != 3 || err != nil {
			t.Errorf("tries = %d, %v, want 3", tries, err)
		}
	})
}

// Writers of one workspace queue on both databases: a counter read and then
// written loses nothing.
func TestTx_WritersQueue(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		const writers, rounds = 8, 5
		errs := make(chan error, writers)
		for range writers {
			go func() {
				for range rounds {
					if err := addOne(t.Context(), s); err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
		for range writers {
			must(t, <-errs)
		}
		w, err := gorm.G[accord.Workspace](s.db).Take(Within(t.Context(), "a"))
		if w.Version != 1+writers*rounds || err != nil {
			t.Errorf("version = %d, %v, want %d", w.Version, err, 1+writers*rounds)
		}
	})
}

func addOne(ctx context.Context, s *Store) error {
	return s.Tx(ctx, "a", func(ctx context.Context, tx *Store) error {
		g := gorm.G[accord.Workspace](tx.db)
		w, err := g.Take(ctx)
		if err != nil {
			return err
		}
		n, err := g.Where("version = ?", w.Version).Update(ctx, "version", w.Version+1)
		return changed(n, err, "workspace")
	})
}

func TestDomainError(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		got := map[string]accord.Code{}
		note := func(name string, err error) { got[name] = accord.CodeOf(err) }
		ctx := Within(t.Context(), "a")
		_, err := gorm.G[accord.Person](s.db).Where("id = ?", "cy").Take(ctx)
		note("absent", domainError(err, "person"))
		note("raw absent", s.raw(ctx, `SELECT name FROM people WHERE workspace_id = :workspace AND id = 'cy'`, nil).One(new(string), "person"))
		note("stale", s.Tx(ctx, "a", func(ctx context.Context, tx *Store) error {
			n, err := gorm.G[accord.Person](tx.db).Where("id = ? AND version = ?", "ann", 9).Update(ctx, "name", "x")
			return changed(n, err, "person")
		}))
		note("twice", s.Tx(ctx, "a", func(ctx context.Context, tx *Store) error {
			_, err := tx.exec(ctx, `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, 'x', 1), (:workspace, 'x', 1)`, nil)
			return domainError(err, "counter")
		}))
		note("dangling", s.Tx(ctx, "a", func(ctx context.Context, tx *Store) error {
			return domainError(gorm.G[accord.TeamMember](tx.db).Create(ctx, &accord.TeamMember{TeamID: "no", PersonID: "ann", Role: "member"}), "team member")
		}))
		want := map[string]accord.Code{
			"absent": accord.CodeNotFound, "raw absent": accord.CodeNotFound, "stale": accord.CodeStale,
			"twice": accord.CodeConflict, "dangling": accord.CodeConflict,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestInstants(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		berlin := time.FixedZone("", 2*60*60)
		at := time.Date(2027, 1, 4, 11, 0, 0, 123456789, berlin) // 09:00:00.123456 UTC
		want := time.Date(2027, 1, 4, 9, 0, 0, 123456000, time.UTC)
		var byID []accord.Person
		var latest Instant
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			g := gorm.G[accord.Person](tx.db)
			_, err := g.Where("id = ?", "ann").Updates(ctx, accord.Person{LeftAt: &at})
			must(t, err)
			_, err = tx.exec(ctx, `UPDATE people SET erased_at = :at WHERE workspace_id = :workspace AND id = :id`, map[string]any{"at": &at, "id": "ann"})
			must(t, err)
			// Found by equal instants in any zone, by gorm and by hand.
			byID, err = g.Where("left_at = ? AND erased_at <= ?", at.In(time.FixedZone("", -5*60*60)), at.UTC()).Find(ctx)
			must(t, err)
			return tx.raw(ctx, `SELECT max(left_at) FROM people WHERE workspace_id = :workspace AND left_at <= :now`, map[string]any{"now": at}).One(&latest, "person")
		}))
		if len(byID) != 1 || !byID[0].LeftAt.Equal(want) || byID[0].LeftAt.Location() != time.UTC || !byID[0].ErasedAt.Equal(want) {
			t.Errorf("found %+v, want Ann at %s", byID, want)
		}
		if !latest.Equal(want) {
			t.Errorf("max(left_at) = %s, want %s", latest, want)
		}
		var none Instant
		must(t, s.raw(Within(t.Context(), "b"), `SELECT max(left_at) FROM people WHERE workspace_id = :workspace`, nil).Scan(&none))
		if !none.IsZero() {
			t.Errorf("max of nothing = %s, want zero", none)
		}
	})
}
