package accord

import (
	"cmp"
	"fmt"
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
		Why: cutText(fmt.Sprintf(why, closed, sales, n(s.Sales), marketing, n(s.Marketing), n(s.Level), n(s.Gap), words), 1000),
	}
}

// Among finds the matter of this gap among the items of a backlog, in whichever
// language an earlier round put it there; nil where it does not wait.
func (s StatementFigures) Among(backlog []AgendaItem, w Workspace, closed Quarter) *AgendaItem {
	for i := range backlog {
		for _, locale := range []string{"en", "de"} {
			if backlog[i].Title == s.Proposal(w, closed, locale).Title {
				return &backlog[i]
			}
		}
	}
	return nil
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
