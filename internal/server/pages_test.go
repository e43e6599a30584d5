package server

import (
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store/storetest"
)

// browser keeps cookies as a browser does.
type browser struct {
	*site
	cookies map[string]string
}

func (s *site) browser() *browser { return &browser{site: s, cookies: map[string]string{}} }

func (b *browser) do(method, path, form string) *http.Response {
	b.t.Helper()
	header := []string{"Sec-Fetch-Site", "same-origin"}
	var cookies []string
	for name, value := range b.cookies {
		cookies = append(cookies, name+"="+value)
	}
	header = append(header, "Cookie", strings.Join(cookies, "; "))
	switch {
	case strings.HasPrefix(form, "--"+uploadBoundary):
		header = append(header, "Content-Type", "multipart/form-data; boundary="+uploadBoundary)
	case form != "":
		header = append(header, "Content-Type", "application/x-www-form-urlencoded")
	}
	r := b.ask(method, path, form, header...)
	for _, c := range r.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return r
}

const uploadBoundary = "accord-test"

// upload is the body of a form with a file in the field.
func upload(field, content string, values ...string) string {
	var b strings.Builder
	w := multipart.NewWriter(&b)
	_ = w.SetBoundary(uploadBoundary)
	for i := 0; i+1 < len(values); i += 2 {
		_ = w.WriteField(values[i], values[i+1])
	}
	part, _ := w.CreateFormFile(field, "file.ics")
	_, _ = part.Write([]byte(content))
	_ = w.Close()
	return b.String()
}

// want asks and checks the status; it returns the body.
func (b *browser) want(status int, method, path, form string) string {
	b.t.Helper()
	r := b.do(method, path, form)
	body := text(b.t, r)
	if r.StatusCode != status {
		b.t.Errorf("%s %s = %d, want %d\n%.600s", method, path, r.StatusCode, status, body)
	}
	return body
}

func fields(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v.Encode()
}

// M3: the page that closes a meeting asks for whom the settings ask for.
func TestPages_CloseNamesTheQuorum(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	b.want(http.StatusSeeOther, http.MethodPost, "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	d, err := c.app.CreateMeeting(t.Context(), c.admin, app.NewMeeting{Title: "Call", StartsAt: storetest.Start.Add(time.Hour), DurationMinutes: 30, People: []string{c.admin.PersonID}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.app.StartMeeting(t.Context(), c.admin, d.ID, accord.Match{}); err != nil {
		t.Fatal(err)
	}
	for quorum, want := range map[string]string{"leaders": "A leader of each side has to be", "sides": "Somebody of each side has to be", "none": ""} {
		if status, _, _ := c.call("admin", "PATCH", "/workspace", `{"quorum":"`+quorum+`"}`, "If-Match", "*"); status != http.StatusOK {
			t.Fatalf("PATCH quorum %s = %d", quorum, status)
		}
		body := b.want(http.StatusOK, http.MethodGet, "/meetings/"+d.ID+"/close", "")
		if !strings.Contains(body, want) || want == "" && strings.Contains(body, "has to be present") {
			t.Errorf("with quorum %s the page does not say %q", quorum, want)
		}
	}
}

// A mistake in one leader's address leaves nothing half made, so that the
// mended form goes through.
func TestPages_SetupSides(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	b.want(http.StatusSeeOther, http.MethodPost, "/setup", fields("key", setupKey(t, s), "company", "Acme", "name", "Nia", "email", "nia@acme.test",
		"password", "correct horse", "side", "neutral", "time_zone", "Europe/Berlin", "locale", "en"))
	form := func(marketing, email string) string {
		return fields("sales_name", "Sales", "marketing_name", marketing, "lead_sales_name", "Sam", "lead_sales_email", "sam@acme.test",
			"lead_marketing_name", "Mia", "lead_marketing_email", email)
	}
	body := b.want(http.StatusUnprocessableEntity, http.MethodPost, "/setup/sides", form("Marketing", "no address"))
	if !strings.Contains(body, `href="#f-lead_marketing_email"`) {
		t.Error("the wrong address is not named by its field")
	}
	b.want(http.StatusUnprocessableEntity, http.MethodPost, "/setup/sides", form("", "mia@acme.test"))
	if body := b.want(http.StatusOK, http.MethodPost, "/setup/sides", form("Marketing", "mia@acme.test")); strings.Count(body, "/join/") != 2 {
		t.Error("the two invitations are not shown")
	}
	r := b.do(http.MethodPost, "/setup/series", fields("name", "Strategy", "template", "strategic_team"))
	if to := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || !strings.HasSuffix(to, "&template=strategic_team") {
		t.Errorf("POST /setup/series = %d to %s", r.StatusCode, to)
	}
}

