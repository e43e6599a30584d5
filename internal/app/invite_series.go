package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
)

// seriesNews is what there is to say of a series as a whole.
func (c *composer) seriesNews(ctx context.Context, d accord.Delivery, n *news) (verdict, error) {
	series, err := c.tx.Series(ctx, d.SubjectID)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return c.seriesGone(d, n, "series_cancelled")
	}
	if err != nil {
		return send, err
	}
	role, err := c.tx.TeamRole(ctx, series.TeamID, c.person.ID)
	if err != nil {
		return send, err
	}
	if role == "" || !c.view.Sees(series.TeamID) {
		return c.seriesGone(d, n, "uninvited")
	}
	cancelled, err := c.tx.CancelledMeetings(ctx, series.ID)
	if err != nil {
		return send, err
	}
	events, err := c.app.eventsOf(ctx, c.tx, series, cancelled)
	if err != nil {
		return send, err
	}
	if err := c.dressSeries(ctx, d, series, &events); err != nil {
		return send, err
	}
	n.sequence = max(d.Sequence, series.Sequence)
	events.Sequence = n.sequence
	n.args, n.link = map[string]any{"Rule": events.Schedule.Text(c.person.Locale)}, c.app.baseURL+"/series/"+series.ID
	input := series.Input()
	n.says = said{Title: series.Title, Location: series.Location, Minutes: series.DurationMinutes, Series: &input}
	if series.Status == accord.SeriesEnded {
		return c.seriesEnded(series, events, n)
	}
	return c.seriesGoesOn(ctx, d, series, events, n)
}

// dressSeries puts people and stamp onto the series' event.
func (c *composer) dressSeries(ctx context.Context, d accord.Delivery, series accord.Series, events *ical.Series) error {
	team, err := c.tx.TeamPeople(ctx, series.TeamID)
	if err != nil {
		return err
	}
	answers, err := c.tx.SeriesAnswers(ctx, series.ID)
	if err != nil {
		return err
	}
	events.Organizer, events.Modified = c.organizer(), stamp(d, events.Modified)
	for _, p := range team {
		if p.Email != "" {
			events.Attendees = append(events.Attendees, attendee(p, series.FacilitatorID, answers[p.ID]))
		}
	}
	return nil
}

// seriesGone calls off, for this reader, a series that is gone or not theirs any
// more: as they know it, since they may not know more.
func (c *composer) seriesGone(d accord.Delivery, n *news, words string) (verdict, error) {
	if !n.knew || n.was.Method == ical.MethodCancel || n.was.Series == nil {
		return skip("settled"), nil
	}
	n.words, n.says = words, said{Method: ical.MethodCancel, Title: n.was.Title}
	plan, err := accord.ParseSchedule(*n.was.Series)
	if err != nil {
		return send, err
	}
	n.args = map[string]any{"Rule": plan.Text(c.person.Locale)}
	if n.was.Method == "" {
		return send, nil
	}
	events := ical.Series{UID: d.EventUID, Schedule: plan, Details: ical.Details{
		Title: n.was.Title, Organizer: c.organizer(), Attendees: c.reader(), Sequence: n.sequence, Modified: d.CreatedAt,
	}}
	return send, n.put(events.Cancel())
}

// seriesEnded says that a series ends: what took place of it stays in calendars,
// one of which nothing did goes.
func (c *composer) seriesEnded(series accord.Series, events ical.Series, n *news) (verdict, error) {
	n.says.Ends, n.words = series.EndedAt, "series_over"
	n.args["Day"] = accord.DateOf(*series.EndedAt, accord.Zone(series.TimeZone))
	took, err := tookPlace(series, events)
	switch {
	case err != nil:
		return send, err
	case n.knew && n.was.Method == ical.MethodCancel:
		return skip("settled"), nil
	case n.was.Method == "":
	case !took || !events.Portable():
		n.says.Method, n.words = ical.MethodCancel, "series_cancelled"
		events.Singly, events.Schedule, events.Ends = false, *cmp.Or(n.was.schedule(), &events.Schedule), time.Time{}
		return send, n.put(events.Cancel())
	default:
		n.says.Method = ical.MethodRequest
		if n.says.same(n.was) {
			return skip("settled"), nil
		}
		return send, n.put(events.Request())
	}
	return send, nil
}

// tookPlace reports whether a date of an ended series came while it was in
// people's calendars.
func tookPlace(series accord.Series, events ical.Series) (bool, error) {
	dates, err := events.Schedule.Between(series.CreatedAt, *series.EndedAt)
	for _, o := range dates {
		off := slices.ContainsFunc(events.Exceptions, func(e ical.Exception) bool { return e.OriginalStart == o.OriginalStart && e.Cancelled })
		if !off {
			return true, err
		}
	}
	return false, err
}

// schedule is the one the reader knows, nil where it cannot be read any more.
func (t said) schedule() *accord.Schedule {
	if t.Series == nil {
		return nil
	}
	plan, err := accord.ParseSchedule(*t.Series)
	if err != nil {
		return nil
	}
	return &plan
}

// seriesGoesOn invites to a series, or says what is new of it. One that is
// written date by date is told of in words; its dates are invited to as they are
// opened.
func (c *composer) seriesGoesOn(ctx context.Context, d accord.Delivery, series accord.Series, events ical.Series, n *news) (verdict, error) {
	next, err := c.nextSection(ctx, series)
	if err != nil {
		return send, err
	}
	whole := events.Portable() && c.app.sender != ""
	if whole {
		n.says.Method = ical.MethodRequest
	}
	for _, line := range next.Lines {
		if !whole { // days off move them without a change of the rule
			n.says.Next = append(n.says.Next, line.At.UTC())
		}
	}
	knows := n.knew && n.was.Method != ical.MethodCancel
	switch {
	case knows && n.says.same(n.was):
		return skip("settled"), nil
	case d.Kind == accord.MailSeriesEnded:
		n.words = "series_ended"
	case knows:
		n.words = "series_changed"
		if plan := n.was.schedule(); plan != nil && plan.Text(c.person.Locale) != n.args["Rule"] {
			n.args["Was"] = plan.Text(c.person.Locale)
		}
	case series.LineageID != "" && series.LineageID != series.ID:
		n.words = "series_next"
	default:
		n.words = "series"
	}
	n.sections = filled(next, c.placeSection(n.says, n.was, knows))
	if d.Kind != accord.MailSeriesEnded {
		n.answers, n.question = c.seriesLinks(series), "mail.question_series"
	}
	switch {
	case whole:
		return send, n.put(events.Request())
	case knows && n.was.Method == ical.MethodRequest: // from now on it comes date by date
		events.Singly, events.Schedule = false, *cmp.Or(n.was.schedule(), &events.Schedule)
		return send, n.put(events.Cancel())
	}
	return send, nil
}
