package accord

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseRule_refuses(t *testing.T) {
	for _, text := range []string{
		"", ";", "FREQ", "FREQ=", "=", "FREQ=WEEKLY;", "RRULE:FREQ=DAILY", "freq=DAILY", "FREQ=daily", " FREQ=DAILY",
		"FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", "FREQ=MINUTELY", "FREQ=FORTNIGHTLY",
		"INTERVAL=2", "BYDAY=MO", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;COUNT=2;COUNT=3",
		"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=101", "FREQ=DAILY;INTERVAL=1.5", "FREQ=DAILY;INTERVAL=",
		"FREQ=DAILY;INTERVAL=+1", "FREQ=DAILY;INTERVAL=99999999999999999999", "FREQ=DAILY;INTERVAL=٣",
		"FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-5", "FREQ=DAILY;COUNT=1001", "FREQ=DAILY;COUNT=3;UNTIL=20270101",
		"FREQ=DAILY;UNTIL=", "FREQ=DAILY;UNTIL=2027", "FREQ=DAILY;UNTIL=20271301", "FREQ=DAILY;UNTIL=20270230", "FREQ=DAILY;UNTIL=20270101T250000Z",
		"FREQ=DAILY;UNTIL=20270101T10000Z", "FREQ=DAILY;UNTIL=20270101 100000", "FREQ=DAILY;UNTIL=20270101T1000.5Z", "FREQ=DAILY;UNTIL=2027-01-01",
		"FREQ=DAILY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=M", "FREQ=WEEKLY;BYDAY=MO,,TU", "FREQ=WEEKLY;BYDAY=XX",
		"FREQ=WEEKLY;BYDAY=MONDAY", "FREQ=WEEKLY;BYDAY=mo", "FREQ=WEEKLY;BYDAY=É",
		"FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=-6MO", "FREQ=MONTHLY;BYDAY=10FR", "FREQ=MONTHLY;BYDAY=53MO", "FREQ=MONTHLY;BYDAY=-53MO",
		"FREQ=MONTHLY;BYDAY=--1MO", "FREQ=MONTHLY;BYDAY=-+1MO", "FREQ=MONTHLY;BYDAY=+-1MO", "FREQ=YEARLY;BYDAY=54MO",
		"FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "FREQ=MONTHLY;BYWEEKNO=20", "FREQ=MONTHLY;BYYEARDAY=1", "FREQ=DAILY;BYYEARDAY=1", "FREQ=WEEKLY;BYMONTHDAY=3",
		"FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32", "FREQ=MONTHLY;BYMONTHDAY=1,", "FREQ=MONTHLY;BYMONTHDAY=-",
		"FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=54", "FREQ=YEARLY;BYWEEKNO=0",
		"FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
		"FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;BYMINUTE=0", "FREQ=DAILY;BYSECOND=0", "FREQ=YEARLY;BYEASTER=400", "FREQ=YEARLY;X-FOO=1",
		"FREQ=DAILY;WKST=", "FREQ=DAILY;WKST=1MO", "FREQ=DAILY\n;COUNT=2", "FREQ=DAILY;COUNT=2\x00",
		"FREQ=YEARLY;BYYEARDAY=" + strings.Repeat("1,", 90) + "1", strings.Repeat("A", 1<<20),
	} {
		rule, err := ParseRule(text)
		if CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), "rrule: ") {
			t.Errorf("ParseRule(%.60q) = %v, %v, want invalid at rrule", text, rule, err)
		}
	}
}

// Rules of the grammar that never name a date, or none from their start on.
func TestSchedule_CheckDates(t *testing.T) {
	for _, text := range []string{
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;INTERVAL=7;BYDAY=MO", // begins on a Tuesday
		"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
		"FREQ=MONTHLY;INTERVAL=12;BYMONTH=3", // begins in January
		"FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2MO",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
		"FREQ=YEARLY;BYMONTH=2;BYDAY=53MO",
		"FREQ=YEARLY;BYMONTH=12;BYDAY=-53SU",
		"FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", // begins in an odd year
		"FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1",
		"FREQ=YEARLY;BYWEEKNO=30;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1,2,3",
		"FREQ=YEARLY;BYYEARDAY=60;BYMONTH=12",
		"FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=13",
		"FREQ=YEARLY;BYYEARDAY=1;BYSETPOS=366",
		"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=8",
		"FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
		"FREQ=DAILY;UNTIL=20260630",
	} {
		s := schedule(t, ScheduleInput{Rrule: text, StartsAtLocal: "2027-01-05T10:00", TimeZone: "Europe/Berlin"})
		var err error
		took := time.Hour
		for try := 0; try < 20 && took > 50*time.Millisecond; try++ { // the machine may be busy
			begun := time.Now()
			err = s.CheckDates()
			took = time.Since(begun)
		}
		if CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), "without any date") {
			t.Errorf("CheckDates(%s) = %v, want invalid", text, err)
		}
		if took > 50*time.Millisecond {
			t.Errorf("CheckDates(%s) took %v, want at most 50ms", text, took)
		}
		if list := s.Next(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), 6); len(list) > 0 {
			t.Errorf("Next(%s) = %v, want none", text, list)
		}
	}
	for _, text := range []string{"FREQ=DAILY", "FREQ=YEARLY;BYMONTH=12;BYDAY=-53SU,1MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYDAY=53FR", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=DAILY;COUNT=1"} {
		s := schedule(t, ScheduleInput{Rrule: text, StartsAtLocal: "2027-01-05T10:00", TimeZone: "Europe/Berlin"})
		if err := s.CheckDates(); err != nil {
			t.Errorf("CheckDates(%s) = %v, want nil", text, err)
		}
	}
}

