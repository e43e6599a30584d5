package app

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestTick_OpensTheNextOccurrenceInTime(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		for _, step := range []struct {
			now  accord.LocalTime
			want []string
		}{
			{"2026-11-28T09:59", []string{}},
			{"2026-11-28T10:00", []string{"2026-12-08T10:00 scheduled"}},
			{"2027-01-01T12:00", []string{"2026-12-08T10:00 scheduled"}},
			{"2027-01-02T10:00", []string{"2026-12-08T10:00 scheduled", "2027-01-12T10:00 scheduled"}},
		} {
			w.clock.set(step.now)
			w.tick()
			w.tick()
			same(t, "A4 meetings at "+string(step.now), w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), step.want...)
		}
	})
}

func TestTick_OpensInTimeForTheLongestLead(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.series("strategic", "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU", "2026-03-10T10:00", accord.MaxLeadMinutes, 1440, 240)
		w.clock.set("2027-01-08T09:59")
		w.tick()
		same(t, "A4 a minute before sixty days ahead", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"))
		w.clock.set("2027-01-08T10:00")
		w.tick()
		same(t, "A4 sixty days ahead", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2027-03-09T10:00 scheduled")
	})
}

func TestTick_NeverOpensBeforeThePreviousEnded(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		// Weekly on Tuesdays, but asked ten days ahead.
		w.series("strategic", "FREQ=WEEKLY;BYDAY=TU", "2026-11-03T10:00", 10*1440, 1440, 240)
		w.tick()
		same(t, "before the meeting", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-11-24T10:00 scheduled")
		w.clock.set("2026-11-24T10:59")
		w.tick()
		same(t, "A4 while it lasts", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-11-24T10:00 scheduled")
		w.clock.set("2026-11-24T11:00")
		w.tick()
		same(t, "A4 after it ended", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-11-24T10:00 scheduled", "2026-12-01T10:00 scheduled")
	})
}

func TestTick_CatchesUpAfterAStandstill(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.series("strategic", "FREQ=WEEKLY;BYDAY=TU", "2026-11-03T10:00", 3*1440, 1440, 240)
		// Down for two weeks: nothing ticked over two meetings.
		w.clock.set("2026-12-03T12:00")
		w.tick()
		same(t, "S6 meetings", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-11-24T10:00 scheduled", "2026-12-01T10:00 scheduled")
		var skipped, queued int
		list, err := w.store.Deliveries(w.ctx(), "", "", 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if d.State == accord.DeliverySkipped && d.LastError == "late" {
				skipped++
			} else {
				queued++
			}
		}
		if skipped == 0 || queued != 0 {
			t.Errorf("mails about meetings that are over: %d recorded as too late, %d queued; want some and none", skipped, queued)
		}
		s, err := w.store.Series(w.ctx(), "strategic")
		if err != nil {
			t.Fatal(err)
		}
		if want := accord.LocalTime("2026-12-08T10:00").In(accord.Zone("Europe/Berlin")); !s.NextStartsAt.Equal(want) {
			t.Errorf("next start = %s, want %s", s.NextStartsAt, want)
		}
	})
}

func TestTick_NeverOpensDatesThatHadPassedAtCreation(t *testing.T) {
	eachWorkplace(t, "2026-12-08T11:00", func(t *testing.T, w *workplace) {
		w.monthly() // since January; the one of today has just ended
		w.tick()
		w.clock.set("2026-12-20T12:00")
		w.tick()
		same(t, "meetings", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"))
	})
}

func TestTick_KeepsTheWallClockOverADSTNight(t *testing.T) {
	eachWorkplace(t, "2027-03-10T12:00", func(t *testing.T, w *workplace) {
		w.series("strategic", "FREQ=MONTHLY;BYDAY=-1TU", "2027-03-30T10:00", 3*1440, 1440, 240)
		// Clocks go forward on Sunday the 28th: three days before Tuesday 10:00
		// is Saturday 10:00 all the same.
		w.clock.set("2027-03-27T09:59")
		w.tick()
		same(t, "before", w.meetings("2027-01-01T00:00", "2028-01-01T00:00"))
		w.clock.set("2027-03-27T10:00")
		w.tick()
		same(t, "S1 at the same wall clock", w.meetings("2027-01-01T00:00", "2028-01-01T00:00"), "2027-03-30T10:00 scheduled")
	})
}

func TestTick_AsksThenOnlyTheSideWithoutOne(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-11-28T10:00")
		w.tick()
		w.tick()
		same(t, "A4 ten days ahead everybody but observers is asked", w.queued(),
			"proposals_wanted ana queued", "proposals_wanted ben queued", "proposals_wanted leo queued", "proposals_wanted mia queued")
		w.propose(w.meeting("2026-12-08T10:00"), accord.Sales, accord.AgendaProposed)
		box := &postbox{}
		w.deliver(box)
		box.got()
		w.clock.set("2026-12-03T10:00")
		w.tick()
		w.deliver(box)
		same(t, "A4 five days ahead the side without one", box.got(), "proposals_missing ben@example.com", "proposals_missing mia@example.com")
	})
}

