package accord

import (
	"os"
	"os/exec"
	"testing"
)

// The zone of the process is nobody's: every test about time passes again in
// processes that run elsewhere.
func TestTime_in_processes_of_other_zones(t *testing.T) {
	const child = "ACCORD_TEST_ZONE_CHILD"
	if os.Getenv(child) != "" {
		t.Skip("runs within itself")
	}
	for _, zone := range []string{"America/New_York", "Asia/Kolkata"} {
		cmd := exec.Command(os.Args[0], "-test.run=^(TestSchedule|TestObserve|TestPlan|TestParseQuick|TestSeries)", "-test.count=1", "-rapid.checks=20")
		cmd.Env = append(os.Environ(), child+"=1", "TZ="+zone)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
