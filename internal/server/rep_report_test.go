package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Every line becomes an action item, intelligence, a proposal or nothing with
// one action, on the page as by the API, and that is taken back: what it had
// become is gone, and the line waits again.
func TestRepLines_turn_and_undo(t *testing.T) {
	for _, into := range []string{"action_item", "intel", "proposal", "nothing"} {
		for _, way := range []string{"page", "API"} {
			t.Run(into+" by "+way, func(t *testing.T) {
				m := &matrix{company: newCompany(t)}
				m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
				m.now = m.now.Add(time.Minute) // the meeting has begun a while ago
				report := func() map[string]any {
					_, got, _ := m.call("admin", "GET", "/meetings/"+m.own["meeting"]+"/rep-reports", "")
					line, _ := dig(got["items"].([]any)[0], "lines").([]any)[0].(map[string]any)
					return line
				}
				admin := persona{"admin", m.admin, ""}
				do := func(verb, body, form string) {
					t.Helper()
					if way == "API" {
						m.made("admin", "/rep-lines/"+m.own["rep-line"]+verb, body)
						return
					}
					if status, page := m.as(admin, Route{Method: "POST"}, "/rep-lines/"+m.own["rep-line"]+verb, form+"&back=meeting&back_id="+m.own["meeting"]); status != 303 {
						t.Fatalf("POST %s = %d %.300s", verb, status, page)
					}
				}
				do("/turn", fmt.Sprintf(`{"into":"%s"}`, into), "into="+into)
				line := report()
				if line["became"] != into {
					t.Fatalf("the line became %v, want %s", line["became"], into)
				}
				where := map[string]string{"action_item": "/action-items/", "intel": "/intel/", "proposal": "/agenda-items/"}[into]
				if where != "" {
					thing, _ := line["became_id"].(string)
					where += thing
					if status, got, _ := m.call("admin", "GET", where, ""); status != 200 {
						t.Errorf("GET %s = %d %v", where, status, got)
					}
				}
				do("/undo", "", "")
				if line = report(); line["became"] != "" || line["became_id"] != nil {
					t.Errorf("after the undo it is %v %v, want it to wait again", line["became"], line["became_id"])
				}
				if where != "" {
					if status, _, _ := m.call("admin", "GET", where, ""); status != 404 {
						t.Errorf("after the undo GET %s = %d, want 404", where, status)
					}
				}
				do("/turn", `{"into":"nothing"}`, "into=nothing")
			})
		}
	}
}

// P8: not after ten minutes, not by another, not once somebody went on with it.
func TestRepLines_P8(t *testing.T) {
	m := &matrix{company: newCompany(t)}
	m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
	line := "/rep-lines/" + m.own["rep-line"]
	undo := func(as string, want int) {
		t.Helper()
		if status, got, _ := m.call(as, "POST", line+"/undo", ""); status != want {
			t.Errorf("undo by %s = %d %v, want %d", as, status, got, want)
		}
	}
	undo("admin", 409) // nothing was made of it
	turned := m.made("admin", line+"/turn", `{"into":"proposal"}`)
	undo("member", 403)
	item, _ := turned["became_id"].(string)
	if status, got, _ := m.call("admin", "PATCH", "/agenda-items/"+item, `{"minutes":20}`, "If-Match", "*"); status != 200 {
		t.Fatal("PATCH", status, got)
	}
	undo("admin", 409)
	report := m.made("member", "/meetings/"+m.own["meeting"]+"/rep-reports", `{"activities":"","problems":"","cares":"","concerns":"Another"}`)
	other, _ := report["lines"].([]any)[0].(map[string]any)
	line = "/rep-lines/" + id(other)
	m.made("member", line+"/turn", `{"into":"nothing"}`)
	m.now = m.now.Add(11 * time.Minute)
	undo("member", 409)
}

