package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMeetings_life(t *testing.T) {
	h, _ := itemsAPI(t)
	as := func(who string, more ...string) []string { return append(more, "Authorization", "Bearer "+who) }
	code, m, header := call(t, h, "POST", "/meetings", `{"title":"Leads","starts_at":"2027-01-05T10:00:00+01:00","duration_minutes":45,"people":["mia"]}`, as("luis")...)
	if code != 201 || m["status"] != "scheduled" || header.Get("ETag") != `"1"` || m["opening"] == nil || m["thanks"] == nil {
		t.Fatalf("POST = %d %v", code, m)
	}
	id := fmt.Sprint(m["id"])
	item := func(who, body string, want int) string {
		t.Helper()
		code, got, _ := call(t, h, "POST", "/meetings/"+id+"/agenda-items", body, as(who)...)
		if code != want {
			t.Fatalf("agenda item of %s = %d %v, want %d", who, code, got, want)
		}
		return fmt.Sprint(got["id"])
	}
	item("luis", `{"title":"","kind":"talk","side":"sales","minutes":0}`, 422)
	first := item("luis", `{"title":"48 hours","kind":"decide","side":"sales","minutes":10}`, 201)
	second := item("mia", `{"title":"Campaign","kind":"plan","side":"marketing","minutes":10}`, 201)
	for _, c := range []struct {
		name, who, method, path, body, match string
		code                                 int
		has                                  string
	}{
		{"A3 missing side", "luis", "POST", "/meetings/" + id + "/lock-agenda", `{}`, "", 409, `"rule":"A3"`},
		{"accept is not a guest's", "mia", "POST", "/agenda-items/" + second + "/accept", ``, "", 403, ``},
		{"A1 decline needs a reason", "luis", "POST", "/agenda-items/" + second + "/decline", `{}`, "", 422, `"location":"reason"`},
		{"accept", "luis", "POST", "/agenda-items/" + second + "/accept", ``, "", 200, `"status":"accepted"`},
		{"move", "luis", "POST", "/agenda-items/" + second + "/move", `{"before":"` + first + `"}`, "", 200, `"position":1`},
		{"move nowhere", "luis", "POST", "/agenda-items/" + second + "/move", `{"before":"x"}`, "", 422, `"location":"before"`},
		{"an item needs If-Match", "luis", "PATCH", "/agenda-items/" + first, `{"minutes":15}`, "", 428, ``},
		{"an item changed meanwhile", "luis", "PATCH", "/agenda-items/" + first, `{"minutes":15}`, `"9"`, 412, `"current":`},
		{"an item", "luis", "PATCH", "/agenda-items/" + first, `{"minutes":15}`, `"1"`, 200, `"minutes":15`},
		{"M4 no outcome before the start", "luis", "PATCH", "/agenda-items/" + first, `{"outcome":"settled"}`, `*`, 409, ``},
		{"rsvp", "mia", "PUT", "/meetings/" + id + "/attendance/mia", `{"response":"yes"}`, "", 200, `"response":"yes"`},
		{"rsvp for another", "mia", "PUT", "/meetings/" + id + "/attendance/luis", `{"response":"yes"}`, "", 403, ``},
		{"present before the start", "luis", "PUT", "/meetings/" + id + "/attendance/mia", `{"present":true}`, "", 409, ``},
		{"decision before the start", "luis", "POST", "/meetings/" + id + "/decisions", `{"text":"x"}`, "", 409, ``},
		{"start", "luis", "POST", "/meetings/" + id + "/start", ``, "", 200, `"status":"in_progress"`},
		{"start twice", "luis", "POST", "/meetings/" + id + "/start", ``, "", 409, ``},
		{"present", "luis", "PUT", "/meetings/" + id + "/attendance/mia", `{"present":true}`, "", 200, `"present":true`},
		{"decision", "mia", "POST", "/meetings/" + id + "/decisions", `{"text":"Within 48 hours","agenda_item_id":"` + first + `"}`, "", 201, `"ref":"D-1"`},
		{"promise", "mia", "POST", "/action-items", `{"title":"Call","owner_id":"luis","due_on":"2027-01-11","for_side":"marketing","meeting_id":"` + id + `"}`, "", 201, `"status":"open"`},
		{"notes", "mia", "PATCH", "/agenda-items/" + first, `{"notes":"a","notes_version":1}`, `*`, 200, `"notes_version":2`},
		{"M1 notes merged", "luis", "PATCH", "/agenda-items/" + first, `{"notes":"b","notes_version":1}`, `*`, 200, `"notes":"a\nb"`},
		{"M1 the same line", "luis", "PATCH", "/agenda-items/" + first, `{"notes":"A\nb","notes_version":4}`, `*`, 200, `"notes_version":5`},
		{"M1 an overlap", "mia", "PATCH", "/agenda-items/" + first, `{"notes":"x\nb","notes_version":4}`, `*`, 409, `"current":{"by":"luis"`},
		{"M2", "luis", "POST", "/meetings/" + id + "/close", `{}`, "", 409, `"code":"no_outcome"`},
		{"no such place", "luis", "POST", "/meetings/" + id + "/close", `{"left_over":"bin"}`, "", 422, `"location":"left_over"`},
		{"close is not a guest's", "mia", "POST", "/meetings/" + id + "/close", `{"override":true}`, "", 403, ``},
		{"close", "luis", "POST", "/meetings/" + id + "/close", `{"override":true}`, "", 200, `"minutes_version":1`},
		{"M4 late attendance", "luis", "PUT", "/meetings/" + id + "/attendance/mia", `{"present":false}`, "", 409, `"rule":"M4"`},
		{"M4 correction", "luis", "POST", "/meetings/" + id + "/minutes", `{"reason":"typo","agenda":[{"id":"` + first + `","notes":"A\nc"}]}`, "", 200, `"number":2`},
		{"the register", "mia", "GET", "/decisions?q=48", ``, "", 200, `"ref":"D-1"`},
		{"by number", "mia", "GET", "/decisions/D-1", ``, "", 200, `"decided_by":["luis","mia"]`},
		{"list", "mia", "GET", "/meetings?status=closed", ``, "", 200, id},
		{"no such state", "mia", "GET", "/meetings?status=done", ``, "", 422, ``},
		{"missing", "mia", "GET", "/meetings/nothing", ``, "", 404, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			more := as(c.who)
			if c.match != "" {
				more = append(more, "If-Match", c.match)
			}
			code, got, _ := call(t, h, c.method, c.path, c.body, more...)
			b, _ := json.Marshal(got)
			if code != c.code || !strings.Contains(string(b), c.has) {
				t.Errorf("%s %s = %d %s, want %d with %s", c.method, c.path, code, b, c.code, c.has)
			}
		})
	}
	r := httptest.NewRequest(http.MethodGet, Prefix+"/meetings/"+id+"/minutes", nil)
	r.Header.Set("Authorization", "Bearer mia")
	r.Header.Set("Accept", "text/markdown")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	for _, want := range []string{"# Minutes: Leads", "D-1 Within 48 hours", "A-1 Call — luis, due 2027-01-11", "~~A b~~ A c"} {
		if !strings.Contains(w.Body.String(), want) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/markdown") {
			t.Errorf("Markdown (%s) lacks %q:\n%s", w.Header().Get("Content-Type"), want, w.Body)
		}
	}
	code, got, _ := call(t, h, "GET", "/meetings/"+id+"/minutes?version=1", "", as("mia")...)
	if code != 200 || got["number"] != 1.0 || got["left_over"] == nil || got["changes"] == nil {
		t.Errorf("JSON of version 1 = %d %v", code, got)
	}
}
