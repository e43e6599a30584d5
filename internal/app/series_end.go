package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// EndSeries ends a series now: scheduled meetings are cancelled, everything
// else stays. One on which nothing hangs yet is removed.
func (a *App) EndSeries(ctx context.Context, actor accord.Actor, id string, m accord.Match) (removed bool, err error) {
	err = a.change(ctx, actor, ActChangeSeries, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, _, err := a.ledSeries(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := m.Check(series.Version, series); err != nil {
			return err
		}
		if series.Status == accord.SeriesEnded {
			return accord.Errorf(accord.CodeConflict, "This series has ended.").By("S4")
		}
		touched, err := tx.SeriesTouched(ctx, id)
		if err != nil {
			return err
		}
		if removed = !touched; removed {
			if err := tx.RemoveSeries(ctx, id); err != nil {
				return err
			}
			return a.tellEnd(ctx, tx, series, seriesEvent(actor, "series.removed", series, now))
		}
		return a.end(ctx, tx, actor, series, now)
	})
	return removed, err
}

func (a *App) end(ctx context.Context, tx *store.Store, actor accord.Actor, series accord.Series, now time.Time) error {
	meetings, err := tx.ScheduledMeetings(ctx, series.ID)
	if err != nil {
		return err
	}
	events, err := a.eventsOf(ctx, tx, series, nil)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		told := ctx
		if _, beside := events.Place(m.OriginalStart); beside {
			told = WithoutMail(ctx) // it goes with its series' event
		}
		if err := a.cancelMeeting(told, tx, actor, m, now); err != nil {
			return err
		}
		if told == ctx {
			continue
		}
		if err := a.inviteGuests(ctx, tx, accord.MailMeetingCancelled, m.ID, accord.Event{ActorID: actor.PersonID}); err != nil {
			return err
		}
	}
	if series.Sequence, err = tx.NextSequence(ctx, series.ID, series.Sequence); err != nil {
		return err
	}
	series.Status, series.EndedAt, series.NextStartsAt, series.ChangedAt = accord.SeriesEnded, &now, nil, &now
	if err := tx.SaveSeries(ctx, &series); err != nil {
		return err
	}
	return a.tellEnd(ctx, tx, series, seriesEvent(actor, "series.ended", series, now))
}

// tellEnd records that a series ended, or was removed, and tells its team once.
func (a *App) tellEnd(ctx context.Context, tx *store.Store, series accord.Series, e accord.Event) error {
	e, err := tx.Record(ctx, e)
	if err != nil {
		return err
	}
	team, err := a.seriesPeople(ctx, tx, series.TeamID)
	if err != nil {
		return err
	}
	t := seriesTopic(series)
	t.off = true
	if series.Status != accord.SeriesEnded { // it is gone, and nothing counts for it any more
		t.sequence++
	}
	return a.queueEvent(ctx, tx, accord.MailSeriesEnded, t, e, personsOf(team))
}
