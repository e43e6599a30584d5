package accord

import (
	"regexp"
	"strings"
	"testing"
)

// Minutes and calendar entries call the sides what the workspace does.
func TestMinutes_Markdown_sides(t *testing.T) {
	w := Workspace{SalesName: "Field", MarketingName: "Brand"}
	m := Minutes{
		Title: "Call", TimeZone: "Europe/Berlin", Number: 1, SalesRepID: "ana", MarketingRepID: "mia",
		Attendance:  []MinutesPerson{{PersonID: "ana", Name: "Ana", Side: Sales, Present: true}, {PersonID: "mia", Name: "Mia", Side: Marketing}},
		Heard:       []SideText{{Side: Sales, Text: "A rival is faster."}},
		Agenda:      []MinutesItem{{Title: "What do customers say?", Side: Marketing}},
		Decisions:   []MinutesDecision{{Ref: "D-1", Text: "Two photos", InputFor: Marketing}},
		Reports:     []MinutesReport{{Side: Sales, AuthorName: "Ana"}},
		ActionItems: []MinutesPromise{{Ref: "A-1", Title: "Send them"}},
	}
	wired := regexp.MustCompile(`Sales|Marketing|Vertrieb`)
	for locale, want := range map[string][]string{
		"en-GB": {"**Reports for Field:** Ana", "**Reports for Brand:** Mia", "Ana (Field)", "**Heard, Field:**", "input for Brand", "### Field (Ana)"},
		"de":    {"**Berichtet für Field:** Ana", "**Berichtet für Brand:** Mia", "Mia (Brand)", "Beitrag für Brand"},
	} {
		got := m.Markdown(locale, w)
		for _, text := range want {
			if !strings.Contains(got, text) {
				t.Errorf("%s has no %q:\n%s", locale, text, got)
			}
		}
		if at := wired.FindString(got); at != "" {
			t.Errorf("%s says %s:\n%s", locale, at, got)
		}
		if got := m.Duties().Text(locale, w); wired.MatchString(got) || !strings.Contains(got, "Field: Ana\n") {
			t.Errorf("%s duties = %q", locale, got)
		}
	}
	if got := m.Markdown("de", Workspace{}); !strings.Contains(got, "Ana (Vertrieb)") {
		t.Errorf("without names of its own:\n%s", got)
	}
}
