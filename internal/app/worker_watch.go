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
// memory says: a mistake in it costs hours, not a reminder.
const lookEvery = 6 * time.Hour

// gapAfter is after how long without a tick nothing is remembered: the host may
// have slept, and what was due meanwhile may have lost its point.
const gapAfter = 2 * time.Hour

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
	at     time.Time        // of the last tick
	next   time.Time        // when the first of the places is due
	seen   map[string]bool  // the workspaces this process has looked at wholly
	places map[string]place // those that were looked at without an error
}

// place is what is remembered of one workspace.
type place struct {
	seq  int64       // the newest event before the last look at everything, and those since that change no due time
	all  time.Time   // of the next look at everything
	dues []time.Time // of each chore, zero for none before that
}

// next is when the place is to be looked at again.
func (p place) next() time.Time {
	next := p.all
	for _, d := range p.dues {
		next = sooner(next, d)
	}
	return next
}

// tick looks where something changed or is due.
func (w *watch) tick(ctx context.Context, a *App) error {
	now := a.now()
	pulse, err := a.store.Pulse(ctx)
	if err != nil {
		return err
	}
	if now.Before(w.at) || now.Sub(w.at) > gapAfter { // the clock was set back, or nobody ticked
		w.places = nil
	}
	w.at = now
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	if w.places != nil && pulse == w.pulse && now.Before(w.next) {
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
		if ctx.Err() != nil {
			return errors.Join(append(failed, err, ctx.Err())...)
		}
		if err != nil {
			failed, next = append(failed, err), now
			continue
		}
		places[n.WorkspaceID], next = p, sooner(next, p.next())
	}
	w.pulse, w.next, w.places = pulse, next, places
	return errors.Join(failed...)
}

// visit looks at one workspace if it has to: at everything where nothing is
// remembered, somebody wrote something or [lookEvery] has passed; else at what is
// due.
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
	g := glance{workspace: n.WorkspaceID, now: now, first: !w.seen[n.WorkspaceID], gap: !known}
	if !known || written || !now.Before(p.all) {
		p.all, p.dues = now.Add(lookEvery), nil
	} else if !slices.ContainsFunc(p.dues, g.due) {
		return p, nil
	}
	var err error
	if p.dues, err = a.look(ctx, g, p.dues); err == nil {
		w.seen[n.WorkspaceID] = true
	}
	return p, err
}
