package app

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// inviteDelay is how long news of a calendar event waits for more of it, so that
// several changes within a minute are one mail (S5).
const inviteDelay = time.Minute

// topic is one event of people's calendars that a mail is about: a series, one
// of its dates, or a one-time meeting.
type topic struct {
	uid         string // RFC 5545 §3.8.4.7
	subjectType string // "series" or "meeting"
	subjectID   string
	seriesID    string // of a date: the series that may have told of it
	lane        string // what is told in order: all of a series and what it was split into, or one meeting
	sequence    int
	off         bool // it is called off: whoever was never told of it need not be
}

// about is the topic as its mails are looked for.
func (t topic) about(personID string) accord.Delivery {
	return accord.Delivery{PersonID: accord.NullID(personID), EventUID: t.uid, SubjectType: t.subjectType, SubjectID: t.subjectID}
}

// seriesTopic is the event of a whole series.
func seriesTopic(s accord.Series) topic {
	return topic{uid: seriesUID(s.ID), subjectType: "series", subjectID: s.ID, lane: cmp.Or(s.LineageID, s.ID), sequence: s.Sequence}
}

// meetingTopic is the event of a meeting.
func (a *App) meetingTopic(ctx context.Context, s *store.Store, m accord.Meeting) (topic, error) {
	t := topic{
		uid: meetingUID(m.ID), subjectType: "meeting", subjectID: m.ID, lane: m.ID, sequence: m.Sequence, off: m.Status == accord.MeetingCancelled,
	}
	if m.SeriesID == "" {
		return t, nil
	}
	series, err := s.Series(ctx, string(m.SeriesID))
	if err != nil {
		return t, err
	}
	events, err := a.eventsOf(ctx, s, series, nil)
	t.uid, _ = events.Place(m.OriginalStart)
	t.seriesID, t.lane = series.ID, cmp.Or(series.LineageID, series.ID)
	return t, err
}

// eventsOf is a series as calendar programs know it, with those of its meetings
// that are not as it says.
func (a *App) eventsOf(ctx context.Context, s *store.Store, series accord.Series, rows []accord.Meeting) (ical.Series, error) {
	plan, err := a.schedule(ctx, s, series)
	if err != nil {
		return ical.Series{}, err
	}
	events := a.feedSeries(series, plan.Schedule, rows)
	events.Singly = series.Observes()
	return events, nil
}

