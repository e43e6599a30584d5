package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// rezone sets right, once after every start, what an earlier version of the
// zones' rules computed: countries change their clocks at short notice, and a
// meeting at ten is still at ten afterwards (S1). What is over stays as it was.
// One thing that cannot be set right keeps no other from it.
func (a *App) rezone(ctx context.Context, g glance) (time.Time, error) {
	if !g.first {
		return time.Time{}, nil
	}
	return time.Time{}, errors.Join(a.rezoneMeetings(ctx, g), a.rezoneSeries(ctx, g), a.rezoneItems(ctx, g), a.rezoneDigests(ctx, g))
}

// clocksReach is more than clocks are ever changed by.
const clocksReach = 26 * time.Hour

// rezoneMeetings moves the meetings to come whose start is not at the wall clock
// it was set to. Their calendars are told as of any other move.
func (a *App) rezoneMeetings(ctx context.Context, g glance) error {
	list, err := a.store.MeetingStarts(ctx, g.now.Add(-clocksReach))
	if err != nil {
		return err
	}
	var failed []error
	for _, m := range list {
		if _, moves := m.Rezoned(g.now); !moves {
			continue
		}
		err := a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
			m, err := tx.Meeting(ctx, m.ID)
			if err != nil {
				return err
			}
			moved, moves := m.Rezoned(g.now)
			if !moves {
				return nil
			}
			if moved, err = a.retime(ctx, tx, moved, m.StartsAt, g.now); err != nil {
				return err
			}
			return a.saveDate(ctx, tx, accord.System(g.workspace), &moved, "rezoned", accord.MailMeetingMoved, g.now)
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("meeting %s: %w", m.ID, err))
		}
	}
	return errors.Join(failed...)
}

// rezoneSeries plans anew each series whose next start is none of its dates, or
// not the first of them any more: newer tables of holidays bring dates back. It
// looks as far back as clocks may reach: a date that began in between is opened
// by [App.openDue], not passed over.
func (a *App) rezoneSeries(ctx context.Context, g glance) error {
	list, err := a.store.ActiveSeries(ctx)
	if err != nil {
		return err
	}
	own, err := a.heededDays(ctx, a.store, list)
	if err != nil {
		return err
	}
	var failed []error
	for _, s := range list {
		if s.NextStartsAt == nil {
			continue
		}
		if err := a.rezoneOne(ctx, g, s, own); err != nil {
			failed = append(failed, fmt.Errorf("series %s: %w", s.ID, err))
		}
	}
	return errors.Join(failed...)
}

func (a *App) rezoneOne(ctx context.Context, g glance, s accord.Series, own ownDays) error {
	dates, err := a.datesOf(ctx, a.store, s, own, *s.NextStartsAt, s.NextStartsAt.Add(time.Microsecond))
	if err != nil {
		return err
	}
	if len(dates) == 0 {
		from := g.now.Add(-clocksReach)
		if s.NextStartsAt.Before(g.now) { // nothing was opened since
			from = s.NextStartsAt.Add(-clocksReach)
		}
		return a.replan(ctx, g, s.ID, from)
	}
	if !s.Observes() || !s.NextStartsAt.After(g.now) {
		return nil
	}
	if dates, err = a.datesOf(ctx, a.store, s, own, g.now, *s.NextStartsAt); err != nil || firstStart(dates) == nil {
		return err
	}
	return a.replan(ctx, g, s.ID, g.now)
}

// replan writes when a series meets next from an instant on that may lie in the
// past, not before it was planned.
func (a *App) replan(ctx context.Context, g glance, id string, from time.Time) error {
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		s, err := tx.Series(ctx, id)
		if err != nil || s.Status != accord.SeriesActive {
			return err
		}
		for _, t := range []*time.Time{&s.CreatedAt, s.PlannedFrom} {
			if t != nil && t.After(from) {
				from = *t
			}
		}
		return a.planNext(ctx, tx, s, from)
	})
}

// rezoneItems moves the ends of the due days to come of running items.
func (a *App) rezoneItems(ctx context.Context, g glance) error {
	list, err := a.store.DueEnds(ctx, g.now.Add(-clocksReach))
	if err != nil {
		return err
	}
	var failed []error
	for _, i := range list {
		if _, moves := i.Rezoned(g.now); !moves {
			continue
		}
		err := a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
			item, err := tx.ActionItem(ctx, i.ID)
			if err != nil {
				return err
			}
			after, moves := item.Rezoned(g.now)
			if !moves {
				return nil
			}
			w := &itemWork{tx: tx, actor: accord.System(g.workspace), now: g.now, item: item}
			_, err = a.saveItem(ctx, w, after, itemRezoned, "")
			return err
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("action item %s: %w", i.ID, err))
		}
	}
	return errors.Join(failed...)
}
