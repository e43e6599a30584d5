package ical

import (
	"errors"
	"fmt"

	"accord/internal/accord"
)

// The methods of iTIP that Accord writes, RFC 5546 §3.2.
const (
	MethodRequest = "REQUEST"
	MethodCancel  = "CANCEL"
	methodReply   = "REPLY"
	methodCounter = "COUNTER"
)

// ErrSingly is the answer to a message about a whole series that is no single
// event: send one an occurrence, by RequestOne and CancelOne.
var ErrSingly = errors.New("the series is written date by date; send a message for each occurrence")

// errNoDate is a message about a series that ended before it began.
var errNoDate = errors.New("the series has no date")

// errUnaddressed is a message nobody could answer.
var errUnaddressed = errors.New("a message needs an organizer and an attendee, each with a bare address")

// Message is one iTIP message: one UID, one event (Outlook reads no more than
// that). The part of the mail carries ContentType, so that method and body
// cannot differ.
type Message struct {
	Method string
	Body   []byte
}

// ContentType is the type of the mail's calendar part, RFC 6047 §2.4.
func (m Message) ContentType() string {
	return fmt.Sprintf("text/calendar; charset=UTF-8; method=%s; component=VEVENT", m.Method)
}

// Request invites to the series, or says that it changed. Cancelled occurrences
// are left out of it; a moved one is told by [Series.RequestOne] after it.
func (s Series) Request() (Message, error) { return s.whole(MethodRequest) }

// Cancel calls the whole series off. With one person as the only attendee it
// takes that person off it.
func (s Series) Cancel() (Message, error) { return s.whole(MethodCancel) }

func (s Series) whole(method string) (Message, error) {
	if !s.Portable() {
		return Message{}, ErrSingly
	}
	master, ok := s.master()
	if !ok {
		return Message{}, errNoDate
	}
	for _, e := range s.Exceptions {
		if e.Cancelled && s.named(e.OriginalStart) {
			master.leaveOut(e.OriginalStart)
		}
	}
	return message(method, master)
}

// RequestOne says how one occurrence differs from its series, or invites to
// that one only.
func (s Series) RequestOne(e Exception) (Message, error) { return s.one(MethodRequest, e) }

// CancelOne calls one occurrence off; the details are those of the
// cancellation, with the sequence raised.
func (s Series) CancelOne(e Exception) (Message, error) { return s.one(MethodCancel, e) }

func (s Series) one(method string, e Exception) (Message, error) {
	uid, beside := s.Place(e.OriginalStart)
	if beside {
		return message(method, s.event(uid, e.OriginalStart, e))
	}
	return message(method, s.event(uid, "", e))
}

// named reports whether the rule gives an occurrence of that name.
func (s Series) named(slot accord.LocalTime) bool {
	plan := s.schedule()
	plan.Rdates = nil
	_, ok := plan.At(slot)
	return ok
}

// Request invites to the meeting, or says that it changed.
func (m Meeting) Request() (Message, error) { return message(MethodRequest, m.event()) }

// Cancel calls the meeting off.
func (m Meeting) Cancel() (Message, error) { return message(MethodCancel, m.event()) }

// message writes one event as a message.
func message(method string, e event) (Message, error) {
	e.method = method
	vevent := e.component()
	if vevent.Props.Get("ORGANIZER") == nil || vevent.Props.Get("ATTENDEE") == nil {
		return Message{}, errUnaddressed
	}
	c := newCalendar()
	setRaw(c.Props, "METHOD", method)
	events := []event{e}
	c.Children = zonesOf(events, e.start)
	c.Children = append(c.Children, vevent)
	body, err := encode(c)
	return Message{Method: method, Body: body}, err
}
