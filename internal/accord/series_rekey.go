package accord

import (
	"cmp"
	"slices"
)

// rekey decides about every meeting, and leaves out of the new rule the dates
// that stand in the place of one that is past, running or closed.
func (p *planner) rekey(plan *SeriesPlan, next *Schedule) {
	m := p.matcher(*next)
	taken := map[LocalTime]bool{}
	leaveOut := func(name LocalTime, stays bool) {
		if Instant(name.In(p.old.Zone)).Before(p.now.AddDate(0, 0, -2)) {
			return // too long ago for a date to come
		}
		if to, ok := m.to(name); ok {
			taken[to] = true
			if !stays || to != name {
				next.Exdates = append(next.Exdates, to)
			}
		}
	}
	var moving []Meeting
	for _, row := range p.rows {
		if !p.protected(row) && (p.cut == "" || row.OriginalStart >= p.cut) {
			moving = append(moving, row)
			continue
		}
		plan.Untouched = append(plan.Untouched, row)
		if p.cut == "" || row.OriginalStart >= p.cut {
			leaveOut(row.OriginalStart, p.cut == "")
		}
	}
	for _, o := range plan.Open {
		leaveOut(o.OriginalStart, p.cut == "" && o.StartsAt.After(p.now))
	}
	next.Exdates = sortedNames(next.Exdates)
	p.assign(plan, moving, m, next.Observing(p.change.Is), taken)
	p.settle(plan)
}

// assign gives meetings the dates of the new rule: first those whose name it
// knows, then the others in order. What finds none is listed.
func (p *planner) assign(plan *SeriesPlan, moving []Meeting, m matcher, next ObservedSchedule, taken map[LocalTime]bool) {
	targets := map[string]ObservedOccurrence{}
	for _, exact := range []bool{true, false} {
		for _, row := range moving {
			to, ok := m.to(row.OriginalStart)
			if _, done := targets[row.ID]; done || !ok || taken[to] || exact != (to == row.OriginalStart) {
				continue
			}
			if o, ok := next.At(to); ok && p.fits(row, o) {
				targets[row.ID], taken[to] = o, true
			}
		}
	}
	for _, row := range moving {
		o, ok := targets[row.ID]
		if !ok {
			drop := row.Status == MeetingScheduled && slices.Contains(p.change.Drop, row.OriginalStart)
			plan.Listed = append(plan.Listed, ListedMeeting{Meeting: row, SeriesID: p.goesTo(drop), Drop: drop})
			continue
		}
		r := Rekey{Meeting: row, SeriesID: p.goesTo(false), Original: o.OriginalStart, StartsAt: row.StartsAt, Planned: o.StartsAt, Follows: p.follows(row)}
		if r.Follows {
			r.StartsAt = o.StartsAt
		}
		if r.changes() || p.change.After.TimeZone != p.before.TimeZone {
			plan.Rekeys = append(plan.Rekeys, r)
		} else {
			plan.Untouched = append(plan.Untouched, row)
		}
	}
}

// goesTo is the series that a meeting to come belongs to: what is given up
// stays where it was.
func (p *planner) goesTo(drop bool) string {
	if p.cut == "" || drop {
		return p.before.ID
	}
	return p.change.SuccessorID
}

// follows reports whether a meeting is held where its series put it.
func (p *planner) follows(m Meeting) bool {
	if m.TimeZone == p.before.TimeZone && m.StartsAt.Equal(m.PlannedAt()) {
		return true // also where another day off would put it elsewhere today
	}
	if o, ok := p.old.Observing(p.change.Was).At(m.OriginalStart); ok {
		return m.StartsAt.Equal(o.StartsAt)
	}
	return m.StartsAt.Equal(Instant(m.OriginalStart.In(p.old.Zone)))
}

// fits reports whether a meeting can have a date: with a time of its own any,
// else one that takes place and is still to come. One on a date that was left
// out already may stay there.
func (p *planner) fits(m Meeting, o ObservedOccurrence) bool {
	if !p.follows(m) {
		return true
	}
	if o.Skipped && o.OriginalStart == m.OriginalStart {
		was, ok := p.old.Observing(p.change.Was).At(m.OriginalStart)
		return ok && was.Skipped
	}
	return !o.Skipped && o.StartsAt.After(p.now)
}

// changes reports whether anything of the meeting becomes another.
func (r Rekey) changes() bool {
	return r.SeriesID != string(r.Meeting.SeriesID) || r.Original != r.Meeting.OriginalStart || !r.StartsAt.Equal(r.Meeting.StartsAt)
}

// settle orders the rekeys so that none takes a name that a row of its series
// still has, and lists those that never could.
func (p *planner) settle(plan *SeriesPlan) {
	type key struct {
		series string
		name   LocalTime
	}
	occupied := map[key]bool{}
	for _, row := range plan.Untouched {
		occupied[key{string(row.SeriesID), row.OriginalStart}] = true
	}
	for _, l := range plan.Listed {
		occupied[key{l.SeriesID, l.Meeting.OriginalStart}] = true
	}
	for _, r := range plan.Rekeys {
		occupied[key{string(r.Meeting.SeriesID), r.Meeting.OriginalStart}] = true
	}
	var ordered []Rekey
	for waiting := plan.Rekeys; ; {
		var left []Rekey
		for _, r := range waiting {
			was, will := key{string(r.Meeting.SeriesID), r.Meeting.OriginalStart}, key{r.SeriesID, r.Original}
			if was != will && occupied[will] {
				left = append(left, r)
				continue
			}
			delete(occupied, was)
			occupied[will] = true
			ordered = append(ordered, r)
		}
		if len(left) == len(waiting) || len(left) == 0 {
			plan.Rekeys = ordered
			for _, r := range left {
				plan.Listed = append(plan.Listed, ListedMeeting{Meeting: r.Meeting, SeriesID: string(r.Meeting.SeriesID)})
			}
			break
		}
		waiting = left
	}
	slices.SortFunc(plan.Listed, func(a, b ListedMeeting) int { return cmp.Compare(a.Meeting.OriginalStart, b.Meeting.OriginalStart) })
}
