package ical

import (
	"maps"
	"slices"
	"time"

	"github.com/emersion/go-ical"
)

// horizonYears is how far the clocks of an endless series are described where the
// zone has no rules.
const horizonYears = 5

// zonesOf describes every zone the events are written in, sorted by name. A
// calendar without events gets UTC, since it must have one component.
func zonesOf(events []event, to time.Time) []*ical.Component {
	type use struct {
		zone        *time.Location
		first, last time.Time
	}
	uses := map[string]use{}
	for _, e := range events {
		if isUTC(e.zone) {
			continue
		}
		u, known := uses[e.zone.String()]
		if !known || e.start.Before(u.first) {
			u.zone, u.first = e.zone, e.start
		}
		if last := e.last(to); last.After(u.last) {
			u.last = last
		}
		uses[e.zone.String()] = u
	}
	if len(events) == 0 {
		uses["UTC"] = use{zone: time.UTC, first: to, last: to}
	}
	var list []*ical.Component
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		u := uses[name]
		list = append(list, timezone(u.zone, u.first, u.last))
	}
	return list
}

// last returns until when the event needs its zone described.
func (e event) last(to time.Time) time.Time {
	switch {
	case e.rule == "":
		return e.end
	case !e.until.IsZero():
		return e.until
	}
	if years := e.start.AddDate(horizonYears, 0, 0); years.After(to) {
		return years
	}
	return to
}

// components writes the events.
func components(events []event) []*ical.Component {
	list := make([]*ical.Component, len(events))
	for i, e := range events {
		list[i] = e.component()
	}
	return list
}
