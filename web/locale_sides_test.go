package web

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"accord/internal/accord"
)

// sideNamed are the texts that say Sales or Marketing whatever a company calls
// its sides, and why.
var sideNamed = map[string]string{
	"side.sales": "what they are called unless a company calls them otherwise", "side.marketing": "the same",
	"word.sales": "the same", "word.marketing": "the same",
	"login.lead":          "nobody is signed in: it is no company's",
	"updates.wins_hint":   "what was done for a customer, no side",
	"updates.wins_whose":  "the same",
	"settings.sales_name": "which of the two is named here", "settings.marketing_name": "the same",
	"setup.sales_name": "the same", "setup.marketing_name": "the same",
	"updates.wins_detail_line": "what was done for a customer, no side",
}

var hardWired = regexp.MustCompile(`\b(Sales|Marketings?|Vertriebs?|Marketingseite|Vertriebsseite)\b`)

// Sides can be called otherwise: texts take their names from the workspace.
func TestLocales_hard_wire_no_side(t *testing.T) {
	names, err := fs.Glob(files, "locales/*.json")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d locale files, %v", len(names), err)
	}
	used := map[string]bool{}
	for _, name := range names {
		for key, m := range readJSON(t, name) {
			for _, text := range texts(m) {
				said := hardWired.FindString(placeholder.ReplaceAllString(text, ""))
				used[key] = used[key] || said != ""
				if said != "" && sideNamed[key] == "" {
					t.Errorf("%s: %s says %s: %q", name, key, said, text)
				}
			}
		}
	}
	for key := range sideNamed {
		if !used[key] {
			t.Errorf("%s names no side any more", key)
		}
	}
}

func TestLocalizer_Naming(t *testing.T) {
	asked := 0
	sides := func() (string, string) { asked++; return "Field", "" }
	named := NewLocalizer("de", nil).Naming(sides)
	if got := named.T("nav.people"); got == "" || asked > 0 {
		t.Errorf("T(nav.people) = %q, asked for the sides %d times, want none", got, asked)
	}
	for got, want := range map[string]string{
		named.T("intel.do_answer"):                                                   "Antwort an Field",
		named.T("intel.tell"):                                                        "Marketing informieren",
		named.N("mail.intel_overdue.subject", 2):                                     "2 Antworten an Field sind überfällig",
		named.T("sit_downs.of_two", "Sales", "Ana", "Marketing", "Bo"):               "Ana und Bo",
		named.Word(accord.Sales):                                                     "Field",
		named.FieldError(accord.FieldError{Format: "%s", Args: []any{accord.Sales}}): "Field",
		NewLocalizer("de", nil).T("intel.do_answer"):                                 "Antwort an Vertrieb",
		NewLocalizer("en", nil).Word(accord.Marketing):                               "Marketing",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if asked != 1 {
		t.Errorf("asked for the sides %d times, want once", asked)
	}
	if strings.Contains(named.T("intel.lead"), "Vertrieb") {
		t.Error("the name of the language is left")
	}
}
