package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"

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

// tellSeries tells everybody what a change of a series does to its dates; e is
// the event of it. Of a series that was split the team is told twice, first of
// the one that ends (S4). Guests of a meeting that moved with its series, who
// are not of the team, are told of that meeting. What is called off is told by
// [App.cancelMeeting].
func (a *App) tellSeries(ctx context.Context, tx *store.Store, plan accord.SeriesPlan, e accord.Event) error {
	if !plan.Replans {
		return nil
	}
	goesOn := plan.Updated
	if plan.Split() {
		goesOn = *plan.Successor
		if err := a.mailSeriesAs(ctx, tx, accord.MailSeriesEnded, plan.Updated, e); err != nil {
			return err
		}
	}
	if err := a.mailSeries(ctx, tx, goesOn, e); err != nil {
		return err
	}
	for _, r := range plan.Rekeys {
		m, guests, err := a.movedGuests(ctx, tx, r, e.ActorID)
		if err != nil {
			return err
		}
		if err := a.queueMeeting(ctx, tx, accord.MailMeetingMoved, strconv.FormatInt(e.Seq, 10), m, e, "", guests); err != nil {
			return err
		}
	}
	return nil
}

// movedGuests are those invited to a meeting that moves with its series who are
// not of the team, whoever does it excepted.
func (a *App) movedGuests(ctx context.Context, s *store.Store, r accord.Rekey, actorID string) (m accord.Meeting, guests []string, err error) {
	if r.StartsAt.Equal(r.Meeting.StartsAt) || r.Meeting.Status != accord.MeetingScheduled {
		return m, nil, nil
	}
	if m, err = s.Meeting(ctx, r.Meeting.ID); err != nil {
		return m, nil, err
	}
	people, err := s.MeetingPeople(ctx, m.ID)
	if err != nil {
		return m, nil, err
	}
	team, err := s.TeamPeople(ctx, string(m.TeamID))
	for _, p := range people {
		if p.PersonID != actorID && !slices.ContainsFunc(team, func(t accord.TeamPerson) bool { return t.ID == p.PersonID }) {
			guests = append(guests, p.PersonID)
		}
	}
	return m, guests, err
}

// mailSeries tells the team of a new or changed series: its rule in words and
// its next dates are read when the mail is sent. e is the event that causes it.
func (a *App) mailSeries(ctx context.Context, tx *store.Store, series accord.Series, e accord.Event) error {
	return a.mailSeriesAs(ctx, tx, accord.MailSeries, series, e)
}

func (a *App) mailSeriesAs(ctx context.Context, tx *store.Store, kind string, series accord.Series, e accord.Event) error {
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
			Kind: kind, PersonID: accord.NullID(p.ID), Recipient: p.Email, SubjectType: "series", SubjectID: series.ID,
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
	case series.Status == accord.SeriesEnded && d.Kind == accord.MailSeries:
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
