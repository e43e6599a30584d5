package app

import (
	"context"
	"slices"
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
)

// meetingNews is what there is to say of one meeting.
func (c *composer) meetingNews(ctx context.Context, d accord.Delivery, n *news) (verdict, error) {
	m, err := c.tx.Meeting(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	if m.Status == accord.MeetingInProgress || m.Status == accord.MeetingClosed || !c.now.Before(m.StartsAt) {
		return skip("past"), nil
	}
	t, err := c.app.meetingTopic(ctx, c.tx, m)
	if err != nil {
		return send, err
	}
	kept, err := c.knownBySeries(ctx, d, m, t, n)
	if err != nil {
		return send, err
	}
	n.args, n.link = map[string]any{"Start": m.StartsAt}, c.app.baseURL+"/meetings/"+m.ID
	n.says = said{Title: m.Title, Location: m.Location, Minutes: m.DurationMinutes, StartsAt: &m.StartsAt, Zone: m.TimeZone, Duties: holders(m)}
	if n.series {
		n.was.Duties = n.says.Duties
	}
	invited, err := c.comes(ctx, m)
	switch {
	case err != nil:
		return send, err
	case !invited || t.uid != d.EventUID:
		return c.meetingGone(ctx, d, m, t, n, invited)
	case m.Status == accord.MeetingCancelled:
		return c.meetingOff(ctx, d, m, t, n)
	}
	return c.meetingOn(ctx, d, m, t, n, kept)
}

// knownBySeries finds out what the reader knows of a date by its series'
// invitation, where that came after all that was said of the date itself:
// programs forget the exceptions of a series that changes. kept says that the
// date itself was said before as it is now.
func (c *composer) knownBySeries(ctx context.Context, d accord.Delivery, m accord.Meeting, t topic, n *news) (kept bool, err error) {
	if t.seriesID == "" {
		return false, nil
	}
	whole := topic{uid: seriesUID(t.seriesID), subjectType: "series", subjectID: t.seriesID}
	of, since, knew, err := c.toldOf(ctx, whole.about(c.person.ID), "")
	if err != nil || !knew || of.Method == ical.MethodCancel {
		return false, err
	}
	_, at, own, err := c.toldOf(ctx, d, d.ID)
	if err != nil || own && !since.After(at) {
		return false, err
	}
	beside := t.uid == whole.uid
	if of.Method == ical.MethodRequest && !beside {
		return false, nil // it has no date of that name any more
	}
	kept = own && n.was.Method == ical.MethodRequest && n.was.starts().Equal(m.StartsAt)
	series, err := c.tx.Series(ctx, t.seriesID)
	if err != nil {
		return false, err
	}
	schedule, err := c.app.schedule(ctx, c.tx, series)
	if err != nil {
		return false, err
	}
	n.knew, n.series, n.was = true, true, said{Method: of.Method, Title: of.Title, Location: of.Location, Minutes: of.Minutes, Zone: m.TimeZone}
	if o, ok := schedule.At(m.OriginalStart); ok {
		at := accord.Instant(o.StartsAt)
		n.was.StartsAt = &at
	}
	if beside && m.CancelledAt != nil && !since.Before(*m.CancelledAt) {
		n.was.Method = ical.MethodCancel // the series' event left it out
	}
	return kept, err
}

// meetingGone calls a meeting off for one reader: who is not invited any more, or
// knows it under another UID. A date that is in their calendar with its series
// goes with that; one they have alone, as a visitor does, is called off alone.
func (c *composer) meetingGone(ctx context.Context, d accord.Delivery, m accord.Meeting, t topic, n *news, invited bool) (verdict, error) {
	beside := d.EventUID == seriesUID(t.seriesID)
	bySeries, err := c.hasSeries(ctx, t)
	if err != nil {
		return send, err
	}
	if !n.knew || n.was.Method != ical.MethodRequest || beside && (bySeries || invited) {
		if invited {
			return skip("settled"), nil
		}
		return skip("hidden"), nil
	}
	n.words, n.link = "uninvited", ""
	n.says = said{Method: ical.MethodCancel, Title: n.was.Title}
	n.args["Start"] = n.was.starts()
	details := ical.Details{Title: n.was.Title, Organizer: c.organizer(), Attendees: c.reader(), Sequence: n.sequence, Modified: d.CreatedAt}
	if beside {
		m.StartsAt, m.DurationMinutes = n.was.starts(), n.was.Minutes
		return send, c.dateEvent(ctx, m, t, n, ical.MethodCancel, details)
	}
	single := ical.Meeting{
		UID: d.EventUID, StartsAt: n.was.starts(), Length: time.Duration(n.was.Minutes) * time.Minute, Zone: accord.Zone(n.was.Zone), Details: details,
	}
	if invited {
		n.words = "meeting_replaced"
	}
	return send, n.put(single.Cancel())
}

// hasSeries reports whether the reader has the date's series in their calendar.
func (c *composer) hasSeries(ctx context.Context, t topic) (bool, error) {
	if t.seriesID == "" {
		return false, nil
	}
	whole := topic{uid: seriesUID(t.seriesID), subjectType: "series", subjectID: t.seriesID}
	of, _, knew, err := c.toldOf(ctx, whole.about(c.person.ID), "")
	return knew && of.Method == ical.MethodRequest, err
}

// meetingOff says that a meeting will not be held: to nobody whom the invitation
// to it has not reached.
func (c *composer) meetingOff(ctx context.Context, d accord.Delivery, m accord.Meeting, t topic, n *news) (verdict, error) {
	unheard := !n.knew && t.seriesID == "" || n.fresh && n.was.Method == ""
	if unheard || n.knew && n.was.Method == ical.MethodCancel {
		return skip("settled"), nil
	}
	n.words, n.says = "meeting_cancelled", said{Method: ical.MethodCancel, Title: m.Title, StartsAt: &m.StartsAt, Minutes: m.DurationMinutes, Zone: m.TimeZone}
	if n.was.StartsAt != nil {
		n.args["Start"] = n.was.starts() // as the reader knows it
	}
	if n.was.Method == "" || c.app.sender == "" {
		return send, nil
	}
	return send, c.oneEvent(ctx, d, m, t, n, ical.MethodCancel)
}

// meetingOn invites to a meeting, or says what is new of it.
func (c *composer) meetingOn(ctx context.Context, d accord.Delivery, m accord.Meeting, t topic, n *news, kept bool) (verdict, error) {
	if c.app.sender != "" {
		n.says.Method = ical.MethodRequest
	}
	switch {
	case !n.knew && t.seriesID != "" && d.Kind == accord.MailMeetingMoved:
		n.words = "meeting_moved"
	case !n.knew || n.was.Method == "" && n.says.Method != "":
		n.words = "meeting"
	case n.was.Method == ical.MethodCancel:
		n.words = "meeting_restored"
	case n.says.same(n.was):
		return skip("settled"), nil
	case n.fresh:
		n.words = "meeting"
	case kept:
		n.words = "meeting_stays"
	case n.newDuties():
		n.words = "meeting_duties"
	case !n.was.starts().Equal(m.StartsAt):
		n.words, n.args["Was"] = "meeting_moved", n.was.starts()
	default:
		n.words = "meeting_changed"
	}
	duties, err := c.duties(ctx, m)
	if err != nil {
		return send, err
	}
	n.sections = filled(c.placeSection(n.says, n.was, !n.fresh && n.knew && n.was.Method == ical.MethodRequest), duties)
	n.answers, n.question = c.rsvpLinks(m), "mail.question"
	if n.says.Method == "" {
		return send, nil
	}
	return send, c.oneEvent(ctx, d, m, t, n, ical.MethodRequest)
}

// oneEvent writes the meeting's event.
func (c *composer) oneEvent(ctx context.Context, d accord.Delivery, m accord.Meeting, t topic, n *news, method string) error {
	duties, err := c.app.dutiesOf(ctx, c.tx, m)
	if err != nil {
		return err
	}
	single := c.app.feedMeeting(m, duties.Text(c.person.Locale, c.workspace))
	invited, err := c.tx.MeetingPersons(ctx, m.ID)
	if err != nil {
		return err
	}
	answers, err := c.tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return err
	}
	n.sequence = max(d.Sequence, m.Sequence)
	details := &single.Details
	details.Organizer, details.Modified = c.organizer(), stamp(d, details.Modified)
	for _, p := range invited {
		if p.Email == "" {
			continue
		}
		i := slices.IndexFunc(answers, func(a accord.MeetingPerson) bool { return a.PersonID == p.ID })
		details.Attendees = append(details.Attendees, attendee(p, m.FacilitatorID, answers[i].Response))
	}
	if !slices.ContainsFunc(invited, func(p accord.TeamPerson) bool { return p.ID == c.person.ID }) {
		details.Attendees = append(details.Attendees, c.reader()...)
	}
	if t.seriesID == "" {
		details.Sequence = n.sequence
		if method == ical.MethodCancel {
			return n.put(single.Cancel())
		}
		return n.put(single.Request())
	}
	return c.dateEvent(ctx, m, t, n, method, *details)
}

