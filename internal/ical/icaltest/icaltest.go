// Package icaltest hands calendar files to the programs people read them with,
// for the tests of internal/ical and of packages beside it. .ci/test installs
// them; where they are missing, only CI fails.
package icaltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Python is the interpreter that Debian's packages belong to.
const Python = "/usr/bin/python3"

// scripts are the readers, seen from a package beside internal/ical.
const scripts = "../ical/testdata/"

// Task asks a program for the starts of a feed in the window [From, To).
type Task struct {
	Name string    `json:"name"`
	Path string    `json:"path"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Readers are the programs that answer tasks: python3-icalendar and ical.js.
func Readers() map[string]func(t *testing.T, tasks []Task) map[string][]string {
	return map[string]func(t *testing.T, tasks []Task) map[string][]string{
		"python3-icalendar": ByPython, "ical.js": ByJS,
	}
}

// ByPython are the starts that python3-icalendar finds, by task.
func ByPython(t *testing.T, tasks []Task) (got map[string][]string) {
	t.Helper()
	NeedsProgram(t, "python3-recurring-ical-events", Python, "-c", "import recurring_ical_events")
	Ask(t, tasks, &got, Python, scripts+"clients.py")
	return got
}

// ByJS are the starts that ical.js finds, by task.
func ByJS(t *testing.T, tasks []Task) (got map[string][]string) {
	t.Helper()
	path, err := filepath.Abs("../../web/node_modules/ical.js/dist/ical.js")
	if err == nil {
		_, err = os.Stat(path)
	}
	needs(t, "ical.js (make deps)", err == nil)
	Ask(t, tasks, &got, "node", scripts+"clients.mjs", path)
	return got
}

// Ask runs a program with something on its standard input and reads its answer.
func Ask(t *testing.T, in, out any, name string, args ...string) {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), out); err != nil {
		t.Fatalf("%s answered %q: %v", name, stdout.String(), err)
	}
}

// NeedsProgram skips the test where a program is missing, which running it so
// tells; with CI=true it fails it.
func NeedsProgram(t *testing.T, what, name string, args ...string) {
	t.Helper()
	needs(t, what, exec.CommandContext(t.Context(), name, args...).Run() == nil)
}

func needs(t *testing.T, what string, ok bool) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("CI") == "true":
		t.Fatalf("%s is missing; .ci/test installs it", what)
	default:
		t.Skipf("%s is missing", what)
	}
}

// khalConfig has one calendar, shown in UTC, and nothing of the machine's.
const khalConfig = `[calendars]
[[accord]]
path = %[1]s/items
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

// Khal reads the calendar files of a folder's items.
type Khal struct {
	t      *testing.T
	config string
}

// KhalIn is khal with its files in the folder; the calendar is items in it.
func KhalIn(t *testing.T, dir string) Khal {
	t.Helper()
	NeedsProgram(t, "khal", "khal", "--version")
	k := Khal{t, filepath.Join(dir, "khal")}
	if err := os.WriteFile(k.config, fmt.Appendf(nil, khalConfig, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

// Import adds a calendar file.
func (k Khal) Import(path string) {
	k.t.Helper()
	Run(k.t, "khal", "-c", k.config, "import", "--batch", "-a", "accord", path)
}

// List are the events of some days as "2027-01-12T10:00 Title", each once: khal
// looks at every day by itself, and lists one across midnight under both.
func (k Khal) List(from, to string) []string {
	k.t.Helper()
	lines := strings.Split(Run(k.t, "khal", "-c", k.config, "list", "-df", "", "--format", "{start-long} {title}", from, to), "\n")
	slices.Sort(lines)
	return slices.Compact(lines)
}

// Run runs a program and gives what it prints.
func Run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, args, err, out)
	}
	return string(out)
}
