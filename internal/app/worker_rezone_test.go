package app

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// The rules of a zone become others while the process is down: what is stored
// is what the older rules made of the same wall clocks, an hour later.
func TestTick_S1_NewRulesOfAZone(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		berlin := accord.Zone("Europe/Berlin")
		s := w.monthly()
		right := accord.Instant(accord.LocalTime("2026-12-08T10:00").In(berlin))
		wrong := right.Add(time.Hour)
		past := accord.Instant(accord.LocalTime("2026-11-10T10:00").In(berlin)).Add(time.Hour)
		meeting := func(id string, start time.Time, local accord.LocalTime, status accord.MeetingStatus) accord.Meeting {
			return accord.Meeting{
				WorkspaceID: workID, ID: id, SeriesID: accord.NullID(s.ID), OriginalStart: local, TeamID: "team", Title: "Strategic team",
				StartsAt: start, StartsAtLocal: local, DurationMinutes: 60, TimeZone: "Europe/Berlin", Status: status,
				CreatedBy: "ana", CreatedAt: s.CreatedAt, NotesVersion: 1, Version: 1, Sequence: 2,
			}
		}
		once := meeting("once", wrong.Add(time.Hour), "2026-12-08T11:00", accord.MeetingScheduled)
		once.SeriesID, once.OriginalStart = "", ""
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			if err := store.Bulk(ctx, tx, []accord.Meeting{
				meeting("next", wrong, "2026-12-08T10:00", accord.MeetingScheduled), once,
				meeting("past", past, "2026-11-10T10:00", accord.MeetingClosed),
			}); err != nil {
				return err
			}
			if err := tx.Invite(ctx, []accord.MeetingPerson{{MeetingID: "next", PersonID: "leo", Side: accord.Sales, TeamRole: accord.TeamMemberRole}}); err != nil {
				return err
			}
			return tx.PlanSeries(ctx, s.ID, &wrong)
		})
		later := func(i *accord.ActionItem) {
			ends := i.DueEndsAt.Add(time.Hour)
			i.DueEndsAt, i.OriginalDueEndsAt = &ends, &ends
		}
		item, over := w.item("Write the brief", "leo", "2026-12-15", later), w.item("Long over", "leo", "2026-11-10", later)

		w.tick()
		for id, want := range map[string]time.Time{"next": right, "once": right.Add(time.Hour), "past": past} {
			if m, err := w.store.Meeting(w.ctx(), id); err != nil || !m.StartsAt.Equal(want) {
				t.Errorf("%s starts at %v, %v; want %s", id, m.StartsAt, err, want)
			} else if moved := id != "past"; (m.Sequence == 3) != moved || (m.ChangedAt != nil) != moved {
				t.Errorf("%s: sequence %d, changed at %v", id, m.Sequence, m.ChangedAt)
			}
		}
		if got, err := w.store.Series(w.ctx(), s.ID); err != nil || !got.NextStartsAt.Equal(right) {
			t.Errorf("next start = %v, %v; want %s", got.NextStartsAt, err, right)
		}
		if got, err := w.store.ActionItem(w.ctx(), item.ID); err != nil || !got.DueEndsAt.Equal(item.DueEndsAt.Add(-time.Hour)) ||
			!got.OriginalDueEndsAt.Equal(*got.DueEndsAt) {
			t.Errorf("the due day ends at %v, %v; want an hour before %s", got.DueEndsAt, err, item.DueEndsAt)
		}
		if got, err := w.store.ActionItem(w.ctx(), over.ID); err != nil || !got.DueEndsAt.Equal(*over.DueEndsAt) {
			t.Errorf("a due day that is over ends at %v, %v; want %s as before", got.DueEndsAt, err, over.DueEndsAt)
		}
		box := &postbox{}
		w.clock.add(time.Minute)
		w.deliver(box)
		if got := box.got(); len(got) == 0 || got[len(got)-1] != "meeting_moved leo@example.com" {
			t.Errorf("mails = %v, want leo told of the move", got)
		}
		events, err := w.store.Events(w.ctx(), "next")
		if err != nil || len(events) != 1 || events[0].Kind != "meeting.rezoned" || events[0].ActorID != accord.SystemID {
			t.Errorf("events = %+v, %v; want that Accord rezoned it", events, err)
		}

		// Another start finds nothing to do.
		seq, err := w.store.LastSeq(w.ctx())
		if err != nil {
			t.Fatal(err)
		}
		w.app = New(Config{Store: w.store, Clock: w.clock.Now, BaseURL: "https://accord.example"})
		w.tick()
		if again, err := w.store.LastSeq(w.ctx()); err != nil || again != seq {
			t.Errorf("after another start %d events, %v; want %d", again, err, seq)
		}
	})
}

// The date began in the hour that the new rules took away, and nobody ticked.
func TestTick_S1_NewRulesLoseNoDate(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		s := w.series("strategic", "FREQ=DAILY", "2026-11-24T10:00", 0, 0, 0)
		wrong := s.NextStartsAt
		if wrong == nil {
			got, err := w.store.Series(w.ctx(), s.ID)
			if err != nil {
				t.Fatal(err)
			}
			wrong = got.NextStartsAt
		}
		later := wrong.Add(time.Hour)
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.PlanSeries(ctx, s.ID, &later) })
		w.clock.set("2026-11-24T10:30")
		w.tick()
		same(t, "S6 meetings", w.meetings("2025-01-01T00:00", "2028-01-01T00:00"), "2026-11-24T10:00 scheduled")
	})
}

// What hangs on the company's zone and working days is computed when it is
// asked for, so a change of either moves it.
func TestTick_P3_AnotherZoneOfTheCompany(t *testing.T) {
	eachWorkplace(t, "2026-11-20T12:00", func(t *testing.T, w *workplace) {
		done := accord.Instant(w.clock.Now()) // a Friday
		item := w.item("Write the brief", "leo", "2026-11-24", func(i *accord.ActionItem) {
			i.Status, i.DoneAt, i.EndedAt = accord.StatusDone, &done, &done
		})
		w.tick()
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			c, err := tx.Workspace(ctx)
			if err != nil {
				return err
			}
			c.TimeZone = "Pacific/Kiritimati" // thirteen hours before Berlin
			return tx.SaveWorkspace(ctx, &c)
		})
		// There it is Saturday already: the fifth working day is Friday, the 27th,
		// and ends at eleven in the morning of Berlin.
		for _, step := range []struct {
			now  accord.LocalTime
			want accord.Status
		}{{"2026-11-27T10:59", accord.StatusDone}, {"2026-11-27T11:00", accord.StatusConfirmed}} {
			w.clock.set(step.now)
			w.tick()
			if got, err := w.store.ActionItem(w.ctx(), item.ID); err != nil || got.Status != step.want {
				t.Errorf("at %s it is %s, %v; want %s", step.now, got.Status, err, step.want)
			}
		}
	})
}
