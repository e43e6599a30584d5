package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store/storetest"
)

// hiddenWords stand in what somebody must not be told, and nowhere else.
const hiddenWords = "quaggaquagga"

// hideout is a company in which something is hidden (X2). It looks for it in
// whatever anybody is told, by the routes and the OpenAPI document, so that what
// is served tomorrow is looked into as well.
type hideout struct {
	*matrix
	url     string // of the database
	logs    *loud  // of server, use cases and store, with everything
	probe   string // the beginning of something hidden, to search for
	secrets func(p persona) []string

	answered map[string]bool // GET routes that answered somebody with 200
	looked   int             // answers that were looked into
}

// loud is a log that several goroutines write to.
type loud struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *loud) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *loud) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// eachHideout runs fn on both databases.
func eachHideout(t *testing.T, fn func(t *testing.T, h *hideout)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := &hideout{url: url, logs: &loud{}, answered: map[string]bool{}}
		c := &company{site: newSiteOn(t, url, func(cfg *Config) {
			cfg.Log = slog.New(slog.NewJSONHandler(h.logs, &slog.HandlerOptions{Level: slog.LevelDebug - 4}))
		})}
		c.fill("acme", func(f app.Founder) (accord.Person, error) { return c.app.Setup(t.Context(), setupKey(t, c.site), f) })
		h.matrix = &matrix{company: c}
		h.own = c.furnish("acme", "TU", "2027-01-05T10:00")
		fn(t, h)
	})
}

