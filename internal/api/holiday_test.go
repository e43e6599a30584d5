package api

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// onFridays is a weekly series, one of whose dates is Good Friday; the Monday
// after it is off too.
func onFridays(policy string) map[string]any {
	in := strategic()
	in["rrule"], in["starts_at_local"] = "FREQ=WEEKLY;BYDAY=FR;COUNT=12", "2027-03-12T10:00"
	in["holiday_calendar"], in["holiday_policy"] = "DE", policy
	return in
}

func TestSeries_holidays(t *testing.T) {
	a := newSeriesAPI(t)
	for policy, want := range map[string]string{
		"keep":     `2027-03-26T10:00 Karfreitag 2027-03-26T10:00:00+01:00`,
		"next":     `2027-03-26T10:00 Karfreitag 2027-03-30T10:00:00+02:00`,
		"previous": `2027-03-26T10:00 Karfreitag 2027-03-25T10:00:00+01:00`,
		"skip":     `2027-03-26T10:00 Karfreitag <nil>`,
	} {
		status, got, _ := a.ask("POST", "/series/preview", onFridays(policy))
		hits, _ := got["holidays_hit"].([]any)
		if status != 200 || len(hits) != 1 {
			t.Fatalf("S3 preview with %s = %d, %v; want one holiday hit", policy, status, got["holidays_hit"])
		}
		hit, _ := hits[0].(map[string]any)
		start := "<nil>"
		if s, ok := hit["starts_at"].(string); ok {
			start = s
		}
		if text := strings.Join([]string{hit["original_start"].(string), hit["name"].(string), start}, " "); text != want || hit["lands_on"] != nil {
			t.Errorf("S3 preview with %s: %s, on %v; want %s", policy, text, hit["lands_on"], want)
		}
		status, got, _ = a.ask("POST", "/series", onFridays(policy))
		if status != 201 || got["holiday_calendar"] != "DE" || got["holiday_policy"] != policy {
			t.Errorf("made with %s = %d, %v, %v", policy, status, got["holiday_calendar"], got["holiday_policy"])
		}
	}
}

func TestSeries_holidays_change(t *testing.T) {
	a := newSeriesAPI(t)
	in := onFridays("keep")
	delete(in, "holiday_policy")
	in["holiday_calendar"] = nil
	_, made, _ := a.ask("POST", "/series", in)
	if made["holiday_calendar"] != nil || made["holiday_policy"] != "keep" {
		t.Fatalf("defaults = %v, %v; want null, keep", made["holiday_calendar"], made["holiday_policy"])
	}
	path := "/series/" + made["id"].(string)
	for _, c := range []struct {
		body           map[string]any
		dates          int // to the end of April
		calendar, rule any
	}{
		{map[string]any{"holiday_calendar": "DE"}, 8, "DE", "keep"},
		{map[string]any{"holiday_policy": "skip"}, 7, "DE", "skip"},
		{map[string]any{"holiday_calendar": nil}, 8, nil, "skip"},
	} {
		status, got, _ := a.ask("PATCH", path, c.body, "If-Match", "*")
		if status != 200 || got["holiday_calendar"] != c.calendar || got["holiday_policy"] != c.rule {
			t.Errorf("PATCH %v = %d, %v, %v", c.body, status, got["holiday_calendar"], got["holiday_policy"])
		}
		_, list, _ := a.ask("GET", path+"/occurrences?from=2027-03-10T00:00:00Z&to=2027-05-01T00:00:00Z", nil)
		if items, _ := list["items"].([]any); len(items) != c.dates {
			b, _ := json.Marshal(list)
			t.Errorf("after %v: %d dates, want %d: %s", c.body, len(items), c.dates, b)
		}
	}
	if status, _, _ := a.ask("POST", path+"/occurrences/2027-03-26T10:00/open", nil); status != 201 {
		t.Errorf("open a date without a calendar = %d, want 201", status)
	}
}

func TestSeries_every_date_off(t *testing.T) {
	a := newSeriesAPI(t)
	in := onFridays("skip")
	in["rrule"], in["starts_at_local"] = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "2026-12-25T10:00"
	status, got, _ := a.ask("POST", "/series", in)
	if b, _ := json.Marshal(got["errors"]); status != 422 || !strings.Contains(string(b), "holiday_policy") {
		t.Errorf("a series without any date left = %d %s, want 422 on holiday_policy", status, b)
	}
}

