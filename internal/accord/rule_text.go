package accord

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Phrase is a piece of a sentence; the strong ones say what is particular.
type Phrase struct {
	Text   string
	Strong bool
}

// Text says the schedule in a sentence, in German for a locale "de…" and else
// in English: "Every month on the second Tuesday, 10:00 to 11:00 in Berlin,
// from 12 January 2027". Every rule of the grammar gets a true one; the common
// ones get the one people would say.
func (s Schedule) Text(locale string) string {
	return strings.ReplaceAll(s.marked(wordsFor(locale)), "*", "")
}

// Phrases is [Schedule.Text] in pieces.
func (s Schedule) Phrases(locale string) []Phrase {
	var list []Phrase
	for i, text := range strings.Split(s.marked(wordsFor(locale)), "*") {
		if text != "" {
			list = append(list, Phrase{Text: text, Strong: i%2 == 1})
		}
	}
	return list
}

// marked is the sentence with asterisks round what is strong.
func (s Schedule) marked(w ruleWords) string {
	head := w.every[s.Rule.Freq]
	if s.Rule.Interval > 1 {
		head = fmt.Sprintf(w.everyN[s.Rule.Freq], s.Rule.Interval)
	}
	return head + s.daysText(w) + s.timeText(w) + s.rangeText(w) +
		counted(w.leftOut, len(s.Exdates)) + counted(w.added, len(s.Rdates))
}

// counted says how many, or nothing where there are none.
func counted(forms [2]string, n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return forms[0]
	default:
		return fmt.Sprintf(forms[1], n)
	}
}

