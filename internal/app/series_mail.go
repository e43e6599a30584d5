package app

import (
	"context"
	"fmt"

	"accord/internal/accord"
	"accord/internal/store"
)

// seriesPeople returns who is told of a series: the active people of its team
// with an address, whoever does it excepted.
func (a *App) seriesPeople(ctx context.Context, s *store.Store, teamID, actorID string) ([]accord.TeamPerson, error) {
	team, err := s.TeamPeople(ctx, teamID)
	if err != nil {
		return nil, err
	}
	told := make([]accord.TeamPerson, 0, len(team))
	for _, p := range team {
		if p.Email != "" && p.ID != actorID {
			told = append(told, p)
		}
	}
	return told, nil
}

// mailSeries tells the team of a new or changed series: its rule in words and
// its next dates are read when the mail is sent. e is the event that causes it.
func (a *App) mailSeries(ctx context.Context, tx *store.Store, series accord.Series, e accord.Event) error {
	if quiet(ctx) {
		return nil
	}
	by, err := tx.Person(ctx, e.ActorID)
	if err != nil {
		return err
	}
	people, err := a.seriesPeople(ctx, tx, series.TeamID, e.ActorID)
	if err != nil {
		return err
	}
	for _, p := range people {
		seq := e.Seq
		err := tx.Queue(ctx, accord.Delivery{
			Key:  fmt.Sprintf("series:%s:%d:%s", series.ID, e.Seq, p.ID),
			Kind: accord.MailSeries, PersonID: accord.NullID(p.ID), Recipient: p.Email, SubjectType: "series", SubjectID: series.ID,
			EventSeq: &seq, Payload: pack(payload{By: by.Name}),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSeries leaves out the mail about a series that has ended or that its
// reader no longer sees.
func (c *composer) checkSeries(ctx context.Context, d accord.Delivery) (verdict, error) {
	series, err := c.tx.Series(ctx, d.SubjectID)
	switch {
	case err != nil:
		return send, err
	case series.Status == accord.SeriesEnded:
		return skip("past"), nil
	case !c.view.Sees(series.TeamID):
		return skip("hidden"), nil
	}
	return send, nil
}

// composeSeries words the mail about a series: its rule in words, the next
// dates in the reader's zone.
func (c *composer) composeSeries(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	series, err := c.tx.Series(ctx, d.SubjectID)
	if err != nil {
		return m, err
	}
	p, err := unpack(d)
	if err != nil {
		return m, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return m, err
	}
	dates, err := c.app.upcoming(ctx, c.tx, []accord.Series{series}, c.now, nextShown)
	if err != nil {
		return m, err
	}
	m.Link = c.app.baseURL + "/series/" + series.ID
	m.Args = map[string]any{"Title": series.Title, "By": p.By, "Rule": schedule.Text(c.person.Locale)}
	section := accord.MailSection{Key: "mail.series.next"}
	for _, date := range dates[series.ID] {
		if date.Status != accord.MeetingCancelled {
			section.Lines = append(section.Lines, accord.MailLine{At: date.StartsAt})
		}
	}
	m.Sections = filled(section)
	return m, nil
}