func TestDaysOff(t *testing.T) {
	a := newSeriesAPI(t)
	in := onFridays("next")
	_, made, _ := a.ask("POST", "/series", in)
	if _, list, _ := a.ask("GET", "/days-off", nil); len(list["items"].([]any)) != 0 {
		t.Errorf("days off at first = %v, want none", list["items"])
	}
	status, plan, _ := a.ask("POST", "/days-off/preview", map[string]any{"put": []any{map[string]any{"date": "2027-04-09", "name": "Outing"}}}, "Authorization", "Bearer admin")
	b, _ := json.Marshal(plan["affected"])
	if status != 200 || !strings.Contains(string(b), `"after":"2027-04-12T10:00:00+02:00"`) || !strings.Contains(string(b), `"meeting_id":null`) {
		t.Errorf("preview = %d %s, want the date of 9 April moved to Monday", status, b)
	}
	if _, list, _ := a.ask("GET", "/days-off", nil); len(list["items"].([]any)) != 0 {
		t.Errorf("the preview saved %v", list["items"])
	}
	status, got, _ := a.ask("PUT", "/days-off/2027-04-09", map[string]any{"name": "Outing"}, "Authorization", "Bearer admin")
	saved, _ := json.Marshal(got["affected"])
	if status != 200 || string(saved) != string(b) || got["date"] != "2027-04-09" {
		t.Errorf("PUT = %d %v, want what the preview said: %s", status, got, b)
	}
	if _, list, _ := a.ask("GET", "/days-off?from=2027-04-01&to=2027-04-09", nil); len(list["items"].([]any)) != 1 {
		t.Errorf("days off = %v, want one", list["items"])
	}
	_, dates, _ := a.ask("GET", "/series/"+made["id"].(string)+"/occurrences?from=2027-04-05T00:00:00Z&to=2027-04-13T00:00:00Z", nil)
	if b, _ := json.Marshal(dates["items"]); !strings.Contains(string(b), `"day_off":"Outing"`) || !strings.Contains(string(b), `"starts_at":"2027-04-12T10:00:00+02:00"`) {
		t.Errorf("S3 occurrences = %s, want the moved one with its reason", b)
	}
	if status, _, _ = a.ask("DELETE", "/days-off/2027-04-09", nil, "If-Match", "*", "Authorization", "Bearer admin"); status != 204 {
		t.Errorf("DELETE = %d, want 204", status)
	}
	if status, _, _ = a.ask("DELETE", "/days-off/2027-04-09", nil, "If-Match", "*", "Authorization", "Bearer admin"); status != 404 {
		t.Errorf("DELETE again = %d, want 404", status)
	}
	for path, body := range map[string]map[string]any{
		"/days-off/2027-02-30": {"name": "Outing"}, "/days-off/2020-01-01": {"name": "Outing"}, "/days-off/2027-05-03": {"name": ""},
		"/days-off/2027-05-04": {"name": "Outing", "meetings": "perhaps"},
	} {
		if status, _, _ := a.ask("PUT", path, body, "Authorization", "Bearer admin"); status != 422 {
			t.Errorf("PUT %s %v = %d, want 422", path, body, status)
		}
	}
}

