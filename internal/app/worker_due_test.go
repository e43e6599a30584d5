package app

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// A mail server named after months sends no history, only what still holds by
// itself.
func TestDeliver_MonthsOfHistoryAreLate(t *testing.T) {
	eachWorkplace(t, "2026-08-03T12:00", func(t *testing.T, w *workplace) {
		item := w.item("Write the brief", "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return w.app.queueItem(ctx, tx, accord.ItemAsked, item, accord.Event{Seq: 77, ActorID: "mia"}, "", "leo")
		})
		w.reminders(2)
		s := w.monthly()
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return w.app.mailSeries(ctx, tx, s, accord.Event{Seq: 78, ActorID: "ana"})
		})
		box := &postbox{}
		w.clock.set("2026-11-23T12:00")
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return w.app.queueItem(ctx, tx, accord.ItemAsked, item, accord.Event{Seq: 79, ActorID: "mia"}, "", "leo")
		})
		w.clock.add(time.Minute)
		w.deliver(box)
		same(t, "mails", box.got(), "items leo@example.com",
			"series ana@example.com", "series ben@example.com", "series leo@example.com", "series mia@example.com", "series oz@example.com")
		late, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
		if err != nil || len(late) != 3 || late[0].LastError != "late" {
			t.Fatalf("skipped = %+v, %v; want the minutes and the old ask, late", late, err)
		}
		// An admin may send one all the same.
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SendAgain(ctx, late[0].ID) })
		w.deliver(box)
		if got := box.got(); len(got) != 1 {
			t.Errorf("sent again %v, want one", got)
		}
	})
}

func TestDelivery_LateAfterThreeDays(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		want := w.reminders(2)
		w.clock.set("2026-11-23T12:00") // down over a long weekend
		box := &postbox{}
		w.deliver(box)
		same(t, "S6 three days later", box.got(), want...)
	})
}

// The people of the sample company are invented, and nobody has their
// addresses: only whoever set it up gets mail.
func TestDeliver_NothingToTheInventedPeopleOfASample(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(2) // to Ana and Leo
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			c, err := tx.Workspace(ctx)
			if err != nil {
				return err
			}
			c.SampleData = true
			if err := tx.SaveWorkspace(ctx, &c); err != nil {
				return err
			}
			leo, err := tx.Person(ctx, "leo")
			if err != nil {
				return err
			}
			leo.Email = "leo@Nordwind.Example"
			return tx.SavePerson(ctx, &leo)
		})
		box := &postbox{}
		w.deliver(box)
		same(t, "mails", box.got(), "minutes ana@example.com")
		list, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
		if err != nil || len(list) != 1 || list[0].LastError != "invented" {
			t.Errorf("skipped = %+v, %v; want Leo's as invented", list, err)
		}
	})
}

// The worker reads the series before it has the turn to write: whoever changed
// or ended it in between is heard.
func TestTick_S4_OpensNoDateOfARuleThatWasJustChanged(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *workplace, s accord.Series) error
		want   []string
	}{
		{"ended", func(w *workplace, s accord.Series) error {
			s.Status, s.NextStartsAt = accord.SeriesEnded, nil
			return w.store.Tx(context.Background(), workID, func(ctx context.Context, tx *store.Store) error { return tx.SaveSeries(ctx, &s) })
		}, []string{}},
		{"moved to Thursdays", func(w *workplace, s accord.Series) error {
			_, err := w.app.ChangeSeries(context.Background(), w.as("ana"), s.ID, accord.Match{}, SeriesPatch{
				Rrule: accord.Some("FREQ=MONTHLY;BYDAY=2TH"), StartsAtLocal: accord.Some("2026-01-08T10:00"),
				AskMinutes: accord.Some(12 * 1440), RemindMinutes: accord.Some(1440), SendMinutes: accord.Some(60),
			})
			return err
		}, []string{"2026-12-10T10:00 scheduled"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
				stale := w.monthly()
				next := accord.Instant(accord.LocalTime("2026-12-08T10:00").In(accord.Zone("Europe/Berlin")))
				stale.NextStartsAt = &next
				w.clock.set("2026-11-28T12:00")
				if err := c.change(w, stale); err != nil {
					t.Fatal(err)
				}
				if _, err := w.app.openSeriesDue(w.ctx(), glance{workspace: workID, now: w.app.now()}, stale, ownDays{}); err != nil {
					t.Fatal(err)
				}
				same(t, "S4 meetings", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), c.want...)
			})
		})
	}
}

