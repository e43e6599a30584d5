package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// VisitQuery says which visits somebody asks for.
type VisitQuery struct {
	SeriesID, MeetingID, VisitorID string
	From, To                       accord.Date // by first day
}

// ExchangeVisits lists a page of the visits the actor may see, the latest first;
// all of them where the page has no limit.
func (a *App) ExchangeVisits(ctx context.Context, actor accord.Actor, q VisitQuery, p accord.Page) ([]accord.VisitDetail, []string, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeVisits)
	if err != nil {
		return nil, nil, err
	}
	f := store.VisitFilter{View: view, PersonID: actor.PersonID, MeetingID: q.MeetingID, VisitorID: q.VisitorID, From: q.From, To: q.To}
	if q.SeriesID != "" {
		series, _, err := a.seriesFor(ctx, a.store, actor, q.SeriesID)
		if err != nil {
			return nil, nil, err
		}
		f.LineageID = series.LineageID
	}
	return a.store.ExchangeVisits(ctx, f, p)
}

// ExchangeVisit gives one visit.
func (a *App) ExchangeVisit(ctx context.Context, actor accord.Actor, id string) (accord.VisitDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeVisits)
	if err != nil {
		return accord.VisitDetail{}, err
	}
	return a.oneVisit(ctx, a.store, actor, id)
}

func (a *App) oneVisit(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.VisitDetail, error) {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return accord.VisitDetail{}, err
	}
	list, _, err := s.ExchangeVisits(ctx, store.VisitFilter{View: view, PersonID: actor.PersonID, ID: id}, accord.Page{Limit: 1})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("visit")
	}
	if err != nil {
		return accord.VisitDetail{}, err
	}
	return list[0], nil
}

// NewVisit is a visit as somebody plans it: a seat at one date of a series, or
// days with the other side.
type NewVisit struct {
	SeriesID, OriginalStart string
	VisitorID               string // "" is the actor
	HostID                  string // of days: whom they shadow; "" for nobody in particular
	FromOn, ToOn            accord.Date
	What                    string
}

// PlanVisit plans a visit: one's own; anybody's by the leaders of the team that
// hosts, their side's lead and admins. The visitor is invited to the meeting.
func (a *App) PlanVisit(ctx context.Context, actor accord.Actor, in NewVisit) (out accord.VisitDetail, err error) {
	err = a.change(ctx, actor, ActVisit, func(ctx context.Context, tx *store.Store, now time.Time) error {
		if in.VisitorID == "" {
			in.VisitorID = actor.PersonID
		}
		visitor, err := tx.Person(ctx, in.VisitorID)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		var v accord.Validation
		v.Check(err == nil && visitor.Active() && visitor.Role != accord.RoleObserver, "visitor_id", "Choose somebody who is here.")
		if err := v.Err(); err != nil {
			return err
		}
		visit := accord.ExchangeVisit{
			ID: store.NewID(), VisitorID: visitor.ID, VisitorSide: visitor.Side, HostSide: visitor.Side.Other(), FromOn: in.FromOn, ToOn: in.ToOn,
			What: strings.TrimSpace(in.What), HostID: accord.NullID(in.HostID), Status: accord.VisitPlanned, CreatedBy: actor.PersonID, CreatedAt: now, Version: 1,
		}
		if in.SeriesID != "" {
			err = a.planSeat(ctx, tx, actor, visitor, visit, in, now)
		} else {
			err = a.planDays(ctx, tx, actor, visit, now)
		}
		if err != nil {
			return err
		}
		out, err = a.oneVisit(ctx, tx, actor, visit.ID)
		return err
	})
	return out, err
}

// mayPlanFor lets people plan their own visits; anybody's, whoever leads the
// team, the visitor's side, or administers.
func (a *App) mayPlanFor(ctx context.Context, tx *store.Store, actor accord.Actor, visit accord.ExchangeVisit, standing Standing) error {
	if visit.VisitorID == actor.PersonID || standing.Leads() {
		return nil
	}
	w, err := tx.Workspace(ctx)
	if err != nil {
		return err
	}
	if !w.LeadsSide(actor.PersonID, visit.VisitorSide) {
		return accord.Errorf(accord.CodeDenied, "Everybody plans their own visits; leaders of the team, the lead of the side and admins plan anybody's.").By("X4")
	}
	return nil
}

// planSeat gives somebody a seat at a date of a series.
func (a *App) planSeat(ctx context.Context, tx *store.Store, actor accord.Actor, visitor accord.Person, visit accord.ExchangeVisit, in NewVisit, now time.Time) error {
	series, standing, err := a.seriesFor(ctx, tx, actor, in.SeriesID)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return accord.BadField("series_id", "Choose a series.")
	}
	if err != nil {
		return err
	}
	if !series.HasVisits() {
		return accord.Errorf(accord.CodeConflict, "This series has no seats for visitors.")
	}
	visit.HostSide, visit.HostID = series.HostSide, ""
	if visitor.Side != series.HostSide.Other() {
		return accord.BadField("visitor_id", "Who visits is of the other side than who hosts.")
	}
	if err := a.mayPlanFor(ctx, tx, actor, visit, standing); err != nil {
		return err
	}
	name, err := parseName(in.OriginalStart)
	if err != nil {
		return err
	}
	m, err := a.meetingToVisit(ctx, tx, actor, series, name, now)
	if err != nil {
		return err
	}
	taken, err := a.seatsTaken(ctx, tx, series, name)
	if err != nil {
		return err
	}
	switch {
	case len(taken) >= series.VisitingSeats:
		return accord.Errorf(accord.CodeConflict, "All seats of this date are taken.")
	case slices.Contains(taken, visitor.ID):
		return accord.Errorf(accord.CodeConflict, "They have a seat at this date already.")
	}
	return a.seat(ctx, tx, actor.PersonID, series, m, visit, now)
}

