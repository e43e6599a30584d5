package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/mail"
	"accord/internal/store"
)

// What is out of the ordinary in a week is answered in words: on the page where
// the update is written, on the page it is read on, and in its mail, in both
// languages.
func TestWeeklyUpdate_InWords(t *testing.T) {
	t.Parallel()
	o := newUpdateOffice(t)
	t.Run("one leader away: the deputy signs; no goal is set", o.in(o.deputySigns))
	t.Run("one leader away without deputy; the goal is 0", o.in(o.leaderAway))
	t.Run("the quarter ends in mid-week", o.in(o.quarterEnds))
	t.Run("a side without leader; nobody told the revenue", o.in(o.noLeader))
	t.Run("no leaders at all", o.in(o.noLeaders))
}

// updateOffice is a company whose leads are Ana (Sales, reads English) and Bea
// (Marketing, reads German), with Leo and Mia beside them and an admin.
type updateOffice struct {
	*browserWorld
	t    *testing.T
	sink *crashSink
	ids  map[string]string
	jars map[string]*http.Client
}

func newUpdateOffice(t *testing.T) *updateOffice {
	t.Helper()
	o := &updateOffice{t: t, sink: newCrashSink(t), ids: map[string]string{}, jars: map[string]*http.Client{}}
	url := "sqlite:" + t.TempDir() + "/accord.db"
	c := &crash{t: t, url: url, clock: func() time.Time { return time.Date(2031, 9, 15, 6, 0, 0, 0, time.UTC) }}
	for _, p := range [][4]string{{"Ada", "neutral", "admin", "en"}, {"Ana", "sales", "member", "en"}, {"Leo", "sales", "member", "de"}, {"Bea", "marketing", "member", "de"}, {"Mia", "marketing", "member", "en"}} {
		c.command("secret sentence 12", "user", "add", "--email", address(p[0]), "--name", p[0], "--side", p[1], "--role", p[2], "--locale", p[3])
	}
	o.browserWorld, _, _ = startWorld(t, serveCmd{}, url)
	o.at("2031-09-15T08:00")
	o.inApp(func(ctx context.Context, a *app.App, db *store.Store) {
		people, err := db.People(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			o.ids[p.Name] = p.ID
		}
	})
	for name := range o.ids {
		o.signIn(name)
	}
	o.settle(app.WorkspacePatch{SalesLeadID: o.lead("Ana"), MarketingLeadID: o.lead("Bea"), Currency: accord.Some("EUR")})
	return o
}

// in makes what goes wrong on the way there the subtest's.
func (o *updateOffice) in(run func(t *testing.T)) func(t *testing.T) {
	return func(t *testing.T) {
		was := o.t
		o.t = t
		defer func() { o.t = was }()
		run(t)
	}
}

func address(name string) string { return strings.ToLower(name) + "@example.com" }

// at sets the clock, by the company's.
func (o *updateOffice) at(local accord.LocalTime) {
	o.now.Store(local.In(accord.Zone("Europe/Berlin")).UnixMicro())
}

// inApp runs fn as another process would that shares the database.
func (o *updateOffice) inApp(fn func(ctx context.Context, a *app.App, db *store.Store)) {
	o.t.Helper()
	err := o.env(context.Background(), io.Discard, io.Discard).withApp(func(a *app.App, db *store.Store, _ settings) error {
		newest, err := db.NewestEvents(context.Background())
		if err != nil || len(newest) != 1 {
			return fmt.Errorf("workspaces = %v %w, want one", newest, err)
		}
		fn(store.Within(context.Background(), newest[0].WorkspaceID), a, db)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *updateOffice) lead(name string) accord.Opt[accord.NullID] {
	return accord.Some(accord.NullID(o.ids[name]))
}

// settle changes the company's settings.
func (o *updateOffice) settle(p app.WorkspacePatch) {
	o.t.Helper()
	o.inApp(func(ctx context.Context, a *app.App, db *store.Store) {
		w, err := db.Workspace(ctx)
		if err != nil {
			o.t.Fatal(err)
		}
		admin, err := a.SessionActor(ctx, w.ID, o.ids["Ada"])
		if err != nil {
			o.t.Fatal(err)
		}
		if _, _, err := a.ChangeWorkspace(ctx, admin, accord.Match{}, p); err != nil {
			o.t.Fatal(err)
		}
	})
}

func (o *updateOffice) signIn(name string) {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	o.jars[name] = &http.Client{Jar: jar}
	o.post(name, "/login", url.Values{"email": {address(name)}, "password": {"secret sentence 12"}})
}

var (
	tag   = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`[\s\x{a0}\x{202f}]+`)
)

// reads gives what somebody reads on a page.
func (o *updateOffice) reads(name, path string) string {
	o.t.Helper()
	res, err := o.jars[name].Get(o.url + path)
	return o.text(path, res, err)
}

// post sends a form and gives what the page that answers says.
func (o *updateOffice) post(name, path string, form url.Values) string {
	o.t.Helper()
	res, err := o.jars[name].PostForm(o.url+path, form)
	return o.text(path, res, err)
}

var partVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// writes saves a side's part on the page of its week as somebody has it before
// them; pairs are fields.
func (o *updateOffice) writes(name, week string, side accord.Side, pairs ...string) string {
	o.t.Helper()
	res, err := o.jars[name].Get(o.url + week + "?side=" + string(side))
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	version := partVersion.FindSubmatch(page)
	if err != nil || version == nil {
		o.t.Fatalf("%s reads %s: %d %v, no form", name, week, res.StatusCode, err)
	}
	form := url.Values{"side": {string(side)}, "version": {string(version[1])}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return o.post(name, week, form)
}

func (o *updateOffice) text(path string, res *http.Response, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		o.t.Fatalf("%s = %d %v %.300s", path, res.StatusCode, err, body)
	}
	page := string(body)
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return space.ReplaceAllString(html.UnescapeString(tag.ReplaceAllString(page, " ")), " ")
}

// mails does the background's work and gives the mails of it, by name.
func (o *updateOffice) mails() map[string]letter {
	o.t.Helper()
	before := len(o.sink.received())
	o.inApp(func(ctx context.Context, a *app.App, _ *store.Store) {
		sender, err := mail.NewSMTP("smtp://"+o.sink.addr, crashFrom)
		if err == nil {
			err = a.Tick(context.Background())
		}
		if err == nil {
			err = a.Deliver(context.Background(), sender)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	})
	got := map[string]letter{}
	for _, l := range o.sink.received()[before:] {
		name, _, _ := strings.Cut(l.to, "@")
		l.text = space.ReplaceAllString(l.text, " ")
		got[strings.ToUpper(name[:1])+name[1:]] = l
	}
	return got
}

// says wants every one of the words in a text.
func says(t *testing.T, where, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q:\n%s", where, w, text)
		}
	}
}

