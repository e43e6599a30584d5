package mail

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	start = time.Date(2027, 1, 12, 9, 0, 0, 0, time.UTC)
	link  = "https://accord.example"
)

// letter is a link of a mail as long as they are.
func letter(what string) string { return link + "/p/" + what + "." + strings.Repeat("k", 150) }

func answers(keys ...string) []accord.MailAction {
	var out []accord.MailAction
	for _, k := range keys {
		out = append(out, accord.MailAction{Key: "mail.act." + k, Link: letter(k)})
	}
	return out
}

func fact(key string, pairs ...any) accord.MailFact {
	f := accord.MailFact{Key: "mail.fact." + key, Args: map[string]any{}}
	for i := 0; i < len(pairs); i += 2 {
		f.Args[pairs[i].(string)] = pairs[i+1]
	}
	return f
}

func itemLine(n int, title string, side accord.Side, facts ...accord.MailFact) accord.MailLine {
	return accord.MailLine{Text: fmt.Sprintf("A-%d %s", n, title), Link: fmt.Sprintf("%s/action-items/A-%d", link, n), Side: side, Facts: facts}
}

// examples are one mail of every sort, to a reader in Lisbon.
func examples() map[string]accord.Mail {
	promise := itemLine(12, "Send Sales the three customer quotes & a <b>bold</b> line", accord.Marketing, fact("due", "Due", accord.Date("2027-01-20")))
	asked := itemLine(31, "List the ten renewals we lost, with the reason each of them gave us", accord.Sales,
		fact("asked_due", "Due", accord.Date("2027-01-15")), fact("not_accepted"), fact("by", "Name", "Bo Lindqvist"))
	asked.Actions = answers("accept", "date", "decline")
	late := itemLine(7, "Rewrite the trial e-mails", accord.Marketing, fact("was_due", "Due", accord.Date("2027-01-05")))
	late.Actions = answers("done")
	meeting := map[string]any{"Title": "Strategic team", "Start": start, "Day": accord.Date("2027-01-12"), "By": "Ana", "Reason": "A name was wrong."}
	section := func(key string, lines ...accord.MailLine) accord.MailSection {
		return accord.MailSection{Key: key, Lines: lines}
	}
	dates := section("mail.series.next")
	for i := range 3 {
		dates.Lines = append(dates.Lines, accord.MailLine{At: start.AddDate(0, 0, 28*i)})
	}
	agenda := section("mail.agenda.items",
		accord.MailLine{Text: "Which segment first?", Side: accord.Marketing, Facts: []accord.MailFact{fact("minutes", "Minutes", 20, "Side", accord.Marketing)}},
		accord.MailLine{Text: "Why do trials stall in week two?", Side: accord.Sales, Facts: []accord.MailFact{fact("minutes", "Minutes", 15, "Side", "Vertrieb")}})
	settled := section("mail.minutes.decisions", accord.MailLine{Text: "D-4 We start with clinics", Link: link + "/decisions/4", Facts: []accord.MailFact{fact("provisional")}})
	others := section("mail.minutes.others", asked)
	others.Lines[0].Actions = nil
	ask := asked
	ask.Actions = answers("accept", "date", "decline")
	digestAsked := section("mail.digest.asked", ask)
	digestAsked.Args = map[string]any{"Side": accord.Marketing}
	round := map[string]any{"By": "Greta", "Until": accord.Date("2027-01-26"), "Workspace": "Nordwind"}
	apart := section("mail.diagnostic_report.gaps", accord.MailLine{Text: "Leads are handed over with all that is needed to call them.", Facts: []accord.MailFact{
		{Key: "diagnostic.level_gap", Args: map[string]any{"Level": accord.Mean(3.2), "Gap": accord.Mean(2)}},
	}})
	return map[string]accord.Mail{
		"invitation":        {Kind: "invitation", Link: link + "/join/SECRET", Args: map[string]any{"By": "Ana", "Workspace": "Nordwind", "Until": start}},
		"password":          {Kind: "password", Link: link + "/password/SECRET", Args: map[string]any{"Until": start}},
		"series":            {Kind: "series", Link: link + "/series/1", Args: map[string]any{"Title": "Strategic team", "By": "Ana", "Rule": "On the second Tuesday of every month at 10:00 (Berlin)"}, Sections: []accord.MailSection{dates}},
		"meeting":           {Kind: "meeting", Link: link + "/meetings/1", Args: meeting, Actions: answers("yes", "maybe", "no"), Question: "mail.question"},
		"meeting_moved":     {Kind: "meeting_moved", Link: link + "/meetings/1", Args: meeting, Actions: answers("yes", "maybe", "no"), Question: "mail.question"},
		"meeting_cancelled": {Kind: "meeting_cancelled", Link: link + "/series/1", Args: meeting},
		"proposals_missing": {Kind: "proposals_missing", Link: link + "/meetings/1", Args: meeting, Stop: link + "/u/TOKEN", StopKind: "proposals"},
		"agenda":            {Kind: "agenda", Link: link + "/meetings/1", Args: meeting, Sections: []accord.MailSection{agenda, section("mail.agenda.promises", promise)}, Actions: answers("yes", "maybe", "no"), Question: "mail.question"},
		"minutes":           {Kind: "minutes", Link: link + "/meetings/1", Args: meeting, Sections: []accord.MailSection{section("mail.minutes.promises", promise), settled, others}},
		"minutes_corrected": {Kind: "minutes_corrected", Link: link + "/meetings/1", Args: meeting, Sections: []accord.MailSection{section("mail.minutes.promises", promise)}},
		"asked": {
			Kind: "items", Link: letter("accept"), LinkKey: "mail.items.accept",
			Args:     map[string]any{"Count": 1, "What": accord.MailFact{Key: "mail.items.asked"}, "Title": "A-31 List the ten renewals"},
			Sections: []accord.MailSection{section("mail.items.asked", ask)},
		},
		"reminder": {
			Kind: "items", Link: link + "/action-items?owner=me", Args: map[string]any{"Count": 2, "What": accord.MailFact{Key: "mail.items.overdue"}, "Title": "A-7"},
			Sections: []accord.MailSection{section("mail.items.overdue", late), section("mail.items.due_tomorrow", promise)}, Stop: link + "/u/TOKEN", StopKind: "reminders",
		},
		"digest": {
			Kind: "digest", Link: link + "/", Args: map[string]any{"Day": accord.Date("2027-01-11")}, Stop: link + "/u/TOKEN", StopKind: "digest",
			Sections: []accord.MailSection{
				section("mail.digest.overdue", late), section("mail.digest.week", promise), digestAsked,
				section("mail.digest.meetings", accord.MailLine{Text: "Strategic team", Link: link + "/meetings/1", At: start}),
			},
		},
		"intel_answered": {
			Kind: "intel_answered", Link: link + "/alignment/intel", Args: map[string]any{"Count": 2}, Stop: link + "/u/TOKEN", StopKind: "answers",
			Sections: []accord.MailSection{section("mail.intel_answered.list",
				accord.MailLine{Text: "I-1 Clinics ask for a longer trial.", Link: link + "/alignment/intel/I-1", Side: accord.Marketing, Facts: []accord.MailFact{
					{Key: "mail.intel_answered.not_now", Args: map[string]any{"Name": "Mia"}}, {Key: "mail.intel_answered.why", Args: map[string]any{"Why": "No budget before March"}},
				}},
				accord.MailLine{Text: "I-2 They want it in blue.", Link: link + "/alignment/intel/I-2", Side: accord.Marketing, Facts: []accord.MailFact{
					{Key: "mail.intel_answered.used", Args: map[string]any{"Name": "Mia"}},
				}})},
		},
		"charter_review": {
			Kind: "charter_review", Link: link + "/alignment/charter#d-1", Args: map[string]any{"Term": "Qualified lead", "Day": accord.Date("2027-01-12")},
			Sections: []accord.MailSection{section("mail.charter_review.words", accord.MailLine{Text: "Somebody who asked to hear from us."})},
		},
		"visit_report": {
			Kind: "visit_report", Link: link + "/exchange-visits/1#report", Stop: link + "/u/TOKEN", StopKind: "reminders",
			Args: map[string]any{"Host": accord.Marketing, "Day": accord.Date("2027-01-12"), "Due": accord.Date("2027-01-19")},
		},
		"charter_changed": {
			Kind: "charter_changed", Link: link + "/alignment/charter", Args: map[string]any{"By": "Bo Lindqvist"},
			Sections: []accord.MailSection{section("mail.charter_changed.again",
				accord.MailLine{Text: "Qualified lead", Link: link + "/alignment/charter#d-1", Facts: []accord.MailFact{
					{Key: "mail.weekly_update.whole", Args: map[string]any{"Text": "Somebody who asked to hear from us."}}, {Key: "charter.not_agreed", Args: map[string]any{"Side": "Sales"}},
				}},
				accord.MailLine{Said: accord.MailFact{Key: "charter.pledge"}, Link: link + "/alignment/charter#pledge", Facts: []accord.MailFact{{Key: "charter.not_signed", Args: map[string]any{"Side": "Marketing"}}}},
			)},
		},
		"diagnostic":          {Kind: "diagnostic", Link: letter("a"), Args: round},
		"diagnostic_reminder": {Kind: "diagnostic_reminder", Link: letter("a"), Args: round},
		"diagnostic_report": {
			Kind: "diagnostic_report", Link: link + "/alignment/1/report", Stop: link + "/u/TOKEN", StopKind: "reports", Sections: []accord.MailSection{apart},
			Args: map[string]any{"Level": accord.Mean(3.48), "Gap": accord.Mean(0.84), "Answered": 9, "Asked": 10, "Workspace": "Nordwind"},
		},
		"sit_down_begun":    {Kind: "sit_down_begun", Link: link + "/sit-downs/1", Args: map[string]any{"Name": "Greta"}},
		"sit_down_ready":    {Kind: "sit_down_ready", Link: link + "/sit-downs/1", Args: map[string]any{"Name": "Greta"}},
		"sit_down_revealed": {Kind: "sit_down_revealed", Link: link + "/sit-downs/1", Args: map[string]any{"Name": "Greta"}},
		"weekly_update":     weeklyUpdate(section),
		"test":              {Kind: "test", Link: link + "/settings/deliveries"},
	}
}