func TestTick_ClearsWhatIsPastItsTimeOnceAnHour(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		ctx := context.Background()
		for id, life := range map[string]time.Duration{"a": time.Minute, "b": 30 * time.Minute, "c": 48 * time.Hour} {
			now := accord.Instant(w.clock.Now())
			if err := w.store.SaveSession(ctx, accord.Session{ID: id, WorkspaceID: workID, PersonID: "ana", Data: []byte("x"), CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(life)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			now  accord.LocalTime
			want map[string]bool
		}{
			{"2026-11-23T12:05", map[string]bool{"b": true, "c": true}},
			{"2026-11-23T12:45", map[string]bool{"b": true, "c": true}}, // not an hour later yet
			{"2026-11-23T13:05", map[string]bool{"c": true}},
		} {
			w.clock.set(step.now)
			w.tick()
			for _, id := range []string{"a", "b", "c"} {
				if _, err := w.store.Session(ctx, id); (err == nil) != step.want[id] {
					t.Errorf("at %s session %s: %v, want it there: %v", step.now, id, err, step.want[id])
				}
			}
		}
	})
}

func TestTick_DueTomorrowIsSaidInTime(t *testing.T) {
	accepted := func(at accord.LocalTime) func(*accord.ActionItem) {
		return func(i *accord.ActionItem) {
			t := accord.Instant(at.In(accord.Zone("Europe/Berlin")))
			i.AcceptedAt = &t
		}
	}
	for _, c := range []struct {
		name     string
		accepted accord.LocalTime
		now      accord.LocalTime
		want     []string
	}{
		{"promised before", "2026-11-20T12:00", "2026-11-23T08:00", []string{"items leo@example.com"}},
		{"promised in the night before", "2026-11-23T07:59", "2026-11-23T08:00", []string{"items leo@example.com"}},
		{"looked at late in the evening", "2026-11-20T12:00", "2026-11-23T23:59", []string{"items leo@example.com"}},
		{"a minute after the promise", "2026-11-23T15:00", "2026-11-23T15:01", []string{}},
		{"on the due day itself", "2026-11-20T12:00", "2026-11-24T00:00", []string{}},
		{"promised on the due day", "2026-11-24T09:00", "2026-11-24T09:01", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
				w.item("Write the brief", "leo", "2026-11-24", accepted(c.accepted))
				w.clock.set(c.now)
				box := &postbox{}
				w.tick()
				w.deliver(box)
				same(t, "mails", box.got(), c.want...)
			})
		})
	}
}

// A reminder that could not go out before the day began says "tomorrow" no more.
func TestDeliver_DueTomorrowIsNotSaidOnTheDay(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-11-24")
		w.clock.set("2026-11-23T08:00")
		w.tick()
		w.clock.set("2026-11-24T00:00")
		box := &postbox{}
		w.deliver(box)
		same(t, "mails", box.got())
	})
}

func TestTick_RemindsANewOwnerToo(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		item := w.item("Write the brief", "leo", "2026-11-24")
		box := &postbox{}
		w.clock.set("2026-11-25T08:00")
		w.tick()
		w.tick()
		w.deliver(box)
		same(t, "the owner", box.got(), "items leo@example.com")
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			item.OwnerID = "ben"
			return tx.SaveActionItem(ctx, &item)
		})
		w.tick()
		w.tick()
		w.deliver(box)
		same(t, "the new owner", box.got(), "items ben@example.com")
	})
}
