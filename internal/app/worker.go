package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Tick does everything that is due and not yet done, in every workspace: opens
// occurrences, asks for and sends agendas, reminds owners, lets silence
// confirm. What is due stands in the database, so a tick after three days
// catches up, two ticks at once do nothing twice, and a missed one loses
// nothing (S6). One chore that fails does not keep the others from running.
//
// Most ticks ask the database one thing, whether anything was written since the
// last: see [watch].
func (a *App) Tick(ctx context.Context) error {
	a.watch.mu.Lock()
	defer a.watch.mu.Unlock()
	return errors.Join(a.sweep(ctx), a.watch.tick(ctx, a))
}

// glance is one look of the worker at a workspace.
type glance struct {
	workspace string
	now       time.Time
	// first says that the process has not looked at the workspace before.
	first bool
	// gap says that nobody may have ticked for so long that what was due meanwhile
	// has lost its point: such things are looked for and written down.
	gap bool
}

// chore is one kind of work. It does what is due at the glance's now and returns
// the earliest instant at which more can be due by what is in the database now;
// zero for none within [lookEvery]. An instant that is not after now has it run
// again at the next tick.
type chore struct {
	name string
	run  func(ctx context.Context, g glance) (next time.Time, err error)
}

// chores are all kinds of work, in the order they are done in: one may make
// something due of those after it, never of those before. What each does with
// what it finds late stands in [catchUps].
func (a *App) chores() []chore {
	return []chore{
		{"zones", a.rezone},
		{"open occurrences", a.openDue},
		{"agendas", a.agendasDue},
		{"reminders", a.remindersDue},
		{"confirm by silence", a.confirmSilent},
		{"digests", a.digestsDue},
	}
}

// look does the chores from one on in a workspace and returns when each is due
// next.
func (a *App) look(ctx context.Context, g glance, from int) ([]time.Time, error) {
	var dues []time.Time
	var failed []error
	for _, c := range a.chores()[from:] {
		if ctx.Err() != nil {
			return dues, ctx.Err()
		}
		due, err := c.run(store.Within(ctx, g.workspace), g)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s in %s: %w", c.name, g.workspace, err))
		}
		dues = append(dues, due)
	}
	return dues, errors.Join(failed...)
}

// sooner is the earlier of two instants, of which zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// sweepEvery is how often what is past its time is cleared away: sessions live
// for weeks, kept answers for a day, so an hour more of them is nothing.
const sweepEvery = time.Hour

// sweep deletes sessions and kept answers that are past their time, of all
// workspaces, once an hour and after every start.
func (a *App) sweep(ctx context.Context) error {
	now := a.now()
	last := a.swept.Load()
	if last != nil && now.Sub(*last) < sweepEvery && !now.Before(*last) {
		return nil
	}
	if err := a.store.DeleteExpired(ctx, now); err != nil {
		return fmt.Errorf("clear what is past its time: %w", err)
	}
	a.swept.Store(&now)
	return nil
}

// previousEnd is when the last date before o ends, as planned or as its meeting
// was moved; a cancelled one does not count. The zero time is none.
func previousEnd(dates []accord.SeriesDate, o accord.Occurrence) time.Time {
	var end time.Time
	for _, d := range dates {
		if d.OriginalStart != o.OriginalStart && d.Status != accord.MeetingCancelled && d.StartsAt.Before(o.StartsAt) && d.EndsAt.After(end) {
			end = d.EndsAt
		}
	}
	return end
}
