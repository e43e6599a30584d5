package server

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

var markup = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

// A company that calls its sides otherwise reads their names only: on every page
// that has no other address in it.
func TestSides_renamed(t *testing.T) {
	c := newCompany(t)
	if _, _, err := c.app.ChangeWorkspace(t.Context(), c.admin, accord.Match{}, app.WorkspacePatch{SalesName: accord.Some("Field"), MarketingName: accord.Some("Brand")}); err != nil {
		t.Fatal(err)
	}
	m := &matrix{company: c}
	asks := []persona{{name: "admin", actor: c.admin}, {name: "member", actor: c.member}}
	settings := []string{"/settings", "/setup/sides"} // where the two are named
	looked := 0
	for _, r := range c.Routes() {
		if r.API || r.Method != http.MethodGet || strings.ContainsAny(r.Path, "{:") || slices.Contains(settings, r.Path) {
			continue
		}
		for _, p := range asks {
			status, page := m.as(p, r, r.Path, "")
			if status != http.StatusOK || !strings.Contains(page, "<main") {
				continue
			}
			looked++
			if at := regexp.MustCompile(`\b(Sales|Marketing)\b`).FindStringIndex(markup.ReplaceAllString(page, " ")); at != nil {
				t.Errorf("GET %s as %s says %.200q", r.Path, p.name, markup.ReplaceAllString(page, " ")[max(0, at[0]-80):])
			}
		}
	}
	if looked < 30 {
		t.Errorf("only %d pages were looked into", looked)
	}
}
