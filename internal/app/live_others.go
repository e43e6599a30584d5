package app

import (
	"context"

	"accord/internal/store"
)

// Committed wakes who follows something in the workspace, here and in the other
// processes of the database: they look again at what there is, and at whether
// they still may. The store calls it after each commit; it never waits.
func (a *App) Committed(workspaceID string) {
	a.live.wake(workspaceID)
	if a.store.Dialect() != store.Postgres {
		return
	}
	l := &a.live
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.untold == nil {
		l.untold = map[string]bool{}
	}
	l.untold[workspaceID] = true
	if !l.telling {
		l.telling = true
		ctx := context.Background()
		a.behind(ctx, "tell other processes", func() error { return a.tellOthers(ctx) })
	}
}

// tellOthers notifies until there is nothing more to tell: what is committed
// meanwhile goes together. What is not told the others find by their poll.
func (a *App) tellOthers(ctx context.Context) error {
	for {
		ids := a.live.takeUntold()
		if len(ids) == 0 {
			return nil
		}
		if err := a.store.Notify(ctx, ids...); err != nil {
			a.log.WarnContext(ctx, "app: tell other processes", "error", err)
		}
	}
}

// takeUntold gives what is to be told; where that is nothing, the telling ends.
func (l *live) takeUntold() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := make([]string, 0, len(l.untold))
	for id := range l.untold {
		ids = append(ids, id)
	}
	clear(l.untold)
	l.telling = len(ids) > 0
	return ids
}

// hearOthers wakes the followers of what other processes committed.
func (a *App) hearOthers(ctx context.Context) error {
	a.store.Listen(ctx, func() {
		for _, id := range a.live.workspaces() {
			a.live.wake(id)
		}
	}, a.live.wake)
	return nil
}
