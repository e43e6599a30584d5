package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// feedOf makes a feed by the API and returns its path.
func (c *company) feedOf(as, body string) (path, id string) {
	c.t.Helper()
	got := c.made(as, "/feeds", body)
	url, _ := got["url"].(string)
	path, ok := strings.CutPrefix(url, "http://accord.test")
	if !ok {
		c.t.Fatalf("POST /feeds = %v, want an address of ours", got)
	}
	fid, _ := got["id"].(string)
	return path, fid
}

// feed asks for a feed and returns its text.
func (c *company) feed(path string, want int, header ...string) (string, string) {
	c.t.Helper()
	r := c.ask("GET", path, "", header...)
	if r.StatusCode != want {
		c.t.Errorf("GET the feed = %d, want %d", r.StatusCode, want)
	}
	return text(c.t, r), r.Header.Get("ETag")
}

func TestFeed_IsRead(t *testing.T) {
	c := newCompany(t)
	c.furnish("acme", "TU", "2027-01-05T10:00")
	path, _ := c.feedOf("admin", `{}`)
	r := c.ask("GET", path, "")
	body := text(t, r)
	for name, want := range map[string]string{
		"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private", "Referrer-Policy": "no-referrer", "Content-Encoding": "", "Set-Cookie": "",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if r.StatusCode != 200 || !strings.Contains(body, "SUMMARY:acme series\r\n") || strings.Contains(body, "ATTENDEE") || strings.Contains(body, "ORGANIZER") {
		t.Errorf("GET the feed = %d\n%s", r.StatusCode, body)
	}
	tag := r.Header.Get("ETag")
	for _, held := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		if body, again := c.feed(path, 304, "If-None-Match", held); body != "" || again != tag {
			t.Errorf("If-None-Match %s = %q with %s, want nothing and %s", held, body, again, tag)
		}
	}
	c.now = c.now.AddDate(0, 3, 0) // a later day of the same year
	if again, _ := c.feed(path, 200, "If-None-Match", `"another"`); again != body {
		t.Error("the same meetings are other bytes three months later")
	}
}

// What leads nowhere reads alike, whatever it once was (X1).
func TestFeed_Gone(t *testing.T) {
	c := newCompany(t)
	things := c.furnish("acme", "TU", "2027-01-05T10:00")
	series := fmt.Sprintf(`{"series_id":"%s"}`, things["series"])
	mine, id := c.feedOf("member", series)
	c.feed(mine, 200)

	got := c.made("member", "/feeds/"+id+"/renew", ``)
	renewed := strings.TrimPrefix(got["url"].(string), "http://accord.test")
	c.feed(mine, 404)
	c.feed(renewed, 200)
	if status, _, _ := c.call("admin", "DELETE", "/feeds/"+id, "", "If-Match", "*"); status != 404 {
		t.Errorf("X4: somebody else's feed revoked = %d, want 404", status)
	}
	if status, _, _ := c.call("member", "DELETE", "/feeds/"+id, "", "If-Match", "*"); status != 204 {
		t.Errorf("DELETE one's own feed = %d, want 204", status)
	}
	nothing, _ := c.feed(renewed, 404)
	for _, path := range []string{"/calendar/x.ics", "/calendar/.ics", "/calendar/" + strings.Repeat("x", 43), strings.TrimSuffix(mine, ".ics")} {
		if body, _ := c.feed(path, 404); body != nothing {
			t.Errorf("GET %s reads %q, a revoked one %q", path, body, nothing)
		}
	}

	left, _ := c.feedOf("member", `{}`)
	c.feed(left, 200)
	if _, err := c.app.Leave(context.Background(), c.admin, c.member.PersonID, nil); err != nil {
		t.Fatal(err)
	}
	if body, _ := c.feed(left, 404); body != nothing {
		t.Errorf("the feed of somebody who left reads %q", body)
	}
}

