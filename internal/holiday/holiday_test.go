package holiday

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

func TestDays(t *testing.T) {
	for name, c := range map[string]struct {
		code     string
		from, to accord.Date
		want     []accord.DayOff
	}{
		"a day and the one observed in its place": {"US", "2026-07-01", "2026-07-31", []accord.DayOff{
			{Date: "2026-07-03", Name: "Independence Day"}, {Date: "2026-07-04", Name: "Independence Day"},
		}},
		"a New Year's Day observed in the year before": {"US", "2027-12-30", "2028-01-01", []accord.DayOff{
			{Date: "2027-12-31", Name: "New Year's Day"}, {Date: "2028-01-01", Name: "New Year's Day"},
		}},
		"substitutes of two days in a row": {"GB", "2027-12-25", "2027-12-31", []accord.DayOff{
			{Date: "2027-12-25", Name: "Christmas Day"},
			{Date: "2027-12-26", Name: "Boxing Day"},
			{Date: "2027-12-27", Name: "Christmas Day"},
			{Date: "2027-12-28", Name: "Boxing Day"},
		}},
		"a part of a country has more": {"DE-BY", "2027-01-01", "2027-01-06", []accord.DayOff{
			{Date: "2027-01-01", Name: "Neujahrstag"}, {Date: "2027-01-06", Name: "Heilige Drei Könige"},
		}},
		"the country alone has not":      {"DE", "2027-01-01", "2027-01-06", []accord.DayOff{{Date: "2027-01-01", Name: "Neujahrstag"}}},
		"both ends are included":         {"DE", "2027-12-25", "2028-01-01", []accord.DayOff{{Date: "2027-12-25", Name: "Weihnachtstag"}, {Date: "2027-12-26", Name: "Zweiter Weihnachtsfeiertag"}, {Date: "2028-01-01", Name: "Neujahrstag"}}},
		"the day before Thanksgiving":    {"US", "2026-11-25", "2026-11-25", nil},
		"what one year alone had":        {"GB", "2022-06-01", "2022-06-30", []accord.DayOff{{Date: "2022-06-02", Name: "Spring Bank Holiday"}, {Date: "2022-06-03", Name: "Platinum Jubilee Bank Holiday"}}},
		"a substitute in Japan":          {"JP", "2027-03-20", "2027-03-31", []accord.DayOff{{Date: "2027-03-21", Name: "Vernal Equinox Day"}, {Date: "2027-03-22", Name: "Vernal Equinox Day"}}},
		"no calendar":                    {"", "2027-01-01", "2027-12-31", nil},
		"an end that lies before begins": {"DE", "2027-12-31", "2027-01-01", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Days(c.code, c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Days(%s, %s, %s) (-want +got):\n%s", c.code, c.from, c.to, diff)
			}
		})
	}
}

func TestCalendars(t *testing.T) {
	list := Calendars()
	if len(list) != len(countries())+len(regions()) || len(list) < 90 {
		t.Fatalf("%d calendars, want all of them", len(list))
	}
	last := ""
	for _, c := range list {
		if c.Code <= last || c.English == "" || c.German == "" || c.Name("en") != c.English || c.Name("de") != c.German {
			t.Errorf("calendar %+v after %s: want order and both names", c, last)
		}
		last = c.Code
		days, err := Days(c.Code, "2027-01-01", "2027-12-31")
		if err != nil || len(days) < 5 {
			t.Errorf("%s has %d days in 2027, %v", c.Code, len(days), err)
		}
		for i, d := range days {
			if d.Name == "" || i > 0 && d.Date <= days[i-1].Date {
				t.Errorf("%s: %v, want a name and order", c.Code, d)
			}
		}
	}
	for code := range countryNames {
		if _, ok := known()[code]; !ok && code != "AU" {
			t.Errorf("%s has a name and no days", code)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, code := range []string{"IN", "CN", "de", "DE-XX", "XX"} {
		_, err := Days(code, "2027-01-01", "2027-12-31")
		_, offErr := Off(code)
		for _, err := range []error{err, offErr} {
			if accord.CodeOf(err) != accord.CodeInvalid {
				t.Errorf("%s = %v, want invalid", code, err)
			}
		}
	}
}

func TestOff(t *testing.T) {
	off, err := Off("GB")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[accord.Date]string{"2027-12-27": "Christmas Day", "2027-12-29": "", "1900-12-25": "Christmas Day", "2200-12-25": "Christmas Day"} {
		if got := off.Name(day); got != want {
			t.Errorf("Off(%s) = %q, want %q", day, got, want)
		}
	}
	none, err := Off("")
	if err != nil || none.Name("2027-12-25") != "" {
		t.Errorf("no calendar: %q, %v", none.Name("2027-12-25"), err)
	}
}

// Two readers at once, for the race detector; and the same days whoever asks
// first.
func TestOff_by_many_at_once(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			off, _ := Off("AU-NSW")
			for year := 2100; year < 2110; year++ {
				day := accord.DateOf(time.Date(year, 1, 26, 0, 0, 0, 0, time.UTC), time.UTC)
				if off(day) == "" {
					t.Errorf("%s is no day off", day)
				}
			}
		})
	}
	wg.Wait()
}

func TestDayOf_a_midnight_that_did_not_exist(t *testing.T) {
	if got := dayOf(time.Date(2027, 3, 13, 23, 0, 0, 0, time.UTC)); got != "2027-03-14" {
		t.Errorf("dayOf(23:00) = %s, want the day after", got)
	}
	if got := dayOf(time.Date(2027, 3, 14, 0, 0, 0, 0, time.UTC)); got != "2027-03-14" {
		t.Errorf("dayOf(00:00) = %s, want that day", got)
	}
}
