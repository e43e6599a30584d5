package pages

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

var testNow = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func testPages(t *testing.T) *Pages {
	t.Helper()
	p, err := New(Config{
		Clock: func() time.Time { return testNow }, Log: slog.New(slog.DiscardHandler), Secret: []byte("secret"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func maya() accord.Actor {
	return accord.Actor{
		WorkspaceID: "w", PersonID: "p", Name: "Maya Chen", Side: accord.Sales, Role: accord.RoleAdmin,
		TimeZone: "Europe/Berlin", Locale: "en",
	}
}

// testBase is what the views of the tests embed.
func testBase(locale string) Base {
	actor := maya()
	actor.Locale = locale
	l := web.NewLocalizer(locale, actor.Zone())
	return Base{
		L: l, Actor: actor, Title: "Title", Now: testNow, Today: l.DateOf(testNow), CanEdit: true,
		Assets: web.NewAssets(), Path: "/", Nav: "dashboard",
		Workspace: accord.Workspace{Name: "Northwind", TimeZone: "Europe/Berlin"},
	}
}

// views gives a view for each page; every template must be named here. A page
// may have several, for its states.
func views(locale string) map[string][]framed {
	b := testBase(locale)
	out := b
	out.Actor = accord.Actor{}
	return map[string][]framed{
		"series":           seriesViews(b)["series"],
		"series_show":      seriesViews(b)["series_show"],
		"series_edit":      seriesViews(b)["series_edit"],
		"series_scope":     seriesViews(b)["series_scope"],
		"series_agenda":    seriesViews(b)["series_agenda"],
		"occurrence":       seriesViews(b)["occurrence"],
		"meetings":         calendarViews(b),
		"meeting_new":      meetingViews(b)["meeting_new"],
		"meeting_prepare":  meetingViews(b)["meeting_prepare"],
		"meeting_run":      meetingViews(b)["meeting_run"],
		"meeting_conflict": meetingViews(b)["meeting_conflict"],
		"meeting_close":    meetingViews(b)["meeting_close"],
		"meeting_minutes":  meetingViews(b)["meeting_minutes"],
		"meeting_correct":  meetingViews(b)["meeting_correct"],
		"agenda_item":      meetingViews(b)["agenda_item"],
		"error": {
			&errorView{Base: b, Status: 404, Headline: "Nothing", Text: "Text"},
			&errorView{Base: out, Status: 500, Headline: "Failed", ID: "abc"},
		},
		"account": {
			&accountView{
				Base: b, Form: BlankForm(b.L), Password: BlankForm(b.L), Token: BlankForm(b.L), Mail: BlankForm(b.L), Zones: ZoneOptions(), Locales: LocaleOptions(b.L), Secret: "accord_x",
				Sessions: []accord.Session{{ID: "a", UserAgent: "Firefox"}, {ID: "b"}},
				Tokens:   []accord.Token{{ID: "t", Name: "script", Scope: "read"}, {ID: "u", Name: "bot", Scope: "write", LastUsedAt: &testNow}},
			},
			&accountView{Base: b, Form: BlankForm(b.L), Password: BlankForm(b.L), Token: BlankForm(b.L), Mail: BlankForm(b.L)},
		},
		"my_calendar":   myCalendarViews(b),
		"sit_downs":     sitDownViews(b)["sit_downs"],
		"sit_down":      sitDownViews(b)["sit_down"],
		"series_import": importViews(b),
		"people": {
			&peopleView{Base: b, TeamForm: BlankForm(b.L)},
			&peopleView{
				Base: b, TeamForm: BlankForm(b.L), People: []accord.Person{maya2(), {ID: "x", Name: "Gone", Side: accord.Sales, Role: accord.RoleMember, LeftAt: &testNow}}, Here: 1,
				Joined: map[string]bool{}, Teams: []app.TeamDetail{{Team: accord.Team{ID: "t", Name: "Strategic team", Closed: true}}}, Hidden: []accord.Team{{ID: "h", Name: "Inner"}},
			},
		},
		"person_new":  {newPersonView(b)},
		"person_link": {&madeLinkView{Base: b, Person: maya2(), Link: "https://accord.test/join/x"}},
		"person": {
			&personView{personFormView: *newPersonView(b), Person: maya2(), Teams: []app.TeamDetail{{Team: accord.Team{ID: "t", Name: "T"}}}, Role: map[string]accord.TeamRole{"t": accord.TeamLeader}},
			&personView{personFormView: *newPersonView(b), Person: accord.Person{ID: "x", Name: "Gone", Side: accord.Sales, Role: accord.RoleMember, LeftAt: &testNow}},
		},
		"person_leave": {
			&leaveView{formView: formView{b, BlankForm(b.L)}, Person: maya2()},
			&leaveView{
				formView: formView{b, BlankForm(b.L)}, Person: maya2(), Heirs: []Option{{Value: "o", Label: "Tom"}},
				Open: app.Open{Items: []accord.ActionItem{{ID: "i", Number: 3, Title: "Case study"}}, Presentations: []accord.AgendaItem{{ID: "g", Title: "Pricing"}}, Projects: []accord.Project{{ID: "p", Title: "North"}}},
			},
		},
		"team": {
			&teamView{formView: formView{b, BlankForm(b.L)}, Member: BlankForm(b.L)},
			&teamView{
				formView: formView{b, BlankForm(b.L)}, Member: BlankForm(b.L), Team: app.TeamDetail{Team: accord.Team{ID: "t", Name: "Strategic team", Closed: true}},
				Balance: &accord.TeamBalance{Sales: accord.SideStrength{Leaders: 1, Representatives: 5}, Marketing: accord.SideStrength{Representatives: 1}},
				Members: []teamMemberView{{Person: maya2(), Role: accord.TeamLeader}}, Others: []Option{{Value: "o", Label: "Tom"}},
			},
		},
		"settings": {&settingsView{formView: formView{b, BlankForm(b.L, "sales_color", "teal")}, Zones: ZoneOptions(), People: []accord.Person{maya2()}}},
		"days_off": daysOffViews(b)["days_off"], "days_off_confirm": daysOffViews(b)["days_off_confirm"],
		"login":  {&formView{out, BlankForm(b.L)}},
		"forgot": {&forgotView{formView: formView{out, BlankForm(b.L)}}, &forgotView{formView: formView{out, BlankForm(b.L)}, Sent: "forgot.sent"}},
		"join": {&linkView{
			formView: formView{out, BlankForm(b.L)}, Company: "Northwind", Path: "/join/x", Zones: ZoneOptions(), Locales: LocaleOptions(b.L),
		}},
		"password":        {&linkView{formView: formView{out, BlankForm(b.L)}, Path: "/password/x"}},
		"setup":           {&setupView{formView: formView{out, BlankForm(b.L)}, Step: 1, Zones: ZoneOptions("Asia/Pyongyang")}},
		"updates":         updateViews(b)["updates"],
		"update":          updateViews(b)["update"],
		"exchange_visits": visitViews(b)["exchange_visits"],
		"exchange_visit":  visitViews(b)["exchange_visit"],
		"decisions": {
			&decisionsView{Base: b, Form: BlankForm(b.L), Pager: Pager{L: b.L}},
			&decisionsView{Base: b, Form: BlankForm(b.L, "q", "x"), Filtered: true, Pager: Pager{L: b.L}},
			&decisionsView{Base: b, Form: BlankForm(b.L), Rows: []accord.DecisionDetail{testDecision()}, Pager: Pager{L: b.L, Next: "/decisions?cursor=x"}},
		},
		"decision": {&decisionView{Base: b, Form: BlankForm(b.L), D: testDecision(), Earlier: new(testDecision()), Later: new(testDecision())}},
		"setup_sides": {
			&sidesView{formView: formView{b, BlankForm(b.L)}, Step: 2, Leaders: []accord.Side{accord.Marketing}},
			&sidesView{formView: formView{b, BlankForm(b.L)}, Step: 2, Links: []setupLink{{Name: "Tom Okafor", URL: "http://x/join/y"}}},
		},
		"setup_days":   {&daysView{formView: formView{b, BlankForm(b.L, "working_days", "1")}, Step: 3, Zones: ZoneOptions()}},
		"setup_series": {&firstSeriesView{formView: formView{b, BlankForm(b.L)}, Step: 4, Templates: []Option{{Value: "x", Label: "Strategic team"}}}},
		"dashboard":    dashboardViews(b),
		"help":         {&helpView{Base: b}},
		"deliveries":   {&deliveriesView{Base: b, Pager: Pager{L: b.L}}, deliveriesExample(b)},
		"mail_link":    mailLinkViews(out),
		"mail_stop": {
			&mailStopView{Base: out, MailStop: app.MailStop{Person: maya2(), Kind: accord.WishDigest}, Link: "/u/x"},
			&mailStopView{Base: out, MailStop: app.MailStop{Person: maya2(), Kind: accord.WishReminders, Stopped: true}},
			&mailStopView{Base: out, MailStop: app.MailStop{Kind: accord.WishProposals}},
			&mailStopView{Base: out, Dead: true},
		},
		"diagnostics": diagnosticViews(b)["diagnostics"],
		"intel":       intelViews(b)["intel"],
		"intel_item":  intelViews(b)["intel_item"], "intel_list": intelViews(b)["intel_list"],
		"intel_import":    intelViews(b)["intel_import"],
		"lead_batch":      intelViews(b)["lead_batch"],
		"lead_reasons":    intelViews(b)["lead_reasons"],
		"charter":         charterViews(b)["charter"],
		"charter_print":   charterViews(b)["charter_print"],
		"charter_history": charterViews(b)["charter_history"],
		"charter_edit":    charterViews(b)["charter_edit"],
		"projects":        projectViews(b)["projects"], "project": projectViews(b)["project"], "project_new": projectViews(b)["project_new"],
		"search": {
			&searchView{Base: b},
			&searchView{Base: b, Query: "nothing"},
			&searchView{Base: b, Query: "lead", Groups: []searchGroup{{Title: "Series", Hits: []searchHit{{Path: "/series/1", Icon: "gavel", Title: "Lead review", Note: "weekly"}}}}},
		},
	}
}

func maya2() accord.Person {
	return accord.Person{ID: "p", Name: "Maya Chen", Email: "maya@northwind.test", Side: accord.Sales, Role: accord.RoleAdmin, TimeZone: "Europe/Berlin", Locale: "en"}
}

func newPersonView(b Base) *personFormView {
	return &personFormView{formView: formView{b, BlankForm(b.L)}, Zones: ZoneOptions(), Locales: LocaleOptions(b.L)}
}

func testDecision() accord.DecisionDetail {
	return accord.DecisionDetail{
		Decision:     accord.Decision{Number: 37, Text: "First call within 48 hours", DecidedOn: "2026-11-19", ReviewOn: "2027-01-12", Domain: "leads", Provisional: true, MeetingID: "m"},
		MeetingTitle: "Pipeline review", DeciderNames: []string{"Maya Chen", "Tom Okafor"},
	}
}

func TestRender_every_template_in_both_languages(t *testing.T) {
	p := testPages(t)
	for _, locale := range web.Locales {
		all := views(locale)
		maps.Copy(all, actionItemPages(locale))
		maps.Copy(all, diagnosticViews(testBase(locale)))
		for _, name := range p.render.Names() {
			if len(all[name]) == 0 {
				t.Errorf("views has nothing for the page %s", name)
			}
			for _, view := range all[name] {
				b, err := p.render.Page(name, view)
				if err != nil {
					t.Errorf("Page(%s) in %s: %v", name, locale, err)
					continue
				}
				checkHTML(t, name+" in "+locale, string(b))
			}
		}
	}
}

// checkHTML looks for what must never be in a page: a key without a text, a
// missing value, script or handlers inside the document.
func checkHTML(t *testing.T, name, html string) {
	t.Helper()
	for _, bad := range []string{"<no value>", "ZgotmplZ", "%!", "onclick=", "hx-on", "javascript:", "<script>"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s contains %q", name, bad)
		}
	}
	if i := strings.Index(html, ">["); i >= 0 && strings.Contains(html[i:min(len(html), i+60)], "]<") {
		t.Errorf("%s shows a key without a text: %s", name, html[i+1:min(len(html), i+60)])
	}
	if len(html) > 200*1024 {
		t.Errorf("%s has %d bytes", name, len(html))
	}
}

func request(p *Pages, method, target string, body string, cookies ...*http.Cookie) (echo.Context, *httptest.ResponseRecorder) {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range cookies {
		req.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	return echo.New().NewContext(req, rec), rec
}

func TestFlash_is_shown_once_and_only_when_signed(t *testing.T) {
	p := testPages(t)
	c, rec := request(p, http.MethodPost, "/x", "")
	p.Flash(c, "Saved", "/undo/1")
	cookies := rec.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("Flash set %d cookies, want 1", len(cookies))
	}

	c, rec = request(p, http.MethodGet, "/help", "", cookies[0])
	SetActor(c, maya(), nil)
	if err := p.help(c); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(rec.Body.String(), "Saved") || !strings.Contains(rec.Body.String(), `action="/undo/1"`) {
		t.Error("the page does not show the flash with its undo")
	}
	if got := rec.Result().Cookies(); len(got) != 1 || got[0].MaxAge >= 0 {
		t.Errorf("the flash cookie stays: %v", got)
	}

	forged := *cookies[0]
	forged.Value = "e" + forged.Value[1:]
	forged.Value = strings.Replace(forged.Value, ".", "x.", 1)
	c, rec = request(p, http.MethodGet, "/help", "", &forged)
	SetActor(c, maya(), nil)
	if err := p.help(c); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(rec.Body.String(), `class="toast"`) {
		t.Error("the page shows a forged flash")
	}
}

func TestError_pages(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		want   string
	}{
		{"not found", accord.NotFound("series"), 404, "There is nothing here"},
		{"denied", accord.Errorf(accord.CodeDenied, "Only its owner can say that %s is done.", "A-1"), 403, "Only its owner can say that A-1 is done."},
		{"conflict", accord.Errorf(accord.CodeConflict, "It is closed.").By("M4"), 409, "It is closed."},
		{"stale", accord.Errorf(accord.CodeStale, "Changed."), 412, "Somebody was faster"},
		{"internal", http.ErrBodyNotAllowed, 500, "Reference"},
		{"route", echo.ErrNotFound, 404, "There is nothing here"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := testPages(t)
			c, rec := request(p, http.MethodGet, "/x", "")
			p.Error(c, tt.err)
			if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.want) {
				t.Errorf("Error(%v) = %d, want %d with %q in\n%s", tt.err, rec.Code, tt.status, tt.want, rec.Body)
			}
			if strings.Contains(rec.Body.String(), http.ErrBodyNotAllowed.Error()) {
				t.Error("the page shows the inner error")
			}
		})
	}
}

