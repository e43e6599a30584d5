package accord

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Week is a week from Monday to Sunday by ISO 8601, "2027-W03"; "" is none.
// Weeks compare as text.
type Week string

var weekText = regexp.MustCompile(`^([0-9]{4})-W([0-9]{2})$`)

// WeekOf returns the week a day lies in. Around New Year that can be one of
// another year than the day's.
func WeekOf(d Date) Week {
	year, n := d.Time().ISOWeek()
	return Week(fmt.Sprintf("%04d-W%02d", year, n))
}

// ParseWeek reads a week strictly; one the year does not have is refused.
func ParseWeek(s string) (Week, error) {
	m := weekText.FindStringSubmatch(s)
	if m != nil {
		year, _ := strconv.Atoi(m[1])
		if w := Week(s); year >= 1900 && year <= 2200 && WeekOf(w.Monday()) == w {
			return w, nil
		}
	}
	return "", Errorf(CodeInvalid, "Give a week as YYYY-Www, for example 2027-W03.")
}

// Monday is the first day of the week.
func (w Week) Monday() Date {
	year, n := w.Numbers()
	first := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	return mondayOf(Date(first.Format(time.DateOnly))).AddDays((n - 1) * 7)
}

// Sunday is its last day.
func (w Week) Sunday() Date { return w.Monday().AddDays(6) }

// Add is the week n weeks later.
func (w Week) Add(n int) Week { return WeekOf(w.Monday().AddDays(7 * n)) }

// Until counts the weeks from w to o, negative where o is earlier.
func (w Week) Until(o Week) int { return w.Monday().DaysUntil(o.Monday()) / 7 }

// Numbers are the year and the number of the week in it.
func (w Week) Numbers() (year, week int) {
	m := weekText.FindStringSubmatch(string(w))
	if m == nil {
		return 0, 0
	}
	year, _ = strconv.Atoi(m[1])
	week, _ = strconv.Atoi(m[2])
	return year, week
}
