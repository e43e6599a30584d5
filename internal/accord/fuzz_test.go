package accord

import (
	"os"
	"testing"
	"time"
)

// slowest is what any text may take to be understood.
const slowest = 100 * time.Millisecond

// quickly fails where fn takes longer than [slowest] at best, in the long form of
// the tests: a busy machine is late now and then, a slow reader always.
func quickly(t *testing.T, what string, fn func()) {
	t.Helper()
	if os.Getenv("ACCORD_TEST_LONG") == "" {
		fn()
		return
	}
	took := time.Hour
	for try := 0; try < 10 && took >= slowest; try++ {
		begin := time.Now()
		fn()
		took = min(took, time.Since(begin))
	}
	if took >= slowest {
		t.Errorf("%q took %s", what, took)
	}
}

// FuzzQuick types anything into the quick bar: no panic, and a day it finds is a
// real one.
func FuzzQuick(f *testing.F) {
	for _, line := range []string{
		"Send the list @luis fri", "Brief by 2026-12-01", "Angebot @ben nächsten Dienstag", "in 3 days call", "99.99. 4. dez", "@", "31 feb", "bis 24.12.",
		"next week @", "in 99999999999999999999 days",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var q Quick
		quickly(t, line, func() { q = ParseQuick(line, quickPeople, "2026-11-26") })
		if _, err := ParseDate(string(q.DueOn)); q.DueOn != "" && err != nil {
			t.Errorf("ParseQuick(%q) = %q, no day", line, q.DueOn)
		}
	})
}