func (o *updateOffice) deputySigns(t *testing.T) {
	const week = "/updates/2031-W38"
	says(t, "before a deputy is named", o.reads("Ana", week), "Sales: waits for Ana (nobody is named as deputy)", "Nobody has told the revenue of Q3 2031 yet.")
	o.settle(app.WorkspacePatch{SalesDeputyID: o.lead("Leo")})
	says(t, "the page Marketing writes on", o.reads("Bea", week), "Sales: wartet auf Ana oder in Vertretung Leo", "Marketing: wartet auf Bea (keine Stellvertretung benannt)")
	page := o.writes("Leo", week, accord.Sales, "win", "Kettering", "revenue_to_date", "1.234,50", "revenue_goal", "", "sign", "1")
	says(t, "the page the deputy signed on", page, "Sales: in Vertretung unterschrieben von Leo", "1.234,50 EUR bisher in Q3 2031. Für das Quartal ist kein Ziel gesetzt")
	o.writes("Bea", week, accord.Marketing, "tool", "Webinar", "sign", "1")
	const en, de = "from Leo as deputy and Bea.", "von Leo in Vertretung und Bea."
	const goal, ziel = "No goal is set for the quarter, so there is no pace", "Für das Quartal ist kein Ziel gesetzt"
	says(t, "the page as it was sent", o.reads("Mia", week), "From Leo as deputy and Bea", "1,234.50 EUR so far in Q3 2031. "+goal)
	says(t, "die Seite", o.reads("Leo", week), "Von Leo in Vertretung und Bea", ziel)
	mails := o.mails()
	says(t, "the mail", mails["Mia"].text, en, goal)
	says(t, "die Mail", mails["Leo"].text, de, ziel)
}

func (o *updateOffice) leaderAway(t *testing.T) {
	const week = "/updates/2031-W39"
	o.settle(app.WorkspacePatch{SalesDeputyID: accord.Some(accord.NullID(""))})
	o.at("2031-09-22T09:00")
	page := o.writes("Ana", week, accord.Sales, "news", "Well", "revenue_to_date", "99", "revenue_goal", "0", "sign", "1")
	const zero, null = "The goal of the quarter is 0, so no share of it can be given.", "Das Ziel des Quartals ist 0, also lässt sich kein Anteil nennen."
	says(t, "the page Sales signed on", page, "Signed. It is sent when the other side has signed too.", "Marketing: waits for Bea (nobody is named as deputy)", zero,
		"on Fri 26 Sep 2031, 16:00 it goes with the names it has")
	o.at("2031-09-26T16:00")
	mails := o.mails()
	const missing, fehlt = "The part of Marketing is missing: nobody wrote or signed it.", "Der Teil von Marketing fehlt: Niemand hat ihn geschrieben oder unterschrieben."
	says(t, "the mail", mails["Mia"].text, "Not everybody signed", missing, zero, "from Ana.")
	says(t, "die Mail", mails["Leo"].text, "Nicht alle haben unterschrieben", fehlt, null, "von Ana.")
	says(t, "the page", o.reads("Mia", week), "From Ana", missing, zero)
	says(t, "die Seite", o.reads("Bea", week), "Von Ana", fehlt, null)
}

