package accord

import (
	"strconv"
	"strings"
	"time"
)

// WorkingDays are the weekdays work is done on, by [time.Weekday].
type WorkingDays [7]bool

// ParseWorkingDays reads ISO weekdays, "1,2,3,4,5" is Monday to Friday. At
// least one day, each from 1 to 7.
func ParseWorkingDays(s string) (WorkingDays, error) {
	var w WorkingDays
	for field := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 || n > 7 || len(s) > 40 {
			return WorkingDays{}, Errorf(CodeInvalid, "Name the working days by number, Monday is 1: for example 1,2,3,4,5.")
		}
		w[n%7] = true
	}
	return w, nil
}

// WorkWeek is [ParseWorkingDays] for what was validated when stored; anything
// else is Monday to Friday.
func WorkWeek(s string) WorkingDays {
	w, err := ParseWorkingDays(s)
	if err != nil {
		return WorkingDays{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
	}
	return w
}

// Works reports whether d is a working day.
func (w WorkingDays) Works(d Date) bool { return w[d.Time().Weekday()] }

// After returns the nth working day after d, d itself not counted. Without any
// working day every day is one.
func (w WorkingDays) After(d Date, n int) Date { return WorkCalendar{Week: w}.After(d, n) }

// WorkCalendar is when a company works: its week, and the days off in it.
type WorkCalendar struct {
	Week WorkingDays
	Off  DaysOff
}

// maxRest bounds how many days off in a row are believed: after so many a day
// counts as one of work, so that nothing waits for ever.
const maxRest = 60

// After returns the nth working day after d, d itself not counted. Without any
// working day in the week every day is one that is not off.
func (c WorkCalendar) After(d Date, n int) Date {
	for rest := 0; n > 0; {
		d = d.AddDays(1)
		works := (c.Week.Works(d) || c.Week == WorkingDays{}) && c.Off.Name(d) == ""
		if rest++; works || rest > maxRest {
			rest = 0
			n--
		}
	}
	return d
}

// In returns the day that lies n days after d, or the next working day where that
// is none: what a form suggests for something that takes n days.
func (c WorkCalendar) In(d Date, n int) Date { return c.After(d.AddDays(n-1), 1) }
