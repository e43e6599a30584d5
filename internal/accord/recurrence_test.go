package accord

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

// recurrenceCase is one case of testdata/recurrence_cases.json.
type recurrenceCase struct {
	Name     string
	Rrule    string
	Start    string `json:"dtstart_local"`
	Zone     string `json:"tzid"`
	Exdates  []string
	Rdates   []string
	From, To time.Time
	Expected []string
}

func schedule(t testing.TB, in ScheduleInput) Schedule {
	t.Helper()
	if in.DurationMinutes == 0 {
		in.DurationMinutes = 60
	}
	s, err := ParseSchedule(in)
	if err != nil {
		t.Fatalf("ParseSchedule(%+v) = %v", in, err)
	}
	return s
}

// starts writes the occurrences as the case file does.
func starts(s Schedule, list []Occurrence) []string {
	texts := make([]string, len(list))
	for i, o := range list {
		texts[i] = o.StartsAt.In(s.Zone).Format("2006-01-02T15:04:05-07:00")
	}
	return texts
}

func TestSchedule_Between_cases(t *testing.T) {
	data, err := os.ReadFile("testdata/recurrence_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []recurrenceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	dates := 0
	for _, c := range cases {
		dates += len(c.Expected)
		t.Run("S2 "+c.Name, func(t *testing.T) {
			s := schedule(t, ScheduleInput{Rrule: c.Rrule, StartsAtLocal: c.Start, TimeZone: c.Zone, Exdates: c.Exdates, Rdates: c.Rdates})
			list, err := s.Between(c.From, c.To)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Expected, starts(s, list)); diff != "" {
				t.Errorf("Between (-want +got):\n%s", diff)
			}
			// Next walks the same dates, one more than the window shows at most.
			next := s.Next(c.From.Add(-time.Microsecond), len(list))
			if diff := cmp.Diff(list, next); len(list) > 0 && diff != "" {
				t.Errorf("Next differs from Between (-Between +Next):\n%s", diff)
			}
			for _, o := range list {
				if at, ok := s.At(o.OriginalStart); !ok || at != o {
					t.Errorf("At(%s) = %v, %v, want %v", o.OriginalStart, at, ok, o)
				}
			}
		})
	}
	if len(cases) != 81 || dates != 455 {
		t.Errorf("%d cases with %d dates, want 81 with 455", len(cases), dates)
	}
}

func TestSchedule_wall_clock(t *testing.T) {
	t.Run("S1 Sunday stays Sunday where clocks change at midnight", func(t *testing.T) {
		s := schedule(t, ScheduleInput{Rrule: "FREQ=WEEKLY;BYDAY=SU", StartsAtLocal: "2026-03-01T10:00", TimeZone: "America/Havana"})
		got := s.Next(time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC), 1)[0]
		if got.OriginalStart != "2026-03-08T10:00" || got.StartsAt.In(s.Zone).Weekday() != time.Sunday {
			t.Errorf("next = %+v, want Sunday 2026-03-08T10:00", got)
		}
		// The expander's own arithmetic in the zone is what must not be used.
		native, _ := rrule.NewRRule(rrule.ROption{Freq: rrule.WEEKLY, Byweekday: []rrule.Weekday{rrule.SU}, Dtstart: time.Date(2026, 3, 1, 10, 0, 0, 0, s.Zone)})
		if wrong := native.After(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), true); wrong.Weekday() == time.Sunday {
			t.Errorf("the expander in the zone gives %v: this test no longer shows the trap", wrong)
		}
	})
	t.Run("S1 a time in a gap keeps its name and starts later", func(t *testing.T) {
		s := schedule(t, ScheduleInput{Rrule: "FREQ=DAILY", StartsAtLocal: "2026-03-06T02:30", TimeZone: "America/New_York"})
		o, ok := s.At("2026-03-08T02:30")
		if want := "2026-03-08T03:30:00-04:00"; !ok || o.StartsAt.In(s.Zone).Format(time.RFC3339) != want {
			t.Errorf("At = %v, %v, want %s", o.StartsAt.In(s.Zone), ok, want)
		}
		if o.EndsAt.Sub(o.StartsAt) != time.Hour {
			t.Errorf("it takes %v, want 1h", o.EndsAt.Sub(o.StartsAt))
		}
	})
	t.Run("no occurrence of that name", func(t *testing.T) {
		s := schedule(t, ScheduleInput{Rrule: "FREQ=DAILY", StartsAtLocal: "2026-03-06T02:30", TimeZone: "America/New_York"})
		for _, name := range []LocalTime{"2026-03-05T02:30", "2026-03-08T03:30", "2026-03-07T02:31"} {
			if o, ok := s.At(name); ok {
				t.Errorf("At(%s) = %v, want none", name, o)
			}
		}
	})
}