func TestForm_keeps_what_was_typed(t *testing.T) {
	p := testPages(t)
	c, _ := request(p, http.MethodPost, "/x?name=query", "name=++Pipe%3Cline&side=sales")
	form := NewForm(c)
	if got := form.Get("name"); got != "Pipe<line" {
		t.Errorf("Get(name) = %q", got)
	}
	v := &accord.Validation{}
	v.Check(false, "name", "Give a day as YYYY-MM-DD, between 1900 and 2200.")
	if !form.Failed(v.Err()) || form.Status() != http.StatusUnprocessableEntity {
		t.Fatalf("Failed, Status = %d, want 422", form.Status())
	}
	b, err := p.render.Fragment("help", "field", form.Text("name", "Name").Hint("Help").Need())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`value="  Pipe&lt;line"`, `aria-invalid="true"`, `aria-describedby="f-name-hint f-name-error"`, "Give a day"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the field lacks %s:\n%s", want, b)
		}
	}
	b, err = p.render.Fragment("help", "form-errors", form)
	if err != nil || !strings.Contains(string(b), `href="#f-name"`) {
		t.Errorf("the summary does not lead to the field: %v\n%s", err, b)
	}
	if form.Failed(accord.NotFound("person")) || form.Failed(nil) {
		t.Error("Failed takes errors that no form can mend")
	}
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{
		"/meetings?x=1": "/meetings?x=1", "": "/", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "/a\r\nb": "/",
	} {
		if got := localPath(path); got != want {
			t.Errorf("localPath(%q) = %q, want %q", path, got, want)
		}
	}
}
