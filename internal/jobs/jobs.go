// Package jobs wakes the background work at a steady beat. It is the only
// place that knows robfig/cron, and it gives cron nothing but a beat: what is
// due stands in the database, because cron loses what it missed while the
// process was down and skips hours when clocks change.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// The shortest and the longest beat. A longer one would let a host's sleep or
// a jump of its clock delay what is due; a shorter one only costs.
const (
	MinEvery = 15 * time.Second
	MaxEvery = time.Minute
)

// Job is one piece of background work.
type Job struct {
	Name  string        // for the log
	Every time.Duration // between MinEvery and MaxEvery, counted in UTC
	// Run does everything due now. It must be safe to run again after an error
	// or a panic, and should return soon after its context ends.
	Run func(ctx context.Context) error
}

// Runner runs jobs until it is stopped.
type Runner struct {
	cron   *cron.Cron
	cancel context.CancelFunc
	first  sync.WaitGroup // the runs at the start, which cron does not know
}

// Start runs each job at once and then at its beat. A job still running when
// its next beat comes is not started a second time; one that fails or panics is
// logged and runs again at the next beat. The jobs' context ends with ctx or
// with [Runner.Stop].
func Start(ctx context.Context, log *slog.Logger, jobs ...Job) (*Runner, error) {
	ctx, cancel := context.WithCancel(ctx)
	r := &Runner{cron: cron.New(cron.WithLocation(time.UTC)), cancel: cancel}
	var first []cron.Job
	for _, j := range jobs {
		if j.Every < MinEvery || j.Every > MaxEvery {
			cancel()
			return nil, fmt.Errorf("job %s: every %s, allowed is %s to %s", j.Name, j.Every, MinEvery, MaxEvery)
		}
		wrapped := wrap(ctx, log.With("job", j.Name), j)
		r.cron.Schedule(cron.Every(j.Every), wrapped)
		first = append(first, wrapped)
	}
	for _, j := range first {
		r.first.Go(j.Run)
	}
	r.cron.Start()
	return r, nil
}

// wrap guards a job. The order matters: with Recover outermost a panic would
// leave SkipIfStillRunning believing for ever that the job still runs.
func wrap(ctx context.Context, log *slog.Logger, j Job) cron.Job {
	l := cronLog{log}
	chain := cron.NewChain(cron.SkipIfStillRunning(l), cron.Recover(l))
	return chain.Then(cron.FuncJob(func() {
		if ctx.Err() != nil {
			return
		}
		if err := j.Run(ctx); err != nil && ctx.Err() == nil {
			log.Error("job failed", "error", err)
		}
	}))
}

// Stop ends the beat, tells running jobs to end and waits for them.
func (r *Runner) Stop() {
	r.cancel()
	<-r.cron.Stop().Done()
	r.first.Wait()
}

// cronLog gives cron's messages to slog.
type cronLog struct{ log *slog.Logger }

// Info takes cron's routine messages, such as a skipped beat.
func (l cronLog) Info(msg string, keysAndValues ...any) {
	l.log.With(keysAndValues...).Debug(msg)
}

// Error takes the panics that cron recovered.
func (l cronLog) Error(err error, msg string, keysAndValues ...any) {
	l.log.With(keysAndValues...).Error(msg, "error", err)
}
