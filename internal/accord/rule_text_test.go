package accord

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSchedule_Text(t *testing.T) {
	for _, c := range []struct{ rrule, start, monthEnd, en, de string }{
		{"FREQ=MONTHLY;BYDAY=2TU", "2027-01-05T10:00", "", "Every month on the second Tuesday, 10:00 to 11:00 in Berlin, from 12 January 2027", "Jeden Monat am zweiten Dienstag, 10:00 bis 11:00 Uhr in Berlin, ab 12. Januar 2027"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270624", "2026-11-26T10:00", "", "Every 2 weeks on Thursday, 10:00 to 11:00 in Berlin, from 26 November 2026 to 24 June 2027", "Alle 2 Wochen am Donnerstag, 10:00 bis 11:00 Uhr in Berlin, vom 26. November 2026 bis 24. Juni 2027"},
		{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", "2027-01-05T23:30", "", "Every week from Monday to Friday, 23:30 to 00:30 the next day in Berlin, 5 times from 5 January 2027", "Jede Woche von Montag bis Freitag, 23:30 bis 00:30 Uhr am nächsten Tag in Berlin, 5-mal ab 5. Januar 2027"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2027-01-05T10:00", "", "Every 2 weeks on Tuesday and Sunday, weeks beginning on Sunday, 10:00 to 11:00 in Berlin, from 5 January 2027", "Alle 2 Wochen am Dienstag und Sonntag, Wochen beginnen am Sonntag, 10:00 bis 11:00 Uhr in Berlin, ab 5. Januar 2027"},
		{"FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2027-01-01T10:00", "", "Every 3 months on the first working day (Monday to Friday), 10:00 to 11:00 in Berlin, from 1 January 2027", "Alle 3 Monate am ersten Arbeitstag (Montag bis Freitag), 10:00 bis 11:00 Uhr in Berlin, ab 1. Januar 2027"},
		{"FREQ=MONTHLY", "2027-01-31T10:00", "", "Every month on the 31st, skipping months without one, 10:00 to 11:00 in Berlin, from 31 January 2027", "Jeden Monat am 31., ohne Monate, denen dieser Tag fehlt, 10:00 bis 11:00 Uhr in Berlin, ab 31. Januar 2027"},
		{"FREQ=MONTHLY", "2027-01-31T10:00", "last_day", "Every month on the 31st, or the last day of a shorter month, 10:00 to 11:00 in Berlin, from 31 January 2027", "Jeden Monat am 31., in kürzeren Monaten am letzten Tag, 10:00 bis 11:00 Uhr in Berlin, ab 31. Januar 2027"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,-1", "2027-01-01T10:00", "", "Every month on the 1st and the last day, 10:00 to 11:00 in Berlin, from 1 January 2027", "Jeden Monat am 1. und letzten Tag, 10:00 bis 11:00 Uhr in Berlin, ab 1. Januar 2027"},
		{"FREQ=YEARLY", "2028-02-29T10:00", "", "Every year on 29 February, in leap years only, 10:00 to 11:00 in Berlin, from 29 February 2028", "Jedes Jahr am 29. Februar, nur in Schaltjahren, 10:00 bis 11:00 Uhr in Berlin, ab 29. Februar 2028"},
		{"FREQ=YEARLY;BYMONTH=11;BYDAY=-1TH", "2027-01-05T10:00", "", "Every year on the last Thursday of November, 10:00 to 11:00 in Berlin, from 25 November 2027", "Jedes Jahr am letzten Donnerstag im November, 10:00 bis 11:00 Uhr in Berlin, ab 25. November 2027"},
		{"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2027-01-05T10:00", "", "Every year on every Monday of week 20, 10:00 to 11:00 in Berlin, from 17 May 2027", "Jedes Jahr an jedem Montag der Woche 20, 10:00 bis 11:00 Uhr in Berlin, ab 17. Mai 2027"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=1", "2027-01-05T10:00", "", "Every month on the 13th when it is a Friday, 10:00 to 11:00 in Berlin, once, on 13 August 2027", "Jeden Monat am 13., wenn es ein Freitag ist, 10:00 bis 11:00 Uhr in Berlin, einmal, am 13. August 2027"},
		{"FREQ=DAILY;BYDAY=MO,TU;BYMONTH=3", "2027-01-05T10:00", "", "Every day, whenever it is all of this: Monday or Tuesday; March, 10:00 to 11:00 in Berlin, from 1 March 2027", "Jeden Tag, sofern er all dem entspricht: Montag oder Dienstag; März, 10:00 bis 11:00 Uhr in Berlin, ab 1. März 2027"},
		{"FREQ=MONTHLY;BYDAY=MO,2TU", "2027-01-05T10:00", "", "Every month on every day that is all of this: Monday or the second Tuesday, 10:00 to 11:00 in Berlin, from 11 January 2027", "Jeden Monat an jedem Tag, der all dem entspricht: Montag oder zweiten Dienstag, 10:00 bis 11:00 Uhr in Berlin, ab 11. Januar 2027"},
	} {
		s := schedule(t, ScheduleInput{Rrule: c.rrule, StartsAtLocal: c.start, TimeZone: "Europe/Berlin", MonthEnd: c.monthEnd})
		if got := s.Text("en"); got != c.en {
			t.Errorf("%s\n got %s\nwant %s", c.rrule, got, c.en)
		}
		if got := s.Text("de-AT"); got != c.de {
			t.Errorf("%s\n got %s\nwant %s", c.rrule, got, c.de)
		}
	}
}

func TestSchedule_Text_places_and_dates(t *testing.T) {
	for zone, want := range map[string]string{
		"America/Argentina/Buenos_Aires": "10:00 to 11:00 in Buenos Aires,", "UTC": "10:00 to 11:00 UTC,", "Etc/GMT+5": "10:00 to 11:00 GMT+5,",
	} {
		s := schedule(t, ScheduleInput{Rrule: "FREQ=DAILY", StartsAtLocal: "2027-01-05T10:00", TimeZone: zone})
		if got := s.Text("en"); !strings.Contains(got, want) {
			t.Errorf("%s: %q does not contain %q", zone, got, want)
		}
	}
	s := schedule(t, ScheduleInput{Rrule: "FREQ=DAILY", StartsAtLocal: "2027-01-05T10:00", TimeZone: "UTC", Exdates: []string{"2027-01-05T10:00"}, Rdates: []string{"2027-01-06T12:00", "2027-01-07T12:00"}})
	if got, want := s.Text("en"), "from 6 January 2027; one date left out; 2 dates added"; !strings.HasSuffix(got, want) {
		t.Errorf("%q does not end in %q", got, want)
	}
}

func TestSchedule_Phrases(t *testing.T) {
	s := schedule(t, ScheduleInput{Rrule: "FREQ=WEEKLY;INTERVAL=2", StartsAtLocal: "2026-11-26T10:00", TimeZone: "Europe/Berlin"})
	want := []Phrase{{"Every ", false}, {"2 weeks", true}, {" on ", false}, {"Thursday", true}, {", 10:00 to 11:00 in Berlin, from 26 November 2026", false}}
	if diff := cmp.Diff(want, s.Phrases("en")); diff != "" {
		t.Errorf("Phrases (-want +got):\n%s", diff)
	}
}

// Every rule of the grammar has a sentence that names its interval, its months
// and its end in both languages.
func TestSchedule_Text_of_any_rule(t *testing.T) {
	broken := regexp.MustCompile(`%!|%[sd]|\*|  |, ,|  ,`)
	rapid.Check(t, func(t *rapid.T) {
		r := genRule(t)
		r.Count = rapid.IntRange(2, 9).Draw(t, "count")
		s := Schedule{Rule: r, Start: "2027-01-29T10:00", Zone: time.UTC, Length: time.Hour}
		for locale, w := range map[string]ruleWords{"en": englishRule(), "de": germanRule()} {
			got := s.Text(locale)
			if broken.MatchString(got) {
				t.Fatalf("%s: %q", r, got)
			}
			for _, m := range r.ByMonth {
				if !strings.Contains(got, w.monthNames[m-1]) {
					t.Fatalf("%s: %q does not name %s", r, got, w.monthNames[m-1])
				}
			}
			if r.Interval > 1 && !regexp.MustCompile(`^\p{L}+ `+string(rune('0'+r.Interval))).MatchString(got) {
				t.Fatalf("%s: %q does not begin with its interval", r, got)
			}
		}
	})
}
