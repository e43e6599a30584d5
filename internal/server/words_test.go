package server

import (
	"html"
	"net/http"
	"strings"
	"testing"
)

// Without a mail server admins are told that mails wait, and nobody is told that
// one was sent.
func TestPages_no_mail_server(t *testing.T) {
	c := newCompany(t)
	m := &matrix{company: c}
	const notice, sent = "No mail server is set up: mails wait until there is one.", "is on its way"
	for _, tt := range []struct {
		as   persona
		path string
		want bool
	}{
		{persona{actor: c.admin}, "/", true}, {persona{actor: c.admin}, "/setup/series", true}, {persona{actor: c.member}, "/", false},
	} {
		if _, page := m.as(tt.as, Route{Method: http.MethodGet}, tt.path, ""); strings.Contains(page, notice) != tt.want {
			t.Errorf("GET %s as %s tells of no mail server: %v, want %v", tt.path, tt.as.actor.Name, !tt.want, tt.want)
		}
	}
	if _, page := m.as(persona{actor: c.admin}, Route{Method: http.MethodGet}, "/sit-downs", ""); !strings.Contains(page, "as soon as mail is set up.") {
		t.Errorf("beginning a sit-down: %s", page)
	}
	if _, page := m.as(persona{}, Route{Method: http.MethodPost}, "/forgot", fields("email", "ana@acme.test")); strings.Contains(page, sent) || !strings.Contains(page, "so no link can come by mail yet") {
		t.Errorf("a forgotten password: %s", page)
	}
}

// What was saved is said in the language that was chosen.
func TestAccount_language(t *testing.T) {
	c := newCompany(t)
	session := c.session(c.member)
	post := c.ask("POST", "/account", fields("name", "Bo", "time_zone", "Europe/Berlin", "locale", "de"),
		"Cookie", "accord_session="+session, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	cookie := "accord_session=" + session
	for _, k := range post.Cookies() {
		cookie += "; " + k.Name + "=" + k.Value
	}
	if page := text(t, c.ask("GET", "/account", "", "Cookie", cookie)); post.StatusCode != http.StatusSeeOther || !strings.Contains(page, "Ihr Konto ist gespeichert.") {
		t.Errorf("POST /account = %d, and then %.300s", post.StatusCode, page)
	}
}

// A picker sends what was typed and names nobody as it is: every form says so,
// at the field.
func TestPages_unknown_person(t *testing.T) {
	c := newCompany(t)
	m := &matrix{company: c}
	o := c.furnish("acme", "TU", "2027-01-05T10:00")
	admin := persona{"admin", c.admin, c.tokens["admin"]}
	for _, tt := range []struct{ path, field, body string }{
		{"/action-items", "owner_id", fields("title", "Call", "for_side", "sales")},
		{"/action-items/" + o["action-item"] + "/hand-over", "owner_id", ""},
		{"/agenda-items/" + o["agenda-item"], "presenter_id", fields("title", "What next?", "kind", "decide", "side", "sales", "minutes", "10", "version", "1")},
		{"/projects/" + o["project"], "sponsor_sales_id", fields("title", "Growth", "version", "1")},
		{"/projects/" + o["project"], "sponsor_marketing_id", fields("title", "Growth", "version", "1")},
		{"/settings", "sales_lead_id", fields("name", "acme", "sales_name", "Sales", "marketing_name", "Marketing", "time_zone", "UTC", "working_days", "1")},
		{"/settings", "marketing_deputy_id", fields("name", "acme", "sales_name", "Sales", "marketing_name", "Marketing", "time_zone", "UTC", "working_days", "1")},
		{"/sit-downs", "marketing_id", fields("sales_id", c.admin.PersonID)},
		{"/teams/" + o["team"] + "/members", "person_id", fields("role", "member")},
		{"/people/" + c.member.PersonID + "/leave", "to_" + o["action-item"], ""},
	} {
		body := tt.body
		if body != "" {
			body += "&"
		}
		status, page := m.as(admin, Route{Method: http.MethodPost}, tt.path, body+fields(tt.field, "Nobody Atall"))
		page = html.UnescapeString(page)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "There is no such person.") || !strings.Contains(page, `href="#f-`) {
			t.Errorf("POST %s with %s = %d %.200q, want 422 There is no such person.", tt.path, tt.field, status, strip(markup.ReplaceAllString(page, " ")))
		}
	}
}