// meetingToVisit is the meeting at a date of the series, opened for the visit
// where it is only planned.
func (a *App) meetingToVisit(ctx context.Context, tx *store.Store, actor accord.Actor, series accord.Series, name accord.LocalTime, now time.Time) (accord.Meeting, error) {
	m, err := tx.MeetingAt(ctx, series.ID, name)
	if accord.CodeOf(err) == accord.CodeNotFound {
		o, _, found := a.occurrenceNamed(ctx, tx, series, string(name))
		if found != nil {
			return m, found
		}
		m, err = a.openOccurrence(ctx, tx, series, o.Occurrence, actor.PersonID, now)
	}
	if err == nil && (m.Status != accord.MeetingScheduled || !m.StartsAt.After(now)) {
		err = accord.Errorf(accord.CodeConflict, "Choose a date that is still to come.")
	}
	return m, err
}

// seatsTaken are those who have a seat at a date.
func (a *App) seatsTaken(ctx context.Context, s *store.Store, series accord.Series, name accord.LocalTime) ([]string, error) {
	visits, err := s.VisitsOfLineage(ctx, series.LineageID)
	var taken []string
	for _, v := range visits {
		if v.SeriesID == accord.NullID(series.ID) && v.OriginalStart == name && v.Status == accord.VisitPlanned {
			taken = append(taken, v.VisitorID)
		}
	}
	return taken, err
}

// seat saves a visit to a meeting and invites the visitor to it.
func (a *App) seat(ctx context.Context, tx *store.Store, by string, series accord.Series, m accord.Meeting, visit accord.ExchangeVisit, now time.Time) error {
	day := accord.DateOf(m.StartsAt, accord.Zone(m.TimeZone))
	visit.SeriesID, visit.MeetingID, visit.OriginalStart, visit.FromOn, visit.ToOn = accord.NullID(series.ID), accord.NullID(m.ID), m.OriginalStart, day, day
	visit, err := visit.Check()
	if err != nil {
		return err
	}
	if err := tx.CreateExchangeVisit(ctx, &visit); err != nil {
		return err
	}
	if _, err := a.visitEvent(ctx, tx, by, "exchange_visit.planned", visit, m.TeamID, now); err != nil {
		return err
	}
	return a.inviteVisitor(ctx, tx, by, m, visit, now)
}

// inviteVisitor invites a visitor to the meeting they have a seat at. Those of
// its team are invited as the team is.
func (a *App) inviteVisitor(ctx context.Context, tx *store.Store, by string, m accord.Meeting, visit accord.ExchangeVisit, now time.Time) error {
	role, err := tx.TeamRole(ctx, string(m.TeamID), visit.VisitorID)
	if err != nil || role != "" {
		return err
	}
	if err := tx.Invite(ctx, []accord.MeetingPerson{{MeetingID: m.ID, PersonID: visit.VisitorID, Side: visit.VisitorSide}}); err != nil {
		return err
	}
	return a.tellVisitor(ctx, tx, by, m, visit.VisitorID, now, false)
}

// tellVisitor invites a visitor alone to the meeting, or calls it off for them.
func (a *App) tellVisitor(ctx context.Context, tx *store.Store, by string, m accord.Meeting, visitorID string, now time.Time, off bool) error {
	p, err := tx.Person(ctx, visitorID)
	if err != nil {
		return err
	}
	t, err := a.meetingTopic(ctx, tx, m)
	if err != nil {
		return err
	}
	kind, mail := "meeting.visitor_invited", accord.MailMeeting
	if off {
		kind, mail, t.off = "meeting.visitor_called_off", accord.MailUninvited, true
	}
	e, err := tx.Record(ctx, accord.Event{
		At: now, ActorID: by, Kind: kind, SubjectType: "meeting", SubjectID: m.ID, MeetingID: accord.NullID(m.ID), TeamID: m.TeamID,
		Data: jsonObject("person_id", p.ID),
	})
	if err != nil {
		return err
	}
	return a.queueEvent(ctx, tx, mail, t, e, []accord.Person{p})
}

// visitEvent tells of a visit; that of a team is its people's to read.
func (a *App) visitEvent(ctx context.Context, tx *store.Store, by, kind string, visit accord.ExchangeVisit, teamID accord.NullID, now time.Time) (accord.Event, error) {
	return tx.Record(ctx, accord.Event{
		At: now, ActorID: by, Kind: kind, SubjectType: visitSubject, SubjectID: visit.ID, MeetingID: visit.MeetingID, TeamID: teamID,
		Data: jsonObject("visitor_id", visit.VisitorID, "host_side", visit.HostSide, "from_on", visit.FromOn, "to_on", visit.ToOn),
	})
}
