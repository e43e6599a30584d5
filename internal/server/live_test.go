package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// served is a matrix that really listens.
type served struct {
	*matrix
	http  *http.Server
	url   string
	ended chan error
}

func serveMatrix(t *testing.T) *served {
	t.Helper()
	return listening(newMatrix(t))
}

// listening lets a matrix listen until its test ends.
func listening(m *matrix) *served {
	t := m.t
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &served{matrix: m, http: m.HTTP(""), url: "http://" + l.Addr().String(), ended: make(chan error, 1)}
	go func() { s.ended <- s.http.Serve(l) }()
	t.Cleanup(func() {
		s.shutdown()
		<-s.ended
	})
	return s
}

func (s *served) shutdown() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		s.t.Errorf("Shutdown = %v: a stream did not end", err)
	}
}

// stream is an open answer of events.
type stream struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // tells the server's end from the test's
	status int
	header http.Header
	body   io.ReadCloser
	lines  *bufio.Reader
}

// open begins a stream; header is name, value and so on.
func (s *served) open(path string, header ...string) *stream {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second) // sooner than the beat, which looks again, too
	s.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { answer.Body.Close() })
	return &stream{s.t, ctx, answer.StatusCode, answer.Header, answer.Body, bufio.NewReader(answer.Body)}
}

// page is the stream of somebody's browser.
func (s *served) page(a accord.Actor, meeting string) *stream {
	return s.open("/meetings/"+meeting+"/live", "Cookie", "accord_session="+s.session(a))
}

type told struct{ id, name, data string }

// next waits for the next event; ok is false where the stream has ended.
func (s *stream) next() (e told, ok bool) {
	s.t.Helper()
	for {
		line, err := s.lines.ReadString('\n')
		if s.ctx.Err() != nil {
			s.t.Fatal("the stream neither went on nor ended")
		}
		if err != nil {
			return e, false
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "":
			if e != (told{}) {
				return e, true
			}
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data += value + "\n"
		}
	}
}

// until reads on to an event that holds the text.
func (s *stream) until(text string) told {
	s.t.Helper()
	for {
		e, ok := s.next()
		if !ok {
			s.t.Fatalf("the stream ended before an event with %q", text)
		}
		if strings.Contains(e.data, text) {
			return e
		}
	}
}

// M1: what one records, the other sees.
func TestLive_Page(t *testing.T) {
	s := serveMatrix(t)
	member := s.page(s.member, s.own["meeting"])
	if got := member.header.Get("Content-Type"); member.status != 200 || got != "text/event-stream" || member.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("GET live = %d %v", member.status, member.header)
	}
	first, _ := member.next()
	for _, want := range []string{`hx-target="#rail"`, `hx-target="#head"`, `hx-target="#log"`, `hx-target="#right"`, `id="notes-now-text"`, "acme question"} {
		if !strings.Contains(first.data, want) {
			t.Errorf("the first event has no %s:\n%s", want, first.data)
		}
	}
	s.made("admin", "/meetings/"+s.own["meeting"]+"/decisions", `{"text":"We answer leads within a day"}`)
	e := member.until("We answer leads within a day")
	if e.id == first.id || e.id == "" {
		t.Errorf("id after a change = %q, before it %q", e.id, first.id)
	}
	s.made("admin", "/meetings/"+s.own["meeting"]+"/rep-reports", `{"side":"marketing","activities":"","problems":"","cares":"","concerns":"The fair is too early"}`)
	if e := member.until("The fair is too early"); !strings.Contains(e.data, `hx-target="#rep-marketing"`) {
		t.Errorf("what a representative reports is not brought to its place:\n%s", e.data)
	}
}

// A person of another company, one who is signed out and one who may not see
// the meeting are told nothing.
func TestLive_OnlyWhoMaySee(t *testing.T) {
	s := serveMatrix(t)
	if got := s.page(s.other.admin, s.own["meeting"]).status; got != 404 {
		t.Errorf("GET live of another company = %d, want 404", got)
	}
	if got := s.open("/meetings/" + s.own["meeting"] + "/live").status; got != 303 {
		t.Errorf("GET live signed out = %d, want 303 to the login page", got)
	}
	r := s.open("/api/v1/meetings/"+s.own["meeting"]+"/stream", "Authorization", "Bearer "+s.other.tokens["admin"])
	if r.status != 404 || r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("GET stream of another company = %d %s, want a problem of 404", r.status, r.header.Get("Content-Type"))
	}
}

