package ical

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// aloneRule is the rule of a series that has dates but no rule: its start alone.
const aloneRule = "FREQ=DAILY;COUNT=1"

// readRule takes the rule. One outside our grammar is named, and stays for the
// person to replace.
func (r *reader) readRule(c *ical.Component, start moment) {
	rules := c.Props.Values("RRULE")
	if len(c.Props.Values("EXRULE")) > 0 {
		r.note("rrule", "A rule for exceptions (EXRULE) is not taken.")
	}
	if len(rules) > 1 {
		r.note("rrule", "Of several rules only the first is taken.")
	}
	if len(rules) == 0 {
		r.Schedule.Rrule = aloneRule
		return
	}
	text := tidyRule(rules[0].Value, start.wall)
	rule, err := accord.ParseRule(text)
	if e, ok := errors.AsType[*accord.Error](err); ok {
		r.NotTaken = append(r.NotTaken, e.Fields...)
		r.note("rrule", "The file's rule is %s.", cut(text))
		return
	}
	r.Schedule.Rrule = rule.String()
	r.anchor(rule)
}

// tidyRule writes a rule as our grammar has it: upper case, no empty parts, and
// without a time of day that only repeats the start's.
func tidyRule(text string, start time.Time) string {
	same := map[string]int{"BYHOUR": start.Hour(), "BYMINUTE": start.Minute(), "BYSECOND": start.Second()}
	var parts []string
	for part := range strings.SplitSeq(strings.ToUpper(strings.ReplaceAll(text, " ", "")), ";") {
		name, value, _ := strings.Cut(part, "=")
		want, isTime := same[name]
		if n, err := strconv.Atoi(value); part == "" || isTime && err == nil && n == want {
			continue
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ";")
}

// anchor keeps the start of a series whose rule does not name it. Programs show
// it, and count it: here it becomes an added date.
func (r *reader) anchor(rule accord.Rule) {
	plan, err := accord.ParseSchedule(r.scheduleInput())
	if err != nil {
		return
	}
	first := plan.Next(time.Time{}, 1)
	if len(first) == 0 || first[0].StartsAt.After(plan.Start.In(r.zone).AddDate(10, 0, 0)) {
		r.spent.undated++
	}
	if len(first) == 0 {
		r.note("rrule", "This rule is without any date.")
		return
	}
	if first[0].OriginalStart == plan.Start {
		return
	}
	r.Schedule.Rdates = append(r.Schedule.Rdates, string(plan.Start))
	if rule.Count > 1 {
		rule.Count--
		r.Schedule.Rrule = rule.String()
	}
}

// scheduleInput is the schedule with UTC for a zone that is still to be chosen.
func (r *reader) scheduleInput() accord.ScheduleInput {
	in := r.Schedule
	in.TimeZone = r.zone.String()
	return in
}

// readChanges takes what single occurrences say otherwise. A change to a date
// the rule does not name is no occurrence of ours; it is named.
func (r *reader) readChanges(components []*ical.Component) {
	named, checkable := r.names(components)
	for _, c := range components {
		id, ok := r.one(c, "RECURRENCE-ID")
		if !ok || len(r.Changes) >= maxChanges {
			r.note("changes", "A changed date cannot be read.")
			continue
		}
		slot := id.in(r.zone)
		if id.day {
			slot = accord.LocalTime(string(slot.Date()) + r.Schedule.StartsAtLocal[10:])
		}
		p := c.Props.Get("RECURRENCE-ID")
		switch {
		case strings.EqualFold(p.Params.Get("RANGE"), "THISANDFUTURE"):
			r.note("changes", "The change from %s on is not taken for all later dates.", slot)
		case checkable && !named[slot]:
			r.note("changes", "The change at %s belongs to no date of the rule.", slot)
			continue
		}
		r.Changes = append(r.Changes, r.change(c, slot))
	}
}

// change reads one changed occurrence.
func (r *reader) change(c *ical.Component, slot accord.LocalTime) Change {
	ch := Change{
		OriginalStart: slot, StartsAtLocal: slot, DurationMinutes: r.Schedule.DurationMinutes,
		Title: cleanLine(text(c, "SUMMARY")), Location: cleanLine(text(c, "LOCATION")),
		Cancelled: strings.EqualFold(value(c, "STATUS"), "CANCELLED"),
	}
	start, ok := r.one(c, "DTSTART")
	if !ok || start.day {
		return ch
	}
	ch.StartsAtLocal = start.in(r.zone)
	length, ok := r.length(c, start, r.zone)
	if minutes := int(length.Minutes()); ok && minutes >= 1 && minutes <= accord.MaxDurationMinutes {
		ch.DurationMinutes = minutes
	}
	return ch
}
