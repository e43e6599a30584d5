package accord

import (
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