// What representatives reported stands in the minutes: on the page, as JSON and
// as Markdown, in a corrected version too, whatever becomes of it afterwards; and
// a search finds it, as it finds reports of visits.
func TestRepReports_in_minutes_and_search(t *testing.T) {
	m := &matrix{company: newCompany(t)}
	m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
	admin := persona{"admin", m.admin, m.tokens["admin"]}
	meeting := "/meetings/" + m.own["meeting"]
	m.made("admin", "/rep-lines/"+m.own["rep-line"]+"/turn", `{"into":"action_item"}`)
	m.made("admin", meeting+"/close", `{"override":true}`)
	markdown := func(version string) string {
		req := httptest.NewRequestWithContext(t.Context(), "GET", "http://accord.test/api/v1"+meeting+"/minutes"+version, nil)
		req.Header.Set("Authorization", "Bearer "+m.tokens["admin"])
		req.Header.Set("Accept", "text/markdown")
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, req)
		return w.Body.String()
	}
	for _, version := range []string{"", "?version=2"} {
		if version != "" {
			m.made("admin", meeting+"/minutes", `{"reason":"a slip","notes":"better"}`)
		}
		for what, answer := range map[string]string{
			"JSON": func() string {
				_, s := m.as(admin, Route{Method: "GET", API: true}, "/api/v1"+meeting+"/minutes"+version, "")
				return s
			}(),
			"the page": func() string { _, s := m.as(admin, Route{Method: "GET"}, meeting+"/minutes"+version, ""); return s }(),
			"Markdown": markdown(version),
		} {
			if !strings.Contains(answer, "acme worries") || !strings.Contains(strings.ReplaceAll(answer, "_", " "), "action item") {
				t.Errorf("%s%s does not tell what was reported and what it became:\n%s", what, version, answer)
			}
		}
	}
	if !strings.Contains(markdown(""), "- **Concern:** acme worries → action item") {
		t.Errorf("Markdown:\n%s", markdown(""))
	}
	_, page := m.as(admin, Route{Method: "GET"}, "/search?q=Acme+WORRIES", "")
	if !strings.Contains(page, "/meetings/"+m.own["meeting"]+"#reports") {
		t.Errorf("the search does not find what was reported:\n%s", page)
	}
	if _, page = m.as(admin, Route{Method: "GET"}, "/search?q=acme+stay", ""); !strings.Contains(page, "/exchange-visits/"+m.own["visit"]) {
		t.Errorf("the search does not find the visit:\n%s", page)
	}
}

// Reports stand above the agenda before the meeting, and above the notes in it; every line has its
// four ways as buttons, and each kind says what belongs there.
func TestRepReports_page(t *testing.T) {
	m := &matrix{company: newCompany(t)}
	m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
	_, open, _ := m.call("admin", "POST", "/series/"+m.own["series"]+"/occurrences/2027-01-12T10:00/open", "")
	next := id(open)
	m.made("admin", "/meetings/"+next+"/rep-reports", `{"side":"sales","activities":"","problems":"","cares":"","concerns":"Leads go cold"}`)
	for meeting, below := range map[string]string{m.own["meeting"]: `id="notes-block"`, next: `id="agenda-h"`} {
		_, page := m.as(persona{"admin", m.admin, ""}, Route{Method: "GET"}, "/meetings/"+meeting, "")
		reports, agenda := strings.Index(page, `id="reports"`), strings.Index(page, below)
		if reports < 0 || agenda < 0 || reports > agenda {
			t.Errorf("reports at %d, %s at %d; want them above", reports, below, agenda)
		}
		for _, into := range []string{"action_item", "intel", "proposal", "nothing"} {
			if before, _, found := strings.Cut(page, `name="into" value="`+into+`"`); !found || strings.Count(before[reports:], "<details") > strings.Count(before[reports:], "</details>") {
				t.Errorf("%s is no button that is seen at once: %t", into, found)
			}
		}
		if !strings.Contains(page, "It stays on the list until something comes of it.") {
			t.Error("the page does not say what a concern is")
		}
	}
}
