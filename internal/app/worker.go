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
// occurrences, asks for and sends agendas, reminds owners. What is due stands in the database, so a tick after three days
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
const maxLead = 15 * 24 * time.Hour

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
		failed = append(failed, a.openSeriesDue(ctx, workspaceID, s, now))
	}
	return errors.Join(failed...)
}

func (a *App) openSeriesDue(ctx context.Context, workspaceID string, s accord.Series, now time.Time) error {
	schedule, err := s.Schedule()
	if err != nil {
		return fmt.Errorf("schedule of series %s: %w", s.ID, err)
	}
	from := now
	if s.NextStartsAt.Before(from) {
		from = *s.NextStartsAt
	}
	planned, err := schedule.Between(from, now.Add(maxLead))
	if err != nil {
		return err
	}
	due, err := a.dueToOpen(ctx, s, schedule, planned, now)
	if err != nil {
		return err
	}
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
		if s.NextStartsAt.After(now) {
			return nil
		}
		return a.planOn(ctx, tx, s, schedule, now)
	})
}

// planOn moves a series' next start past now: to the next occurrence that is
// not cancelled, at the time it is held.
func (a *App) planOn(ctx context.Context, tx *store.Store, s accord.Series, schedule accord.Schedule, now time.Time) error {
	for _, o := range schedule.Next(now, occurrencesAhead) {
		if !s.Plans(o) {
			continue
		}
		m, err := tx.MeetingAt(ctx, s.ID, o.OriginalStart)
		switch {
		case accord.CodeOf(err) == accord.CodeNotFound:
			return tx.PlanSeries(ctx, s.ID, &o.StartsAt)
		case err != nil:
			return err
		case m.Status != accord.MeetingCancelled && m.StartsAt.After(now):
			return tx.PlanSeries(ctx, s.ID, &m.StartsAt)
		}
	}
	return tx.PlanSeries(ctx, s.ID, nil)
}

// occurrencesAhead is how many cancelled dates in a row are looked past.
const occurrencesAhead = 60

// dueToOpen chooses the occurrences without a meeting whose first ask is due.
func (a *App) dueToOpen(ctx context.Context, s accord.Series, schedule accord.Schedule, planned []accord.Occurrence, now time.Time) ([]accord.Occurrence, error) {
	var due []accord.Occurrence
	for _, o := range planned {
		if s.Opens(o) != nil || !s.Plans(o) {
			continue
		}
		_, err := a.store.MeetingAt(ctx, s.ID, o.OriginalStart)
		if err == nil {
			continue
		}
		if accord.CodeOf(err) != accord.CodeNotFound {
			return nil, err
		}
		previous, err := a.previousEnd(ctx, a.store, s, schedule, o.OriginalStart, o.StartsAt)
		if err != nil {
			return nil, err
		}
		if now.Before(s.LeadTimes(o.StartsAt, previous).Ask) {
			break
		}
		due = append(due, o)
	}
	return due, nil
}

// previousEnd is when the occurrence before the one of that name, which starts
// at start, ends or ended: as planned, or as its meeting was moved. A cancelled
// one does not count. Only those that matter to lead times are looked for; the
// zero time is none of them.
func (a *App) previousEnd(ctx context.Context, s *store.Store, series accord.Series, schedule accord.Schedule, name accord.LocalTime, start time.Time) (time.Time, error) {
	from := start.Add(-maxLead)
	planned, err := schedule.Between(from, start)
	if err != nil {
		return time.Time{}, err
	}
	meetings, err := s.MeetingsAround(ctx, series.ID, accord.LocalTimeOf(from, schedule.Zone), accord.LocalTimeOf(start, schedule.Zone), from, start)
	if err != nil {
		return time.Time{}, err
	}
	var end time.Time
	for _, d := range series.Dates(planned, meetings, from, start) {
		if d.OriginalStart != name && d.Status != accord.MeetingCancelled && d.EndsAt.After(end) {
			end = d.EndsAt
		}
	}
	return end, nil
}
