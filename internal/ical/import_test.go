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

// notTaken returns what was named as not taken, in English.
func notTaken(list []accord.FieldError) []string {
	var texts []string
	for _, f := range list {
		texts = append(texts, f.Location+": "+f.Message())
	}
	return texts
}

func TestReadSeries_google(t *testing.T) {
	list, err := ReadSeries(read(t, "series_google.ics"))
	if err != nil || len(list) != 1 {
		t.Fatalf("%d series, %v, want 1", len(list), err)
	}
	got := list[0]
	want := Imported{
		UID: "weekly@google.com", Title: "Weekly call", Description: "Notes:\nbring numbers, please", Location: "Room 4, second floor",
		Schedule: accord.ScheduleInput{
			Rrule: "FREQ=WEEKLY;UNTIL=20260505;BYDAY=TU;WKST=SU", StartsAtLocal: "2026-01-06T10:00", TimeZone: "America/New_York",
			DurationMinutes: 45, Exdates: []string{"2026-01-20T10:00", "2026-01-27T10:00"},
		},
		Changes: []Change{
			{OriginalStart: "2026-02-10T10:00", StartsAtLocal: "2026-02-11T16:00", DurationMinutes: 60, Title: "Weekly call (moved)"},
			{OriginalStart: "2026-02-17T10:00", StartsAtLocal: "2026-02-17T10:00", DurationMinutes: 45, Title: "Weekly call", Cancelled: true},
		},
		People: []Person{{"Ana", "ana@example.com"}, {"Bo", "bo@example.com"}},
	}
	notes := notTaken(got.NotTaken)
	got.NotTaken = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"changes: The change at 2026-02-18T10:00 belongs to no date of the rule.",
		"file: Alarms are not taken; everybody sets their own.",
	}, notes); diff != "" {
		t.Errorf("not taken (-want +got):\n%s", diff)
	}
	// UNTIL as a day includes that day, which is a Tuesday.
	all, _ := planOf(t, got.Schedule).Between(at(t, "2026-01-01T00:00:00Z"), at(t, "2027-01-01T00:00:00Z"))
	if last := all[len(all)-1].OriginalStart; last != "2026-05-05T10:00" {
		t.Errorf("the last date is %s, want 2026-05-05T10:00", last)
	}
}

