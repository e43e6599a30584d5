package ical

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/ical/icaltest"
)

// bigFeed has a series in each of eight zones with an occurrence moved, one
// cancelled and one renamed; the first was split; one has a rule that programs
// disagree about, one skips a holiday, and there is a one-time meeting. It
// returns the feed and the starts of everything in its window.
func bigFeed(t testing.TB) (feed Feed, starts []string) {
	feed = Feed{Name: "Acme: Sales & Marketing", From: at(t, "2026-01-01T00:00:00Z"), To: at(t, "2027-01-01T00:00:00Z")}
	for i, c := range []struct{ zone, rule string }{
		{"Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU"},
		{"America/New_York", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"},
		{"Asia/Kolkata", "FREQ=MONTHLY;BYDAY=2TU"},
		{"Australia/Lord_Howe", "FREQ=MONTHLY;BYDAY=-1FR"},
		{"America/Havana", "FREQ=WEEKLY;BYDAY=SU"},
		{"Africa/Cairo", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261001"},
		{"America/Sao_Paulo", "FREQ=DAILY;INTERVAL=3;COUNT=40"},
		{"UTC", "FREQ=MONTHLY;BYMONTHDAY=31"},
	} {
		s := Series{UID: "series" + string(rune('1'+i)) + "@example.com", Details: details("Call " + c.zone), Schedule: plan(t, c.rule, "2026-01-05T10:00", c.zone)}
		list, err := s.Schedule.Between(feed.From, feed.To)
		if err != nil {
			t.Fatal(err)
		}
		late, off, renamed := list[1], list[3], list[4]
		s.Exceptions = []Exception{moved(s, late.OriginalStart, late.StartsAt.Add(26*time.Hour)), moved(s, off.OriginalStart, off.StartsAt), moved(s, renamed.OriginalStart, renamed.StartsAt)}
		s.Exceptions[1].Cancelled = true
		s.Exceptions[2].Title = "The last one before the break"
		list[1].StartsAt = late.StartsAt.Add(26 * time.Hour)
		list = slices.Delete(list, 3, 4)
		if i == 0 { // split: from June on Wednesdays
			s.Ends = at(t, "2026-06-01T00:00:00Z")
			list = slices.DeleteFunc(list, func(o accord.Occurrence) bool { return !o.StartsAt.Before(s.Ends) })
			rest := Series{UID: "series1b@example.com", Details: details("Call from June"), Schedule: plan(t, "FREQ=WEEKLY;BYDAY=WE", "2026-06-01T11:00", c.zone)}
			later, _ := rest.Schedule.Between(feed.From, feed.To)
			list, feed.Series = append(list, later...), append(feed.Series, rest)
		}
		feed.Series = append(feed.Series, s)
		for _, o := range list {
			starts = append(starts, o.StartsAt.UTC().Format(time.RFC3339))
		}
	}
	one := Meeting{UID: "meeting1@example.com", Details: details("Kick-off"), StartsAt: at(t, "2026-03-03T15:00:00Z"), Length: 90 * time.Minute, Zone: accord.Zone("Europe/London")}
	feed.Meetings = append(feed.Meetings, one)
	starts = append(starts, "2026-03-03T15:00:00Z")
	slices.Sort(starts)
	return feed, starts
}

func feedBytes(t testing.TB, f Feed) []byte {
	t.Helper()
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFeed_golden(t *testing.T) {
	feed, _ := bigFeed(t)
	data := feedBytes(t, feed)
	wellFormed(t, data)
	golden(t, "feed.ics", data)
}

func TestFeed_is_the_same_bytes_in_any_order(t *testing.T) {
	feed, _ := bigFeed(t)
	want := feedBytes(t, feed)
	slices.Reverse(feed.Series)
	for i := range feed.Series {
		feed.Series[i].Exceptions = slices.Clone(feed.Series[i].Exceptions)
		slices.Reverse(feed.Series[i].Exceptions)
		slices.Reverse(feed.Series[i].Attendees)
	}
	if diff := cmp.Diff(string(want), string(feedBytes(t, feed))); diff != "" {
		t.Errorf("(-first +reversed):\n%s", diff)
	}
}

func TestFeed_clients_find_our_dates(t *testing.T) {
	feed, want := bigFeed(t)
	tasks := []icaltest.Task{{Name: "feed", Path: write(t, t.TempDir(), "feed.ics", feedBytes(t, feed)), From: feed.From, To: feed.To}}
	for name, read := range icaltest.Readers() {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, read(t, tasks)["feed"]); diff != "" {
				t.Errorf("dates (-ours +theirs):\n%s", diff)
			}
		})
	}
	t.Run("khal", func(t *testing.T) {
		got := khal(t, tasks[0].Path, tasks, func(string) string { return "feed" })
		if diff := cmp.Diff(want, got["feed"]); diff != "" {
			t.Errorf("dates (-ours +theirs):\n%s", diff)
		}
	})
}

