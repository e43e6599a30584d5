package ical

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/ical/icaltest"
)

// write puts a file into a directory of the test.
func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// recurrenceCase is one of the domain's cases of recurrence.
type recurrenceCase struct {
	Name     string
	Rrule    string
	Start    string `json:"dtstart_local"`
	Zone     string `json:"tzid"`
	Exdates  []string
	Rdates   []string
	From, To time.Time
}

// caseFeeds writes a feed for each of the domain's cases and says which dates
// the domain finds in it.
func caseFeeds(t *testing.T) (tasks []icaltest.Task, want map[string][]string, all []Series) {
	t.Helper()
	data, err := os.ReadFile("../accord/testdata/recurrence_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []recurrenceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	want = map[string][]string{}
	for _, c := range cases {
		s := Series{UID: c.Name + "@example.com", Details: details(c.Name), Schedule: planOf(t, accord.ScheduleInput{
			Rrule: c.Rrule, StartsAtLocal: c.Start, TimeZone: c.Zone, Exdates: c.Exdates, Rdates: c.Rdates,
		})}
		all = append(all, s)
		feed := Feed{Name: c.Name, From: c.From, To: c.To, Series: []Series{s}}
		data, err := feed.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		tasks = append(tasks, icaltest.Task{Name: c.Name, Path: write(t, dir, c.Name+".ics", data), From: c.From, To: c.To})
		list, err := s.Schedule.Between(c.From, c.To)
		if err != nil {
			t.Fatal(err)
		}
		want[c.Name] = []string{}
		for _, o := range list {
			want[c.Name] = append(want[c.Name], o.StartsAt.Format(time.RFC3339))
		}
	}
	return tasks, want, all
}

// within leaves out the cases that look beyond some years.
func within(first, last int, tasks []icaltest.Task, want map[string][]string) ([]icaltest.Task, map[string][]string) {
	var near []icaltest.Task
	dates := map[string][]string{}
	for _, k := range tasks {
		if k.From.UTC().Year() >= first && k.To.UTC().Year() <= last {
			near = append(near, k)
			dates[k.Name] = want[k.Name]
		}
	}
	return near, dates
}

func TestClients_read_the_dates_of_every_case(t *testing.T) {
	tasks, want, all := caseFeeds(t)
	rules := 0
	for _, s := range all {
		if s.Portable() {
			rules++
		}
	}
	if rules < 55 {
		t.Errorf("%d of %d cases are written as a rule: too few to test rules", rules, len(all))
	}
	t.Run("python3-icalendar", func(t *testing.T) {
		near, want := within(1990, 2037, tasks, want) // its pytz knows no summer time later
		if diff := cmp.Diff(want, icaltest.ByPython(t, near)); diff != "" {
			t.Errorf("dates (-ours +theirs):\n%s", diff)
		}
	})
	t.Run("ical.js", func(t *testing.T) {
		if diff := cmp.Diff(want, icaltest.ByJS(t, tasks)); diff != "" {
			t.Errorf("dates (-ours +theirs):\n%s", diff)
		}
	})
	t.Run("khal", func(t *testing.T) {
		near, want := within(2026, 2027, tasks, want) // it looks at every day by itself
		feed := Feed{From: at(t, "2026-01-01T00:00:00Z"), To: at(t, "2028-01-01T00:00:00Z")}
		for _, k := range near { // and it lists the next fifteen years of what has no end
			s := all[slices.IndexFunc(all, func(s Series) bool { return s.Title == k.Name })]
			s.Ends = k.To
			feed.Series = append(feed.Series, s)
		}
		path := write(t, t.TempDir(), "all.ics", feedBytes(t, feed))
		got := khal(t, path, near, func(title string) string { return title })
		for _, k := range near {
			if diff := cmp.Diff(want[k.Name], got[k.Name]); diff != "" {
				t.Errorf("%s (-ours +theirs):\n%s", k.Name, diff)
			}
		}
	})
}

// Series of any kind we write as a rule, with an end or without, in zones with
// all sorts of clocks. Many more were read once: ical.js found the dates of all;
// the Python client compares an end with starts after 23:00 by the offset of
// the first, and loses the last date.
func TestClients_read_the_dates_of_drawn_series(t *testing.T) {
	from, to := at(t, "2026-01-01T00:00:00Z"), at(t, "2029-01-01T00:00:00Z")
	dir, draw := t.TempDir(), rapid.Custom(genSchedule)
	var tasks []icaltest.Task
	want := map[string][]string{}
	for i := range 150 {
		s := Series{UID: "s@example.com", Details: details("Drawn"), Schedule: draw.Example(i)}
		if !s.Portable() {
			continue
		}
		k := icaltest.Task{Name: fmt.Sprintf("%d %s %s %s", i, s.Schedule.Start, s.Schedule.Zone, s.Schedule.Rule), From: from, To: to}
		k.Path = write(t, dir, fmt.Sprintf("%d.ics", i), feedBytes(t, Feed{From: from, To: to, Series: []Series{s}}))
		tasks, want[k.Name] = append(tasks, k), dates(s.Schedule, from, to)
	}
	if len(tasks) < 80 {
		t.Fatalf("%d series are too few", len(tasks))
	}
	for name, read := range icaltest.Readers() {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, read(t, tasks)); diff != "" {
				t.Errorf("dates (-ours +theirs):\n%s", diff)
			}
		})
	}
}
