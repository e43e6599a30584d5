package accord

import (
	"slices"
	"time"
)

// maxClockShift is how far two zones can drift apart, and come together again,
// within a year: the instants of a series that keeps them in another zone are
// off by as much at times.
const maxClockShift = 3 * time.Hour

// keepInstants puts the typed schedule on the wall clock of its new zone so
// that the next date keeps its instant (S4). The others keep theirs while both
// zones' clocks change alike.
func (p *planner) keepInstants() error {
	if !p.change.KeepInstants || p.typed.Zone.String() == p.old.Zone.String() {
		p.change.KeepInstants = false
		return nil
	}
	var v Validation
	v.Check(p.typed.Start == p.old.Start && p.typed.Rule.String() == p.old.Rule.String() &&
		slices.Equal(p.typed.Exdates, p.old.Exdates) && slices.Equal(p.typed.Rdates, p.old.Rdates),
		"time_zone", "Change the zone alone to keep the instants.")
	if err := v.Err(); err != nil {
		return err
	}
	anchor := p.old.Start
	for _, o := range p.old.ruleOnly().Next(p.cutAt.Add(-1), datesShown) {
		if anchor = o.OriginalStart; LocalTimeOf(o.StartsAt, p.old.Zone) == anchor { // not in a gap
			break
		}
	}
	moved, err := p.old.inZone(p.typed.Zone, anchor)
	moved.MonthEnd, moved.Length = p.typed.MonthEnd, p.typed.Length
	p.typed = moved
	return err
}

// inZone is the schedule in another zone, where the anchor keeps its instant.
// A rule whose dates then fall on another day is shifted with them where it can
// say so: days of the week can be, a second Tuesday cannot.
func (s Schedule) inZone(zone *time.Location, anchor LocalTime) (Schedule, error) {
	there := LocalTimeOf(anchor.In(s.Zone), zone)
	days := anchor.Date().DaysUntil(there.Date())
	r := s.spelled()
	_, plain := r.plainDays()
	simple := (r.Freq == Daily || r.Freq == Weekly) && len(r.ByMonth)+len(r.ByMonthDay)+len(r.BySetPos) == 0 && (plain || len(r.ByDay) == 0)
	var v Validation
	v.Check(days == 0 || simple, "time_zone",
		"In that zone the dates fall on another day, which the rule cannot follow. Keep the time of day, or write the rule anew.")
	if r.Until != (Until{}) {
		r.Until = endOfDay(s.lastDay().AddDays(days))
	}
	shift := func(d time.Weekday) time.Weekday { return (d + time.Weekday(days) + 7) % 7 }
	r.ByDay = slices.Clone(r.ByDay)
	for i := range r.ByDay {
		if days != 0 {
			r.ByDay[i].Day = shift(r.ByDay[i].Day)
		}
	}
	slices.SortFunc(r.ByDay, compareRuleDays)
	r.WeekStart = shift(r.WeekStart)
	s.Start = LocalTime(string(s.Start.Date().AddDays(days)) + string(there[10:]))
	s.Rule, s.Zone = r, zone
	return s, v.Err()
}

// lastDay is the day of the last date of a rule that ends by UNTIL.
func (s Schedule) lastDay() Date {
	end := s.Rule.Until.In(s.Zone)
	day := DateOf(end, s.Zone)
	for o := range s.ruleOnly().ruleDates(end.AddDate(-1, 0, 0)) {
		day = o.OriginalStart.Date()
	}
	return day
}

// endOfDay is the end of a rule whose last date is on the day, if there is one.
func endOfDay(d Date) Until {
	return Until{Wall: d.Time().Add(24*time.Hour - time.Second), Local: true, Day: true}
}

// carryRdates are the added dates after the change: those at the hour of the
// series go with it to its new one.
func (p *planner) carryRdates(next Schedule) []LocalTime {
	var list []LocalTime
	rule := p.old.ruleOnly()
	for _, name := range p.old.Rdates {
		_, named := rule.At(name)
		switch {
		case named || !p.leaves(p.old.occurrence(name)): // the rule's own goes with the rule
			continue
		case p.change.KeepInstants:
			name = LocalTimeOf(name.In(p.old.Zone), next.Zone)
		case name[10:] == p.old.Start[10:]:
			name = name.at(next.Start)
		}
		list = append(list, name)
	}
	return list
}

// carryExdates are the dates left out after the change: each by the date that
// stands in its place.
func (p *planner) carryExdates(next Schedule) []LocalTime {
	var list []LocalTime
	m := p.matcher(next)
	for _, name := range p.old.Exdates {
		if to, ok := m.to(name); ok && p.leaves(p.old.occurrence(name)) {
			list = append(list, to)
		}
	}
	return list
}
