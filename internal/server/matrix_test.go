package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// things are the ids of one company that paths can name.
type things map[string]string

// missing are ids that are nobody's.
var missing = things{
	"rep-line": "01900000-0000-7000-8000-000000000000", "visit": "01900000-0000-7000-8000-000000000000",
	"diagnostic": "01900000-0000-7000-8000-000000000000", "address": "nobody@acme.test", "delivery": "0190b6a0-0000-7000-8000-00000000ff01",
	"person": "01900000-0000-7000-8000-000000000000", "team": "01900000-0000-7000-8000-000000000000",
	"series": "01900000-0000-7000-8000-000000000000", "original_start": "2027-01-06T10:00",
	"meeting": "01900000-0000-7000-8000-000000000000", "agenda-item": "01900000-0000-7000-8000-000000000000",
	"project":  "01900000-0000-7000-8000-000000000000",
	"decision": "01900000-0000-7000-8000-000000000000", "action-item": "01900000-0000-7000-8000-000000000000",
	"sit-down":   "01900000-0000-7000-8000-000000000000",
	"ask":        "01900000-0000-7000-8000-000000000000",
	"definition": "01900000-0000-7000-8000-000000000000", "version": "1",
	"intel": "01900000-0000-7000-8000-000000000000", "lead-batch": "01900000-0000-7000-8000-000000000000",
	"day": "2027-06-01", "feed": "01900000-0000-7000-8000-000000000000", "token": "01900000-0000-7000-8000-000000000000", "session": "nobody", "link": "nothing",
}

// kinds tells what the parameter of a path names, by what stands before it.
var kinds = map[string]string{
	"rep-lines": "rep-line", "exchange-visits": "visit", "diagnostics": "diagnostic", "alignment": "diagnostic",
	"people": "person", "members": "person", "attendance": "person", "teams": "team", "series": "series", "occurrences": "original_start", "rota": "original_start",
	"meetings": "meeting", "agenda-items": "agenda-item", "decisions": "decision", "projects": "project", "action-items": "action-item",
	"tokens": "token", "sessions": "session", "join": "link", "password": "link",
	"sit-downs": "sit-down",
	"updates":   "update", "asks": "ask",
	"definitions": "definition", "versions": "version",
	"intel": "intel", "lead-batches": "lead-batch", "leads": "lead-batch",
	"feeds": "feed", "days-off": "day", "suppressed-addresses": "address", "deliveries": "delivery",
}

// matrix is two companies in one database, with something of everything.
type matrix struct {
	*company
	own, foreign things
	other        *company
}

// marker stands in every name of the other company: no answer may hold it.
const marker = "zebra"

func newMatrix(t *testing.T) *matrix {
	m := &matrix{company: newCompany(t)}
	m.own = m.company.furnish("acme", "TU", "2027-01-05T10:00")
	m.other = &company{site: m.site}
	m.other.fill(marker, func(f app.Founder) (accord.Person, error) {
		p, _, err := m.app.OperatorFound(context.Background(), f)
		return p, err
	})
	m.foreign = m.other.furnish(marker, "TH", "2027-01-07T10:00")
	return m
}

// made does a POST that must work and returns what it answers.
func (c *company) made(as, path, body string) map[string]any {
	c.t.Helper()
	status, got, _ := c.call(as, "POST", path, body)
	if status != http.StatusCreated && status != http.StatusOK {
		c.t.Fatalf("POST %s = %d %v", path, status, got)
	}
	return got
}

func id(v map[string]any) string { s, _ := v["id"].(string); return s }

