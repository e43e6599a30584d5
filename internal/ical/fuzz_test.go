package ical

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"accord/internal/accord"
)

// fuzz feeds one reader with the files of testdata, the hostile ones, and what
// the fuzzer makes of them: it must not panic, nor take long.
func fuzz(f *testing.F, read func([]byte) error) {
	files, err := filepath.Glob("testdata/*.ics")
	if err != nil || len(files) < 10 {
		f.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	hostile := hostileFiles()
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		if data := hostile[name]; len(data) <= 4096 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		took, err := timed(read, data)
		if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
			t.Fatalf("%v, want invalid", err)
		}
		if took >= slowest {
			t.Fatalf("took %v", took)
		}
	})
}

func FuzzReadReply(f *testing.F)  { fuzz(f, readers["ReadReply"]) }
func FuzzReadSeries(f *testing.F) { fuzz(f, readers["ReadSeries"]) }
func FuzzReadDays(f *testing.F)   { fuzz(f, readers["ReadDays"]) }
