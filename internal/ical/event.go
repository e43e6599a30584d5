package ical

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// Person is who an event names.
type Person struct {
	Name    string
	Address string // bare, "ana@example.com"; anybody with another one is left out
}

// The roles of an attendee, RFC 5545 §3.2.16.
const (
	RoleChair    = "CHAIR"
	RoleRequired = "REQ-PARTICIPANT"
	RoleOptional = "OPT-PARTICIPANT"
)

// The answers of an attendee, RFC 5545 §3.2.12.
const (
	NeedsAction = "NEEDS-ACTION"
	Accepted    = "ACCEPTED"
	Declined    = "DECLINED"
	Tentative   = "TENTATIVE"
	Delegated   = "DELEGATED"
)

// Attendee is a person who is invited.
type Attendee struct {
	Person
	Role   string // "" is RoleRequired
	Answer string // "" is NeedsAction
}

// Details is what an event says besides its times.
type Details struct {
	Title       string
	Description string
	Location    string
	URL         string     // absolute, of the meeting's page
	Organizer   Person     // its address equals, or is aligned with, the sender of the mail
	Attendees   []Attendee // written beside an organizer only
	Sequence    int        // for life: raised with date, time, place, rule and cancellation, nothing else
	Modified    time.Time  // of what is written; it is the DTSTAMP too, so that nothing changes by itself
}

// event is one VEVENT.
type event struct {
	Details
	uid     string
	zone    *time.Location
	start   time.Time
	end     time.Time
	slot    accord.LocalTime // RECURRENCE-ID; "" for a master or a single event
	first   accord.LocalTime // of a master: the original start of its first occurrence
	rule    string
	until   time.Time // last start the rule may name; zero where it has no end
	exdates []accord.LocalTime
	method  string // "" in a feed
	days    bool   // it takes whole days; start and end are their midnights in UTC
}

// leaveOut adds an EXDATE to a master.
func (e *event) leaveOut(slot accord.LocalTime) {
	if i, found := slices.BinarySearch(e.exdates, slot); !found {
		e.exdates = slices.Insert(slices.Clone(e.exdates), i, slot)
	}
}

// component writes the event.
func (e event) component() *ical.Component {
	c := ical.NewComponent(ical.CompEvent)
	setRaw(c.Props, ical.PropUID, cleanLine(e.uid))
	if e.slot != "" {
		addSlot(c.Props, ical.PropRecurrenceID, e.slot, e.zone)
	}
	e.setTimes(c.Props)
	if e.rule != "" {
		setRaw(c.Props, ical.PropRecurrenceRule, e.rule)
	}
	for _, slot := range e.exdates {
		addSlot(c.Props, ical.PropExceptionDates, slot, e.zone)
	}
	setText(c.Props, ical.PropSummary, cleanLine(e.Title))
	setText(c.Props, ical.PropDescription, e.Description)
	setText(c.Props, ical.PropLocation, cleanLine(e.Location))
	if url := cleanLine(e.URL); url != "" {
		setRaw(c.Props, ical.PropURL, url)
	}
	stamp := accord.Instant(e.Modified).Format(utcForm)
	setRaw(c.Props, ical.PropDateTimeStamp, stamp)
	setRaw(c.Props, ical.PropLastModified, stamp)
	setRaw(c.Props, ical.PropSequence, strconv.Itoa(e.Sequence))
	setRaw(c.Props, ical.PropTransparency, map[bool]string{false: "OPAQUE", true: "TRANSPARENT"}[e.days])
	setRaw(c.Props, ical.PropStatus, "CONFIRMED")
	if e.method == MethodCancel {
		setRaw(c.Props, ical.PropStatus, "CANCELLED")
	}
	e.setPeople(c.Props)
	return c
}

// setTimes writes start and end. A master starts at a wall clock, which its
// rule repeats. An end that readers could take for another is written as a
// length: half past one for an hour, in the night clocks go back, would end
// when it starts.
func (e event) setTimes(props ical.Props) {
	if e.days {
		e.setDays(props)
		return
	}
	plainTimes := isUTC(e.zone) || plain(floating(e.start, e.zone), e.zone) && plain(floating(e.end, e.zone), e.zone)
	if e.first != "" {
		addSlot(props, ical.PropDateTimeStart, e.first, e.zone)
	} else {
		setInstant(props, ical.PropDateTimeStart, e.start, e.zone)
	}
	if plainTimes {
		setInstant(props, ical.PropDateTimeEnd, e.end, e.zone)
		return
	}
	setRaw(props, ical.PropDuration, "PT"+strconv.Itoa(int(e.end.Sub(e.start).Minutes()))+"M")
}

// setPeople writes the organizer, and the attendees in the order of their
// addresses.
func (e event) setPeople(props ical.Props) {
	address, ok := plainAddress(e.Organizer.Address)
	if !ok {
		return
	}
	props.Set(personProp(ical.PropOrganizer, Person{Name: e.Organizer.Name, Address: address}))
	people := slices.Clone(e.Attendees)
	slices.SortFunc(people, func(a, b Attendee) int { return cmp.Compare(a.Address, b.Address) })
	for _, a := range people {
		if _, ok := plainAddress(a.Address); !ok {
			continue
		}
		p := personProp(ical.PropAttendee, a.Person)
		p.Params.Set(ical.ParamCalendarUserType, "INDIVIDUAL")
		p.Params.Set(ical.ParamRole, cmp.Or(a.Role, RoleRequired))
		p.Params.Set(ical.ParamParticipationStatus, cmp.Or(a.Answer, NeedsAction))
		if e.method == MethodRequest {
			p.Params.Set(ical.ParamRSVP, "TRUE")
		}
		props.Add(p)
	}
}

// personProp writes a bare mailto: address, with the name beside it.
func personProp(property string, p Person) *ical.Prop {
	prop := ical.NewProp(property)
	if name := paramValue(p.Name); name != "" {
		prop.Params.Set(ical.ParamCommonName, name)
	}
	prop.Value = "mailto:" + p.Address
	return prop
}
