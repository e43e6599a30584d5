package accord

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// proposalMinutes is how long a proposal out of a diagnostic asks for.
const proposalMinutes = 10

// Proposal is the matter a large gap puts before an agenda: why do we see this
// differently? It says level and gap, in German for a locale "de…".
func (s StatementFigures) Proposal(w Workspace, closed Quarter, locale string) AgendaItem {
	title := inBoth{"Why do we see this differently: %s", "Warum sehen wir das verschieden: %s"}.in(locale)
	why := inBoth{
		"Alignment diagnostic %s, from 1 to 5: %s %s, %s %s (level %s, gap %s). “%s”",
		"Befragung %s, von 1 bis 5: %s %s, %s %s (Niveau %s, Abstand %s). „%s“",
	}.in(locale)
	n := func(v float64) string {
		text := fmt.Sprintf("%.1f", v)
		if strings.HasPrefix(locale, "de") {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	words := s.Text(locale)
	sales, marketing := cmp.Or(w.SalesName, inBoth{"Sales", "Vertrieb"}.in(locale)), cmp.Or(w.MarketingName, "Marketing")
	return AgendaItem{
		Title: cutText(fmt.Sprintf(title, words), 200), Kind: KindSolve, Side: Neutral, Minutes: proposalMinutes,
		Why: cutText(fmt.Sprintf(why, closed, sales, n(s.Sales), marketing, n(s.Marketing), n(s.Level), n(s.Gap), words), maxWhy),
	}
}

// Among finds the matter of this gap among agenda items, in whichever language an
// earlier round put it there; nil where it does not wait. Of a statement too
// long for a title the figures have the rest.
func (s StatementFigures) Among(items []AgendaItem, w Workspace, closed Quarter) *AgendaItem {
	for _, item := range items {
		for _, locale := range []string{"en", "de"} {
			title := s.Proposal(w, closed, locale).Title
			if item.Title == title && (!strings.HasSuffix(title, "…") || strings.Contains(item.Why, s.Text(locale))) {
				return &item
			}
		}
	}
	return nil
}

// minTold is what room the figures need: less would tell none.
const minTold = 100

// Retold puts new figures in the place of those an earlier round told in a
// reason, in either language, or below what people made of it; what they wrote
// stays. It also gives the figures whose place they took.
func (s StatementFigures) Retold(why, told string) (text, was string) {
	for _, locale := range []string{"en", "de"} {
		own := regexp.MustCompile(fmt.Sprintf(toldPattern.in(locale), regexp.QuoteMeta(s.Text(locale))))
		if at := own.FindStringIndex(why); at != nil {
			was = why[at[0]:at[1]]
			return fitTold(why[:at[0]], told, why[at[1]:], why), was
		}
	}
	if why != "" {
		return fitTold(why+"\n", told, "", why), ""
	}
	return told, ""
}

// toldPattern finds what Proposal tells, of the statement given.
var toldPattern = inBoth{
	`Alignment diagnostic \d+ Q\d, from 1 to 5: [^\n]* \(level [\d.]+, gap [\d.]+\)\. “%s”`,
	`Befragung \d+ Q\d, von 1 bis 5: [^\n]* \(Niveau [\d,]+, Abstand [\d,]+\)\. „%s“`,
}

// fitTold puts figures between what people wrote, cut to what a reason may have;
// where there is no room left for them the reason stays as it was.
func fitTold(before, told, after, was string) string {
	room := maxWhy - len(before) - len(after)
	if room < min(minTold, len(told)) {
		return was
	}
	return before + cutText(told, room) + after
}

// cutText shortens a text to at most that many bytes, at the end of a character,
// and says so by an ellipsis.
func cutText(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	end := bytes - len("…")
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end]) + "…"
}
