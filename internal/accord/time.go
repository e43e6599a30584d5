package accord

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// Instant normalises t as everything stored is: UTC, cut to microseconds.
// SQLite would keep the zone as text and miss it in comparisons; PostgreSQL
// keeps microseconds only.
func Instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Date is a calendar day without a zone, "2027-01-12"; "" is no day.
// Days compare as text.
type Date string

// ParseDate reads YYYY-MM-DD strictly.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return "", Errorf(CodeInvalid, "Give a day as YYYY-MM-DD, between 1900 and 2200.")
	}
	return Date(s), nil
}

// DateOf returns the day that t falls on in loc.
func DateOf(t time.Time, loc *time.Location) Date { return Date(t.In(loc).Format(time.DateOnly)) }

// Time returns midnight UTC of the day, for arithmetic and formatting only.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// End returns the first instant after the day in loc: the day has ended then.
func (d Date) End(loc *time.Location) time.Time {
	t := d.Time()
	return Resolve(time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC), loc)
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly)) }

// DaysUntil counts the days from d to o, negative where o is earlier.
func (d Date) DaysUntil(o Date) int { return int(o.Time().Sub(d.Time()).Hours() / 24) }

// Scan reads the column; it takes text and NULL.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = ""
	case string:
		*d = Date(v)
	case []byte:
		*d = Date(v)
	default:
		return fmt.Errorf("scan date from %T", v)
	}
	return nil
}

// Value writes the column; no day is NULL.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// MarshalJSON writes null for no day.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, string(d)), nil
}

// LocalLayout is the form of a wall-clock time, "2027-01-12T10:00".
const LocalLayout = "2006-01-02T15:04"

// LocalTime is a wall-clock time without a zone, "2027-01-12T10:00". The
// original start of an occurrence is one: its name for ever.
type LocalTime string

// ParseLocalTime reads YYYY-MM-DDTHH:MM strictly; seconds must be 00 if given.
func ParseLocalTime(s string) (LocalTime, error) {
	t, err := time.Parse(LocalLayout, s)
	if err != nil {
		t, err = time.Parse("2006-01-02T15:04:05", s)
	}
	if err != nil || t.Second() != 0 || t.Year() < 1900 || t.Year() > 2200 {
		return "", Errorf(CodeInvalid, "Give a local time as YYYY-MM-DDTHH:MM, between 1900 and 2200.")
	}
	return LocalTime(t.Format(LocalLayout)), nil
}

// Floating returns the wall clock as if it were UTC, for arithmetic.
func (l LocalTime) Floating() time.Time {
	t, _ := time.Parse(LocalLayout, string(l))
	return t
}

// In returns the instant of the wall clock in loc, by [Resolve].
func (l LocalTime) In(loc *time.Location) time.Time { return Resolve(l.Floating(), loc) }

// on is the hour of l on a day; "" leaves it on its own.
func (l LocalTime) on(d Date) LocalTime {
	if d == "" {
		return l
	}
	return LocalTime(string(d) + string(l[10:]))
}

// Date returns the day of the wall clock.
func (l LocalTime) Date() Date { return Date(l[:min(10, len(l))]) }

// LocalTimeOf returns the wall clock of t in loc, cut to the minute.
func LocalTimeOf(t time.Time, loc *time.Location) LocalTime {
	return LocalTime(t.In(loc).Format(LocalLayout))
}

// Resolve finds the instant at which a wall clock in loc shows w, a time
// written as if UTC (S1, RFC 5545 §3.3.5): a time in a spring gap moves forward
// by the gap, a time in an autumn overlap is the first of the two.
func Resolve(w time.Time, loc *time.Location) time.Time {
	_, before := w.Add(-24 * time.Hour).In(loc).Zone()
	_, after := w.Add(24 * time.Hour).In(loc).Zone()
	for _, offset := range []int{before, after} {
		t := w.Add(-time.Duration(offset) * time.Second)
		if _, at := t.In(loc).Zone(); at == offset {
			return t.UTC()
		}
	}
	return w.Add(-time.Duration(before) * time.Second).UTC()
}

// zones keeps what was loaded, by name: the standard library reads and parses
// the zone's file at every call. There are some 600; the bound is for names a
// file system finds written otherwise.
var zones = struct {
	sync.RWMutex
	by map[string]*time.Location
}{by: map[string]*time.Location{}}

const maxZones = 1000

// LoadZone finds an IANA zone by name. "" and "Local" are refused: a server's
// own zone is nobody's.
func LoadZone(name string) (*time.Location, error) {
	zones.RLock()
	known := zones.by[name]
	zones.RUnlock()
	if known != nil {
		return known, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" || len(name) > 64 {
		return nil, Errorf(CodeInvalid, "Choose a time zone by its IANA name, for example Europe/Berlin.")
	}
	zones.Lock()
	defer zones.Unlock()
	if len(zones.by) < maxZones {
		zones.by[name] = loc
	}
	return loc, nil
}

// Zone is [LoadZone] for names that were validated when stored; an unknown one
// is UTC.
func Zone(name string) *time.Location {
	loc, err := LoadZone(name)
	if err != nil {
		return time.UTC
	}
	return loc
}
