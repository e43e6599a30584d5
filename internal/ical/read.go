package ical

import (
	"bytes"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// file is a calendar that was read.
type file struct {
	method string
	zone   *time.Location            // X-WR-TIMEZONE, nil where it has none we know
	zones  map[string]*time.Location // those its VTIMEZONEs name
	events []*ical.Component
}

// parse reads a calendar; what it refuses is an error on the field "file".
func parse(data []byte) (file, error) {
	prepared, err := prepare(data)
	if err != nil {
		return file{}, err
	}
	c, err := decode(prepared)
	if err != nil {
		return file{}, err
	}
	f := file{method: strings.ToUpper(value(c, "METHOD")), zones: map[string]*time.Location{}}
	f.zone, _ = zoneByName(value(c, "X-WR-TIMEZONE"))
	for _, child := range c.Children {
		switch child.Name {
		case ical.CompEvent:
			f.events = append(f.events, child)
		case ical.CompTimezone:
			if zone, ok := zoneByName(value(child, "X-LIC-LOCATION")); ok {
				f.zones[value(child, "TZID")] = zone
			}
		}
	}
	return f, nil
}

// decode runs the parser, which panics over some lines it should refuse.
func decode(prepared []byte) (c *ical.Component, err error) {
	defer func() {
		if recover() != nil {
			c, err = nil, fileError("A line of the calendar file cannot be read.")
		}
	}()
	calendar, err := ical.NewDecoder(bytes.NewReader(prepared)).Decode()
	if err != nil {
		return nil, fileError("A line of the calendar file cannot be read.")
	}
	return calendar.Component, nil
}

// value returns the text of a property that stands once, "" where it is absent.
func value(c *ical.Component, name string) string {
	if p := c.Props.Get(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

// text returns a property's text, its backslashes read.
func text(c *ical.Component, name string) string { return strings.TrimSpace(unescape(value(c, name))) }

// moment is a time as a calendar has it: a wall clock in a zone, or without one
// where the calendar names none or none we know, or a whole day.
type moment struct {
	wall time.Time // as if UTC
	zone *time.Location
	day  bool
	tzid string // as it was written
}

// moment reads one value of a property as a time.
func (f file) moment(p *ical.Prop, text string) (moment, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	text, _, _ = strings.Cut(text, "/") // a period begins with its start
	m := moment{tzid: p.Params.Get(ical.ParamTimezoneID)}
	layout := localForm
	switch len(text) {
	case len(dayForm):
		layout, m.day = dayForm, true
	case len(utcForm):
		layout, m.zone = utcForm, time.UTC
	default:
		m.zone = f.zoneOf(m.tzid)
	}
	wall, err := time.Parse(layout, text)
	if err != nil || wall.Year() < 1900 || wall.Year() > 2200 {
		return moment{}, false
	}
	m.wall = wall
	return m, true
}

// zoneOf finds the zone a TZID stands for; nil where there is none we know.
func (f file) zoneOf(tzid string) *time.Location {
	if tzid == "" {
		return f.zone
	}
	if zone, ok := zoneByName(tzid); ok {
		return zone
	}
	return f.zones[tzid]
}

// one reads a property that holds a single time.
func (f file) one(c *ical.Component, name string) (moment, bool) {
	p := c.Props.Get(name)
	if p == nil {
		return moment{}, false
	}
	return f.moment(p, p.Value)
}

// list reads properties that hold several times, and says how many values of
// them are none.
func (f file) list(c *ical.Component, name string) (list []moment, bad int) {
	for _, p := range c.Props.Values(name) {
		for text := range strings.SplitSeq(p.Value, ",") {
			m, ok := f.moment(&p, text)
			if !ok {
				bad++
				continue
			}
			list = append(list, m)
		}
	}
	return list, bad
}

// in returns the wall clock of the moment in a zone. One without a zone of its
// own is taken to be in it.
func (m moment) in(zone *time.Location) accord.LocalTime {
	if m.day || m.zone == nil || m.zone.String() == zone.String() {
		return accord.LocalTime(m.wall.Format(accord.LocalLayout))
	}
	return accord.LocalTimeOf(m.at(zone), zone)
}

// at returns the instant of the moment; the zone is that of a moment without.
func (m moment) at(zone *time.Location) time.Time {
	if m.zone != nil {
		zone = m.zone
	}
	return accord.Resolve(m.wall, zone)
}

// length reads how long an event takes, and whether it says so.
func (f file) length(c *ical.Component, start moment, zone *time.Location) (time.Duration, bool) {
	if end, ok := f.one(c, "DTEND"); ok {
		return end.at(zone).Sub(start.at(zone)), true
	}
	p := c.Props.Get("DURATION")
	if p == nil {
		return 0, false
	}
	length, err := p.Duration()
	return length, err == nil
}

// person reads an ORGANIZER or ATTENDEE.
func person(p ical.Prop) Person {
	address := strings.TrimSpace(p.Value)
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	address, ok := plainAddress(strings.ToLower(strings.TrimSpace(address)))
	if !ok { // Exchange gives its own kind of address there, and the usual one as a parameter
		if address, ok = plainAddress(strings.ToLower(p.Params.Get("EMAIL"))); !ok {
			address = ""
		}
	}
	return Person{Name: unquote(p.Params.Get(ical.ParamCommonName)), Address: address}
}
