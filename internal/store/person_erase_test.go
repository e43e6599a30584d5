package store

import (
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"
)

// P9: whoever has an open form with words of the erased is told, wherever there
// is a version to tell it by.
func TestSpoken_versions(t *testing.T) {
	cache := &sync.Map{}
	for _, e := range entities() {
		sch, err := schema.Parse(e, cache, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		has := sch.FieldsByDBName["version"] != nil
		raised := strings.Contains(versioned, " "+sch.Table+" ") || searched[sch.Table] != nil
		if spoken[sch.Table] != "" && has != raised {
			t.Errorf("%s has a version: %v, erasing raises it: %v", sch.Table, has, raised)
		}
		for _, g := range guards[sch.Table] {
			if sch.FieldsByDBName[g[1]] == nil {
				t.Errorf("%s has no %s", sch.Table, g[1])
			}
		}
	}
}
