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
	var counts accord.ShellCounts
	workspace, err := a.store.Workspace(ctx)
	if err != nil {
		return workspace, counts, err
	}
	view, err := a.view(ctx, a.store, actor)
	if err != nil {
		return workspace, counts, err
	}
	items, err := a.store.ItemCounts(ctx, actor, view, workspace.Leads(actor.PersonID), a.now())
	if err != nil {
		return workspace, counts, err
	}
	counts.Overdue, counts.Waiting = items.Overdue, items.Waiting
	counts.Live, err = a.store.LiveMeetings(ctx, view, actor.PersonID)
	return workspace, counts, err
}

// Leads reports whether the person leads a side, a team or, as an admin, all of
// them; such people begin their day at the dashboard.
func (a *App) Leads(ctx context.Context, p accord.Person) (bool, error) {
	ctx = store.Within(ctx, p.WorkspaceID)
	workspace, err := a.store.Workspace(ctx)
	if err != nil || p.Role == accord.RoleAdmin || workspace.Leads(p.ID) {
		return err == nil, err
	}
	teams, err := a.LedTeams(ctx, actorOf(p))
	return len(teams) > 0, err
}

// SideNames are what the workspace calls its sides; "" where that cannot be told.
func (a *App) SideNames(ctx context.Context, workspaceID string) (sales, marketing string) {
	w, err := a.store.Workspace(store.Within(ctx, workspaceID))
	if err != nil {
		a.log.ErrorContext(ctx, "load the names of the sides", "error", err)
	}
	return w.SideNames()
}