func TestParseSchedule_month_end(t *testing.T) {
	for _, c := range []struct {
		rrule, start string
		next         []LocalTime // with last_day, from 2027; nil where it is refused
	}{
		{"FREQ=MONTHLY;COUNT=4", "2027-01-31T10:00", []LocalTime{"2027-01-31T10:00", "2027-02-28T10:00", "2027-03-31T10:00", "2027-04-30T10:00"}},
		{"FREQ=MONTHLY;BYMONTHDAY=30;COUNT=3", "2028-01-30T10:00", []LocalTime{"2028-01-30T10:00", "2028-02-29T10:00", "2028-03-30T10:00"}},
		{"FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", "2027-01-05T10:00", []LocalTime{"2027-01-29T10:00", "2027-02-28T10:00", "2027-03-29T10:00"}},
		{"FREQ=MONTHLY;INTERVAL=3;BYMONTH=2,4,8;BYMONTHDAY=31;UNTIL=20280301", "2027-02-01T10:00", []LocalTime{"2027-02-28T10:00", "2027-08-31T10:00", "2028-02-29T10:00"}},
		{"FREQ=YEARLY;COUNT=3", "2028-02-29T10:00", []LocalTime{"2028-02-29T10:00", "2029-02-28T10:00", "2030-02-28T10:00"}},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", "2027-01-01T10:00", []LocalTime{"2027-02-28T10:00", "2028-02-29T10:00"}},
		{"FREQ=MONTHLY", "2027-01-28T10:00", nil},
		{"FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31T10:00", nil},
		{"FREQ=MONTHLY;BYMONTHDAY=30,31", "2027-01-31T10:00", nil},
		{"FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO", "2027-01-31T10:00", nil},
		{"FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=1", "2027-01-31T10:00", nil},
		{"FREQ=MONTHLY;BYDAY=-1SU", "2027-01-31T10:00", nil},
		{"FREQ=WEEKLY", "2027-01-31T10:00", nil},
		{"FREQ=DAILY;BYMONTHDAY=31", "2027-01-31T10:00", nil},
		{"FREQ=YEARLY", "2027-01-31T10:00", nil},
		{"FREQ=YEARLY;BYMONTHDAY=29", "2028-02-29T10:00", nil},
		{"FREQ=YEARLY;BYMONTH=2,3", "2028-02-29T10:00", nil},
	} {
		t.Run("S2 "+c.rrule, func(t *testing.T) {
			in := ScheduleInput{Rrule: c.rrule, StartsAtLocal: c.start, TimeZone: "Europe/Berlin", DurationMinutes: 60, MonthEnd: "last_day"}
			s, err := ParseSchedule(in)
			if c.next == nil {
				if CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), "month_end: ") {
					t.Errorf("ParseSchedule = %v, want invalid at month_end", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []LocalTime
			for _, o := range s.Next(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), 10) {
				got = append(got, o.OriginalStart)
			}
			if diff := cmp.Diff(c.next, got); diff != "" {
				t.Errorf("dates (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseSchedule_names_every_wrong_field(t *testing.T) {
	_, err := ParseSchedule(ScheduleInput{
		Rrule: "FREQ=SOMETIMES", StartsAtLocal: "tomorrow", TimeZone: "Mars/Olympus", DurationMinutes: 0,
		MonthEnd: "first_day", Exdates: []string{"2027-13-01T10:00"}, Rdates: make([]string, MaxExtraDates+1),
	})
	for _, field := range []string{"rrule", "starts_at_local", "time_zone", "duration_minutes", "month_end", "exdates", "rdates"} {
		if err == nil || !strings.Contains(err.Error(), "; "+field+": ") {
			t.Errorf("the error does not name %s: %v", field, err)
		}
	}
}

func TestRule_String_reads_back(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genRule(t)
		switch rapid.IntRange(0, 3).Draw(t, "end") {
		case 1:
			want.Count = rapid.IntRange(1, MaxCount).Draw(t, "count")
		case 2:
			want.Until, _ = parseUntil(rapid.SampledFrom([]string{"20270131", "20270131T093000", "20270131T093000Z"}).Draw(t, "until"))
		}
		got, err := ParseRule(want.String())
		if err != nil {
			t.Fatalf("ParseRule(%s) = %v", want, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", want, diff)
		}
	})
}

// Whatever text comes in: no panic, an error or dates in order, and soon.
func FuzzRule(f *testing.F) {
	f.Add("FREQ=MONTHLY;BYDAY=2TU")
	f.Add("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU")
	f.Add("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
	f.Add("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20300101")
	after := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSchedule(ScheduleInput{Rrule: text, StartsAtLocal: "2027-01-31T02:30", TimeZone: "Europe/Berlin", DurationMinutes: 60})
		if err != nil {
			return
		}
		var list []Occurrence
		quickly(t, text, func() {
			list = s.Next(after, 6)
			_ = s.CheckDates()
		})
		for i, o := range list[:max(0, len(list)-1)] {
			if !o.StartsAt.Before(list[i+1].StartsAt) {
				t.Errorf("%s: %v is not before %v", text, o, list[i+1])
			}
		}
		if again, err := ParseRule(s.Rule.String()); err != nil || !cmp.Equal(again, s.Rule) {
			t.Errorf("%s reads back as %v, %v", text, again, err)
		}
	})
}
