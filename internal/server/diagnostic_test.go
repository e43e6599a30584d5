package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// secretBallot is what one person answers, and every form it could turn up in.
type secretBallot struct {
	person string
	scores map[string]int
}

func newBallot(person string, rng *rand.Rand) secretBallot {
	b := secretBallot{person: person, scores: map[string]int{}}
	for _, s := range accord.ShippedStatements() {
		b.scores[s.Name] = 1 + rng.IntN(5)
	}
	return b
}

func (b secretBallot) json() string {
	body, _ := json.Marshal(map[string]any{"answers": b.scores})
	return string(body)
}

func (b secretBallot) form() string {
	v := url.Values{}
	for name, score := range b.scores {
		v.Set("answers."+name, strconv.Itoa(score))
	}
	return v.Encode()
}

// traces are the forms: twenty scores in a row are nobody else's.
func (b secretBallot) traces() []string {
	var digits, raw []string
	for _, s := range accord.ShippedStatements() {
		digits = append(digits, strconv.Itoa(b.scores[s.Name]))
		raw = append(raw, string(rune(b.scores[s.Name])))
	}
	scores, _ := json.Marshal(b.scores)
	return []string{strings.Join(digits, ""), strings.Join(digits, ","), strings.Join(digits, ", "), strings.Join(digits, " "), strings.Join(raw, ""), string(scores), b.form()}
}

// ballotBox is a company in which five of six have answered an open round.
type ballotBox struct {
	*matrix
	logs    *bytes.Buffer
	round   string
	traces  []string // of what was answered
	ballots []secretBallot
}

func newBallotBox(t *testing.T) *ballotBox {
	t.Helper()
	logs := &bytes.Buffer{}
	c := &company{site: newSite(t, func(cfg *Config) {
		cfg.Log = slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})}
	c.fill("acme", func(f app.Founder) (accord.Person, error) { return c.app.Setup(t.Context(), setupKey(t, c.site), f) })
	b := &ballotBox{matrix: &matrix{company: c}, logs: logs}
	b.own = c.furnish("acme", "TU", "2027-01-05T10:00")
	b.round = id(c.made("admin", "/diagnostics", `{}`))
	b.own["diagnostic"] = b.round
	people, err := c.store.People(store.Within(t.Context(), c.workspace))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for _, p := range people {
		if p.Side != accord.Neutral && p.Email != "" {
			b.ballots = append(b.ballots, newBallot(p.ID, rng))
		}
	}
	for _, ballot := range b.ballots[1:] {
		b.vote(ballot)
	}
	return b
}

// vote answers by the API where the person has a token, else by the page; first
// with the scores of another, which are replaced.
func (b *ballotBox) vote(ballot secretBallot) {
	b.t.Helper()
	b.traces = append(b.traces, ballot.traces()...)
	actor, err := b.app.SessionActor(b.t.Context(), b.workspace, ballot.person)
	if err != nil {
		b.t.Fatal(err)
	}
	p := persona{name: "voter", actor: actor}
	if ballot.person == b.member.PersonID {
		p.token = b.tokens["member"]
		r := Route{Method: "PUT", Path: "/api/v1/diagnostics/{id}/answers", API: true}
		if status, answer := b.as(p, r, "/api/v1/diagnostics/"+b.round+"/answers", ballot.json()); status != http.StatusOK {
			b.t.Fatalf("PUT answers = %d %s", status, answer)
		}
		return
	}
	r := Route{Method: "POST", Path: "/alignment/{id}/answer"}
	if status, answer := b.as(p, r, "/alignment/"+b.round+"/answer", ballot.form()); status != http.StatusSeeOther {
		b.t.Fatalf("POST answer = %d %s", status, answer)
	}
}

// channels reads everything anybody can read, and the log.
func (b *ballotBox) channels(secrets []string) {
	b.t.Helper()
	seen := 0
	for _, r := range b.Routes() {
		path, known := fillPath(r, b.own)
		if r.Method != http.MethodGet || !known {
			continue
		}
		for _, p := range b.personas(r.API) {
			status, answer := b.as(p, r, path, "")
			if status == http.StatusOK {
				seen++
			}
			b.free(fmt.Sprintf("GET %s as %s", r.Path, p.name), []byte(answer), secrets)
		}
	}
	if seen < 50 {
		b.t.Errorf("only %d answers were looked at", seen)
	}
	for _, q := range []string{"/search?q=leads", "/api/v1/events?limit=200", "/decisions?q=trust"} {
		r := Route{Method: "GET", API: strings.HasPrefix(q, "/api")}
		_, answer := b.as(persona{actor: b.admin, token: b.tokens["admin"]}, r, q, "")
		b.free(q, []byte(answer), secrets)
	}
	b.free("the log", b.logs.Bytes(), secrets)
	mails, err := b.store.Deliveries(store.Within(b.t.Context(), b.workspace), "", "", 500)
	if err != nil {
		b.t.Fatal(err)
	}
	all, _ := json.Marshal(mails)
	for _, d := range mails {
		all = append(all, d.Payload...)
	}
	b.free("mails", all, secrets)
}

