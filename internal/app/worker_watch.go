package app

import (
	"context"
	"errors"
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
// process or a command is noticed as well; what is due stands in the database
// alone, and a new process, which remembers nothing, looks at everything.
type watch struct {
	mu     sync.Mutex // one tick at a time
	pulse  store.Pulse
	at     time.Time // of the last tick
	next   time.Time // when the first of the places is due
	places map[string]place
}

// place is what is remembered of one workspace.
type place struct {
	seq    int64     // the newest event before the look
	looked time.Time // the last look without an error; zero for none
	due    time.Time // of the next look
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
		p := w.places[n.WorkspaceID]
		if p.due.IsZero() || p.seq != n.Seq || !now.Before(p.due) {
			p.seq = n.Seq
			p, err = w.look(ctx, a, n.WorkspaceID, p, now)
			failed = append(failed, err)
		}
		places[n.WorkspaceID] = p
		next = sooner(next, p.due)
		if ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
	}
	w.pulse, w.at, w.next, w.places = pulse, now, next, places
	return errors.Join(failed...)
}

// look looks at one workspace and remembers when to look again: at the next
// tick where anything failed.
func (w *watch) look(ctx context.Context, a *App, id string, p place, now time.Time) (place, error) {
	due, err := a.look(ctx, glance{
		workspace: id, now: now, first: p.looked.IsZero(), gap: p.looked.IsZero() || now.Sub(p.looked) > gapAfter,
	})
	if err != nil {
		p.due = now
		return p, err
	}
	p.looked, p.due = now, sooner(due, now.Add(lookEvery))
	return p, nil
}