func TestPages_FirstPage(t *testing.T) {
	c := newCompany(t)
	person, link, err := c.app.AddPerson(t.Context(), c.admin, app.NewPerson{Name: "Di", Email: "di@acme.test", Side: accord.Sales, Role: accord.RoleMember}, true)
	if err != nil {
		t.Fatal(err)
	}
	begin := func(path, form, want string) {
		t.Helper()
		b := c.browser()
		b.do("GET", "/", "") // the first page is nobody's wish
		if r := b.do("POST", path, form); r.StatusCode != 303 || r.Header.Get("Location") != want {
			t.Errorf("POST %.9s… = %d to %s, want 303 to %s", path, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
	begin(strings.TrimPrefix(link, "http://accord.test"), fields("name", "Di", "password", "correct horse", "time_zone", "Europe/Berlin", "locale", "en"), "/action-items")
	begin("/login", fields("email", "ana@acme.test", "password", "correct horse"), "/")
	team, err := c.app.CreateTeam(t.Context(), c.admin, "Strategy", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.app.SetTeamMember(t.Context(), c.admin, team.ID, person.ID, accord.TeamLeader, accord.Match{}); err != nil {
		t.Fatal(err)
	}
	begin("/login", fields("email", "di@acme.test", "password", "correct horse"), "/")
}

func TestPages_SignIn(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	if r := b.do("GET", "/people", ""); r.StatusCode != 303 || r.Header.Get("Location") != "/login" {
		t.Errorf("GET /people signed out = %d to %s, want 303 to /login", r.StatusCode, r.Header.Get("Location"))
	}
	wrong := b.want(422, "POST", "/login", fields("email", "ana@acme.test", "password", "nothing like it"))
	unknown := b.want(422, "POST", "/login", fields("email", "nobody@acme.test", "password", "nothing like it"))
	if strings.ReplaceAll(wrong, "ana@", "nobody@") != unknown {
		t.Error("the answer tells whether the address exists")
	}
	if strings.Contains(wrong, "nothing like it") {
		t.Error("the password is sent back")
	}
	r := b.do("POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	if r.StatusCode != 303 || r.Header.Get("Location") != "/people" {
		t.Errorf("POST /login = %d to %s, want 303 to where one wanted to go", r.StatusCode, r.Header.Get("Location"))
	}
	for _, cookie := range r.Cookies() {
		if cookie.Name == "accord_session" && (!cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode) {
			t.Errorf("session cookie = %v", cookie)
		}
	}
	b.want(200, "GET", "/people", "")
	b.want(303, "POST", "/logout", "")
	b.want(303, "GET", "/people", "")
}

// A GET writes nothing: sessions have no idle timeout, and their last use is
// noted hourly at most.
func TestPages_GETCommitsNothing(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	log := func() int64 { // every commit adds to the write-ahead log
		info, err := os.Stat(c.store.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := log()
	for _, path := range []string{"/people", "/account", "/settings", "/help", "/people/" + c.member.PersonID} {
		b.want(200, "GET", path, "")
	}
	if after := log(); after != before {
		t.Errorf("five GETs wrote %d bytes, want none", after-before)
	}
	c.now = c.now.Add(61 * time.Minute)
	b.want(200, "GET", "/people", "")
	noted := log()
	if noted == before {
		t.Error("an hour later the use of the session is not noted")
	}
	b.want(200, "GET", "/people", "")
	if after := log(); after != noted {
		t.Errorf("the second GET of the hour wrote %d bytes, want none", after-noted)
	}
	c.now = c.now.Add(sessionLife)
	b.want(303, "GET", "/people", "")
}

func TestPages_PasswordAndSessions(t *testing.T) {
	c := newCompany(t)
	here, there := c.browser(), c.browser()
	for _, b := range []*browser{here, there} {
		b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	}
	here.want(422, "POST", "/account/password", fields("old", "wrong", "password", "another long one"))
	here.want(422, "POST", "/account/password", fields("old", "correct horse", "password", "short"))
	here.want(303, "POST", "/account/password", fields("old", "correct horse", "password", "another long one"))
	here.want(200, "GET", "/account", "")
	there.want(303, "GET", "/account", "")
	there.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "another long one"))
	here.want(303, "POST", "/account/sessions/end", "")
	there.want(303, "GET", "/account", "")
	here.want(200, "GET", "/account", "")
}

func TestPages_Tokens(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	b.want(422, "POST", "/account/tokens", fields("token_name", "", "token_scope", "read"))
	body := b.want(200, "POST", "/account/tokens", fields("token_name", "reports", "token_scope", "read"))
	_, after, _ := strings.Cut(body, `value="accord_`)
	secret, _, _ := strings.Cut(after, `"`)
	c.tokens["new"] = "accord_" + secret
	if status, got, _ := c.call("new", "GET", "/me", ""); status != 200 {
		t.Fatalf("the token made = %d %v", status, got)
	}
	if strings.Contains(b.want(200, "GET", "/account", ""), secret) {
		t.Error("the token is shown a second time")
	}
	tokens, err := c.app.Tokens(t.Context(), c.admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		b.want(303, "POST", "/account/tokens/"+token.ID+"/revoke", "")
	}
	if status, _, _ := c.call("new", "GET", "/me", ""); status != 401 {
		t.Errorf("a revoked token = %d, want 401", status)
	}
}

// An invitation works once; so does a link for a new password.
func TestPages_Links(t *testing.T) {
	c := newCompany(t)
	link, err := c.app.Invite(t.Context(), c.admin, c.member.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "http://accord.test")
	b := c.browser()
	if !strings.Contains(b.want(200, "GET", path, ""), "acme") {
		t.Error("the invitation does not name the company")
	}
	b.want(422, "POST", path, fields("name", "Bo", "password", "short", "time_zone", "Europe/Paris", "locale", "en"))
	b.want(303, "POST", path, fields("name", "Bo Berg", "password", "a long password", "time_zone", "Europe/Paris", "locale", "de"))
	if body := b.want(200, "GET", "/account", ""); !strings.Contains(body, "Bo Berg") || !strings.Contains(body, `lang="de"`) {
		t.Error("who joined is not signed in with what they said")
	}
	c.browser().want(404, "GET", path, "")
	c.browser().want(404, "POST", path, fields("password", "a long password"))

	b.want(200, "POST", "/forgot", fields("email", "bo@acme.test"))
	b.want(200, "POST", "/forgot", fields("email", "nobody@acme.test"))
	c.app.Wait()
	reset, err := c.app.PasswordLink(t.Context(), c.admin, c.member.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(25 * time.Hour)
	c.browser().want(404, "GET", strings.TrimPrefix(reset, "http://accord.test"), "")
}

func TestPages_PeopleAndTeams(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	if body := b.want(200, "POST", "/people", fields("name", "Eva", "email", "eva@acme.test", "side", "marketing", "role", "member", "time_zone", "Europe/Berlin", "locale", "de", "invite", "1")); !strings.Contains(body, "/join/") {
		t.Error("the invitation is not shown")
	}
	if body := b.want(422, "POST", "/people", fields("name", "Eva", "email", "eva@acme.test", "side", "marketing", "role", "member", "time_zone", "Europe/Berlin", "locale", "de")); !strings.Contains(body, `value="eva@acme.test"`) {
		t.Error("what was typed is lost")
	}
	b.want(422, "POST", "/teams", fields("team_name", ""))
	r := b.do("POST", "/teams", fields("team_name", "Strategic team"))
	team := r.Header.Get("Location")
	b.want(200, "GET", team, "")
	b.want(303, "POST", team+"/members", fields("person_id", c.member.PersonID, "role", "leader"))
	b.want(422, "POST", team+"/members", fields("person_id", c.watch.PersonID, "role", "leader"))
	b.want(303, "POST", team+"/members/"+c.member.PersonID+"/remove", "")
	b.want(404, "POST", team+"/members/"+c.member.PersonID+"/remove", "")
	b.want(200, "GET", "/people/"+c.member.PersonID+"/leave", "")
	b.want(303, "POST", "/people/"+c.member.PersonID+"/leave", fields("x", ""))
	b.want(303, "POST", "/people/"+c.member.PersonID+"/erase", fields("x", ""))
	if body := b.want(200, "GET", "/people", ""); strings.Contains(body, ">Bo<") || !strings.Contains(body, "Former person 1") {
		t.Error("P9 erased: the name still stands, or no pseudonym does")
	}
	b.want(409, "POST", "/people/"+c.admin.PersonID+"/leave", fields("x", ""))
	settings := fields("version", "1", "name", "Acme AG", "sales_name", "Vertrieb", "marketing_name", "Marketing", "time_zone", "Europe/Berlin",
		"working_days", "1", "working_days", "2", "kept_on_time_target", "82,5", "sales_color", "teal")
	b.want(303, "POST", "/settings", settings)
	if body := b.want(409, "POST", "/settings", settings); !strings.Contains(body, `value="82,5"`) || !strings.Contains(body, `name="version" value="2"`) {
		t.Error("what was typed over somebody else's change is lost, or can never be saved")
	}
	w, err := c.app.Workspace(t.Context(), c.admin)
	if err != nil || w.KeptOnTimeTarget == nil || *w.KeptOnTimeTarget != 0.825 || w.WorkingDays != "1,2" || w.SalesColor != "teal" {
		t.Errorf("settings = %+v, %v", w, err)
	}
	b.want(422, "POST", "/settings", strings.NewReplacer("82%2C5", "lots", "version=1", "version=2").Replace(settings))
}

// X4: who may only look gets a refusal, who is not signed in the login page.
func TestPages_Denied(t *testing.T) {
	c := newCompany(t)
	link, err := c.app.Invite(t.Context(), c.admin, c.member.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	b.want(303, "POST", strings.TrimPrefix(link, "http://accord.test"), fields("name", "Bo", "password", "a long password"))
	b.want(200, "GET", "/people", "")
	b.want(403, "GET", "/settings", "")
	b.want(403, "POST", "/people/"+c.watch.PersonID+"/invite", fields("x", ""))
	if _, err := c.app.Invite(t.Context(), c.member, c.watch.PersonID); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("Invite by a member = %v, want denied", err)
	}
}

func TestLimiter_Login(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	for range triesPerAccount {
		b.do("POST", "/login", fields("email", "ana@acme.test", "password", "wrong password"))
	}
	b.want(429, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	b.want(422, "POST", "/login", fields("email", "bo@acme.test", "password", "wrong password"))
}

// What is not there is shown to those who are signed in with their way on, the
// sidebar; to everybody else without a word about who is inside.
func TestPages_NotFound(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	b.want(http.StatusSeeOther, http.MethodPost, "/setup", fields("key", setupKey(t, s), "company", "Acme", "name", "Ana", "email", "ana@acme.test",
		"password", "correct horse", "side", "sales", "time_zone", "Europe/Berlin", "locale", "en"))
	for _, path := range []string{"/no-such-page", "/series/no/such/page", "/action-items/A-99"} {
		if body := b.want(http.StatusNotFound, http.MethodGet, path, ""); !strings.Contains(body, `class="side"`) {
			t.Errorf("GET %s lacks the sidebar of whoever is signed in", path)
		}
	}
	if body := s.browser().want(http.StatusNotFound, http.MethodGet, "/no-such-page", ""); strings.Contains(body, `class="side"`) {
		t.Error("GET /no-such-page shows a sidebar to nobody")
	}
}
