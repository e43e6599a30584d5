package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// gone lets somebody leave and erases them.
func (f *meetingFixture) gone(who string) {
	f.Helper()
	_, err := f.app.Leave(f.Context(), itemActor("adm"), who, nil)
	f.must(err)
	f.must(f.app.Erase(f.Context(), itemActor("adm"), who))
}

// P9: a form opened before somebody was erased cannot write their name back, and
// what does not name them is as it was.
func TestErase_P9_open_forms(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx, ana := f.Context(), itemActor("ana")
		_, err := f.app.ChangePerson(ctx, itemActor("adm"), "max", anyVersion, PersonPatch{Name: accord.Some("Max Weber")})
		f.must(err)
		named := f.adds("ana", "Ask Max Weber", accord.Sales)
		other := f.adds("ana", "Maximal Weberei", accord.Sales)
		item := f.asks("ana", "luis", func(in *NewActionItem) { in.Title = "Call Max Weber" })
		like := f.asks("ana", "luis", func(in *NewActionItem) { in.Title = "Max Weberei" })
		f.start("mia", "luis")
		notes, err := f.app.SaveMeetingNotes(ctx, ana, f.meeting, "Max Weber was here.", 1, accord.KeepAsk)
		f.must(err)
		m := f.detail(f.meeting)
		f.gone("max")

		stale := func(what string, err error, want accord.Code) {
			t.Helper()
			if accord.CodeOf(err) != want {
				t.Errorf("P9: %s = %v, want %s", what, err, want)
			}
		}
		_, err = f.app.ChangeAgendaItem(ctx, ana, named.ID, accord.MatchVersion(named.Version), AgendaPatch{Title: accord.Some("Ask Max Weber")})
		stale("an agenda item saved with the name", err, accord.CodeStale)
		_, err = f.app.SaveMeetingNotes(ctx, ana, f.meeting, "Max Weber was here, and left.", notes.Version, accord.KeepAsk)
		stale("notes saved with the name", err, accord.CodeConflict)
		if now := f.detail(f.meeting); now.Version <= m.Version || now.Notes != "Former person 1 was here." {
			t.Errorf("the meeting is at version %d after %d, with notes %q", now.Version, m.Version, now.Notes)
		}
		within := store.Within(ctx, "w")
		for id, want := range map[string]accord.ActionItem{item.ID: {Title: "Call Former person 1", Version: item.Version + 1}, like.ID: like} {
			if got, err := f.store.ActionItem(within, id); err != nil || got.Title != want.Title || got.Version != want.Version {
				t.Errorf("item = %q at %d, %v, want %q at %d", got.Title, got.Version, err, want.Title, want.Version)
			}
		}
		if got, err := f.store.AgendaItem(within, other.ID); err != nil || got.Title != other.Title {
			t.Errorf("agenda item = %q, %v, want %q", got.Title, err, other.Title)
		}
	})
}

// P9: what somebody was called before goes too, down to where it was kept.
func TestErase_P9_former_names(t *testing.T) {
	eachURL(t, func(t *testing.T, url string, f *meetingFixture) {
		ctx, adm := f.Context(), itemActor("adm")
		change := func(p PersonPatch) {
			t.Helper()
			_, err := f.app.ChangePerson(ctx, adm, "max", anyVersion, p)
			f.must(err)
		}
		change(PersonPatch{Name: accord.Some("Carla Meier"), Email: accord.Some("meier@example.com")})
		f.start("mia", "luis")
		_, err := f.app.SaveMeetingNotes(ctx, itemActor("ana"), f.meeting, "Carla Meier (meier@example.com) said so.", 1, accord.KeepAsk)
		f.must(err)
		_, err = f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
		f.must(err)
		_, err = f.app.ChangeSelf(ctx, itemActor("max"), SelfPatch{Name: "Meier", TimeZone: "UTC", Locale: "en"})
		f.must(err)
		change(PersonPatch{Name: accord.Some("Carla Keller"), Email: accord.Some("keller@example.com")})
		f.gone("max")
		for table, rows := range storetest.Dump(t, url) {
			if table == "pg_stats" { // samples that are renewed by themselves
				continue
			}
			for row := range strings.SplitSeq(rows, "\n") {
				if at := strings.Index(strings.ToLower(row), "meier"); at >= 0 {
					t.Errorf("P9: %s still has %.200q", table, row[max(0, at-100):])
				}
			}
		}
		m, _, err := f.app.Minutes(ctx, itemActor("ana"), f.meeting, 0)
		f.must(err)
		if want := "Former person 1 (Former person 1) said so."; m.Notes != want {
			t.Errorf("notes = %q, want %q", m.Notes, want)
		}
		back, err := f.app.peopleAsOf(store.Within(ctx, "w"), []accord.Person{{ID: "max"}}, f.now.Add(-time.Hour))
		if err != nil || back[0].Side != accord.Marketing {
			t.Errorf("P8: they were of %q, %v", back[0].Side, err)
		}
	})
}

// eachURL is eachMeeting with the database's address.
func eachURL(t *testing.T, fn func(t *testing.T, url string, f *meetingFixture)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) {
		items := &itemFixture{T: t, now: storetest.Start}
		s, err := store.Open(t.Context(), store.Config{URL: url, Clock: items.clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		items.fill(s)
		f := &meetingFixture{itemFixture: items}
		f.meets()
		fn(t, url, f)
	})
}

// P9: the pseudonym is in the language most people here have.
func TestErase_P9_pseudonym(t *testing.T) {
	f := newMeetingFixture(t)
	f.tx(func(ctx context.Context, tx *store.Store) error {
		people, err := tx.People(ctx)
		for i := range people {
			people[i].Locale = "de"
			f.must(tx.SavePerson(ctx, &people[i]))
		}
		return err
	})
	f.gone("max")
	if p, err := f.app.Person(f.Context(), itemActor("adm"), "max"); err != nil || p.Name != "Ehemalige Person 1" {
		t.Errorf("erased, they are %q, %v", p.Name, err)
	}
}