// weeklyUpdate has a line of everything an update can tell.
func weeklyUpdate(section func(key string, lines ...accord.MailLine) accord.MailSection) accord.Mail {
	said := func(text string, side accord.Side, facts ...accord.MailFact) accord.MailLine {
		return accord.MailLine{Text: text, Said: accord.MailFact{Key: "mail.weekly_update.whole", Args: map[string]any{"Text": text}}, Side: side, Facts: facts}
	}
	asked := said("Three references from hospitals", accord.Sales, accord.MailFact{Key: "mail.weekly_update.asked", Args: map[string]any{"Side": "Sales", "Other": "Marketing"}})
	asked.Link = link + "/action-items/1"
	revenue, goal := 620000.5, 1000000.0
	pace := accord.PaceOf(accord.WeeklyUpdate{ID: "2027-W02", RevenueToDate: &revenue, RevenueGoal: &goal}, "2027-01-12", accord.WorkCalendar{Week: accord.WorkWeek("1,2,3,4,5")}).Sentence("EUR")
	return accord.Mail{
		Kind: "weekly_update", Link: link + "/updates/2027-W02", Stop: link + "/u/TOKEN", StopKind: "updates", From: []string{"Leo"},
		Args: map[string]any{"Week": 2, "Sales": "Sales", "Marketing": "Marketing", "Names": accord.MailFact{Key: "updates.who.deputy", Args: map[string]any{"Deputy": "Leo"}}},
		Sections: []accord.MailSection{
			section("mail.weekly_update.missing", accord.MailLine{Said: accord.MailFact{Key: "updates.missing.empty", Args: map[string]any{"Side": "Marketing"}}}),
			section("updates.wins", said("Kettering University", accord.Sales, accord.MailFact{Key: "mail.weekly_update.helped", Args: map[string]any{"Text": "The January webinar"}})),
			section("updates.revenue", accord.MailLine{Said: accord.MailFact{Key: pace.Key, Args: pace.Args}}),
			section("updates.tools", said("Case study", accord.Marketing, accord.MailFact{Key: "mail.weekly_update.whole", Args: map[string]any{"Text": "Read 340 times"}})),
			section("updates.asks", asked),
			section("updates.news", said("Mia starts on Monday.", accord.Sales)),
			section("updates.kept", accord.MailLine{Text: "A-12 Send Sales the quotes", Link: link + "/action-items/2", Side: accord.Marketing}),
			section("updates.decisions", accord.MailLine{Text: "D-4 We start with clinics", Link: link + "/decisions/3", Side: accord.Neutral}),
			section("updates.meetings", accord.MailLine{Text: "Strategic team", Link: link + "/meetings/1", At: start}),
		},
	}
}

