package app

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// agendaTo is the agenda as everybody of the team gets it.
var agendaTo = []string{
	"agenda ana@example.com", "agenda ben@example.com", "agenda leo@example.com", "agenda mia@example.com", "agenda oz@example.com",
}

func TestLockAgenda_A3_AfterTheLockTimeSendsIt(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-12-04T10:00")
		w.tick()
		m := w.meeting("2026-12-08T10:00")
		w.propose(m, accord.Sales, accord.AgendaAccepted)
		box := &postbox{}
		w.deliver(box)
		box.got()
		// Locked and opened again before its time, it is not sent yet.
		w.lock(m.ID, true)
		w.deliver(box)
		same(t, "A3 before the lock time", box.got())
		w.unlock(m.ID)
		w.clock.set("2026-12-06T10:00")
		w.tick()
		w.deliver(box)
		same(t, "A3 at the lock time, a side missing", box.got(), "agenda_open ana@example.com", "agenda_open mia@example.com")
		w.clock.set("2026-12-07T15:00")
		w.lock(m.ID, true)
		w.tick()
		w.deliver(box)
		same(t, "A3 locked with a waiver", box.got(), agendaTo...)
		// Once more changes nothing: they have it.
		w.unlock(m.ID)
		w.lock(m.ID, true)
		w.tick()
		w.deliver(box)
		same(t, "locked again", box.got())
	})
}

// An agenda that is opened again before its mail went out is sent once it is
// locked, not dropped.
func TestDeliver_A3_AnUnlockedAgendaWaits(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-12-04T10:00")
		w.tick()
		m := w.meeting("2026-12-08T10:00")
		w.propose(m, accord.Sales, accord.AgendaAccepted)
		w.propose(m, accord.Marketing, accord.AgendaAccepted)
		box := &postbox{}
		w.deliver(box)
		box.got()
		w.clock.set("2026-12-06T10:00")
		w.tick()
		w.unlock(m.ID)
		w.deliver(box)
		same(t, "unlocked", box.got())
		w.lock(m.ID, false)
		w.clock.set("2026-12-06T11:00")
		w.tick()
		w.deliver(box)
		same(t, "locked again", box.got(), agendaTo...)
	})
}

func TestMoved_A4_TheStepsCountFromTheNewStart(t *testing.T) {
	for _, c := range []struct {
		name string
		move func(w *workplace, m accord.Meeting, to accord.LocalTime)
	}{
		{"as an occurrence", func(w *workplace, m accord.Meeting, to accord.LocalTime) {
			start := to.In(accord.Zone("Europe/Berlin"))
			_, _, err := w.app.ChangeOccurrence(context.Background(), w.as("ana"), "strategic", string(m.OriginalStart), accord.Match{}, OccurrenceChange{StartsAt: &start})
			if err != nil {
				w.t.Fatal(err)
			}
		}},
		{"as a meeting", func(w *workplace, m accord.Meeting, to accord.LocalTime) {
			_, err := w.app.ChangeMeeting(context.Background(), w.as("ana"), m.ID, accord.Match{}, MeetingPatch{StartsAt: accord.Some(to.In(accord.Zone("Europe/Berlin")))})
			if err != nil {
				w.t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
				w.monthly()
				asked := []string{
					"proposals_wanted ana@example.com", "proposals_wanted ben@example.com", "proposals_wanted leo@example.com", "proposals_wanted mia@example.com",
				}
				missing := []string{"proposals_missing ben@example.com", "proposals_missing mia@example.com"}
				moved := []string{"meeting_moved ana@example.com", "meeting_moved ben@example.com", "meeting_moved leo@example.com", "meeting_moved mia@example.com", "meeting_moved oz@example.com"}
				box := &postbox{}
				at := func(now accord.LocalTime, what string, want ...string) {
					t.Helper()
					w.clock.set(now)
					w.tick()
					w.tick()
					w.deliver(box)
					same(t, "A4 "+what, box.got(), want...)
				}
				at("2026-11-28T10:00", "asked", asked...)
				m := w.meeting("2026-12-08T10:00")
				w.propose(m, accord.Sales, accord.AgendaAccepted)
				at("2026-12-03T10:00", "reminded", missing...)
				w.propose(m, accord.Marketing, accord.AgendaAccepted)
				at("2026-12-06T10:00", "sent", agendaTo...)
				// By an hour: everybody has its agenda, they hear of the new time.
				c.move(w, m, "2026-12-08T11:00")
				at("2026-12-06T10:05", "moved by an hour", moved...)
				// By three weeks: all steps come again.
				c.move(w, m, "2026-12-29T10:00")
				at("2026-12-06T10:10", "moved by three weeks", moved...)
				at("2026-12-19T09:59", "before the new ask")
				w.unlock(m.ID)
				at("2026-12-19T10:00", "asked for the new start", asked...)
				w.lock(m.ID, false)
				at("2026-12-27T09:59", "before the new lock time")
				at("2026-12-27T10:00", "sent for the new start", agendaTo...)
				// Back to where it was: what was sent for that start is not sent twice.
				c.move(w, m, "2026-12-30T10:00")
				at("2026-12-27T10:05", "moved by a day", moved...)
				c.move(w, m, "2026-12-29T10:00")
				at("2026-12-27T10:10", "moved back", moved...)
			})
		})
	}
}

