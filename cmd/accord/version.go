package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"accord/internal/store"
)

// versionCmd is accord version.
type versionCmd struct{}

// Run shows what this binary is made of.
func (versionCmd) Run(e *env) error {
	version, commit := buildVersion()
	_, err := fmt.Fprintf(e.stdout, "accord %s (commit %s)\n%s\nSQLite %s\n", version, commit, runtime.Version(), store.SQLiteVersion())
	for _, path := range []string{"github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5"} {
		fmt.Fprintf(e.stdout, "%s %s\n", path, moduleVersion(path))
	}
	return err
}

// buildVersion is the version and commit the go command stamped; a build from
// a plain folder has neither.
func buildVersion() (version, commit string) {
	info, ok := debug.ReadBuildInfo()
	version, commit = "(devel)", "unknown"
	if !ok {
		return version, commit
	}
	if info.Main.Version != "" {
		version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	return version, commit
}

// moduleVersion is the version of a module in this binary.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return "unknown"
}
