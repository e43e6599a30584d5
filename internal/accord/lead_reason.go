package accord

import (
	"cmp"
	"slices"
	"strings"
)

// LeadReason is why Sales rejects leads. The list is short, so that the counts
// say something, and the company's own.
type LeadReason struct {
	WorkspaceID string `json:"-"`
	ID          string `json:"id"`
	Text        string `json:"text"` // "" for one that ships: see [LeadReason.Label]
	Position    int    `json:"-"`
	Retired     bool   `json:"-"` // no longer to choose; former verdicts keep it
}

// The limits of the list.
const (
	MaxLeadReasons    = 12
	MaxLeadReasonText = 60 // characters
)

// shippedReasons are the words of the reasons that ship, by language.
var shippedReasons = []struct{ id, en, de string }{
	{"no_need", "No need for it", "Kein Bedarf"},
	{"no_budget", "No budget", "Kein Budget"},
	{"wrong_fit", "Not our kind of company", "Passt nicht zu uns"},
	{"unreachable", "Not to be reached", "Nicht erreichbar"},
	{"too_early", "Too early", "Zu früh"},
	{"duplicate", "Known already", "Schon bekannt"},
}

// ShippedLeadReasons is the list of a company that has not made its own.
func ShippedLeadReasons() []LeadReason {
	list := make([]LeadReason, len(shippedReasons))
	for i, r := range shippedReasons {
		list[i] = LeadReason{ID: r.id, Position: i + 1}
	}
	return list
}

// Label is the reason in words: its own, or for one that ships those of the
// locale.
func (r LeadReason) Label(locale string) string {
	for _, s := range shippedReasons {
		if r.Text == "" && s.id == r.ID {
			if strings.HasPrefix(locale, "de") {
				return s.de
			}
			return s.en
		}
	}
	return cmp.Or(r.Text, r.ID)
}

// EditLeadReasons makes the list say the texts, in their order: a text that is
// on it keeps its reason, another is new, and what is not named is retired. Only
// Sales' lead or deputy and admins do: leads are Sales' to judge.
func EditLeadReasons(list []LeadReason, texts []string, w Workspace, by Actor, newID func() string) ([]LeadReason, error) {
	if !by.Admin() && !w.LeadsSide(by.PersonID, Sales) {
		return nil, Errorf(CodeDenied, "Only the lead of %s and admins can change the reasons.", Sales)
	}
	var v Validation
	next := slices.Clone(list)
	for i := range next {
		next[i].Retired = true
	}
	position := 0
	seen := map[string]bool{}
	for _, text := range texts {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		v.Check(fits(text, MaxLeadReasonText), "reasons", "Give at most %d characters.", MaxLeadReasonText)
		v.Check(!seen[strings.ToLower(text)], "reasons", "Name every reason once.")
		seen[strings.ToLower(text)] = true
		position++
		at := slices.IndexFunc(next, func(r LeadReason) bool {
			return strings.EqualFold(r.Label(by.Locale), text) || r.Text == "" && strings.EqualFold(r.Label("en"), text)
		})
		if at < 0 {
			next = append(next, LeadReason{ID: newID(), Text: text})
			at = len(next) - 1
		} else if next[at].Text != "" {
			next[at].Text = text
		}
		next[at].Position, next[at].Retired = position, false
	}
	v.Check(position > 0, "reasons", "Name at least one reason.")
	v.Check(position <= MaxLeadReasons, "reasons", "Keep it to %d reasons.", MaxLeadReasons)
	slices.SortStableFunc(next, func(a, b LeadReason) int { return cmp.Compare(a.Position, b.Position) })
	return next, v.Err()
}

// OfferedLeadReasons are those to choose from.
func OfferedLeadReasons(list []LeadReason) []LeadReason {
	return slices.DeleteFunc(slices.Clone(list), func(r LeadReason) bool { return r.Retired })
}

// FindLeadReason finds a reason by its id or its words; "" where there is none.
func FindLeadReason(list []LeadReason, ref, locale string) string {
	ref = strings.TrimSpace(ref)
	for _, r := range list {
		if r.ID == ref || ref != "" && strings.EqualFold(r.Label(locale), ref) {
			return r.ID
		}
	}
	return ""
}
