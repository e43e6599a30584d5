package pages

import (
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
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

// daysOffViews are the states of both pages: nothing yet, wrong, and filled.
func daysOffViews(b Base) map[string][]framed {
	wrong := BlankForm(b.L, "date", "2020-01-01", "name", "Outing")
	wrong.Fail("date", "Choose today or a day to come.")
	friday, monday := time.Date(2027, 1, 8, 9, 0, 0, 0, time.UTC), time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)
	change := app.DaysOffChange{
		Affected: []app.AffectedDate{
			{SeriesID: "s1", Title: "Strategic team", TimeZone: "Europe/Berlin", OriginalStart: "2027-01-08T10:00", Before: &friday, After: &monday, DayOff: "Outing"},
			{SeriesID: "s2", Title: "Call", TimeZone: "Europe/Berlin", OriginalStart: "2027-01-08T10:00", MeetingID: "m", Before: &friday, DayOff: "Outing"},
			{SeriesID: "s3", Title: "Review", TimeZone: "Europe/Berlin", OriginalStart: "2027-01-11T10:00", After: &monday},
		},
		Mails: []app.PreviewMail{{PersonID: "p", Name: "Maya Chen", Side: accord.Sales, TeamRole: accord.TeamLeader, Team: "Strategy"}},
	}
	return map[string][]framed{
		"days_off": {
			&daysOffView{formView: formView{b, BlankForm(b.L)}, Import: BlankForm(b.L)},
			&daysOffView{formView: formView{b, wrong}, Import: wrong, DaysOffPage: app.DaysOffPage{
				Own:      []accord.WorkspaceDay{{Date: "2026-12-24", Name: "Closed"}, {Date: "2027-01-08", Name: "Outing"}, {Date: "2027-05-07", Name: "Bridge day"}},
				Calendar: "Germany: Bavaria", Holidays: []accord.DayOff{{Date: "2026-12-25", Name: "Weihnachtstag"}},
			}},
		},
		"days_off_confirm": {
			&daysOffConfirmView{Base: b, Edit: app.DaysOffEdit{Put: []accord.DayOff{{Date: "2027-01-08", Name: "Outing"}}}, Keeping: change, Follow: change, NotTaken: []string{"Left out, because they have a time of day: 2."}},
			&daysOffConfirmView{Base: b, Edit: app.DaysOffEdit{Remove: []accord.Date{"2027-01-08"}}},
			&daysOffConfirmView{Base: b, Settings: BlankForm(b.L, "name", "Northwind", "working_days", "2", "working_days", "3"), Keeping: change, Follow: change},
		},
	}
}

func TestDaysOffConfirm_rows(t *testing.T) {
	v, _ := daysOffViews(testBase("en"))["days_off_confirm"][0].(*daysOffConfirmView)
	var got []string
	for _, r := range v.Rows() {
		got = append(got, r.Title+": "+r.Text)
	}
	want := []string{"Strategic team: Fri 8 Jan 2027 → Mon 11 Jan 2027", "Call: Fri 8 Jan 2027 is left out", "Review: Mon 11 Jan 2027 takes place"}
	if !slices.Equal(got, want) {
		t.Errorf("rows = %q, want %q", got, want)
	}
}
