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
			_, err = tx.Record(ctx, seriesEvent(actor, "series.removed", series, now))
			return err
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
	for _, m := range meetings {
		if err := a.cancelMeeting(ctx, tx, actor, m, now); err != nil {
			return err
		}
	}
	series.Status, series.EndedAt, series.NextStartsAt = accord.SeriesEnded, &now, nil
	if err := tx.SaveSeries(ctx, &series); err != nil {
		return err
	}
	_, err = tx.Record(ctx, seriesEvent(actor, "series.ended", series, now))
	return err
}
