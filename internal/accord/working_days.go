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
func (w WorkingDays) After(d Date, n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if w.Works(d) || w == (WorkingDays{}) {
			n--
		}
	}
	return d
}