// X1: rights are asked at every reading.
func TestFeed_SeesWhatItsPersonSees(t *testing.T) {
	c := newCompany(t)
	things := c.furnish("acme", "TU", "2027-01-05T10:00")
	one, _ := c.feedOf("member", fmt.Sprintf(`{"series_id":"%s"}`, things["series"]))
	all, _ := c.feedOf("member", `{}`)
	for _, path := range []string{one, all} {
		if body, _ := c.feed(path, 200); !strings.Contains(body, "acme series") {
			t.Errorf("a leader's feed lacks the series:\n%s", body)
		}
	}
	if status, got, _ := c.call("admin", "DELETE", "/teams/"+things["team"]+"/members/"+c.member.PersonID, "", "If-Match", "*"); status >= 300 {
		t.Fatalf("leave the team = %d %v", status, got)
	}
	if body, _ := c.feed(all, 200); strings.Contains(body, "FREQ=WEEKLY") {
		t.Errorf("X4: the series of a team one left is still among one's own:\n%s", body)
	}
	c.feed(one, 200) // members see the series of all open teams
	if _, err := c.app.ChangeTeam(context.Background(), c.admin, things["team"], accord.Match{}, accord.Opt[string]{}, accord.Opt[bool]{Set: true, Value: true}); err != nil {
		t.Fatal(err)
	}
	c.feed(one, 404)
	if body, _ := c.feed(all, 200); strings.Contains(body, "acme series") {
		t.Errorf("X4: a closed team's meetings are in the feed of somebody else:\n%s", body)
	}
	if status, _, _ := c.call("observer", "POST", "/feeds", fmt.Sprintf(`{"series_id":"%s"}`, things["series"])); status != 422 {
		t.Errorf("X4: an observer's feed of a series they do not see = %d, want 422", status)
	}
	if status, _, _ := c.call("read", "POST", "/feeds", `{}`); status != 403 {
		t.Errorf("X4: a feed by a read token = %d, want 403", status)
	}
}

