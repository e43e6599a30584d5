package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// hiddenWords stand in the list and the answers of one side; no channel may tell
// them before the reveal.
const hiddenWords = "quaggaquagga"

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

// X2: until both sides reveal, nobody but their writer reads a list or an
// answer: not on a page, by the API, in a search, an export, an event, a stream,
// a mail, a calendar feed, or the log.
func TestSitDown_HiddenInEveryChannel(t *testing.T) {
	log := &loud{}
	m := &matrix{company: &company{site: newSite(t, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})}}
	m.fill("acme", func(f app.Founder) (accord.Person, error) { return m.app.Setup(t.Context(), setupKey(t, m.site), f) })
	m.own = m.furnish("acme", "TU", "2027-01-05T10:00")
	third := m.joins("Zoe")
	private := id(m.made("admin", "/sit-downs", fmt.Sprintf(`{"marketing_id":"%s"}`, m.member.PersonID)))
	m.own["sit-down"] = private
	path := "/sit-downs/" + private
	list := fmt.Sprintf(`{"priorities":[{"title":"%s first","horizon":"now"}]}`, hiddenWords)
	answers := fmt.Sprintf(`{"answers":[{"question":"leads","score":2,"words":"%s said"}]}`, hiddenWords)
	for where, body := range map[string]string{"/priorities": list, "/answers": answers} {
		if status, got, _ := m.call("member", "PUT", path+where, body); status != 200 {
			t.Fatalf("PUT %s = %d %v", where, status, got)
		}
	}
	m.made("member", path+"/reveal", ``)
	writer := persona{"its writer", m.member, m.tokens["member"]}
	others := []persona{{"the counterpart", m.admin, m.tokens["admin"]}, {"a third", third, ""}, {"an observer", m.watch, m.tokens["observer"]}}
	if _, answer := m.as(writer, Route{Method: "GET", API: true}, "/api/v1"+path, ""); !strings.Contains(answer, hiddenWords) {
		t.Fatalf("its writer does not see it: the test cannot fail\n%s", answer)
	}
	for _, p := range others {
		m.asksEverything(p)
	}
	for _, mail := range m.mailed() {
		if b, _ := json.Marshal(mail); strings.Contains(string(b), hiddenWords) {
			t.Errorf("X2: a mail tells: %s", b)
		}
	}
	if strings.Contains(log.b.String(), hiddenWords) {
		t.Errorf("X2: the log tells: %s", log.b.String())
	}
	m.reveals(path, others[:2])
}

// joins adds a member of Marketing, who signs in by session.
func (m *matrix) joins(name string) accord.Actor {
	m.t.Helper()
	p, _, err := m.app.AddPerson(context.Background(), m.admin, app.NewPerson{Name: name, Email: strings.ToLower(name) + "@acme.test", Side: accord.Marketing, Role: accord.RoleMember}, true)
	if err != nil {
		m.t.Fatal(err)
	}
	actor, err := m.app.SessionActor(context.Background(), m.workspace, p.ID)
	if err != nil {
		m.t.Fatal(err)
	}
	return actor
}

// asksEverything asks every route that shows something, and every route of the
// sit-down, as somebody who did not write it.
func (m *matrix) asksEverything(p persona) {
	m.t.Helper()
	for _, r := range m.Routes() {
		sitDown := strings.Contains(r.Path, "/sit-downs")
		if r.Method != http.MethodGet && (!sitDown || strings.Contains(r.Path, "call-off") || r.Method == http.MethodDelete || strings.Contains(r.Path, "reveal")) {
			continue // what would change it for good comes at the end
		}
		if r.API && p.token == "" {
			continue
		}
		path, known := fillPath(r, m.own)
		if !known {
			continue
		}
		for _, query := range []string{"", "?q=" + hiddenWords[:8], "?id=" + m.own["sit-down"], "?after=0&limit=200"} {
			if query != "" && r.Method != http.MethodGet {
				continue
			}
			if status, answer := m.as(p, r, path+query, m.body(r)); strings.Contains(answer, hiddenWords) {
				m.t.Errorf("X2: %s %s%s as %s = %d tells the other side's words", r.Method, path, query, p.name, status)
			}
		}
	}
	address, _, err := m.app.CreateFeed(context.Background(), p.actor, "")
	if err != nil {
		m.t.Fatal(err)
	}
	if ics := text(m.t, m.site.ask("GET", strings.TrimPrefix(address, "http://accord.test"), "")); strings.Contains(ics, hiddenWords) {
		m.t.Errorf("X2: the calendar feed of %s tells", p.name)
	}
}

// mailed sends what waits and gives it.
func (m *matrix) mailed() []accord.Mail {
	m.t.Helper()
	m.now = m.now.Add(2 * time.Minute)
	box := &box{}
	if err := m.app.Deliver(m.t.Context(), box); err != nil {
		m.t.Fatal(err)
	}
	about := 0
	for _, mail := range box.mails {
		if strings.HasPrefix(mail.Kind, "sit_down") {
			about++
		}
	}
	if about == 0 {
		m.t.Error("nobody was mailed about the sit-down: the test cannot fail")
	}
	return box.mails
}

// reveals lets the counterpart reveal: then members read it.
func (m *matrix) reveals(path string, members []persona) {
	m.t.Helper()
	m.call("admin", "PUT", path+"/priorities", `{"priorities":[{"title":"mine","horizon":"now"}]}`)
	m.made("admin", path+"/reveal", ``)
	for _, p := range members {
		if _, answer := m.as(p, Route{Method: "GET"}, path, ""); !strings.Contains(answer, hiddenWords) {
			m.t.Errorf("X4: %s does not see it after the reveal", p.name)
		}
	}
	if _, answer := m.as(persona{"an observer", m.watch, ""}, Route{Method: "GET"}, path, ""); strings.Contains(answer, hiddenWords) {
		m.t.Error("X4: an observer sees it")
	}
}
