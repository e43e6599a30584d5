package ical

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// The limits of a file of days.
const (
	maxDays       = 2000
	maxDaysLength = 60  // of one entry
	maxDayRules   = 200 // entries that come every year
	maxDayName    = 200 // characters
)

// Day is a day by itself, a holiday of a workspace's own.
type Day struct {
	Date accord.Date
	Name string
}

// Days is what a file of days holds, in order.
type Days struct {
	List     []Day
	NotTaken []accord.FieldError // entries that are no days, to be shown
}

// ReadDays reads the all-day events of a calendar that lie between the days
// from and to, both included; those of several days, and those that come every
// year, with each of their days. A file without one is refused on the field
// "file".
func ReadDays(data []byte, from, to accord.Date) (Days, error) {
	f, err := parse(data)
	if err != nil {
		return Days{}, err
	}
	r := dayReader{file: f, from: from, to: to, found: map[Day]bool{}}
	for _, c := range f.events {
		if err := r.take(c); err != nil {
			return Days{}, err
		}
	}
	if r.wholeDays == 0 {
		return Days{}, fileError("There is no all-day event in the calendar file.")
	}
	return r.days(), nil
}

// dayReader gathers the days of a file.
type dayReader struct {
	file
	from, to  accord.Date
	found     map[Day]bool
	wholeDays int
	rules     int
	timed     int
	unread    int
}

// days returns what was found, in order, and what was not taken.
func (r *dayReader) days() Days {
	var d Days
	for day := range r.found {
		d.List = append(d.List, day)
	}
	slices.SortFunc(d.List, func(a, b Day) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name, b.Name))
	})
	if r.timed > 0 {
		d.NotTaken = append(d.NotTaken, accord.FieldError{Location: "file", Format: "Left out, because they have a time of day: %d.", Args: []any{r.timed}})
	}
	if r.unread > 0 {
		d.NotTaken = append(d.NotTaken, accord.FieldError{Location: "file", Format: "Left out, because they cannot be read as days: %d.", Args: []any{r.unread}})
	}
	return d
}

// take reads one event.
func (r *dayReader) take(c *ical.Component) error {
	start, ok := r.one(c, "DTSTART")
	if !ok || strings.EqualFold(value(c, "STATUS"), "CANCELLED") {
		r.unread++
		return nil
	}
	if !start.day && !strings.EqualFold(value(c, "X-MICROSOFT-CDO-ALLDAYEVENT"), "TRUE") {
		r.timed++
		return nil
	}
	r.wholeDays++
	begins, err := r.begins(c, start)
	if err != nil {
		return err
	}
	name := []rune(cleanLine(text(c, "SUMMARY")))
	name = name[:min(len(name), maxDayName)]
	for _, begin := range begins {
		for i := range r.dayCount(c, start) {
			date := begin.AddDays(i)
			if date < r.from || date > r.to {
				continue
			}
			r.found[Day{Date: date, Name: string(name)}] = true
		}
	}
	if len(r.found) > maxDays {
		return fileError("The calendar file has more than %d days.", maxDays)
	}
	return nil
}

// dayCount returns how many days the entry takes: its end is the first it does
// not (RFC 5545 §3.6.1).
func (r *dayReader) dayCount(c *ical.Component, start moment) int {
	length, ok := r.length(c, start, time.UTC)
	if !ok {
		return 1
	}
	return min(max(int(length.Hours()+12)/24, 1), maxDaysLength)
}

// begins returns the first days of the entry within reach of the window.
func (r *dayReader) begins(c *ical.Component, start moment) ([]accord.Date, error) {
	first := accord.Date(start.wall.Format(time.DateOnly))
	rule := c.Props.Get("RRULE")
	if rule == nil {
		return []accord.Date{first}, nil
	}
	if r.rules++; r.rules > maxDayRules {
		return nil, fileError("The calendar file has more than %d repeating events.", maxDayRules)
	}
	plan, ok := r.yearly(c, first, tidyRule(rule.Value, start.wall))
	if !ok {
		r.unread++
		return nil, nil
	}
	list, err := plan.Between(r.from.AddDays(-maxDaysLength).Time(), r.to.AddDays(1).Time())
	if err != nil {
		return nil, err
	}
	var begins []accord.Date
	for _, o := range list {
		begins = append(begins, o.OriginalStart.Date())
	}
	return begins, nil
}

// yearly returns when the entry comes again, and whether it does so by a yearly
// rule that is quickly asked for its dates.
func (r *dayReader) yearly(c *ical.Component, first accord.Date, rule string) (accord.Schedule, bool) {
	in := accord.ScheduleInput{Rrule: rule, StartsAtLocal: string(first) + "T00:00", TimeZone: "UTC", DurationMinutes: 60}
	exdates, _ := r.list(c, "EXDATE")
	for _, m := range exdates[:min(len(exdates), accord.MaxExtraDates)] {
		in.Exdates = append(in.Exdates, m.wall.Format(time.DateOnly)+"T00:00")
	}
	plan, err := accord.ParseSchedule(in)
	return plan, err == nil && plan.Rule.Freq == accord.Yearly && Portable(plan)
}
