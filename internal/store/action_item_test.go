package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// itemWorld is a workspace with two people, two teams (one closed) and a series.
func itemWorld(t *testing.T, s *Store) context.Context {
	t.Helper()
	ctx := t.Context()
	err := s.Tx(ctx, "w1", func(ctx context.Context, tx *Store) error {
		w := accord.Workspace{ID: "w1", Name: "One", TimeZone: "UTC", WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: start}
		if err := rowsOf[accord.Workspace](tx.db).Create(ctx, &w); err != nil {
			return err
		}
		for _, p := range []accord.Person{
			{ID: "luis", Name: "Luis", Side: accord.Sales}, {ID: "mia", Name: "Mia", Side: accord.Marketing},
		} {
			p.WorkspaceID, p.Email, p.Role, p.TimeZone, p.Locale, p.Version, p.CreatedAt = "w1", p.ID+"@example.com", accord.RoleMember, "UTC", "en", 1, start
			if err := tx.CreatePerson(ctx, &p); err != nil {
				return err
			}
		}
		for _, team := range []accord.Team{{ID: "open", Name: "Open"}, {ID: "closed", Name: "Closed", Closed: true}} {
			team.WorkspaceID, team.Version, team.CreatedAt = "w1", 1, start
			if err := rowsOf[accord.Team](tx.db).Create(ctx, &team); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return Within(ctx, "w1")
}

// item makes an open item of Luis for Marketing and lets edit change it.
func item(t *testing.T, s *Store, id string, number int, edit func(*accord.ActionItem)) accord.ActionItem {
	t.Helper()
	due := accord.Date("2027-01-10")
	end := due.End(time.UTC)
	i := accord.ActionItem{
		WorkspaceID: "w1", ID: id, Number: number, Title: "Item " + id, OwnerID: "luis", OwnerSide: accord.Sales, OwnerZone: "UTC",
		AskerID: "mia", ForSide: accord.Marketing, TeamID: "open", Status: accord.StatusOpen, AskedDueOn: due, OriginalDueOn: due, DueOn: due,
		OriginalDueEndsAt: &end, DueEndsAt: &end, AcceptedAt: &start, CreatedAt: start, UpdatedAt: start, Version: 1,
	}
	if edit != nil {
		edit(&i)
	}
	err := s.Tx(t.Context(), "w1", func(ctx context.Context, tx *Store) error { return tx.CreateActionItem(ctx, &i) })
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func due(d accord.Date) func(*accord.ActionItem) {
	return func(i *accord.ActionItem) {
		end := d.End(time.UTC)
		i.DueOn, i.DueEndsAt = d, &end
	}
}

func ended(status accord.Status, at time.Time) func(*accord.ActionItem) {
	return func(i *accord.ActionItem) {
		i.Status, i.EndedAt = status, &at
		if status == accord.StatusDone {
			i.DoneAt = &at
		}
	}
}

func ids(items []accord.ActionItem) string {
	list := make([]string, len(items))
	for i, it := range items {
		list[i] = it.ID
	}
	return strings.Join(list, " ")
}

func TestActionItems(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := itemWorld(t, s)
		item(t, s, "a", 1, due("2027-01-12"))
		item(t, s, "b", 2, due("2027-01-03"))
		item(t, s, "c", 3, func(i *accord.ActionItem) {
			i.Status, i.Title = accord.StatusBlocked, "Größe 100%_ der Müller-Liste"
		})
		item(t, s, "d", 4, func(i *accord.ActionItem) {
			i.Status, i.DueOn, i.DueEndsAt, i.OriginalDueOn, i.AskedDueOn = accord.StatusProposed, "", nil, "", ""
		})
		item(t, s, "e", 5, ended(accord.StatusDone, start))
		item(t, s, "f", 6, func(i *accord.ActionItem) { i.OwnerID, i.OwnerSide, i.TeamID = "mia", accord.Marketing, "closed" })
		running := []accord.Status{accord.StatusOpen, accord.StatusBlocked}
		hidden := accord.View{Hidden: []string{"closed"}}
		for _, c := range []struct {
			name string
			f    ItemFilter
			want string
		}{
			{"everything by due day, undated last", ItemFilter{}, "b c e f a d"},
			{"newest first", ItemFilter{Newest: true}, "f e d c b a"},
			{"mine, running", ItemFilter{OwnerID: "luis", Statuses: running}, "b c a"},
			{"overdue", ItemFilter{OverdueAt: start}, "b"},
			{"X4 a closed team's stay hidden", ItemFilter{View: hidden, Statuses: running}, "b c a"},
			{"X4 an observer without teams sees none", ItemFilter{View: accord.View{OnlyTeams: true}}, ""},
			{"X4 an observer sees their team's", ItemFilter{View: accord.View{OnlyTeams: true, Teams: []string{"closed"}}}, "f"},
			{"P7 by number", ItemFilter{Query: "A-3"}, "c"},
			{"P7 by number, said otherwise", ItemFilter{Query: " a3 "}, "c"},
			{"folded words in any order", ItemFilter{Query: "MULLER grosse"}, "c"},
			{"wild cards are letters", ItemFilter{Query: "100%_"}, "c"},
			{"nothing matches", ItemFilter{Query: "%"}, "c"},
			{"owner's side", ItemFilter{Side: accord.Marketing}, "f"},
			{"due in a week", ItemFilter{DueFrom: "2027-01-04", DueTo: "2027-01-10", Statuses: running}, "c f"},
		} {
			got, _, err := s.ActionItems(ctx, c.f, accord.DefaultPage)
			if err != nil || ids(got) != c.want {
				t.Errorf("%s: %q, %v, want %q", c.name, ids(got), err, c.want)
			}
		}
		for _, f := range []ItemFilter{{}, {Newest: true}, {Statuses: running}} {
			all, _, _ := s.ActionItems(ctx, f, accord.DefaultPage)
			var walked []accord.ActionItem
			for p := (accord.Page{Limit: 2}); ; {
				part, next, err := s.ActionItems(ctx, f, p)
				if err != nil {
					t.Fatal(err)
				}
				walked = append(walked, part...)
				if next == nil {
					break
				}
				p.After = next
			}
			if ids(walked) != ids(all) {
				t.Errorf("%+v: pages of two give %q, want %q", f, ids(walked), ids(all))
			}
		}
		if _, _, err := s.ActionItems(ctx, ItemFilter{Newest: true}, accord.Page{Limit: 2, After: []string{"x", "y"}}); err != nil {
			t.Errorf("a cursor somebody made up = %v", err)
		}
	})
}

func TestItemRows(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := itemWorld(t, s)
		item(t, s, "a", 1, nil)
		err := s.Tx(ctx, "w1", func(ctx context.Context, tx *Store) error {
			for n, text := range []string{"first", "latest"} {
				note := accord.ItemNote{WorkspaceID: "w1", ID: NewID(), ItemID: "a", AuthorID: "luis", Text: text, CreatedAt: start.Add(time.Duration(n) * time.Hour)}
				if err := tx.AddItemNote(ctx, &note); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		rows, _, err := s.ItemRows(ctx, ItemFilter{}, accord.DefaultPage)
		if err != nil || len(rows) != 1 {
			t.Fatalf("ItemRows = %v, %v", rows, err)
		}
		r := rows[0]
		if r.OwnerName != "Luis" || r.AskerName != "Mia" || r.TeamName != "Open" || r.LatestNote != "latest" || r.DueOn != "2027-01-10" {
			t.Errorf("row = %+v", r)
		}
	})
}

func TestWaitingFor(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := itemWorld(t, s)
		item(t, s, "asked", 1, func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
		item(t, s, "done", 2, ended(accord.StatusDone, start))
		item(t, s, "own", 3, func(i *accord.ActionItem) { ended(accord.StatusDone, start)(i); i.ForSide = accord.Sales })
		item(t, s, "drop", 4, func(i *accord.ActionItem) { i.DropAskedBy, i.DropReason, i.DropAskedAt = "luis", "x", &start })
		item(t, s, "orphan", 5, func(i *accord.ActionItem) { i.Status, i.OwnerID = accord.StatusProposed, "" })
		item(t, s, "late", 6, due("2027-01-03"))
		luis := accord.Actor{PersonID: "luis", Side: accord.Sales, Role: accord.RoleMember}
		mia := accord.Actor{PersonID: "mia", Side: accord.Marketing, Role: accord.RoleMember}
		observer := mia
		observer.Role = accord.RoleObserver
		for _, c := range []struct {
			name  string
			by    accord.Actor
			leads bool
			want  [4]string
			count ItemCounts
		}{
			{"the owner", luis, false, [4]string{"asked"}, ItemCounts{1, 1}},
			{"the other side", mia, false, [4]string{"", "done", "drop", ""}, ItemCounts{0, 2}},
			{"P9 a side lead", mia, true, [4]string{"", "done", "drop", "orphan"}, ItemCounts{0, 3}},
			{"an observer", observer, false, [4]string{}, ItemCounts{}},
		} {
			w, err := s.WaitingFor(ctx, c.by, accord.View{}, c.leads)
			if err != nil {
				t.Fatal(err)
			}
			for n, rows := range [][]accord.ItemRow{w.Accept, w.Confirm, w.Drop, w.Orphans} {
				var list []accord.ActionItem
				for _, r := range rows {
					list = append(list, r.ActionItem)
				}
				if ids(list) != c.want[n] {
					t.Errorf("%s: part %d = %q, want %q", c.name, n, ids(list), c.want[n])
				}
			}
			got, err := s.ItemCounts(ctx, c.by, accord.View{}, c.leads, start)
			if err != nil || got != c.count {
				t.Errorf("%s: ItemCounts = %+v, %v, want %+v", c.name, got, err, c.count)
			}
		}
	})
}

func TestOpening(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := itemWorld(t, s)
		since := start.Add(-24 * time.Hour)
		item(t, s, "running", 1, nil)
		item(t, s, "asked", 2, func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
		item(t, s, "done", 3, ended(accord.StatusDone, start))
		item(t, s, "before", 4, ended(accord.StatusDone, since))
		item(t, s, "dropped", 5, ended(accord.StatusDropped, start))
		item(t, s, "other", 6, func(i *accord.ActionItem) { i.TeamID = "closed" })
		item(t, s, "theirs", 7, func(i *accord.ActionItem) { i.OwnerID, i.OwnerSide = "mia", accord.Marketing })
		item(t, s, "orphan", 8, func(i *accord.ActionItem) {
			i.Status, i.OwnerID, i.OwnerSide = accord.StatusProposed, "", accord.Marketing
		})
		got, err := s.Opening(ctx, "open", since, start)
		if err != nil {
			t.Fatal(err)
		}
		if list := openingIDs(got); list != "orphan running asked done dropped theirs" {
			t.Errorf("P4: Opening = %q", list)
		}
		if got[1].OwnerName != "Luis" || got[1].Result != accord.ResultRunning || got[3].Result != accord.ResultKeptOnTime {
			t.Errorf("P4: Opening = %+v", got[1])
		}
	})
}

// P4: from the start of the meeting on, the opening stays as it was then.
func TestOpeningAsOf(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := itemWorld(t, s)
		before, during := start.Add(-time.Hour), start.Add(time.Hour)
		open := item(t, s, "a", 1, func(i *accord.ActionItem) { i.CreatedAt = before })
		done := open
		ended(accord.StatusDone, during)(&done)
		made := item(t, s, "b", 2, func(i *accord.ActionItem) { i.CreatedAt = during })
		early := item(t, s, "c", 3, ended(accord.StatusDone, before))
		err := s.Tx(ctx, "w1", func(ctx context.Context, tx *Store) error {
			first := accord.SpanOf(open, "", 1, before)
			first.ToAt = during
			for _, span := range []accord.ActionItemSpan{
				first, accord.SpanOf(done, accord.StatusOpen, 2, during), accord.SpanOf(made, "", 3, during), accord.SpanOf(early, "", 4, before),
			} {
				if err := rowsOf[accord.ActionItemSpan](tx.db).Create(ctx, &span); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.OpeningAsOf(ctx, "open", start.Add(-24*time.Hour), start)
		if err != nil {
			t.Fatal(err)
		}
		if list := openingIDs(got); list != "a c" {
			t.Fatalf("P4: OpeningAsOf = %q, want what was known at the start", list)
		}
		if got[0].Status != accord.StatusOpen || got[0].Result != accord.ResultRunning || got[0].OwnerName != "Luis" {
			t.Errorf("P4: done during the meeting = %+v, want it open as of the start", got[0])
		}
		if got[1].Result != accord.ResultKeptOnTime {
			t.Errorf("P4: done before = %s", got[1].Result)
		}
	})
}

func openingIDs(items []accord.OpeningItem) string {
	list := make([]accord.ActionItem, len(items))
	for i, it := range items {
		list[i] = it.ActionItem
	}
	return ids(list)
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Müller GRÖSSE": "muller grosse", "Straße": "strasse", "ﬁne": "fine", "Ångström": "angstrom", "": ""} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}
