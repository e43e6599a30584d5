package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// joinProject says which growth project an action item serves; "" is none. A new
// item of no meeting and no team belongs to the project's, so that its team's
// meetings open with it.
func (a *App) joinProject(ctx context.Context, s *store.Store, actor accord.Actor, item *accord.ActionItem, projectID string) error {
	if projectID == "" {
		return nil
	}
	p, err := s.Project(ctx, projectID)
	if err == nil && item.ID == "" && item.MeetingID == "" && item.TeamID == "" {
		item.TeamID = p.TeamID
	}
	if err == nil || accord.CodeOf(err) == accord.CodeNotFound {
		err = a.seesProject(ctx, s, actor, projectID, item.TeamID)
	}
	item.ProjectID = accord.NullID(projectID)
	return err
}

// seesProject refuses a growth project the actor does not see, or one of a
// closed team for what belongs to another team.
func (a *App) seesProject(ctx context.Context, s *store.Store, actor accord.Actor, projectID string, teamID accord.NullID) error {
	p, err := s.Project(ctx, projectID)
	if err == nil {
		err = a.seesTeam(ctx, s, actor, p.TeamID, "project")
	}
	if accord.CodeOf(err) == accord.CodeNotFound {
		return accord.BadField("project_id", "There is no such project.")
	}
	if err != nil || p.TeamID == "" || p.TeamID == teamID {
		return err
	}
	team, err := s.Team(ctx, string(p.TeamID))
	if err == nil && team.Closed {
		return accord.BadField("project_id", "A project of a closed team takes only what belongs to that team.")
	}
	return err
}
