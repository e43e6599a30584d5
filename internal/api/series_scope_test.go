package api

import (
	"maps"
	"testing"
)

// weeklySeries makes a weekly series, prepares a date of it, and gives its path
// and ETag.
func (a seriesAPI) weeklySeries() (path, tag string) {
	a.t.Helper()
	in := strategic()
	maps.Copy(in, map[string]any{"rrule": "FREQ=WEEKLY;BYDAY=TU", "starts_at_local": "2027-01-05T10:00"})
	status, made, tag := a.ask("POST", "/series", in)
	if status != 201 {
		a.t.Fatalf("series = %d %v", status, made)
	}
	path = "/series/" + made["id"].(string)
	if status, got, _ := a.ask("POST", path+"/occurrences/2027-01-26T10:00/open", ""); status != 201 {
		a.t.Fatalf("open = %d %v", status, got)
	}
	return path, tag
}

// list is a list of an answer.
func list(v any) []any { l, _ := v.([]any); return l }

func TestSeries_S4_preview_and_split(t *testing.T) {
	a := newSeriesAPI(t)
	path, tag := a.weeklySeries()
	const change = `{"scope":"following","from":"2027-01-19T10:00","starts_at_local":"2027-01-05T14:00"}`
	status, p, _ := a.ask("POST", path+"/preview", change)
	if status != 200 || p["splits"] != true || p["changes"] != true || len(list(p["listed"])) != 0 || len(list(p["moved"])) != 1 || len(list(p["mails"])) != 2 {
		t.Fatalf("preview = %d %v", status, p)
	}
	first := list(p["dates"])[0].(map[string]any)
	before, after := first["before"].(map[string]any), first["after"].(map[string]any)
	if before["starts_at"] != "2027-01-19T10:00:00+01:00" || after["starts_at"] != "2027-01-19T14:00:00+01:00" {
		t.Errorf("the first date goes from %v to %v", before["starts_at"], after["starts_at"])
	}
	if status, got, now := a.ask("GET", path, ""); status != 200 || got["successor_id"] != nil || now != tag {
		t.Errorf("S5: the preview saved something: %v, ETag %s", got["successor_id"], now)
	}
	if status, _, _ := a.ask("PATCH", path, change); status != 428 {
		t.Errorf("a split without If-Match = %d, want 428", status)
	}
	status, got, _ := a.ask("PATCH", path, change, "If-Match", tag)
	next, _ := got["successor"].(map[string]any)
	if status != 200 || next == nil || got["successor_id"] != next["id"] || next["predecessor_id"] != got["id"] || got["rrule"] != "FREQ=WEEKLY;UNTIL=20270112;BYDAY=TU" {
		t.Fatalf("split = %d %v", status, got)
	}
	if status, _, _ := a.ask("PATCH", path, change, "If-Match", tag); status != 412 {
		t.Errorf("the same at the old version = %d, want 412", status)
	}
	_, old, _ := a.ask("GET", path+"/occurrences?from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z", "")
	_, on, _ := a.ask("GET", "/series/"+next["id"].(string)+"/occurrences?from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z", "")
	if len(list(old["items"])) != 2 || len(list(on["items"])) != 2 || list(on["items"])[1].(map[string]any)["status"] != "scheduled" {
		t.Errorf("S4: January = %v and %v, want two dates each, the meeting in the second", old["items"], on["items"])
	}
}

func TestSeries_S4_scope_fields(t *testing.T) {
	a := newSeriesAPI(t)
	path, _ := a.weeklySeries()
	for name, c := range map[string]struct {
		body string
		want int
		at   string
	}{
		"another scope":           {`{"scope":"this","title":"X"}`, 422, "scope"},
		"following, but not from": {`{"scope":"following","title":"X"}`, 422, "from"},
		"no such date":            {`{"scope":"following","from":"2027-01-20T10:00","title":"X"}`, 422, "from"},
		"from is no text":         {`{"scope":"following","from":7,"title":"X"}`, 422, "from"},
		"from without following":  {`{"from":"2027-01-19T10:00","title":"X"}`, 422, "from"},
		"drop of nothing listed":  {`{"drop":["2027-01-26T10:00"],"title":"X"}`, 422, "drop"},
		"drop is no list":         {`{"drop":"2027-01-26T10:00","title":"X"}`, 422, "drop"},
		"instants of another day": {`{"rrule":"FREQ=WEEKLY;BYDAY=MO","time_zone":"Asia/Tokyo","keep_instants":true}`, 422, "time_zone"},
		"an unknown field":        {`{"scopes":"all"}`, 422, "scopes"},
	} {
		for _, how := range [][]string{{"PATCH", path}, {"POST", path + "/preview"}} {
			status, got, _ := a.ask(how[0], how[1], c.body, "If-Match", "*")
			errors := list(got["errors"])
			if status != c.want || len(errors) != 1 || errors[0].(map[string]any)["location"] != c.at {
				t.Errorf("%s %s = %d %v, want %d at %s", how[0], name, status, got, c.want, c.at)
			}
		}
	}
	for _, how := range [][]string{{"PATCH", path}, {"POST", path + "/preview"}} {
		if status, _, _ := a.ask(how[0], how[1], `{"title":"X"}`, "If-Match", "*", "Authorization", "Bearer leo"); status != 403 {
			t.Errorf("X4 %s by a member = %d, want 403", how[0], status)
		}
	}
}

// What the new dates leave out is listed with what it is, and called off when
// it is named.
func TestSeries_S4_drop(t *testing.T) {
	a := newSeriesAPI(t)
	path, tag := a.weeklySeries()
	const change = `{"rrule":"FREQ=MONTHLY;BYDAY=2TU","drop":["2027-01-26T10:00"]}`
	status, p, _ := a.ask("POST", path+"/preview", change)
	if listed := list(p["listed"]); status != 200 || len(listed) != 1 || listed[0].(map[string]any)["what"] != "prepared" || listed[0].(map[string]any)["dropped"] != true {
		t.Fatalf("preview = %d %v", status, p)
	}
	if status, got, _ := a.ask("PATCH", path, change, "If-Match", tag); status != 200 || got["successor"] != nil || got["successor_id"] != nil {
		t.Fatalf("in place = %d %v", status, got)
	}
	_, dates, _ := a.ask("GET", path+"/occurrences?from=2027-01-20T00:00:00Z&to=2027-02-01T00:00:00Z", "")
	if items := list(dates["items"]); len(items) != 1 || items[0].(map[string]any)["status"] != "cancelled" {
		t.Errorf("the dropped date = %v", dates["items"])
	}
}
