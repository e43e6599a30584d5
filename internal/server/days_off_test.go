package server

import (
	"fmt"
	"strings"
	"testing"
)

// Days off by the pages alone, without script: a day is added at once where it
// affects nothing, else what it does is shown before it is saved (S5).
func TestPages_DaysOff(t *testing.T) {
	c := newCompany(t)
	b := signedIn(c)
	if body := b.want(200, "GET", "/settings/days-off", ""); !strings.Contains(body, "None yet.") {
		t.Error("no empty state")
	}
	b.want(303, "POST", "/settings/days-off", fields("date", "2027-05-07", "name", "Bridge day"))
	if body := b.want(422, "POST", "/settings/days-off", fields("date", "2020-05-07", "name", "Too late")); !strings.Contains(body, `value="Too late"`) || !strings.Contains(body, "Choose today or a day to come.") {
		t.Error("a wrong day: what was typed is lost, or what is wrong is not said")
	}
	team := id(c.made("admin", "/teams", `{"name":"Strategy"}`))
	if status, got, _ := c.call("admin", "PUT", "/teams/"+team+"/members/"+c.admin.PersonID, `{"role":"leader"}`); status != 200 {
		t.Fatalf("PUT member = %d %v", status, got)
	}
	series := id(c.made("admin", "/series", fmt.Sprintf(`{"title":"Review","team_id":"%s","rrule":"FREQ=WEEKLY;BYDAY=FR","starts_at_local":"2027-02-05T10:00",
		"time_zone":"Europe/Berlin","duration_minutes":60,"holiday_policy":"next"}`, team)))
	c.made("admin", "/series/"+series+"/occurrences/2027-02-12T10:00/open", "")
	change := fields("date", "2027-02-12", "name", "Outing", "x", "")
	body := b.want(200, "POST", "/settings/days-off", change)
	for _, want := range []string{"1 date is affected", "Fri 12 Feb 2027 → Mon 15 Feb 2027", `name="day" value="2027-02-12 Outing"`, `value="follow"`} {
		if !strings.Contains(body, want) {
			t.Errorf("S5 before it is saved: %q is not said", want)
		}
	}
	if body := b.want(200, "GET", "/settings/days-off", ""); strings.Contains(body, "Outing") || !strings.Contains(body, "Bridge day") {
		t.Error("it was saved before it was confirmed, or the first day was not")
	}
	b.want(303, "POST", "/settings/days-off", fields("confirm", "1", "day", "2027-02-12 Outing", "meetings", "follow"))
	if body := b.want(200, "GET", "/series/"+series, ""); !strings.Contains(body, "Mon 15 Feb 2027") || !strings.Contains(body, "moved: Outing") {
		t.Error("S3 the date did not follow, or its page gives no reason")
	}
	if body := b.want(200, "POST", "/settings/days-off", fields("remove", "2027-02-12")); !strings.Contains(body, "No longer off") {
		t.Error("what taking the day away does is not shown")
	}
	b.want(303, "POST", "/settings/days-off", fields("confirm", "1", "remove", "2027-02-12"))
	b.want(404, "POST", "/settings/days-off", fields("confirm", "1", "remove", "2027-02-12"))
}

func TestPages_DaysOff_import(t *testing.T) {
	b := signedIn(newCompany(t))
	file := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20270524
DTEND;VALUE=DATE:20270526
SUMMARY:Fair <b>
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	body := b.want(200, "POST", "/settings/days-off/import", upload("file", file))
	if !strings.Contains(body, `name="day" value="2027-05-24 Fair &lt;b&gt;"`) || !strings.Contains(body, "2 days off") {
		t.Errorf("the days of the file are not shown: %.2000s", body)
	}
	b.want(303, "POST", "/settings/days-off", fields("confirm", "1", "day", "2027-05-24 Fair <b>", "day", "2027-05-25 Fair <b>"))
	if body := b.want(200, "GET", "/settings/days-off", ""); strings.Count(body, "Fair &lt;b&gt;") != 2 {
		t.Error("the days were not saved")
	}
	b.want(422, "POST", "/settings/days-off/import", upload("file", "no calendar"))
	b.want(422, "POST", "/settings/days-off/import", fields("file", ""))
	settings := b.want(200, "GET", "/settings", "")
	if !strings.Contains(settings, `<option value="DE-BY">Germany: Bavaria</option>`) {
		t.Error("the settings offer no holiday calendar")
	}
}

