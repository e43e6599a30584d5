package ical

import (
	"os"
	"os/exec"
	"testing"
)

// The zone of the process is nobody's: files are read and written the same in
// processes that run elsewhere.
func TestFiles_in_processes_of_other_zones(t *testing.T) {
	const child = "ACCORD_TEST_ZONE_CHILD"
	if os.Getenv(child) != "" {
		t.Skip("runs within itself")
	}
	for _, zone := range []string{"America/New_York", "Asia/Kolkata"} {
		cmd := exec.Command(os.Args[0], "-test.run=.", "-test.skip=client|khal|Fuzz|hostile|slow", "-test.count=1")
		cmd.Env = append(os.Environ(), child+"=1", "TZ="+zone)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
