package web

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

var (
	placeholder = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)
	verb        = regexp.MustCompile(`%(?:\[(\d+)\])?[+#0-9.]*([a-zA-Z])`)
)

// readJSON reads a locale file as it is.
func readJSON(t *testing.T, name string) map[string]any {
	t.Helper()
	b, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// texts gives every form of a message.
func texts(m any) []string {
	switch m := m.(type) {
	case string:
		return []string{m}
	case map[string]any:
		var all []string
		for _, form := range m {
			all = append(all, texts(form)...)
		}
		return all
	}
	return nil
}

// placeholders gives the names a message uses, each once. Count may be left
// out of a form ("one day").
func placeholders(m any) []string {
	var names []string
	for _, text := range texts(m) {
		for _, p := range placeholder.FindAllStringSubmatch(text, -1) {
			if p[1] != "Count" {
				names = append(names, p[1])
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLocales_have_the_same_keys_and_placeholders(t *testing.T) {
	english, err := fs.Glob(files, "locales/*.en.json")
	if err != nil || len(english) == 0 {
		t.Fatalf("no English locales: %v", err)
	}
	german, _ := fs.Glob(files, "locales/*.de.json")
	for _, name := range german {
		if en := strings.TrimSuffix(name, ".de.json") + ".en.json"; name != "locales/errors.de.json" && !slices.Contains(english, en) {
			t.Errorf("%s has no English file", name)
		}
	}
	seen := map[string]string{}
	for _, name := range english {
		en, de := readJSON(t, name), readJSON(t, strings.TrimSuffix(name, ".en.json")+".de.json")
		for key, m := range en {
			if other, ok := seen[key]; ok {
				t.Errorf("%s is in %s and in %s", key, name, other)
			}
			seen[key] = name
			other, ok := de[key]
			if !ok {
				t.Errorf("%s: %s has no German text", name, key)
				continue
			}
			if a, b := placeholders(m), placeholders(other); !slices.Equal(a, b) {
				t.Errorf("%s: %s has the placeholders %v in English, %v in German", name, key, a, b)
			}
			_, plural := m.(map[string]any)
			if _, pluralDE := other.(map[string]any); plural != pluralDE {
				t.Errorf("%s: %s has plural forms in one language only", name, key)
			}
			if slices.Contains(texts(m), "") || slices.Contains(texts(other), "") {
				t.Errorf("%s: %s is empty", name, key)
			}
		}
		for key := range de {
			if _, ok := en[key]; !ok {
				t.Errorf("%s: %s has no English text", name, key)
			}
		}
	}
}

// source walks every Go file of the repository outside tests.
func source(t *testing.T, visit func(file string, set *token.FileSet, f *ast.File)) {
	t.Helper()
	for _, dir := range []string{"../internal", "../cmd", "."} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			visit(path, set, f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// literal gives the value of a string literal, or of several joined by +.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

// callName gives the last part of what is called: "Errorf".
func callName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// errorFormats finds the English format of every accord.Errorf, accord.BadField
// and Validation.Check, with where it stands.
func errorFormats(t *testing.T) map[string]string {
	formats := map[string]string{}
	source(t, func(file string, set *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			add := func(e ast.Expr) {
				if s, ok := literal(e); ok {
					formats[s] = set.Position(e.Pos()).String()
				}
			}
			switch n := n.(type) {
			case *ast.CallExpr:
				switch name := callName(n); {
				case name == "Errorf" && len(n.Args) >= 2 && isCode(n.Args[0]), name == "BadField" && len(n.Args) >= 2:
					add(n.Args[1])
				case name == "Check" && len(n.Args) >= 3:
					add(n.Args[2])
				}
			case *ast.CompositeLit:
				if typ := fmt.Sprint(n.Type); !strings.Contains(typ, "Error") {
					return true
				}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && fmt.Sprint(kv.Key) == "Format" {
						add(kv.Value)
					}
				}
			}
			return true
		})
	})
	return formats
}

// isCode tells accord.Errorf(accord.CodeX, …) from fmt.Errorf(…).
func isCode(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return strings.HasPrefix(e.Name, "Code") || e.Name == "code"
	case *ast.SelectorExpr:
		return strings.HasPrefix(e.Sel.Name, "Code")
	}
	return false
}

// verbs gives the verbs of a format by the argument they take.
func verbs(format string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(strings.ReplaceAll(format, "%%", ""), -1) {
		n := next
		if m[1] != "" {
			n, _ = strconv.Atoi(m[1])
		}
		all = append(all, fmt.Sprintf("%d%s", n, m[2]))
		next = n + 1
	}
	slices.Sort(all)
	return all
}

func TestErrors_have_a_German_text_with_the_same_verbs(t *testing.T) {
	german := messages().errors["de"]
	formats := errorFormats(t)
	if len(formats) < 4 {
		t.Fatalf("found only %d error formats: the walk is broken", len(formats))
	}
	for format, at := range formats {
		text, ok := german[format]
		switch {
		case !ok:
			untranslated(t, "%s: no German text in errors.de.json for\n\t%q", at, format)
		case !slices.Equal(verbs(format), verbs(text)):
			t.Errorf("%s: %q has the verbs %v, its German text %q %v", at, format, verbs(format), text, verbs(text))
		}
	}
}

// untranslated fails the test in CI; on a desk it says what is still to do.
func untranslated(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Errorf(format, args...)
		return
	}
	t.Logf(format, args...)
}

// keyCall matches .T "key" and .N "key" in templates, with L before it.
var keyCall = regexp.MustCompile(`\.L\.[TN] "([^"]+)"`)

// TestKeys_exist finds every key that a template or a Go file names in full.
func TestKeys_exist(t *testing.T) {
	known := map[string]bool{}
	names, _ := fs.Glob(files, "locales/*.en.json")
	for _, name := range names {
		for key := range readJSON(t, name) {
			known[key] = true
		}
	}
	_ = fs.WalkDir(files, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range keyCall.FindAllStringSubmatch(string(b), -1) {
			if !known[m[1]] && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s names the key %s, which has no text", path, m[1])
			}
		}
		return nil
	})
	source(t, func(file string, set *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			arg := 0
			switch callName(call) {
			case "T", "N", "t":
			case "Base":
				arg = 2
			default:
				return true
			}
			if len(call.Args) <= arg {
				return true
			}
			if key, ok := literal(call.Args[arg]); ok && key != "" && strings.Contains(key, ".") && !known[key] {
				t.Errorf("%s names the key %s, which has no text", set.Position(call.Pos()), key)
			}
			return true
		})
	})
}

