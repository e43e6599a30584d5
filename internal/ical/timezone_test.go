package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/ical/icaltest"
)

// zoneFile writes the description of one zone.
func zoneFile(t testing.TB, name string, first, to time.Time) []byte {
	t.Helper()
	zone, err := accord.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	c := newCalendar()
	c.Children = append(c.Children, timezone(zone, first, to))
	data, err := encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTimezone_golden(t *testing.T) {
	first, to := at(t, "2026-06-01T10:00:00Z"), at(t, "2028-01-01T00:00:00Z")
	var all []byte
	for _, name := range []string{
		"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", // two rules
		"Asia/Kolkata", "America/Sao_Paulo", // nothing changes any more
		"Africa/Cairo", "Africa/Casablanca", "Asia/Jerusalem", // no rule that is nth or last
	} {
		all = append(all, zoneFile(t, name, first, to)...)
	}
	golden(t, "zones.ics", all)
}

func TestTimezone_begins_with_what_was_before_its_rules(t *testing.T) {
	// New York changed its rules in 2007.
	lines := wellFormed(t, zoneFile(t, "America/New_York", at(t, "2006-06-01T00:00:00Z"), at(t, "2010-01-01T00:00:00Z")))
	var starts []string
	for _, line := range lines {
		if strings.HasPrefix(line, "DTSTART") || strings.HasPrefix(line, "RRULE") {
			starts = append(starts, line)
		}
	}
	want := []string{
		"DTSTART:20050403T020000", "DTSTART:20051030T020000", "DTSTART:20060402T020000", "DTSTART:20061029T020000",
		"DTSTART:20070311T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
	}
	if diff := cmp.Diff(want, starts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTimezone_stays_small(t *testing.T) {
	data := zoneFile(t, "Africa/Casablanca", at(t, "1990-01-01T00:00:00Z"), at(t, "2060-01-01T00:00:00Z"))
	if lines := bytes.Count(data, []byte("\r\n")); lines > 200 {
		t.Errorf("%d lines, want 200 at most", lines)
	}
}

// In the last year of a zone's file and after it, the standard library's bounds
// end where nothing changes and stand still at the end of leap years.
func TestTimezone_looks_beyond_the_listed_changes(t *testing.T) {
	data := string(zoneFile(t, "Europe/Berlin", at(t, "2040-06-01T10:00:00Z"), at(t, "2060-01-01T00:00:00Z")))
	if n := strings.Count(data, "DTSTART"); n != 2 || strings.Count(data, "RRULE") != 2 {
		t.Errorf("%d changes, want two, by rule:\n%s", n, data)
	}
}

// zoneTask asks a client for the offsets of a zone at some wall clocks.
type zoneTask struct {
	Path  string   `json:"path"`
	Times []string `json:"times"`
}

func TestTimezone_client_finds_our_offsets(t *testing.T) {
	icaltest.NeedsProgram(t, "python3-icalendar", icaltest.Python, "-c", "import icalendar")
	dir := t.TempDir()
	first, to := at(t, "2026-03-01T10:00:00Z"), at(t, "2033-01-01T00:00:00Z")
	zones := []string{
		"Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Havana", "America/Santiago",
		"Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Asia/Jerusalem", "Africa/Cairo",
		"Africa/Casablanca", "America/Sao_Paulo", "America/St_Johns", "America/Nuuk", "Pacific/Chatham", "Asia/Tehran", "UTC",
	}
	var tasks []zoneTask
	var want [][]int
	for _, name := range zones {
		data := bytes.ReplaceAll(zoneFile(t, name, first, to), []byte("TZID:"), []byte("TZID:Ours/")) // else it takes its own
		task := zoneTask{Path: write(t, dir, strings.ReplaceAll(name, "/", "_")+".ics", data)}
		var offsets []int
		zone := accord.Zone(name)
		for wall := first; wall.Before(to); wall = wall.Add(103 * time.Hour) {
			if !plain(wall, zone) {
				continue
			}
			task.Times = append(task.Times, wall.Format(accord.LocalLayout))
			_, seconds := accord.Resolve(wall, zone).In(zone).Zone()
			offsets = append(offsets, seconds)
		}
		tasks, want = append(tasks, task), append(want, offsets)
	}
	var got [][]int
	icaltest.Ask(t, tasks, &got, icaltest.Python, "testdata/zones.py")
	for i, name := range zones {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Errorf("%s (-ours +theirs):\n%s", name, diff)
		}
	}
}
