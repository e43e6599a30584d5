package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accord/internal/accord"
)

// Every kind of mail has a name for the list of mails, in both languages.
func TestLocales_nameEveryKindOfMail(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/accord/delivery_rules.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, language := range []string{"en", "de"} {
		found, err := filepath.Glob("locales/*." + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			for key := range readJSON(t, name) {
				names[language+" "+key] = true
			}
		}
	}
	unlisted := []string{accord.MailTest, accord.MailItem} // never queued; named by what happened to the item
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Mail") {
			return true
		}
		value, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		kind, err := strconv.Unquote(value.Value)
		if err != nil {
			t.Fatal(err)
		}
		kinds++
		for _, language := range []string{"en", "de"} {
			if !names[language+" deliveries.kind."+kind] && !slices.Contains(unlisted, kind) {
				t.Errorf("the mail %q has no name in %q", kind, language)
			}
		}
		return false
	})
	if kinds < 20 {
		t.Errorf("%d kinds of mail are found, want all", kinds)
	}
}
