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
// nothing (S6). One step that fails does not keep the others from running.
func (a *App) Tick(ctx context.Context) error {
	ids, err := a.store.WorkspaceIDs(ctx)
	if err != nil {
		return err
	}
	failed := []error{a.sweep(ctx)}
	for _, id := range ids {
		for _, step := range []struct {
			name string
			run  func(context.Context, string) error
		}{
			{"open occurrences", a.openDue},
			{"agendas", a.agendasDue},
			{"reminders", a.remindersDue},
			{"confirm by silence", a.confirmSilent},
		} {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := step.run(store.Within(ctx, id), id); err != nil {
				failed = append(failed, fmt.Errorf("%s in %s: %w", step.name, id, err))
			}
		}
	}
	return errors.Join(failed...)
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

// maxLead is the longest lead time a series can have; a series that meets
// later than that needs no look.
const maxLead = (accord.MaxLeadMinutes + 24*60) * time.Minute

// openDue makes meetings of the occurrences whose first ask is due (A4), also
// of those that came and went while nobody ticked, and moves each series'
// next start on.
func (a *App) openDue(ctx context.Context, workspaceID string) error {
	now := a.now()
	list, err := a.store.SeriesMeetingBefore(ctx, now.Add(maxLead))
	if err != nil {
		return err
	}
	var failed []error
	for _, s := range list {
		if s.NextStartsAt.Before(now.Add(s.LongestLead())) {
			failed = append(failed, a.openSeriesDue(ctx, workspaceID, s, now))
		}
	}
	return errors.Join(failed...)
}

// datesDue computes which planned dates of a series are due to be opened, from
// its next start on where that has passed.
func (a *App) datesDue(ctx context.Context, db *store.Store, s accord.Series, now time.Time) ([]accord.Occurrence, error) {
	from := now
	if s.NextStartsAt.Before(from) {
		from = *s.NextStartsAt
	}
	dates, err := a.datesBetween(ctx, db, s, from.Add(-lookBack(s)), now.Add(s.LongestLead()))
	return dueToOpen(s, dates, from, now), err
}

// openSeriesDue opens what is due of one series. The look before the transaction
// only spares one where nothing is; what is opened is computed inside it, since
// the series may have been changed or ended meanwhile (S4).
func (a *App) openSeriesDue(ctx context.Context, workspaceID string, s accord.Series, now time.Time) error {
	due, err := a.datesDue(ctx, a.store, s, now)
	if err != nil || len(due) == 0 && s.NextStartsAt.After(now) {
		return err
	}
	return a.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		s, err := tx.Series(ctx, s.ID)
		if err != nil || s.Status != accord.SeriesActive || s.NextStartsAt == nil {
			return err
		}
		due, err := a.datesDue(ctx, tx, s, now)
		if err != nil {
			return err
		}
		for _, o := range due {
			_, err := tx.MeetingAt(ctx, s.ID, o.OriginalStart)
			if accord.CodeOf(err) == accord.CodeNotFound {
				_, err = a.openMeeting(ctx, tx, s, o, accord.SystemID, now)
			}
			if err != nil {
				return err
			}
		}
		return a.planNext(ctx, tx, s, now)
	})
}

// lookBack is how far before a date the one before it can still run while
// something of it is due: its lead time, and the longest a meeting takes.
func lookBack(s accord.Series) time.Duration {
	return s.LongestLead() + accord.MaxDurationMinutes*time.Minute
}

// dueToOpen chooses the planned occurrences from the instant on whose first ask
// is due. Dates that had passed when the series was made are never opened.
func dueToOpen(s accord.Series, dates []accord.SeriesDate, from, now time.Time) []accord.Occurrence {
	var due []accord.Occurrence
	for _, d := range dates {
		o := accord.Occurrence{OriginalStart: d.OriginalStart, StartsAt: accord.Instant(d.StartsAt), EndsAt: accord.Instant(d.EndsAt)}
		if d.Status != accord.MeetingPlanned || o.StartsAt.Before(from) || s.Opens(o) != nil {
			continue
		}
		if now.Before(s.LeadTimes(o.StartsAt, previousEnd(dates, o)).Ask) {
			break
		}
		due = append(due, o)
	}
	return due
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
