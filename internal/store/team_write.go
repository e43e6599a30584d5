package store

import (
	"context"
	"time"

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

// InviteMember invites somebody who joined a team to its meetings to come; where
// they are invited already, it is as what they are to the team now.
func (s *Store) InviteMember(ctx context.Context, m accord.TeamMember) error {
	_, err := s.exec(ctx, `INSERT INTO meeting_people (workspace_id, meeting_id, person_id, side, team_role)
SELECT :workspace, m.id, p.id, p.side, @role FROM meetings m JOIN people p ON p.workspace_id = m.workspace_id AND p.id = @person
WHERE m.workspace_id = :workspace AND m.team_id = @team AND m.status = 'scheduled'
ON CONFLICT (workspace_id, meeting_id, person_id) DO UPDATE SET team_role = excluded.team_role`,
		map[string]any{"team": m.TeamID, "person": m.PersonID, "role": m.Role})
	return domainError(err, "team member")
}

// notBegun are a team's meetings that may still be held.
const notBegun = `SELECT id FROM meetings WHERE workspace_id = :workspace AND team_id = @team AND status IN ('scheduled', 'cancelled')`

// DeleteTeamMember takes a person out of a team, and out of its meetings to
// come and their parts in them. Meetings that were held keep them.
func (s *Store) DeleteTeamMember(ctx context.Context, teamID, personID string) error {
	n, err := rowsOf[accord.TeamMember](s.db).Where("team_id = ? AND person_id = ?", teamID, personID).Delete(ctx)
	if err == nil && n == 0 {
		return accord.NotFound("team member")
	}
	params := map[string]any{"team": teamID, "person": personID}
	for _, sql := range []string{
		`DELETE FROM meeting_people WHERE workspace_id = :workspace AND person_id = @person AND meeting_id IN (` + notBegun + `)`,
		`UPDATE series SET facilitator_id = NULL, version = version + 1
WHERE workspace_id = :workspace AND team_id = @team AND facilitator_id = @person`,
		`UPDATE meetings SET facilitator_id = NULL, facilitator_by_hand = FALSE, version = version + 1
WHERE workspace_id = :workspace AND team_id = @team AND facilitator_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET minute_taker_id = NULL, minute_taker_by_hand = FALSE, version = version + 1
WHERE workspace_id = :workspace AND team_id = @team AND minute_taker_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET sales_rep_id = NULL, version = version + 1
WHERE workspace_id = :workspace AND team_id = @team AND sales_rep_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET marketing_rep_id = NULL, version = version + 1
WHERE workspace_id = :workspace AND team_id = @team AND marketing_rep_id = @person AND status = 'scheduled'`,
	} {
		if err == nil {
			_, err = s.exec(ctx, sql, params)
		}
	}
	return domainError(err, "team member")
}

// Guests returns who is invited to a meeting to come of a team without being of
// it.
func (s *Store) Guests(ctx context.Context, teamID string, now time.Time) ([]string, error) {
	var ids []string
	err := s.raw(ctx, `SELECT DISTINCT p.person_id FROM meetings m JOIN meeting_people p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id
WHERE m.workspace_id = :workspace AND m.team_id = :team AND m.status = 'scheduled' AND m.starts_at > :now
AND p.person_id NOT IN (SELECT person_id FROM team_members WHERE workspace_id = :workspace AND team_id = :team) ORDER BY p.person_id`,
		map[string]any{"team": teamID, "now": now}).Scan(&ids)
	return ids, domainError(err, "team")
}

// UninviteGuests takes whoever is not of a team out of its meetings to come:
// a closed team has no guests but those with a visitor's seat.
func (s *Store) UninviteGuests(ctx context.Context, teamID string) error {
	_, err := s.exec(ctx, `DELETE FROM meeting_people WHERE workspace_id = :workspace AND meeting_id IN (`+notBegun+`)
AND person_id NOT IN (SELECT person_id FROM team_members WHERE workspace_id = :workspace AND team_id = @team)
AND NOT EXISTS (SELECT 1 FROM exchange_visits v WHERE v.workspace_id = :workspace AND v.meeting_id = meeting_people.meeting_id
	AND v.visitor_id = meeting_people.person_id AND v.status <> 'skipped')`, map[string]any{"team": teamID})
	return domainError(err, "team")
}