// vevents returns the events of a calendar, each as its unfolded lines without
// those that every event has alike.
func vevents(t testing.TB, data []byte) []string {
	t.Helper()
	var events []string
	for _, block := range strings.Split(strings.Join(wellFormed(t, data), "\n"), "BEGIN:VEVENT\n")[1:] {
		var lines []string
		block, _, _ = strings.Cut(block, "\nEND:VEVENT")
		for line := range strings.SplitSeq(block, "\n") {
			name := line[:strings.IndexAny(line, ":;")]
			if slices.Contains([]string{"UID", "DTSTART", "RECURRENCE-ID", "RRULE", "EXDATE", "DURATION"}, name) {
				lines = append(lines, line)
			}
		}
		events = append(events, strings.Join(lines, " "))
	}
	return events
}

func TestFeed_series(t *testing.T) {
	week := Series{UID: "s@example.com", Details: details("Call"), Schedule: plan(t, "FREQ=WEEKLY;BYDAY=TU", "2026-01-01T10:00", "Europe/Berlin")}
	untouched := moved(week, "2026-01-13T10:00", at(t, "2026-01-13T09:00:00Z"))
	master := "DTSTART;TZID=Europe/Berlin:20260106T100000 RRULE:FREQ=WEEKLY;BYDAY=TU UID:s@example.com"
	for name, c := range map[string]struct {
		change func(*Series)
		want   []string
	}{
		"a row that says what the series says is no override": {func(s *Series) { s.Exceptions = []Exception{untouched} }, []string{master}},
		"moved": {func(s *Series) {
			s.Exceptions = []Exception{moved(*s, "2026-01-13T10:00", at(t, "2026-01-14T13:30:00Z"))}
		}, []string{master, "DTSTART;TZID=Europe/Berlin:20260114T143000 RECURRENCE-ID;TZID=Europe/Berlin:20260113T100000 UID:s@example.com"}},
		"cancelled": {func(s *Series) {
			s.Exceptions = []Exception{untouched}
			s.Exceptions[0].Cancelled = true
		}, []string{"DTSTART;TZID=Europe/Berlin:20260106T100000 EXDATE;TZID=Europe/Berlin:20260113T100000 RRULE:FREQ=WEEKLY;BYDAY=TU UID:s@example.com"}},
		"an exception before the first date is an event of its own": {func(s *Series) {
			s.Exceptions = []Exception{moved(*s, "2025-12-30T10:00", at(t, "2025-12-31T09:00:00Z"))}
		}, []string{"DTSTART;TZID=Europe/Berlin:20251231T100000 UID:s-20251230T1000@example.com", master}},
		"a cancelled exception without a date of the rule is nothing": {func(s *Series) {
			s.Exceptions = []Exception{moved(*s, "2025-12-30T10:00", at(t, "2025-12-31T09:00:00Z"))}
			s.Exceptions[0].Cancelled = true
		}, []string{master}},
		"an added date is an event of its own": {func(s *Series) {
			s.Schedule.Rdates = []accord.LocalTime{"2026-01-13T10:00", "2026-01-15T11:00"} // the rule names the first
		}, []string{"DTSTART;TZID=Europe/Berlin:20260115T110000 UID:s-20260115T1100@example.com", master}},
		"ended before it began": {func(s *Series) { s.Ends = at(t, "2026-01-02T00:00:00Z") }, nil},
		"ends with a count beyond it": {func(s *Series) {
			s.Schedule.Rule.Count, s.Ends = 10, at(t, "2026-02-01T00:00:00Z")
		}, []string{"DTSTART;TZID=Europe/Berlin:20260106T100000 RRULE:FREQ=WEEKLY;UNTIL=20260131T225959Z;BYDAY=TU UID:s@example.com"}},
		"ends with a count before it": {func(s *Series) {
			s.Schedule.Rule.Count, s.Ends = 2, at(t, "2026-02-01T00:00:00Z")
		}, []string{"DTSTART;TZID=Europe/Berlin:20260106T100000 RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TU UID:s@example.com"}},
		"written singly": {func(s *Series) {
			s.Singly, s.Ends = true, at(t, "2026-01-20T00:00:00Z")
			s.Exceptions = []Exception{moved(*s, "2026-01-13T10:00", at(t, "2026-01-14T09:00:00Z"))}
		}, []string{"DTSTART;TZID=Europe/Berlin:20260106T100000 UID:s-20260106T1000@example.com", "DTSTART;TZID=Europe/Berlin:20260114T100000 UID:s-20260113T1000@example.com"}},
		"the nights clocks change tell when it starts": {func(s *Series) {
			s.Schedule = plan(t, "FREQ=WEEKLY;BYDAY=SU", "2026-03-15T02:30", "Europe/Berlin")
		}, []string{
			"DTSTART;TZID=Europe/Berlin:20260315T023000 RRULE:FREQ=WEEKLY;BYDAY=SU UID:s@example.com",
			"DTSTART;TZID=Europe/Berlin:20260329T033000 RECURRENCE-ID;TZID=Europe/Berlin:20260329T023000 UID:s@example.com",
			"DTSTART:20261025T003000Z DURATION:PT60M RECURRENCE-ID;TZID=Europe/Berlin:20261025T023000 UID:s@example.com",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := week
			c.change(&s)
			feed := Feed{From: at(t, "2026-01-01T00:00:00Z"), To: at(t, "2027-01-01T00:00:00Z"), Series: []Series{s}}
			if diff := cmp.Diff(c.want, vevents(t, feedBytes(t, feed))); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFeed_without_meetings_is_a_calendar(t *testing.T) {
	data := feedBytes(t, Feed{Name: "Nothing yet", To: at(t, "2027-01-01T00:00:00Z")})
	if !bytes.Contains(data, []byte("BEGIN:VTIMEZONE\r\n")) {
		t.Errorf("no component in\n%s", data)
	}
}

func TestFeed_describes_a_zone_from_its_first_use(t *testing.T) {
	berlin := accord.Zone("Europe/Berlin")
	meeting := func(uid, start string) Meeting {
		return Meeting{UID: uid, Details: details("Call"), StartsAt: at(t, start), Length: time.Hour, Zone: berlin}
	}
	data := feedBytes(t, Feed{Meetings: []Meeting{meeting("a", "2026-06-01T10:00:00Z"), meeting("b", "2020-06-01T10:00:00Z"), meeting("c", "2024-06-01T10:00:00Z")}})
	if !bytes.Contains(data, []byte("DTSTART:20190331T020000\r\n")) || bytes.Count(data, []byte("BEGIN:VTIMEZONE")) != 1 {
		t.Errorf("the zone is not described from 2019 on, once:\n%s", data)
	}
}

func TestFeed_has_a_window(t *testing.T) {
	s := Series{UID: "s@example.com", Schedule: plan(t, "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T10:00", "UTC")}
	if _, err := (Feed{From: at(t, "2026-01-01T00:00:00Z"), To: at(t, "2126-01-01T00:00:00Z"), Series: []Series{s}}).Bytes(); err == nil {
		t.Error("a window of 100 years was written, want an error")
	}
}

func TestSplitUID(t *testing.T) {
	s := Series{UID: "0190-ab@example.com"}
	uid := s.UIDOf("2026-01-13T10:00")
	if series, slot := SplitUID(uid); series != s.UID || slot != "2026-01-13T10:00" {
		t.Errorf("SplitUID(%q) = %q, %q", uid, series, slot)
	}
	for _, uid := range []string{"0190-ab@example.com", "20260113T1000@example.com", "", "x-20269913T1000@example.com"} {
		if series, slot := SplitUID(uid); series != uid || slot != "" {
			t.Errorf("SplitUID(%q) = %q, %q, want it as it is", uid, series, slot)
		}
	}
}

// A feed of forty series in their fifth year, each meeting of which has a row.
func BenchmarkFeed_Bytes(b *testing.B) {
	feed := Feed{From: at(b, "2026-01-01T00:00:00Z"), To: at(b, "2028-01-01T00:00:00Z")}
	for i := range 40 {
		s := Series{UID: string(rune('A'+i)) + "@example.com", Details: details("Call"), Schedule: plan(b, "FREQ=WEEKLY;BYDAY=TU", "2021-01-05T10:00", "Europe/Berlin")}
		list, err := s.Schedule.Between(at(b, "2021-01-01T00:00:00Z"), feed.From)
		if err != nil {
			b.Fatal(err)
		}
		for n, o := range list {
			s.Exceptions = append(s.Exceptions, moved(s, o.OriginalStart, o.StartsAt.Add(time.Duration(n%10/9)*time.Hour)))
		}
		feed.Series = append(feed.Series, s)
	}
	for b.Loop() {
		if _, err := feed.Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}