// free fails where something of the secrets stands in the text.
func (b *ballotBox) free(where string, text []byte, secrets []string) {
	b.t.Helper()
	for _, s := range secrets {
		if bytes.Contains(text, []byte(s)) {
			b.t.Errorf("%s holds %.60q", where, s)
		}
	}
}

// files are the bytes of the database with all that lies beside it.
func (b *ballotBox) files() []byte {
	b.t.Helper()
	names, err := filepath.Glob(b.store.Path() + "*")
	if err != nil || len(names) == 0 {
		b.t.Fatal("no files", err)
	}
	var all []byte
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

// kept is what the database has of the open round: places, seals and salt.
func (b *ballotBox) kept() []string {
	b.t.Helper()
	ctx := store.Within(b.t.Context(), b.workspace)
	answers, err := b.store.DiagnosticAnswers(ctx, b.round)
	if err != nil {
		b.t.Fatal(err)
	}
	key, err := b.store.DiagnosticKey(ctx, b.round)
	if err != nil {
		b.t.Fatal(err)
	}
	list := []string{key.Salt}
	for _, a := range answers {
		list = append(list, a.ID, a.Sealed)
	}
	return list
}

// X2: what people answer is in no channel before the round is closed and after,
// and nothing is left of it in any byte of the database or of a backup.
func TestDiagnostic_X2_answers_are_nowhere(t *testing.T) {
	b := newBallotBox(t)
	before := b.kept()
	b.vote(b.ballots[1]) // once more, in place of what was there
	kept := append(b.kept(), before...)
	b.channels(append(kept, b.traces...))
	b.free("the files of an open round", b.files(), b.traces)
	if open := b.files(); !bytes.Contains(open, []byte(kept[1])) || !bytes.Contains(open, []byte(kept[2])) {
		t.Fatal("the files do not even hold what is kept: the search finds nothing")
	}
	for _, p := range b.personas(true)[1:] {
		if status, _ := b.as(p, Route{Method: "GET", API: true}, "/api/v1/diagnostics/"+b.round+"/report", ""); status != http.StatusConflict && status != http.StatusNotFound {
			t.Errorf("the report of an open round as %s = %d", p.name, status)
		}
	}
	b.vote(b.ballots[0]) // the last: it closes
	if status, report, _ := b.call("admin", "GET", "/diagnostics/"+b.round+"/report", ""); status != http.StatusOK || report["outcome"] != "report" {
		t.Fatalf("report = %d %v", status, report)
	}
	if err := b.app.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	secrets := slices.Concat(kept, b.traces)
	b.channels(secrets)
	b.free("the files of a closed round", b.files(), secrets)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := b.store.CopyTo(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	b.free("a backup", content, secrets)
	b.unlinked()
}

// unlinked looks at what is left: no person but whoever opened the round, and no
// event that says who answered.
func (b *ballotBox) unlinked() {
	b.t.Helper()
	ctx := store.Within(b.t.Context(), b.workspace)
	people, err := b.store.DiagnosticPeople(ctx, b.round)
	if err != nil || len(people) != 0 {
		b.t.Errorf("%d people are still asked, %v", len(people), err)
	}
	events, err := b.store.EventsAfter(ctx, 0, 10_000)
	if err != nil {
		b.t.Fatal(err)
	}
	answered := 0
	for _, e := range events {
		if e.SubjectID != b.round || e.Kind != "diagnostic.answered" {
			continue
		}
		answered++
		if e.ActorID != accord.SystemID || e.Data != "{}" {
			b.t.Errorf("an event of an answer says %s %s", e.ActorID, e.Data)
		}
	}
	if answered != len(b.ballots)+1 {
		b.t.Errorf("%d events of answers, want %d", answered, len(b.ballots)+1)
	}
}
