package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"accord/internal/store"
)

// lookEvery is after how long every workspace is looked at again whatever the
// memory says: a mistake in it costs an hour, not a reminder.
const lookEvery = time.Hour

// gapAfter is after how long without a look what is due may have lost its
// point.
const gapAfter = 2 * lookEvery

// watch is what the worker remembers between ticks so that a tick at which
// nothing is due costs one small query: of each workspace the newest event it
// had at the last look, and when the next thing is due. A look follows where
// either says so. Every change writes an event, whoever makes it, so another
// process or a command is noticed as well; what the worker itself writes as it
// goes needs no further look. What is due stands in the database alone, and a
// new process, which remembers nothing, looks at everything.
type watch struct {
	mu     sync.Mutex // one tick at a time
	pulse  store.Pulse
	at     time.Time // of the last tick
	next   time.Time // when the first of the places is due
	places map[string]place
}

// place is what is remembered of one workspace.
type place struct {
	seq    int64       // the newest event before the last look at everything, and those since that change no due time
	looked time.Time   // the last look at everything without an error; zero for none
	all    time.Time   // of the next look at everything
	dues   []time.Time // of each chore, zero for none before that
}

// next is when the place is to be looked at again.
func (p place) next() time.Time {
	next := p.all
	for _, d := range p.dues {
		next = sooner(next, d)
	}
	return next
}

// firstDue is the index of the first chore that is due, -1 for none.
func (p place) firstDue(now time.Time) int {
	return slices.IndexFunc(p.dues, func(d time.Time) bool { return !d.IsZero() && !now.Before(d) })
}

// tick looks where something changed or is due.
func (w *watch) tick(ctx context.Context, a *App) error {
	now := a.now()
	pulse, err := a.store.Pulse(ctx)
	if err != nil {
		return err
	}
	if now.Before(w.at) { // the clock was set back: what is remembered may lie in the future
		w.places = nil
	}
	if w.places != nil && pulse == w.pulse && now.Before(w.next) {
		w.at = now
		return nil
	}
	newest, err := a.store.NewestEvents(ctx)
	if err != nil {
		return err
	}
	places, next := make(map[string]place, len(newest)), now.Add(lookEvery)
	var failed []error
	for _, n := range newest {
		p, err := w.visit(ctx, a, n, now)
		failed = append(failed, err)
		places[n.WorkspaceID] = p
		next = sooner(next, p.next())
		if ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
	}
	w.pulse, w.at, w.next, w.places = pulse, now, next, places
	return errors.Join(failed...)
}

// visit looks at one workspace if it has to: at everything where somebody wrote
// something, an hour after the last time, and after an error; else at what is
// due, and at what that may have made due.
func (w *watch) visit(ctx context.Context, a *App, n store.NewestEvent, now time.Time) (place, error) {
	p, known := w.places[n.WorkspaceID]
	written := p.seq != n.Seq
	if written && known {
		var err error
		if written, err = a.store.WrittenByOthers(store.Within(ctx, n.WorkspaceID), p.seq); err != nil {
			return p, err
		}
	}
	p.seq = n.Seq
	g, from := glance{workspace: n.WorkspaceID, now: now}, 0
	whole := !known || written || !now.Before(p.all)
	if whole {
		g.first, g.gap = p.looked.IsZero(), p.looked.IsZero() || now.Sub(p.looked) > gapAfter
		p.dues = nil
	} else if from = p.firstDue(now); from < 0 {
		return p, nil
	}
	dues, err := a.look(ctx, g, from)
	p.dues = append(slices.Clone(p.dues[:min(from, len(p.dues))]), dues...)
	switch {
	case err != nil:
		p.all = now // at the next tick
	case whole:
		p.looked, p.all = now, now.Add(lookEvery)
	}
	return p, err
}
