package pages

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// itemSite is the pages about action items over a real database, for luis of
// Sales and mia of Marketing.
type itemSite struct {
	*testing.T
	echo  *echo.Echo
	flash *http.Cookie
	store *store.Store
}

func newItemSite(t *testing.T) *itemSite {
	t.Helper()
	return newSite(t, (*Pages).actionItemRoutes, nil)
}

// newSite serves some routes over a company of two, after more of it is made.
func newSite(t *testing.T, routes func(*Pages) []Route, more func(ctx context.Context, tx *store.Store) error) *itemSite {
	t.Helper()
	clock := func() time.Time { return storetest.Start }
	s := storetest.Open(t, clock)
	sides := map[string]accord.Side{"luis": accord.Sales, "mia": accord.Marketing, "uma": accord.Neutral}
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		if err := store.Insert(ctx, tx, accord.Workspace{ID: "w", TimeZone: "UTC", WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: clock()}); err != nil {
			return err
		}
		for id, side := range sides {
			p := accord.Person{ID: id, Name: strings.ToUpper(id), Email: id + "@example.com", Side: side, Role: accord.RoleMember, TimeZone: "UTC", Locale: "en", Version: 1, CreatedAt: clock()}
			if err := store.Insert(ctx, tx, p); err != nil {
				return err
			}
		}
		if more == nil {
			return nil
		}
		return more(ctx, tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	a := app.New(app.Config{Store: s, Clock: clock})
	p, err := New(Config{App: a, Clock: clock, Log: slog.New(slog.DiscardHandler), Secret: []byte("secret")})
	if err != nil {
		t.Fatal(err)
	}
	site := &itemSite{T: t, echo: echo.New(), store: s}
	site.echo.HTTPErrorHandler = func(err error, c echo.Context) { p.Error(c, err) }
	for _, r := range routes(p) {
		site.echo.Add(r.Method, r.Path, r.Handler, func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(c echo.Context) error {
				who := c.Request().Header.Get("X-Who")
				SetActor(c, accord.Actor{WorkspaceID: "w", PersonID: who, Name: who, Side: sides[who], Role: accord.RoleMember, TimeZone: "UTC", Locale: "en"}, nil)
				return next(c)
			}
		})
	}
	return site
}

// within writes what a test is about.
func (s *itemSite) within(fn func(ctx context.Context, tx *store.Store) error) {
	s.Helper()
	if err := s.store.Tx(s.Context(), "w", fn); err != nil {
		s.Fatal(err)
	}
}

// get fetches a page, with the message that waits for it.
func (s *itemSite) get(who, path string) (int, string) {
	return s.do(httptest.NewRequest(http.MethodGet, path, nil), who)
}

// post sends a form: name, value and so on.
func (s *itemSite) post(who, path string, values ...string) (int, string) {
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r, who)
}

func (s *itemSite) do(r *http.Request, who string) (int, string) {
	r.Header.Set("X-Who", who)
	if s.flash != nil {
		r.AddCookie(s.flash)
	}
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		s.flash = c
	}
	if to := w.Header().Get("Location"); to != "" {
		return w.Code, to
	}
	return w.Code, w.Body.String()
}

func (s *itemSite) has(body string, wants ...string) {
	s.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			s.Errorf("the page lacks %q", want)
		}
	}
}

