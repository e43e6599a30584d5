package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store/storetest"
)

// What the two counterparts write stands nowhere else; each word of one is
// hidden from everybody but its writer.
const (
	salesWords     = hiddenWords
	marketingWords = "okapiokapi"
)

// sitDownHideout is a sit-down in private, with everybody who could want to
// know what stands in it.
type sitDownHideout struct {
	*hideout
	path             string // "/sit-downs/…"
	sales, marketing persona
	others           []persona // a third person, an admin, an observer
}

func (s *sitDownHideout) everybody() []persona {
	return append([]persona{s.sales, s.marketing}, s.others...)
}

func newSitDownHideout(h *hideout) *sitDownHideout {
	s := &sitDownHideout{hideout: h, sales: h.joins("Zed", accord.Sales), marketing: persona{"Bo", h.member, h.tokens["member"]}}
	s.others = []persona{h.joins("Zoe", accord.Marketing), {"an admin", h.admin, h.tokens["admin"]}, {"an observer", h.watch, h.tokens["observer"]}}
	h.secrets = func(p persona) []string {
		switch p.name {
		case s.sales.name:
			return []string{marketingWords}
		case s.marketing.name:
			return []string{salesWords}
		}
		return []string{salesWords, marketingWords}
	}
	h.probe = salesWords[:8]
	s.path = "/sit-downs/" + s.begun()
	return s
}

// begun begins a sit-down of the two.
func (s *sitDownHideout) begun() string {
	s.t.Helper()
	s.own["sit-down"] = id(s.made("Zed", "/sit-downs", fmt.Sprintf(`{"marketing_id":"%s"}`, s.member.PersonID)))
	return s.own["sit-down"]
}

// write lets both write, twice: what somebody took back is as hidden as what
// stands.
func (s *sitDownHideout) write() {
	s.t.Helper()
	s.writeMarketing()
	s.writeSales()
}

// writeMarketing writes by the API.
func (s *sitDownHideout) writeMarketing() {
	s.t.Helper()
	for _, last := range []string{" at first", " at last"} {
		list := fmt.Sprintf(`{"priorities":[{"title":"%s%s","horizon":"now"},{"title":"%s%s more","horizon":"year"}]}`, marketingWords, last, marketingWords, last)
		answers := fmt.Sprintf(`{"answers":[{"question":"leads","score":2,"words":"%s%s"}]}`, marketingWords, last)
		for where, body := range map[string]string{"/priorities": list, "/answers": answers} {
			if status, got, _ := s.call("member", "PUT", s.path+where, body); status != 200 {
				s.t.Fatalf("PUT %s = %d %v", where, status, got)
			}
		}
	}
}

// writeSales writes by the page.
func (s *sitDownHideout) writeSales() {
	s.t.Helper()
	for _, last := range []string{" at first", " at last"} {
		_, form := s.as(s.sales, Route{Method: "GET"}, s.path, "")
		_, version, _ := strings.Cut(form, `name="version" value="`)
		version, _, _ = strings.Cut(version, `"`)
		body := fields("version", version, "do", "save", "title_1", salesWords+last, "horizon_1", "quarter", "score_feedback", "5", "words_feedback", salesWords+last)
		if status, answer := s.as(s.sales, Route{Method: "POST"}, s.path, body); status != http.StatusSeeOther {
			s.t.Fatalf("POST %s = %d %s", s.path, status, answer)
		}
	}
}

// unmoved lets somebody write, and fails where anybody else could tell that it
// happened: by the events and their numbers, by the lists, by the dashboard.
func (s *sitDownHideout) unmoved(writer persona, write func()) {
	s.t.Helper()
	seen := map[string]string{}
	look := func(then func(where, answer string)) {
		for _, p := range s.everybody() {
			for _, path := range []string{"/events?after=0&limit=200", "/sit-downs", s.path, "/dashboard"} {
				if p.name != writer.name || strings.HasPrefix(path, "/events") {
					_, answer := s.as(p, Route{Method: "GET", API: true}, "/api/v1"+path, "")
					then("GET "+path+" as "+p.name, answer)
				}
			}
		}
	}
	look(func(where, answer string) { seen[where] = answer })
	write()
	look(func(where, answer string) {
		if answer != seen[where] {
			s.t.Errorf("X2: %s tells that somebody wrote:\n%s\nbefore:\n%s", where, answer, seen[where])
		}
	})
}

// ready lets Marketing reveal, under a key: its repeat tells the words to
// nobody but its writer.
func (s *sitDownHideout) ready() {
	s.t.Helper()
	r := Route{Method: "POST", API: true}
	for _, p := range append([]persona{s.marketing, s.marketing}, s.others...) {
		_, answer := s.as(p, r, "/api/v1"+s.path+"/reveal", "", "Idempotency-Key", "the same key", "If-Match", "*")
		s.free("a kept answer to "+p.name, answer, s.secrets(p))
		if p.name == s.marketing.name && !strings.Contains(answer, marketingWords) {
			s.t.Fatalf("its writer does not get it: the test cannot fail\n%s", answer)
		}
	}
}

func (s *sitDownHideout) reads(p persona) string {
	_, answer := s.as(p, Route{Method: "GET"}, s.path, "")
	return answer
}

// X2: until both sides reveal, nobody but their writer reads a list or an
// answer: not on a page, by the API, in a search, an export, an event, a stream,
// a mail, a calendar feed, the log, a metric or a kept answer.
func TestSitDown_HiddenInEveryChannel(t *testing.T) {
	eachHideout(t, func(t *testing.T, h *hideout) {
		s := newSitDownHideout(h)
		until := s.follow(s.everybody()...)
		s.unmoved(s.marketing, s.writeMarketing)
		s.unmoved(s.sales, s.writeSales)
		s.ready()
		s.made("admin", "/meetings/"+s.own["meeting"]+"/decisions", `{"text":"the stream ends here"}`)
		until("the stream ends here")
		s.asked(s.everybody()...)
		s.completed(s.everybody()...)
		s.pushed(s.everybody()...)
		for words, p := range map[string]persona{salesWords: s.sales, marketingWords: s.marketing} {
			if !strings.Contains(s.reads(p), words+" at last") {
				t.Fatalf("%s does not see it any more: what was looked for is gone", p.name)
			}
		}
		s.later(0)
		s.written("sit_down_priorities", "sit_down_answers", "idempotency_keys")
		if s.looked < 2000 {
			t.Errorf("only %d answers were looked into", s.looked)
		}
		s.made("member", s.path+"/reveal", ``) // what was pushed took it back
		s.made("Zed", s.path+"/reveal", ``)
		for _, p := range s.everybody() {
			both := strings.Contains(s.reads(p), salesWords) && strings.Contains(s.reads(p), marketingWords)
			if want := p.actor.Role != accord.RoleObserver; both != want {
				t.Errorf("X4: %s sees both lists after the reveal: %v, want %v", p.name, both, want)
			}
		}
	})
}

// X2: a sit-down that is called off leaves no word in any table, the kept
// answers among them.
func TestSitDown_CalledOffLeavesNothing(t *testing.T) {
	eachHideout(t, func(t *testing.T, h *hideout) {
		s := newSitDownHideout(h)
		s.write()
		s.ready()
		if rows := storetest.Dump(t, s.url)["idempotency_keys"]; !strings.Contains(rows, marketingWords) {
			t.Fatal("no kept answer has the words: the test cannot fail")
		}
		if status, answer := s.as(s.sales, Route{Method: "POST"}, s.path+"/call-off", ""); status != http.StatusSeeOther {
			t.Fatalf("call off = %d %s", status, answer)
		}
		s.written()
	})
}