func TestSchedule_Between_window(t *testing.T) {
	s := schedule(t, ScheduleInput{Rrule: "FREQ=DAILY", StartsAtLocal: "2026-01-01T09:00", TimeZone: "Europe/Berlin"})
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	list, err := s.Between(from, from.AddDate(30, 0, 0))
	if err != nil || len(list) != 10957 {
		t.Errorf("30 years = %d dates, %v, want 10957", len(list), err)
	}
	if _, err := s.Between(from, from.AddDate(30, 0, 1)); CodeOf(err) != CodeInvalid {
		t.Errorf("30 years and a day = %v, want invalid", err)
	}
	if list, err := s.Between(from, from); len(list) > 0 || err != nil {
		t.Errorf("an empty window = %v, %v", list, err)
	}
}

// A week belongs to the year of its fourth day; the expander alone takes
// 1 January 2022 for week 53 of 2021, which has 52.
func TestSchedule_week_numbers(t *testing.T) {
	for text, want := range map[string][]LocalTime{
		"FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA":         {"2021-01-02T09:00", "2027-01-02T09:00"},
		"FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA":         {"2020-12-26T09:00", "2022-01-01T09:00", "2022-12-31T09:00", "2023-12-30T09:00", "2024-12-28T09:00", "2025-12-27T09:00", "2026-12-26T09:00"},
		"FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SA;COUNT=3": {"2021-01-02T09:00", "2022-01-01T09:00", "2022-12-31T09:00"},
	} {
		s := schedule(t, ScheduleInput{Rrule: text, StartsAtLocal: "2020-06-01T09:00", TimeZone: "UTC"})
		list, _ := s.Between(time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC))
		var got []LocalTime
		for _, o := range list {
			got = append(got, o.OriginalStart)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// The expander alone takes "Mondays and the second Tuesday" for none at all.
func TestSchedule_weekdays_with_and_without_number(t *testing.T) {
	s := schedule(t, ScheduleInput{Rrule: "FREQ=MONTHLY;BYDAY=MO,2TU;COUNT=6", StartsAtLocal: "2027-01-01T10:00", TimeZone: "UTC"})
	var got []LocalTime
	for _, o := range s.Next(time.Time{}, 10) {
		got = append(got, o.OriginalStart)
	}
	want := []LocalTime{"2027-01-04T10:00", "2027-01-11T10:00", "2027-01-12T10:00", "2027-01-18T10:00", "2027-01-25T10:00", "2027-02-01T10:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
}

// genRule draws a rule of the grammar, common and exotic ones.
func genRule(t *rapid.T) Rule {
	list := func(name string, most int, signed bool) []int {
		if rapid.IntRange(0, 3).Draw(t, name+" there") > 0 {
			return nil
		}
		least := 1
		if signed {
			least = -most
		}
		n := rapid.SliceOfN(rapid.IntRange(least, most).Filter(func(n int) bool { return n != 0 }), 1, 3).Draw(t, name)
		slices.Sort(n)
		return slices.Compact(n)
	}
	r := Rule{
		Freq:      rapid.SampledFrom([]Frequency{Daily, Weekly, Monthly, Yearly}).Draw(t, "freq"),
		Interval:  rapid.IntRange(1, 5).Draw(t, "interval"),
		WeekStart: rapid.SampledFrom([]time.Weekday{time.Monday, time.Sunday}).Draw(t, "wkst"),
		ByMonth:   list("bymonth", 12, false),
	}
	if r.Freq != Weekly {
		r.ByMonthDay = list("bymonthday", 31, true)
	}
	nth := 0
	switch r.Freq {
	case Yearly:
		r.ByYearDay, r.ByWeekNo = list("byyearday", 366, true), list("byweekno", 53, true)
		if len(r.ByWeekNo) == 0 {
			nth = 53
			if len(r.ByMonth) > 0 {
				nth = 5 // beyond it the expander alone panics
			}
		}
	case Monthly:
		nth = 5
	default:
	}
	for _, day := range list("byday", 7, false) {
		n := 0
		if nth > 0 && rapid.Bool().Draw(t, "counted") {
			n = rapid.IntRange(-nth, nth).Draw(t, "nth")
		}
		r.ByDay = append(r.ByDay, RuleDay{N: n, Day: time.Weekday(day % 7)})
	}
	slices.SortFunc(r.ByDay, compareRuleDays)
	if len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth)+len(r.ByYearDay)+len(r.ByWeekNo) > 0 {
		r.BySetPos = list("bysetpos", 4, true)
	}
	return r
}

// Whatever period the expansion begins in, the dates are those of a walk from
// the start of the series.
func TestSchedule_starting_late_changes_no_date(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genRule(t)
		start := time.Date(2020, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "start"))
		s := Schedule{Rule: r, Start: LocalTime(start.Format(LocalLayout)), Zone: time.UTC, Length: time.Hour}
		from := start.AddDate(0, 0, rapid.IntRange(0, 4000).Draw(t, "from"))
		got, _ := s.Between(from, from.AddDate(2, 0, 0))
		all, _ := s.Between(start, start.AddDate(29, 0, 0))
		want := slices.DeleteFunc(all, func(o Occurrence) bool {
			return o.StartsAt.Before(from) || !o.StartsAt.Before(from.AddDate(2, 0, 0))
		})
		if diff := cmp.Diff(append([]Occurrence{}, want...), append([]Occurrence{}, got...)); diff != "" {
			t.Fatalf("%s from %s, window from %s (-walk +skip):\n%s", r, s.Start, from, diff)
		}
	})
}

