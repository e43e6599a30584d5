package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// view loads what the actor may see (X1, X4). ctx must be scoped.
func (a *App) view(ctx context.Context, s *store.Store, actor accord.Actor) (accord.View, error) {
	if actor.PersonID == accord.SystemID {
		return accord.View{}, nil
	}
	return s.View(ctx, actor.PersonID, actor.Role)
}

// see authorises a read of what depends on the teams somebody sees, and gives
// their view with the context of the workspace.
func (a *App) see(ctx context.Context, actor accord.Actor, act Action) (context.Context, accord.View, error) {
	ctx, err := a.read(ctx, actor, act)
	if err != nil {
		return nil, accord.View{}, err
	}
	view, err := a.view(ctx, a.store, actor)
	return ctx, view, err
}

// seesTeam returns not found unless the actor may see what the team has.
func (a *App) seesTeam(ctx context.Context, s *store.Store, actor accord.Actor, teamID accord.NullID, what string) error {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return err
	}
	if !view.Sees(string(teamID)) {
		return accord.NotFound(what)
	}
	return nil
}

// teamStanding loads what the actor is to a team.
func (a *App) teamStanding(ctx context.Context, s *store.Store, actor accord.Actor, teamID accord.NullID) (Standing, error) {
	standing := Standing{Actor: actor}
	if teamID == "" {
		return standing, nil
	}
	role, err := s.TeamRole(ctx, string(teamID), actor.PersonID)
	standing.TeamRole = role
	return standing, err
}