// TestActionItem_pages walks an item's life by forms alone.
func TestActionItem_pages(t *testing.T) {
	s := newItemSite(t)
	code, body := s.post("mia", "/action-items", "title", "", "owner_id", "luis", "for_side", "marketing", "due_on", "2027-01-11", "details", "typed")
	if code != 422 {
		t.Errorf("a form without a title = %d, want 422", code)
	}
	s.has(body, "Say what is to be done.", ">typed</textarea>", `<option value="luis" selected>`)
	if code, to := s.post("mia", "/action-items", "title", "Send the list", "owner_id", "luis", "for_side", "marketing", "due_on", "2027-01-11"); code != 303 || to != "/action-items/A-1" {
		t.Fatalf("a new action item = %d to %s", code, to)
	}
	_, body = s.get("luis", "/action-items")
	s.has(body, "Waiting for me", "Send the list", "A-1 · MIA asks you", `action="/action-items/A-1/accept"`)
	if code, to := s.post("luis", "/action-items/A-1/accept", "back", "/action-items"); code != 303 || to != "/action-items" {
		t.Errorf("accept = %d to %s", code, to)
	}
	_, body = s.get("luis", "/action-items")
	s.has(body, "A-1 is accepted.", `action="/action-items/A-1/undo?back=%2Faction-items"`, `action="/action-items/A-1/done"`)

	code, body = s.post("luis", "/action-items/A-1/reschedule", "due_on", "2027-01-20", "reason", " ")
	if code != 422 {
		t.Errorf("P2: a new date without a reason = %d, want 422", code)
	}
	s.has(body, "Say why.", `value="2027-01-20"`, `id="f-reschedule-reason"`, `href="#f-reschedule-reason"`)
	s.post("luis", "/action-items/A-1/reschedule", "due_on", "2027-01-20", "reason", "Waiting for data")
	_, body = s.get("luis", "/action-items/A-1")
	s.has(body, `<del class="first-due">`, "11 Jan", "moved once", "Waiting for data", "Marketing confirms that it is done")

	s.post("luis", "/action-items/A-1/done")
	if code, to := s.post("luis", "/action-items/A-1/undo?back=%2Faction-items"); code != 303 || to != "/action-items" {
		t.Errorf("undo = %d to %s", code, to)
	}
	_, body = s.get("luis", "/action-items/A-1")
	s.has(body, "(taken back)", "took the change before back")
	if _, to := s.post("luis", "/action-items/A-1/done", "back", "//evil.example"); to != "/" {
		t.Errorf("back leads to %s", to)
	}
	if code, body := s.post("luis", "/action-items/A-1/confirm"); code != 403 || !strings.Contains(body, "Nobody confirms their own promise.") {
		t.Errorf("P3: confirming one's own = %d", code)
	}
	if code, body := s.post("luis", "/action-items/A-1/done"); code != 409 || !strings.Contains(body, "only an open action item can be done") {
		t.Errorf("done twice = %d, want the page with the conflict", code)
	}
	_, body = s.get("mia", "/action-items/A-1")
	s.has(body, `action="/action-items/A-1/confirm"`, "Mails LUIS", "confirms itself at the end of Mon 11 Jan")
	s.post("mia", "/action-items/A-1/confirm")
	_, body = s.get("mia", "/action-items/A-1")
	s.has(body, "Confirmed by MIA")
	if code, _ := s.get("mia", "/action-items/A-99"); code != 404 {
		t.Errorf("no such item = %d, want 404", code)
	}
}

// P8: what was just made is taken back from the message that says so.
func TestActionItem_page_undoes_making(t *testing.T) {
	s := newItemSite(t)
	_, to := s.post("luis", "/action-items", "title", "Typed too soon", "owner_id", "luis", "for_side", "sales", "due_on", "2027-01-11")
	_, body := s.get("luis", to)
	s.has(body, "Undo", `action="/action-items/A-1/undo?back=%2Faction-items%2FA-1"`)
	if code, to := s.post("luis", "/action-items/A-1/undo?back=%2Faction-items%2FA-1"); code != 303 || to != "/action-items" {
		t.Errorf("undo = %d to %s, want the list: the item's page is gone", code, to)
	}
	if code, _ := s.get("luis", "/action-items/A-1"); code != 404 {
		t.Errorf("the item undone = %d, want 404", code)
	}
}

func TestActionItem_list_page(t *testing.T) {
	s := newItemSite(t)
	s.post("luis", "/action-items", "title", "Größe <b>", "owner_id", "luis", "for_side", "marketing", "due_on", "2027-01-11")
	for path, want := range map[string]string{
		"/action-items?q=grosse":                      "Größe &lt;b&gt;",
		"/action-items?q=zzz":                         "Nothing matches",
		"/action-items?owner=mia":                     "Nothing matches",
		"/action-items?view=all":                      "/action-items/A-1",
		"/action-items?status=open,blocked&sort=x":    "/action-items/A-1",
		"/action-items?overdue=true":                  "Nothing matches",
		"/action-items":                               "Later",
		"/action-items/new?line=Call+%40mia+tomorrow": `value="2027-01-05"`,
	} {
		code, body := s.get("luis", path)
		if code != 200 || !strings.Contains(body, want) {
			t.Errorf("GET %s = %d without %q", path, code, want)
		}
	}
	if _, body := s.get("mia", "/action-items"); !strings.Contains(body, "Nothing is open") {
		t.Error("an empty list does not say so")
	}
}
