package store

import (
	"context"

	"accord/internal/accord"
)

// PersonByEmail returns whoever has the address in lower case.
func (s *Store) PersonByEmail(ctx context.Context, email string) (accord.Person, error) {
	p, err := rowsOf[accord.Person](s.db).Where("email = ?", email).Take(ctx)
	return p, domainError(err, "person")
}

// PresentationsOf returns the agenda items a person is to present at meetings
// that are not over, or some day from a backlog.
func (s *Store) PresentationsOf(ctx context.Context, personID string) ([]accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT i.* FROM agenda_items i
LEFT JOIN meetings m ON m.workspace_id = i.workspace_id AND m.id = i.meeting_id
WHERE i.workspace_id = :workspace AND i.presenter_id = @person AND i.status IN ('proposed', 'accepted', 'parked')
AND (m.id IS NULL OR m.status IN ('scheduled', 'in_progress')) ORDER BY i.created_at, i.id`,
		map[string]any{"person": personID}).Scan(&items)
	return items, domainError(err, "agenda item")
}

// PresentationsFromOutside returns the agenda items of a team's meetings that
// are not over, and of its backlogs, whose presenter is not of the team.
func (s *Store) PresentationsFromOutside(ctx context.Context, teamID string) ([]accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT i.* FROM agenda_items i
LEFT JOIN meetings m ON m.workspace_id = i.workspace_id AND m.id = i.meeting_id
LEFT JOIN series r ON r.workspace_id = i.workspace_id AND r.id = i.series_id
WHERE i.workspace_id = :workspace AND i.presenter_id IS NOT NULL AND i.status IN ('proposed', 'accepted', 'parked')
AND COALESCE(m.team_id, r.team_id) = @team AND (m.id IS NULL OR m.status IN ('scheduled', 'in_progress'))
AND i.presenter_id NOT IN (SELECT person_id FROM team_members WHERE workspace_id = :workspace AND team_id = @team)
ORDER BY i.created_at, i.id`, map[string]any{"team": teamID}).Scan(&items)
	return items, domainError(err, "agenda item")
}

// LeaveTeams takes a person out of the teams and the meetings to come, and out
// of the parts they had in them. Meetings that were held keep them.
func (s *Store) LeaveTeams(ctx context.Context, personID string) error {
	params := map[string]any{"person": personID}
	for _, sql := range []string{
		`DELETE FROM team_members WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM meeting_people WHERE workspace_id = :workspace AND person_id = @person
AND meeting_id IN (SELECT id FROM meetings WHERE workspace_id = :workspace AND status = 'scheduled')`,
		`UPDATE series SET facilitator_id = NULL, version = version + 1 WHERE workspace_id = :workspace AND facilitator_id = @person`,
		`UPDATE meetings SET facilitator_id = NULL, facilitator_by_hand = FALSE, version = version + 1
WHERE workspace_id = :workspace AND facilitator_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET minute_taker_id = NULL, minute_taker_by_hand = FALSE, version = version + 1
WHERE workspace_id = :workspace AND minute_taker_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET sales_rep_id = NULL, version = version + 1
WHERE workspace_id = :workspace AND sales_rep_id = @person AND status = 'scheduled'`,
		`UPDATE meetings SET marketing_rep_id = NULL, version = version + 1
WHERE workspace_id = :workspace AND marketing_rep_id = @person AND status = 'scheduled'`,
	} {
		if _, err := s.exec(ctx, sql, params); err != nil {
			return domainError(err, "person")
		}
	}
	return nil
}
