package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// visitsFollow puts the visits to a meeting on its date, calls them off with it
// and brings them back. The visitors are told as everybody invited is.
func (a *App) visitsFollow(ctx context.Context, tx *store.Store, m accord.Meeting, by string, now time.Time) error {
	visits, err := tx.VisitsOfMeeting(ctx, m.ID)
	if err != nil {
		return err
	}
	for _, was := range visits {
		v := was.Follow(m, now)
		if v == was {
			continue
		}
		kind := "exchange_visit.moved"
		switch v.Status {
		case was.Status:
		case accord.VisitCancelled:
			kind = "exchange_visit.called_off"
		default:
			kind = "exchange_visit.planned"
		}
		if err := tx.SaveExchangeVisit(ctx, &v); err != nil {
			return err
		}
		if _, err := a.visitEvent(ctx, tx, by, kind, v, m.TeamID, now); err != nil {
			return err
		}
	}
	return nil
}

// releaseVisits lets go of what somebody who leaves, observes from now on or
// changed side would have visited: their
// seats go to the next in the round, their days are called off, and those who
// were to shadow them come all the same (P9).
func (a *App) releaseVisits(ctx context.Context, tx *store.Store, actor accord.Actor, p accord.Person, now time.Time) error {
	visits, err := tx.VisitsOfPerson(ctx, p.ID, accord.DateOf(now, accord.Zone(p.TimeZone)))
	if err != nil {
		return err
	}
	for _, v := range visits {
		switch {
		case v.VisitorID != p.ID:
			v.HostID = ""
			err = a.saveStay(ctx, tx, actor.PersonID, v, "exchange_visit.changed", p.ID, now)
		case v.ReportedAt != nil:
		default:
			_, err = a.callOff(ctx, tx, actor.PersonID, v, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// callOff calls a visit to come off, whoever's it is; false where there is
// nothing to call off any more, since the meeting has begun.
func (a *App) callOff(ctx context.Context, tx *store.Store, by string, v accord.ExchangeVisit, now time.Time) (bool, error) {
	const kind = "exchange_visit.called_off"
	if v.MeetingID == "" {
		off, err := v.CallOff(accord.VisitCancelled, now)
		if err != nil {
			return false, err
		}
		return true, a.saveStay(ctx, tx, by, off, kind, "", now)
	}
	m, err := tx.Meeting(ctx, string(v.MeetingID))
	if err != nil || m.Status != accord.MeetingScheduled || !m.StartsAt.After(now) {
		return false, err
	}
	off, err := v.CallOff(accord.VisitSkipped, now)
	if err != nil {
		return false, err
	}
	if err := tx.SaveExchangeVisit(ctx, &off); err != nil {
		return false, err
	}
	if _, err := a.visitEvent(ctx, tx, by, kind, off, m.TeamID, now); err != nil {
		return false, err
	}
	return true, a.freeSeat(ctx, tx, by, m, off, now)
}

// dropSeats calls off the seats to come of a series that has none any more, or
// is the staff meeting of the other side now.
func (c *seriesChange) dropSeats(ctx context.Context) error {
	is := c.goesOn()
	if !c.before.HasVisits() || is.HasVisits() && is.HostSide == c.before.HostSide {
		return nil
	}
	visits, err := c.tx.VisitsOfLineage(ctx, is.LineageID)
	if err != nil {
		return err
	}
	for _, v := range visits {
		if v.SeriesID == accord.NullID(is.ID) && v.Status == accord.VisitPlanned && v.ReportedAt == nil {
			if _, err := c.app.callOff(ctx, c.tx, c.by.PersonID, v, c.now); err != nil {
				return err
			}
		}
	}
	return nil
}
