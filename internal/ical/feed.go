package ical

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// refresh is how often programs are asked to come again.
const refresh = "PT1H"

// Feed is a calendar that programs subscribe to: of a person, or of a series.
type Feed struct {
	Name     string    // what the calendar is called
	From, To time.Time // what has no rule is written date by date from From until before To; at most 30 years
	Series   []Series
	Meetings []Meeting
	Stays    []Stay
}

// Bytes writes the feed (RFC 5545; RFC 7986 for its refreshing). It has no
// METHOD, being no message, and no zone of its own (X-WR-TIMEZONE), which some
// readers turn all times into. The same feed is the same bytes; so that it stays
// so from day to day, From and To best move by whole years.
func (f Feed) Bytes() ([]byte, error) {
	c := newCalendar()
	setText(c.Props, "X-WR-CALNAME", cleanLine(f.Name))
	interval := ical.NewProp(ical.PropRefreshInterval)
	interval.Params.Set(ical.ParamValue, string(ical.ValueDuration))
	interval.Value = refresh
	c.Props.Set(interval)
	setRaw(c.Props, "X-PUBLISHED-TTL", refresh)
	events, err := f.events()
	if err != nil {
		return nil, err
	}
	c.Children = append(zonesOf(events, f.To), components(events)...)
	return encode(c)
}

// events returns all events of the feed, masters before what differs from them.
func (f Feed) events() ([]event, error) {
	var list []event
	for _, s := range f.Series {
		events, err := s.feedEvents(f.From, f.To)
		if err != nil {
			return nil, fmt.Errorf("dates of %s: %w", s.UID, err)
		}
		list = append(list, events...)
	}
	for _, m := range f.Meetings {
		list = append(list, m.event())
	}
	for _, s := range f.Stays {
		list = append(list, s.event())
	}
	slices.SortStableFunc(list, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.uid, b.uid), cmp.Compare(a.slot, b.slot), a.start.Compare(b.start))
	})
	return list, nil
}

// event is the meeting as an event.
func (m Meeting) event() event {
	return event{Details: m.Details, uid: m.UID, zone: m.Zone, start: m.StartsAt, end: m.StartsAt.Add(m.Length)}
}

// feedEvents returns the events of one series.
func (s Series) feedEvents(from, to time.Time) ([]event, error) {
	master, ok := s.master()
	if !ok {
		return s.singles(from, to)
	}
	plan := s.schedule()
	s.Exceptions = s.withNights(plan, from, to)
	known, err := s.ruleSlots(plan)
	if err != nil {
		return nil, err
	}
	beside := make([]event, 0, len(s.Exceptions))
	for _, e := range s.Exceptions {
		o, matches := known[e.OriginalStart]
		switch {
		case matches && e.Cancelled:
			master.leaveOut(e.OriginalStart)
		case e.Cancelled, matches && same(e, s.planned(o)) && plain(o.OriginalStart.Floating(), plan.Zone):
		case matches:
			beside = append(beside, s.event(s.UID, e.OriginalStart, e))
		default: // the rule no longer names it, but it is held
			beside = append(beside, s.event(s.UIDOf(e.OriginalStart), "", e))
		}
	}
	return append(append([]event{master}, beside...), s.added(plan)...), nil
}

// added returns the dates that stand beside the rule, as events of their own.
func (s Series) added(plan accord.Schedule) []event {
	bare := plan
	bare.Exdates, bare.Rdates = nil, nil
	var list []event
	for _, slot := range plan.Rdates {
		excepted := slices.ContainsFunc(s.Exceptions, func(e Exception) bool { return e.OriginalStart == slot })
		if _, named := bare.At(slot); named || excepted || slices.Contains(plan.Exdates, slot) {
			continue
		}
		at := slot.In(plan.Zone)
		e := s.planned(accord.Occurrence{OriginalStart: slot, StartsAt: at})
		list = append(list, s.event(s.UIDOf(slot), "", e))
	}
	return list
}

// ruleSlots returns which of the exceptions' names the rule itself gives, and
// when each would start.
func (s Series) ruleSlots(plan accord.Schedule) (map[accord.LocalTime]accord.Occurrence, error) {
	known := map[accord.LocalTime]accord.Occurrence{}
	if len(s.Exceptions) == 0 {
		return known, nil
	}
	plan.Rdates = nil
	byName := func(a, b Exception) int { return cmp.Compare(a.OriginalStart, b.OriginalStart) }
	first := slices.MinFunc(s.Exceptions, byName).OriginalStart.In(plan.Zone)
	last := slices.MaxFunc(s.Exceptions, byName).OriginalStart.In(plan.Zone)
	for from := first; !from.After(last); from = from.AddDate(accord.MaxWindowYears, 0, 0) {
		to := from.AddDate(accord.MaxWindowYears, 0, 0)
		if to.After(last) {
			to = last.Add(time.Second)
		}
		list, err := plan.Between(from, to)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			known[o.OriginalStart] = o
		}
	}
	return known, nil
}

// singles returns each date of the window as an event of its own, and the
// exceptions wherever they lie.
func (s Series) singles(from, to time.Time) ([]event, error) {
	dates, err := s.schedule().Between(from, to)
	if err != nil {
		return nil, err
	}
	excepted := map[accord.LocalTime]bool{}
	var list []event
	for _, e := range s.Exceptions {
		excepted[e.OriginalStart] = true
		if !e.Cancelled {
			list = append(list, s.event(s.UIDOf(e.OriginalStart), "", e))
		}
	}
	for _, o := range dates {
		if !excepted[o.OriginalStart] {
			list = append(list, s.event(s.UIDOf(o.OriginalStart), "", s.planned(o)))
		}
	}
	return list, nil
}

// same reports whether the exception says nothing the series does not.
func same(e, planned Exception) bool {
	return e.StartsAt.Equal(planned.StartsAt) && e.Length == planned.Length &&
		e.Title == planned.Title && e.Description == planned.Description && e.Location == planned.Location &&
		e.URL == planned.URL && e.Organizer == planned.Organizer && slices.Equal(e.Attendees, planned.Attendees)
}
