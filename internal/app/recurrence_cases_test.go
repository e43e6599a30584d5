package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// Every recurrence case comes back out of either database to the last date.
func TestOccurrences_RecurrenceCases(t *testing.T) {
	data, err := os.ReadFile("../accord/testdata/recurrence_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Rrule     string
		Start           string `json:"dtstart_local"`
		Zone            string `json:"tzid"`
		Exdates, Rdates []string
		From, To        time.Time
		Expected        []string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	eachWorkplace(t, "2026-01-01T12:00", func(t *testing.T, w *workplace) {
		for i, c := range cases {
			schedule, err := accord.ParseSchedule(accord.ScheduleInput{
				Rrule: c.Rrule, StartsAtLocal: c.Start, TimeZone: c.Zone, DurationMinutes: 60, Exdates: c.Exdates, Rdates: c.Rdates,
			})
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			s := accord.Series{
				ID: fmt.Sprint("case", i), TeamID: "team", Title: c.Name, Rrule: c.Rrule, StartsAtLocal: schedule.Start, TimeZone: c.Zone,
				Exdates: accord.JoinLocalTimes(schedule.Exdates), Rdates: accord.JoinLocalTimes(schedule.Rdates), DurationMinutes: 60,
				MonthEnd: "skip", Status: accord.SeriesActive, CreatedBy: "ana", CreatedAt: c.From, Version: 1,
			}
			w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.CreateSeries(ctx, &s) })
			dates, err := w.app.Occurrences(context.Background(), w.as("ana"), s.ID, c.From, c.To)
			if err != nil {
				t.Errorf("S2 %s: %v", c.Name, err)
			}
			got := []string{}
			for _, d := range dates {
				got = append(got, d.StartsAt.Format("2006-01-02T15:04:05-07:00"))
			}
			if diff := cmp.Diff(c.Expected, got); diff != "" {
				t.Errorf("S2 %s (-want +got):\n%s", c.Name, diff)
			}
		}
		if len(cases) != 81 {
			t.Errorf("%d cases, want 81", len(cases))
		}
	})
}

// The zone of the process is nobody's: databases are read and written the same,
// and the worker wakes at the same instants, in processes that run elsewhere.
func TestTime_InProcessesOfOtherZones(t *testing.T) {
	const child = "ACCORD_TEST_ZONE_CHILD"
	if os.Getenv(child) != "" {
		t.Skip("runs within itself")
	}
	for n, zone := range []string{"America/New_York", "Asia/Kolkata"} {
		cmd := exec.Command(os.Args[0], "-test.run=^(TestOccurrences_RecurrenceCases|TestTick)", "-test.count=1")
		cmd.Env = append(os.Environ(), child+"=1", "TZ="+zone)
		if n > 0 && os.Getenv("ACCORD_TEST_LONG") == "" {
			cmd.Env = append(cmd.Env, "ACCORD_TEST_POSTGRES=") // one zone is enough for the second database, but in the long form
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