// furnish makes something of everything; the series is weekly from its first
// date.
func (c *company) furnish(name, weekday, first string) things {
	c.t.Helper()
	o := things{"version": missing["version"], "day": missing["day"], "address": missing["address"]} // no address: there is nothing to hide; every company has the same days, of other names
	if status, got, _ := c.call("admin", "PUT", "/days-off/"+o["day"], fmt.Sprintf(`{"name":"%s outing"}`, name)); status != 200 {
		c.t.Fatalf("PUT day off = %d %v", status, got)
	}
	o["person"] = id(c.made("admin", "/people", fmt.Sprintf(`{"name":"%s Spare","side":"sales"}`, name)))
	o["definition"] = c.defined(name)
	o["team"] = id(c.made("admin", "/teams", fmt.Sprintf(`{"name":"%s team"}`, name)))
	for _, p := range []string{c.admin.PersonID, c.member.PersonID, o["person"]} {
		if status, got, _ := c.call("admin", "PUT", "/teams/"+o["team"]+"/members/"+p, `{"role":"leader"}`); status != 200 {
			c.t.Fatalf("PUT member = %d %v", status, got)
		}
	}
	series := c.made("admin", "/series", fmt.Sprintf(`{"title":"%s series","team_id":"%s","rrule":"FREQ=WEEKLY;BYDAY=%s",
		"starts_at_local":"%s","time_zone":"Europe/Berlin","duration_minutes":60}`, name, o["team"], weekday, first))
	o["series"], o["original_start"] = id(series), first
	o["meeting"] = id(c.made("admin", "/series/"+o["series"]+"/occurrences/"+o["original_start"]+"/open", ``))
	o["agenda-item"] = id(c.made("admin", "/meetings/"+o["meeting"]+"/agenda-items",
		fmt.Sprintf(`{"title":"%s question","kind":"decide","side":"sales","minutes":10}`, name)))
	report := c.made("admin", "/meetings/"+o["meeting"]+"/rep-reports", fmt.Sprintf(`{"side":"sales","activities":"","problems":"","cares":"","concerns":"%s worries"}`, name))
	lines, _ := report["lines"].([]any)
	line, _ := lines[0].(map[string]any)
	o["rep-line"] = id(line)
	o["visit"] = id(c.made("admin", "/exchange-visits", fmt.Sprintf(`{"visitor_id":"%s","from_on":"2027-02-01","to_on":"2027-02-02","what":"%s stay"}`, o["person"], name)))
	c.made("admin", "/meetings/"+o["meeting"]+"/start", `{}`)
	o["project"] = id(c.made("admin", "/projects", fmt.Sprintf(`{"title":"%s project"}`, name)))
	o["decision"] = id(c.made("admin", "/meetings/"+o["meeting"]+"/decisions", fmt.Sprintf(`{"text":"%s decided"}`, name)))
	for range 3 { // short numbers that the other company does not have
		o["action-item"] = id(c.made("admin", "/action-items", fmt.Sprintf(`{"title":"%s promise","for_side":"marketing","owner_id":"%s",
			"due_on":"2027-02-01","team_id":"%s"}`, name, c.member.PersonID, o["team"])))
	}
	o["intel"] = id(c.made("admin", "/intel", fmt.Sprintf(`{"text":"%s says","heard_from":"%s"}`, name, name)))
	o["lead-batch"] = id(c.made("member", "/lead-batches", fmt.Sprintf(`{"source":"%s fair","count":40}`, name)))
	mails, err := c.store.Deliveries(store.Within(c.t.Context(), c.workspace), "", "", 1)
	if err != nil || len(mails) == 0 {
		c.t.Fatal("no mail to hide", err)
	}
	o["delivery"] = mails[0].ID
	o["feed"] = id(c.made("admin", "/feeds", fmt.Sprintf(`{"series_id":"%s"}`, o["series"])))
	o["sit-down"] = c.satDown(name)
	update := c.made("admin", "/updates", fmt.Sprintf(`{"side":"sales","news":"%s news","asks":["%s ask"]}`, name, name))
	o["update"], _ = update["iso_week"].(string) // every company has the same weeks, and its own words in them
	missing["update"] = o["update"]
	o["ask"], _ = dig(update["parts"], "sales").(map[string]any)["asks"].([]any)[0].(map[string]any)["id"].(string)
	_, token, err := c.app.CreateToken(context.Background(), c.admin, name, "read")
	if err != nil {
		c.t.Fatal(err)
	}
	o["diagnostic"] = c.diagnostic(name)
	o["token"], o["session"], o["link"] = token.ID, sessionID(c.session(c.admin)), "nothing"
	return o
}

