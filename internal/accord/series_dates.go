package accord

import (
	"slices"
	"time"
)

// datesShown is how many of the next dates a plan compares.
const datesShown = 12

// unopened are the dates that have passed since the series was made and have no
// meeting yet. In place a date counts that the rule names in the past though a
// day off moved it to later: it goes by neither rule any more, and is kept where
// it is as a meeting.
func (p *planner) unopened() []Occurrence {
	from := p.before.CreatedAt
	if f := p.before.PlannedFrom; f != nil && f.After(from) {
		from = *f
	}
	old := p.old.Observing(p.change.Was)
	var open []Occurrence
	for _, o := range TakingPlace(old.around(from, p.now)) {
		_, touched := p.row(o.OriginalStart)
		passed := !o.StartsAt.After(p.now) || p.cut == "" && !p.old.named(o).After(p.now)
		if !touched && passed && o.EndsAt.After(p.before.CreatedAt) && p.before.Plans(o) {
			open = append(open, o)
		}
	}
	return open
}

// named is the instant at which the rule puts a date, wherever it is held.
func (s Schedule) named(o Occurrence) time.Time { return Instant(o.OriginalStart.In(s.Zone)) }

// dateChanges pairs the next dates of the old rule with those of the new one.
func (p *planner) dateChanges(next Schedule) []DateChange {
	after := p.now
	if p.cut != "" {
		after = p.cutAt.Add(-maxClockShift)
	}
	old := p.shown(p.old.Observing(p.change.Was), after, func(o Occurrence) bool { return p.leaves(o) && p.before.Plans(o) })
	others := p.shown(next.Observing(p.change.Is), after, p.reaches)
	changes := pair(old, others, p.matcher(next))
	if len(old) == datesShown && len(others) > 0 || len(others) == datesShown && len(old) > 0 {
		end := earlier(old[len(old)-1].StartsAt, others[len(others)-1].StartsAt)
		changes = slices.DeleteFunc(changes, func(c DateChange) bool { // its counterpart may lie beyond what is shown
			return (c.Before == nil || c.After == nil) && c.at().After(end)
		})
	}
	return changes
}

// shown are the first dates that take place after the instant and are kept.
func (p *planner) shown(s ObservedSchedule, after time.Time, keep func(Occurrence) bool) []Occurrence {
	list := TakingPlace(s.Next(after, datesShown+1))
	list = slices.DeleteFunc(list, func(o Occurrence) bool { return !keep(o) })
	return list[:min(len(list), datesShown)]
}

// pair puts every old date beside its counterpart, in order. One whose
// counterpart is not among the next ones is left out: it does not go.
func pair(old, next []Occurrence, m matcher) []DateChange {
	var changes []DateChange
	paired := map[LocalTime]bool{}
	for _, o := range old {
		c := DateChange{Before: &o}
		if to, ok := m.to(o.OriginalStart); ok && !paired[to] {
			i := slices.IndexFunc(next, func(n Occurrence) bool { return n.OriginalStart == to })
			if i < 0 && len(next) == datesShown {
				continue
			}
			if i >= 0 {
				c.After, paired[to] = &next[i], true
			}
		}
		changes = append(changes, c)
	}
	for _, n := range next {
		if !paired[n.OriginalStart] {
			changes = append(changes, DateChange{After: &n})
		}
	}
	slices.SortStableFunc(changes, func(a, b DateChange) int { return a.at().Compare(b.at()) })
	return changes
}

// at is where the change stands among others.
func (c DateChange) at() time.Time {
	if c.Before != nil {
		return c.Before.StartsAt
	}
	return c.After.StartsAt
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
