package ical

import (
	"slices"
	"time"

	"accord/internal/accord"
)

// Portable reports whether every calendar program finds the same dates for the
// schedule's rule: the rule can then be written as an RRULE. Any other rule is
// written date by date, each an event of its own. Dates added to a rule
// (RDATE) are always events of their own: Outlook ignores them.
func Portable(s accord.Schedule) bool {
	_, ok := portable(s)
	return ok
}

// portable returns the rule with what it takes from the start written out and
// in the one form that all programs understand alike, and whether there is one:
//
//   - every n days or weeks, weeks on any weekdays;
//   - every n months on the first to fourth or last weekday, on a day up to the
//     28th, on the last day, on the first or last working day (Monday to Friday);
//   - every n years on such a weekday of a month, or on a date each year has.
//
// Outside it lies what programs were seen to disagree about: the 29th to 31st
// (Outlook takes the last day), a fifth weekday, several weekdays by number,
// BYSETPOS over days of the month, 29 February, week numbers.
func portable(s accord.Schedule) (accord.Rule, bool) {
	r := s.Rule
	if len(r.ByYearDay)+len(r.ByWeekNo) > 0 || len(r.ByDay) > 0 && len(r.ByMonthDay) > 0 {
		return r, false
	}
	switch r.Freq {
	case accord.Daily:
		return portableDaily(r)
	case accord.Weekly:
		return portableWeekly(r, s.Start.Floating())
	case accord.Monthly:
		return portableMonthly(r, s)
	case accord.Yearly:
		return portableYearly(r, s)
	}
	return r, false
}

func portableDaily(r accord.Rule) (accord.Rule, bool) {
	if r.Interval == 1 && len(r.ByDay) > 0 {
		r.Freq = accord.Weekly
		return portableWeekly(r, time.Time{})
	}
	return r, len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth)+len(r.BySetPos) == 0
}

func portableWeekly(r accord.Rule, start time.Time) (accord.Rule, bool) {
	if len(r.ByDay) == 0 {
		r.ByDay = []accord.RuleDay{{Day: start.Weekday()}}
	}
	return r, len(r.ByMonthDay)+len(r.ByMonth)+len(r.BySetPos) == 0
}

func portableMonthly(r accord.Rule, s accord.Schedule) (accord.Rule, bool) {
	if len(r.ByMonth) > 0 {
		return r, false
	}
	if len(r.ByDay) > 0 {
		return r, portableDay(r) || workingDay(r)
	}
	r.ByMonthDay = monthDay(s)
	day := r.ByMonthDay[0]
	return r, len(r.ByMonthDay) == 1 && len(r.BySetPos) == 0 && (day == -1 || day >= 1 && day <= 28)
}

func portableYearly(r accord.Rule, s accord.Schedule) (accord.Rule, bool) {
	if len(r.ByMonth) == 0 && len(r.ByDay)+len(r.ByMonthDay) == 0 {
		r.ByMonth = []int{int(s.Start.Floating().Month())}
	}
	if len(r.ByMonth) != 1 || len(r.BySetPos) > 0 {
		return r, false
	}
	if len(r.ByDay) > 0 {
		return r, portableDay(r)
	}
	r.ByMonthDay = monthDay(s)
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[r.ByMonth[0]-1]
	if r.ByMonthDay[0] == -1 && days != 28 {
		r.ByMonthDay = []int{days}
	}
	day := r.ByMonthDay[0]
	return r, len(r.ByMonthDay) == 1 && (day == -1 || day >= 1 && day <= days)
}

// monthDay returns the rule's days of the month, or the start's where it names
// none; the last day where the policy for short months makes it that.
func monthDay(s accord.Schedule) []int {
	days := s.Rule.ByMonthDay
	if len(days) == 0 {
		days = []int{s.Start.Floating().Day()}
	}
	if s.MonthEnd == accord.MonthEndLastDay && s.MonthEndMatters() && (days[0] == 31 || s.Rule.Freq == accord.Yearly) {
		return []int{-1}
	}
	if s.MonthEnd == accord.MonthEndLastDay && s.MonthEndMatters() {
		return []int{28, days[0]} // has no portable form
	}
	return days
}

// portableDay reports whether BYDAY is one weekday, first to fourth or last.
func portableDay(r accord.Rule) bool {
	if len(r.ByDay) != 1 || len(r.BySetPos) > 0 {
		return false
	}
	n := r.ByDay[0].N
	return n == -1 || n >= 1 && n <= 4
}

// workingDay reports whether the rule is on the first or last of Monday to
// Friday, written with BYSETPOS, which all programs understand there.
func workingDay(r accord.Rule) bool {
	working := []accord.RuleDay{{Day: time.Monday}, {Day: time.Tuesday}, {Day: time.Wednesday}, {Day: time.Thursday}, {Day: time.Friday}}
	return slices.Equal(r.ByDay, working) && len(r.BySetPos) == 1 && (r.BySetPos[0] == 1 || r.BySetPos[0] == -1)
}
