package ical

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Whatever a reader says about a file is translated, as the errors of other
// rings are.
func TestMessages_have_a_German_text(t *testing.T) {
	data, err := os.ReadFile("../../web/locales/errors.de.json")
	if err != nil {
		t.Fatal(err)
	}
	var german map[string]string
	if err := json.Unmarshal(data, &german); err != nil {
		t.Fatal(err)
	}
	formats := map[string]int{"fileError": 0, "note": 1} // which argument it is
	found := 0
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			arg, ok := formats[name]
			if !ok || len(call.Args) <= arg {
				return true
			}
			if lit, ok := call.Args[arg].(*ast.BasicLit); ok {
				found++
				if text, _ := strconv.Unquote(lit.Value); german[text] == "" {
					t.Errorf("no German text for %q", text)
				}
			}
			return true
		})
	}
	if found < 30 {
		t.Errorf("found %d messages: the walk is broken", found)
	}
}
