package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// HorizonSpan is how far the agendas of a series should look, by its rhythm: ""
// for no series and for one whose meetings come round often.
func (a *App) HorizonSpan(ctx context.Context, actor accord.Actor, seriesID string) (accord.HorizonSpan, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil || seriesID == "" {
		return "", err
	}
	series, _, err := a.seriesFor(ctx, a.store, actor, seriesID)
	if accord.CodeOf(err) == accord.CodeNotFound { // a guest of one meeting
		return "", nil
	}
	if err != nil {
		return "", err
	}
	rule, err := accord.ParseRule(series.Rrule)
	return rule.HorizonSpan(), err
}

// PromiseQuery says whose promises are weighed by how far they look: those of a
// team, those that serve growth projects, or those of some people.
type PromiseQuery struct {
	TeamID      string
	ForProjects bool
	OwnerIDs    []string
}

// PromisedHorizons weighs the action items somebody owes, as the actor sees them.
func (a *App) PromisedHorizons(ctx context.Context, actor accord.Actor, q PromiseQuery) (accord.HorizonBalance, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeItems)
	if err != nil {
		return accord.HorizonBalance{}, err
	}
	return a.store.PromisedHorizons(ctx, store.PromiseFilter{View: view, TeamID: q.TeamID, ForProjects: q.ForProjects, OwnerIDs: q.OwnerIDs})
}
