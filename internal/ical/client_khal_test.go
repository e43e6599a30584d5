package ical

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/ical/icaltest"
)

// khal imports a feed and lists what starts in the windows of the tasks, by the
// task that an event's title belongs to.
func khal(t *testing.T, path string, tasks []icaltest.Task, taskOf func(title string) string) map[string][]string {
	t.Helper()
	k := icaltest.KhalIn(t, t.TempDir())
	k.Import(path)
	from, to := tasks[0].From, tasks[0].To
	for _, k := range tasks {
		if k.From.Before(from) {
			from = k.From
		}
		if k.To.After(to) {
			to = k.To
		}
	}
	lines := k.List(from.Format(time.DateOnly), to.Format(time.DateOnly))
	got := map[string][]string{}
	for _, k := range tasks {
		got[k.Name] = []string{}
		for _, line := range lines {
			text, title, _ := strings.Cut(line, " ")
			start, err := time.Parse(accord.LocalLayout, text)
			if err == nil && taskOf(title) == k.Name && !start.Before(k.From) && start.Before(k.To) {
				got[k.Name] = append(got[k.Name], start.Format(time.RFC3339))
			}
		}
	}
	return got
}
