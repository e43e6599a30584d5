package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// MeetingsOfSeries returns the meetings of the series that start in [from, to)
// or whose original start lies in [first, last]: all that decides about the
// dates of that window. A zero to is no end, an empty first no original starts.
func (s *Store) MeetingsOfSeries(ctx context.Context, seriesIDs []string, from, to time.Time, first, last accord.LocalTime) ([]accord.Meeting, error) {
	if to.IsZero() {
		to = time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	meetings, err := gorm.G[accord.Meeting](s.db).
		Where("series_id IN ? AND (starts_at >= ? AND starts_at < ? OR original_start >= ? AND original_start <= ? AND ? <> '')", seriesIDs, from, to, first, last, first).
		Order("starts_at, id").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// ScheduledMeetings returns the meetings of a series that have not begun, by
// start.
func (s *Store) ScheduledMeetings(ctx context.Context, seriesID string) ([]accord.Meeting, error) {
	meetings, err := gorm.G[accord.Meeting](s.db).Where("series_id = ? AND status = 'scheduled'", seriesID).Order("starts_at, id").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// TeamPerson is a person with their role in a team.
type TeamPerson struct {
	accord.Person
	TeamRole accord.TeamRole `json:"team_role"`
}

// TeamPeople returns the active people of a team, leaders first, then by name.
func (s *Store) TeamPeople(ctx context.Context, teamID string) ([]TeamPerson, error) {
	var people []TeamPerson
	err := s.raw(ctx, `SELECT p.*, m.role AS team_role FROM team_members m
JOIN people p ON p.workspace_id = m.workspace_id AND p.id = m.person_id
WHERE m.workspace_id = :workspace AND m.team_id = :team AND p.left_at IS NULL AND p.erased_at IS NULL
ORDER BY CASE m.role WHEN 'leader' THEN 0 WHEN 'representative' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, p.name, p.id`,
		map[string]any{"team": teamID}).Scan(&people)
	return people, domainError(err, "team")
}
