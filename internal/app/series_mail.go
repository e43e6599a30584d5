package app

import (
	"context"
	"slices"

	"accord/internal/accord"
	"accord/internal/store"
)

// seriesPeople returns who is told of a series: the active people of its team
// with an address, whoever does it among them: it is their calendar too.
func (a *App) seriesPeople(ctx context.Context, s *store.Store, teamID string) ([]accord.TeamPerson, error) {
	team, err := s.TeamPeople(ctx, teamID)
	if err != nil {
		return nil, err
	}
	told := make([]accord.TeamPerson, 0, len(team))
	for _, p := range team {
		if p.Email != "" {
			told = append(told, p)
		}
	}
	return told, nil
}

// tellSeries tells everybody what a change of a series does to its dates; e is
// the event of it. Of a series that was split the team is told twice, first of
// the one that ends (S4). Guests of a meeting that moved with its series, who
// are not of the team, are told of that meeting. What is called off is told by
// [App.cancelMeeting].
func (a *App) tellSeries(ctx context.Context, tx *store.Store, plan accord.SeriesPlan, e accord.Event) error {
	if !plan.Replans && !plan.Bumps {
		return nil
	}
	goesOn := plan.Updated
	if plan.Split() {
		goesOn = *plan.Successor
		if err := a.inviteSeries(ctx, tx, accord.MailSeriesEnded, plan.Updated, e); err != nil {
			return err
		}
	}
	if err := a.mailSeries(ctx, tx, goesOn, e); err != nil {
		return err
	}
	for _, r := range plan.Rekeys {
		if r.StartsAt.Equal(r.Meeting.StartsAt) || r.Meeting.Status != accord.MeetingScheduled {
			continue
		}
		if err := a.inviteGuests(ctx, tx, accord.MailMeetingMoved, r.Meeting.ID, e); err != nil {
			return err
		}
	}
	return nil
}

// inviteGuests tells those of a meeting who are not of its team, and so hear
// nothing of its series.
func (a *App) inviteGuests(ctx context.Context, tx *store.Store, kind, meetingID string, e accord.Event) error {
	m, err := tx.Meeting(ctx, meetingID)
	if err != nil {
		return err
	}
	guests, err := a.guestsOf(ctx, tx, m)
	if err != nil || len(guests) == 0 {
		return err
	}
	t, err := a.meetingTopic(ctx, tx, m)
	if err != nil {
		return err
	}
	return a.queueEvent(ctx, tx, kind, t, e, guests)
}

// guestsOf are those invited to a meeting who are not of its team.
func (a *App) guestsOf(ctx context.Context, s *store.Store, m accord.Meeting) ([]accord.Person, error) {
	people, err := s.MeetingPersons(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	team, err := s.TeamPeople(ctx, string(m.TeamID))
	var guests []accord.Person
	for _, p := range people {
		if !slices.ContainsFunc(team, func(t accord.TeamPerson) bool { return t.ID == p.ID }) {
			guests = append(guests, p.Person)
		}
	}
	return guests, err
}

// mailSeries tells the team of a new or changed series; e is the event that
// causes it.
func (a *App) mailSeries(ctx context.Context, tx *store.Store, series accord.Series, e accord.Event) error {
	return a.inviteSeries(ctx, tx, accord.MailSeries, series, e)
}
