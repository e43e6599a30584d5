package app

import (
	"context"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/scratch"
)

// process is an App with a store of its own on a database others use too.
func process(t *testing.T, url string, clock *testClock) *workplace {
	t.Helper()
	s, err := store.Open(context.Background(), store.Config{URL: url, Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	w := &workplace{t: t, clock: clock, store: s, app: New(Config{Store: s, Clock: clock.Now, BaseURL: "https://accord.example"})}
	t.Cleanup(func() {
		w.app.Wait()
		s.Close()
	})
	return w
}

// M1: who follows a meeting in one process hears at once what another one
// commits, also after the connection it listens on was lost.
func TestFollow_OtherProcess(t *testing.T) {
	url := scratch.Postgres(t)
	if url == "" {
		t.Skip(scratch.PostgresVar + " is not set")
	}
	clock := &testClock{}
	clock.set("2026-01-13T09:00")
	one, two := process(t, url, clock), process(t, url, clock)
	if _, err := one.store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	one.found(workID)
	two.app.live.every = time.Hour // not by the poll
	ana := accord.Actor{WorkspaceID: workID, PersonID: "ana", Name: "Ana", Side: accord.Sales, Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en"}
	d, err := one.app.CreateMeeting(t.Context(), ana, NewMeeting{Title: "Call", TeamID: "team", StartsAt: clock.Now().Add(time.Hour), DurationMinutes: 30})
	if err != nil {
		t.Fatal(err)
	}

	told := make(chan LiveChange, 16)
	ctx, cancel := context.WithTimeout(t.Context(), liveBeat/2) // the beat would look again, too
	var following sync.WaitGroup
	following.Go(func() {
		err := two.app.Follow(ctx, Following{
			MeetingID: d.ID, Who: func(context.Context) (accord.Actor, error) { return ana, nil },
			Tell: func(_ context.Context, c LiveChange) error { told <- c; return nil },
			Beat: func() error { return nil },
		})
		if err != nil {
			t.Errorf("Follow = %v", err)
		}
	})
	defer following.Wait()
	defer cancel()
	next := func() LiveChange {
		t.Helper()
		select {
		case c := <-told:
			return c
		case <-ctx.Done():
			t.Fatal("nothing was told")
			return LiveChange{}
		}
	}
	if c := next(); !c.Snapshot {
		t.Fatalf("first = %+v, want the snapshot", c)
	}
	for _, lose := range []bool{false, true} {
		if lose {
			scratch.CutListeners(t, url)
		}
		item, err := one.app.ProposeAgendaItem(t.Context(), ana, d.ID, NewAgendaItem{Title: "Why?", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 5})
		if err != nil {
			t.Fatal(err)
		}
		if c := next(); len(c.Events) != 1 || c.Events[0].SubjectID != item.ID {
			t.Errorf("told after a commit elsewhere (listener lost: %v) = %+v, want the event of %s", lose, c, item.ID)
		}
	}
}
