package server

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// docs/api.md lists every operation by path, as the OpenAPI document calls it,
// and none that there is not.
func TestAPI_docs_list_every_operation(t *testing.T) {
	doc, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	m := &matrix{company: &company{site: newSite(t)}}
	type operation struct{ path, method, summary string }
	var all []operation
	paths, _ := m.spec()["paths"].(map[string]any)
	for path, methods := range paths {
		for method, o := range methods.(map[string]any) {
			all = append(all, operation{path, strings.ToUpper(method), fmt.Sprint(dig(o, "summary"))})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method)) })
	var want []string
	for _, o := range all {
		want = append(want, fmt.Sprintf("| `%s %s` | %s |", o.method, o.path, o.summary))
	}
	listed := regexp.MustCompile("(?m)^\\| `[A-Z]+ /.*$").FindAllString(string(doc), -1)
	if diff := gocmp.Diff(want, listed); diff != "" {
		t.Errorf("docs/api.md lists other operations than there are (-there +listed):\n%s\nwant the rows\n%s", diff, strings.Join(want, "\n"))
	}
}
