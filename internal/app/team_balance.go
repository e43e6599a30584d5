package app

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// TeamBalance tells how the sides stand in a team; strategic reports whether it
// is one that chooses projects, and so needs a leader and two representatives of
// each side.
func (a *App) TeamBalance(ctx context.Context, actor accord.Actor, id string) (b accord.TeamBalance, strategic bool, err error) {
	ctx, view, err := a.see(ctx, actor, ActSeeTeams)
	if err != nil {
		return b, false, err
	}
	if !view.Sees(id) {
		return b, false, accord.NotFound("team")
	}
	if _, err := a.store.Team(ctx, id); err != nil {
		return b, false, err
	}
	people, err := a.store.TeamPeople(ctx, id)
	if err != nil {
		return b, false, err
	}
	teams, err := a.store.StrategicTeams(ctx, view)
	return accord.TeamBalanceOf(people), slices.Contains(teams, id), err
}
