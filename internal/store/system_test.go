package store

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// acrossWorkspaces is the closed list of what may read or write past one
// workspace. Adding to it is a decision: say in the comment of the method why
// it cannot run scoped.
var acrossWorkspaces = []string{
	"DeleteExpired",
	"DeleteSession",
	"EndSession",
	"EndSessions",
	"FeedOwner",
	"LastEventAt",
	"LinkByHash",
	"Logins",
	"NewestEvents",
	"Pulse",
	"SaveSession",
	"Session",
	"SessionsOf",
	"TokenOwner",
	"TouchSession",
	"WorkspaceIDs",
	"endWorkspaceSessions",
	"WorkspacesWithMailDue",
}

func TestSystem_IsAClosedList(t *testing.T) {
	var found []string
	for name, file := range parseStore(t) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			uses := usesAny(f, "unscoped", "unscopedExec", "systemDB")
			switch {
			case name != "system.go" && uses:
				t.Errorf("%s of %s reads across workspaces: that belongs in system.go", f.Name.Name, name)
			case name == "system.go" && (uses || f.Name.IsExported()) && !slices.Contains([]string{"unscoped", "unscopedExec", "systemDB"}, f.Name.Name):
				found = append(found, f.Name.Name)
			}
		}
	}
	slices.Sort(found)
	slices.Sort(acrossWorkspaces)
	if diff := cmp.Diff(acrossWorkspaces, found); diff != "" {
		t.Errorf("system.go against the list (-list +file):\n%s", diff)
	}
}

// The store alone speaks to the driver, and past gorm only where it is
// checked.
func TestStore_KnowsNoWayAround(t *testing.T) {
	allowed := map[string][]string{
		"QueryContext":    {"raw.go", "open_sqlite.go", "open_postgres.go"},
		"QueryRowContext": {"store.go", "backup.go", "forget.go"},
		"ExecContext":     {"raw.go", "tx.go", "backup.go", "bulk.go", "forget.go", "notify.go", "open_sqlite.go", "open_postgres.go"},
		"Unscoped":        {},
		"Save":            {},
		"AutoMigrate":     {},
		"Preload":         {},
	}
	for name, file := range parseStore(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if files, listed := allowed[sel.Sel.Name]; listed && !slices.Contains(files, name) {
				t.Errorf("%s calls %s", name, sel.Sel.Name)
			}
			return true
		})
	}
}

// usesAny reports whether f mentions one of the names.
func usesAny(f *ast.FuncDecl, names ...string) bool {
	used := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		used = used || ok && slices.Contains(names, sel.Sel.Name)
		return true
	})
	return used
}

// parseStore reads the package's own files, tests excepted.
func parseStore(t *testing.T) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file
	}
	return files
}