// Whoever signs out, is signed out, loses the right or leaves is told nothing
// more: their streams end at once.
func TestLive_EndsWithTheRight(t *testing.T) {
	for name, end := range map[string]func(s *served, cookie string) error{
		"signed out": func(s *served, cookie string) error {
			r := httptest.NewRequest("POST", "/logout", nil)
			r.Header.Set("Cookie", cookie)
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther {
				return fmt.Errorf("POST /logout = %d", w.Code)
			}
			return nil
		},
		"sessions ended": func(s *served, _ string) error { return s.app.EndOtherSessions(t.Context(), s.member) },
		"an observer by now, and not of the team": func(s *served, _ string) error {
			status, got, _ := s.call("admin", "PATCH", "/people/"+s.member.PersonID, `{"role":"observer"}`, "If-Match", "*")
			if status != 200 {
				return fmt.Errorf("PATCH person = %d %v", status, got)
			}
			return nil
		},
		"left the company": func(s *served, _ string) error {
			_, err := s.app.Leave(t.Context(), s.admin, s.member.PersonID, nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveMatrix(t)
			if strings.Contains(name, "team") {
				s.member.PersonID = id(s.made("admin", "/people", `{"name":"Nina","side":"sales"}`)) // sees what is not closed
			}
			cookie := "accord_session=" + s.session(s.member)
			member := s.open("/meetings/"+s.own["meeting"]+"/live", "Cookie", cookie)
			member.next()
			if err := end(s, cookie); err != nil {
				t.Fatal(err)
			}
			for { // what happens until then may be told
				e, ok := member.next()
				if !ok {
					break
				}
				if strings.Contains(e.data, "Said afterwards") {
					t.Fatal("the stream goes on")
				}
				s.made("admin", "/meetings/"+s.own["meeting"]+"/decisions", `{"text":"Said afterwards"}`)
			}
		})
	}
}

// The API tells a snapshot and then what changes; a reconnect misses nothing.
func TestLive_API(t *testing.T) {
	s := serveMatrix(t)
	path, token := "/api/v1/meetings/"+s.own["meeting"]+"/stream", "Bearer "+s.tokens["member"]
	one := s.open(path, "Authorization", token)
	snapshot, _ := one.next()
	var d struct{ ID, Status string }
	if err := json.Unmarshal([]byte(snapshot.data), &d); err != nil || snapshot.name != "snapshot" || d.ID != s.own["meeting"] || d.Status != "in_progress" {
		t.Fatalf("first event = %v, %v", snapshot, err)
	}
	s.made("admin", "/meetings/"+s.own["meeting"]+"/decisions", `{"text":"First"}`)
	first := one.until(`"decision.`)
	one.body.Close()
	var want []string
	for _, text := range []string{"Second", "Third"} {
		want = append(want, id(s.made("admin", "/meetings/"+s.own["meeting"]+"/decisions", `{"text":"`+text+`"}`)))
	}
	two := s.open(path, "Authorization", token, "Last-Event-ID", first.id)
	for _, subject := range want {
		var e struct {
			SubjectID string `json:"subject_id"`
		}
		got, _ := two.next()
		if err := json.Unmarshal([]byte(got.data), &e); err != nil || got.name != "change" || e.SubjectID != subject {
			t.Errorf("after a reconnect = %v, want the change of %s", got, subject)
		}
	}
	three := s.open(path, "Authorization", token, "Last-Event-ID", "999999")
	if e, _ := three.next(); e.name != "snapshot" {
		t.Errorf("after an id that never was = %s, want a snapshot", e.name)
	}
}

// Shutdown does not wait for streams: it ends them, and the hub's poll.
func TestLive_Shutdown(t *testing.T) {
	s := serveMatrix(t)
	member := s.page(s.member, s.own["meeting"])
	member.next()
	s.shutdown()
	if e, ok := member.next(); ok {
		t.Errorf("after the shutdown = %v, want the end", e)
	}
	s.app.Wait() // returns only when the poll has ended
}
