package store

import (
	"context"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// Teams returns every team by name.
func (s *Store) Teams(ctx context.Context) ([]accord.Team, error) {
	teams, err := rowsOf[accord.Team](s.db).Where("1 = 1").Order("name, id").Find(ctx)
	return teams, domainError(err, "team")
}

// AllTeamMembers returns who is in which team of the workspace.
func (s *Store) AllTeamMembers(ctx context.Context) ([]accord.TeamMember, error) {
	members, err := rowsOf[accord.TeamMember](s.db).Where("1 = 1").
		Order("team_id, CASE role WHEN 'leader' THEN 0 WHEN 'representative' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, person_id").Find(ctx)
	return members, domainError(err, "team")
}

// CreateTeam adds a team.
func (s *Store) CreateTeam(ctx context.Context, t *accord.Team) error {
	return domainError(rowsOf[accord.Team](s.db).Create(ctx, t), "team")
}

// SaveTeam writes the team and raises its version; stale where somebody was
// faster.
func (s *Store) SaveTeam(ctx context.Context, t *accord.Team) error {
	t.Version++
	return save(ctx, s, "team", t.ID, t.Version, *t)
}

// PutTeamMember gives a person a role in a team.
func (s *Store) PutTeamMember(ctx context.Context, m accord.TeamMember) error {
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "team_id"}, {Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"role"}),
	}
	return domainError(rowsOf[accord.TeamMember](s.db, upsert).Create(ctx, &m), "team member")
}

// DeleteTeamMember takes a person out of a team.
func (s *Store) DeleteTeamMember(ctx context.Context, teamID, personID string) error {
	n, err := rowsOf[accord.TeamMember](s.db).Where("team_id = ? AND person_id = ?", teamID, personID).Delete(ctx)
	if err == nil && n == 0 {
		return accord.NotFound("team member")
	}
	return domainError(err, "team member")
}
