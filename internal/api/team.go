package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

type addTeam struct {
	Body struct {
		Name   string `json:"name" maxLength:"120"`
		Closed bool   `json:"closed,omitempty" doc:"Only its people see what it has"`
	}
}

type teamMember struct {
	ID       string `path:"id" maxLength:"64"`
	PersonID string `path:"person_id" maxLength:"64"`
}

type setTeamMember struct {
	ID       string `path:"id" maxLength:"64"`
	PersonID string `path:"person_id" maxLength:"64"`
	Body     struct {
		Role accord.TeamRole `json:"role" enum:"leader,representative,member,observer"`
	}
}

type listTeams struct{ Paged }

func registerTeams(a *API) {
	register(a, app.ActSeeTeams, op("GET", "/teams", "List teams"), a.teams)
	register(a, app.ActChangeTeams, created(op("POST", "/teams", "Add a team")), a.addTeam)
	register(a, app.ActSeeTeams, op("GET", "/teams/{id}", "Get a team"), a.team)
	register(a, app.ActSeeTeams, op("GET", "/teams/{id}/balance", "See how the sides stand in a team"), a.teamBalance)
	register(a, app.ActChangeTeams, op("PUT", "/teams/{id}/members/{person_id}", "Set a team member"), a.setTeamMember)
	register(a, app.ActChangeTeams, op("DELETE", "/teams/{id}/members/{person_id}", "Remove a team member"), a.removeTeamMember)
}

func (a *API) teams(ctx context.Context, actor accord.Actor, in *listTeams) (*items[app.TeamDetail], error) {
	page, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.Teams(ctx, actor)
	return listedFrom(list, page, func(t app.TeamDetail) string { return t.ID }), err
}

func (a *API) addTeam(ctx context.Context, actor accord.Actor, in *addTeam) (*one[app.TeamDetail], error) {
	t, err := a.app.CreateTeam(ctx, actor, in.Body.Name, in.Body.Closed)
	return answer(t, t.Version), err
}

func (a *API) team(ctx context.Context, actor accord.Actor, in *ByID) (*one[app.TeamDetail], error) {
	t, err := a.app.Team(ctx, actor, in.ID)
	return answer(t, t.Version), err
}

func (a *API) setTeamMember(ctx context.Context, actor accord.Actor, in *setTeamMember) (*one[app.TeamDetail], error) {
	t, err := a.app.SetTeamMember(ctx, actor, in.ID, in.PersonID, in.Body.Role, match(ctx))
	return answer(t, t.Version), err
}

func (a *API) removeTeamMember(ctx context.Context, actor accord.Actor, in *teamMember) (*nothing, error) {
	_, err := a.app.RemoveTeamMember(ctx, actor, in.ID, in.PersonID, match(ctx))
	return nil, err
}
