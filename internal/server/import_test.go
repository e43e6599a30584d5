package server

import (
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

func newImportCompany(t *testing.T) (c *company, team string) {
	t.Helper()
	c = newCompany(t)
	c.now = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	team = id(c.made("admin", "/teams", `{"name":"Team"}`))
	return c, team
}

func calendarFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../ical/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A series of another calendar is read, looked over in the editor, and made,
// with the dates it has there.
func TestImport_Journey(t *testing.T) {
	c, team := newImportCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	b.want(200, "GET", "/series/import", "")
	file := strings.ReplaceAll(calendarFile(t, "series_google.ics"), "bo@example.com", "BO@acme.test")
	page := b.want(200, "POST", "/series/import", upload("file", file))
	for _, want := range []string{"Weekly call", "One of its people is here: Bo", "One of its people is not here yet: Ana", "2 dates to come were moved", "Alarms are not taken"} {
		if !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the page of the file lacks %q", want)
		}
	}
	if strings.Contains(fmt.Sprint(c.made("admin", "/series/preview", `{"title":"x","team_id":"`+team+`","rrule":"FREQ=DAILY","starts_at_local":"2026-02-01T10:00","time_zone":"UTC","duration_minutes":30}`)), "Weekly call") || len(c.seriesOf()) > 0 {
		t.Error("reading a file made something")
	}
	form := url.Values{"team_id": {team}}
	_, found, _ := strings.Cut(page, `id="found-0"`)
	for _, m := range hiddenField.FindAllStringSubmatch(found, -1) {
		form.Add(m[1], html.UnescapeString(m[2]))
	}
	editor := b.want(200, "POST", "/series/new", form.Encode())
	for _, want := range []string{`name="title" value="Weekly call"`, `name="exdates" value="2026-01-20T10:00,2026-01-27T10:00"`, "2 dates left out, 0 added, 2 changed", "bring numbers, please"} {
		if !strings.Contains(html.UnescapeString(editor), want) {
			t.Errorf("the editor lacks %q", want)
		}
	}
	form.Del("preview")
	b.want(303, "POST", "/series/new", form.Encode())
	made := c.seriesOf()
	if len(made) != 1 {
		t.Fatalf("series made = %v, want one", made)
	}
	got := c.datesOf(made[0], "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")
	want := []string{
		"2026-01-06T10:00:00-05:00 planned", "2026-01-13T10:00:00-05:00 planned", "2026-02-03T10:00:00-05:00 planned",
		"2026-02-11T16:00:00-05:00 scheduled", "2026-02-17T10:00:00-05:00 cancelled", "2026-02-24T10:00:00-05:00 planned",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates of the series made (-there +here):\n%s", diff)
	}
}

func (c *company) seriesOf() []string {
	c.t.Helper()
	_, got, _ := c.call("admin", "GET", "/series", "")
	var ids []string
	for _, s := range got["items"].([]any) {
		ids = append(ids, id(s.(map[string]any)))
	}
	return ids
}

func (c *company) datesOf(series, from, to string) []string {
	c.t.Helper()
	_, got, _ := c.call("admin", "GET", "/series/"+series+"/occurrences?from="+from+"&to="+to, "")
	var list []string
	for _, o := range got["items"].([]any) {
		d := o.(map[string]any)
		list = append(list, fmt.Sprint(d["starts_at"], " ", d["status"]))
	}
	return list
}

func TestImport_API(t *testing.T) {
	c, _ := newImportCompany(t)
	send := func(as, file string) (int, map[string]any) {
		status, got, _ := c.call(as, "POST", "/series/import", file, "Content-Type", "text/calendar")
		return status, got
	}
	status, got := send("member", calendarFile(t, "series_outlook.ics"))
	items, _ := got["items"].([]any)
	if status != 200 || len(items) != 5 {
		t.Fatalf("POST /series/import = %d with %d series, want 5", status, len(items))
	}
	first := items[0].(map[string]any)
	if first["time_zone"] != "Europe/Berlin" || first["title"] != "Strategisches Team" || first["rule_text"] == "" || len(first["exdates"].([]any)) != 2 {
		t.Errorf("the first series = %v", first)
	}
	strange := items[2].(map[string]any)
	if strange["rule_text"] != "" || len(strange["not_taken"].([]any)) < 2 || strange["time_zone"] != "Europe/Berlin" {
		t.Errorf("what we cannot take = %v, want it said, in the zone of whoever asks", strange)
	}
	if status, _ := send("observer", calendarFile(t, "series_outlook.ics")); status != 403 {
		t.Errorf("X4: an observer's import = %d, want 403", status)
	}
	for name, file := range map[string]string{
		"nothing": "", "a picture": "\x89PNG\r\n\x1a\n", "no series": calendarFile(t, "request_meeting.ics"), "too large": "BEGIN:VCALENDAR\r\n" + strings.Repeat("X-A:b\r\n", 40_000),
		"nested": strings.Repeat("BEGIN:VEVENT\r\n", 18_000), "many": "BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:VEVENT\r\nEND:VEVENT\r\n", 9_000) + "END:VCALENDAR\r\n",
	} {
		if status, got := send("member", file); status != 422 || !strings.Contains(fmt.Sprint(got["errors"]), "location:file") {
			t.Errorf("%s = %d %v, want 422 on the file", name, status, got)
		}
	}
}

// What a form brings along may be anything.
func TestImport_ForgedChanges(t *testing.T) {
	c, team := newImportCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	form := func(changes string) string {
		return fields("title", "Weekly", "freq", "WEEKLY", "interval", "1", "ends", "never", "first", "2026-01-13", "start", "10:00", "time_zone", "UTC",
			"duration_minutes", "30", "team_id", team, "leads_were", "4320,1440,240", "ask_n", "3", "ask_unit", "days", "remind_n", "1", "remind_unit", "days", "send_n", "4", "send_unit", "hours", "changes", changes)
	}
	b.want(303, "POST", "/series/new", form(`nonsense`))
	b.want(303, "POST", "/series/new", form(`[{"original_start":"2026-01-14T10:00"},{"original_start":"x"},{"original_start":"2025-01-13T10:00","cancelled":true}]`))
	b.want(422, "POST", "/series/new", form(`[{"original_start":"2026-01-20T10:00","duration_minutes":100000}]`))
	b.want(422, "POST", "/series/new", form("["+strings.TrimSuffix(strings.Repeat(`{"original_start":"2026-01-20T10:00"},`, 201), ",")+"]"))
	for _, s := range c.seriesOf() {
		for _, d := range c.datesOf(s, "2026-01-06T00:00:00Z", "2026-02-06T00:00:00Z") {
			if !strings.HasSuffix(d, " planned") {
				t.Errorf("a forged change made %s", d)
			}
		}
	}
}
