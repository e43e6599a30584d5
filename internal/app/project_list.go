package app

import (
	"context"
	"slices"

	"accord/internal/accord"
	"accord/internal/store"
)

// findProject finds a project the actor may see.
func (a *App) findProject(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.Project, error) {
	p, err := s.Project(ctx, id)
	if err != nil {
		return p, err
	}
	return p, a.seesTeam(ctx, s, actor, p.TeamID, "project")
}

// oneProject is a project as lists show it.
func (a *App) oneProject(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.ProjectRow, error) {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return accord.ProjectRow{}, err
	}
	rows, _, err := s.ProjectRows(ctx, store.ProjectFilter{View: view, ID: id}, accord.Page{Limit: 1})
	if err == nil && len(rows) == 0 {
		err = accord.NotFound("project")
	}
	if err != nil {
		return accord.ProjectRow{}, err
	}
	return rows[0], nil
}

// Project gives one growth project.
func (a *App) Project(ctx context.Context, actor accord.Actor, id string) (accord.ProjectRow, error) {
	ctx, err := a.read(ctx, actor, ActSeeProjects)
	if err != nil {
		return accord.ProjectRow{}, err
	}
	return a.oneProject(ctx, a.store, actor, id)
}

// ProjectQuery says which growth projects somebody asks for.
type ProjectQuery struct {
	State  accord.ProjectState
	Side   accord.Side
	TeamID string
	Query  string
	Going  bool // chosen or under way
	Ended  bool // done or stopped
}

// Projects lists growth projects, the newest first.
func (a *App) Projects(ctx context.Context, actor accord.Actor, q ProjectQuery, p accord.Page) ([]accord.ProjectRow, []string, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeProjects)
	if err != nil {
		return nil, nil, err
	}
	return a.store.ProjectRows(ctx, store.ProjectFilter{View: view, State: q.State, Side: q.Side, TeamID: q.TeamID, Query: q.Query, Going: q.Going, Ended: q.Ended}, p)
}

// Unsponsored lists a team's growth projects under way that have lost a sponsor:
// they stand on top of its opening until somebody takes them (P9).
func (a *App) Unsponsored(ctx context.Context, actor accord.Actor, teamID accord.NullID) ([]accord.ProjectRow, error) {
	if teamID == "" {
		return nil, nil
	}
	ctx, view, err := a.see(ctx, actor, ActSeeProjects)
	if err != nil {
		return nil, err
	}
	rows, _, err := a.store.ProjectRows(ctx, store.ProjectFilter{View: view, TeamID: string(teamID), Orphan: true}, accord.Page{Limit: mostGoing})
	return rows, err
}

// mostGoing bounds the projects something can be said to serve: all that were
// chosen come before any idea.
const mostGoing = 200

// GoingProjects lists the growth projects that have not ended, those under way
// first.
func (a *App) GoingProjects(ctx context.Context, actor accord.Actor) ([]accord.Project, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeProjects)
	if err != nil {
		return nil, err
	}
	return a.store.GoingProjects(ctx, view, mostGoing)
}

// ProjectMay is what the actor may do to a project.
type ProjectMay struct {
	Edit, Choose, Steer bool
	Undo                bool             // their last change (P8)
	Undoes              string           // what that was, an event's kind
	Meeting             bool             // there is a meeting it can be chosen at or after
	Proposal            *ProjectProposal // waits for its meeting; nil for none
	Next                ProjectMeeting   // of an idea's team
	Active, Limit       int              // of its team
}

// ProjectMay tells what the actor may do to a project now.
func (a *App) ProjectMay(ctx context.Context, actor accord.Actor, p accord.Project) (may ProjectMay, err error) {
	if ctx, err = a.read(ctx, actor, ActSeeProjects); err != nil || Allow(actor, ActChangeProjects) != nil {
		return may, err
	}
	standing, err := a.teamStanding(ctx, a.store, actor, p.TeamID)
	if err != nil {
		return may, err
	}
	last, undo := lastOfProject(ctx, a.store, p, actor, a.now())
	may.Undo, may.Undoes = undo == nil, last.Kind
	may.Edit, may.Steer, may.Choose = p.Edits(actor, standing.Leads()), p.Steers(actor, standing.Leads()), standing.Leads()
	meeting, err := a.store.ChoosingMeeting(ctx, p.TeamID, p.CreatedAt)
	if err != nil {
		return may, err
	}
	may.Meeting = meeting != ""
	if err := a.ideaMay(ctx, p, &may); err != nil {
		return may, err
	}
	if may.Active, err = a.store.ActiveProjects(ctx, p.TeamID); err != nil {
		return may, err
	}
	w, err := a.store.Workspace(ctx)
	may.Limit = w.ActiveProjects()
	return may, err
}

// ideaMay says where an idea is proposed, and which meeting comes next.
func (a *App) ideaMay(ctx context.Context, p accord.Project, may *ProjectMay) (err error) {
	if p.State != accord.ProjectIdea {
		return nil
	}
	now := a.now()
	if may.Next, err = a.nextToChoose(ctx, a.store, p, now); err != nil {
		return err
	}
	item, err := a.store.ProjectProposal(ctx, p.ID)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	proposal, err := a.proposalAt(ctx, a.store, item, now)
	may.Proposal = &proposal
	return err
}

// strategicTeams lists the teams whose meetings choose projects, those of the
// actor first.
func (a *App) strategicTeams(ctx context.Context, s *store.Store, actor accord.Actor) ([]string, error) {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return nil, err
	}
	teams, err := s.StrategicTeams(ctx, view)
	if err != nil {
		return nil, err
	}
	mine, err := s.TeamsOf(ctx, actor.PersonID)
	slices.SortStableFunc(teams, func(a, b string) int {
		return boolRank(!slices.Contains(mine, a)) - boolRank(!slices.Contains(mine, b))
	})
	return teams, err
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// StrategicTeam is the team whose meetings choose the actor's ideas; "" where no
// team meets yet.
func (a *App) StrategicTeam(ctx context.Context, actor accord.Actor) (string, error) {
	ctx, err := a.read(ctx, actor, ActSeeProjects)
	if err != nil {
		return "", err
	}
	teams, err := a.strategicTeams(ctx, a.store, actor)
	if err != nil || len(teams) == 0 {
		return "", err
	}
	return teams[0], nil
}
