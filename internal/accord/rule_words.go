package accord

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ruleWords is what a language gives to the sentence of a schedule. Asterisks
// stand round what is strong.
type ruleWords struct {
	every, everyN, ofThese                     map[Frequency]string
	weekdays, monthNames                       []string // from Sunday, from January
	and, or                                    string
	times, nextDay, inCity, inZone             string
	from, fromTo, once, timesFrom              string
	leftOut, added                             [2]string // one, many
	on, onWhen, monToFri, everyDay, everyNamed string
	nth, aDay, workingDay, weekendDay, anyDay  string
	inMonths, ofMonths, together, ofYear       string
	ofEveryMonth, ofTheMonth, leapYears        string
	orLastDay, lastOfFebruary, skipping        string
	dayMonth, lastDay, nthDay, upTo            string
	yearDay, lastYearDay, yearDayFromEnd       string
	ofWeeks, week, lastWeek, weekFromEnd       string
	fits, dailyFits, weekStart                 string
	ordinal                                    func(n int) string
	dayOfMonth                                 func(n int) string
}

// wordsFor picks the language of the locale.
func wordsFor(locale string) ruleWords {
	if strings.HasPrefix(locale, "de") {
		return germanRule()
	}
	return englishRule()
}

// list joins with commas and a last word: "Monday, Tuesday and Friday".
func (w ruleWords) list(last string, items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	n := len(items) - 1
	return strings.Join(items[:n], ", ") + last + items[n]
}

func (w ruleWords) date(t time.Time) string {
	return fmt.Sprintf(w.dayMonth, t.Day(), w.monthNames[t.Month()-1]) + fmt.Sprintf(" %d", t.Year())
}

// months puts the names into the pattern; without months it is nothing.
func (w ruleWords) months(pattern string, months []int) string {
	if len(months) == 0 {
		return ""
	}
	var names []string
	for _, m := range months {
		names = append(names, w.monthNames[m-1])
	}
	last := w.and
	if pattern == "%s" {
		last = w.or
	}
	return fmt.Sprintf(pattern, w.list(last, names))
}

// weeks puts the numbers into the pattern.
func (w ruleWords) weeks(pattern string, numbers []int) string {
	var names []string
	for _, n := range numbers {
		names = append(names, signed(n, w.week, w.lastWeek, w.weekFromEnd))
	}
	return fmt.Sprintf(pattern, w.list(w.or, names))
}

// signed chooses the pattern for a number, for the last one, or for one
// counted from the end.
func signed(n int, pattern, last, fromEnd string) string {
	switch {
	case n > 0:
		return fmt.Sprintf(pattern, n)
	case n == -1:
		return last
	default:
		return fmt.Sprintf(fromEnd, -n)
	}
}

func (w ruleWords) ordinals(numbers []int) []string {
	var list []string
	for _, n := range firstToLast(numbers) {
		list = append(list, w.ordinal(n))
	}
	return list
}

// firstToLast orders as people count: first, second, …, second to last, last.
func firstToLast(numbers []int) []int {
	at := slices.IndexFunc(numbers, func(n int) bool { return n > 0 })
	if at <= 0 {
		return numbers
	}
	return slices.Concat(numbers[at:], numbers[:at])
}

func (w ruleWords) weekdayNames(days []time.Weekday, pattern string) []string {
	var list []string
	for _, d := range days {
		list = append(list, fmt.Sprintf(pattern, w.weekdays[d]))
	}
	return list
}

// weekly says the days of a weekly rule.
func (w ruleWords) weekly(days []time.Weekday) string {
	switch {
	case len(days) == 7:
		return w.everyDay
	case isWorkingDays(days):
		return w.monToFri
	default:
		return fmt.Sprintf(w.on, w.list(w.and, w.weekdayNames(days, "%s")))
	}
}

// everyOf says that every one of the weekdays counts.
func (w ruleWords) everyOf(days []time.Weekday) string {
	if len(days) == 7 {
		return w.everyDay
	}
	return fmt.Sprintf(w.everyNamed, w.list(w.and, w.weekdayNames(days, "%s")))
}

// pool names what positions are counted among.
func (w ruleWords) pool(days []time.Weekday) string {
	switch {
	case len(days) == 7:
		return w.anyDay
	case isWorkingDays(days):
		return w.workingDay
	case len(days) == 2 && days[0] == time.Saturday && days[1] == time.Sunday:
		return w.weekendDay
	default:
		return w.list(w.or, w.weekdayNames(days, "%s"))
	}
}

// dayName is one value of BYDAY.
func (w ruleWords) dayName(d RuleDay) string {
	if d.N == 0 {
		return w.weekdays[d.Day]
	}
	return fmt.Sprintf(w.nth, w.ordinal(d.N), w.weekdays[d.Day])
}

// countedDays joins weekdays with numbers, one weekday after the other: "the
// first and third Tuesday".
func (w ruleWords) countedDays(days []RuleDay) string {
	var parts []string
	for day := range time.Saturday + 1 {
		day = (day + 1) % 7
		var numbers []int
		for _, d := range days {
			if d.Day == day {
				numbers = append(numbers, d.N)
			}
		}
		if len(numbers) > 0 {
			parts = append(parts, fmt.Sprintf(w.nth, w.list(w.and, w.ordinals(numbers)), w.weekdays[day]))
		}
	}
	return w.list(w.and, parts)
}

// monthDays joins days of the month, three and more in a row as a range.
func (w ruleWords) monthDays(days []int) string {
	days = firstToLast(days)
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[i] > 0 && days[j+1] == days[j]+1 {
			j++
		}
		if j-i >= 2 {
			parts = append(parts, fmt.Sprintf(w.upTo, w.dayOfMonth(days[i]), w.dayOfMonth(days[j])))
			i = j + 1
			continue
		}
		parts = append(parts, w.dayOfMonth(days[i]))
		i++
	}
	return w.list(w.and, parts)
}

func (w ruleWords) yearDays(days []int) string {
	var parts []string
	for _, n := range firstToLast(days) {
		parts = append(parts, signed(n, w.yearDay, w.lastYearDay, w.yearDayFromEnd))
	}
	return w.list(w.or, parts)
}
