package accord

import (
	"slices"
	"time"
)

// explicit returns the rule with what RFC 5545 takes from the start written
// out, so that expansion may begin in a later period, and with the policy for
// short months put into rule parts.
func (s Schedule) explicit() Rule {
	r := s.spelled()
	late, isLate := s.lateDay()
	if len(r.ByWeekNo) > 0 && len(r.ByYearDay)+len(r.ByMonthDay)+len(r.ByDay) == 0 {
		for day := range time.Saturday + 1 {
			r.ByDay = append(r.ByDay, RuleDay{Day: day})
		}
	}
	r.ByDay = r.countAll()
	if r.Freq == Yearly && len(r.ByMonth) > 0 {
		r.ByDay = withoutSixth(r.ByDay)
	}
	if s.MonthEnd == MonthEndLastDay && isLate {
		r.ByMonthDay, r.BySetPos = nil, []int{-1}
		for day := 28; day <= late; day++ {
			r.ByMonthDay = append(r.ByMonthDay, day)
		}
	}
	return r
}

// spelled writes out the days that the rule takes from its start, so that the
// start may be another one.
func (s Schedule) spelled() Rule {
	r, start := s.Rule, s.Start.Floating()
	if len(r.ByWeekNo)+len(r.ByYearDay)+len(r.ByMonthDay)+len(r.ByDay) > 0 {
		return r
	}
	switch r.Freq {
	case Yearly:
		if len(r.ByMonth) == 0 {
			r.ByMonth = []int{int(start.Month())}
		}
		r.ByMonthDay = []int{start.Day()}
	case Monthly:
		r.ByMonthDay = []int{start.Day()}
	case Weekly:
		r.ByDay = []RuleDay{{Day: start.Weekday()}}
	case Daily:
	}
	return r
}

// countAll writes a weekday without a number as all its numbers where it stands
// beside one with a number: BYDAY=MO,2TU are the Mondays and a Tuesday, which
// the expander takes for the Tuesdays that are Mondays.
func (r Rule) countAll() []RuleDay {
	if _, plain := r.plainDays(); plain || len(r.ByDay) == 0 {
		return r.ByDay
	}
	most := 5
	if r.Freq == Yearly && len(r.ByMonth) == 0 {
		most = 53
	}
	var list []RuleDay
	for _, d := range r.ByDay {
		if d.N != 0 {
			list = append(list, d)
			continue
		}
		for n := 1; n <= most; n++ {
			list = append(list, RuleDay{N: n, Day: d.Day})
		}
	}
	return list
}

// withoutSixth drops the weekdays that no month has, a tenth Friday, which the
// expander trips over. One is left where there are no others: it makes the
// expander fail, and the rule is rightly without dates.
func withoutSixth(days []RuleDay) []RuleDay {
	var list []RuleDay
	for _, d := range days {
		if d.N >= -5 && d.N <= 5 {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return days
	}
	return list
}

// skipTo returns a start for the same dates in the last whole period that
// begins at or before target, or start itself. The rule is explicit.
func (r Rule) skipTo(start, target time.Time) time.Time {
	y, m, d := target.Date()
	target = time.Date(y, m, d, start.Hour(), start.Minute(), 0, 0, time.UTC)
	if !target.After(start) {
		return start
	}
	first := start // of the period start lies in
	var periods int
	switch r.Freq {
	case Yearly:
		first = start.AddDate(0, 0, 1-start.YearDay())
		periods = target.Year() - start.Year()
	case Monthly:
		first = start.AddDate(0, 0, 1-start.Day())
		periods = (target.Year()-start.Year())*12 + int(target.Month()-start.Month())
	case Weekly:
		first = start.AddDate(0, 0, -int(start.Weekday()-r.WeekStart+7)%7)
		periods = int(target.Sub(first).Hours()) / (24 * 7)
	case Daily:
		periods = int(target.Sub(start).Hours()) / 24
	}
	n := periods / r.Interval * r.Interval
	if n == 0 {
		return start
	}
	return r.addPeriods(first, n)
}

// addPeriods returns the day n periods after first, which begins one.
func (r Rule) addPeriods(first time.Time, n int) time.Time {
	switch r.Freq {
	case Yearly:
		return first.AddDate(n, 0, 0)
	case Monthly:
		return first.AddDate(0, n, 0)
	case Weekly:
		return first.AddDate(0, 0, 7*n)
	default:
		return first.AddDate(0, 0, n)
	}
}

// BYWEEKNO is a filter of ours where the rule has no set positions: rrule-go,
// like the library it was written after, takes the first days of a year for
// week 53 of a year before that had 52.

// expandWeeks returns the week numbers left to the expander.
func (r Rule) expandWeeks() []int {
	if len(r.BySetPos) > 0 {
		return r.ByWeekNo
	}
	return nil
}

// inWeeks reports whether the day lies in one of the rule's weeks, where it has
// any.
func (r Rule) inWeeks(day time.Time) bool {
	if len(r.ByWeekNo) == 0 || len(r.BySetPos) > 0 {
		return true
	}
	// The day's week belongs to the year of its fourth day.
	fourth := day.AddDate(0, 0, 3-int(day.Weekday()-r.WeekStart+7)%7)
	number := (fourth.YearDay()-1)/7 + 1
	last := time.Date(fourth.Year(), 12, 31, 0, 0, 0, 0, time.UTC)
	weeks := (last.YearDay()-fourth.YearDay())/7 + number
	return slices.Contains(r.ByWeekNo, number) || slices.Contains(r.ByWeekNo, number-weeks-1)
}