func TestLocalizer_writes_for_the_reader(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 26, 14, 5, 0, 0, time.UTC)
	for _, tt := range []struct{ locale, date, day, short, long, clock, number, percent, decimal, in string }{
		{"en", "26 Nov 2026", "Thu 26 Nov 2026", "26 Nov", "Thursday, 26 November 2026", "15:05", "12,345", "78%", "3.5", "in 2 days"},
		{"en-US", "Nov 26, 2026", "Thu, Nov 26, 2026", "Nov 26", "Thursday, November 26, 2026", "3:05 PM", "12,345", "78%", "3.5", "in 2 days"},
		{"de", "26. Nov. 2026", "Do, 26. Nov. 2026", "26. Nov.", "Donnerstag, 26. November 2026", "15:05", "12.345", "78\u00a0%", "3,5", "in 2 Tagen"},
		{"de-AT", "26. Nov. 2026", "Do, 26. Nov. 2026", "26. Nov.", "Donnerstag, 26. November 2026", "15:05", "12.345", "78\u00a0%", "3,5", "in 2 Tagen"},
		{"fr", "26 Nov 2026", "Thu 26 Nov 2026", "26 Nov", "Thursday, 26 November 2026", "15:05", "12,345", "78%", "3.5", "in 2 days"},
	} {
		l := NewLocalizer(tt.locale, berlin)
		d := accord.DateOf(at, berlin)
		got := []string{l.Date(d), l.Day(d), l.ShortDate(d), l.LongDate(d), l.Clock(at), l.Int(12345), l.Percent(.78), l.Decimal(3.5, 1), l.Relative("2026-11-24", d)}
		want := []string{tt.date, tt.day, tt.short, tt.long, tt.clock, tt.number, tt.percent, tt.decimal, tt.in}
		if !slices.Equal(got, want) {
			t.Errorf("%s writes\n%q, want\n%q", tt.locale, got, want)
		}
	}
	l := NewLocalizer("en", berlin)
	if got := l.Relative("2026-11-26", "2026-11-25"); got != "yesterday" {
		t.Errorf("Relative = %q", got)
	}
	if got := l.N("status.days_late", 1); got != "1 day late" {
		t.Errorf("N = %q", got)
	}
	if got := l.Int(-1234567); got != "−1,234,567" {
		t.Errorf("Int = %q", got)
	}
	if got := NewLocalizer("en-US", nil).WeekStart(); got != time.Sunday {
		t.Errorf("WeekStart = %v", got)
	}
}

func TestLocalizer_translates_errors(t *testing.T) {
	de := NewLocalizer("de", nil)
	err := fmt.Errorf("load: %w", accord.NotFound("series"))
	if got, want := de.Error(err), "Das gibt es nicht: Serie."; got != want {
		t.Errorf("Error = %q, want %q", got, want)
	}
	if got, want := de.Error(os.ErrClosed), "Bei uns ist etwas schiefgegangen."; got != want {
		t.Errorf("Error of an internal error = %q, want %q", got, want)
	}
	type status string
	if got, want := de.format("%s is %s", []any{"open", status("open")}, false), "open is offen"; got != want {
		t.Errorf("format = %q, want %q: a name is left alone, a word translated", got, want)
	}
}

func TestAcceptLocale(t *testing.T) {
	for header, want := range map[string]string{
		"de-DE,de;q=0.9,en;q=0.8": "de", "en-US,en;q=0.9": "en-US", "en-GB": "en", "en": "en", "fr,de;q=0.5": "de", "": "en", "xx;;": "en",
	} {
		if got := AcceptLocale(header); got != want {
			t.Errorf("AcceptLocale(%q) = %q, want %q", header, got, want)
		}
	}
}
