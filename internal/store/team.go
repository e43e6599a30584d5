package store

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// View returns what the person may see (X4), in one statement.
func (s *Store) View(ctx context.Context, personID string, role accord.Role) (accord.View, error) {
	var rows []struct {
		ID     string
		Closed bool
		Mine   bool
	}
	err := s.raw(ctx, `SELECT m.team_id AS id, TRUE AS mine, FALSE AS closed FROM team_members m
WHERE m.workspace_id = :workspace AND m.person_id = @person
UNION ALL SELECT t.id, FALSE, TRUE FROM teams t WHERE t.workspace_id = :workspace AND t.closed AND NOT EXISTS
	(SELECT 1 FROM team_members m WHERE m.workspace_id = t.workspace_id AND m.team_id = t.id AND m.person_id = @person)`,
		map[string]any{"person": personID}).Scan(&rows)
	view := accord.View{OnlyTeams: role == accord.RoleObserver}
	for _, r := range rows {
		if r.Mine {
			view.Teams = append(view.Teams, r.ID)
		} else if r.Closed {
			view.Hidden = append(view.Hidden, r.ID)
		}
	}
	slices.Sort(view.Teams) // sorted here: to sort both parts, SQLite would read every membership there is
	slices.Sort(view.Hidden)
	return view, domainError(err, "team")
}

// Team returns one team.
func (s *Store) Team(ctx context.Context, id string) (accord.Team, error) {
	team, err := rowsOf[accord.Team](s.db).Where("id = ?", id).Take(ctx)
	return team, domainError(err, "team")
}

// TeamMembers returns the members of a team, leaders first.
func (s *Store) TeamMembers(ctx context.Context, teamID string) ([]accord.TeamMember, error) {
	members, err := rowsOf[accord.TeamMember](s.db).Where("team_id = ?", teamID).
		Order("CASE role WHEN 'leader' THEN 0 WHEN 'representative' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, person_id").Find(ctx)
	return members, domainError(err, "team")
}

// TeamRole returns the person's role in the team, "" where they have none.
func (s *Store) TeamRole(ctx context.Context, teamID, personID string) (accord.TeamRole, error) {
	members, err := rowsOf[accord.TeamMember](s.db).Where("team_id = ? AND person_id = ?", teamID, personID).Limit(1).Find(ctx)
	if err != nil || len(members) == 0 {
		return "", domainError(err, "team")
	}
	return members[0].Role, nil
}
