package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// OccurrenceChange moves, calls off or restores one date.
type OccurrenceChange struct {
	StartsAt *time.Time           // nil leaves the time
	Status   accord.MeetingStatus // cancelled, scheduled, or "" to leave it
}

// ChangeOccurrence changes one date of a series (S4). It becomes a meeting by
// it, except where nothing is changed. Version is what the date's ETag says: 0
// while it is planned.
func (a *App) ChangeOccurrence(ctx context.Context, actor accord.Actor, seriesID, name string, match accord.Match, c OccurrenceChange) (d accord.SeriesDate, version int, err error) {
	err = a.change(ctx, actor, ActChangeSeries, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, _, err := a.ledSeries(ctx, tx, actor, seriesID)
		if err != nil {
			return err
		}
		o, m, err := a.occurrenceNamed(ctx, tx, series, name)
		if err != nil {
			return err
		}
		if err := checkOccurrence(series, o, m, match, c); err != nil {
			return err
		}
		if m == nil && c.StartsAt == nil && c.Status != accord.MeetingCancelled {
			d = series.DateOf(o, nil)
			return nil
		}
		if m == nil {
			opened, err := a.openOccurrence(ctx, tx, series, o.Occurrence, actor.PersonID, now)
			if err != nil {
				return err
			}
			m = &opened
		}
		if err := a.changeMeetingDate(ctx, tx, actor, m, c, now); err != nil {
			return err
		}
		d, version = series.DateOf(o, m), m.Version
		return nil
	})
	return d, version, err
}

// checkOccurrence refuses a change that makes no sense, and a stale one.
func checkOccurrence(series accord.Series, o accord.ObservedOccurrence, m *accord.Meeting, match accord.Match, c OccurrenceChange) error {
	var v accord.Validation
	v.Check(c.Status == "" || c.Status == accord.MeetingCancelled || c.Status == accord.MeetingScheduled, "status", "Choose cancelled or scheduled.")
	v.Check(c.StartsAt == nil || c.StartsAt.Year() >= 1900 && c.StartsAt.Year() <= 2200, "starts_at", "Give a time between 1900 and 2200.")
	v.Check(c.StartsAt == nil || c.Status != accord.MeetingCancelled, "status", "Move it or call it off, not both.")
	if err := v.Err(); err != nil {
		return err
	}
	version := 0
	if m != nil {
		version = m.Version
	}
	return match.Check(version, series.DateOf(o, m))
}

// changeMeetingDate restores, calls off and moves, whatever is asked.
func (a *App) changeMeetingDate(ctx context.Context, tx *store.Store, actor accord.Actor, m *accord.Meeting, c OccurrenceChange, now time.Time) error {
	if c.Status == accord.MeetingCancelled {
		if err := a.cancelMeeting(ctx, tx, actor, *m, now); err != nil {
			return err
		}
		changed, err := tx.Meeting(ctx, m.ID)
		*m = changed
		return err
	}
	if c.Status == accord.MeetingScheduled && m.Status != accord.MeetingScheduled {
		restored, err := m.Restore()
		if err != nil {
			return err
		}
		if err := a.saveDate(ctx, tx, actor, &restored, "restored", accord.MailMeeting, now); err != nil {
			return err
		}
		*m = restored
	}
	if c.StartsAt == nil || accord.Instant(*c.StartsAt).Equal(m.StartsAt) {
		return nil
	}
	moved, err := m.Move(*c.StartsAt)
	if err != nil {
		return err
	}
	if moved, err = a.retime(ctx, tx, moved, m.StartsAt, now); err != nil {
		return err
	}
	if err := a.saveDate(ctx, tx, actor, &moved, "moved", accord.MailMeetingMoved, now); err != nil {
		return err
	}
	*m = moved
	return nil
}

// cancelMeeting calls off a scheduled meeting and mails those invited.
func (a *App) cancelMeeting(ctx context.Context, tx *store.Store, actor accord.Actor, m accord.Meeting, now time.Time) error {
	cancelled, err := m.Cancel(now)
	if err != nil {
		return err
	}
	return a.saveDate(ctx, tx, actor, &cancelled, "cancelled", accord.MailMeetingCancelled, now)
}

// saveDate saves a meeting whose date changed as [meetingTx.saveDate] does.
func (a *App) saveDate(ctx context.Context, tx *store.Store, actor accord.Actor, m *accord.Meeting, kind, mail string, now time.Time) error {
	t := &meetingTx{app: a, tx: tx, by: actor, now: now, m: *m}
	err := t.saveDate(ctx, kind, mail)
	*m = t.m
	return err
}