func TestTick_LocksAndSendsTheAgenda(t *testing.T) {
	all := []string{
		"agenda ana@example.com", "agenda ben@example.com", "agenda leo@example.com", "agenda mia@example.com", "agenda oz@example.com",
	}
	for _, c := range []struct {
		name   string
		sides  []accord.Side
		want   []string
		locked bool
	}{
		{"both sides are on it", []accord.Side{accord.Sales, accord.Marketing}, all, true},
		{"a side is missing", []accord.Side{accord.Sales}, []string{"agenda_open ana@example.com", "agenda_open mia@example.com"}, false},
	} {
		t.Run("A3 "+c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
				w.monthly()
				w.clock.set("2026-12-04T10:00")
				w.tick()
				for _, s := range c.sides {
					w.propose(w.meeting("2026-12-08T10:00"), s, accord.AgendaAccepted)
				}
				box := &postbox{}
				w.deliver(box)
				box.got()
				w.clock.set("2026-12-06T09:59")
				w.tick()
				w.deliver(box)
				same(t, "before the lock time", box.got())
				w.clock.set("2026-12-06T10:00")
				w.tick()
				w.tick()
				w.deliver(box)
				same(t, "at the lock time", box.got(), c.want...)
				if got := w.meeting("2026-12-08T10:00").LockedAt != nil; got != c.locked {
					t.Errorf("locked = %v, want %v", got, c.locked)
				}
			})
		})
	}
}

func TestTick_RemindsOfItems(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-11-24")
		w.item("Call the printer", "leo", "2026-11-24")
		w.item("Later", "leo", "2026-12-24")
		w.item("Done already", "leo", "2026-11-24", func(i *accord.ActionItem) {
			now := accord.Instant(w.clock.Now())
			i.Status, i.DoneAt, i.EndedAt = accord.StatusDone, &now, &now
		})
		box := &postbox{}
		for _, step := range []struct {
			now  accord.LocalTime
			want []string
		}{
			{"2026-11-23T07:59", []string{}},
			{"2026-11-23T08:00", []string{"items leo@example.com"}}, // both in one mail
			{"2026-11-23T20:00", []string{}},
			{"2026-11-25T07:59", []string{}},
			{"2026-11-25T08:00", []string{"items leo@example.com"}},
			{"2026-11-27T08:00", []string{}},
		} {
			w.clock.set(step.now)
			w.tick()
			w.tick()
			w.deliver(box)
			same(t, "mails at "+string(step.now), box.got(), step.want...)
		}
	})
}

// Where nothing is mailed (?notify=false, the demo's half year) a reminder is
// written down as left out: it is neither sent later nor looked for again.
func TestTick_RemindersWithoutMail(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-11-24")
		w.clock.set("2026-11-23T08:00")
		for range 2 {
			if _, err := w.app.look(WithoutMail(w.ctx()), glance{workspace: workID, now: w.app.now()}, nil); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "queue", w.queued(), "action_item.due_tomorrow leo skipped")
		list, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
		if err != nil || len(list) != 1 || list[0].LastError != "quiet" {
			t.Errorf("skipped = %+v, %v, want one left out as quiet", list, err)
		}
		// The next tick, which may mail, does not make up for it.
		box := &postbox{}
		w.tick()
		w.deliver(box)
		same(t, "mails", box.got())
		w.clock.set("2026-11-25T08:00")
		w.tick()
		w.deliver(box)
		same(t, "mails once it is overdue", box.got(), "items leo@example.com")
	})
}

func TestTick_RemindersOverAWeekendDown(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-11-21")
		// Down from Friday noon to Monday: the reminder for Saturday has no point
		// any more, what is overdue has.
		w.clock.set("2026-11-23T09:00")
		w.tick()
		box := &postbox{}
		w.deliver(box)
		same(t, "S6 mails", box.got(), "items leo@example.com")
		same(t, "queue", w.queued(), "action_item.overdue leo sent")
	})
}

func TestTick_ManyAtOnceDoNothingTwice(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		for i := range 20 {
			w.item(fmt.Sprint("Item ", i), "leo", "2026-11-27")
		}
		w.clock.set("2026-11-28T10:00")
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				// A second worker may find a meeting just made: it says so and the
				// next tick goes on.
				another := New(Config{Store: w.store, Clock: w.clock.Now, BaseURL: "https://accord.example"})
				if err := another.Tick(context.Background()); err != nil && accord.CodeOf(err) != accord.CodeConflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		same(t, "meetings", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-12-08T10:00 scheduled")
		// Four are asked; of each item it is said that it is overdue, and written
		// down that nobody said so the day before.
		if got, want := len(w.queued()), 4+20+20; got != want {
			t.Errorf("queued %d mails, want %d", got, want)
		}
	})
}

func (w *workplace) deliver(p *postbox) {
	w.t.Helper()
	if err := w.app.Deliver(context.Background(), p); err != nil {
		w.t.Fatal(err)
	}
}

func TestTick_WorkspacesDoNotMix(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		w.found("w2")
		w.item("Write the brief", "leo", "2026-11-24")
		w.clock.set("2026-11-23T08:00")
		w.tick()
		other, err := w.store.Deliveries(store.Within(context.Background(), "w2"), "", "", 10)
		if err != nil || len(other) != 0 {
			t.Errorf("the other workspace has %d mails, %v; want none", len(other), err)
		}
		w.clock.add(time.Minute)
		same(t, "queue", w.queued(), "action_item.due_tomorrow leo queued")
	})
}
