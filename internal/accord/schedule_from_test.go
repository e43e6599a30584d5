package accord

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// From keeps every date from the instant on, and nothing before, whatever the
// rule takes from its start.
func TestSchedule_From(t *testing.T) {
	tests := []struct {
		name, rrule, start string
		exdates, rdates    []string
		at                 time.Time
	}{
		{name: "endless weekly", rrule: "FREQ=WEEKLY", start: "2026-01-06T10:00", at: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		{name: "every third week on two days", rrule: "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH;WKST=SU", start: "2026-01-08T10:00", at: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		{name: "count", rrule: "FREQ=WEEKLY;COUNT=10", start: "2026-01-06T10:00", exdates: []string{"2026-01-13T10:00", "2026-03-03T10:00"}, at: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)},
		{name: "count all gone", rrule: "FREQ=WEEKLY;COUNT=3", start: "2026-01-06T10:00", rdates: []string{"2026-05-01T10:00"}, at: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)},
		{name: "until", rrule: "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261231", start: "2026-01-06T10:00", rdates: []string{"2026-01-20T10:00", "2026-07-20T10:00"}, at: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		{name: "BYSETPOS in a week", rrule: "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=9", start: "2026-01-07T10:00", at: time.Date(2026, 2, 4, 12, 0, 0, 0, time.UTC)},
		{name: "31st", rrule: "FREQ=MONTHLY;BYMONTHDAY=31", start: "2026-01-31T10:00", at: time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC)},
		{name: "all to come", rrule: "FREQ=DAILY;COUNT=5", start: "2026-01-31T10:00", at: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := ScheduleInput{Rrule: tt.rrule, StartsAtLocal: tt.start, TimeZone: "Europe/Berlin", DurationMinutes: 60, Exdates: tt.exdates, Rdates: tt.rdates}
			if tt.name == "31st" {
				in.MonthEnd = "last_day"
			}
			checkFrom(t, in, tt.at)
		})
	}
}

func TestSchedule_From_anyRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := ScheduleInput{
			Rrule: rapid.SampledFrom([]string{
				"FREQ=DAILY;INTERVAL=4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=SU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "FREQ=MONTHLY;COUNT=17",
				"FREQ=YEARLY;COUNT=4", "FREQ=WEEKLY;COUNT=40;BYDAY=TU,FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
			}).Draw(t, "rule"),
			StartsAtLocal: "2026-01-" + rapid.StringMatching(`0[1-9]|[12][0-9]`).Draw(t, "day") + "T02:30", TimeZone: "America/New_York", DurationMinutes: 30,
		}
		checkFrom(t, in, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 1200).Draw(t, "after")))
	})
}

type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func checkFrom(t failer, in ScheduleInput, at time.Time) {
	t.Helper()
	s, err := ParseSchedule(in)
	if err != nil {
		t.Fatal(err)
	}
	first, end := s.Start.In(s.Zone).AddDate(-1, 0, 0), at.AddDate(9, 0, 0)
	want, err := s.Between(at, end)
	if err != nil {
		t.Fatal(err)
	}
	from, ok := s.From(at)
	var got []Occurrence
	if ok {
		if got, err = from.Between(first, end); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("From(%s) of %s from %s (-want +got):\n%s", at, in.Rrule, in.StartsAtLocal, diff)
	}
}