// timeText says from when to when, and where that clock hangs.
func (s Schedule) timeText(w ruleWords) string {
	start := s.Start.Floating()
	end := start.Add(s.Length)
	text := fmt.Sprintf(w.times, start.Format("15:04"), end.Format("15:04"))
	if end.YearDay() != start.YearDay() {
		text += w.nextDay
	}
	name := s.Zone.String()
	if region, city, ok := cutLast(name, "/"); ok && region != "Etc" {
		return text + fmt.Sprintf(w.inCity, strings.ReplaceAll(city, "_", " "))
	}
	return text + fmt.Sprintf(w.inZone, strings.TrimPrefix(name, "Etc/"))
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// rangeText says from which day, and to which or how often.
func (s Schedule) rangeText(w ruleWords) string {
	first := s.Start.Floating()
	for o := range s.ruleDates(time.Time{}) {
		first = o.OriginalStart.Floating()
		break
	}
	switch {
	case s.Rule.Count == 1:
		return fmt.Sprintf(w.once, w.date(first))
	case s.Rule.Count > 1:
		return fmt.Sprintf(w.timesFrom, s.Rule.Count, w.date(first))
	case s.Rule.Until != Until{}:
		last := s.Rule.Until.Wall
		if !s.Rule.Until.Local {
			last = last.In(s.Zone)
		}
		return fmt.Sprintf(w.fromTo, w.date(first), w.date(last))
	default:
		return fmt.Sprintf(w.from, w.date(first))
	}
}

// daysText says on which days of its period.
func (s Schedule) daysText(w ruleWords) string {
	skip := s
	skip.MonthEnd = MonthEndSkip
	r := skip.explicit()
	r.ByDay = s.Rule.ByDay
	if r.Freq == Weekly || len(r.ByWeekNo) > 0 {
		r.ByDay = skip.explicit().ByDay
	}
	if late, ok := s.clamped(); ok {
		return r.clampedText(w, late)
	}
	kinds := 0
	for _, n := range []int{len(r.ByDay), len(r.ByMonthDay), len(r.ByYearDay), len(r.ByWeekNo)} {
		if n > 0 {
			kinds++
		}
	}
	days, plain := r.plainDays()
	chosen := len(r.BySetPos) > 0
	switch {
	case r.Freq == Daily && kinds == 0:
		return w.months(w.inMonths, r.ByMonth)
	case r.Freq == Daily:
		r.BySetPos = nil // of one day
	case r.Freq == Weekly && !chosen:
		return w.weekly(days) + r.weekStartText(w) + w.months(w.inMonths, r.ByMonth)
	case kinds == 1 && plain:
		return r.plainText(w, days)
	case kinds == 1 && r.allCounted() && !chosen:
		return fmt.Sprintf(w.on, w.countedDays(r.ByDay)) + r.ofText(w)
	case kinds == 1 && len(r.ByMonthDay) > 0 && !chosen:
		return r.monthDayText(w)
	case kinds == 1 && len(r.ByYearDay) > 0 && len(r.ByMonth) == 0 && !chosen:
		return fmt.Sprintf(w.on, w.yearDays(r.ByYearDay))
	case kinds == 2 && plain && len(r.ByWeekNo) > 0 && len(r.ByMonth) == 0 && !chosen:
		return w.everyOf(days) + w.weeks(w.ofWeeks, r.ByWeekNo)
	case kinds == 2 && plain && len(r.ByMonthDay) > 0 && r.Freq == Monthly && !chosen:
		return fmt.Sprintf(w.onWhen, w.monthDays(r.ByMonthDay), w.list(w.or, w.weekdayNames(days, w.aDay))) + w.months(w.inMonths, r.ByMonth)
	}
	return r.filterText(w)
}

// clamped returns the late day of a rule that takes the last day of a shorter
// month instead, by policy or by its parts.
func (s Schedule) clamped() (int, bool) {
	if late, ok := s.lateDay(); ok && s.MonthEnd == MonthEndLastDay {
		return late, true
	}
	r, days := s.Rule, s.Rule.ByMonthDay
	if len(days) < 2 || days[0] != 28 || !slices.Equal(r.BySetPos, []int{-1}) {
		return 0, false
	}
	late := days[len(days)-1]
	r.ByMonthDay, r.BySetPos = []int{late}, nil
	s.Rule = r
	_, ok := s.lateDay()
	return late, ok && late-28 == len(days)-1
}

// clampedText is for the 29th to the 31st or the last day.
func (r Rule) clampedText(w ruleWords, late int) string {
	if r.Freq == Yearly {
		return fmt.Sprintf(w.on, w.lastOfFebruary)
	}
	return fmt.Sprintf(w.on, fmt.Sprintf(w.orLastDay, w.dayOfMonth(late))) + w.months(w.inMonths, r.ByMonth)
}

// plainText is for weekdays without a number, all or some by position.
func (r Rule) plainText(w ruleWords, days []time.Weekday) string {
	together := w.months(w.inMonths, r.ByMonth)
	if r.Freq == Yearly && len(r.BySetPos) > 0 {
		together = w.months(w.together, r.ByMonth)
	}
	if r.Freq == Yearly && len(r.ByMonth) == 1 {
		together = w.months(w.ofMonths, r.ByMonth)
	}
	if len(r.BySetPos) == 0 {
		return w.everyOf(days) + together
	}
	return fmt.Sprintf(w.on, fmt.Sprintf(w.nth, w.list(w.and, w.ordinals(r.BySetPos)), w.pool(days))) + together
}

// weekStartText says where weeks begin, where that decides about dates and is
// not Monday.
func (r Rule) weekStartText(w ruleWords) string {
	if r.Interval == 1 || len(r.ByDay) < 2 || r.WeekStart == time.Monday {
		return ""
	}
	return fmt.Sprintf(w.weekStart, w.weekdays[r.WeekStart])
}

// allCounted reports whether every weekday has a number.
func (r Rule) allCounted() bool {
	return len(r.ByDay) > 0 && !slices.ContainsFunc(r.ByDay, func(d RuleDay) bool { return d.N == 0 })
}

// ofText says what counted weekdays are counted in.
func (r Rule) ofText(w ruleWords) string {
	switch {
	case r.Freq == Monthly:
		return w.months(w.inMonths, r.ByMonth)
	case len(r.ByMonth) > 0:
		return w.months(w.ofMonths, r.ByMonth)
	default:
		return w.ofYear
	}
}

// monthDayText is for days of the month.
func (r Rule) monthDayText(w ruleWords) string {
	text := fmt.Sprintf(w.on, w.monthDays(r.ByMonthDay))
	one := len(r.ByMonthDay) == 1 && r.ByMonthDay[0] > 0
	switch {
	case r.Freq == Yearly && one && len(r.ByMonth) == 1:
		text = fmt.Sprintf(w.on, fmt.Sprintf(w.dayMonth, r.ByMonthDay[0], w.monthNames[r.ByMonth[0]-1]))
		if r.ByMonth[0] == 2 && r.ByMonthDay[0] == 29 {
			text += w.leapYears
		}
		return text
	case r.Freq == Yearly && len(r.ByMonth) == 0:
		text += w.ofEveryMonth
	case r.Freq == Yearly:
		text += w.months(w.ofMonths, r.ByMonth)
	default:
		text += w.months(w.inMonths, r.ByMonth)
	}
	if one && r.ByMonthDay[0] >= 29 {
		text += w.skipping
	}
	return text
}

// filterText is the generic sentence: what a day must be, all of it, and which
// of those days of a period count.
func (r Rule) filterText(w ruleWords) string {
	var all []string
	if len(r.ByDay) > 0 {
		var names []string
		for _, d := range r.ByDay {
			names = append(names, w.dayName(d))
		}
		of := ""
		if _, plain := r.plainDays(); !plain && r.Freq == Yearly {
			of = r.ofText(w)
		}
		all = append(all, w.list(w.or, names)+of)
	}
	if len(r.ByMonthDay) > 0 {
		all = append(all, w.monthDays(r.ByMonthDay)+w.ofTheMonth)
	}
	if len(r.ByYearDay) > 0 {
		all = append(all, w.yearDays(r.ByYearDay))
	}
	if len(r.ByWeekNo) > 0 {
		all = append(all, w.weeks("%s", r.ByWeekNo))
	}
	if len(r.ByMonth) > 0 {
		all = append(all, w.months("%s", r.ByMonth))
	}
	pattern := w.fits
	if r.Freq == Daily {
		pattern = w.dailyFits
	}
	text := fmt.Sprintf(pattern, strings.Join(all, "; "))
	if len(r.BySetPos) > 0 {
		text += fmt.Sprintf(w.ofThese[r.Freq], w.list(w.and, w.ordinals(r.BySetPos)))
	}
	return text
}
