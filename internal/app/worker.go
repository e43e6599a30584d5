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
	// gap says that nothing is remembered of the workspace, since it is the first
	// look, the last one failed, or the process slept. What was due meanwhile may
	// have lost its point: such things are looked for and written down.
	gap bool
}

// due reports whether what is due at t, zero for never, is so at the glance.
func (g glance) due(t time.Time) bool { return !t.IsZero() && !g.now.Before(t) }

// chore is one kind of work. It does what is due at the glance's now and returns
// the earliest instant at which more can be due by what is in the database now;
// zero for none within [lookEvery]. An instant that is not after now has it run
// again at the next tick.
type chore struct {
	name string
	run  func(ctx context.Context, g glance) (next time.Time, err error)
	// feeds says that it can make something due of the chore after it.
	feeds bool
}

// chores are all kinds of work, in the order they are done in: none makes
// something due of those before it. What each does with what it finds late stands
// in [catchUps].
func (a *App) chores() []chore {
	return []chore{
		{name: "zones", run: a.rezone}, // at a first look alone, which is at everything
		{name: "open occurrences", run: a.openDue, feeds: true},
		{name: "agendas", run: a.agendasDue},
		{name: "reminders", run: a.remindersDue},
		{name: "confirm by silence", run: a.confirmSilent},
		{name: "intelligence", run: a.intelDue},
		{name: "digests", run: a.digestsDue},
		{name: "weekly updates", run: a.updatesDue},
		{name: "diagnostics", run: a.diagnosticsDue},
		{name: "exchange visits", run: a.visitsDue},
		{name: "reports of visits", run: a.visitReportsDue},
		{name: "charter reviews", run: a.charterReviewsDue},
	}
}

// look does the chores that are due in a workspace, all of them where dues is
// nil, and returns when each is due next.
func (a *App) look(ctx context.Context, g glance, dues []time.Time) ([]time.Time, error) {
	var failed []error
	chores, fed := a.chores(), false
	next := make([]time.Time, len(chores))
	for i, c := range chores {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if dues != nil && !fed && !g.due(dues[i]) {
			next[i] = dues[i]
			continue
		}
		fed = c.feeds
		due, err := c.run(store.Within(ctx, g.workspace), g)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s in %s: %w", c.name, g.workspace, err))
		}
		next[i] = due
	}
	return next, errors.Join(failed...)
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
