package ical

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares what was written with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s changed (-want +got); look at it, then go test -update:\n%s", name, diff)
	}
}

// at reads an instant.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	i, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// plan reads a schedule of an hour.
func plan(t testing.TB, rule, start, zone string) accord.Schedule {
	t.Helper()
	return planOf(t, accord.ScheduleInput{Rrule: rule, StartsAtLocal: start, TimeZone: zone})
}

func planOf(t testing.TB, in accord.ScheduleInput) accord.Schedule {
	t.Helper()
	if in.DurationMinutes == 0 {
		in.DurationMinutes = 60
	}
	s, err := accord.ParseSchedule(in)
	if err != nil {
		t.Fatalf("ParseSchedule(%+v) = %v", in, err)
	}
	return s
}

var modified = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// details are those of a meeting of the two sides.
func details(title string) Details {
	return Details{
		Title: title, Description: "What was promised, first.\nThen the rest.", Location: "Room 4; second floor",
		URL: "https://accord.example.com/series/s1", Sequence: 2, Modified: modified,
		Organizer: Person{Name: "Acme, Inc.: Sales & Marketing", Address: "accord@example.com"},
		Attendees: []Attendee{
			{Person: Person{Name: `Zoë "Zed" Ölmann`, Address: "zoe@example.com"}},
			{Person: Person{Name: "Ana", Address: "ana@example.com"}, Role: RoleChair, Answer: Accepted},
		},
	}
}

// moved returns the occurrence of that name, held at another time.
func moved(s Series, slot accord.LocalTime, at time.Time) Exception {
	return Exception{Details: s.Details, OriginalStart: slot, StartsAt: at, Length: s.Schedule.Length}
}