// dateEvent writes the event of one date of a series, beside the series' own
// event where there is one.
func (c *composer) dateEvent(ctx context.Context, m accord.Meeting, t topic, n *news, method string, details ical.Details) error {
	series, err := c.tx.Series(ctx, t.seriesID)
	if err != nil {
		return err
	}
	events, err := c.app.eventsOf(ctx, c.tx, series, nil)
	if err != nil {
		return err
	}
	if t.uid == events.UID { // never below what was said under this UID
		n.sequence = max(n.sequence, series.Sequence)
	}
	details.Sequence = n.sequence
	e := ical.Exception{Details: details, OriginalStart: m.OriginalStart, StartsAt: m.StartsAt, Length: m.EndsAt().Sub(m.StartsAt)}
	if method == ical.MethodCancel {
		return n.put(events.CancelOne(e))
	}
	return n.put(events.RequestOne(e))
}

// placeSection says where a meeting is and how long it takes: to those who know
// it only where that is new, with what it was.
func (c *composer) placeSection(says, was said, knows bool) accord.MailSection {
	s := accord.MailSection{Key: "mail.invite.place"}
	add := func(now, before string) {
		if now == "" && before == "" || knows && now == before {
			return
		}
		line := accord.MailLine{Text: now}
		if knows && before != "" {
			line.Facts = []accord.MailFact{{Key: "mail.fact.before", Args: map[string]any{"Was": before}}}
		}
		s.Lines = append(s.Lines, line)
	}
	add(says.Location, was.Location)
	add(minutesOf(says), minutesOf(was))
	return s
}

func minutesOf(t said) string {
	if t.Minutes == 0 {
		return ""
	}
	return strconv.Itoa(t.Minutes) + " min"
}
