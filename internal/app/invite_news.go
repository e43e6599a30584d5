package app

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
)

// said is what a mail said of a calendar event. It is kept with the mail, so
// that the next one says what is new since, whatever happened in between.
type said struct {
	Method   string                `json:"method,omitempty"` // of iTIP; "" where the mail had words alone
	Title    string                `json:"title,omitempty"`
	Location string                `json:"location,omitempty"`
	Minutes  int                   `json:"minutes,omitempty"`
	StartsAt *time.Time            `json:"starts_at,omitempty"` // of a meeting
	Zone     string                `json:"zone,omitempty"`      // of a meeting
	Series   *accord.ScheduleInput `json:"series,omitempty"`    // of a series
	Ends     *time.Time            `json:"ends,omitempty"`      // of a series that has ended
	Next     []time.Time           `json:"next,omitempty"`      // of a series that comes date by date: those it named
	From     accord.Date           `json:"from,omitempty"`      // of days: the first
	To       accord.Date           `json:"to,omitempty"`        // of days: the last
	Duties   string                `json:"duties,omitempty"`    // of a date told by itself: who does what, as its description says
}

// same reports whether two mails say the same, their methods included.
func (t said) same(o said) bool {
	a, errA := json.Marshal(t)
	b, errB := json.Marshal(o)
	return errA == nil && errB == nil && string(a) == string(b)
}

// starts is the start it named; the zero time for none.
func (t said) starts() time.Time {
	if t.StartsAt == nil {
		return time.Time{}
	}
	return *t.StartsAt
}

// news is what a mail about a calendar event has to say now.
type news struct {
	words   string // whose messages it takes, "meeting_moved"
	message *ical.Message
	says    said
	was     said // what the reader knows
	knew    bool // they know anything
	series  bool // they know it by its series alone, which names nobody's duties
	fresh   bool // it invites to a date they were told nothing of but by its series

	sequence int
	args     map[string]any
	sections []accord.MailSection
	link     string

	answers  []accord.MailAction // where it is on: links that answer the invitation
	question string              // what they answer
}

// checkEvent finds out what is to be told of a calendar event, from how things
// are now and from what the reader knows (X1): rights and state are those of
// now. Where nothing is new, nothing is sent.
func (c *composer) checkEvent(ctx context.Context, d accord.Delivery) (verdict, error) {
	newer, err := c.tx.EventSuperseded(ctx, d)
	if err != nil {
		return send, err
	}
	if newer {
		return verdict{state: accord.DeliveryWithdrawn, reason: "superseded"}, nil
	}
	was, _, knew, err := c.toldOf(ctx, d, d.ID)
	if err != nil {
		return send, err
	}
	n := &news{was: was, knew: knew, sequence: d.Sequence}
	n.fresh = d.Kind == accord.MailMeeting && !knew && !mayHaveArrived(d)
	var v verdict
	switch d.SubjectType {
	case "series":
		v, err = c.seriesNews(ctx, d, n)
	case visitSubject:
		v, err = c.visitNews(ctx, d, n)
	default:
		v, err = c.meetingNews(ctx, d, n)
	}
	c.news = n
	return v, err
}

// toldOf is what the reader was said last of the event that a mail is about,
// and when; except is the mail that does not count.
func (c *composer) toldOf(ctx context.Context, about accord.Delivery, except string) (was said, at time.Time, knew bool, err error) {
	about.Recipient = c.person.Email // a new address knows nothing of what the old one was told
	last, err := c.tx.EventTold(ctx, about, except)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return said{}, time.Time{}, false, nil
	}
	if err != nil {
		return said{}, time.Time{}, false, err
	}
	p, err := unpack(last)
	if err == nil && p.Told != nil {
		was = *p.Told
	}
	return was, *last.TransportStartedAt, true, err
}

// composeEvent puts the news into a mail, with its event for the reader's
// calendar, and keeps with the mail what it says.
func (c *composer) composeEvent(ctx context.Context, m accord.Mail, d *accord.Delivery) (accord.Mail, error) {
	p, err := unpack(*d)
	if err != nil {
		return m, err
	}
	n := c.news
	m.Kind, m.Args, m.Sections, m.Link = n.words, n.args, n.sections, n.link
	m.Actions, m.Question = n.answers, n.question
	m.Args["By"] = cmp.Or(p.By, c.workspace.Name)
	m.Args["Title"] = cmp.Or(n.says.Title, n.was.Title)
	if n.message != nil {
		m.Calendar = &accord.MailCalendar{ContentType: n.message.ContentType(), Body: n.message.Body}
	}
	if m.Thread, err = c.tx.FirstOfEvent(ctx, c.person.ID, d.EventUID); err != nil {
		return m, err
	}
	p.Told = &n.says
	d.Payload, d.Sequence = pack(p), n.sequence
	return m, c.tx.KeepTold(ctx, *d)
}

// organizer is who invites: the address all mail comes from, since answers go
// there.
func (c *composer) organizer() ical.Person {
	return ical.Person{Name: c.workspace.Name + " (Accord)", Address: c.app.sender}
}

// answerOf is an answer as calendars say it.
func answerOf(response string) string {
	switch response {
	case "yes":
		return ical.Accepted
	case "no":
		return ical.Declined
	case "maybe":
		return ical.Tentative
	}
	return ical.NeedsAction
}

// attendee is somebody invited, with what they are to the meeting.
func attendee(p accord.TeamPerson, facilitator accord.NullID, response string) ical.Attendee {
	role := ical.RoleRequired
	switch {
	case string(facilitator) == p.ID:
		role = ical.RoleChair
	case p.TeamRole == accord.TeamObserver:
		role = ical.RoleOptional
	}
	return ical.Attendee{Person: ical.Person{Name: p.Name, Address: p.Email}, Role: role, Answer: answerOf(response)}
}

// reader is the person the mail goes to, as the only one invited.
func (c *composer) reader() []ical.Attendee {
	return []ical.Attendee{{Person: ical.Person{Name: c.person.Name, Address: c.person.Email}}}
}

// stamp is when the message is of: its mail's making, or a later change.
func stamp(d accord.Delivery, modified time.Time) time.Time {
	return latest(modified, &d.CreatedAt)
}

// mayHaveArrived reports whether an earlier try of a mail ended without an
// answer of the server: until it is known better its reader may have it.
func mayHaveArrived(d accord.Delivery) bool {
	p, err := unpack(d)
	return err == nil && p.Doubtful
}

// doubt marks a mail that is tried again although it may have arrived.
func doubt(d accord.Delivery) accord.Delivery {
	if p, err := unpack(d); err == nil && d.EventUID != "" && d.TransportStartedAt != nil {
		p.Doubtful = true
		d.Payload = pack(p)
	}
	return d
}

// put keeps a message, if one can be written: without a sender's address there
// is nobody to invite, and the words go out alone.
func (n *news) put(m ical.Message, err error) error {
	if err == nil {
		n.message = &m
	}
	return err
}
