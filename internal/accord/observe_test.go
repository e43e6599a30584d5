package accord

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// observed writes dates as "name > start why", for short tables.
func observed(list []ObservedOccurrence, zone *time.Location) []string {
	texts := []string{}
	for _, o := range list {
		text := string(o.OriginalStart)
		switch {
		case o.Skipped:
			text += " skipped"
		case o.Moved():
			text += " > " + string(LocalTimeOf(o.StartsAt, zone))
		}
		if o.DayOff != "" {
			text += " " + o.DayOff
		}
		if o.LandsOn != "" {
			text += " on " + string(o.LandsOn)
		}
		texts = append(texts, text)
	}
	return texts
}

func christmas() DaysOff {
	return NewDaysOff([]DayOff{
		{"2026-12-24", "Closed"}, {"2026-12-25", "Christmas"}, {"2026-12-31", "Closed"}, {"2027-01-01", "New Year"}, {"2027-03-28", "Easter"},
	})
}

func TestObservedSchedule_Between(t *testing.T) {
	for name, c := range map[string]struct {
		rule, start string
		policy      HolidayPolicy
		since       time.Time
		want        []string
	}{
		"S3 keep names the day and moves nothing": {"FREQ=WEEKLY;BYDAY=FR", "2026-12-18T10:00", HolidayKeep, time.Time{}, []string{
			"2026-12-18T10:00", "2026-12-25T10:00 Christmas", "2027-01-01T10:00 New Year", "2027-01-08T10:00",
		}},
		"S3 next working day, over the week-end": {"FREQ=WEEKLY;BYDAY=FR", "2026-12-18T10:00", HolidayNext, time.Time{}, []string{
			"2026-12-18T10:00", "2026-12-25T10:00 > 2026-12-28T10:00 Christmas", "2027-01-01T10:00 > 2027-01-04T10:00 New Year", "2027-01-08T10:00",
		}},
		"S3 previous working day, over two days off": {"FREQ=WEEKLY;BYDAY=FR", "2026-12-18T10:00", HolidayPrevious, time.Time{}, []string{
			"2026-12-18T10:00", "2026-12-25T10:00 > 2026-12-23T10:00 Christmas", "2027-01-01T10:00 > 2026-12-30T10:00 New Year", "2027-01-08T10:00",
		}},
		"S3 skip": {"FREQ=WEEKLY;BYDAY=FR", "2026-12-18T10:00", HolidaySkip, time.Time{}, []string{
			"2026-12-18T10:00", "2026-12-25T10:00 skipped Christmas", "2027-01-01T10:00 skipped New Year", "2027-01-08T10:00",
		}},
		"S3 a move onto another date keeps both": {"FREQ=WEEKLY;BYDAY=WE,TH", "2026-12-22T10:00", HolidayPrevious, time.Time{}, []string{
			"2026-12-23T10:00", "2026-12-24T10:00 > 2026-12-23T10:00 Closed on 2026-12-23T10:00", "2026-12-30T10:00",
			"2026-12-31T10:00 > 2026-12-30T10:00 Closed on 2026-12-30T10:00", "2027-01-06T10:00", "2027-01-07T10:00",
		}},
		"S3 nothing is moved past a date that stays": {"FREQ=WEEKLY;BYDAY=FR,SA", "2026-12-24T10:00", HolidayNext, time.Time{}, []string{
			"2026-12-25T10:00 skipped Christmas", "2026-12-26T10:00", "2027-01-01T10:00 skipped New Year", "2027-01-02T10:00", "2027-01-08T10:00", "2027-01-09T10:00",
		}},
		"S3 nothing moves to before it was observed": {"FREQ=WEEKLY;BYDAY=FR", "2026-12-11T10:00", HolidayPrevious, time.Date(2026, 12, 23, 15, 0, 0, 0, time.UTC), []string{
			"2026-12-11T10:00", "2026-12-18T10:00", "2026-12-25T10:00 > 2026-12-28T10:00 Christmas", "2027-01-01T10:00 > 2026-12-30T10:00 New Year", "2027-01-08T10:00",
		}},
		"S1 the wall clock stays": {"FREQ=DAILY;INTERVAL=9;COUNT=2", "2027-03-28T02:30", HolidayNext, time.Time{}, []string{
			"2027-03-28T02:30 > 2027-03-29T02:30 Easter", "2027-04-06T02:30",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := schedule(t, ScheduleInput{Rrule: c.rule, StartsAtLocal: c.start, TimeZone: "Europe/Berlin"}).
				Observing(Observance{Policy: c.policy, Off: christmas(), Working: WorkWeek("1,2,3,4,5"), Since: c.since})
			list, err := s.Between(s.start(), s.start().AddDate(0, 0, 29))
			if err != nil {
				t.Fatal(err)
			}
			list = slices.DeleteFunc(list, func(o ObservedOccurrence) bool {
				return o.OriginalStart > "2027-01-09T23" && o.OriginalStart < "2027-03"
			})
			if diff := cmp.Diff(c.want, observed(list, s.Zone)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, o := range list {
				if got := o.EndsAt.Sub(o.StartsAt); got != s.Length {
					t.Errorf("%s takes %v, want %v", o.OriginalStart, got, s.Length)
				}
			}
		})
	}
}

func TestObserve_nobody_works_for_long(t *testing.T) {
	off := func(d Date) string {
		if d >= "2027-08-01" && d <= "2027-10-15" {
			return "Closed"
		}
		return ""
	}
	s := schedule(t, ScheduleInput{Rrule: "FREQ=MONTHLY;BYMONTHDAY=10;COUNT=5", StartsAtLocal: "2027-07-10T10:00", TimeZone: "UTC"}).
		Observing(Observance{Policy: HolidayNext, Off: off})
	want := []string{
		"2027-07-10T10:00", "2027-08-10T10:00 skipped Closed", "2027-09-10T10:00 skipped Closed",
		"2027-10-10T10:00 > 2027-10-16T10:00 Closed", "2027-11-10T10:00",
	}
	if diff := cmp.Diff(want, observed(s.Next(time.Time{}, 9), s.Zone)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestObservedSchedule_CheckDates(t *testing.T) {
	in := ScheduleInput{Rrule: "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", StartsAtLocal: "2026-12-01T10:00", TimeZone: "UTC"}
	off := func(d Date) string {
		if d[5:] == "12-25" {
			return "Christmas"
		}
		return ""
	}
	for policy, want := range map[HolidayPolicy]Code{HolidayKeep: "", HolidayNext: "", HolidaySkip: CodeInvalid} {
		if err := schedule(t, in).Observing(Observance{Policy: policy, Off: off}).CheckDates(); CodeOf(err) != want {
			t.Errorf("%s = %v, want %q", policy, err, want)
		}
	}
}

func TestHolidaysHit(t *testing.T) {
	s := schedule(t, ScheduleInput{Rrule: "FREQ=WEEKLY;BYDAY=WE,TH,FR", StartsAtLocal: "2026-12-23T10:00", TimeZone: "Europe/Berlin"}).
		Observing(Observance{Policy: HolidayPrevious, Off: christmas(), Working: WorkWeek("1,2,3,4,5")})
	list := s.Next(time.Time{}, 3)
	list = append(list, ObservedOccurrence{Occurrence: Occurrence{OriginalStart: "2027-01-01T10:00"}, DayOff: "New Year", Skipped: true})
	got, err := json.Marshal(HolidaysHit(list, s.Zone))
	want := `[{"original_start":"2026-12-24T10:00","name":"Closed","starts_at":"2026-12-23T10:00:00+01:00","lands_on":"2026-12-23T10:00"},` +
		`{"original_start":"2026-12-25T10:00","name":"Christmas","starts_at":"2026-12-23T10:00:00+01:00","lands_on":"2026-12-23T10:00"},` +
		`{"original_start":"2027-01-01T10:00","name":"New Year","starts_at":null,"lands_on":null}]`
	if err != nil || string(got) != want {
		t.Errorf("= %s, %v,\nwant %s", got, err, want)
	}
}

func TestParseHolidayPolicy(t *testing.T) {
	if p, err := ParseHolidayPolicy(""); p != HolidayKeep || err != nil {
		t.Errorf("none = %s, %v, want keep", p, err)
	}
	if _, err := ParseHolidayPolicy("later"); CodeOf(err) != CodeInvalid {
		t.Errorf("later = %v, want invalid", err)
	}
}

// genObserved draws a schedule with days off, now and then many in a row.
func genObserved(t *rapid.T) ObservedSchedule {
	start := time.Date(2020, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "start"))
	s := Schedule{Rule: genRule(t), Start: LocalTime(start.Format(LocalLayout)), Zone: genZone(t), Length: time.Hour, MonthEnd: MonthEndSkip}
	for _, n := range rapid.SliceOfN(rapid.IntRange(0, 900), 0, 4).Draw(t, "rdates") {
		s.Rdates = append(s.Rdates, LocalTime(start.AddDate(0, 0, n).Format("2006-01-02")+"T15:00"))
	}
	slices.Sort(s.Rdates)
	s.Rdates = slices.Compact(s.Rdates)
	var days []DayOff
	for i, n := range rapid.SliceOfN(rapid.IntRange(0, 900), 0, 25).Draw(t, "days off") {
		run := 1
		if i%5 == 4 {
			run = rapid.IntRange(2, 50).Draw(t, "run")
		}
		for d := range run {
			days = append(days, DayOff{DateOf(start, time.UTC).AddDays(n + d), fmt.Sprint("off ", n)})
		}
	}
	o := Observance{
		Policy: rapid.SampledFrom([]HolidayPolicy{HolidayNext, HolidayPrevious, HolidaySkip, HolidayKeep}).Draw(t, "policy"),
		Off:    NewDaysOff(days), Working: WorkWeek(rapid.SampledFrom([]string{"1,2,3,4,5", "7,1,2,3,4", "3", "1,2,3,4,5,6,7"}).Draw(t, "working")),
	}
	if rapid.Bool().Draw(t, "since") {
		o.Since = start.AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "since day"))
	}
	return s.Observing(o)
}

