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
// those invited to its meeting, or to be invited; whoever does it excepted.
func (a *App) dateMails(ctx context.Context, s *store.Store, actor accord.Actor, series accord.Series, m *accord.Meeting) ([]PreviewMail, error) {
	if m == nil {
		return a.previewMails(ctx, s, series.TeamID, actor.PersonID)
	}
	team, err := s.Team(ctx, series.TeamID)
	if err != nil {
		return nil, err
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
		if p.Active() && p.Email != "" && p.ID != actor.PersonID {
			mails = append(mails, PreviewMail{PersonID: p.ID, Name: p.Name, Side: p.Side, TeamRole: i.TeamRole, Team: team.Name})
		}
	}
	slices.SortFunc(mails, func(x, y PreviewMail) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.PersonID, y.PersonID))
	})
	return mails, nil
}
