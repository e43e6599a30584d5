package accord

import (
	"strings"
	"time"
	"unicode/utf8"
)

// DayOff is a day nobody meets on: a public holiday or one of the workspace's
// own days.
type DayOff struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
}

// WorkspaceDay is a day off of the workspace's own.
type WorkspaceDay struct {
	WorkspaceID string    `json:"-"`
	Date        Date      `json:"date"`
	Name        string    `json:"name"`
	CreatedBy   string    `json:"-"`
	CreatedAt   time.Time `json:"-"`
	Version     int       `json:"-"` // never one it had before, nor one of a removed day's
}

// DaysOff gives the name of a day that is off and "" for any other. It must
// give the same answer for the same day every time; nil knows no day off.
type DaysOff func(Date) string

// NewDaysOff makes a set of the days; of two names for a day the first stays.
func NewDaysOff(days []DayOff) DaysOff {
	names := make(map[Date]string, len(days))
	for _, d := range days {
		if names[d.Date] == "" {
			names[d.Date] = d.Name
		}
	}
	return func(d Date) string { return names[d] }
}

// Or asks another set where this one does not know the day.
func (o DaysOff) Or(other DaysOff) DaysOff {
	return func(d Date) string {
		if name := o.Name(d); name != "" {
			return name
		}
		return other.Name(d)
	}
}

// Name is the name of a day off, "" for any other day.
func (o DaysOff) Name(d Date) string {
	if o == nil {
		return ""
	}
	return o(d)
}

// HolidayPolicy is what a series does with a date on a day off (S3).
type HolidayPolicy string

// The policies: the date stays, moves to the next or to the previous working
// day, or is left out.
const (
	HolidayKeep     HolidayPolicy = "keep"
	HolidayNext     HolidayPolicy = "next"
	HolidayPrevious HolidayPolicy = "previous"
	HolidaySkip     HolidayPolicy = "skip"
)

// ParseHolidayPolicy reads a policy; "" is keep. Another word is an error on
// "holiday_policy".
func ParseHolidayPolicy(s string) (HolidayPolicy, error) {
	switch p := HolidayPolicy(s); p {
	case "":
		return HolidayKeep, nil
	case HolidayKeep, HolidayNext, HolidayPrevious, HolidaySkip:
		return p, nil
	default:
		var v Validation
		v.Check(false, "holiday_policy", "Choose keep, next, previous or skip.")
		return HolidayKeep, v.Err()
	}
}

// HolidayHit is a date that a day off hits, as a preview shows it (S3).
type HolidayHit struct {
	OriginalStart LocalTime  `json:"original_start"`
	Name          string     `json:"name"`                      // of the day off
	StartsAt      *time.Time `json:"starts_at" nullable:"true"` // where it is held then; null where it is skipped
	LandsOn       *LocalTime `json:"lands_on" nullable:"true"`  // another date on the same day, null for none
}

// HolidaysHit lists the dates that are on a day off, moved or not, with their
// starts in the zone of the series.
func HolidaysHit(list []ObservedOccurrence, zone *time.Location) []HolidayHit {
	hits := []HolidayHit{}
	for _, o := range list {
		if o.DayOff == "" {
			continue
		}
		hit := HolidayHit{OriginalStart: o.OriginalStart, Name: o.DayOff}
		if start := o.StartsAt.In(zone); !o.Skipped {
			hit.StartsAt = &start
		}
		if o.LandsOn != "" {
			hit.LandsOn = &o.LandsOn
		}
		hits = append(hits, hit)
	}
	return hits
}

// The limits of the workspace's own days off.
const (
	MaxDayOffName = 200 // characters
	MaxOwnDays    = 2000
	MaxDaysAhead  = 10 // years
)

// CheckDayOff refuses a day without a name, or one that is past: what was
// planned by then stays as it was (S4).
func CheckDayOff(d DayOff, today Date) error {
	var v Validation
	name := strings.TrimSpace(d.Name)
	v.Check(name != "", "name", "Give it a name.")
	v.Check(utf8.RuneCountInString(name) <= MaxDayOffName, "name", "Give at most %d characters.", MaxDayOffName)
	if _, err := ParseDate(string(d.Date)); err != nil {
		v.Add("date", err)
		return v.Err()
	}
	v.Check(d.Date >= today, "date", "Choose today or a day to come.")
	v.Check(d.Date.Time().Before(today.Time().AddDate(MaxDaysAhead, 0, 0)), "date", "Choose a day of the next %d years.", MaxDaysAhead)
	return v.Err()
}
