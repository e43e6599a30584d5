package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// visited is Sales' closed staff meeting with a seat that the member, of
// Marketing, has: one agenda item is shared, everything else is said in hidden
// words.
func visited(t *testing.T) (m *matrix, visitor persona) {
	m = &matrix{company: newCompany(t)}
	m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
	hidden := func(s string) string { return strings.ReplaceAll(s, "HIDDEN", hiddenWords) }
	team := id(m.made("admin", "/teams", hidden(`{"name":"HIDDEN team"}`)))
	m.own["team"] = team
	if status, got, _ := m.call("admin", "PUT", "/teams/"+team+"/members/"+m.admin.PersonID, `{"role":"leader"}`); status != 200 {
		t.Fatal("PUT member", got)
	}
	if _, err := m.app.ChangeTeam(context.Background(), m.admin, team, accord.Match{}, accord.Opt[string]{}, accord.Some(true)); err != nil {
		t.Fatal(err)
	}
	m.own["series"] = id(m.made("admin", "/series", fmt.Sprintf(hidden(`{"title":"Sales staff","purpose":"HIDDEN purpose","team_id":"%s","rrule":"FREQ=WEEKLY;BYDAY=WE",
		"starts_at_local":"2027-01-06T10:00","time_zone":"Europe/Berlin","duration_minutes":60,"host_side":"sales","visiting_seats":1}`), team)))
	m.own["visit"] = id(m.made("admin", "/exchange-visits", fmt.Sprintf(`{"series_id":"%s","original_start":"2027-01-06T10:00","visitor_id":"%s"}`, m.own["series"], m.member.PersonID)))
	m.own["original_start"] = "2027-01-06T10:00"
	m.own["meeting"] = id(m.made("admin", "/series/"+m.own["series"]+"/occurrences/2027-01-06T10:00/open", ``))
	item := `{"title":"%s","kind":"decide","side":"sales","minutes":10,"notes":"HIDDEN notes"}`
	m.own["shared"] = id(m.made("admin", "/meetings/"+m.own["meeting"]+"/agenda-items", fmt.Sprintf(hidden(item), "Pipeline openly")))
	if status, got, _ := m.call("admin", "PATCH", "/agenda-items/"+m.own["shared"], `{"shared":true}`, "If-Match", "*"); status != 200 || got["shared"] != true {
		t.Fatal("PATCH shared", status, got)
	}
	m.own["agenda-item"] = id(m.made("admin", "/meetings/"+m.own["meeting"]+"/agenda-items", fmt.Sprintf(hidden(item), hidden("HIDDEN item"))))
	m.made("admin", "/meetings/"+m.own["meeting"]+"/rep-reports", hidden(`{"side":"sales","activities":"HIDDEN activity","problems":"","cares":"","concerns":"HIDDEN worry"}`))
	m.own["action-item"] = id(m.made("admin", "/action-items", fmt.Sprintf(hidden(`{"title":"HIDDEN promise","for_side":"sales","owner_id":"%s","due_on":"2027-02-01","team_id":"%s"}`), m.admin.PersonID, team)))
	m.made("admin", "/meetings/"+m.own["meeting"]+"/start", `{}`)
	m.own["decision"] = id(m.made("admin", "/meetings/"+m.own["meeting"]+"/decisions", hidden(`{"text":"HIDDEN decision"}`)))
	return m, persona{"the visitor", m.member, m.tokens["member"]}
}