// The expander's answer for the rule as written, without shift or skip.
func TestSchedule_agrees_with_the_expander(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genRule(t)
		r.ByWeekNo = nil // see TestSchedule_week_numbers
		if _, plain := r.plainDays(); !plain {
			r.ByDay = slices.DeleteFunc(r.ByDay, func(d RuleDay) bool { return d.N == 0 }) // see TestSchedule_weekdays_with_and_without_number
		}
		if len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth)+len(r.ByYearDay) == 0 {
			r.BySetPos = nil
		}
		start := time.Date(2020, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "start"))
		s := Schedule{Rule: r, Start: LocalTime(start.Format(LocalLayout)), Zone: time.UTC}
		option, err := rrule.StrToROption(r.String())
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		option.Dtstart = start
		option.Until = start.AddDate(10, 0, 0)
		reference, err := rrule.NewRRule(*option)
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		want := reference.All()
		got, _ := s.Between(start, start.AddDate(10, 0, 0).Add(time.Second))
		if len(got) != len(want) {
			t.Fatalf("%s from %s: %d dates, want %d", r, s.Start, len(got), len(want))
		}
		for i, o := range got {
			if !o.StartsAt.Equal(want[i]) {
				t.Fatalf("%s from %s: date %d is %v, want %v", r, s.Start, i, o.StartsAt, want[i])
			}
		}
	})
}

func BenchmarkSchedule_Next(b *testing.B) {
	for name, in := range map[string]ScheduleInput{
		"weekly since 1990":  {Rrule: "FREQ=WEEKLY;BYDAY=TU", StartsAtLocal: "1990-01-02T10:00", TimeZone: "Europe/Berlin"},
		"monthly since 2026": {Rrule: "FREQ=MONTHLY;BYDAY=2TU", StartsAtLocal: "2026-01-13T10:00", TimeZone: "Europe/Berlin"},
	} {
		s := schedule(b, in)
		after := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Next(after, 6)
			}
		})
	}
}