func TestFeed_WritesNothingButItsUse(t *testing.T) {
	c := newCompany(t)
	c.furnish("acme", "TU", "2027-01-05T10:00")
	path, _ := c.feedOf("admin", `{}`)
	log := func() int64 {
		info, err := os.Stat(c.store.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	made := log()
	c.feed(path, 200)
	before := log()
	if before == made {
		t.Error("the first reading of a feed is not noted")
	}
	for range 5 {
		c.now = c.now.Add(10 * time.Minute)
		c.feed(path, 200)
	}
	if after := log(); after != before {
		t.Errorf("five readings within the hour wrote %d bytes, want none", after-before)
	}
	c.now = c.now.Add(10 * time.Minute)
	c.feed(path, 200)
	if log() == before {
		t.Error("an hour later the use of the feed is not noted")
	}
	if status, got, _ := c.call("admin", "GET", "/feeds", ""); status != 200 || strings.Contains(fmt.Sprint(got), "/calendar/") {
		t.Errorf("GET /feeds = %d %v, want no secret", status, got)
	}
}

func TestFeed_GuessesAreLimited(t *testing.T) {
	c := newCompany(t)
	path, _ := c.feedOf("admin", `{}`)
	for range triesPerAddress {
		c.feed("/calendar/guess.ics", 404)
	}
	c.feed("/calendar/guess.ics", 429)
	c.feed(path, 429)
	c.now = c.now.Add(limitWindow)
	c.feed(path, 200)
	for range 3 * triesPerAddress {
		c.feed(path, 200) // reading one's own is not limited
	}
}

// The secret stands in the address: it is in no log, no event and no kept answer.
func TestFeed_SecretIsTold_Once(t *testing.T) {
	var log strings.Builder
	s := newSite(t, func(cfg *Config) {
		cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	c := &company{site: s}
	c.fill("acme", func(f app.Founder) (accord.Person, error) { return s.app.Setup(t.Context(), setupKey(t, s), f) })
	status, first, _ := c.call("admin", "POST", "/feeds", `{}`, "Idempotency-Key", "k")
	url, _ := first["url"].(string)
	if status != 201 || url == "" {
		t.Fatalf("POST /feeds = %d %v", status, first)
	}
	status, again, _ := c.call("admin", "POST", "/feeds", `{}`, "Idempotency-Key", "k")
	if _, told := again["url"]; status != 201 || told || again["id"] != first["id"] {
		t.Errorf("the same key again = %d %v, want the same feed without its address", status, again)
	}
	path := strings.TrimPrefix(url, "http://accord.test")
	c.feed(path, 200)
	secret := strings.TrimSuffix(strings.TrimPrefix(path, "/calendar/"), ".ics")
	if !strings.Contains(log.String(), "/calendar/:feed") || strings.Contains(log.String(), secret) {
		t.Errorf("the log has the secret, or nothing of the request:\n%s", log.String())
	}
	_, events, _ := c.call("admin", "GET", "/events", "")
	if told := fmt.Sprint(events); !strings.Contains(told, "feed.made") || strings.Contains(told, secret) || strings.Contains(told, hashOf(secret)) {
		t.Errorf("the events have the secret, or nothing of the feed: %s", told)
	}
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Programs see a change by LAST-MODIFIED and SEQUENCE: an event that is other
// than before has both raised, and no other event is touched.
func TestFeed_ChangesAreSeen(t *testing.T) {
	c := newCompany(t)
	things := c.furnish("acme", "TU", "2027-01-05T10:00")
	path, _ := c.feedOf("admin", fmt.Sprintf(`{"series_id":"%s"}`, things["series"]))
	events := func() map[string]string {
		body, _ := c.feed(path, 200)
		list := map[string]string{}
		for _, e := range strings.Split(body, "BEGIN:VEVENT\r\n")[1:] {
			name := "master"
			if _, slot, ok := strings.Cut(e, "RECURRENCE-ID;TZID=Europe/Berlin:"); ok {
				name = slot[:15]
			}
			list[name], _, _ = strings.Cut(e, "END:VEVENT")
		}
		return list
	}
	change := func(slot, body string) {
		c.now = c.now.Add(time.Hour)
		if status, got, _ := c.call("admin", "PATCH", "/series/"+things["series"]+"/occurrences/"+slot, body, "If-Match", "*"); status != 200 {
			t.Fatalf("PATCH = %d %v", status, got)
		}
	}
	before := events()
	change("2027-01-12T10:00", `{"starts_at":"2027-01-13T09:00:00Z"}`)
	moved := events()
	if moved["master"] != before["master"] || !strings.Contains(moved["20270112T100000"], "LAST-MODIFIED:20270104T100000Z") {
		t.Errorf("after a date was moved the series reads\n%s\nand the date\n%s", moved["master"], moved["20270112T100000"])
	}
	change("2027-01-12T10:00", `{"starts_at":"2027-01-13T11:00:00Z"}`)
	again := events()["20270112T100000"]
	if !strings.Contains(again, "LAST-MODIFIED:20270104T110000Z") || !strings.Contains(again, "SEQUENCE:2") {
		t.Errorf("moved once more the date reads\n%s\nwant a later LAST-MODIFIED and a higher SEQUENCE", again)
	}
	change("2027-01-19T10:00", `{"status":"cancelled"}`)
	off := events()["master"]
	if !strings.Contains(off, "LAST-MODIFIED:20270104T120000Z") || !strings.Contains(off, "EXDATE;TZID=Europe/Berlin:20270119T100000") {
		t.Errorf("after a date was called off the series reads\n%s", off)
	}
	change("2027-01-19T10:00", `{"status":"scheduled"}`)
	if on := events()["master"]; !strings.Contains(on, "LAST-MODIFIED:20270104T130000Z") || strings.Contains(on, "EXDATE") {
		t.Errorf("after the date was restored the series reads\n%s", on)
	}
}