// X4: a visitor of a closed team is told the date and what is shared, and
// nothing else of the team: not on a page, by the API, in a search, an export, an
// event, a stream, the minutes, a mail or a calendar feed.
func TestVisits_X4_hidden_in_every_channel(t *testing.T) {
	m, visitor := visited(t)
	host := persona{"the host", m.admin, m.tokens["admin"]}
	for _, state := range []string{"running", "closed"} {
		if state == "closed" {
			for _, item := range []string{m.own["agenda-item"], m.own["shared"]} { // else they go on to the next meeting
				if status, got, _ := m.call("admin", "PATCH", "/agenda-items/"+item, `{"outcome":"settled"}`, "If-Match", "*"); status != 200 {
					t.Fatal("PATCH outcome", status, got)
				}
			}
			m.made("admin", "/meetings/"+m.own["meeting"]+"/close", `{"override":true}`)
		}
		if _, answer := m.as(host, Route{Method: "GET", API: true}, "/api/v1/meetings/"+m.own["meeting"], ""); strings.Count(answer, hiddenWords) < 4 {
			t.Fatalf("the host does not see it: the test cannot fail\n%s", answer)
		}
		m.visitorAsks(visitor, state)
	}
	m.now = m.now.Add(2 * time.Minute)
	box := &box{}
	if err := m.app.Deliver(t.Context(), box); err != nil {
		t.Fatal(err)
	}
	told, mine := 0, 0
	for _, mail := range box.mails {
		b, _ := json.Marshal(mail)
		if mail.Calendar != nil {
			b = append(b, mail.Calendar.Body...)
		}
		if has := strings.Contains(string(b), hiddenWords); mail.Address != "bo@acme.test" && has {
			told++
		} else if has {
			t.Errorf("a mail tells the visitor: %s", b)
		} else if mail.Address == "bo@acme.test" {
			mine++
		}
	}
	if told == 0 || mine == 0 {
		t.Errorf("%d mails tell others and %d go to the visitor: the test cannot fail", told, mine)
	}
}

// visitorAsks asks every route that shows something.
func (m *matrix) visitorAsks(p persona, state string) {
	m.t.Helper()
	shown := map[string]bool{}
	for _, r := range m.Routes() {
		path, known := fillPath(r, m.own)
		if r.Method != http.MethodGet || !known {
			continue
		}
		for _, query := range []string{"", "?q=" + hiddenWords[:8], "?after=0&limit=200", "?series=" + m.own["series"] + "&team=" + m.own["team"]} {
			status, answer := m.as(p, r, path+query, "")
			if strings.Contains(strings.ReplaceAll(answer, "q="+hiddenWords[:8], ""), hiddenWords) {
				m.t.Errorf("%s, %s %s%s = %d tells the visitor", state, r.Method, path, query, status)
			}
			if strings.Contains(answer, "Pipeline openly") {
				shown[r.Path] = true
			}
		}
	}
	for _, path := range []string{"/api/v1/meetings/{id}", "/exchange-visits/{id}"} {
		if !shown[path] {
			m.t.Errorf("%s, %s does not show what is shared; shown on %v", state, path, shown)
		}
	}
	address, _, err := m.app.CreateFeed(context.Background(), p.actor, "")
	if err != nil {
		m.t.Fatal(err)
	}
	ics := text(m.t, m.site.ask("GET", strings.TrimPrefix(address, "http://accord.test"), ""))
	if strings.Contains(ics, hiddenWords) || !strings.Contains(ics, "SUMMARY:Sales staff") {
		m.t.Errorf("%s, the visitor's feed tells more or less than the date:\n%s", state, ics)
	}
}

// A leader shares an item and takes it back, on the page as by the API, and
// events tell of it; whoever does not run the meeting cannot.
func TestVisits_share(t *testing.T) {
	m, visitor := visited(t)
	host := persona{"the host", m.admin, m.tokens["admin"]}
	secret := m.own["agenda-item"]
	share := Route{Method: "POST"}
	sees := func() bool {
		_, answer := m.as(visitor, Route{Method: "GET", API: true}, "/api/v1/meetings/"+m.own["meeting"], "")
		return strings.Contains(answer, hiddenWords+" item")
	}
	if status, _ := m.as(visitor, share, "/agenda-items/"+secret+"/share", "shared=1"); status != 404 || sees() {
		t.Errorf("the visitor shares = %d, want 404", status)
	}
	if status, _ := m.as(host, share, "/agenda-items/"+secret+"/share", "shared=1"); status != 303 || !sees() {
		t.Errorf("the host shares = %d, want 303 and the visitor to see it", status)
	}
	if _, page := m.as(host, Route{Method: "GET"}, "/meetings/"+m.own["meeting"], ""); strings.Count(page, "shared with visitors") != 2 {
		t.Errorf("the host's page labels %d items as shared, want two", strings.Count(page, "shared with visitors"))
	}
	if status, _ := m.as(host, share, "/agenda-items/"+secret+"/share", "shared="); status != 303 || sees() {
		t.Errorf("taken back = %d, want 303 and the visitor to see it no more", status)
	}
	_, events := m.as(host, Route{Method: "GET", API: true}, "/api/v1/events?limit=200", "")
	if !strings.Contains(events, `"agenda_item.shared"`) || !strings.Contains(events, `"agenda_item.unshared"`) {
		t.Errorf("the events tell nothing of it")
	}
}
