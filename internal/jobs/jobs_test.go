package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStart(t *testing.T) {
	t.Run("runs at once, then at every beat, until stopped", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var runs atomic.Int32
			r := start(t, slog.New(slog.DiscardHandler), Job{Name: "tick", Every: 30 * time.Second, Run: func(context.Context) error {
				runs.Add(1)
				return nil
			}})
			for want := int32(1); want <= 4; want++ {
				synctest.Wait()
				if got := runs.Load(); got != want {
					t.Fatalf("runs after %d beats = %d, want %d", want-1, got, want)
				}
				time.Sleep(30 * time.Second)
			}
			r.Stop()
			before := runs.Load()
			time.Sleep(5 * time.Minute)
			if got := runs.Load(); got != before {
				t.Errorf("runs after Stop = %d, want %d", got, before)
			}
		})
	})

	t.Run("a panic is logged and the next tick runs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			var runs atomic.Int32
			r := start(t, slog.New(slog.NewTextHandler(&out, nil)), Job{Name: "tick", Every: 15 * time.Second, Run: func(context.Context) error {
				if runs.Add(1) == 2 {
					panic("a bug")
				}
				return nil
			}})
			time.Sleep(46 * time.Second) // beats at 0, 15, 30, 45
			r.Stop()
			if got := runs.Load(); got != 4 {
				t.Errorf("runs = %d, want 4: the job died with its panic", got)
			}
			if !strings.Contains(out.String(), "a bug") || !strings.Contains(out.String(), "job=tick") {
				t.Errorf("log = %q, want the panic and the job", out.String())
			}
		})
	})

	t.Run("an error is logged and the next tick runs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			var runs atomic.Int32
			r := start(t, slog.New(slog.NewTextHandler(&out, nil)), Job{Name: "tick", Every: 15 * time.Second, Run: func(context.Context) error {
				runs.Add(1)
				return errors.New("database away")
			}})
			time.Sleep(16 * time.Second)
			r.Stop()
			if got := runs.Load(); got != 2 {
				t.Errorf("runs = %d, want 2", got)
			}
			if !strings.Contains(out.String(), "database away") {
				t.Errorf("log = %q, want the error", out.String())
			}
		})
	})
}

func TestStart_skipsWhileStillRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most, runs atomic.Int32
		r := start(t, slog.New(slog.DiscardHandler), Job{Name: "slow", Every: 15 * time.Second, Run: func(context.Context) error {
			runs.Add(1)
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			time.Sleep(40 * time.Second)
			running.Add(-1)
			return nil
		}})
		time.Sleep(2 * time.Minute)
		r.Stop()
		if most.Load() != 1 {
			t.Errorf("ran %d at a time, want 1", most.Load())
		}
		if got := runs.Load(); got < 2 || got > 4 {
			t.Errorf("runs = %d, want it to go on after a long one", got)
		}
	})
}

func TestStop_endsAndWaitsForRunningJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Bool
		r := start(t, slog.New(slog.DiscardHandler), Job{Name: "long", Every: time.Minute, Run: func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(time.Second)
			ended.Store(true)
			return ctx.Err()
		}})
		synctest.Wait()
		r.Stop()
		if !ended.Load() {
			t.Error("Stop returned before the job had ended")
		}
	})
}

func TestStart_refusesABeatOutsideItsBounds(t *testing.T) {
	for _, every := range []time.Duration{0, time.Second, 2 * time.Minute} {
		_, err := Start(t.Context(), slog.New(slog.DiscardHandler), Job{Name: "tick", Every: every})
		if err == nil || !strings.Contains(err.Error(), "tick") {
			t.Errorf("Start(every %s) = %v, want an error naming the job", every, err)
		}
	}
}

// start starts the runner and has it stopped at the latest at the test's end.
func start(t *testing.T, log *slog.Logger, j Job) *Runner {
	t.Helper()
	r, err := Start(t.Context(), log, j)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
}
