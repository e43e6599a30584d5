package store

import (
	"context"
	"encoding/json"
	"fmt"

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

// ErasePerson takes the name and address a person had out of mails and kept
// minutes, where they stand as text, and puts the pseudonym there (P9).
func (s *Store) ErasePerson(ctx context.Context, was accord.Person, pseudonym string) error {
	params := map[string]any{"person": was.ID}
	for _, sql := range []string{
		`UPDATE deliveries SET recipient = '', payload = '{}', last_error = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM credentials WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM links WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM tokens WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM idempotency_keys WHERE workspace_id = :workspace AND person_id = @person`,
	} {
		if _, err := s.exec(ctx, sql, params); err != nil {
			return domainError(err, "person")
		}
	}
	if err := s.eraseFromMails(ctx, was, pseudonym); err != nil {
		return err
	}
	if err := s.eraseFromCharter(ctx, was, pseudonym); err != nil {
		return err
	}
	return s.eraseFromMinutes(ctx, was, pseudonym)
}

// written is a condition for JSON that has the name in it, or the id.
func written(column string, was accord.Person) (string, map[string]any) {
	name, _ := json.Marshal(was.Name) // text always marshals
	return column + ` LIKE @name ESCAPE '\' OR ` + column + ` LIKE @person ESCAPE '\'`, map[string]any{
		"name": "%" + escapeLike.Replace(string(name[1:len(name)-1])) + "%", "person": "%" + escapeLike.Replace(was.ID) + "%",
	}
}

func (s *Store) eraseFromMinutes(ctx context.Context, was accord.Person, pseudonym string) error {
	var versions []accord.MinutesVersion
	condition, params := written("v.body", was)
	err := s.raw(ctx, `SELECT v.* FROM minutes_versions v WHERE v.workspace_id = :workspace AND (`+condition+`)`, params).Scan(&versions)
	for _, v := range versions {
		var m accord.Minutes
		if err := json.Unmarshal([]byte(v.Body), &m); err != nil {
			return fmt.Errorf("read minutes: %w", err)
		}
		body, err := json.Marshal(m.Erase(was.ID, was.Name, pseudonym))
		if err != nil {
			return fmt.Errorf("write minutes: %w", err)
		}
		_, err = s.exec(ctx, `UPDATE minutes_versions SET body = :body, reason = :reason
WHERE workspace_id = :workspace AND meeting_id = :meeting AND number = :number`, map[string]any{
			"body": string(body), "reason": accord.WithoutName(v.Reason, was.Name, pseudonym), "meeting": v.MeetingID, "number": v.Number,
		})
		if err != nil {
			return domainError(err, "minutes")
		}
	}
	return domainError(err, "minutes")
}

// eraseFromMails looks at the texts of every payload that has the name.
func (s *Store) eraseFromMails(ctx context.Context, was accord.Person, pseudonym string) error {
	var mails []accord.Delivery
	condition, params := written("d.payload", was)
	err := s.raw(ctx, `SELECT d.* FROM deliveries d WHERE d.workspace_id = :workspace AND (`+condition+`)`, params).Scan(&mails)
	for _, d := range mails {
		var fields map[string]any
		if err := json.Unmarshal([]byte(d.Payload), &fields); err != nil {
			return fmt.Errorf("read payload of delivery %s: %w", d.ID, err)
		}
		for key, value := range fields {
			if text, ok := value.(string); ok {
				fields[key] = accord.WithoutName(text, was.Name, pseudonym)
			}
		}
		payload, err := json.Marshal(fields)
		if err != nil {
			return fmt.Errorf("write payload of delivery %s: %w", d.ID, err)
		}
		if _, err := s.exec(ctx, `UPDATE deliveries SET payload = :payload WHERE workspace_id = :workspace AND id = :id`,
			map[string]any{"payload": string(payload), "id": d.ID}); err != nil {
			return domainError(err, "delivery")
		}
	}
	return domainError(err, "delivery")
}
