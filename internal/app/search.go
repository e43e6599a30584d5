package app

import (
	"context"
	"strings"

	"accord/internal/accord"
	"accord/internal/store"
)

// Search finds action items, decisions, projects, people, series, weekly updates
// and entries of the charter for whoever may see them (X1).
func (a *App) Search(ctx context.Context, actor accord.Actor, q string) (accord.Found, error) {
	inside, view, err := a.see(ctx, actor, ActSeeItems)
	if err != nil {
		return accord.Found{}, err
	}
	found, err := a.store.Search(inside, view, actor.PersonID, q)
	if err != nil || strings.TrimSpace(q) == "" {
		return found, err
	}
	if found.Updates, err = a.searchUpdates(inside, actor, q); err != nil {
		return found, err
	}
	found.Charter, err = a.searchCharter(ctx, actor, q)
	return found, err
}

// searchUpdates looks through the updates of the archive that the actor may
// read: a draft is found by those who write it.
func (a *App) searchUpdates(ctx context.Context, actor accord.Actor, q string) ([]accord.FoundUpdate, error) {
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.store.WeeklyUpdates(ctx, "", accord.ArchiveWeeks)
	if err != nil {
		return nil, err
	}
	var weeks []string
	for _, u := range list {
		if w.SeesUpdate(actor, u) {
			weeks = append(weeks, u.ID)
		}
	}
	return a.store.SearchUpdates(ctx, weeks, q)
}

// searchCharter looks through the charter as it stands, for whoever reads it.
func (a *App) searchCharter(ctx context.Context, actor accord.Actor, q string) ([]accord.FoundEntry, error) {
	c, err := a.Charter(ctx, actor)
	if accord.CodeOf(err) == accord.CodeDenied {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []accord.FoundEntry
	for _, e := range c.Entries() {
		if store.HasWords(e.Words, q) && len(found) < store.SearchEach {
			found = append(found, accord.FoundEntry{Part: e.Part, ID: e.ID, Title: e.Title})
		}
	}
	return found, nil
}