// worded is an example as it goes out to a reader of the locale.
func worded(t testing.TB, m accord.Mail, locale string) (text, html string) {
	t.Helper()
	m.Name, m.Address, m.Workspace, m.Locale, m.TimeZone, m.SentAt = "Ana", "ana@example.com", "Nordwind", locale, "Europe/Lisbon", start
	w := inWords(m)
	var plain, rich bytes.Buffer
	if err := templates().text.Execute(&plain, w); err != nil {
		t.Fatal(err)
	}
	if err := templates().html.Execute(&rich, w); err != nil {
		t.Fatal(err)
	}
	return "Subject: " + w.Subject + "\n\n" + plain.String(), rich.String()
}

// TestMails_golden holds every mail in both languages against the golden files;
// with ACCORD_GALLERY=DIR it also takes pictures of them there.
func TestMails_golden(t *testing.T) {
	for name, m := range examples() {
		for _, locale := range []string{"en", "de"} {
			text, html := worded(t, m, locale)
			golden(t, name+"."+locale+".txt", text)
			if name == "digest" || name == "asked" {
				golden(t, name+"."+locale+".html", html)
			}
			if strings.Contains(text+html, "[mail.") || strings.Contains(text+html, "<no value>") {
				t.Errorf("%s in %s has a text that is missing:\n%s", name, locale, text)
			}
			if dir := os.Getenv("ACCORD_GALLERY"); dir != "" {
				picture(t, html, filepath.Join(dir, name+"-"+locale))
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// A mail fetches nothing, runs nothing, and is styled where styles are dropped.
func TestMails_stand_alone(t *testing.T) {
	for name, m := range examples() {
		_, html := worded(t, m, "en")
		for _, bad := range []string{"<img", "<script", "<link", "src=", "url(", "@import", "<b>bold"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s contains %s", name, bad)
			}
		}
		if strings.Count(html, "<style") != 1 || !strings.Contains(html, "prefers-color-scheme") {
			t.Errorf("%s: want one style sheet, with what dark needs", name)
		}
		if !strings.Contains(html, `<a class="button" href="`) || !strings.Contains(html, `background:#1f1e1b`) && !strings.Contains(html, `background: #1f1e1b`) {
			t.Errorf("%s: want one button, styled where it stands", name)
		}
		if n := strings.Count(html, `class="button"`); n != 1 {
			t.Errorf("%s has %d buttons, want 1", name, n)
		}
	}
}

// Wording a mail is cheap: the style sheet is inlined once, not per mail.
func BenchmarkMail(b *testing.B) {
	m := examples()["digest"]
	templates()
	for b.Loop() {
		worded(b, m, "de")
	}
}

// picture takes a picture of a mail at a desk and on a phone, light and dark.
func picture(t *testing.T, html, name string) {
	t.Helper()
	page := filepath.Join(t.TempDir(), "mail.html")
	if err := os.WriteFile(page, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	for suffix, args := range map[string][]string{
		"desk": {"--window-size=800,1000"}, "phone-dark": {"--window-size=500,1100", "--blink-settings=preferredColorScheme=0"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		args = append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--hide-scrollbars", "--screenshot=" + name + "-" + suffix + ".png",
		}, append(args, "file://"+page)...)
		out, err := exec.CommandContext(ctx, "chromium", args...).CombinedOutput()
		cancel()
		if err != nil {
			t.Fatalf("chromium: %v\n%s", err, out)
		}
	}
}
