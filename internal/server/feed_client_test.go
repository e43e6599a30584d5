package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"accord/internal/ical/icaltest"
)

// The tests of this file serve feeds over HTTP and read them with the programs
// people use. .ci/test installs them; where they are missing, only CI fails.

// hostile is a name that tries to become properties of its own.
const hostile = "Pricing \"2027\", a:b; c\\d\r\nATTENDEE:mailto:evil@x.test\nRRULE:FREQ=DAILY ümläut – 日本語"

// calendarCompany has series in eleven zones of all sorts of clocks, with what
// people do to them. It gives their ids by the number their titles begin with.
func calendarCompany(t *testing.T) (*company, map[string]string) {
	c := newCompany(t)
	team := id(c.made("admin", "/teams", `{"name":"Team"}`))
	if status, got, _ := c.call("admin", "PUT", "/teams/"+team+"/members/"+c.admin.PersonID, `{"role":"leader"}`); status != 200 {
		t.Fatal(status, got)
	}
	ids := map[string]string{}
	add := func(number, title, rrule, start, zone, more string) {
		b, _ := json.Marshal(number + " " + title)
		ids[number] = id(c.made("admin", "/series", fmt.Sprintf(`{"title":%s,"team_id":"%s","rrule":"%s","starts_at_local":"%s","time_zone":"%s","duration_minutes":45%s}`,
			b, team, rrule, start, zone, more)))
	}
	add("1", "Berlin", "FREQ=WEEKLY;BYDAY=TU", "2026-06-02T10:00", "Europe/Berlin", "")
	add("2", "New York", "FREQ=WEEKLY;BYDAY=SU", "2026-09-06T02:30", "America/New_York", `,"location":"Room 1, left; upstairs"`)
	add("3", "Lord Howe", "FREQ=MONTHLY;BYDAY=2TU", "2026-06-09T09:00", "Australia/Lord_Howe", "")
	add("4", "Kolkata", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO", "2026-06-01T18:30", "Asia/Kolkata", "")
	add("5", "Havana", "FREQ=MONTHLY;BYDAY=-1SU", "2026-06-28T10:00", "America/Havana", "")
	add("6", "Cairo", "FREQ=DAILY;COUNT=60", "2027-04-01T00:30", "Africa/Cairo", "")
	add("7", "Kathmandu", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-07-31T08:15", "Asia/Kathmandu", `,"month_end":"last_day"`)
	add("8", "Santiago", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-06-30T23:30", "America/Santiago", "")
	add("9", "Auckland", "FREQ=WEEKLY;BYDAY=TH", "2026-12-03T16:00", "Pacific/Auckland", `,"exdates":["2027-01-14T16:00"],"rdates":["2027-01-16T11:00"]`)
	add("10", hostile, "FREQ=MONTHLY;BYMONTHDAY=1", "2026-06-01T09:00", "Europe/Dublin", `,"purpose":"Why:\r\nDTSTART:20200101T000000Z"`)
	add("11", "London", "FREQ=WEEKLY;BYDAY=FR", "2026-11-06T09:00", "Europe/London", "")
	add("12", "Berlin holidays", "FREQ=MONTHLY;BYMONTHDAY=1", "2026-06-01T09:00", "Europe/Berlin", `,"holiday_calendar":"DE","holiday_policy":"next"`)
	add("13", "Skips", "FREQ=WEEKLY;BYDAY=FR", "2026-12-04T09:00", "Europe/Berlin", `,"holiday_calendar":"DE","holiday_policy":"skip"`)
	c.disturb(ids)
	return c, ids
}

// disturb moves, calls off, renames, changes, splits and ends.
func (c *company) disturb(ids map[string]string) {
	c.t.Helper()
	change := func(path, body string) {
		if status, got, _ := c.call("admin", "PATCH", path, body, "If-Match", "*"); status != 200 {
			c.t.Fatalf("PATCH %s %s = %d %v", path, body, status, got)
		}
	}
	at := func(number, slot string) string { return "/series/" + ids[number] + "/occurrences/" + slot }
	change(at("1", "2027-03-30T10:00"), `{"starts_at":"2027-03-28T00:30:00Z"}`) // beside the change of clocks
	change(at("1", "2027-01-12T10:00"), `{"status":"cancelled"}`)
	change(at("1", "2027-02-02T10:00"), `{"starts_at":"2027-02-09T09:00:00Z"}`) // onto another one
	meeting := id(c.made("admin", at("1", "2027-02-16T10:00")+"/open", ``))
	b, _ := json.Marshal(map[string]any{"title": "1 " + hostile, "duration_minutes": 90})
	change("/meetings/"+meeting, string(b))
	c.made("admin", at("1", "2027-02-23T10:00")+"/open", ``) // as the rule says
	change(at("2", "2027-03-14T02:30"), `{"starts_at":"2027-03-14T08:00:00Z"}`)
	change(at("2", "2027-11-07T02:30"), `{"status":"cancelled"}`)
	change(at("4", "2027-01-13T18:30"), `{"starts_at":"2027-01-14T13:00:00Z"}`)
	change(at("6", "2027-04-30T00:30"), `{"status":"cancelled"}`)
	change(at("11", "2027-01-15T09:00"), `{"starts_at":"2027-01-14T09:00:00Z"}`) // before the split
	change(at("11", "2027-02-19T09:00"), `{"starts_at":"2027-02-20T09:00:00Z"}`) // after it
	change(at("8", "2027-02-28T23:30"), `{"starts_at":"2027-03-02T14:00:00Z"}`)
	change(at("8", "2027-04-30T23:30"), `{"status":"cancelled"}`)
	change(at("9", "2027-01-16T11:00"), `{"starts_at":"2027-01-17T01:00:00Z"}`)
	change(at("12", "2027-05-01T09:00"), `{"starts_at":"2027-05-05T07:00:00Z"}`)
	change(at("13", "2027-01-22T09:00"), `{"status":"cancelled"}`)
	// The rule of 5 changes: what was opened under the old one stays.
	c.made("admin", at("5", "2027-02-28T10:00")+"/open", ``)
	change("/series/"+ids["5"], `{"rrule":"FREQ=MONTHLY;BYDAY=1MO"}`)
	ids["11b"] = c.split(ids["11"], "2027-02-05T09:00", `"title":"11b London","rrule":"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR","starts_at_local":"2027-02-05T15:00"`)
	// 3 ends, having met once.
	c.made("admin", at("3", "2027-01-12T09:00")+"/open", ``)
	if status, got, _ := c.call("admin", "DELETE", "/series/"+ids["3"], "", "If-Match", "*"); status >= 300 {
		c.t.Fatalf("DELETE the series = %d %v", status, got)
	}
}

// split changes a series from a date on; what goes on is another one.
func (c *company) split(seriesID, from, change string) string {
	c.t.Helper()
	status, got, _ := c.call("admin", "PATCH", "/series/"+seriesID, `{"scope":"following","from":"`+from+`",`+change+`}`, "If-Match", "*")
	next, _ := got["successor"].(map[string]any)
	if status != 200 || id(next) == "" {
		c.t.Fatalf("split = %d %v, want a successor", status, got)
	}
	return id(next)
}

// readFrom and readTo is the window that is compared.
var (
	readFrom = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	readTo   = time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC)
)

// occurrences are the starts the API lists, of what takes place.
func (c *company) occurrences(seriesID string) []string {
	c.t.Helper()
	starts, cursor := []string{}, ""
	for {
		q := url.Values{"from": {readFrom.Format(time.RFC3339)}, "to": {readTo.Format(time.RFC3339)}, "limit": {"200"}}
		if cursor != "" {
			q.Set("cursor", cursor)
		}
		status, got, _ := c.call("admin", "GET", "/series/"+seriesID+"/occurrences?"+q.Encode(), "")
		list, _ := got["items"].([]any)
		if status != 200 {
			c.t.Fatalf("occurrences = %d %v", status, got)
		}
		for _, item := range list {
			o := item.(map[string]any)
			at, err := time.Parse(time.RFC3339, o["starts_at"].(string))
			if err != nil {
				c.t.Fatal(err)
			}
			if o["status"] != "cancelled" {
				starts = append(starts, at.UTC().Format(time.RFC3339))
			}
		}
		next, more := got["next_cursor"].(string)
		if !more {
			slices.Sort(starts)
			return starts
		}
		cursor = next
	}
}

// TestFeed_Clients: khal, vdirsyncer, python3-icalendar and ical.js find the
// dates the API lists.
func TestFeed_Clients(t *testing.T) {
	c, ids := calendarCompany(t)
	web := httptest.NewServer(c.Handler())
	defer web.Close()
	dir := t.TempDir()
	var tasks []icaltest.Task
	want, all := map[string][]string{}, []string{}
	save := func(name, body string) {
		path, _ := c.feedOf("admin", body)
		data := fetch(t, web.URL+path)
		checkLines(t, name, data)
		file := filepath.Join(dir, name+".ics")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		tasks = append(tasks, icaltest.Task{Name: name, Path: file, From: readFrom, To: readTo})
	}
	for _, number := range slices.Sorted(maps.Keys(ids)) {
		want[number] = c.occurrences(ids[number])
		all = append(all, want[number]...)
		save(number, fmt.Sprintf(`{"series_id":"%s"}`, ids[number]))
		if len(want[number]) < 2 && number != "3" {
			t.Errorf("series %s has %d dates: too few to compare", number, len(want[number]))
		}
	}
	slices.Sort(all)
	want["all"] = all
	save("all", `{}`)

	for name, read := range icaltest.Readers() {
		t.Run(name, func(t *testing.T) { compare(t, want, read(t, tasks)) })
	}
	t.Run("vdirsyncer and khal", func(t *testing.T) {
		icaltest.NeedsProgram(t, "vdirsyncer", "vdirsyncer", "--version")
		path, _ := c.feedOf("admin", `{}`)
		v := newVdir(t, web.URL+path)
		if first := v.sync(); first < len(ids) {
			t.Errorf("the first sync copied %d items, want at least one a series", first)
		}
		if again := v.sync(); again != 0 {
			t.Errorf("the second sync changed %d items, want none", again)
		}
		v.compareKhal(want)
		if status, got, _ := c.call("admin", "PATCH", "/series/"+ids["1"]+"/occurrences/2027-05-04T10:00", `{"starts_at":"2027-05-04T12:00:00Z"}`, "If-Match", "*"); status != 200 {
			t.Fatal(status, got)
		}
		if changed := v.sync(); changed != 2 { // it knows items by their content: one goes, one comes
			t.Errorf("after one date moved, a sync touched %d items, want the one series replaced", changed)
		}
	})
}

func fetch(t *testing.T, address string) []byte {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("GET the feed = %d, %v", r.StatusCode, err)
	}
	return data
}

// checkLines holds the file against RFC 5545 §3.1, and looks for properties
// that a name put there.
func checkLines(t *testing.T, name string, data []byte) {
	t.Helper()
	if !utf8.Valid(data) || !bytes.HasSuffix(data, []byte("\r\n")) {
		t.Errorf("%s is no UTF-8, or its last line does not end", name)
	}
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%s, line %d: %q has %d octets, or a line end in it", name, i+1, line, len(line))
		}
		for _, evil := range []string{"ATTENDEE", "ORGANIZER", "DTSTART:20200101", "RRULE:FREQ=DAILY "} {
			if strings.HasPrefix(line, evil) {
				t.Errorf("%s, line %d: a name became a property: %q", name, i+1, line)
			}
		}
	}
}

