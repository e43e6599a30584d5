package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// VisitSeats lists the next dates with visiting seats that the actor may see, by
// date: who has a seat, how many are free, and whose turn those are. Seats of a
// closed team are its people's to see (X4).
func (a *App) VisitSeats(ctx context.Context, actor accord.Actor) ([]accord.SeatDate, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeVisits)
	if err != nil {
		return nil, err
	}
	list, err := a.store.VisitedSeries(ctx)
	if err != nil {
		return nil, err
	}
	names, err := a.store.PersonNames(ctx)
	if err != nil {
		return nil, err
	}
	seats, now := []accord.SeatDate{}, a.now()
	for _, series := range list {
		if !view.Sees(series.TeamID) {
			continue
		}
		dates, err := a.seatDates(ctx, series, names, now)
		if err != nil {
			return nil, err
		}
		seats = append(seats, dates...)
	}
	slices.SortStableFunc(seats, func(x, y accord.SeatDate) int { return x.StartsAt.Compare(y.StartsAt) })
	return seats, nil
}

// seatDates are the next dates of a series with who sits there, of everybody's
// names.
func (a *App) seatDates(ctx context.Context, series accord.Series, names map[string]string, now time.Time) ([]accord.SeatDate, error) {
	upcoming, err := a.upcoming(ctx, a.store, []accord.Series{series}, now, nextShown)
	if err != nil {
		return nil, err
	}
	r, err := a.visitors(ctx, a.store, series)
	if err != nil {
		return nil, err
	}
	visits, _, err := a.store.ExchangeVisits(ctx, store.VisitFilter{LineageID: series.LineageID, From: accord.DateOf(now, accord.Zone(series.TimeZone)).AddDays(-1)}, accord.Page{})
	if err != nil {
		return nil, err
	}
	var list []accord.SeatDate
	dates := slices.DeleteFunc(accord.RotaDates(upcoming[series.ID]), func(d accord.RotaDate) bool { return !d.StartsAt.After(now) })
	turns := r.Seats(dates, series.VisitingSeats)
	for _, d := range dates {
		s := accord.SeatDate{
			SeriesID: series.ID, SeriesTitle: series.Title, HostSide: series.HostSide, OriginalStart: d.OriginalStart, StartsAt: d.StartsAt,
			TimeZone: series.TimeZone, Seats: series.VisitingSeats, Visits: []accord.SeatTaken{}, Next: []accord.SeatTaken{},
		}
		for _, v := range visits {
			if v.SeriesID == accord.NullID(series.ID) && v.OriginalStart == d.OriginalStart && v.Status == accord.VisitPlanned {
				s.Visits = append(s.Visits, accord.SeatTaken{VisitID: accord.NullID(v.ID), VisitorID: v.VisitorID, Name: v.VisitorName, Side: v.VisitorSide})
			}
		}
		for _, t := range turns {
			if t.OriginalStart == d.OriginalStart {
				s.Next = append(s.Next, accord.SeatTaken{VisitorID: string(t.HolderID), Name: names[string(t.HolderID)], Side: t.Side})
			}
		}
		list = append(list, s)
	}
	return list, nil
}

// SwapVisits lets the visitors of two seats to come take each other's: either of
// them may, and whoever may plan for both. Each is told of the seat they have now
// and of the one they have no more.
func (a *App) SwapVisits(ctx context.Context, actor accord.Actor, id string, match accord.Match, with string) (out accord.VisitDetail, err error) {
	err = a.change(ctx, actor, ActVisit, func(ctx context.Context, tx *store.Store, now time.Time) error {
		first, err := a.oneVisit(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := match.Check(first.Version, first); err != nil {
			return err
		}
		second, err := a.oneVisit(ctx, tx, actor, with)
		if accord.CodeOf(err) == accord.CodeNotFound {
			return accord.BadField("with", "Choose a seat at another date with the same side.")
		}
		if err != nil {
			return err
		}
		x, y, err := accord.SwapSeats(first.ExchangeVisit, second.ExchangeVisit)
		if err != nil {
			return err
		}
		if err := a.maySwap(ctx, tx, actor, first.ExchangeVisit, second.ExchangeVisit); err != nil {
			return err
		}
		for _, v := range []struct{ was, is accord.ExchangeVisit }{{first.ExchangeVisit, x}, {second.ExchangeVisit, y}} {
			if err := a.reseat(ctx, tx, actor.PersonID, v.was, v.is, now); err != nil {
				return err
			}
		}
		out, err = a.oneVisit(ctx, tx, actor, with)
		if out.VisitorID != actor.PersonID {
			out, err = a.oneVisit(ctx, tx, actor, id)
		}
		return err
	})
	return out, err
}

// maySwap lets the two visitors swap; anybody else must be one who may plan for
// both.
func (a *App) maySwap(ctx context.Context, tx *store.Store, actor accord.Actor, visits ...accord.ExchangeVisit) error {
	if slices.ContainsFunc(visits, func(v accord.ExchangeVisit) bool { return v.VisitorID == actor.PersonID }) {
		return nil
	}
	for _, v := range visits {
		if err := a.mayPlan(ctx, tx, actor, v); err != nil {
			return err
		}
	}
	return nil
}

// reseat gives a seat to another visitor.
func (a *App) reseat(ctx context.Context, tx *store.Store, by string, was, is accord.ExchangeVisit, now time.Time) error {
	m, err := tx.Meeting(ctx, string(is.MeetingID))
	if err != nil {
		return err
	}
	visits, err := tx.VisitsOfMeeting(ctx, m.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(visits, func(v accord.ExchangeVisit) bool { return v.VisitorID == is.VisitorID }) {
		return accord.Errorf(accord.CodeConflict, "They have a seat at this date already.")
	}
	if err := tx.SaveExchangeVisit(ctx, &is); err != nil {
		return err
	}
	if _, err := a.visitEvent(ctx, tx, by, "exchange_visit.swapped", is, m.TeamID, now); err != nil {
		return err
	}
	if err := a.freeSeat(ctx, tx, by, m, was, now); err != nil {
		return err
	}
	return a.inviteVisitor(ctx, tx, by, m, is, now)
}

// mayPlan is mayPlanFor with the standing at the visit's meeting.
func (a *App) mayPlan(ctx context.Context, tx *store.Store, actor accord.Actor, v accord.ExchangeVisit) error {
	standing := Standing{Actor: actor}
	if v.MeetingID != "" {
		m, err := tx.Meeting(ctx, string(v.MeetingID))
		if err != nil {
			return err
		}
		if standing, err = a.teamStanding(ctx, tx, actor, m.TeamID); err != nil {
			return err
		}
	}
	return a.mayPlanFor(ctx, tx, actor, v, standing)
}

// MayPlanVisit reports whether the actor may call a visit off, move it or swap
// it.
func (a *App) MayPlanVisit(ctx context.Context, actor accord.Actor, v accord.ExchangeVisit) (bool, error) {
	err := Allow(actor, ActVisit)
	if err == nil {
		err = a.mayPlan(store.Within(ctx, actor.WorkspaceID), a.store, actor, v)
	}
	denied := accord.CodeOf(err) == accord.CodeDenied
	if denied {
		err = nil
	}
	return err == nil && !denied, err
}
