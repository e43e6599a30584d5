package accord

import (
	"slices"
	"time"
)

// From is the schedule from its first date at or after the instant on, with the
// same dates from there: in the same rhythm, with what is left of its count.
// ok is false where none is left. It is for calendar programs, which show every
// date their rule has: a series whose rule changed plans none of the new rule
// before the change.
func (s Schedule) From(at time.Time) (_ Schedule, ok bool) {
	reaches := func(o Occurrence) bool { return !o.StartsAt.Before(at) }
	passed := 0
	for o := range s.ruleOnly().ruleDates(time.Time{}) {
		if reaches(o) {
			break
		}
		if passed++; s.Rule.Count == 0 {
			break // how many does not matter
		}
	}
	early := func(name LocalTime) bool { return !reaches(s.occurrence(name)) }
	rdates, exdates := slices.DeleteFunc(slices.Clone(s.Rdates), early), slices.DeleteFunc(slices.Clone(s.Exdates), early)
	if passed == 0 {
		s.Rdates, s.Exdates = rdates, exdates
		return s, true
	}
	begun, masked, ok := s.beginningAt(at, passed, reaches)
	if !ok && len(rdates) == 0 {
		return s, false
	}
	if !ok { // nothing of the rule is left, dates added to it are
		begun = s
		begun.Rule.Count, begun.Rule.Until = 0, endOfDay(s.Start.Date().AddDays(-1))
	}
	begun.Rdates, begun.Exdates = rdates, sortedNames(append(exdates, masked...))
	return begun, true
}
