package accord

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// String writes the rule as an RRULE which [ParseRule] reads back as the same
// rule. WKST stands where it decides about dates: with an interval of weeks.
func (r Rule) String() string {
	parts := []string{"FREQ=" + string(r.Freq)}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	if r.Interval > 1 {
		add("INTERVAL", strconv.Itoa(r.Interval))
	}
	if r.Count > 0 {
		add("COUNT", strconv.Itoa(r.Count))
	}
	add("UNTIL", r.Until.String())
	add("BYMONTH", joinNumbers(r.ByMonth))
	add("BYWEEKNO", joinNumbers(r.ByWeekNo))
	add("BYYEARDAY", joinNumbers(r.ByYearDay))
	add("BYMONTHDAY", joinNumbers(r.ByMonthDay))
	days := make([]string, len(r.ByDay))
	for i, d := range r.ByDay {
		days[i] = d.String()
	}
	add("BYDAY", strings.Join(days, ","))
	add("BYSETPOS", joinNumbers(r.BySetPos))
	if r.WeekStart != time.Monday || r.Freq == Weekly && r.Interval > 1 {
		add("WKST", weekdayCodes[r.WeekStart])
	}
	return strings.Join(parts, ";")
}

// String writes the value as BYDAY does, "2TU".
func (d RuleDay) String() string {
	if d.N == 0 {
		return weekdayCodes[d.Day]
	}
	return fmt.Sprintf("%d%s", d.N, weekdayCodes[d.Day])
}

// String writes the value as UNTIL does; the zero value is "".
func (u Until) String() string {
	switch {
	case u == Until{}:
		return ""
	case u.Day:
		return u.Wall.Format("20060102")
	case u.Local:
		return u.Wall.Format("20060102T150405")
	default:
		return u.Wall.Format("20060102T150405Z")
	}
}

// plainDays returns the weekdays of BYDAY where none of them is counted.
func (r Rule) plainDays() ([]time.Weekday, bool) {
	days := make([]time.Weekday, 0, len(r.ByDay))
	for _, d := range r.ByDay {
		if d.N != 0 {
			return nil, false
		}
		days = append(days, d.Day)
	}
	return days, len(days) > 0
}

// workingDays are Monday to Friday, as compareRuleDays orders them.
func workingDays() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
}

// isWorkingDays reports whether days are exactly Monday to Friday.
func isWorkingDays(days []time.Weekday) bool { return slices.Equal(days, workingDays()) }

func joinNumbers(list []int) string {
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.Itoa(n)
	}
	return strings.Join(text, ",")
}
