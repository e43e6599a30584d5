package server

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// box keeps the mails that would go out.
type box struct {
	mails []accord.Mail
	fail  func(accord.Mail) error // nil for never
}

func (b *box) Send(_ context.Context, m accord.Mail) error {
	if b.fail != nil {
		return b.fail(m)
	}
	b.mails = append(b.mails, m)
	return nil
}

// posted delivers what is due and gives the mails to an address.
func (c *company) posted(address string) []accord.Mail {
	c.t.Helper()
	c.now = c.now.Add(2 * time.Minute)
	b := &box{}
	if err := c.app.Deliver(c.t.Context(), b); err != nil {
		c.t.Fatal(err)
	}
	var out []accord.Mail
	for _, m := range b.mails {
		if m.Address == address {
			out = append(out, m)
		}
	}
	return out
}

// asked makes an action item that waits for Bo and gives it with the paths of
// the links in the mail, by what they do.
func (c *company) asked(title string) (map[string]any, map[string]string) {
	c.t.Helper()
	c.posted("")
	item := c.made("admin", "/action-items", `{"title":"`+title+`","for_side":"sales","owner_id":"`+c.member.PersonID+`","due_on":"2027-02-01"}`)
	mails := c.posted("bo@acme.test")
	if len(mails) != 1 {
		c.t.Fatalf("%d mails to Bo, want 1", len(mails))
	}
	m := mails[0]
	links := map[string]string{m.LinkKey: strings.TrimPrefix(m.Link, "http://accord.test")}
	for _, a := range m.Sections[0].Lines[0].Actions {
		links[a.Key] = strings.TrimPrefix(a.Link, "http://accord.test")
	}
	return item, links
}

func (c *company) status(item map[string]any) any {
	c.t.Helper()
	_, got, _ := c.call("admin", "GET", "/action-items/"+id(item), "")
	return got["status"]
}

const formType = "application/x-www-form-urlencoded"

// A link in a mail acts without a cookie, in a browser of whatever manners, as
// whom it was sent to; looking does nothing.
func TestMailLink_Acts(t *testing.T) {
	for name, header := range map[string][]string{
		"a browser after no-referrer, over http": {"Origin", "null"},
		"a browser over https":                   {"Origin", "null", "Sec-Fetch-Site", "same-origin"},
		"a browser before Sec-Fetch-Site":        nil,
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			item, links := c.asked("Call <b>clinics</b>")
			path := links["mail.act.accept"]
			for range 3 {
				r := c.ask("GET", path, "")
				body := text(t, r)
				if r.StatusCode != 200 || r.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(r.Header.Get("Cache-Control"), "no-store") {
					t.Fatalf("GET = %d %v", r.StatusCode, r.Header)
				}
				if !strings.Contains(body, "Call &lt;b&gt;clinics&lt;/b&gt;") || !strings.Contains(body, "You answer as Bo, acme") || !strings.Contains(body, "Mon 1 Feb 2027") {
					t.Errorf("page does not say who and what:\n%s", body)
				}
				if strings.Contains(body, "<script") && strings.Contains(body, "onclick") {
					t.Error("the page needs a script")
				}
			}
			if got := c.status(item); got != "proposed" {
				t.Fatalf("looking made it %v", got)
			}
			r := c.ask("POST", path, "version=1", append([]string{"Content-Type", formType}, header...)...)
			if r.StatusCode != 303 || r.Header.Get("Location") != path || c.status(item) != "open" {
				t.Fatalf("POST = %d to %s, item %v\n%.800s", r.StatusCode, r.Header.Get("Location"), c.status(item), text(t, r))
			}
			after := text(t, c.ask("GET", path, ""))
			if !strings.Contains(after, "is accepted, and due") || strings.Contains(after, "<form class=\"form\"") {
				t.Errorf("the page after it does not say that it is done:\n%s", after)
			}
			if r := c.ask("POST", links["mail.act.decline"], "version=1", "Content-Type", formType); r.StatusCode != 303 || c.status(item) != "open" {
				t.Errorf("declining what was accepted = %d, item %v", r.StatusCode, c.status(item))
			}
		})
	}
}

// Whoever is signed in in the browser, the link acts for whom it was sent to,
// in their language; and signs nobody in.
func TestMailLink_IgnoresTheSession(t *testing.T) {
	c := newCompany(t)
	if _, err := c.app.ChangePerson(t.Context(), c.admin, c.member.PersonID, accord.Match{}, app.PersonPatch{Locale: accord.Some("de")}); err != nil {
		t.Fatal(err)
	}
	item, links := c.asked("Call the clinics")
	b := c.browser()
	b.cookies["accord_session"] = c.session(c.admin)
	page := b.want(200, "GET", links["mail.act.decline"], "")
	if !strings.Contains(page, `lang="de"`) || !strings.Contains(page, "Sie antworten als Bo") {
		t.Errorf("page is not Bo's:\n%.600s", page)
	}
	b.want(303, "POST", links["mail.act.decline"], fields("version", "1", "reason", "No"))
	if got := c.status(item); got != "declined" {
		t.Errorf("item = %v, want declined", got)
	}
	_, events, _ := c.call("admin", "GET", "/action-items/"+id(item)+"/events", "")
	list := events["items"].([]any)
	if by := list[len(list)-1].(map[string]any)["actor_id"]; by != c.member.PersonID && list[0].(map[string]any)["actor_id"] != c.member.PersonID {
		t.Errorf("the last event is by %v, want Bo", by)
	}
	fresh := c.browser()
	fresh.want(200, "GET", links["mail.act.decline"], "")
	if r := fresh.do("GET", "/", ""); r.StatusCode != 303 {
		t.Errorf("after the page, / = %d, want the login page", r.StatusCode)
	}
}