// signedIn is the admin's browser.
func signedIn(c *company) *browser {
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	return b
}

// Other working days that plan dates anew are shown before they are saved, with
// who is mailed (S5), by the page and by the API.
func TestPages_WorkingDays(t *testing.T) {
	c := newCompany(t)
	b := signedIn(c)
	team := id(c.made("admin", "/teams", `{"name":"Strategy"}`))
	if status, got, _ := c.call("admin", "PUT", "/teams/"+team+"/members/"+c.member.PersonID, `{"role":"leader"}`); status != 200 {
		t.Fatalf("PUT member = %d %v", status, got)
	}
	c.made("admin", "/series", fmt.Sprintf(`{"title":"Review","team_id":"%s","rrule":"FREQ=WEEKLY;BYDAY=FR","starts_at_local":"2027-02-05T10:00",
		"time_zone":"Europe/Berlin","duration_minutes":60,"holiday_policy":"next"}`, team))
	c.call("admin", "PUT", "/days-off/2027-02-12", `{"name":"Outing"}`)
	version := func() string { w, _ := c.app.Workspace(t.Context(), c.admin); return fmt.Sprint(w.Version) }
	typed := []string{
		"version", version(), "name", "Acme \"AG\"", "sales_name", "Vertrieb", "marketing_name", "Marketing", "time_zone", "Europe/Berlin",
		"working_days", "2", "working_days", "3", "working_days", "4", "working_days", "5", "holiday_calendar", "DE", "quorum", "sides",
	}
	body := b.want(200, "POST", "/settings", fields(typed...))
	for _, want := range []string{"1 date is affected", "Mon 15 Feb 2027 → Tue 16 Feb 2027", "1 person will be mailed", `name="name" value="Acme &#34;AG&#34;"`, `name="holiday_calendar" value="DE"`} {
		if !strings.Contains(body, want) {
			t.Errorf("S5 before it is saved: %q is not said", want)
		}
	}
	if w, _ := c.app.Workspace(t.Context(), c.admin); w.Name == `Acme "AG"` {
		t.Error("S5 it was saved before it was confirmed")
	}
	if body := b.want(200, "POST", "/settings", fields(append(typed, "back", "1")...)); !strings.Contains(body, `value="Acme &#34;AG&#34;"`) || strings.Contains(body, `name="confirm"`) {
		t.Error("going back loses what was typed")
	}
	status, plan, _ := c.call("admin", "POST", "/workspace/preview", `{"working_days":[2,3,4,5]}`)
	if affected, _ := plan["affected"].([]any); status != 200 || len(affected) != 1 {
		t.Errorf("POST /workspace/preview = %d %v, want one date", status, plan)
	}
	b.want(303, "POST", "/settings", fields(append(typed, "confirm", "1")...))
	w, _ := c.app.Workspace(t.Context(), c.admin)
	if w.Name != `Acme "AG"` || w.WorkingDays != "2,3,4,5" || w.HolidayCalendar != "DE" {
		t.Errorf("saved %q, %q, %q", w.Name, w.WorkingDays, w.HolidayCalendar)
	}
	status, got, _ := c.call("admin", "PATCH", "/workspace", `{"working_days":[1,2,3,4,5]}`, "If-Match", "*")
	replanned, _ := got["replanned"].(map[string]any)
	affected, _ := replanned["affected"].([]any)
	mails, _ := replanned["mails"].([]any)
	if status != 200 || len(affected) != 1 || len(mails) != 1 {
		t.Errorf("PATCH = %d, replanned %v; want one date and one mail", status, replanned)
	}
}
