package store

import (
	"context"

	"accord/internal/accord"
)

// Meeting returns one meeting.
func (s *Store) Meeting(ctx context.Context, id string) (accord.Meeting, error) {
	m, err := rowsOf[accord.Meeting](s.db).Where("id = ?", id).Take(ctx)
	return m, domainError(err, "meeting")
}

// MeetingAt returns the meeting of a series by its original start; not found
// where the occurrence is only planned.
func (s *Store) MeetingAt(ctx context.Context, seriesID string, originalStart accord.LocalTime) (accord.Meeting, error) {
	m, err := rowsOf[accord.Meeting](s.db).Where("series_id = ? AND original_start = ?", seriesID, originalStart).Take(ctx)
	return m, domainError(err, "meeting")
}

// CreateMeeting adds a meeting; a second one for the same occurrence is a
// conflict.
func (s *Store) CreateMeeting(ctx context.Context, m *accord.Meeting) error {
	m.StartsAtLocal = m.LocalStart()
	return domainError(rowsOf[accord.Meeting](s.db).Create(ctx, m), "meeting")
}

// SaveMeeting writes the meeting and raises its version; stale where somebody
// was faster.
func (s *Store) SaveMeeting(ctx context.Context, m *accord.Meeting) error {
	m.StartsAtLocal = m.LocalStart()
	m.Version++
	return save(ctx, s, "meeting", m.ID, m.Version, *m)
}

// MeetingPeople returns who belongs to a meeting, by person.
func (s *Store) MeetingPeople(ctx context.Context, meetingID string) ([]accord.MeetingPerson, error) {
	people, err := rowsOf[accord.MeetingPerson](s.db).Where("meeting_id = ?", meetingID).Order("person_id").Find(ctx)
	return people, domainError(err, "meeting")
}

// Invite adds people to a meeting; those already there keep their answer.
func (s *Store) Invite(ctx context.Context, people []accord.MeetingPerson) error {
	for _, p := range people {
		_, err := s.exec(ctx, `INSERT INTO meeting_people (workspace_id, meeting_id, person_id, side, team_role)
VALUES (:workspace, :meeting, :person, :side, :role) ON CONFLICT (workspace_id, meeting_id, person_id) DO NOTHING`,
			map[string]any{"meeting": p.MeetingID, "person": p.PersonID, "side": p.Side, "role": p.TeamRole})
		if err != nil {
			return domainError(err, "meeting")
		}
	}
	return nil
}

// TeamAsInvited returns the active people of a team as a meeting invites them.
func (s *Store) TeamAsInvited(ctx context.Context, teamID, meetingID string) ([]accord.MeetingPerson, error) {
	var people []accord.MeetingPerson
	err := s.raw(ctx, `SELECT m.person_id, p.side, m.role AS team_role FROM team_members m
JOIN people p ON p.workspace_id = m.workspace_id AND p.id = m.person_id
WHERE m.workspace_id = :workspace AND m.team_id = :team AND p.left_at IS NULL ORDER BY m.person_id`,
		map[string]any{"team": teamID}).Scan(&people)
	for i := range people {
		people[i].MeetingID = meetingID
	}
	return people, domainError(err, "team")
}
