package ical

import (
	"fmt"
	"time"

	"github.com/emersion/go-ical"
)

// maxObservances bounds how many changes of clocks are written one by one:
// some readers refuse a file that begins with more than 200 lines of zones. The
// oldest go.
const maxObservances = 24

// regularYears is how long a zone must keep to the same two rules before they
// are written as rules.
const regularYears = 10

// timezone describes a zone from a year before the first time written in it
// (RFC 5545 §3.6.5): readers that do not know the name, or another version of
// the zone, find the offsets here.
//
// What the zone does until it keeps to two yearly rules stands change by
// change, then the rules; a zone without rules (Africa/Cairo) has its changes
// until the instant to.
func timezone(zone *time.Location, first, to time.Time) *ical.Component {
	c := ical.NewComponent(ical.CompTimezone)
	setRaw(c.Props, ical.PropTimezoneID, paramValue(zone.String()))
	from := first.AddDate(-1, 0, 0)
	if to.Before(first) {
		to = first
	}
	list := changesOf(zone, from, to.AddDate(regularYears+1, 0, 0))
	head := regularFrom(list)
	regular := head < len(list)
	if !regular {
		for head > 1 && list[head-1].at.After(to) {
			head--
		}
	}
	for _, ch := range list[max(0, head-maxObservances):head] {
		c.Children = append(c.Children, ch.observance())
	}
	if !regular {
		return c
	}
	for i := range 2 {
		o := list[head+i].observance()
		setRaw(o.Props, ical.PropRecurrenceRule, yearly(every(list[head:], i)))
		c.Children = append(c.Children, o)
	}
	return c
}

// change is one change of a zone's clocks, or of the name they go by.
type change struct {
	at          time.Time // zero: it has always been so
	before      int       // seconds east of UTC
	after       int
	name        string
	wasSummer   bool
	isSummer    bool
	wall        time.Time // of the clocks before the change, as if UTC
	day         int       // of the month
	lastOfMonth bool      // no such weekday later in the month
}

// changesOf walks the zone's changes: the one that made it what it is at from,
// and all later ones until the end.
func changesOf(zone *time.Location, from, end time.Time) []change {
	list := []change{changeAt(zone, lastChange(zone, from), from)}
	for at := nextChange(zone, from, end); !at.IsZero(); at = nextChange(zone, at, end) {
		list = append(list, changeAt(zone, at, at))
	}
	return list
}

// Beyond the changes that a zone's file lists, [time.Time.ZoneBounds] ends every
// year at its turn, though nothing changes then, and a leap year on its last
// day, where it stands still.

// lastChange returns the change that made the zone what it is at t, zero where
// it always was so.
func lastChange(zone *time.Location, t time.Time) time.Time {
	for {
		begin, _ := t.In(zone).ZoneBounds()
		if begin.IsZero() || changes(zone, begin) {
			return begin
		}
		t = begin.Add(-time.Second)
	}
}

// nextChange returns the first change after t, zero where there is none until
// the end.
func nextChange(zone *time.Location, t, end time.Time) time.Time {
	for {
		_, next := t.In(zone).ZoneBounds()
		switch {
		case next.IsZero(), next.After(end):
			return time.Time{}
		case !next.After(t):
			next = t.Add(24 * time.Hour)
		case changes(zone, next):
			return next
		}
		t = next
	}
}

// changes reports whether offset or name of the zone change at the instant.
func changes(zone *time.Location, at time.Time) bool {
	name, seconds := at.In(zone).Zone()
	nameBefore, before := at.Add(-time.Second).In(zone).Zone()
	return name != nameBefore || seconds != before
}

// changeAt describes the change at begin, or the state since ever where begin
// is zero; t lies in the time after it.
func changeAt(zone *time.Location, begin, t time.Time) change {
	name, after := t.In(zone).Zone()
	ch := change{at: begin, before: after, after: after, name: name, isSummer: t.In(zone).IsDST()}
	if begin.IsZero() {
		ch.wall = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
		return ch
	}
	earlier := begin.Add(-time.Second).In(zone)
	_, ch.before = earlier.Zone()
	ch.wasSummer = earlier.IsDST()
	ch.wall = begin.UTC().Add(time.Duration(ch.before) * time.Second)
	ch.day = ch.wall.Day()
	ch.lastOfMonth = ch.wall.AddDate(0, 0, 7).Month() != ch.wall.Month()
	return ch
}

// observance writes the change as STANDARD or DAYLIGHT. Summer time is what
// puts clocks forward, also where the law calls winter the exception (Dublin).
func (ch change) observance() *ical.Component {
	name := ical.CompTimezoneStandard
	if ch.after > ch.before && (ch.isSummer || ch.wasSummer) {
		name = ical.CompTimezoneDaylight
	}
	c := ical.NewComponent(name)
	setRaw(c.Props, ical.PropDateTimeStart, ch.wall.Format(localForm))
	setRaw(c.Props, ical.PropTimezoneOffsetFrom, offset(ch.before))
	setRaw(c.Props, ical.PropTimezoneOffsetTo, offset(ch.after))
	setText(c.Props, ical.PropTimezoneName, ch.name)
	return c
}

// offset writes seconds east of UTC as +HHMM, with seconds where there are any
// (RFC 5545 §3.3.14).
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if s := seconds % 60; s > 0 {
		text += fmt.Sprintf("%02d", s)
	}
	return text
}