// satDown lets admin and member have a sit-down and reveal it.
func (c *company) satDown(name string) string {
	c.t.Helper()
	path := "/sit-downs/" + id(c.made("admin", "/sit-downs", fmt.Sprintf(`{"marketing_id":"%s"}`, c.member.PersonID)))
	for _, who := range []string{"admin", "member"} {
		list := fmt.Sprintf(`{"priorities":[{"title":"%s of %s","horizon":"now"}]}`, name, who)
		if status, got, _ := c.call(who, "PUT", path+"/priorities", list); status != 200 {
			c.t.Fatalf("PUT priorities = %d %v", status, got)
		}
		c.made(who, path+"/reveal", ``)
	}
	return strings.TrimPrefix(path, "/sit-downs/")
}

// diagnostic lets three people a side answer a round, so that it has a report.
func (c *company) diagnostic(name string) string {
	c.t.Helper()
	asked := []string{c.admin.PersonID, c.member.PersonID}
	for i, side := range []string{"sales", "sales", "marketing", "marketing"} {
		asked = append(asked, id(c.made("admin", "/people", fmt.Sprintf(`{"name":"%s %d","email":"%d@%s.test","side":"%s"}`, name, i, i, name, side))))
	}
	round := c.made("admin", "/diagnostics", fmt.Sprintf(`{"statements":[{"key":"trust_1","text_en":"%s keeps its word","text_de":"%s"}]}`, name, name))
	answers := map[string]int{}
	for i, s := range accord.ShippedStatements() {
		answers[s.Name] = i%5 + 1
	}
	for _, person := range asked {
		actor, err := c.app.SessionActor(c.t.Context(), c.workspace, person)
		if err == nil {
			_, err = c.app.AnswerDiagnostic(c.t.Context(), actor, id(round), answers)
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
	return id(round)
}

// session signs an actor in and returns the cookie's value.
func (c *company) session(a accord.Actor) string {
	c.t.Helper()
	token := rand.Text()
	scs := c.Server.sessions.scs
	b, err := scs.Codec.Encode(c.now.Add(time.Hour), map[string]any{keyWorkspace: a.WorkspaceID, keyPerson: a.PersonID})
	if err == nil {
		err = scs.Store.(*sessionStore).CommitCtx(context.Background(), sessionID(token), b, c.now)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return token
}

// persona is somebody who asks.
type persona struct {
	name  string
	actor accord.Actor
	token string // "" asks pages by session
}

func (m *matrix) personas(api bool) []persona {
	member, read := m.member, m.admin
	read.TokenScope = "read"
	list := []persona{{name: "nobody"}, {"observer", m.watch, m.tokens["observer"]}}
	if api {
		list = append(list, persona{"read token", read, m.tokens["read"]})
	}
	return append(list, persona{"member", member, m.tokens["member"]}, persona{"admin", m.admin, m.tokens["admin"]})
}

// as sends a request as somebody, with everything it could want; header is
// name, value and so on, in place of that.
func (m *matrix) as(p persona, r Route, path, body string, header ...string) (int, string) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.t.Context(), 5*time.Second)
	defer cancel()
	req := httptest.NewRequestWithContext(ctx, r.Method, "http://accord.test"+path, strings.NewReader(body))
	req.Header.Set("If-Match", "*")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	switch {
	case r.API:
		req.Header.Set("Content-Type", "application/json")
		if p.token != "" {
			req.Header.Set("Authorization", "Bearer "+p.token)
		}
	case p.actor.PersonID != "":
		req.Header.Set("Cookie", "accord_session="+m.session(p.actor))
	}
	if !r.API && body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(&firstFlush{w, cancel}, req)
	return w.Code, w.Body.String()
}

// firstFlush ends a stream when its first event has arrived; other answers do
// not flush.
type firstFlush struct {
	*httptest.ResponseRecorder
	end func()
}

func (w *firstFlush) Flush() { w.end() }

var pathParam = regexp.MustCompile(`([a-z-]+)/\{(\w+)\}`)

// path fills the parameters of a route; from gives the things for each in turn,
// the last one for the rest. ok is false where a parameter is of no known kind.
func fillPath(r Route, from ...things) (path string, ok bool) {
	i, ok := 0, true
	path = pathParam.ReplaceAllStringFunc(r.Path, func(s string) string {
		parts := pathParam.FindStringSubmatch(s)
		use := from[min(i, len(from)-1)]
		i++
		value := use[kinds[parts[1]]]
		if parts[2] == "kind" {
			value = "heard"
		}
		if value == "" {
			ok = false
		}
		return parts[1] + "/" + value
	})
	path = strings.ReplaceAll(path, "/{side}", "/sales")
	return path, ok && !strings.Contains(path, "{")
}

// body is what a route is sent: for the API made from its schema, for pages a
// form with everything any of them asks for.
func (m *matrix) body(r Route) string {
	if r.Method == http.MethodGet {
		return ""
	}
	if !r.API {
		return fields("name", "Somebody", "title", "Something", "team_name", "Team", "role", "member", "person_id", m.own["person"],
			"side", "sales", "time_zone", "Europe/Berlin", "locale", "en", "reason", "because", "text", "words", "due_on", "2027-03-01", "company", "x")
	}
	spec := m.spec()
	op, _ := dig(spec, "paths", strings.TrimPrefix(r.Path, "/api/v1"), strings.ToLower(r.Method)).(map[string]any)
	schema := dig(op, "requestBody", "content", "application/json", "schema")
	if schema == nil {
		return ""
	}
	b, _ := json.Marshal(m.example(spec, schema, ""))
	return string(b)
}

func (m *matrix) spec() map[string]any {
	var spec map[string]any
	if err := json.Unmarshal([]byte(text(m.t, m.site.ask("GET", "/api/v1/openapi.json", ""))), &spec); err != nil {
		m.t.Fatal(err)
	}
	return spec
}

func dig(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// known are values of fields by name.
func (m *matrix) known(name string) any {
	return map[string]any{
		"due_on": "2027-03-01", "starts_at": "2027-03-01T10:00:00Z", "starts_at_local": "2027-03-02T10:00", "rrule": "FREQ=WEEKLY;BYDAY=TU",
		"time_zone": "Europe/Berlin", "duration_minutes": 30, "team_id": m.own["team"], "owner_id": m.own["person"], "into": m.own["agenda-item"],
		"reason": "because", "date": "2027-06-01", "email": "new@acme.test",
	}[name]
}

// example makes the smallest body a schema takes.
func (m *matrix) example(spec map[string]any, schema any, name string) any {
	s, _ := schema.(map[string]any)
	if ref, ok := s["$ref"].(string); ok {
		return m.example(spec, dig(spec, "components", "schemas", ref[strings.LastIndex(ref, "/")+1:]), name)
	}
	if v := m.known(name); v != nil {
		return v
	}
	if enum, ok := s["enum"].([]any); ok {
		return enum[0]
	}
	kind, _ := s["type"].(string)
	switch kind {
	case "object":
		o := map[string]any{}
		required, _ := s["required"].([]any)
		for _, field := range required {
			o[field.(string)] = m.example(spec, dig(s, "properties", field.(string)), field.(string))
		}
		return o
	case "array":
		return []any{}
	case "integer", "number":
		return 10
	case "boolean":
		return true
	}
	return "words"
}

// events counts what happened in a workspace.
func (m *matrix) events(workspaceID string) int {
	list, err := m.store.EventsAfter(store.Within(m.t.Context(), workspaceID), 0, 100_000)
	if err != nil {
		m.t.Fatal(err)
	}
	return len(list)
}

// X1, X4: every route, for everybody, with ids of their own, of another
// company, of nobody and of two parents that do not belong together.
func TestAuthorisationMatrix(t *testing.T) {
	m := newMatrix(t)
	routes := slices.Clone(m.Routes())
	slices.SortStableFunc(routes, func(a, b Route) int { // what changes nothing first
		rank := func(r Route) int {
			return map[string]int{"GET": 0}[r.Method] + map[bool]int{true: 1}[r.Method != "GET"]
		}
		return rank(a) - rank(b)
	})
	before := m.events(m.other.workspace)
	for _, r := range routes {
		body := m.body(r)
		for _, p := range m.personas(r.API) {
			m.check(r, p, body)
		}
	}
	if after := m.events(m.other.workspace); after != before {
		t.Errorf("%d things happened in the other company", after-before)
	}
	before = m.events(m.workspace)
	stranger := persona{"admin of another company", m.other.admin, m.other.tokens["admin"]}
	for _, r := range routes {
		if strings.Contains(r.Path, "{") && r.Action != app.ActPublic {
			m.checkHidden(r, stranger, m.body(r), m.own)
		}
	}
	if after := m.events(m.workspace); after != before {
		t.Errorf("a stranger did %d things", after-before)
	}
}

// check asks one route as one persona.
func (m *matrix) check(r Route, p persona, body string) {
	m.t.Helper()
	path, known := fillPath(r, m.own)
	if !known {
		path, _ = fillPath(r, missing)
		path = regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, "none")
	}
	refusal := accord.CodeOf(app.Allow(p.actor, r.Action))
	status, answer := m.as(p, r, path, body)
	line := fmt.Sprintf("%s %s as %s = %d", r.Method, r.Path, p.name, status)
	switch {
	case status >= 500:
		m.t.Errorf("%s: a failure of ours: %.300s", line, answer)
	case refusal == accord.CodeUnauthenticated && r.API && status != 401:
		m.t.Errorf("%s, want 401", line)
	case refusal == accord.CodeUnauthenticated && !r.API && status != 303:
		m.t.Errorf("%s, want 303 to the login page", line)
	case refusal == accord.CodeDenied && status != 403:
		m.t.Errorf("%s, want 403", line)
	case refusal == "" && r.Action != app.ActPublic && status == 401:
		m.t.Errorf("%s, want them let in", line)
	case refusal == "" && known && r.Method == "GET" && p.name == "admin" && !strings.HasSuffix(r.Path, "/minutes") && r.Action != app.ActPublic && status != 200 && status != 303:
		m.t.Errorf("%s, want 200: %.300s", line, answer)
	}
	if strings.Contains(strings.ToLower(answer), marker) {
		m.t.Errorf("%s tells of another company: %.300s", line, answer)
	}
	if refusal == "" && known && r.Action != app.ActPublic && strings.Contains(r.Path, "{") {
		m.checkHidden(r, p, body, m.foreign)
	}
}

// checkHidden asks for somebody else's things and holds the answer against the
// one for things that do not exist: both read alike.
func (m *matrix) checkHidden(r Route, p persona, body string, theirs things) {
	m.t.Helper()
	variants := [][2][]things{{{theirs}, {missing}}}
	if strings.Count(r.Path, "{") > 1 && p.actor.WorkspaceID == m.workspace {
		variants = append(variants, [2][]things{{m.own, theirs}, {m.own, missing}}, [2][]things{{theirs, m.own}, {missing, m.own}})
	}
	for _, v := range variants {
		path, known := fillPath(r, v[0]...)
		none, _ := fillPath(r, v[1]...)
		if !known || path == none {
			continue
		}
		status, answer := m.as(p, r, path, body)
		want, nothing := m.as(p, r, none, body)
		line := fmt.Sprintf("%s %s as %s", r.Method, path, p.name)
		if status != want || r.API && strip(answer) != strip(nothing) {
			m.t.Errorf("%s = %d %.200s, for a missing one %d %.200s: they must read alike", line, status, answer, want, nothing)
		}
		if status < 400 || status >= 500 {
			m.t.Errorf("%s = %d, want 404: %.300s", line, status, answer)
		}
		if p.actor.WorkspaceID == m.workspace && strings.Contains(strings.ToLower(answer), marker) {
			m.t.Errorf("%s tells of another company: %.300s", line, answer)
		}
	}
}

var anyID = regexp.MustCompile(`[0-9a-f-]{36}|"request_id":"[^"]*"|20\d\d-\d\d-\d\dT\d\d:\d\d`)

// strip takes out what differs from request to request.
func strip(s string) string { return anyID.ReplaceAllString(s, "") }
