package accord

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// The expander runs on floating time, wall clocks written as UTC, and every
// date is resolved in the zone afterwards: rrule-go's own arithmetic in a zone
// puts a 10:00 meeting on the day before where clocks change at midnight.
//
// It also looks for dates up to the year 9999, a tenth of a second for a rule
// that has none. The calendar repeats itself exactly every 400 years, so it is
// given a start that many times 400 years later and finds that end soon.
const (
	shiftYears = 7600
	lastYear   = 2200 // as ParseLocalTime; later dates have no name
)

// Between returns the occurrences that start in [from, to), in order. The
// window is at most [MaxWindowYears] wide.
func (s Schedule) Between(from, to time.Time) ([]Occurrence, error) {
	if err := checkWindow(from, to); err != nil {
		return nil, err
	}
	return s.within(from, to), nil
}

// checkWindow refuses a window that is too wide, as an error on "to".
func checkWindow(from, to time.Time) error {
	var v Validation
	v.Check(!to.After(from.AddDate(MaxWindowYears, 0, 0)), "to", "Ask for at most %d years at once.", MaxWindowYears)
	return v.Err()
}

// within is Between without its limit.
func (s Schedule) within(from, to time.Time) []Occurrence {
	var list []Occurrence
	for o := range s.ruleDates(from) {
		if !o.StartsAt.Before(to) {
			break
		}
		if !o.StartsAt.Before(from) {
			list = append(list, o)
		}
	}
	for _, o := range s.addedDates() {
		if !o.StartsAt.Before(from) && o.StartsAt.Before(to) {
			list = append(list, o)
		}
	}
	return sortOccurrences(list)
}

// Next returns the first n occurrences that start after the instant, in order;
// fewer where the schedule ends.
func (s Schedule) Next(after time.Time, n int) []Occurrence {
	var list []Occurrence
	for o := range s.ruleDates(after) {
		if len(list) >= n {
			break
		}
		if o.StartsAt.After(after) {
			list = append(list, o)
		}
	}
	for _, o := range s.addedDates() {
		if o.StartsAt.After(after) {
			list = append(list, o)
		}
	}
	list = sortOccurrences(list)
	return list[:min(n, len(list))]
}

// At returns the occurrence of that name, and whether there is one.
func (s Schedule) At(name LocalTime) (Occurrence, bool) {
	o := s.occurrence(name)
	found, err := s.Between(o.StartsAt, o.StartsAt.Add(time.Microsecond))
	if err != nil {
		return Occurrence{}, false
	}
	i := slices.IndexFunc(found, func(f Occurrence) bool { return f.OriginalStart == name })
	if i < 0 {
		return Occurrence{}, false
	}
	return found[i], true
}

// CheckDates refuses a rule that never names a date, as an error on "rrule".
func (s Schedule) CheckDates() error {
	s.Exdates = nil
	for range s.ruleDates(time.Time{}) {
		return nil
	}
	return ruleError("This rule is without any date.")
}

// occurrence resolves the wall clock in the schedule's zone.
func (s Schedule) occurrence(name LocalTime) Occurrence {
	start := Instant(name.In(s.Zone))
	return Occurrence{OriginalStart: name, StartsAt: start, EndsAt: start.Add(s.Length)}
}

// addedDates returns the occurrences that stand beside the rule.
func (s Schedule) addedDates() []Occurrence {
	var list []Occurrence
	for _, name := range s.Rdates {
		if !slices.Contains(s.Exdates, name) {
			list = append(list, s.occurrence(name))
		}
	}
	return list
}

// sortOccurrences orders by start and drops a date that both the rule and the
// list of added dates name.
func sortOccurrences(list []Occurrence) []Occurrence {
	slices.SortFunc(list, func(a, b Occurrence) int {
		if c := a.StartsAt.Compare(b.StartsAt); c != 0 {
			return c
		}
		return cmp.Compare(a.OriginalStart, b.OriginalStart)
	})
	return slices.CompactFunc(list, func(a, b Occurrence) bool { return a.OriginalStart == b.OriginalStart })
}

// ruleDates yields what the rule names, in order, without the dates left out.
// It may skip whole periods before from, never an occurrence at or after it.
func (s Schedule) ruleDates(from time.Time) iter.Seq[Occurrence] {
	return func(yield func(Occurrence) bool) {
		end, bounded := s.Rule.Until.In(s.Zone), s.Rule.Until != Until{}
		for wall := range s.wallClocks(from) {
			o := s.occurrence(LocalTime(wall.Format(LocalLayout)))
			if bounded && o.StartsAt.After(end) {
				return
			}
			if _, left := slices.BinarySearch(s.Exdates, o.OriginalStart); !left && !yield(o) {
				return
			}
		}
	}
}

// wallClocks yields the floating times of the rule from its start, or from a
// period before from. A panic of the expander ends them: there are no dates a
// checked rule could not be asked for, and none is worth the process.
func (s Schedule) wallClocks(from time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		next := s.expander(from)
		for count := 0; s.Rule.Count == 0 || count < s.Rule.Count; {
			shifted, ok := next()
			if !ok || shifted.Year() > lastYear+shiftYears {
				return
			}
			wall := shifted.AddDate(-shiftYears, 0, 0)
			if !s.Rule.inWeeks(wall) {
				continue
			}
			count++
			if !yield(wall) {
				return
			}
		}
	}
}

// expander returns rrule-go's iterator over the shifted floating times. A rule
// that ends by count is counted from its start; any other starts in the last
// whole period before from, so that old series cost no more than new ones.
func (s Schedule) expander(from time.Time) (next func() (time.Time, bool)) {
	next = func() (time.Time, bool) { return time.Time{}, false }
	defer func() { _ = recover() }()
	rule, err := rrule.NewRRule(s.option(from))
	if err != nil {
		return next
	}
	iterate := rule.Iterator()
	return func() (t time.Time, ok bool) {
		defer func() {
			if recover() != nil {
				t, ok = time.Time{}, false
			}
		}()
		return iterate()
	}
}

// option is the rule as rrule-go takes it.
func (s Schedule) option(from time.Time) rrule.ROption {
	r := s.explicit()
	start := s.Start.Floating()
	if r.Count == 0 && from.Year() > 1 {
		start = r.skipTo(start, from.In(s.Zone).AddDate(0, 0, -2))
	}
	option := rrule.ROption{
		Dtstart:    start.AddDate(shiftYears, 0, 0),
		Until:      time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
		Interval:   r.Interval,
		Wkst:       rruleDay(RuleDay{Day: r.WeekStart}),
		Bysetpos:   r.BySetPos,
		Bymonth:    r.ByMonth,
		Bymonthday: r.ByMonthDay,
		Byyearday:  r.ByYearDay,
		Byweekno:   r.expandWeeks(),
	}
	switch r.Freq {
	case Daily:
		option.Freq = rrule.DAILY
	case Weekly:
		option.Freq = rrule.WEEKLY
	case Monthly:
		option.Freq = rrule.MONTHLY
	case Yearly:
		option.Freq = rrule.YEARLY
	}
	for _, d := range r.ByDay {
		option.Byweekday = append(option.Byweekday, rruleDay(d))
	}
	return option
}

// rruleDay is the weekday as rrule-go has it.
func rruleDay(d RuleDay) rrule.Weekday {
	days := []rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	return days[d.Day].Nth(d.N)
}
