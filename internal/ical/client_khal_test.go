package ical

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// khalConfig has one calendar, shown in UTC, and nothing of the machine's.
const khalConfig = `[calendars]
[[accord]]
path = %[1]s/calendar
[sqlite]
path = %[1]s/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%dT%%H:%%M
longdatetimeformat = %%Y-%%m-%%dT%%H:%%M
[default]
default_calendar = accord
`

// khal imports a feed and lists what starts in the windows of the tasks, by the
// task that an event's title belongs to.
func khal(t *testing.T, path string, tasks []task, taskOf func(title string) string) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	config := write(t, dir, "config", fmt.Appendf(nil, khalConfig, dir))
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), "khal", append([]string{"-c", config}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("khal %s: %v\n%s", args, err, out)
		}
		return string(out)
	}
	from, to := tasks[0].From, tasks[0].To
	for _, k := range tasks {
		if k.From.Before(from) {
			from = k.From
		}
		if k.To.After(to) {
			to = k.To
		}
	}
	run("import", "--batch", "-a", "accord", path)
	lines := strings.Split(run("list", "-df", "", "--format", "{start-long} {title}", from.Format(time.DateOnly), to.Format(time.DateOnly)), "\n")
	slices.Sort(lines)
	lines = slices.Compact(lines) // an event across midnight stands under both days
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
