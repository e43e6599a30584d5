package pages

import (
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
)

func TestHits(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {
			"Tue 8 Dec 2026 is Office party: held all the same.", "Tue 22 Dec 2026 is Inventory: held on Wed 23 Dec 2026.",
			"Fri 25 Dec 2026 is Christmas Day: held on Tue 29 Dec 2026, the day of another date.", "Fri 1 Jan 2027 is New Year's Day: left out.",
		},
		"de": {
			"Di, 8. Dez. 2026 ist Office party: findet trotzdem statt.", "Di, 22. Dez. 2026 ist Inventory: stattdessen Mi, 23. Dez. 2026.",
			"Fr, 25. Dez. 2026 ist Christmas Day: stattdessen Di, 29. Dez. 2026, am Tag eines anderen Termins.", "Fr, 1. Jan. 2027 ist New Year's Day: entfällt.",
		},
	} {
		s := testSeries()
		got := hitTexts(testBase(lang), testHits(s), accord.Zone(s.TimeZone))
		if !slices.Equal(got, want) {
			t.Errorf("S3 hits in %s:\n%q\nwant\n%q", lang, got, want)
		}
	}
}

func TestDateChip_of_days_off(t *testing.T) {
	b, zone := testBase("en"), accord.Zone("Europe/Berlin")
	at := func(name accord.LocalTime) time.Time { return accord.Instant(name.In(zone)) }
	friday, monday, tuesday := at("2026-12-25T10:00"), at("2026-12-28T10:00"), at("2026-12-29T10:00")
	for name, c := range map[string]struct {
		date accord.SeriesDate
		want string
	}{
		"kept":                {accord.SeriesDate{StartsAt: friday, PlannedAt: friday, DayOff: "Christmas Day"}, "Christmas Day"},
		"moved by it":         {accord.SeriesDate{StartsAt: monday, PlannedAt: monday, DayOff: "Christmas Day"}, "moved: Christmas Day"},
		"moved onto another":  {accord.SeriesDate{StartsAt: monday, PlannedAt: monday, DayOff: "Christmas Day", LandsOn: "2026-12-28T10:00"}, "moved to the day of another date: Christmas Day"},
		"moved by somebody":   {accord.SeriesDate{StartsAt: tuesday, PlannedAt: monday, DayOff: "Christmas Day"}, "moved"},
		"moved by one unsaid": {accord.SeriesDate{StartsAt: monday, PlannedAt: monday}, "moved: day off"},
	} {
		c.date.OriginalStart, c.date.Status = "2026-12-25T10:00", accord.MeetingPlanned
		if chip := dateChip(b, c.date, zone); chip == nil || chip.Text != c.want {
			t.Errorf("%s: chip = %+v, want %q", name, chip, c.want)
		}
	}
}
