package app

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/scratch"
	"accord/internal/store/storetest"
)

// peer is one of several that serve one database: a store and an app of its
// own.
type peer struct {
	app *App
	box postbox
}

// several starts processes on a new PostgreSQL schema, or on one SQLite file,
// as the command line and the server are.
func several(t *testing.T, n int, local accord.LocalTime, fn func(t *testing.T, w *workplace, processes []*peer)) {
	t.Helper()
	clock := &testClock{}
	for _, url := range []string{storetest.File(t), scratch.Postgres(t)} {
		name := "sqlite"
		if len(url) < 8 || url[:7] != "sqlite:" {
			name = "postgres"
		}
		t.Run(name, func(t *testing.T) {
			if url == "" {
				t.Skip(scratch.PostgresVar + " is not set")
			}
			clock.set(local)
			w := &workplace{t: t, clock: clock}
			var processes []*peer
			for range n {
				s, err := store.Open(t.Context(), store.Config{URL: url, Clock: clock.Now, Volatile: true})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				if _, err := s.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
				processes = append(processes, &peer{app: New(Config{Store: s, Clock: clock.Now, BaseURL: "https://accord.example"})})
				w.store, w.app = s, processes[0].app
			}
			w.found(workID)
			fn(t, w, processes)
		})
	}
}

// together runs fn for every process at once.
func together(processes []*peer, fn func(p *peer)) {
	var wg sync.WaitGroup
	for _, p := range processes {
		wg.Go(func() { fn(p) })
	}
	wg.Wait()
}

// Three processes tick and deliver at once for two weeks: each date is opened
// once, each mail queued and sent once.
func TestSeveral_S6_EachThingOnce(t *testing.T) {
	several(t, 3, "2026-11-21T12:00", func(t *testing.T, w *workplace, processes []*peer) {
		w.series("strategic", "FREQ=DAILY", "2026-11-23T10:00", 1440, 720, 60)
		for i := range 12 {
			w.item(fmt.Sprint("Item ", i), "leo", accord.Date("2026-11-23").AddDays(i))
		}
		for range 14 * 4 {
			w.clock.add(6 * time.Hour)
			together(processes, func(p *peer) {
				// Whoever comes second finds it done, now or at the next tick.
				if err := p.app.Tick(context.Background()); err != nil && accord.CodeOf(err) != accord.CodeConflict {
					t.Error(err)
				}
				if err := p.app.Deliver(context.Background(), &p.box); err != nil {
					t.Error(err)
				}
			})
		}
		if got, want := len(w.meetings("2025-01-01T00:00", "2028-01-01T00:00")), 14; got != want {
			t.Errorf("%d dates are opened, want %d", got, want)
		}
		sent := map[string]int{}
		for _, p := range processes {
			for _, m := range p.box.mails {
				sent[m.MessageID]++
			}
		}
		for id, n := range sent {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		left, reminded := 0, 0
		list, err := w.store.Deliveries(w.ctx(), "", "", 5000)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			switch {
			case d.State == accord.DeliveryQueued || d.State == accord.DeliveryLeased:
				left++
			case d.Kind == accord.MailItem+accord.ItemOverdue:
				reminded++
			}
		}
		if left > 0 || reminded != 12 || len(sent) < 40 {
			t.Errorf("%d mails are left, %d items told overdue of 12, %d mails sent", left, reminded, len(sent))
		}
	})
}

// A process dies in the middle of a batch. Nobody touches what it had until its
// leases run out; then another sends the rest, and what was being handed over
// with the Message-ID it had.
func TestSeveral_S6_TheRestOfADeadProcessIsSent(t *testing.T) {
	several(t, 2, "2026-11-21T12:00", func(t *testing.T, w *workplace, processes []*peer) {
		s := w.monthly()
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return w.app.mailSeries(ctx, tx, s, accord.Event{Seq: 78, ActorID: "ana"})
		})
		w.clock.add(2 * time.Minute) // changes are gathered for one
		dying, other := processes[0], processes[1]
		var last accord.Mail
		dying.box.fail = func(m accord.Mail) error {
			if len(dying.box.mails) == 1 {
				last = m
				panic("killed") // after the server took it, before anybody wrote so
			}
			return nil
		}
		func() {
			defer func() { _ = recover() }()
			_ = dying.app.Deliver(context.Background(), &dying.box)
		}()
		w.deliverOf(other)
		if got := other.box.got(); len(got) != 0 {
			t.Fatalf("sent %v while another holds them", got)
		}
		w.clock.add(deliveryLease + time.Second)
		w.deliverOf(other)
		repeated := slices.ContainsFunc(other.box.mails, func(m accord.Mail) bool { return m.MessageID == last.MessageID && m.Address == last.Address })
		if n := len(dying.box.mails) + len(other.box.mails); n != 5 || !repeated {
			t.Errorf("%d mails of 5 arrived, the one handed over again: %v", n, repeated)
		}
		for _, m := range dying.box.mails {
			if slices.ContainsFunc(other.box.mails, func(o accord.Mail) bool { return o.Address == m.Address }) {
				t.Errorf("%s has it twice", m.Address)
			}
		}
	})
}

