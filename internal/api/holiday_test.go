package api

import (
	"encoding/json"
	"strings"
	"testing"
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
