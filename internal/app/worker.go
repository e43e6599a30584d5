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
	var failed []error
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

func (a *App) openSeriesDue(ctx context.Context, workspaceID string, s accord.Series, now time.Time) error {
	from := now
	if s.NextStartsAt.Before(from) {
		from = *s.NextStartsAt
	}
	dates, err := a.datesBetween(ctx, a.store, s, from.Add(-lookBack(s)), now.Add(s.LongestLead()))
	if err != nil {
		return err
	}
	due := dueToOpen(s, dates, from, now)
	if len(due) == 0 && s.NextStartsAt.After(now) {
		return nil
	}
	return a.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
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
