package accord

import (
	"iter"
	"slices"
	"time"
)

// predecessor is a split series up to the cut: its rule ends on the day of its
// last date, whatever its end was before. With nothing left to come it has
// ended.
func (p *planner) predecessor(rekeys []Rekey, listed []ListedMeeting) Series {
	rule, last := p.old.Rule, p.cut.Date().AddDays(-1)
	for o := range p.old.ruleOnly().dates() {
		if o.OriginalStart >= p.cut {
			break
		}
		last = o.OriginalStart.Date()
	}
	rule.Count, rule.Until = 0, endOfDay(last)
	s := p.before
	s.Rrule = rule.String()
	early := func(list []LocalTime) string {
		return JoinLocalTimes(slices.DeleteFunc(slices.Clone(list), func(name LocalTime) bool { return name >= p.cut }))
	}
	s.Exdates, s.Rdates = early(p.old.Exdates), early(p.old.Rdates)
	if !p.comes(rekeys, listed) {
		s.Status, s.EndedAt, s.NextStartsAt = SeriesEnded, &p.now, nil
	}
	return s
}

// comes reports whether anything of the series before the cut is still to come.
func (p *planner) comes(rekeys []Rekey, listed []ListedMeeting) bool {
	for _, o := range TakingPlace(p.old.Observing(p.change.Was).around(p.now, p.cutAt)) {
		if o.OriginalStart < p.cut && o.StartsAt.After(p.now) && p.before.Plans(o) {
			return true
		}
	}
	gone := map[string]bool{}
	for _, r := range rekeys {
		gone[r.Meeting.ID] = true
	}
	for _, l := range listed {
		gone[l.Meeting.ID] = true
	}
	return slices.ContainsFunc(p.rows, func(m Meeting) bool {
		return !gone[m.ID] && (m.Status == MeetingInProgress || m.Status == MeetingScheduled && m.StartsAt.After(p.now))
	})
}

// goOn is the schedule from the cut, or from now, on: of the typed one, or of
// the series as it is. Where nothing has happened yet and all of it is to come,
// it stays as typed. It fails where the rule has no date left, and gives the
// schedule nevertheless.
func (p *planner) goOn(s Schedule) (Schedule, error) {
	cut := p.cut != ""
	rdates, exdates := s.Rdates, s.Exdates
	carried := slices.Equal(rdates, p.old.Rdates) && slices.Equal(exdates, p.old.Exdates)
	if cut && s.Start == p.old.Start && !p.change.KeepInstants && !s.spelled().sameDays(p.old.spelled()) {
		s.Start = p.cut.at(s.Start)
	}
	var masked []LocalTime
	if cut || p.begun || !p.reachesFirst(s) {
		passed := 0
		if s.Rule.Count > 0 && s.Rule.Count == p.old.Rule.Count {
			passed = p.passed()
		}
		begun, left, ok := s.beginningAt(p.cutAt, passed, p.reaches)
		if !ok {
			return s, ruleError("This rule is without any date.")
		}
		s, masked = begun, left
	}
	if carried {
		rdates = p.carryRdates(s)
	}
	s.Rdates = sortedNames(slices.DeleteFunc(slices.Clone(rdates), func(name LocalTime) bool {
		o := s.occurrence(name)
		return !o.StartsAt.After(p.now) || !carried && !p.reaches(o)
	}))
	if carried {
		exdates = p.carryExdates(s)
	}
	exdates = slices.DeleteFunc(slices.Clone(exdates), func(name LocalTime) bool { return !p.reaches(s.occurrence(name)) })
	s.Exdates = sortedNames(append(exdates, masked...))
	return s, nil
}

// reachesFirst reports whether the first date of a rule is still to come.
func (p *planner) reachesFirst(s Schedule) bool {
	for o := range s.ruleOnly().dates() {
		return p.reaches(o)
	}
	return true
}

// sortedNames are the names in order, each once.
func sortedNames(names []LocalTime) []LocalTime {
	slices.Sort(names)
	return slices.Compact(names)
}

// passed counts the dates of the rule that stay what they were; those left out
// count too.
func (p *planner) passed() int {
	n := 0
	for o := range p.old.ruleOnly().dates() {
		if p.leaves(o) {
			break
		}
		n++
	}
	return n
}

// beginningAt is the schedule from the first date of its rule on that reaches
// accepts, in the same rhythm. A week whose dates are counted by BYSETPOS must
// begin where it did: what lies before in it is given back to be left out. Of
// its COUNT those that have passed are gone.
func (s Schedule) beginningAt(at time.Time, passed int, reaches func(Occurrence) bool) (_ Schedule, masked []LocalTime, ok bool) {
	s.Rule = s.spelled()
	endless := s.ruleOnly()
	endless.Rule.Count = 0
	var first Occurrence
	for o := range endless.ruleDates(at.AddDate(0, 0, -2)) {
		if ok = reaches(o); ok {
			first = o
			break
		}
	}
	if !ok || s.Rule.Count > 0 && s.Rule.Count <= passed {
		return s, nil, false
	}
	s.Rule.Count = max(0, s.Rule.Count-passed)
	if s.Rule.Freq != Weekly || len(s.Rule.BySetPos) == 0 || len(s.Rule.ByDay) == 1 {
		s.Start = first.OriginalStart
		return s, nil, true
	}
	s.Start = LocalTime(s.explicit().skipTo(s.Start.Floating(), first.OriginalStart.Floating()).Format(LocalLayout))
	endless.Start = s.Start
	for o := range endless.ruleDates(time.Time{}) {
		if o.OriginalStart >= first.OriginalStart {
			break
		}
		masked = append(masked, o.OriginalStart)
	}
	if s.Rule.Count > 0 {
		s.Rule.Count += len(masked)
	}
	return s, masked, true
}

// ruleOnly is the schedule without what was left out or added.
func (s Schedule) ruleOnly() Schedule {
	s.Exdates, s.Rdates = nil, nil
	return s
}

// dates yields every date, those added among them, in order.
func (s Schedule) dates() iter.Seq[Occurrence] {
	added := sortOccurrences(s.addedDates())
	return func(yield func(Occurrence) bool) {
		for o := range s.ruleDates(time.Time{}) {
			for len(added) > 0 && !added[0].StartsAt.After(o.StartsAt) {
				if added[0].OriginalStart != o.OriginalStart && !yield(added[0]) {
					return
				}
				added = added[1:]
			}
			if !yield(o) {
				return
			}
		}
		for _, o := range added {
			if !yield(o) {
				return
			}
		}
	}
}

// sameDays reports whether two rules differ in their ends at most.
func (r Rule) sameDays(o Rule) bool {
	r.Count, r.Until, o.Count, o.Until = 0, Until{}, 0, Until{}
	return r.String() == o.String()
}

// equal reports whether two schedules say the same, length excepted.
func (s Schedule) equal(o Schedule) bool {
	return s.spelled().String() == o.spelled().String() && s.Start == o.Start && s.Zone.String() == o.Zone.String() &&
		s.MonthEnd == o.MonthEnd && slices.Equal(s.Exdates, o.Exdates) && slices.Equal(s.Rdates, o.Rdates)
}

// at is the day of l at the hour of another time.
func (l LocalTime) at(hour LocalTime) LocalTime {
	return LocalTime(string(l.Date()) + string(hour[10:]))
}