// joins adds somebody who signs in and has a token.
func (h *hideout) joins(name string, side accord.Side) persona {
	h.t.Helper()
	p, _, err := h.app.AddPerson(h.t.Context(), h.admin, app.NewPerson{Name: name, Email: strings.ToLower(name) + "@acme.test", Side: side, Role: accord.RoleMember}, true)
	if err != nil {
		h.t.Fatal(err)
	}
	actor, err := h.app.SessionActor(h.t.Context(), h.workspace, p.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	token, _, err := h.app.CreateToken(h.t.Context(), actor, name, "write")
	if err != nil {
		h.t.Fatal(err)
	}
	h.tokens[name] = token
	return persona{name, actor, token}
}

// free fails where something of the secrets stands in the text.
func (h *hideout) free(where, text string, secrets []string) {
	h.t.Helper()
	h.looked++
	for _, s := range secrets {
		if strings.Contains(text, s) {
			h.t.Errorf("X2: %s tells %.60q", where, s)
		}
	}
}

// outside are the GET routes nobody is asked by below, with why.
var outside = map[string]string{
	"/p/{token}": "a signed link; no mail about something hidden has one", "/u/{token}": "a signed link, which shows its reader's name",
	"/a/{token}": "the test of the diagnostic opens one", "/calendar/{feed_token}.ics": "asked by its address, see feeds",
	"/join/{secret}": "a one-time link", "/password/{secret}": "a one-time link", "/setup": "sends on once there is a company",
	"/login": "sends on who is signed in",
}

// asked looks into every answer to a reading request: every route, with what it
// can be asked for, by everybody, and every page that leads on from there.
func (h *hideout) asked(people ...persona) {
	h.t.Helper()
	h.routes(nil, people)
	for i, p := range people {
		h.feeds(p)
		if i == 0 || p.actor.Role != accord.RoleMember { // members are led to the same pages
			h.crawled(p)
		}
	}
}

// completed asks for what there is to read of a meeting once it is closed, and
// fails where a route has never answered: nothing was looked into.
func (h *hideout) completed(people ...persona) {
	h.t.Helper()
	h.call("admin", "POST", "/meetings/"+h.own["meeting"]+"/close", `{"override":true}`) // unless what was pushed has
	h.routes(maps.Clone(h.answered), people)
	for _, r := range h.Routes() {
		if r.Method == http.MethodGet && outside[r.Path] == "" && !h.answered[r.Path] {
			h.t.Errorf("GET %s answered nobody with 200", r.Path)
		}
	}
}

// routes asks everybody every reading route but those.
func (h *hideout) routes(but map[string]bool, people []persona) {
	h.t.Helper()
	spec := h.spec()
	for _, r := range h.Routes() {
		if r.Method != http.MethodGet || outside[r.Path] != "" || but[r.Path] {
			continue
		}
		path, known := h.pathOf(r)
		if !known {
			h.t.Errorf("GET %s: what its path names is of no known kind", r.Path)
			continue
		}
		for _, p := range people {
			for _, address := range h.addresses(spec, r, path) {
				h.read(r, p, address)
			}
			h.searched(spec, r, p, path)
		}
	}
}

// pathOf fills in what a route's path names.
func (h *hideout) pathOf(r Route) (path string, known bool) {
	path, _ = fillPath(r, h.own)
	path = strings.ReplaceAll(path, "{original}", "2027-01-12T10:00") // of which there is no meeting
	return path, !strings.Contains(path, "{") && !strings.Contains(path, "//")
}

// addresses are a route's path with what it can be asked for.
func (h *hideout) addresses(spec map[string]any, r Route, path string) []string {
	list := []string{path}
	if strings.HasSuffix(r.Path, ".csv") {
		return append(list, path+"?id="+h.own["sit-down"])
	}
	for _, name := range queryOf(spec, r) {
		switch name {
		case "limit":
			list = append(list, path+"?limit=200")
		case "after":
			list = append(list, path+"?after=0&limit=200")
		}
	}
	return list
}

// queryOf are the names of an operation's query parameters.
func queryOf(spec map[string]any, r Route) []string {
	var names []string
	params, _ := dig(spec, "paths", strings.TrimPrefix(r.Path, "/api/v1"), "get", "parameters").([]any)
	for _, param := range params {
		if dig(param, "in") == "query" {
			name, _ := dig(param, "name").(string)
			names = append(names, name)
		}
	}
	return names
}

// read looks into an answer and, where it is a page of a list, into the next
// ones.
func (h *hideout) read(r Route, p persona, address string) (answer string) {
	h.t.Helper()
	if r.API && p.token == "" {
		return ""
	}
	status, answer := h.as(p, r, address, "")
	h.answered[r.Path] = h.answered[r.Path] || status == http.StatusOK
	h.free(fmt.Sprintf("GET %s as %s", address, p.name), answer, h.secrets(p))
	var page struct {
		Next string `json:"next_cursor"`
	}
	if json.Unmarshal([]byte(answer), &page) == nil && page.Next != "" && !strings.Contains(address, "cursor=") {
		sep := map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")]
		h.read(r, p, address+sep+"cursor="+url.QueryEscape(page.Next))
	}
	return answer
}

// searched asks for the beginning of what is hidden: the answer is that for
// words that are nowhere.
func (h *hideout) searched(spec map[string]any, r Route, p persona, path string) {
	h.t.Helper()
	if h.probe == "" || !strings.HasPrefix(h.secrets(p)[0], h.probe) || r.Path == "/account" { // who may find it; what lists each of these questions as a session
		return
	}
	if r.API && !slices.Contains(queryOf(spec, r), "q") || strings.HasSuffix(r.Path, "/live") {
		return
	}
	nonsense := strings.Repeat("zv", len(h.probe))[:len(h.probe)]
	found := strings.ReplaceAll(h.read(r, p, path+"?q="+h.probe), h.probe, nonsense)
	if !strings.Contains(found, nonsense) { // it is no search, and says nothing of what was asked
		return
	}
	if none := h.read(r, p, path+"?q="+nonsense); strip(found) != strip(none) {
		h.t.Errorf("X2: GET %s?q= as %s tells that there is something", path, p.name)
	}
}

var sortOf = regexp.MustCompile(`=[^&]*|[0-9a-f-]{36}|\d+`)

var href = regexp.MustCompile(` href="(/[^"#]*)`)

// crawled follows the links from the dashboard on, to three addresses that
// differ in nothing but ids, days and what is asked for.
func (h *hideout) crawled(p persona) {
	h.t.Helper()
	r := Route{Method: http.MethodGet}
	queue, seen, alike := []string{"/"}, map[string]bool{"/": true}, map[string]int{}
	for i := 0; i < len(queue); i++ {
		_, answer := h.as(p, r, queue[i], "")
		h.free(fmt.Sprintf("GET %s as %s", queue[i], p.name), answer, h.secrets(p))
		for _, found := range href.FindAllStringSubmatch(answer, -1) {
			next := html.UnescapeString(found[1])
			sort := sortOf.ReplaceAllString(next, "*")
			if !seen[next] && alike[sort] < 3 && !strings.HasPrefix(next, "/static/") {
				seen[next] = true
				alike[sort]++
				queue = append(queue, next)
			}
		}
	}
	if len(queue) < 20 {
		h.t.Errorf("only %d pages lead on for %s", len(queue), p.name)
	}
}

// feeds looks into the person's calendar and that of the series.
func (h *hideout) feeds(p persona) {
	h.t.Helper()
	for _, series := range []string{"", h.own["series"]} {
		address, _, err := h.app.CreateFeed(h.t.Context(), p.actor, series)
		if accord.CodeOf(err) == accord.CodeInvalid && series != "" { // no series of theirs
			continue
		}
		if err != nil {
			h.t.Fatal(err)
		}
		r := h.ask("GET", strings.TrimPrefix(address, "http://accord.test"), "")
		ics := text(h.t, r)
		if r.StatusCode != http.StatusOK || !strings.Contains(ics, "BEGIN:VCALENDAR") {
			h.t.Errorf("the feed of %s = %d", p.name, r.StatusCode)
		}
		h.free("the calendar feed of "+p.name, ics, h.secrets(p))
	}
}

// pushed looks into every answer to a changing request, with a version nobody
// has seen: refusals, what a stale write missed, conflict cards, echoes. Each
// POST to the API is sent again under its key.
func (h *hideout) pushed(people ...persona) {
	h.t.Helper()
	for _, r := range h.Routes() {
		path, known := h.pathOf(r)
		if r.Method == http.MethodGet || !known || strings.Contains(r.Path, "call-off") || strings.Contains(r.Path, "logout") {
			continue
		}
		body := h.body(r)
		for _, p := range people {
			header := []string{"If-Match", `"99999"`}
			if r.API && p.token == "" {
				continue
			}
			if r.API && r.Method == http.MethodPost {
				header = append(header, "Idempotency-Key", "the same")
			}
			if !r.API {
				body += "&version=99999"
			}
			for range len(header) / 2 {
				_, answer := h.as(p, r, path, body, header...)
				h.free(fmt.Sprintf("%s %s as %s", r.Method, path, p.name), answer, h.secrets(p))
			}
		}
	}
}

// follow opens the streams of the running meeting, those of programs and those
// of pages; the function it returns reads all up to an event with the text.
func (h *hideout) follow(people ...persona) (until func(text string)) {
	h.t.Helper()
	s := listening(h.matrix)
	type open struct {
		who persona
		*stream
	}
	var streams []open
	for _, p := range people {
		streams = append(streams, open{p, s.page(p.actor, h.own["meeting"])},
			open{p, s.open("/api/v1/meetings/"+h.own["meeting"]+"/stream", "Authorization", "Bearer "+p.token)})
	}
	streams = slices.DeleteFunc(streams, func(o open) bool { return o.status == http.StatusNotFound })
	if len(streams) < 4 {
		h.t.Fatalf("only %d streams are followed", len(streams))
	}
	return func(text string) {
		h.t.Helper()
		for _, o := range streams {
			for {
				e, ok := o.next()
				if !ok {
					h.t.Fatalf("the stream of %s ended", o.who.name)
				}
				h.free("the stream of "+o.who.name, e.id+e.name+e.data, h.secrets(o.who))
				if strings.Contains(e.data, text) {
					break
				}
			}
		}
	}
}

// written looks into what no person asks for: logs, metrics, mails, and every
// table but those named.
func (h *hideout) written(but ...string) {
	h.t.Helper()
	secrets := h.secrets(persona{})
	h.free("the log", h.logs.String(), secrets)
	w := httptest.NewRecorder()
	h.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	if !strings.Contains(w.Body.String(), "accord_http_request_seconds_count") {
		h.t.Error("there are no metrics to look into")
	}
	h.free("a metric", w.Body.String(), secrets)
	for _, letter := range h.letters() {
		h.free("a mail", letter, secrets)
	}
	for name, rows := range storetest.Dump(h.t, h.url) {
		if !slices.Contains(but, name) {
			h.free("the table "+name, rows, secrets)
		}
	}
}

// later moves the clock and lets the worker do what is due.
func (h *hideout) later(d time.Duration) {
	h.t.Helper()
	h.now = h.now.Add(d)
	if err := h.app.Tick(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}
