package app

import (
	"context"
	"errors"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// maxLead is the longest lead time a series can have; a series that meets
// later than that needs no look.
const maxLead = (accord.MaxLeadMinutes + 24*60) * time.Minute

// openDue makes meetings of the occurrences whose first ask is due (A4), also
// of those that came and went while nobody ticked, and moves each series'
// next start on.
func (a *App) openDue(ctx context.Context, g glance) (next time.Time, err error) {
	coming, err := a.store.SeriesComing(ctx, g.now.Add(maxLead))
	if err != nil {
		return next, err
	}
	var near []string
	for _, s := range coming {
		if first := s.NextStartsAt.Add(-s.LongestLead()); first.After(g.now) {
			next = sooner(next, first)
		} else {
			near = append(near, s.ID)
		}
	}
	if len(near) == 0 {
		return next, nil
	}
	list, err := a.store.SeriesOf(ctx, near)
	if err != nil {
		return next, err
	}
	own, err := a.heededDays(ctx, a.store, list)
	if err != nil {
		return next, err
	}
	var failed []error
	for _, s := range list {
		if s.NextStartsAt == nil || s.Status != accord.SeriesActive {
			continue
		}
		due, err := a.openSeriesDue(ctx, g, s, own)
		failed, next = append(failed, err), sooner(next, due)
	}
	return next, errors.Join(failed...)
}

// openSeriesDue opens what is due of one series and returns when to look at it
// again. The look before the transaction only spares one where nothing is; what
// is opened is computed inside it, since the series may have been changed or
// ended meanwhile (S4).
func (a *App) openSeriesDue(ctx context.Context, g glance, s accord.Series, own ownDays) (time.Time, error) {
	due, next, err := a.datesDue(ctx, a.store, s, own, g.now)
	if err != nil {
		return next, err
	}
	if len(due) == 0 && s.NextStartsAt.After(g.now) {
		// What starts after the next date opens after that has begun.
		return sooner(next, *s.NextStartsAt), nil
	}
	err = a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		s, err = tx.Series(ctx, s.ID)
		if err != nil || s.Status != accord.SeriesActive || s.NextStartsAt == nil {
			return err
		}
		if err := a.openDates(ctx, tx, s, g.now); err != nil {
			return err
		}
		if s, err = tx.Series(ctx, s.ID); err != nil || s.NextStartsAt == nil {
			return err
		}
		now, err := a.heededDays(ctx, tx, []accord.Series{s}) // they may be others than before the transaction
		if err != nil {
			return err
		}
		_, next, err = a.datesDue(ctx, tx, s, now, g.now)
		return err
	})
	if s.NextStartsAt == nil {
		return time.Time{}, err
	}
	return sooner(next, sooner(*s.NextStartsAt, opensFrom(s, g.now))), err
}

// opensFrom is the earliest instant at which the next date of a series can be
// due to be opened, where that is still to come.
func opensFrom(s accord.Series, now time.Time) time.Time {
	if first := s.NextStartsAt.Add(-s.LongestLead()); first.After(now) {
		return first
	}
	return time.Time{}
}

// openDates opens the dates of a series that are due and moves its next start on.
func (a *App) openDates(ctx context.Context, tx *store.Store, s accord.Series, now time.Time) error {
	own, err := a.heededDays(ctx, tx, []accord.Series{s})
	if err != nil {
		return err
	}
	due, _, err := a.datesDue(ctx, tx, s, own, now)
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
}

// datesDue computes which planned dates of a series are due to be opened, from
// its next start on where that has passed, and when the one after them is.
func (a *App) datesDue(ctx context.Context, db *store.Store, s accord.Series, own ownDays, now time.Time) ([]accord.Occurrence, time.Time, error) {
	from := now
	if s.NextStartsAt.Before(from) {
		from = *s.NextStartsAt
	}
	dates, err := a.datesOf(ctx, db, s, own, from.Add(-lookBack(s)), now.Add(lookEvery+s.LongestLead()))
	due, next := dueToOpen(s, dates, from, now)
	return due, next, err
}

// lookBack is how far before a date the one before it can still run while
// something of it is due: its lead time, and the longest a meeting takes.
func lookBack(s accord.Series) time.Duration {
	return s.LongestLead() + accord.MaxDurationMinutes*time.Minute
}

// dueToOpen chooses the planned occurrences from the instant on whose first ask
// is due, and says when the next one's is. Dates that had passed when the series
// was made are never opened.
func dueToOpen(s accord.Series, dates []accord.SeriesDate, from, now time.Time) (due []accord.Occurrence, next time.Time) {
	for _, d := range dates {
		o := accord.Occurrence{OriginalStart: d.OriginalStart, StartsAt: accord.Instant(d.StartsAt), EndsAt: accord.Instant(d.EndsAt)}
		if d.Status != accord.MeetingPlanned || o.StartsAt.Before(from) || s.Opens(o) != nil {
			continue
		}
		ask := s.LeadTimes(o.StartsAt, previousEnd(dates, o)).Ask
		if now.Before(ask) {
			return due, ask
		}
		due = append(due, o)
	}
	return due, time.Time{}
}