func compare(t *testing.T, want, got map[string][]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if diff := cmp.Diff(want[name], got[name]); diff != "" {
			t.Errorf("dates of series %s (-API +client):\n%s", name, diff)
		}
	}
}

// vdir is a folder vdirsyncer fills and khal reads.
type vdir struct {
	t    *testing.T
	dir  string
	khal icaltest.Khal
}

func newVdir(t *testing.T, address string) *vdir {
	t.Helper()
	v := &vdir{t: t, dir: t.TempDir()}
	v.khal = icaltest.KhalIn(t, v.dir)
	for _, sub := range []string{"status", "items"} {
		if err := os.Mkdir(filepath.Join(v.dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	config := fmt.Appendf(nil, `[general]
status_path = %q
[pair feed]
a = "local"
b = "remote"
collections = null
[storage local]
type = "filesystem"
path = %q
fileext = ".ics"
[storage remote]
type = "http"
url = %q
`, v.dir+"/status", v.dir+"/items", address)
	if err := os.WriteFile(v.dir+"/vdirsyncer", config, 0o600); err != nil {
		t.Fatal(err)
	}
	icaltest.Run(t, "vdirsyncer", "-c", v.dir+"/vdirsyncer", "discover", "feed")
	return v
}

// touched is a line vdirsyncer writes for an item it does anything to.
var touched = regexp.MustCompile(`(?m)^(Copying|Deleting|Updating|error|warning|critical).*$`)

// sync says how many items vdirsyncer touched.
func (v *vdir) sync() int {
	v.t.Helper()
	out := icaltest.Run(v.t, "vdirsyncer", "-c", v.dir+"/vdirsyncer", "sync")
	if !strings.Contains(out, "Syncing feed") {
		v.t.Errorf("vdirsyncer says %q, want that it syncs", out)
	}
	return len(touched.FindAllString(out, -1))
}

// compareKhal holds what khal lists against the dates wanted, by what titles
// begin with. It looks at every day by itself, so it is asked for one year.
func (v *vdir) compareKhal(want map[string][]string) {
	v.t.Helper()
	from, to := "2026-12-01", "2027-12-01"
	got := map[string][]string{}
	for _, line := range v.khal.List(from, to) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] >= from && fields[0] < to {
			got[fields[1]] = append(got[fields[1]], fields[0]+":00Z")
		}
	}
	year := map[string][]string{}
	for name, starts := range want {
		starts = slices.DeleteFunc(slices.Compact(slices.Clone(starts)), func(at string) bool { return at < from || at >= to })
		if name != "all" && len(starts) > 0 {
			year[name] = starts
		}
	}
	compare(v.t, year, got)
}
