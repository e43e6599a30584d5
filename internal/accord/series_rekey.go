package accord

import (
	"cmp"
	"slices"
	"time"
)

// matcher finds the date of a new rule that stands in the place of an old one.
type matcher struct {
	old, next Schedule // with nothing left out
	by        func(LocalTime) (LocalTime, bool)
	reaches   func(Occurrence) bool
	leaves    func(Occurrence) bool
}

func (p *planner) matcher(next Schedule) matcher {
	old := p.old
	old.Exdates, next.Exdates = nil, nil
	m := matcher{old: old, next: next, leaves: p.leaves}
	m.reaches = func(o Occurrence) bool { return p.reaches(o) || slices.Contains(next.Rdates, o.OriginalStart) }
	m.by = m.byDay
	if p.change.KeepInstants {
		m.by = m.byInstant
	}
	return m
}

// to finds the counterpart of an old date: the same name; else the one of the
// same day; else the one in the same place of its week, month or year, where
// both rules have as many of them. Where the instants are kept, it is the date
// at that instant.
func (m matcher) to(name LocalTime) (LocalTime, bool) { return m.by(name) }

func (m matcher) byInstant(name LocalTime) (LocalTime, bool) {
	at := Instant(name.In(m.old.Zone))
	for _, o := range m.next.within(at.Add(-maxClockShift), at.Add(maxClockShift+1)) {
		if m.reaches(o) {
			return o.OriginalStart, true
		}
	}
	return "", false
}

func (m matcher) byDay(name LocalTime) (LocalTime, bool) {
	if o, ok := m.next.At(name); ok && m.reaches(o) {
		return name, true
	}
	for _, o := range m.next.onDays(name.Date(), name.Date().AddDays(1)) {
		_, own := m.old.At(o.OriginalStart) // of two dates on a day, the other's
		if m.reaches(o) && !own {
			return o.OriginalStart, true
		}
	}
	return m.byPlace(name)
}

// byPlace compares the dates of a week, month or year that the two rules do
// not share.
func (m matcher) byPlace(name LocalTime) (LocalTime, bool) {
	a, b := m.old.Rule, m.next.Rule
	if a.Freq != b.Freq || a.Interval != b.Interval || a.Freq == Daily {
		return "", false
	}
	first, last := a.period(name.Date())
	old := names(m.old.onDays(first, last), m.leaves)
	next := names(m.next.onDays(first, last), m.reaches)
	apart := func(list, others []LocalTime) []LocalTime {
		return slices.DeleteFunc(slices.Clone(list), func(name LocalTime) bool {
			return slices.ContainsFunc(others, func(o LocalTime) bool { return o.Date() == name.Date() })
		})
	}
	old, next = apart(old, next), apart(next, old)
	i := slices.Index(old, name)
	if i < 0 || len(old) != len(next) {
		return "", false
	}
	return next[i], true
}

// period is the week, month or year around a day, its end excluded.
func (r Rule) period(d Date) (first, last Date) {
	t := d.Time()
	switch r.Freq {
	case Weekly:
		first = d.AddDays(-int(t.Weekday()-r.WeekStart+7) % 7)
		return first, first.AddDays(7)
	case Monthly:
		t = t.AddDate(0, 0, 1-t.Day())
		return DateOf(t, time.UTC), DateOf(t.AddDate(0, 1, 0), time.UTC)
	case Yearly:
		t = t.AddDate(0, 0, 1-t.YearDay())
		return DateOf(t, time.UTC), DateOf(t.AddDate(1, 0, 0), time.UTC)
	default:
		return d, d.AddDays(1)
	}
}

// onDays are the dates named after the days from first to last, the last
// excluded, whatever instants they have.
func (s Schedule) onDays(first, last Date) []Occurrence {
	list := s.within(first.Time().AddDate(0, 0, -2), last.Time().AddDate(0, 0, 2))
	return slices.DeleteFunc(list, func(o Occurrence) bool {
		return o.OriginalStart.Date() < first || o.OriginalStart.Date() >= last
	})
}

// names are the original starts of the dates that are kept.
func names(list []Occurrence, keep func(Occurrence) bool) []LocalTime {
	var names []LocalTime
	for _, o := range list {
		if keep(o) {
			names = append(names, o.OriginalStart)
		}
	}
	return names
}

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
		leaveOut(o.OriginalStart, false)
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
			if o, ok := next.At(to); ok && !o.Skipped && o.StartsAt.After(p.now) {
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
		r := Rekey{Meeting: row, SeriesID: p.goesTo(false), Original: o.OriginalStart, StartsAt: row.StartsAt, Follows: p.follows(row)}
		if r.Follows {
			r.StartsAt = o.StartsAt
		}
		if r.changes() {
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
	if o, ok := p.old.Observing(p.change.Was).At(m.OriginalStart); ok && m.StartsAt.Equal(o.StartsAt) {
		return true
	}
	return m.StartsAt.Equal(Instant(m.OriginalStart.In(p.old.Zone)))
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
