package store

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"
)

// Nothing of a workspace may stay behind: every table of the schema is named.
func TestDeleteWorkspace_KnowsEveryTable(t *testing.T) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no migrations", err)
	}
	named := append(slices.Clone(tablesByNeed), "workspaces", "sessions")
	for _, file := range files {
		sql, err := fs.ReadFile(migrationFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(string(sql), -1) {
			if !slices.Contains(named, m[1]) {
				t.Errorf("DeleteWorkspace leaves %s behind", m[1])
			}
		}
	}
}