func (o *updateOffice) quarterEnds(t *testing.T) {
	const week = "/updates/2031-W40"
	o.at("2031-09-29T09:00") // the quarter ends on the Tuesday
	says(t, "the form on Monday", o.reads("Ana", week), "on Fri 3 Oct 2031, 16:00 at the latest", "Revenue in Q3 2031 so far", "The quarter ends on Tue 30 Sep 2031: the whole of it up to that day. What comes after counts for the next one, from next week on.")
	o.at("2031-10-01T09:00")
	says(t, "without revenue", o.writes("Ana", week, accord.Sales, "revenue_to_date", "", "revenue_goal", "0"), "Q3 2031 ended on Tue 30 Sep 2031. Nobody has told with how much yet.")
	says(t, "with a goal of 0", o.writes("Ana", week, accord.Sales, "revenue_to_date", "80,000", "revenue_goal", "0"),
		"Q3 2031 ended on Tue 30 Sep 2031 with 80,000 EUR.", "Its goal was 0, so no share of it can be given.")
	says(t, "without goal", o.writes("Ana", week, accord.Sales, "revenue_to_date", "80,000", "revenue_goal", ""), "No goal was set for it. The new quarter is told from next week on.")
	o.writes("Ana", week, accord.Sales, "revenue_to_date", "80,000", "revenue_goal", "100,000", "sign", "1")
	says(t, "der Knopf", o.reads("Bea", week), "Unterschreiben und 4 Personen benachrichtigen")
	o.writes("Bea", week, accord.Marketing, "sign", "1", "sure", "1")
	const en, de = "Q3 2031 ended on Tue 30 Sep 2031 with 80,000 EUR of 100,000 EUR: 80% of the goal. The new quarter is told from next week on.",
		"Q3 2031 endete am Di, 30. Sept. 2031 mit 80.000 EUR von 100.000 EUR: 80 % des Ziels. Vom neuen Quartal wird ab nächster Woche berichtet."
	mails := o.mails()
	says(t, "the mail", mails["Mia"].text, en, "from Ana and Bea.")
	says(t, "die Mail", mails["Leo"].text, de, "von Ana und Bea.")
	says(t, "the page", o.reads("Mia", week), en)
	says(t, "die Seite", o.reads("Leo", week), de)
}

func (o *updateOffice) noLeader(t *testing.T) {
	const week = "/updates/2031-W41"
	o.settle(app.WorkspacePatch{MarketingLeadID: accord.Some(accord.NullID(""))})
	o.at("2031-10-06T09:00")
	says(t, "the new quarter's form", o.reads("Ana", week), "Revenue in Q4 2031 so far", "From the quarter's first day to today, for example 1200000.", "Nobody has told the revenue of Q4 2031 yet.",
		"Marketing has no lead who could sign; admins write its part. At the deadline the update goes out and says so.")
	says(t, "an admin's page", o.writes("Ada", week, accord.Marketing, "tool", "Fair"), "What Marketing tells", "Fair")
	if res, err := o.jars["Bea"].Get(o.url + week); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("a lead no more reads the draft: %v %v, want 404", res.StatusCode, err)
	} else {
		res.Body.Close()
	}
	o.writes("Ana", week, accord.Sales, "sign", "1", "sure", "1")
	o.at("2031-10-10T16:00")
	mails := o.mails()
	const en, de = "Marketing has no lead who could sign for it.", "Marketing hat keine Leitung, die unterschreiben könnte."
	const told, gesagt = "Nobody has told the revenue of Q4 2031 yet.", "Den Umsatz in Q4 2031 hat noch niemand genannt."
	says(t, "the mail", mails["Mia"].text, en, told, "Fair")
	says(t, "die Mail", mails["Leo"].text, de, gesagt)
	says(t, "the page", o.reads("Mia", week), en, told)
	says(t, "die Seite", o.reads("Bea", week), de, gesagt)
}

func (o *updateOffice) noLeaders(t *testing.T) {
	const week = "/updates/2031-W42"
	o.settle(app.WorkspacePatch{SalesLeadID: accord.Some(accord.NullID(""))})
	o.at("2031-10-13T09:00")
	for name := range o.ids { // sessions end after thirty days
		o.signIn(name)
	}
	says(t, "a member's page", o.reads("Ana", "/updates"), "Nobody has begun it yet.")
	says(t, "an admin's page", o.writes("Ada", week, accord.Sales, "win", "Harlow"),
		"Sales has no lead who could sign;", "Marketing has no lead who could sign;", "Name the leads")
	o.at("2031-10-17T16:00")
	mails := o.mails()
	says(t, "the mail", mails["Mia"].text, "This is the update of week 42 from both sides.", "Sales has no lead who could sign for it.", "Marketing has no lead who could sign for it.", "Harlow")
	says(t, "die Mail", mails["Leo"].text, "von beiden Seiten.", "Sales hat keine Leitung", "Marketing hat keine Leitung")
	says(t, "the page", o.reads("Mia", week), "Sent Fri 17 Oct 2031", "Harlow")
}