// What a move takes back before its mail went out is not mailed for the old
// start.
func TestMoved_A4_WhatWaitsForTheOldStartIsLeftOut(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-11-28T10:00")
		w.tick()
		start := accord.LocalTime("2026-12-22T10:00").In(accord.Zone("Europe/Berlin"))
		_, _, err := w.app.ChangeOccurrence(context.Background(), w.as("ana"), "strategic", "2026-12-08T10:00", accord.Match{}, OccurrenceChange{StartsAt: &start})
		if err != nil {
			t.Fatal(err)
		}
		box := &postbox{}
		w.clock.add(time.Minute)
		w.deliver(box)
		same(t, "mails", box.got(), "meeting_moved ana@example.com", "meeting_moved ben@example.com", "meeting_moved leo@example.com", "meeting_moved mia@example.com", "meeting_moved oz@example.com")
	})
}

// A meeting whose time passed without anybody starting it had its agenda left
// out; moved to an hour from now it is sent.
func TestMoved_A3_AfterItsTimePassed(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-12-04T10:00")
		w.tick()
		m := w.meeting("2026-12-08T10:00")
		w.propose(m, accord.Sales, accord.AgendaAccepted)
		w.propose(m, accord.Marketing, accord.AgendaAccepted)
		w.clock.set("2026-12-08T12:00")
		w.tick()
		box := &postbox{}
		w.deliver(box)
		same(t, "mails after its time", box.got())
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			now, err := tx.Meeting(ctx, m.ID)
			if err == nil && now.AgendaSentAt == nil {
				t.Error("the agenda of a meeting that is over is not given up")
			}
			return err
		})
		if _, err := w.app.ChangeMeeting(context.Background(), w.as("ana"), m.ID, accord.Match{}, MeetingPatch{
			StartsAt: accord.Some(accord.LocalTime("2026-12-08T15:00").In(accord.Zone("Europe/Berlin"))),
		}); err != nil {
			t.Fatal(err)
		}
		w.tick()
		w.clock.add(time.Minute)
		w.deliver(box)
		same(t, "mails after the move", box.got(), append(agendaTo,
			"meeting_moved ana@example.com", "meeting_moved ben@example.com", "meeting_moved leo@example.com", "meeting_moved mia@example.com", "meeting_moved oz@example.com")...)
	})
}

func (w *workplace) lock(id string, waive bool) {
	w.t.Helper()
	if _, err := w.app.LockAgenda(context.Background(), w.as("ana"), id, accord.Match{}, waive); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workplace) unlock(id string) {
	w.t.Helper()
	if _, err := w.app.UnlockAgenda(context.Background(), w.as("ana"), id, accord.Match{}); err != nil {
		w.t.Fatal(err)
	}
}