func TestDaysOff_import(t *testing.T) {
	a := newSeriesAPI(t)
	lines := func(l ...string) string { return strings.Join(l, "\r\n") + "\r\n" }
	file := lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x",
		"BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20270524", "DTEND;VALUE=DATE:20270526", "SUMMARY:Fair", "END:VEVENT",
		"BEGIN:VEVENT", "UID:2", "DTSTAMP:20260101T000000Z", "DTSTART:20270601T100000Z", "SUMMARY:Call", "END:VEVENT", "END:VCALENDAR")
	for _, save := range []bool{false, true} {
		status, got, _ := a.ask("POST", "/days-off/import", map[string]any{"file": file, "save": save}, "Authorization", "Bearer admin")
		days, _ := got["days"].([]any)
		if left, _ := got["not_taken"].([]any); status != 200 || len(days) != 2 || got["saved"] != save || len(left) != 1 {
			t.Fatalf("import, save %v = %d %v", save, status, got)
		}
		_, list, _ := a.ask("GET", "/days-off", nil)
		if n := len(list["items"].([]any)); (n == 2) != save {
			t.Errorf("after import, save %v: %d days off", save, n)
		}
	}
	for name, bad := range map[string]string{
		"nothing": "", "no calendar": "hello", "nested": strings.Repeat("BEGIN:VEVENT\r\n", 5000), "no all-day event": strings.Replace(file, ";VALUE=DATE:20270524", ":20270524T100000Z", 1),
		"past": strings.ReplaceAll(strings.ReplaceAll(file, "20270524", "20200524"), "20270526", "20200526"),
	} {
		begun := time.Now()
		status, got, _ := a.ask("POST", "/days-off/import", map[string]any{"file": bad, "save": true}, "Authorization", "Bearer admin")
		if b, _ := json.Marshal(got["errors"]); status != 422 || !strings.Contains(string(b), `"location":"file"`) {
			t.Errorf("%s = %d %s, want 422 on the file", name, status, b)
		}
		if took := time.Since(begun); took > 200*time.Millisecond {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestHolidayCalendars(t *testing.T) {
	a := newSeriesAPI(t)
	status, got, _ := a.ask("GET", "/holiday-calendars?limit=200", nil)
	b, _ := json.Marshal(got["items"])
	if status != 200 || !strings.Contains(string(b), `{"code":"DE","name":"Germany"}`) || !strings.Contains(string(b), `{"code":"DE-BY","name":"Germany: Bavaria"}`) {
		t.Errorf("calendars = %d %.200s", status, b)
	}
}

// One day off is a resource: it has an ETag, and a stale writer hears of it.
func TestDaysOff_versions(t *testing.T) {
	a := newSeriesAPI(t)
	const path = "/days-off/2027-04-09"
	admin := []string{"Authorization", "Bearer admin"}
	if status, _, _ := a.ask("GET", path, nil); status != 404 {
		t.Errorf("GET of a day nobody made = %d, want 404", status)
	}
	if status, _, _ := a.ask("PUT", path, map[string]any{"name": "Outing"}, append(admin, "If-Match", `"1"`)...); status != 412 {
		t.Errorf("PUT of a day that is gone, with If-Match = %d, want 412", status)
	}
	status, put, h := a.ask("PUT", path, map[string]any{"name": " Outing "}, admin...)
	first := h
	if status != 200 || put["name"] != "Outing" || first == "" {
		t.Errorf("PUT = %d %v, ETag %q; want the name as it is stored, and an ETag", status, put["name"], first)
	}
	status, got, h := a.ask("GET", path, nil)
	if status != 200 || got["name"] != "Outing" || got["date"] != "2027-04-09" || h != first {
		t.Errorf("GET = %d %v, ETag %q; want the day with ETag %q", status, got, h, first)
	}
	_, _, h = a.ask("PUT", path, map[string]any{"name": "Fair"}, admin...)
	if second := h; second == first {
		t.Errorf("another name has the same ETag, %q", second)
	}
	for method, body := range map[string]any{"PUT": map[string]any{"name": "Feast"}, "DELETE": nil} {
		status, got, _ = a.ask(method, path, body, append(admin, "If-Match", first)...)
		current, _ := got["current"].(map[string]any)
		if status != 412 || current["name"] != "Fair" {
			t.Errorf("stale %s = %d, current %v; want 412 and the day as it is", method, status, current)
		}
	}
	if status, _, _ = a.ask("DELETE", path, nil, admin...); status != 428 {
		t.Errorf("DELETE without If-Match = %d, want 428", status)
	}
	if status, _, _ = a.ask("DELETE", path, nil, append(admin, "If-Match", h)...); status != 204 {
		t.Errorf("DELETE = %d, want 204", status)
	}
	_, _, h = a.ask("PUT", path, map[string]any{"name": "Outing"}, admin...)
	if again := h; again == "" || again == first {
		t.Errorf("a day made anew has the ETag %q of the one that was removed", again)
	}
}
