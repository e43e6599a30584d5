// Package holiday knows the public holidays of countries and of some of their
// parts, so that a series may observe them (S3). It stands on
// github.com/rickar/cal/v2 and is the only importer of it.
//
// What it does not know: most of Asia and Africa, India and China among them;
// days declared for one year only, as the British 19 September 2022, of which
// it has some; regional days of countries other than Germany, Switzerland and
// Australia. A workspace's own days are for these.
package holiday

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"

	"accord/internal/accord"
)

// Calendar is a country, or a part of one, whose holidays are known.
type Calendar struct {
	Code    string `json:"code"` // ISO 3166-1, "DE", or 3166-2, "DE-BY"
	English string `json:"english"`
	German  string `json:"german"`
}

// Name is the calendar's name in a locale, "en" or "de".
func (c Calendar) Name(locale string) string {
	if strings.HasPrefix(locale, "de") {
		return c.German
	}
	return c.English
}

// Calendars lists every calendar there is, by code.
func Calendars() []Calendar {
	list := make([]Calendar, 0, len(known()))
	for _, c := range known() {
		list = append(list, c.Calendar)
	}
	slices.SortFunc(list, func(a, b Calendar) int { return cmp.Compare(a.Code, b.Code) })
	return list
}

// Check refuses a code that is no calendar's, as an error on
// "holiday_calendar". "" is no calendar, which is fine.
func Check(code string) error {
	var v accord.Validation
	_, ok := known()[code]
	v.Check(ok || code == "", "holiday_calendar", "Choose a holiday calendar from the list.")
	return v.Err()
}

// Days returns the holidays of the calendar from one day to another, both
// included, in order: the days themselves and those observed in their place,
// all named in the country's language. A day with two holidays stands once. The
// code "" has none; an unknown one is an error on "holiday_calendar".
func Days(code string, from, to accord.Date) ([]accord.DayOff, error) {
	if err := Check(code); err != nil || code == "" {
		return nil, err
	}
	var days []accord.DayOff
	for year := from.Time().Year(); year <= to.Time().Year(); year++ {
		for _, d := range ofYear(code, year) {
			if d.Date >= from && d.Date <= to {
				days = append(days, d)
			}
		}
	}
	return days, nil
}

// Off returns the calendar as a question about single days: what S3 asks.
func Off(code string) (accord.DaysOff, error) {
	if err := Check(code); err != nil || code == "" {
		return nil, err
	}
	return func(d accord.Date) string {
		days := ofYear(code, d.Time().Year())
		i, found := slices.BinarySearchFunc(days, d, func(day accord.DayOff, d accord.Date) int { return cmp.Compare(day.Date, d) })
		if !found {
			return ""
		}
		return days[i].Name
	}, nil
}

// years keeps what was computed: the days of a year never change while the
// process runs. The years an instant can lie in bound it.
var years = struct {
	sync.RWMutex
	by map[yearOf][]accord.DayOff
}{by: map[yearOf][]accord.DayOff{}}

type yearOf struct {
	code string
	year int
}

// ofYear returns the days off of one year, in order. The slice is shared.
func ofYear(code string, year int) []accord.DayOff {
	key := yearOf{code, year}
	years.RLock()
	days, ok := years.by[key]
	years.RUnlock()
	if ok {
		return days
	}
	days = compute(known()[code].days, year)
	years.Lock()
	defer years.Unlock()
	years.by[key] = days
	return days
}

// compute finds the days off that fall into a year. A New Year's Day on a
// Saturday may be observed in the year before, so its neighbours are asked too.
func compute(list []*cal.Holiday, year int) []accord.DayOff {
	var days []accord.DayOff
	for _, h := range list {
		for y := year - 1; y <= year+1; y++ {
			actual, observed := h.Calc(y)
			for _, t := range []time.Time{actual, observed} {
				if day := dayOf(t); !t.IsZero() && day.Time().Year() == year {
					days = append(days, accord.DayOff{Date: day, Name: h.Name})
				}
			}
		}
	}
	slices.SortStableFunc(days, func(a, b accord.DayOff) int { return cmp.Compare(a.Date, b.Date) })
	return slices.CompactFunc(days, func(a, b accord.DayOff) bool { return a.Date == b.Date })
}

// dayOf is the day meant by a midnight of the library's. Some of its rules use
// the server's own zone whatever they are told; where clocks change at
// midnight, that one is 23:00 of the day before.
func dayOf(t time.Time) accord.Date {
	return accord.Date(t.Add(12 * time.Hour).Format(time.DateOnly))
}
