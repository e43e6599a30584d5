package server

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// site is a server on a real SQLite with a clock that stands still until moved.
type site struct {
	*Server
	t     *testing.T
	app   *app.App
	store *store.Store
	now   time.Time
}

func newSite(t *testing.T, change ...func(*Config)) *site {
	t.Helper()
	return newSiteOn(t, storetest.File(t), change...)
}

// newSiteOn is a site on a migrated, empty database.
func newSiteOn(t *testing.T, url string, change ...func(*Config)) *site {
	t.Helper()
	s := &site{t: t, now: storetest.Start}
	clock := func() time.Time { return s.now }
	cfg := Config{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Clock: clock, BaseURL: "http://accord.test", Secret: []byte("secret")}
	for _, c := range change {
		c(&cfg)
	}
	var err error
	if s.store, err = store.Open(t.Context(), store.Config{URL: url, Clock: clock, Log: cfg.Log, Volatile: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	s.app = app.New(app.Config{Store: s.store, Clock: clock, Log: cfg.Log, BaseURL: "http://accord.test", Secret: cfg.Secret})
	cfg.App, cfg.Store = s.app, s.store
	if s.Server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.app.Wait)
	return s
}

// ask sends a request; header is name, value and so on.
func (s *site) ask(method, path, body string, header ...string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, "http://accord.test"+path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestServer_APIErrorsAreProblems(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/api/v1/nothing", 404},
		{"GET", "/api/", 404},
		{"TRACE", "/api/v1/openapi.json", 405},
		{"POST", "/api/v1/openapi.json", 405},
	} {
		r := s.ask(tt.method, tt.path, "")
		var p map[string]any
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil || r.StatusCode != tt.want || p["status"] != float64(tt.want) ||
			r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s = %d %s %v, want a problem of %d", tt.method, tt.path, r.StatusCode, r.Header.Get("Content-Type"), p, tt.want)
		}
	}
}

// What no person types is left out of texts and refused in addresses;
// PostgreSQL keeps neither.
func TestServer_PlainText(t *testing.T) {
	c := newCompany(t)
	status, got, _ := c.call("member", "POST", "/action-items", `{"title":"Call\u0000 the \\u0000 `+"\xff"+` customer","owner_id":"`+c.member.PersonID+`","due_on":"2027-02-01","for_side":"sales"}`)
	if status != 201 || got["title"] != `Call the \u0000 `+"\uFFFD customer" {
		t.Errorf("POST /action-items = %d %q, want the title without NUL", status, got["title"])
	}
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana\x00@acme.test", "password", "correct horse"))
	for _, path := range []string{"/login?q=%00", "/login?q=%ff", "/action-items/%00", "/%ff", "/login?q=%zz"} {
		if r := c.ask("GET", path, ""); r.StatusCode != 400 {
			t.Errorf("GET %s = %d, want 400", path, r.StatusCode)
		}
	}
}

func TestServer_Head(t *testing.T) {
	s := httptest.NewServer(newSite(t).Handler())
	defer s.Close()
	for path, want := range map[string]int{"/healthz": 200, "/login": 200, "/api/v1/openapi.json": 200, "/api/v1/me": 401, "/meetings/m/live": 405} {
		r, err := http.Head(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		if b := text(t, r); r.StatusCode != want || b != "" || want == 200 && r.Header.Get("Content-Type") == "" {
			t.Errorf("HEAD %s = %d %q %v, want %d and no body", path, r.StatusCode, b, r.Header, want)
		}
	}
}

func TestServer_Headers(t *testing.T) {
	r := newSite(t).ask("GET", "/login", "")
	if got := r.Header.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") || strings.Contains(got, "script-src 'unsafe") {
		t.Errorf("Content-Security-Policy = %q", got)
	}
	if r.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS over http")
	}
	r = newSite(t, func(c *Config) { c.BaseURL = "https://accord.test" }).ask("GET", "/login", "")
	if r.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over https")
	}
}

func TestServer_Health(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if r := s.ask("GET", path, ""); r.StatusCode != 200 || text(t, r) != want {
			t.Errorf("%s = %d", path, r.StatusCode)
		}
	}
	s.store.Close()
	if r := s.ask("GET", "/readyz", ""); r.StatusCode != 503 {
		t.Errorf("/readyz without a database = %d, want 503", r.StatusCode)
	}
	s.ask("GET", "/healthz", "")
	w := httptest.NewRecorder()
	s.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if !strings.Contains(w.Body.String(), `accord_http_request_seconds_count{method="GET",route="/healthz",status="200"} 2`) {
		t.Errorf("metrics do not count /healthz:\n%s", w.Body)
	}
	if r := s.ask("GET", "/metrics", ""); r.StatusCode == 200 {
		t.Error("/metrics is served to everybody")
	}
}

func TestServer_OtherSites(t *testing.T) {
	s := newSite(t)
	r := s.ask("POST", "/theme", "theme=dark", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test")
	if r.StatusCode != 403 {
		t.Errorf("POST from another site = %d, want 403", r.StatusCode)
	}
	r = s.ask("POST", "/theme", "theme=dark", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	if r.StatusCode != 303 {
		t.Errorf("POST from our own = %d, want 303", r.StatusCode)
	}
}

func TestServer_BadBaseURL(t *testing.T) {
	for _, u := range []string{"", "accord.test", "ftp://x", "http://"} {
		if _, err := New(Config{BaseURL: u}); err == nil {
			t.Errorf("New with base URL %q = nil, want an error", u)
		}
	}
}

func TestClientAddress(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.1:99"
	r.Header.Set("X-Forwarded-For", "6.6.6.6, 203.0.113.9")
	if got := clientAddress(nil)(r); got != "10.0.0.1" {
		t.Errorf("without trusted proxies = %s, want 10.0.0.1", got)
	}
	if got := clientAddress(prefixes("10.0.0.0/8"))(r); got != "203.0.113.9" {
		t.Errorf("behind a trusted proxy = %s, want 203.0.113.9, not what the client claims", got)
	}
}

// A person's session: what it costs and how it ends.
func TestSessions(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	p, err := s.app.Setup(ctx, setupKey(t, s), app.Founder{
		Company: "Acme", Name: "Ana", Email: "Ana@acme.test", Password: "correct horse", Side: accord.Sales, TimeZone: "Europe/Berlin", Locale: "en",
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.app.Login(ctx, "ana@acme.test", "wrong"); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("Login with a wrong password = %v, want invalid", err)
	}
	if got, err := s.app.Login(ctx, " ANA@acme.test", "correct horse"); err != nil || got.ID != p.ID {
		t.Errorf("Login = %v, %v", got.ID, err)
	}
}

func setupKey(t *testing.T, s *site) string {
	t.Helper()
	link, err := s.app.SetupLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := strings.Cut(link, "key=")
	return key
}

func prefixes(s string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(s)} }