func TestMailLink_FormsAndDeadLinks(t *testing.T) {
	c := newCompany(t)
	item, links := c.asked("Call the clinics")
	date := links["mail.act.date"]
	for form, want := range map[string]int{
		"version=1":                   422, // no day
		"version=1&due_on=2020-01-01": 422,
		"version=1&due_on=nonsense":   422,
		"version=9&due_on=2027-03-01": 409,
		"%zz":                         422,
	} {
		r := c.ask("POST", date, form, "Content-Type", formType)
		body := text(t, r)
		if r.StatusCode != want && (form != "%zz" || r.StatusCode != 400) {
			t.Errorf("POST %s = %d, want %d\n%.900s", form, r.StatusCode, want, body)
		}
	}
	if got := c.status(item); got != "proposed" {
		t.Errorf("item = %v, want proposed", got)
	}
	for _, path := range []string{"/p/none", "/u/none", date[:len(date)-4] + "AAAA", "/p/" + strings.Repeat("x", 5000), strings.Replace(date, "/p/", "/u/", 1)} {
		for _, method := range []string{"GET", "POST"} {
			r := c.ask(method, path, "", "Content-Type", formType)
			if body := text(t, r); r.StatusCode != 404 || !strings.Contains(body, "does not work any more") || r.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %.20s = %d, want the page of a dead link", method, path, r.StatusCode)
			}
		}
	}
}

// The defence against other sites stands everywhere else.
func TestMailLink_DefenceElsewhere(t *testing.T) {
	c := newCompany(t)
	for _, path := range []string{"/p", "/u", "/p/a/b", "/theme", "/login", "/people", "/password/x", "/p/../theme", "//p/x"} {
		r := c.ask("POST", path, "", "Content-Type", formType, "Origin", "null")
		if r.StatusCode != 403 && r.StatusCode != 404 {
			t.Errorf("POST %s from nowhere = %d, want 403", path, r.StatusCode)
		}
	}
	if r := c.ask("POST", "/theme", "", "Content-Type", formType, "Origin", "null"); r.StatusCode != 403 {
		t.Errorf("POST /theme from nowhere = %d, want 403", r.StatusCode)
	}
}

// RFC 8058: one POST by a program without a cookie ends one kind of mail.
func TestMailStop_OneClick(t *testing.T) {
	c := newCompany(t)
	c.posted("")
	c.made("admin", "/action-items", `{"title":"Late","for_side":"neutral","owner_id":"`+c.member.PersonID+`","due_on":"`+c.now.Format("2006-01-02")+`"}`)
	_, list, _ := c.call("member", "GET", "/action-items?owner=me", "")
	item := list["items"].([]any)[0].(map[string]any)
	c.made("member", "/action-items/"+id(item)+"/accept", `{}`)
	c.posted("")
	c.now = c.now.Add(48 * time.Hour)
	if err := c.app.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	mails := c.posted("bo@acme.test")
	if len(mails) != 1 || mails[0].Stop == "" {
		t.Fatalf("mails = %+v, want one that can be stopped", mails)
	}
	path := strings.TrimPrefix(mails[0].Stop, "http://accord.test")
	if body := text(t, c.ask("GET", path, "")); !strings.Contains(body, "Stop these mails?") {
		t.Errorf("GET does not ask:\n%.900s", body)
	}
	wishes, err := c.app.MailWishes(t.Context(), c.member)
	if err != nil || !wishes[accord.WishReminders] {
		t.Fatalf("looking stopped the mails: %v, %v", wishes, err)
	}
	var r *http.Response
	for range triesPerAddress + 2 { // a mail provider ends many mails from one address
		r = c.ask("POST", path, "List-Unsubscribe=One-Click", "Content-Type", formType)
	}
	if r.StatusCode != http.StatusOK || r.Header.Get("Location") != "" {
		t.Errorf("POST = %d to %q, want 200 there", r.StatusCode, r.Header.Get("Location"))
	}
	if wishes, err = c.app.MailWishes(t.Context(), c.member); err != nil || wishes[accord.WishReminders] || !wishes[accord.WishDigest] {
		t.Errorf("wishes = %v, %v, want reminders off alone", wishes, err)
	}
}

// Neither log nor metrics hold a token.
func TestMailLink_IsNotLogged(t *testing.T) {
	var log bytes.Buffer
	s := newSite(t, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	for _, path := range []string{"/p/1.topsecret.x", "/u/1.topsecret.x"} {
		s.ask("GET", path, "")
		s.ask("POST", path, "a=b", "Content-Type", formType, "Origin", "null")
	}
	if !strings.Contains(log.String(), "/p/:token") || strings.Contains(log.String(), "topsecret") {
		t.Errorf("log = %s, want the route without the token", log.String())
	}
}

func TestLimiter_MailLinks(t *testing.T) {
	s := newSite(t)
	for range triesPerAddress {
		s.ask("POST", "/p/none", "", "Content-Type", formType)
	}
	if r := s.ask("POST", "/u/none", "", "Content-Type", formType); r.StatusCode != 429 {
		t.Errorf("POST after %d dead links = %d, want 429", triesPerAddress, r.StatusCode)
	}
	if r := s.ask("POST", "/login", "email=ana@example.com&password=wrong", "Content-Type", formType); r.StatusCode == 429 {
		t.Error("dead links keep everybody behind the same address from signing in")
	}
}
