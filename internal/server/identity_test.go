package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

// company is a workspace with an admin, a member, an observer, and tokens.
type company struct {
	*site
	workspace            string
	admin, member, watch accord.Actor
	tokens               map[string]string // by role, and "read"
}

func newCompany(t *testing.T) *company {
	t.Helper()
	s := newSite(t)
	c := &company{site: s}
	c.fill("acme", func(f app.Founder) (accord.Person, error) { return s.app.Setup(t.Context(), setupKey(t, s), f) })
	return c
}

// fill makes the people of a company; found makes its first.
func (c *company) fill(domain string, found func(app.Founder) (accord.Person, error)) {
	c.t.Helper()
	ctx := context.Background()
	ana, err := found(app.Founder{
		Company: domain, Name: "Ana", Email: "ana@" + domain + ".test", Password: "correct horse", Side: accord.Sales, TimeZone: "Europe/Berlin", Locale: "en",
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.workspace, c.tokens = ana.WorkspaceID, map[string]string{}
	actor := func(id string) accord.Actor {
		a, err := c.app.SessionActor(ctx, c.workspace, id)
		if err != nil {
			c.t.Fatal(err)
		}
		return a
	}
	c.admin = actor(ana.ID)
	add := func(name string, side accord.Side, role accord.Role) accord.Actor {
		p, _, err := c.app.AddPerson(ctx, c.admin, app.NewPerson{Name: name, Email: strings.ToLower(name) + "@" + domain + ".test", Side: side, Role: role}, true)
		if err != nil {
			c.t.Fatal(err)
		}
		return actor(p.ID)
	}
	c.member, c.watch = add("Bo", accord.Marketing, accord.RoleMember), add("Cy", accord.Neutral, accord.RoleObserver)
	for name, by := range map[string]accord.Actor{"admin": c.admin, "member": c.member, "observer": c.watch} {
		c.tokens[name], _, err = c.app.CreateToken(ctx, by, name, "write")
		if err != nil {
			c.t.Fatal(err)
		}
	}
	c.tokens["read"], _, err = c.app.CreateToken(ctx, c.admin, "read", "read")
	if err != nil {
		c.t.Fatal(err)
	}
}

// call asks the API by a token of the company.
func (c *company) call(as, method, path, body string, header ...string) (int, map[string]any, http.Header) {
	c.t.Helper()
	r := c.ask(method, "/api/v1"+path, body, append([]string{"Authorization", "Bearer " + c.tokens[as]}, header...)...)
	var got map[string]any
	if b := text(c.t, r); b != "" {
		if err := json.Unmarshal([]byte(b), &got); err != nil {
			c.t.Fatalf("%s %s: %v in %q", method, path, err, b)
		}
	}
	return r.StatusCode, got, r.Header
}

func TestAPI_Me(t *testing.T) {
	c := newCompany(t)
	status, got, header := c.call("member", "GET", "/me", "")
	if status != 200 || got["name"] != "Bo" || got["role"] != "member" || got["time_zone"] != "Europe/Berlin" || header.Get("ETag") != `"1"` {
		t.Errorf("GET /me = %d %v %s", status, got, header.Get("ETag"))
	}
}

func TestAPI_People(t *testing.T) {
	c := newCompany(t)
	for _, tt := range []struct {
		name, as, method, path, body string
		header                       []string
		want                         int
		has                          string
	}{
		{"add", "admin", "POST", "/people", `{"name":"Di","email":"di@acme.test","side":"sales"}`, nil, 201, `"role":"member"`},
		{"add twice", "admin", "POST", "/people", `{"name":"Di","email":"DI@acme.test","side":"sales"}`, nil, 422, `"location":"email"`},
		{"only a name", "admin", "POST", "/people", `{"name":"Ed","side":"marketing"}`, nil, 201, `"email":""`},
		{"bad side", "admin", "POST", "/people", `{"name":"Ed","side":"it"}`, nil, 422, `"location":"side"`},
		{"bad zone", "admin", "POST", "/people", `{"name":"Ed","side":"sales","time_zone":"Mars"}`, nil, 422, `"location":"time_zone"`},
		{"member adds", "member", "POST", "/people", `{"name":"Ed","side":"sales"}`, nil, 403, `"rule":"X4"`},
		{"list", "member", "GET", "/people?limit=2", ``, nil, 200, `"next_cursor":"`},
		{"X4 the last admin stays", "admin", "PATCH", "/people/" + c.admin.PersonID, `{"role":"member"}`, []string{"If-Match", "*"}, 409, `"rule":"X4"`},
		{"X4 the last admin cannot leave", "admin", "PATCH", "/people/" + c.admin.PersonID, `{"active":false}`, []string{"If-Match", "*"}, 409, `"rule":"X4"`},
		{"stale", "admin", "PATCH", "/people/" + c.member.PersonID, `{"title":"x"}`, []string{"If-Match", `"9"`}, 412, `"current":{"active":true`},
		{"change", "admin", "PATCH", "/people/" + c.member.PersonID, `{"title":"Head of brand"}`, []string{"If-Match", `"1"`}, 200, `"title":"Head of brand"`},
		{"name cannot be cleared", "admin", "PATCH", "/people/" + c.member.PersonID, `{"name":null}`, []string{"If-Match", `*`}, 422, `"location":"name"`},
		{"leave", "admin", "PATCH", "/people/" + c.watch.PersonID, `{"active":false}`, []string{"If-Match", "*"}, 200, `"active":false`},
		{"who left has no token", "observer", "GET", "/me", ``, nil, 401, ``},
		{"back again", "admin", "PATCH", "/people/" + c.watch.PersonID, `{"active":true}`, []string{"If-Match", "*"}, 200, `"active":true`},
	} {
		status, got, _ := c.call(tt.as, tt.method, tt.path, tt.body, tt.header...)
		b, _ := json.Marshal(got)
		if status != tt.want || !strings.Contains(string(b), tt.has) {
			t.Errorf("%s: %s %s = %d %s, want %d with %s", tt.name, tt.method, tt.path, status, b, tt.want, tt.has)
		}
	}
}

func TestAPI_Workspace(t *testing.T) {
	c := newCompany(t)
	change := fmt.Sprintf(`{"sides":{"sales":{"lead_id":%q,"name":"Field"}},"working_days":[1,2,3,4],"kept_on_time_target":0.8,"quorum":"sides","holiday_calendar":"DE-BY"}`, c.admin.PersonID)
	status, got, _ := c.call("admin", "PATCH", "/workspace", change, "If-Match", "*")
	b, _ := json.Marshal(got)
	if status != 200 || !strings.Contains(string(b), `"working_days":[1,2,3,4]`) || !strings.Contains(string(b), `"name":"Field"`) || got["kept_on_time_target"] != 0.8 || got["quorum"] != "sides" || got["holiday_calendar"] != "DE-BY" {
		t.Errorf("PATCH /workspace = %d %s", status, b)
	}
	for body, field := range map[string]string{
		`{"working_days":[]}`:       "working_days",
		`{"working_days":[8]}`:      "working_days",
		`{"time_zone":"Mars/One"}`:  "time_zone",
		`{"kept_on_time_target":7}`: "kept_on_time_target",
		`{"quorum":"king"}`:         "quorum",
		`{"holiday_calendar":"XX"}`: "holiday_calendar",
		fmt.Sprintf(`{"sides":{"marketing":{"lead_id":%q}}}`, c.admin.PersonID): "marketing_lead_id",
	} {
		status, got, _ := c.call("admin", "PATCH", "/workspace", body, "If-Match", "*")
		b, _ := json.Marshal(got)
		if status != 422 || !strings.Contains(string(b), `"location":"`+field+`"`) {
			t.Errorf("PATCH /workspace %s = %d %s, want 422 on %s", body, status, b, field)
		}
	}
	if status, got, _ = c.call("admin", "PATCH", "/workspace", `{"kept_on_time_target":null}`, "If-Match", "*"); status != 200 || got["kept_on_time_target"] != nil {
		t.Errorf("clearing the target = %d %v", status, got["kept_on_time_target"])
	}
}

// X4: a closed team does not exist for who is not in it, admins too, until they
// step in.
func TestAPI_ClosedTeam(t *testing.T) {
	c := newCompany(t)
	_, got, _ := c.call("admin", "POST", "/teams", `{"name":"Inner circle","closed":true}`)
	id, _ := got["id"].(string)
	if id == "" {
		t.Fatalf("POST /teams = %v", got)
	}
	if status, _, _ := c.call("admin", "PUT", "/teams/"+id+"/members/"+c.member.PersonID, `{"role":"leader"}`); status != 200 {
		t.Fatalf("PUT member = %d", status)
	}
	if status, got, _ := c.call("admin", "PUT", "/teams/"+id+"/members/nobody", `{"role":"leader"}`); status != 404 {
		t.Errorf("PUT a member that is nobody = %d %v, want 404", status, got)
	}
	if status, _, _ := c.call("admin", "DELETE", "/teams/"+id+"/members/"+c.admin.PersonID, "", "If-Match", "*"); status != 204 {
		t.Fatalf("DELETE member = %d", status)
	}
	for _, path := range []string{"/teams/" + id} {
		if status, _, _ := c.call("admin", "GET", path, ""); status != 404 {
			t.Errorf("admin outside GET %s = %d, want 404", path, status)
		}
		if status, _, _ := c.call("member", "GET", path, ""); status != 200 {
			t.Errorf("its leader GET %s = %d, want 200", path, status)
		}
	}
	if _, got, _ := c.call("admin", "GET", "/teams", ""); len(got["items"].([]any)) != 0 {
		t.Errorf("admin outside lists %v", got["items"])
	}
	if _, got, _ := c.call("admin", "GET", "/events?limit=200", ""); strings.Contains(fmt.Sprint(got), "role:leader") {
		t.Errorf("events of a hidden team tell: %v", got)
	}
	if err := c.app.StepIn(t.Context(), c.admin, id); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := c.call("admin", "GET", "/teams/"+id, ""); status != 200 {
		t.Errorf("admin after stepping in = %d, want 200", status)
	}
	if _, got, _ := c.call("member", "GET", "/events?limit=200", ""); !strings.Contains(fmt.Sprint(got), "team.stepped_in") {
		t.Errorf("its people do not see the step: %v", got)
	}
}

// The answer and the effect of an Idempotency-Key commit together, on the real
// store.
func TestAPI_KeyAndEffectTogether(t *testing.T) {
	c := newCompany(t)
	key := []string{"Idempotency-Key", "once"}
	_, first, _ := c.call("admin", "POST", "/teams", `{"name":"Strategic team"}`, key...)
	status, again, _ := c.call("admin", "POST", "/teams", `{"name":"Strategic team"}`, key...)
	if status != 201 || first["id"] != again["id"] || first["id"] == nil {
		t.Errorf("repeat = %d %v, want the first answer %v", status, again["id"], first["id"])
	}
	if _, list, _ := c.call("admin", "GET", "/teams", ""); len(list["items"].([]any)) != 1 {
		t.Errorf("two things for one key: %v", list)
	}
	if status, _, _ := c.call("admin", "POST", "/teams", `{"name":"Another"}`, key...); status != 422 {
		t.Errorf("another body = %d, want 422", status)
	}
	if status, _, _ := c.call("admin", "POST", "/people", `{"name":"Strategic team","side":"sales"}`, key...); status != 201 {
		t.Errorf("the key on another path = %d, want 201", status)
	}
	if status, _, _ := c.call("admin", "POST", "/teams", `{"name":""}`, "Idempotency-Key", "bad"); status != 422 {
		t.Errorf("refused = %d, want 422", status)
	}
	if status, _, _ := c.call("admin", "POST", "/teams", `{"name":"Now good"}`, "Idempotency-Key", "bad"); status != 201 {
		t.Errorf("after a refusal = %d, want 201: only 2xx are kept", status)
	}
	c.now = c.now.Add(25 * 60 * 60 * 1e9)
	if status, got, _ := c.call("admin", "POST", "/teams", `{"name":"Strategic team"}`, key...); status != 201 || got["id"] == first["id"] {
		t.Errorf("a day later = %d %v, want a new thing", status, got["id"])
	}
}
