package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// Reply is one event of an iTIP REPLY (RFC 5546 §3.2.3): somebody's answer for
// a series, for one of its occurrences, or for a meeting. Who may give it is
// not for this package to say.
type Reply struct {
	UID       string
	Slot      *Slot // the one occurrence it is for; nil for the whole series or a meeting
	Sequence  int
	Stamp     time.Time // when the answer was given; zero where it does not say
	Attendees []Attendee
	Comment   string
}

// By returns the answer of the person with that address, in any case.
func (r Reply) By(address string) (Attendee, bool) {
	i := slices.IndexFunc(r.Attendees, func(a Attendee) bool { return strings.EqualFold(a.Address, address) })
	if i < 0 {
		return Attendee{}, false
	}
	return r.Attendees[i], true
}

// Slot names an occurrence as calendar programs do: by the wall clock in any
// zone, or by the day.
type Slot struct {
	Wall accord.LocalTime
	Zone *time.Location // nil: the series' own
	Day  bool           // the day alone is known
}

// maxReplies bounds the events of one message.
const maxReplies = 50

// ReadReply reads a REPLY, which may hold several events of one UID. Anything
// else is refused on the field "file".
func ReadReply(data []byte) ([]Reply, error) {
	f, err := parse(data)
	if err != nil {
		return nil, err
	}
	if f.method == methodCounter {
		return nil, fileError("This proposes another time, which an answer cannot do. Ask a leader of the team to move the date.")
	}
	if f.method != methodReply {
		return nil, fileError("This is not an answer to an invitation; one says METHOD:REPLY.")
	}
	if len(f.events) == 0 || len(f.events) > maxReplies {
		return nil, fileError("An answer names one meeting, for at most %d of its dates.", maxReplies)
	}
	var list []Reply
	for _, c := range f.events {
		r, err := f.reply(c)
		if err != nil {
			return nil, err
		}
		if r.UID != value(f.events[0], "UID") {
			return nil, fileError("An answer names one meeting, for at most %d of its dates.", maxReplies)
		}
		list = append(list, r)
	}
	return list, nil
}

// reply reads one event of a REPLY.
func (f file) reply(c *ical.Component) (Reply, error) {
	r := Reply{UID: value(c, "UID"), Comment: comment(c)}
	if r.UID == "" {
		return r, fileError("The answer does not say which meeting it is for.")
	}
	r.Sequence, _ = strconv.Atoi(value(c, "SEQUENCE"))
	if stamp, ok := f.one(c, "DTSTAMP"); ok {
		r.Stamp = stamp.at(time.UTC)
	}
	if p := c.Props.Get("RECURRENCE-ID"); p != nil {
		m, ok := f.moment(p, p.Value)
		if !ok {
			return r, fileError("The answer does not say which date it is for.")
		}
		r.Slot = &Slot{Wall: accord.LocalTime(m.wall.Format(accord.LocalLayout)), Zone: m.zone, Day: m.day}
	}
	people := c.Props.Values("ATTENDEE")
	for _, p := range people[:min(len(people), maxPeople)] {
		if a := attendee(p); a.Address != "" {
			r.Attendees = append(r.Attendees, a)
		}
	}
	if len(r.Attendees) == 0 {
		return r, fileError("The answer does not say whose it is.")
	}
	return r, nil
}

// attendee reads one ATTENDEE. An answer it does not know is none yet, as
// RFC 5545 §3.2.12 has it.
func attendee(p ical.Prop) Attendee {
	a := Attendee{Person: person(p), Role: strings.ToUpper(p.Params.Get(ical.ParamRole))}
	a.Answer = strings.ToUpper(p.Params.Get(ical.ParamParticipationStatus))
	if !slices.Contains([]string{Accepted, Declined, Tentative, Delegated}, a.Answer) {
		a.Answer = NeedsAction
	}
	return a
}

// comment returns what was written with the answer: programs put it into a
// property, or into a parameter of the attendee.
func comment(c *ical.Component) string {
	for _, name := range []string{"X-RESPONSE-COMMENT", "COMMENT"} {
		if t := text(c, name); t != "" {
			return t
		}
	}
	for _, p := range c.Props.Values("ATTENDEE") {
		if t := unquote(p.Params.Get("X-RESPONSE-COMMENT")); t != "" {
			return t
		}
	}
	return ""
}

// In returns the original start the slot names in a series of that zone.
func (s Slot) In(zone *time.Location) accord.LocalTime {
	m := moment{wall: s.Wall.Floating(), zone: s.Zone, day: s.Day}
	return m.in(zone)
}

// Of finds the occurrence the slot names in a schedule, and whether there is
// one. Programs that tell slots in UTC lose the name of a time that lies in a
// spring gap, and some tell the day only: both are found.
func (s Slot) Of(plan accord.Schedule) (accord.LocalTime, bool) {
	name := s.In(plan.Zone)
	if !s.Day {
		if o, ok := plan.At(name); ok {
			return o.OriginalStart, true
		}
	}
	from := name.In(plan.Zone)
	to := from.Add(time.Microsecond)
	if s.Day {
		to = name.Date().End(plan.Zone)
	}
	list, err := plan.Between(from, to)
	if err != nil || len(list) != 1 {
		return "", false
	}
	return list[0].OriginalStart, true
}