// queueEvent queues news of a calendar event for each of the people, in place of
// what was queued of it and not sent. Whoever caused it is told too: it is their
// calendar as well. Nobody is told that something is off which they never heard
// of: then what was queued is withdrawn, and so is this.
func (a *App) queueEvent(ctx context.Context, tx *store.Store, kind string, t topic, e accord.Event, people []accord.Person) error {
	if quiet(ctx) {
		return nil
	}
	by, err := actorName(ctx, tx, e)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Active() || p.Email == "" {
			continue
		}
		d := t.about(p.ID)
		d.Kind, d.Recipient, d.Lane, d.Sequence = kind, p.Email, t.lane, t.sequence
		d.DueAt, d.Payload = a.now().Add(inviteDelay), pack(payload{By: by})
		if e.Seq > 0 {
			seq := e.Seq
			d.EventSeq, d.Key = &seq, fmt.Sprintf("event:%s:%s:%s:%d:%s", t.uid, t.subjectID, kind, e.Seq, p.ID)
		}
		if t.off {
			unheard, err := unheard(ctx, tx, t, p.ID)
			if err != nil {
				return err
			}
			if unheard {
				d.State, d.LastError = accord.DeliveryWithdrawn, "unheard"
			}
		}
		if err := tx.QueueEvent(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// unheard reports whether somebody was to be told of an event, by itself or by
// its series, and nothing of it was sent. Where nobody was to be told, since it
// was made without mail, they may know it all the same.
func unheard(ctx context.Context, tx *store.Store, t topic, personID string) (bool, error) {
	topics, queued := []topic{t}, false
	if t.seriesID != "" {
		topics = append(topics, topic{uid: seriesUID(t.seriesID), subjectType: "series", subjectID: t.seriesID})
	}
	for _, t := range topics {
		told, any, err := tx.EventHeard(ctx, t.about(personID))
		if err != nil || told {
			return false, err
		}
		queued = queued || any
	}
	return queued, nil
}

// inviteSeries tells the team of a series that is new or changed, and of its
// meetings to come that are not as it says: programs forget what they knew of
// those when the series changes. Of a series that is written date by date, it is
// those that are open already.
func (a *App) inviteSeries(ctx context.Context, tx *store.Store, kind string, series accord.Series, e accord.Event) error {
	people, err := a.seriesPeople(ctx, tx, series.TeamID)
	if err != nil {
		return err
	}
	if err := a.queueEvent(ctx, tx, kind, seriesTopic(series), e, personsOf(people)); err != nil {
		return err
	}
	if series.Status == accord.SeriesEnded {
		return nil
	}
	exceptions, err := a.exceptionsToCome(ctx, tx, series)
	if err != nil {
		return err
	}
	for _, m := range exceptions {
		if err := a.inviteMeeting(ctx, tx, accord.MailMeetingMoved, m, e); err != nil {
			return err
		}
	}
	return a.retireSingles(ctx, tx, series, e)
}

// retireSingles takes out of calendars what stands there under a UID that a date
// of the series has no longer, as when days off are not heeded any more: it
// would be there twice.
func (a *App) retireSingles(ctx context.Context, tx *store.Store, series accord.Series, e accord.Event) error {
	meetings, err := tx.ScheduledMeetings(ctx, series.ID)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		told, err := tx.UIDsTold(ctx, m.ID)
		if err != nil {
			return err
		}
		t, err := a.meetingTopic(ctx, tx, m)
		if err != nil {
			return err
		}
		for _, d := range told {
			old := t
			old.uid = d.EventUID
			if _, slot := ical.SplitUID(d.EventUID); d.EventUID == t.uid || slot == "" || !m.StartsAt.After(a.now()) {
				continue // a date beside its series' event goes with that
			}
			p, err := tx.Person(ctx, string(d.PersonID))
			if err != nil {
				return err
			}
			if err := a.queueEvent(ctx, tx, accord.MailUninvited, old, e, []accord.Person{p}); err != nil {
				return err
			}
		}
	}
	return nil
}

// exceptionsToCome are the meetings of a series to come that its event does not
// tell of.
func (a *App) exceptionsToCome(ctx context.Context, tx *store.Store, series accord.Series) ([]accord.Meeting, error) {
	meetings, err := tx.ScheduledMeetings(ctx, series.ID)
	if err != nil || len(meetings) == 0 {
		return nil, err
	}
	events, err := a.eventsOf(ctx, tx, series, meetings)
	if err != nil {
		return nil, err
	}
	apart := map[accord.LocalTime]bool{}
	for _, x := range events.Exceptions {
		apart[x.OriginalStart] = true
	}
	var list []accord.Meeting
	for _, m := range meetings {
		if m.StartsAt.After(a.now()) && (apart[m.OriginalStart] || !events.Portable()) {
			list = append(list, m)
		}
	}
	return list, nil
}

// inviteMeeting tells those of a meeting that it is there, another, or off.
func (a *App) inviteMeeting(ctx context.Context, tx *store.Store, kind string, m accord.Meeting, e accord.Event) error {
	if quiet(ctx) {
		return nil
	}
	t, err := a.meetingTopic(ctx, tx, m)
	if err != nil {
		return err
	}
	invited, err := tx.MeetingPersons(ctx, m.ID)
	if err != nil {
		return err
	}
	return a.queueEvent(ctx, tx, kind, t, e, personsOf(invited))
}

// inviteOpened invites to a date of a series that is written date by date, once
// it is open; any other is in its series' invitation.
func (a *App) inviteOpened(ctx context.Context, tx *store.Store, series accord.Series, m accord.Meeting, e accord.Event) error {
	if !m.StartsAt.After(a.now()) {
		return nil
	}
	events, err := a.eventsOf(ctx, tx, series, nil)
	if err != nil {
		return err
	}
	if _, beside := events.Place(m.OriginalStart); beside {
		return nil
	}
	return a.inviteMeeting(ctx, tx, accord.MailMeeting, m, e)
}

// inviteMember tells somebody who joined a team of all it has to come, or who
// left it that they are not invited any more: them alone, and as it stands.
func (a *App) inviteMember(ctx context.Context, tx *store.Store, teamID string, p accord.Person, joins bool, e accord.Event, invited []accord.Meeting) error {
	series, err := tx.ActiveSeriesOf(ctx, teamID)
	if err != nil {
		return err
	}
	person := []accord.Person{p}
	for _, s := range series {
		t, kind := seriesTopic(s), accord.MailSeries
		if t.off = !joins; t.off {
			kind = accord.MailUninvited
		}
		if err := a.queueEvent(ctx, tx, kind, t, e, person); err != nil {
			return err
		}
	}
	for _, m := range invited {
		if err := a.inviteMemberTo(ctx, tx, m, joins, e, person); err != nil {
			return err
		}
	}
	return nil
}

// inviteMemberTo is inviteMember for one meeting. One beside its series' event
// goes with that, and is told of only where it is not as the series says.
func (a *App) inviteMemberTo(ctx context.Context, tx *store.Store, m accord.Meeting, joins bool, e accord.Event, person []accord.Person) error {
	t, err := a.meetingTopic(ctx, tx, m)
	if err != nil {
		return err
	}
	kind := accord.MailMeeting
	if t.seriesID != "" && t.uid == seriesUID(t.seriesID) {
		series, err := tx.Series(ctx, t.seriesID)
		if err != nil {
			return err
		}
		events, err := a.eventsOf(ctx, tx, series, []accord.Meeting{m})
		if err != nil || !joins || len(events.Exceptions) == 0 {
			return err
		}
	}
	if t.off = !joins; t.off {
		kind = accord.MailUninvited
	}
	return a.queueEvent(ctx, tx, kind, t, e, person)
}

func personsOf(team []accord.TeamPerson) []accord.Person {
	people := make([]accord.Person, len(team))
	for i, p := range team {
		people[i] = p.Person
	}
	return people
}
