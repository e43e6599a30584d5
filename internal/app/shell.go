package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// Shell loads what stands around every page: the workspace, and the counts
// beside the navigation.
func (a *App) Shell(ctx context.Context, actor accord.Actor) (accord.Workspace, accord.ShellCounts, error) {
	ctx = store.Within(ctx, actor.WorkspaceID)
	workspace, err := a.store.Workspace(ctx)
	if err != nil {
		return accord.Workspace{}, accord.ShellCounts{}, err
	}
	view, err := a.view(ctx, a.store, actor)
	if err != nil {
		return workspace, accord.ShellCounts{}, err
	}
	counts, err := a.store.ShellCounts(ctx, actor, view, a.now())
	return workspace, counts, err
}
