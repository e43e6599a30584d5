package ical

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/internal/accord"
)

func TestSeries_rule(t *testing.T) {
	for _, c := range []struct{ rule, start, want string }{
		{"FREQ=DAILY", "2026-01-06T10:00", "20260106T100000 FREQ=DAILY"},
		{"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-01-10T10:00", "20260112T100000 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
		{"FREQ=WEEKLY", "2026-01-06T10:00", "20260106T100000 FREQ=WEEKLY;BYDAY=TU"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-01-07T10:00", "20260109T100000 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO"},
		{"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260401", "2026-01-06T10:00", "20260106T100000 FREQ=WEEKLY;UNTIL=20260401T215959Z;BYDAY=TU"},
		{"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260324T090000Z", "2026-01-06T10:00", "20260106T100000 FREQ=WEEKLY;UNTIL=20260324T225959Z;BYDAY=TU"},
		{"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260324T085959Z", "2026-01-06T10:00", "20260106T100000 FREQ=WEEKLY;UNTIL=20260323T225959Z;BYDAY=TU"},
		{"FREQ=MONTHLY", "2026-01-15T10:00", "20260115T100000 FREQ=MONTHLY;BYMONTHDAY=15"},
		{"FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "2026-01-14T10:00", "20260210T100000 FREQ=MONTHLY;COUNT=3;BYDAY=2TU"},
		{"FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30T10:00", "20260130T100000 FREQ=MONTHLY;BYDAY=-1FR"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31T10:00", "20260131T100000 FREQ=MONTHLY;BYMONTHDAY=-1"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-30T10:00", "20260130T100000 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"},
		{"FREQ=YEARLY", "2026-01-20T10:00", "20260120T100000 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20"},
		{"FREQ=YEARLY;BYMONTH=11;BYDAY=-1TH", "2026-01-20T10:00", "20261126T100000 FREQ=YEARLY;BYMONTH=11;BYDAY=-1TH"},
		{"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1", "2026-01-20T10:00", "20260430T100000 FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30"},

		{"FREQ=MONTHLY", "2026-01-31T10:00", ""},
		{"FREQ=MONTHLY;BYMONTHDAY=29", "2026-01-29T10:00", ""},
		{"FREQ=MONTHLY;BYMONTHDAY=-2", "2026-01-30T10:00", ""},
		{"FREQ=MONTHLY;BYDAY=5TH", "2026-01-29T10:00", ""},
		{"FREQ=MONTHLY;BYDAY=2TU,4TU", "2026-01-13T10:00", ""},
		{"FREQ=MONTHLY;BYDAY=TU", "2026-01-13T10:00", ""},
		{"FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-01-15T10:00", ""},
		{"FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-01-30T10:00", ""},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-13T10:00", ""},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", "2026-01-30T10:00", ""},
		{"FREQ=WEEKLY;BYDAY=TU;BYMONTH=3", "2026-01-13T10:00", ""},
		{"FREQ=WEEKLY;BYDAY=TU,WE;BYSETPOS=1", "2026-01-13T10:00", ""},
		{"FREQ=DAILY;INTERVAL=2;BYDAY=TU", "2026-01-13T10:00", ""},
		{"FREQ=DAILY;BYMONTH=2", "2026-01-13T10:00", ""},
		{"FREQ=YEARLY", "2024-02-29T10:00", ""},
		{"FREQ=YEARLY;BYDAY=20MO", "2026-02-28T10:00", ""},
		{"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-02-28T10:00", ""},
		{"FREQ=YEARLY;BYYEARDAY=60", "2026-02-28T10:00", ""},
		{"FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=1", "2026-02-28T10:00", ""},
		{"FREQ=WEEKLY;UNTIL=20251231", "2026-01-06T10:00", ""},
	} {
		s := Series{UID: "s@example.com", Schedule: plan(t, c.rule, c.start, "Europe/Berlin")}
		master, ok := s.master()
		got := ""
		if ok {
			got = master.first.Floating().Format(localForm) + " " + master.rule
		}
		if got != c.want {
			t.Errorf("%s from %s = %q, want %q", c.rule, c.start, got, c.want)
		}
	}
}

func TestSeries_rule_instead_of_a_policy(t *testing.T) {
	for _, c := range []struct{ rule, start, want string }{
		{"FREQ=MONTHLY", "2026-01-31T10:00", "FREQ=MONTHLY;BYMONTHDAY=-1"},
		{"FREQ=MONTHLY;BYMONTHDAY=30", "2026-01-30T10:00", ""},
		{"FREQ=YEARLY", "2024-02-29T10:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"},
	} {
		s := Series{Schedule: planOf(t, accord.ScheduleInput{Rrule: c.rule, StartsAtLocal: c.start, TimeZone: "UTC", MonthEnd: "last_day"})}
		master, _ := s.master()
		if master.rule != c.want {
			t.Errorf("%s from %s, last day instead = %q, want %q", c.rule, c.start, master.rule, c.want)
		}
	}
}

// genSchedule draws a schedule, most often one that can be written as a rule.
func genSchedule(t *rapid.T) accord.Schedule {
	rule := rapid.SampledFrom([]string{
		"FREQ=DAILY", "FREQ=DAILY;BYDAY=MO,WE", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU", "FREQ=MONTHLY",
		"FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=31",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
		"FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=WEEKLY;BYDAY=FR;BYMONTH=6,7",
	}).Draw(t, "rule")
	if n := rapid.IntRange(1, 4).Draw(t, "interval"); n > 1 {
		rule += ";INTERVAL=" + string(rune('0'+n))
	}
	rule += rapid.SampledFrom([]string{"", "", ";COUNT=7", ";UNTIL=20280601", ";UNTIL=20280601T073000", ";UNTIL=20280601T083000Z"}).Draw(t, "end")
	start := time.Date(2026, 1, 1, 0, 30*rapid.IntRange(0, 47).Draw(t, "clock"), 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "day"))
	in := accord.ScheduleInput{
		Rrule: rule, StartsAtLocal: start.Format(accord.LocalLayout), DurationMinutes: rapid.IntRange(1, 600).Draw(t, "minutes"),
		TimeZone: rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Africa/Cairo", "America/Havana"}).Draw(t, "zone"),
		MonthEnd: "skip",
	}
	if rapid.Bool().Draw(t, "last day") {
		last := in
		last.MonthEnd = "last_day"
		if s, err := accord.ParseSchedule(last); err == nil {
			return s
		}
	}
	s, err := accord.ParseSchedule(in)
	if err != nil {
		t.Fatalf("%+v: %v", in, err)
	}
	return s
}

// The rule we write, read by our own expansion, gives the dates of the schedule
// it was written for, and its start is the first of them.
func TestSeries_rule_gives_the_dates_of_the_schedule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Series{UID: "s@example.com", Schedule: genSchedule(t)}
		if rapid.Bool().Draw(t, "ends") {
			s.Ends = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "end day"))
		}
		master, ok := s.master()
		if !ok {
			t.Skip()
		}
		written, err := accord.ParseSchedule(accord.ScheduleInput{
			Rrule: master.rule, StartsAtLocal: string(master.first), TimeZone: s.Schedule.Zone.String(), DurationMinutes: 60,
		})
		if err != nil {
			t.Fatalf("%s: %v", master.rule, err)
		}
		from, to := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2034, 1, 1, 0, 0, 0, 0, time.UTC)
		want, got := dates(s.Schedule, from, to), dates(written, from, to)
		if !s.Ends.IsZero() {
			want = slices.DeleteFunc(want, func(d string) bool { return d >= s.Ends.UTC().Format(time.RFC3339) })
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %s as %s (-schedule +written):\n%s", s.Schedule.Rule, s.Schedule.Start, master.rule, diff)
		}
		if len(got) > 0 && !strings.HasPrefix(got[0], master.start.Format(time.RFC3339)) {
			t.Fatalf("%s starts at %s, its first date is %s", master.rule, master.start, got[0])
		}
	})
}

// dates returns the starts of a schedule.
func dates(s accord.Schedule, from, to time.Time) []string {
	list, _ := s.Between(from, to)
	texts := []string{}
	for _, o := range list {
		texts = append(texts, o.StartsAt.Format(time.RFC3339))
	}
	return texts
}
