package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// livePoll is how often the end of the events is looked at for what other
// processes did: whatever this one commits wakes its followers at once.
const livePoll = 2 * time.Second

// live wakes who follows a meeting when something was committed in their
// workspace. A wake-up says nothing: who was woken reads the events after the
// last they know, so several may fall together and none has to arrive.
type live struct {
	mu        sync.Mutex
	followers map[string]map[chan struct{}]bool // by workspace
	stop      context.CancelFunc                // ends the poll; nil while nobody follows
	every     time.Duration                     // between polls; 0 is livePoll
	untold    map[string]bool                   // workspaces other processes are to hear of
	telling   bool                              // somebody tells them
}

// wake never waits: it is called by whoever committed.
func (l *live) wake(workspaceID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for woken := range l.followers[workspaceID] {
		select {
		case woken <- struct{}{}:
		default: // has a wake-up waiting already
		}
	}
}

// workspaces are those somebody follows something of.
func (l *live) workspaces() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Keys(l.followers))
}

// join adds a follower of the workspace; leave takes it away. The poll runs
// from the first follower to the last; [App.Wait] waits for its end.
func (a *App) join(ctx context.Context, workspaceID string) (woken <-chan struct{}, leave func()) {
	l, ch := &a.live, make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.followers == nil {
		l.followers = map[string]map[chan struct{}]bool{}
	}
	if l.followers[workspaceID] == nil {
		l.followers[workspaceID] = map[chan struct{}]bool{}
	}
	l.followers[workspaceID][ch] = true
	if l.stop == nil {
		ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
		l.stop = stop
		a.behind(ctx, "poll for events", func() error { return a.pollEvents(ctx) })
		a.behind(ctx, "hear of other processes", func() error { return a.hearOthers(ctx) })
	}
	return ch, func() { l.leave(workspaceID, ch) }
}

func (l *live) leave(workspaceID string, ch chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.followers[workspaceID], ch)
	if len(l.followers[workspaceID]) == 0 {
		delete(l.followers, workspaceID)
	}
	if len(l.followers) == 0 {
		l.stop()
		l.stop = nil
	}
}

// pollEvents wakes followers of workspaces whose events have gone on, until ctx
// ends.
func (a *App) pollEvents(ctx context.Context) error {
	tick := time.NewTicker(cmp.Or(a.live.every, livePoll))
	defer tick.Stop()
	known := map[string]int64{}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			err := recovered(func() error { return a.pollOnce(ctx, known) })
			if err != nil && ctx.Err() == nil {
				a.log.WarnContext(ctx, "app: poll for events", "error", err)
			}
		}
	}
}