func genZone(t *rapid.T) *time.Location {
	return Zone(rapid.SampledFrom([]string{
		"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Pacific/Kiritimati", "Africa/Casablanca",
	}).Draw(t, "zone"))
}

// S3: every answer for a window is that of observing all dates at once.
func TestObservedSchedule_agrees_with_all_dates_at_once(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genObserved(t)
		begin := s.start()
		all := sortObserved(Observe(s.within(begin.AddDate(-1, 0, 0), begin.AddDate(5, 0, 0)), s.Zone, s.Observance))
		from := begin.AddDate(0, 0, rapid.IntRange(-40, 900).Draw(t, "from")).Add(time.Duration(rapid.IntRange(0, 24).Draw(t, "hour")) * time.Hour)
		to := from.AddDate(0, 0, rapid.IntRange(0, 90).Draw(t, "days"))
		inside := func(at func(ObservedOccurrence) time.Time) []ObservedOccurrence {
			return slices.DeleteFunc(slices.Clone(all), func(o ObservedOccurrence) bool { return at(o).Before(from) || !at(o).Before(to) })
		}
		compare := func(what string, want, got []ObservedOccurrence) {
			if diff := cmp.Diff(observed(want, s.Zone), observed(got, s.Zone)); diff != "" {
				t.Fatalf("%s %s from %s: %s [%s, %s) (-all at once +got):\n%s", s.Rule, s.Policy, s.Start, what, from, to, diff)
			}
		}
		got, _ := s.Between(from, to)
		compare("Between", inside(func(o ObservedOccurrence) time.Time { return o.StartsAt }), got)
		got, _ = s.Named(from, to)
		compare("Named", inside(func(o ObservedOccurrence) time.Time { return o.Planned }), got)

		after, _ := firstTaking(slices.DeleteFunc(slices.Clone(all), func(o ObservedOccurrence) bool { return !o.StartsAt.After(from) }), 3)
		if len(TakingPlace(after)) == 3 {
			compare("Next", after, s.Next(from, 3))
		}
		for _, o := range inside(func(o ObservedOccurrence) time.Time { return o.Planned }) {
			at, ok := s.At(o.OriginalStart)
			if !ok {
				t.Fatalf("At(%s) found nothing", o.OriginalStart)
			}
			compare("At", []ObservedOccurrence{o}, []ObservedOccurrence{at})
		}
	})
}

