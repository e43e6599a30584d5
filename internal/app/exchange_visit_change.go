package app

import (
	"context"
	"errors"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// ReportVisit keeps what a visitor learned and told.
func (a *App) ReportVisit(ctx context.Context, actor accord.Actor, id string, match accord.Match, learned, told string) (accord.VisitDetail, error) {
	return a.changeVisit(ctx, actor, id, match, func(ctx context.Context, tx *store.Store, seen accord.VisitDetail, now time.Time) (accord.ExchangeVisit, string, error) {
		v, err := seen.Report(actor, learned, told, now)
		return v, "exchange_visit.reported", err
	})
}

// CallOffVisit calls a visit off: the visitor themselves, or who may plan it. A
// seat goes to the next in the round.
func (a *App) CallOffVisit(ctx context.Context, actor accord.Actor, id string, match accord.Match) (out accord.VisitDetail, err error) {
	err = a.change(ctx, actor, ActVisit, func(ctx context.Context, tx *store.Store, now time.Time) error {
		if out, err = a.oneVisit(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := match.Check(out.Version, out); err != nil {
			return err
		}
		if err := a.mayPlan(ctx, tx, actor, out.ExchangeVisit); err != nil {
			return err
		}
		off, err := a.callOff(ctx, tx, actor.PersonID, out.ExchangeVisit, now)
		if err == nil && !off {
			err = accord.Errorf(accord.CodeConflict, "This visit is over.")
		}
		if err != nil {
			return err
		}
		out.ExchangeVisit, err = tx.ExchangeVisit(ctx, id)
		return err
	})
	return out, err
}

// freeSeat takes a visitor out of a meeting to come.
func (a *App) freeSeat(ctx context.Context, tx *store.Store, by string, m accord.Meeting, v accord.ExchangeVisit, now time.Time) error {
	if m.Status != accord.MeetingScheduled || !m.StartsAt.After(now) {
		return accord.Errorf(accord.CodeConflict, "This visit is over.")
	}
	role, err := tx.TeamRole(ctx, string(m.TeamID), v.VisitorID)
	if err != nil || role != "" {
		return err
	}
	if err := tx.Uninvite(ctx, m.ID, v.VisitorID); err != nil {
		return err
	}
	return a.tellVisitor(ctx, tx, by, m, v.VisitorID, now, true)
}

// changeVisit is what every change of a visit has in common.
func (a *App) changeVisit(ctx context.Context, actor accord.Actor, id string, match accord.Match, fn func(ctx context.Context, tx *store.Store, seen accord.VisitDetail, now time.Time) (accord.ExchangeVisit, string, error)) (out accord.VisitDetail, err error) {
	err = a.change(ctx, actor, ActVisit, func(ctx context.Context, tx *store.Store, now time.Time) error {
		seen, err := a.oneVisit(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := match.Check(seen.Version, seen); err != nil {
			return err
		}
		v, kind, err := fn(ctx, tx, seen, now)
		if err != nil {
			return err
		}
		if err := tx.SaveExchangeVisit(ctx, &v); err != nil {
			return err
		}
		var teamID accord.NullID
		if v.SeriesID != "" {
			series, err := tx.Series(ctx, string(v.SeriesID))
			if err != nil {
				return err
			}
			teamID = accord.NullID(series.TeamID)
		}
		if _, err := a.visitEvent(ctx, tx, actor.PersonID, kind, v, teamID, now); err != nil {
			return err
		}
		out, err = a.oneVisit(ctx, tx, actor, id)
		return err
	})
	return out, err
}

// visitsDue names and invites the visitors of the next two weeks: the worker's
// chore.
func (a *App) visitsDue(ctx context.Context, g glance) (next time.Time, err error) {
	list, err := a.store.VisitedSeries(ctx)
	if err != nil || len(list) == 0 {
		return next, err
	}
	var failed []error
	for _, series := range list {
		due, err := a.seatsToFill(ctx, a.store, series, g.now)
		if err == nil && len(due) > 0 {
			err = a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
				return a.fillSeats(ctx, tx, series.ID, g.now)
			})
		}
		failed = append(failed, err)
	}
	return g.now.Add(time.Hour), errors.Join(failed...)
}

// seatsToFill are the seats of the dates of the next two weeks that nobody has
// yet, each with whose turn it is.
func (a *App) seatsToFill(ctx context.Context, s *store.Store, series accord.Series, now time.Time) ([]accord.RotaTurn, error) {
	dates, err := a.upcoming(ctx, s, []accord.Series{series}, now, accord.VisitLead+1)
	if err != nil {
		return nil, err
	}
	var near []accord.RotaDate
	for _, d := range accord.RotaDates(dates[series.ID]) {
		if d.StartsAt.After(now) && d.StartsAt.Before(now.AddDate(0, 0, accord.VisitLead)) {
			near = append(near, d)
		}
	}
	if len(near) == 0 {
		return nil, nil
	}
	r, err := a.visitors(ctx, s, series)
	if err != nil {
		return nil, err
	}
	return r.Seats(near, series.VisitingSeats), nil
}

// visitors is the round of those who visit a series: everybody of the other side
// who is not of its team.
func (a *App) visitors(ctx context.Context, s *store.Store, series accord.Series) (accord.Rota, error) {
	r := accord.Rota{Kind: accord.RotaVisitor}
	people, err := s.PeopleOfSide(ctx, series.HostSide.Other(), a.now())
	if err != nil {
		return r, err
	}
	team, err := s.TeamMembers(ctx, series.TeamID)
	if err != nil {
		return r, err
	}
	own := map[string]bool{}
	for _, m := range team {
		own[m.PersonID] = true
	}
	for _, p := range people {
		if !own[p.ID] {
			r.People = append(r.People, accord.RotaPerson{ID: p.ID, Side: p.Side, Since: p.CreatedAt})
		}
	}
	visits, err := s.VisitsOfLineage(ctx, series.LineageID)
	for _, v := range visits {
		switch v.Status {
		case accord.VisitPlanned:
			r.Taken = append(r.Taken, accord.RotaTurn{
				Kind: r.Kind, OriginalStart: v.OriginalStart, StartsAt: v.FromOn.Time(), OwnerID: accord.NullID(v.VisitorID), HolderID: accord.NullID(v.VisitorID), Side: v.VisitorSide,
			})
		case accord.VisitSkipped:
			r.Skips = append(r.Skips, accord.RotaSkip{Kind: r.Kind, OriginalStart: v.OriginalStart, PersonID: v.VisitorID})
		}
	}
	return r, err
}

// fillSeats gives the free seats of a series to whose turn it is.
func (a *App) fillSeats(ctx context.Context, tx *store.Store, seriesID string, now time.Time) error {
	series, err := tx.Series(ctx, seriesID)
	if err != nil || series.Status != accord.SeriesActive || !series.HasVisits() {
		return err
	}
	turns, err := a.seatsToFill(ctx, tx, series, now)
	if err != nil {
		return err
	}
	for _, t := range turns {
		m, err := a.meetingToVisit(ctx, tx, accord.System(series.WorkspaceID), series, t.OriginalStart, now)
		if err != nil {
			return err
		}
		visit := accord.ExchangeVisit{
			ID: store.NewID(), HostSide: series.HostSide, VisitorID: string(t.HolderID), VisitorSide: t.Side, Status: accord.VisitPlanned,
			CreatedBy: accord.SystemID, CreatedAt: now, Version: 1,
		}
		if err := a.seat(ctx, tx, accord.SystemID, series, m, visit, now); err != nil {
			return err
		}
	}
	return nil
}
