package server

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// figureJSON is a figure as the API answers it.
type figureJSON struct {
	Numerator, Denominator int
	Value                  any
	Few                    bool
	List                   string
}

// counts is how many rows the list behind a figure has: what it is a share of,
// unless it counts a few among all. Figures made of agenda items or people list
// the meetings held.
func (f figureJSON) counts(key accord.FigureKey, held int) int {
	switch key {
	case accord.OverdueItems, accord.OverdueAgeing, accord.SlipRate, accord.MedianSlip, accord.CarriedItems, accord.TimeToClose, accord.Returned, accord.Balance:
		return f.Numerator
	case accord.AgendaCoverage, accord.Attendance:
		return held
	}
	return f.Denominator
}

// repeats is how much shorter a list may be: an item returned and done again
// was counted each time and is listed once.
func (f figureJSON) repeats(key accord.FigureKey, returned int) int {
	if key == accord.Acceptance || key == accord.Confirmation || key == accord.Returned {
		return returned
	}
	return 0
}

// Every figure opens its list, on the API and on the pages, now and as of a
// past date, for all series and for one: it has as many rows as were counted.
func TestDashboard_lists_have_what_was_counted(t *testing.T) {
	s := newSite(t)
	s.now = time.Date(2027, 3, 3, 10, 20, 0, 0, time.UTC)
	logins, err := s.app.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.app.Login(t.Context(), logins[0].Email, app.DemoPassword)
	if err != nil {
		t.Fatal(err)
	}
	actor := accord.Actor{WorkspaceID: p.WorkspaceID, PersonID: p.ID, Role: p.Role, Side: p.Side, TimeZone: p.TimeZone}
	token, _, err := s.app.CreateToken(t.Context(), actor, "test", "read")
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser()
	b.want(303, "POST", "/login", fields("email", logins[0].Email, "password", app.DemoPassword))
	api := &listReader{site: s, token: token, browser: b}
	series := api.first("/api/v1/series")
	for _, query := range []string{"", "as_of=2027-01-15", "from=2026-10-01&to=2026-12-31&series=" + series, "as_of=2026-12-10T11:30:00%2B01:00&series=" + series} {
		var answer struct {
			Figures map[accord.FigureKey]map[string]figureJSON
		}
		api.get("/api/v1/dashboard?"+query, &answer)
		counted := 0
		for key, split := range answer.Figures {
			held := answer.Figures[accord.Readiness]["joint"].Denominator
			for side, figure := range split {
				if side != "joint" && key.ListsMeetings() {
					continue // meetings have no side
				}
				want, fewer := figure.counts(key, held), figure.repeats(key, answer.Figures[accord.Returned]["joint"].Numerator)
				counted += want
				got := api.rows(figure.List)
				if got > want || got < want-fewer {
					t.Errorf("%q: the list of %s of %s has %d rows, want %d of %d/%d: %s", query, key, side, got, want, figure.Numerator, figure.Denominator, figure.List)
				}
				if side != "joint" {
					continue
				}
				if shown := api.pageRows(strings.TrimPrefix(figure.List, "/api/v1")); shown != got {
					t.Errorf("%q: the page of %s has %d rows, the API's list %d: %s", query, key, shown, got, figure.List)
				}
			}
		}
		if counted == 0 {
			t.Errorf("%q counts nothing at all", query)
		}
	}
}

// listReader reads lists to their end.
type listReader struct {
	*site
	token   string
	browser *browser
}

func (l *listReader) get(path string, into any) {
	l.t.Helper()
	r := l.ask("GET", path, "", "Authorization", "Bearer "+l.token)
	if r.StatusCode != 200 {
		l.t.Fatalf("GET %s = %d %s", path, r.StatusCode, text(l.t, r))
	}
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		l.t.Fatal(err)
	}
}

func (l *listReader) first(path string) string {
	var page struct{ Items []struct{ ID string } }
	l.get(path, &page)
	return page.Items[0].ID
}

// rows counts a list of the API, page by page.
func (l *listReader) rows(path string) int {
	l.t.Helper()
	n, cursor := 0, ""
	for {
		var page struct {
			Items      []json.RawMessage
			NextCursor *string `json:"next_cursor"`
		}
		l.get(path+"&limit=40"+cursor, &page)
		n += len(page.Items)
		if page.NextCursor == nil {
			return n
		}
		cursor = "&cursor=" + url.QueryEscape(*page.NextCursor)
	}
}

// pageRows counts the rows of the page behind a figure, page by page.
func (l *listReader) pageRows(path string) int {
	l.t.Helper()
	for n := 0; ; {
		body := l.browser.want(200, "GET", path, "")
		n += strings.Count(body, `<li class="item`) + strings.Count(body, "<tr><td><a class=\"t\"")
		before, _, ok := strings.Cut(body, `" rel="next"`)
		if !ok {
			return n
		}
		next := before[strings.LastIndex(before, `"`)+1:]
		path = strings.ReplaceAll(next, "&amp;", "&")
	}
}
