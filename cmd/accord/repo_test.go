package main_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root leads from this package to the repository's top.
const root = "../.."

// TestRepo_readmeNamesEverySetting: the table in README.md is the list of settings, no more and no less.
func TestRepo_readmeNamesEverySetting(t *testing.T) {
	named := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(ACCORD_[A-Z_]+)`").FindAllStringSubmatch(readFile(t, "README.md"), -1) {
		named[row[1]] = true
	}
	if got := slices.Sorted(maps.Keys(named)); !slices.Equal(got, settings) {
		t.Errorf("README.md lists the settings\n%q, want\n%q", got, settings)
	}
}

// TestRepo_linksResolve: every relative link of the documentation leads to a file of the repository. Pictures count from
// the first `make screenshots` on.
func TestRepo_linksResolve(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	_, err := os.Stat(filepath.Join(root, "docs/images"))
	hasPictures := err == nil
	for _, name := range committed(t) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(readFile(t, name), -1) {
			target, _, _ := strings.Cut(m[1], "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") ||
				strings.HasPrefix(target, "docs/images/") && !hasPictures {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), target)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

// TestRepo_noMachinePaths: a folder of somebody's machine means nothing on another.
func TestRepo_noMachinePaths(t *testing.T) {
	path := regexp.MustCompile("(?:^|[\\s\"'`=(])/(?:work|tmp|root|home|Users)/\\w")
	for _, name := range committed(t) {
		for i, line := range strings.Split(readFile(t, name), "\n") {
			if isText(line) && path.MatchString(line) {
				t.Errorf("%s:%d names a path of one machine: %s", name, i+1, strings.TrimSpace(line))
			}
		}
	}
}

// TestRepo_lockNamesNoHost: `npm ci` asks whichever registry is configured, so the lock file names none.
func TestRepo_lockNamesNoHost(t *testing.T) {
	for _, name := range committed(t) {
		if filepath.Base(name) == "package-lock.json" && strings.Contains(readFile(t, name), `"resolved"`) {
			t.Errorf("%s names a registry; set omit-lockfile-registry-resolved=true and write it again", name)
		}
	}
}

// TestRepo_lockIsForEveryPlatform: written where a registry lacks some platforms, the lock file leaves them out, and
// `npm ci` then refuses it everywhere.
func TestRepo_lockIsForEveryPlatform(t *testing.T) {
	var lock struct {
		Packages map[string]struct{ OptionalDependencies map[string]string }
	}
	if err := json.Unmarshal([]byte(readFile(t, "web/package-lock.json")), &lock); err != nil {
		t.Fatal(err)
	}
	for path, p := range lock.Packages {
		for name := range p.OptionalDependencies {
			if _, listed := lock.Packages["node_modules/"+name]; !listed {
				t.Errorf("package-lock.json has no entry for %s, which %s may use", name, path)
			}
		}
	}
}

// TestRepo_noForeignCode: what others wrote comes through go.mod and package.json, what is built is never committed.
func TestRepo_noForeignCode(t *testing.T) {
	foreign := regexp.MustCompile(`(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css)$|^web/dist/[^.]|\.(db|exe|so)$`)
	for _, name := range committed(t) {
		if foreign.MatchString(name) {
			t.Errorf("%s is committed", name)
		}
	}
}

// TestRepo_goFilesAreShort: a file with more than 400 lines has two subjects; tests, with their tables, may have 600. From
// 250 on the test log names a file.
func TestRepo_goFilesAreShort(t *testing.T) {
	for _, name := range committed(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		limit := 400
		if strings.HasSuffix(name, "_test.go") {
			limit = 600
		}
		switch lines := strings.Count(readFile(t, name), "\n"); {
		case lines > limit:
			t.Errorf("%s has %d lines, want at most %d", name, lines, limit)
		case lines > 250:
			t.Logf("%s has %d lines; consider splitting it", name, lines)
		}
	}
}

// TestRepo_decisionsAreListed: an ADR nobody can find from the index is not read.
func TestRepo_decisionsAreListed(t *testing.T) {
	index := readFile(t, "docs/index.md")
	for _, name := range committed(t) {
		if relative, is := strings.CutPrefix(name, "docs/"); is && strings.HasSuffix(name, ".md") && relative != "index.md" &&
			!strings.Contains(index, "("+relative+")") {
			t.Errorf("docs/index.md does not link to %s", relative)
		}
	}
}

// committed returns the files git knows, with paths from the repository's top.
func committed(t *testing.T) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("git ls-files: %v", err)
		}
		t.Skipf("not a git checkout: %v", err)
	}
	var names []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if _, err := os.Stat(filepath.Join(root, name)); name != "" && err == nil {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatal("git ls-files names no file")
	}
	return names
}

// readFile returns a file of the repository, by its path from the top.
func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// isText tells a line of text from one of a picture or another binary file.
func isText(line string) bool { return !strings.Contains(line, "\x00") }
