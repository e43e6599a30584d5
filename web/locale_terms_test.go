package web

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// idioms are words of German, not terms: whoever has a turn is "an der Reihe".
var idioms = regexp.MustCompile(`an (der|die) Reihe`)

// The German words of docs/glossary.md stand in the locale files, and what it
// says not to write does not.
func TestLocales_German_terms(t *testing.T) {
	all := map[string]string{} // file and key → text
	names, err := fs.Glob(files, "locales/*.de.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for key, m := range readJSON(t, name) {
			all[name+": "+key] = idioms.ReplaceAllString(placeholder.ReplaceAllString(strings.Join(texts(m), "\n"), ""), "")
		}
	}
	find := func(word string) (where string, count int) {
		whole := regexp.MustCompile(`(^|[^\pL-])` + regexp.QuoteMeta(word) + `(e?n|e?s|er|e)?($|[^\pL-])`)
		for at, text := range all {
			if whole.MatchString(text) {
				where, count = at, count+1
			}
		}
		return where, count
	}
	for _, row := range germanTerms(t) {
		for word := range strings.SplitSeq(row[1], ";") {
			word = word[strings.LastIndex(word, ":")+1:]
			if _, n := find(strings.TrimSpace(word)); n == 0 && !idioms.MatchString(word) {
				t.Errorf("%s: no text says %q", row[0], word)
			}
		}
		for word := range strings.SplitSeq(row[2], ",") {
			if where, n := find(strings.TrimSpace(word)); n > 0 {
				t.Errorf("%s is %q: %d texts say %q, such as %s", row[0], row[1], n, word, where)
			}
		}
	}
}

// germanTerms are the rows of the glossary's table: term, German, not.
func germanTerms(t *testing.T) [][3]string {
	t.Helper()
	b, err := os.ReadFile("../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(b), "| word | German | not |")
	var rows [][3]string
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) == 5 && !strings.Contains(line, "---") {
			rows = append(rows, [3]string{strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])})
		}
	}
	if len(rows) < 25 {
		t.Fatalf("the glossary has %d German terms", len(rows))
	}
	return rows
}

// A feature is called the same in the navigation, above its page, in the strip
// of the dashboard and in a search.
func TestLocales_one_name_for_a_feature(t *testing.T) {
	for _, keys := range [][]string{
		{"nav.meetings", "meetings.title"},
		{"nav.action-items", "action_items.title", "search.items"},
		{"nav.decisions", "decisions.title", "search.decisions"},
		{"nav.projects", "projects.title", "aligned.projects", "search.projects"},
		{"nav.sit-downs", "sit_downs.title", "aligned.sit_down"},
		{"nav.updates", "updates.title", "aligned.update", "deliveries.kind.weekly_update"},
		{"nav.alignment", "alignment.title", "alignment.tabs"},
		{"alignment.tab.diagnostic", "aligned.diagnostic"},
		{"alignment.tab.charter", "charter.title", "aligned.charter", "search.charter"},
		{"alignment.tab.intel", "intel.title", "aligned.intel"},
		{"visits.title", "aligned.visits", "search.visits"},
		{"series.title", "search.series"},
		{"nav.people", "people.title"},
		{"nav.settings", "settings.title"},
		{"nav.account", "account.title"},
	} {
		for _, locale := range []string{"en", "de"} {
			l := NewLocalizer(locale, nil)
			for _, key := range keys {
				if got, want := l.T(key), l.T(keys[0]); got != want || strings.HasPrefix(got, "[") {
					t.Errorf("%s in %s is %q, %s %q", key, locale, got, keys[0], want)
				}
			}
		}
	}
}
