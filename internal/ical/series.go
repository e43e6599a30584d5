package ical

import (
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
)

// Series is a standing meeting. Both halves of a split are series of their own.
type Series struct {
	UID string // for life, "<id>@<host>"
	Details
	Schedule   accord.Schedule
	Ends       time.Time   // nothing starts at or after it; zero: the rule knows its end
	Exceptions []Exception // in any order, one an original start
	Singly     bool        // its dates are not those of its rule (holidays): write each as an event
}

// Exception is one occurrence that is not as its series says.
type Exception struct {
	Details
	OriginalStart accord.LocalTime // its name in the series
	StartsAt      time.Time
	Length        time.Duration
	Cancelled     bool
}

// Meeting is a one-time meeting.
type Meeting struct {
	UID string
	Details
	StartsAt time.Time
	Length   time.Duration
	Zone     *time.Location // its times are written in
}

// Portable reports whether the series is written as one event with a rule. The
// occurrences of any other are events of their own, each under the UID of
// [Series.UIDOf], in feeds and in messages alike.
func (s Series) Portable() bool { return !s.Singly && Portable(s.Schedule) }

// slotForm is how an original start stands in a UID.
const slotForm = "20060102T1504"

// UIDOf returns the UID of one occurrence that is an event of its own.
func (s Series) UIDOf(slot accord.LocalTime) string {
	local, host, _ := strings.Cut(s.UID, "@")
	return local + "-" + slot.Floating().Format(slotForm) + "@" + host
}

// SplitUID takes apart what [Series.UIDOf] made: the series' UID and the
// original start. Any other UID is returned as it is, with no slot.
func SplitUID(uid string) (series string, slot accord.LocalTime) {
	local, host, _ := strings.Cut(uid, "@")
	at := len(local) - len(slotForm)
	if at < 2 || local[at-1] != '-' {
		return uid, ""
	}
	t, err := time.Parse(slotForm, local[at:])
	if err != nil {
		return uid, ""
	}
	return local[:at-1] + "@" + host, accord.LocalTime(t.Format(accord.LocalLayout))
}

// schedule returns the schedule as it ends: with an end by date in place of a
// count that reaches beyond it.
func (s Series) schedule() accord.Schedule {
	plan := s.Schedule
	if s.Ends.IsZero() {
		return plan
	}
	last := accord.Instant(s.Ends).Add(-time.Second)
	plan.Rdates = slices.DeleteFunc(slices.Clone(plan.Rdates), func(d accord.LocalTime) bool { return d.In(plan.Zone).After(last) })
	bounded := plan.Rule.Until != accord.Until{}
	if bounded && plan.Rule.Until.In(plan.Zone).Before(last) {
		return plan
	}
	plan.Rule.Count, plan.Rule.Until = s.endCount(last), accord.Until{}
	if plan.Rule.Count == 0 {
		plan.Rule.Until = accord.Until{Wall: last}
	}
	return plan
}

// endCount returns the rule's count where all of it lies before the end.
func (s Series) endCount(last time.Time) int {
	if s.Schedule.Rule.Count == 0 {
		return 0
	}
	plan := s.Schedule
	plan.Exdates, plan.Rdates = nil, nil
	if len(plan.Next(last, 1)) > 0 {
		return 0
	}
	return plan.Rule.Count
}

// event is the occurrence as an event of its own, or beside its master.
func (s Series) event(uid string, slot accord.LocalTime, e Exception) event {
	return event{
		Details: e.Details, uid: uid, slot: slot, zone: s.Schedule.Zone,
		start: e.StartsAt, end: e.StartsAt.Add(e.Length),
	}
}

// planned returns the occurrence as the series says it.
func (s Series) planned(o accord.Occurrence) Exception {
	return Exception{Details: s.Details, OriginalStart: o.OriginalStart, StartsAt: o.StartsAt, Length: s.Schedule.Length}
}

// master returns the event that carries the rule, where the series has one. It
// starts at the rule's first date, which is not always where the schedule does:
// programs take DTSTART for an occurrence.
func (s Series) master() (event, bool) {
	plan := s.schedule()
	rule, ok := portable(plan)
	if s.Singly || !ok {
		return event{}, false
	}
	bare := plan
	bare.Exdates, bare.Rdates = nil, nil
	first := bare.Next(time.Time{}, 1)
	if len(first) == 0 {
		return event{}, false
	}
	var until time.Time
	if (rule.Until != accord.Until{}) {
		until = lastMoment(plan)
		rule.Until = accord.Until{Wall: until}
	}
	return event{
		Details: s.Details, uid: s.UID, zone: plan.Zone, rule: rule.String(), until: until,
		first: first[0].OriginalStart, start: first[0].StartsAt, end: first[0].EndsAt, exdates: plan.Exdates,
	}, true
}

// lastMoment returns the end of the last day the rule may name, in its zone:
// the same dates as with its own end, which some readers compare with a start
// by the wrong offset where the two are equal.
func lastMoment(plan accord.Schedule) time.Time {
	until := plan.Rule.Until.In(plan.Zone)
	day := accord.DateOf(until, plan.Zone)
	start := onDay(day, plan)
	if start.After(until) {
		day = day.AddDays(-1)
		start = onDay(day, plan)
	}
	end := day.End(plan.Zone).Add(-time.Second)
	if start.After(end) { // a gap at midnight moves it into the next day
		return start
	}
	return end
}

// onDay returns when the schedule would start on a day.
func onDay(day accord.Date, plan accord.Schedule) time.Time {
	return (accord.LocalTime(day) + plan.Start[10:]).In(plan.Zone)
}
