package ical

import (
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// Stay is an event of whole days, the same ones in every zone. It leaves the
// days free for others: whoever is somewhere for a week still meets people.
type Stay struct {
	UID string
	Details
	From, To accord.Date // the first day and the last
}

// event is the stay as an event.
func (s Stay) event() event {
	return event{Details: s.Details, uid: s.UID, zone: time.UTC, start: s.From.Time(), end: s.To.AddDays(1).Time(), days: true}
}

// Request invites to the stay, or says that it changed.
func (s Stay) Request() (Message, error) { return message(MethodRequest, s.event()) }

// Cancel calls the stay off.
func (s Stay) Cancel() (Message, error) { return message(MethodCancel, s.event()) }

// setDays writes the first day and the one after the last, RFC 5545 §3.6.1.
func (e event) setDays(props ical.Props) {
	for name, at := range map[string]time.Time{ical.PropDateTimeStart: e.start, ical.PropDateTimeEnd: e.end} {
		p := ical.NewProp(name)
		p.Params.Set(ical.ParamValue, string(ical.ValueDate))
		p.Value = at.Format("20060102")
		props.Set(p)
	}
}