func TestReadSeries_outlook(t *testing.T) {
	list, err := ReadSeries(read(t, "series_outlook.ics"))
	if err != nil {
		t.Fatal(err)
	}
	type result struct {
		Schedule accord.ScheduleInput
		NotTaken []string
	}
	got := map[string]result{}
	for _, s := range list {
		got[s.Title] = result{s.Schedule, notTaken(s.NotTaken)}
	}
	want := map[string]result{
		// The start is no second Tuesday: it is the first of the six.
		"Strategisches Team": {Schedule: accord.ScheduleInput{
			Rrule: "FREQ=MONTHLY;COUNT=5;BYDAY=2TU", StartsAtLocal: "2026-01-07T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 60,
			Exdates: []string{"2026-04-14T10:00", "2026-05-12T10:00"}, Rdates: []string{"2026-01-07T10:00"},
		}},
		"Added dates alone": {Schedule: accord.ScheduleInput{
			Rrule: aloneRule, StartsAtLocal: "2026-01-05T09:30", TimeZone: "Asia/Kolkata", DurationMinutes: 90,
			Rdates: []string{"2026-01-08T09:30", "2026-01-15T09:30", "2026-01-22T09:30"},
		}},
		"Nothing we can take": {
			accord.ScheduleInput{StartsAtLocal: "2026-01-05T09:30", DurationMinutes: 60},
			[]string{
				"time_zone: The file's time zone Mars/Olympus Mons is not known here; choose one.",
				"duration_minutes: The file does not say how long it takes; an hour is assumed.",
				"rrule: A rule for exceptions (EXRULE) is not taken.",
				"rrule: FREQ is one of DAILY, WEEKLY, MONTHLY and YEARLY.",
				"rrule: The file's rule is FREQ=HOURLY;INTERVAL=2.",
				"file: Attachments are not taken.",
			},
		},
		"A whole day": {
			accord.ScheduleInput{Rrule: "FREQ=YEARLY", StartsAtLocal: "2026-05-01T00:00", DurationMinutes: 1440},
			[]string{"starts_at_local: It takes whole days; say when the meeting starts."},
		},
		"In UTC": {
			accord.ScheduleInput{Rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO", StartsAtLocal: "2026-01-05T09:30", TimeZone: "UTC", DurationMinutes: 60},
			[]string{
				"time_zone: Its times are given in UTC, which knows no summer time; choose your zone if they should follow it.",
				"duration_minutes: The file does not say how long it takes; an hour is assumed.",
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadSeries_gives_a_change_to_one_series(t *testing.T) {
	event := "UID:a\r\nDTSTART;TZID=Europe/Berlin:20260106T100000\r\nRRULE:FREQ=WEEKLY"
	list, err := ReadSeries(calendar(event, "END:VEVENT\r\nBEGIN:VEVENT", event, "END:VEVENT\r\nBEGIN:VEVENT", "UID:a", "RECURRENCE-ID;TZID=Europe/Berlin:20260113T100000"))
	if err != nil || len(list) != 2 || len(list[0].Changes) != 1 || len(list[1].Changes) != 0 {
		t.Errorf("ReadSeries = %+v, %v, want the change with the first of two", list, err)
	}
}

// calendar puts lines of one event into a file.
func calendar(lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

func TestReadSeries_names_what_it_leaves(t *testing.T) {
	start, rule := "DTSTART;TZID=Europe/Berlin:20260106T100000", "RRULE:FREQ=WEEKLY;BYDAY=TU"
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"no start":         {[]string{rule}, "starts_at_local: The file does not say when the series starts."},
		"no zone":          {[]string{"DTSTART:20260106T100000", rule}, "time_zone: The file names no time zone; choose one."},
		"too long":         {[]string{start, "DURATION:P2D", rule}, "duration_minutes: It takes longer than a day; a meeting takes a day at most."},
		"two rules":        {[]string{start, rule, "RRULE:FREQ=DAILY"}, "rrule: Of several rules only the first is taken."},
		"no date":          {[]string{start, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule: This rule is without any date."},
		"an unread EXDATE": {[]string{start, rule, "EXDATE:tomorrow,20260113T100000"}, "exdates: Exceptions that cannot be read: 1."},
		"an unread RDATE":  {[]string{start, rule, "RDATE:20260113"}, ""},
		"a later change": {
			[]string{start, rule, "UID:a", "END:VEVENT", "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260113T100000"},
			"changes: The change from 2026-01-13T10:00 on is not taken for all later dates.",
		},
		"an unread change": {[]string{start, rule, "UID:a", "END:VEVENT", "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:x"}, "changes: A changed date cannot be read."},
	} {
		list, err := ReadSeries(calendar(c.lines...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if notes := notTaken(list[0].NotTaken); c.want != "" && !slices.Contains(notes, c.want) {
			t.Errorf("%s: not taken is %q, want %q among it", name, notes, c.want)
		}
	}
	many := slices.Repeat([]string{start + "\r\n" + rule}, maxSeries+1)
	for name, data := range map[string][]byte{
		"no repeating event":        calendar(start, "SUMMARY:Once"),
		"too many repeating events": calendar(strings.Join(many, "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n")),
	} {
		if _, err := ReadSeries(data); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}

// What we write as a series, we read as the same series: its dates, its words,
// what was moved and cancelled.
func TestReadSeries_reads_what_we_write(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := Series{UID: "s@example.com", Details: details(rapid.String().Draw(r, "title")), Schedule: genSchedule(r)}
		s.Description, s.Location = rapid.String().Draw(r, "description"), rapid.String().Draw(r, "location")
		from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
		occurrences, _ := s.Schedule.Between(from, to)
		if !s.Portable() || len(occurrences) < 5 {
			r.Skip()
		}
		want := map[accord.LocalTime]string{}
		for _, o := range occurrences {
			want[o.OriginalStart] = o.StartsAt.Format(time.RFC3339)
		}
		late, off := occurrences[rapid.IntRange(0, 2).Draw(r, "moved")], occurrences[rapid.IntRange(3, 4).Draw(r, "cancelled")]
		hours := rapid.IntRange(-40, 40).Draw(r, "hours")
		s.Exceptions = []Exception{moved(s, late.OriginalStart, late.StartsAt.Add(time.Duration(hours)*time.Hour)), moved(s, off.OriginalStart, off.StartsAt)}
		s.Exceptions[1].Cancelled = true
		want[late.OriginalStart] = s.Exceptions[0].StartsAt.Format(time.RFC3339)
		delete(want, off.OriginalStart)

		data, err := Feed{From: from, To: to, Series: []Series{s}}.Bytes()
		if err != nil {
			r.Fatal(err)
		}
		list, err := ReadSeries(data)
		if err != nil || len(list) != 1 {
			r.Fatalf("%d series, %v, want 1 of\n%s", len(list), err, data)
		}
		if diff := cmp.Diff(want, readDates(r, list[0], from, to)); diff != "" {
			r.Fatalf("dates (-written +read):\n%s\n%s", diff, data)
		}
		if got := list[0]; got.Title != cleanLine(s.Title) || got.Description != strings.TrimSpace(clean(s.Description)) || got.Location != cleanLine(s.Location) {
			r.Fatalf("words %q, %q, %q, want %q, %q, %q", got.Title, got.Description, got.Location, s.Title, s.Description, s.Location)
		}
		if len(list[0].People) != 3 {
			r.Fatalf("people %v, want 3", list[0].People)
		}
	})
}

// readDates returns the starts of an imported series by original start.
func readDates(t *rapid.T, s Imported, from, to time.Time) map[accord.LocalTime]string {
	schedule, err := accord.ParseSchedule(s.Schedule)
	if err != nil {
		t.Fatalf("%+v: %v", s.Schedule, err)
	}
	list, _ := schedule.Between(from, to)
	got := map[accord.LocalTime]string{}
	for _, o := range list {
		got[o.OriginalStart] = o.StartsAt.Format(time.RFC3339)
	}
	for _, c := range s.Changes {
		if _, known := got[c.OriginalStart]; !known {
			t.Fatalf("a change of %s, which is no date", c.OriginalStart)
		}
		got[c.OriginalStart] = c.StartsAtLocal.In(schedule.Zone).Format(time.RFC3339)
	}
	return got
}

func TestWindowsZones_are_known(t *testing.T) {
	for name, iana := range windowsZones {
		if zone, ok := zoneByName(strings.ToUpper(name)); !ok || zone.String() != iana {
			t.Errorf("%q = %v, want %s", name, zone, iana)
		}
	}
	for name, want := range map[string]string{
		"/freeassociation.sourceforge.net/Europe/Berlin":         "Europe/Berlin",
		"/mozilla.org/20050126_1/America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires",
		`"W. Europe Standard Time"`:                              "Europe/Berlin", "UTC": "UTC", "": "", "Local": "", "../etc/passwd": "", "/": "",
	} {
		zone, ok := zoneByName(name)
		if ok != (want != "") || ok && zone.String() != want {
			t.Errorf("zoneByName(%q) = %v, %v, want %q", name, zone, ok, want)
		}
	}
	if len(windowsZones) < 130 {
		t.Errorf("%d names", len(windowsZones))
	}
}