// S3: what holds for each date, whatever the days off are.
func TestObserve_promises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genObserved(t)
		dates := s.within(s.start(), s.start().AddDate(3, 0, 0))
		list := Observe(dates, s.Zone, s.Observance)
		since := s.sinceDay(s.Zone)
		var last Date
		for i, o := range list {
			day, planned := DateOf(o.StartsAt, s.Zone), DateOf(o.Planned, s.Zone)
			switch {
			case o.OriginalStart != dates[i].OriginalStart || !o.Planned.Equal(dates[i].StartsAt):
				t.Fatalf("%v is another date than %v", o, dates[i])
			case o.DayOff == "" && (o.Moved() || o.Skipped):
				t.Fatalf("%v: nothing is off", o)
			case s.Policy == HolidaySkip && o.Skipped != (o.DayOff != ""):
				t.Fatalf("%v is to be skipped", o)
			case o.Skipped:
				continue
			case o.Moved() && (s.Off(day) != "" || !s.Working.Works(day)):
				t.Fatalf("%v is moved to %s, which is no working day", o, day)
			case o.Moved() && o.StartsAt.Sub(LocalTime(string(day)+string(o.OriginalStart[10:])).In(s.Zone)) != 0:
				t.Fatalf("%v: the wall clock changed", o)
			case o.Moved() && s.Policy == HolidayNext && day < planned:
				t.Fatalf("%v went back", o)
			case o.Moved() && s.Policy == HolidayPrevious && planned > since && day <= since:
				t.Fatalf("%v went back to %s, before it was observed: %s", o, day, since)
			case day < last:
				t.Fatalf("%v changed places with the date before, on %s", o, last)
			}
			last = day
		}
	})
}

func BenchmarkObservedSchedule_Next(b *testing.B) {
	s := schedule(b, ScheduleInput{Rrule: "FREQ=WEEKLY;BYDAY=TU", StartsAtLocal: "2016-01-05T10:00", TimeZone: "Europe/Berlin"}).
		Observing(Observance{Policy: HolidayNext, Off: christmas(), Working: WorkWeek("1,2,3,4,5")})
	after := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		s.Next(after, 6)
	}
}