func (w *workplace) deliverOf(p *peer) {
	w.t.Helper()
	if err := p.app.Deliver(context.Background(), &p.box); err != nil {
		w.t.Fatal(err)
	}
}

// The memory never oversleeps: whatever people and other processes do in
// between, a process that remembers has done by each tick what one that looks at
// everything finds due. The one that looks knows nothing, so it would do the
// rest, and is seen doing it.
func TestWatch_S6_RemembersWhatAFullLookFinds(t *testing.T) {
	clock := &testClock{}
	rapid.Check(t, func(r *rapid.T) {
		clock.set("2026-11-20T12:00")
		dir := storetest.Open(t, clock.Now)
		w := &workplace{t: t, clock: clock, store: dir}
		w.app = New(Config{Store: dir, Clock: clock.Now, BaseURL: "https://accord.example"})
		w.found(workID)
		w.series("strategic", "FREQ=WEEKLY;BYDAY=TU", "2026-11-24T10:00", 3*1440, 1440, 240)
		w.wantsDigest("leo", "mia")
		ana := w.admin()
		ctx := context.Background()
		for range rapid.IntRange(3, 12).Draw(r, "steps") {
			name := accord.LocalTime(string(accord.Date("2026-11-24").AddDays(7*rapid.IntRange(0, 5).Draw(r, "week"))) + "T10:00")
			hours := rapid.IntRange(1, 100).Draw(r, "hours")
			// What is refused changes nothing.
			switch rapid.IntRange(0, 7).Draw(r, "what") {
			case 0:
				at := clock.Now().Add(time.Duration(hours) * time.Hour)
				_, _, _ = w.app.ChangeOccurrence(ctx, ana, "strategic", string(name), accord.Match{}, OccurrenceChange{StartsAt: &at})
			case 1:
				_, _, _ = w.app.ChangeOccurrence(ctx, ana, "strategic", string(name), accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled})
			case 2:
				_, _, _ = w.app.ChangeOccurrence(ctx, ana, "strategic", string(name), accord.Match{}, OccurrenceChange{Status: accord.MeetingScheduled})
			case 3:
				_, _, _ = w.app.OpenOccurrence(ctx, ana, "strategic", string(name))
			case 4:
				due := accord.DateOf(clock.Now().Add(time.Duration(hours)*time.Hour), accord.Zone("Europe/Berlin"))
				if _, err := w.app.CreateActionItem(ctx, w.as("leo"), NewActionItem{ItemDraft: accord.ItemDraft{Title: "Promise", DueOn: due, ForSide: accord.Marketing}, OwnerID: "leo"}); err != nil {
					r.Fatal(err)
				}
			case 5:
				_, _ = w.app.DoneItem(ctx, w.as("leo"), fmt.Sprint("A-", rapid.IntRange(1, 5).Draw(r, "item")), accord.Match{})
			case 7:
				zone := rapid.SampledFrom([]string{"Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata"}).Draw(r, "zone")
				if _, err := w.app.ChangeSelf(ctx, w.as("mia"), SelfPatch{Name: "Mia", TimeZone: zone, Locale: "en"}); err != nil {
					r.Fatal(err)
				}
			case 6:
				_, _ = w.app.RescheduleItem(ctx, w.as("leo"), fmt.Sprint("A-", rapid.IntRange(1, 5).Draw(r, "item")), accord.Match{},
					accord.DateOf(clock.Now().Add(time.Duration(hours)*time.Hour), accord.Zone("Europe/Berlin")), "Later")
			}
			// Ticks of a quarter of an hour: an hourly look hides nothing for long.
			for range rapid.IntRange(1, 20).Draw(r, "ticks") {
				clock.add(15 * time.Minute)
				if err := w.app.Tick(ctx); err != nil {
					r.Fatal(err)
				}
			}
			before := w.traces(r)
			if _, err := w.app.look(ctx, glance{workspace: workID, now: w.app.now()}, nil); err != nil {
				r.Fatal(err)
			}
			if after := w.traces(r); after != before {
				r.Fatalf("at %s a full look made of %s %s", w.app.now(), before, after)
			}
		}
	})
}

// traces is how much the worker has left behind.
func (w *workplace) traces(r *rapid.T) string {
	seq, err := w.store.LastSeq(w.ctx())
	if err != nil {
		r.Fatal(err)
	}
	counts, err := w.store.DeliveryCounts(w.ctx())
	if err != nil {
		r.Fatal(err)
	}
	return fmt.Sprint(seq, " events, mails ", counts)
}
