package app

import (
	"cmp"
	"context"
	"slices"

	"accord/internal/accord"
	"accord/internal/store"
)

// SeriesEditor is what the editors of a series show beside its words.
type SeriesEditor struct {
	SeriesDetail
	People []accord.TeamPerson // who may facilitate
	Agenda []accord.SeriesAgendaItem
}

// SeriesEditor loads a series for those who may change it: leaders of its team
// and admins.
func (a *App) SeriesEditor(ctx context.Context, actor accord.Actor, id string) (e SeriesEditor, err error) {
	ctx, err = a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return e, err
	}
	series, standing, err := a.ledSeries(ctx, a.store, actor, id)
	if err != nil {
		return e, err
	}
	if e.SeriesDetail, err = a.seriesDetail(ctx, a.store, standing, series); err != nil {
		return e, err
	}
	if e.People, err = a.store.TeamPeople(ctx, series.TeamID); err != nil {
		return e, err
	}
	e.Agenda, err = a.store.SeriesAgenda(ctx, id)
	return e, err
}

// dateMails lists who is told when one date is moved, called off or restored:
// those invited to its meeting, or to be invited.
func (a *App) dateMails(ctx context.Context, s *store.Store, series accord.Series, m *accord.Meeting) ([]PreviewMail, error) {
	if m == nil {
		return a.previewMails(ctx, s, series.TeamID)
	}
	return a.meetingsMails(ctx, s, []accord.Meeting{*m})
}

// checkFacilitator refuses a facilitator who is not of the series' team, or
// only observes.
func (a *App) checkFacilitator(ctx context.Context, s *store.Store, v *accord.Validation, series accord.Series) error {
	if series.FacilitatorID == "" {
		return nil
	}
	people, err := s.TeamPeople(ctx, series.TeamID)
	v.Check(slices.ContainsFunc(people, func(p accord.TeamPerson) bool {
		return p.ID == string(series.FacilitatorID) && p.Facilitates()
	}), "facilitator_id", "Choose somebody of the team who does more than observe.")
	return err
}

// LedTeam is a team somebody may make a series for, with its people.
type LedTeam struct {
	accord.Team
	People []accord.TeamPerson
}

// LedTeams lists the teams the actor may make a series for.
func (a *App) LedTeams(ctx context.Context, actor accord.Actor) ([]LedTeam, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeTeams)
	if err != nil {
		return nil, err
	}
	teams, err := a.store.LedTeams(ctx, view, actor.PersonID, actor.Admin())
	if err != nil {
		return nil, err
	}
	led := make([]LedTeam, len(teams))
	for i, t := range teams {
		led[i].Team = t
		if led[i].People, err = a.store.TeamPeople(ctx, t.ID); err != nil {
			return nil, err
		}
	}
	return led, nil
}

// meetingsMails lists who is told when meetings are called off: everybody
// invited to one of them, once.
func (a *App) meetingsMails(ctx context.Context, s *store.Store, meetings []accord.Meeting) ([]PreviewMail, error) {
	told := map[string]bool{}
	mails := []PreviewMail{}
	for _, m := range meetings {
		of, err := a.invitedMails(ctx, s, m)
		if err != nil {
			return nil, err
		}
		for _, mail := range of {
			if !told[mail.PersonID] {
				told[mail.PersonID] = true
				mails = append(mails, mail)
			}
		}
	}
	slices.SortFunc(mails, func(x, y PreviewMail) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.PersonID, y.PersonID))
	})
	return mails, nil
}

// invitedMails lists those invited to a meeting who can be mailed.
func (a *App) invitedMails(ctx context.Context, s *store.Store, m accord.Meeting) ([]PreviewMail, error) {
	var team accord.Team
	if m.TeamID != "" {
		var err error
		if team, err = s.Team(ctx, string(m.TeamID)); err != nil {
			return nil, err
		}
	}
	invited, err := s.MeetingPeople(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	mails := make([]PreviewMail, 0, len(invited))
	for _, i := range invited {
		p, err := s.Person(ctx, i.PersonID)
		if err != nil {
			return nil, err
		}
		if p.Active() && p.Email != "" {
			mails = append(mails, PreviewMail{PersonID: p.ID, Name: p.Name, Side: p.Side, TeamRole: i.TeamRole, Team: team.Name})
		}
	}
	return mails, nil
}

// CancelMails lists who is told, and why, when a meeting is called off or
// brought back (S5); nobody is shown to those who may do neither.
func (a *App) CancelMails(ctx context.Context, actor accord.Actor, meetingID string) ([]PreviewMail, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return nil, err
	}
	head, standing, err := a.loadMeeting(ctx, a.store, actor, meetingID, a.now())
	if err != nil || !standing.Leads() {
		return nil, err
	}
	return a.meetingsMails(ctx, a.store, []accord.Meeting{head.Meeting})
}
