package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// MeetingsOfSeries returns the meetings of the series that start in [from, to)
// or whose original start lies in [first, last]: all that decides about the
// dates of that window. A zero to is no end, an empty first no original starts.
func (s *Store) MeetingsOfSeries(ctx context.Context, seriesIDs []string, from, to time.Time, first, last accord.LocalTime) ([]accord.Meeting, error) {
	var meetings []accord.Meeting
	err := s.meetingsOfSeries(ctx, "*", seriesIDs, from, to, first, last).Scan(&meetings)
	return meetings, domainError(err, "meeting")
}

// DatesOfSeries is [Store.MeetingsOfSeries] with nothing but what dates are made
// of, which takes a fraction of the time: the worker asks all day long.
func (s *Store) DatesOfSeries(ctx context.Context, seriesIDs []string, from, to time.Time, first, last accord.LocalTime) ([]accord.Meeting, error) {
	var meetings []accord.Meeting
	err := s.meetingsOfSeries(ctx, "id, series_id, original_start, planned_on, starts_at, duration_minutes, time_zone, status", seriesIDs, from, to, first, last).Scan(&meetings)
	return meetings, domainError(err, "meeting")
}

// meetingsOfSeries reads two ranges of two indexes: with OR the planner reads
// the whole workspace.
func (s *Store) meetingsOfSeries(ctx context.Context, columns string, seriesIDs []string, from, to time.Time, first, last accord.LocalTime) result {
	if to.IsZero() {
		to = time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return s.raw(ctx, `SELECT `+columns+` FROM meetings WHERE workspace_id = :workspace AND series_id IN (:series) AND starts_at >= :from AND starts_at < :to
UNION ALL SELECT `+columns+` FROM meetings WHERE workspace_id = :workspace AND series_id IN (:series) AND original_start >= :first AND original_start <= :last
AND NOT (starts_at >= :from AND starts_at < :to) ORDER BY starts_at, id`,
		map[string]any{"series": seriesIDs, "from": from, "to": to, "first": first, "last": last})
}

// ScheduledMeetings returns the meetings of a series that have not begun, by
// start.
func (s *Store) ScheduledMeetings(ctx context.Context, seriesID string) ([]accord.Meeting, error) {
	meetings, err := rowsOf[accord.Meeting](s.db).Where("series_id = ? AND status = 'scheduled'", seriesID).Order("starts_at, id").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// TeamPeople returns the active people of a team, leaders first, then by name.
func (s *Store) TeamPeople(ctx context.Context, teamID string) ([]accord.TeamPerson, error) {
	var people []accord.TeamPerson
	err := s.raw(ctx, `SELECT p.*, m.role AS team_role FROM team_members m
JOIN people p ON p.workspace_id = m.workspace_id AND p.id = m.person_id
WHERE m.workspace_id = :workspace AND m.team_id = :team AND p.left_at IS NULL AND p.erased_at IS NULL
ORDER BY CASE m.role WHEN 'leader' THEN 0 WHEN 'representative' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, p.name, p.id`,
		map[string]any{"team": teamID}).Scan(&people)
	return people, domainError(err, "team")
}

// LedTeams returns the teams somebody may make a series for: those they lead,
// or with all every team they see.
func (s *Store) LedTeams(ctx context.Context, v accord.View, personID string, all bool) ([]accord.Team, error) {
	params := map[string]any{"person": personID, "all": all}
	var teams []accord.Team
	err := s.raw(ctx, `SELECT t.* FROM teams t WHERE t.workspace_id = :workspace AND (:all OR EXISTS (SELECT 1 FROM team_members m
WHERE m.workspace_id = :workspace AND m.team_id = t.id AND m.person_id = :person AND m.role = 'leader'))
AND `+visible("t.id", v, params)+` ORDER BY t.name, t.id`, params).Scan(&teams)
	return teams, domainError(err, "team")
}

// attends is said of a meeting m that a person is part of: they are invited to it,
// belong to its team or have a seat at it.
const attends = `(EXISTS (SELECT 1 FROM meeting_people mp WHERE mp.workspace_id = m.workspace_id AND mp.meeting_id = m.id AND mp.person_id = :person)
	OR EXISTS (SELECT 1 FROM team_members t WHERE t.workspace_id = m.workspace_id AND t.team_id = m.team_id AND t.person_id = :person) OR ` + visiting + `)`

// MeetingsBetween returns the meetings the view sees that start in [from, to)
// or run now, by start. mine is a person whose meetings alone are meant: those
// they are part of; "" is everybody's.
func (s *Store) MeetingsBetween(ctx context.Context, v accord.View, mine string, from, to time.Time) ([]accord.Meeting, error) {
	params := map[string]any{"from": from, "to": to, "person": mine}
	var meetings []accord.Meeting
	err := s.raw(ctx, `SELECT m.* FROM meetings m WHERE m.workspace_id = :workspace
AND (m.starts_at >= :from AND m.starts_at < :to OR m.status = 'in_progress')
AND (:person = '' OR `+attends+`)
AND (`+visible("m.team_id", v, params)+` OR `+visiting+`) ORDER BY m.starts_at, m.id`, params).Scan(&meetings)
	return meetings, domainError(err, "meeting")
}

// TeamsOf returns the ids of the teams a person belongs to.
func (s *Store) TeamsOf(ctx context.Context, personID string) ([]string, error) {
	var ids []string
	err := s.raw(ctx, `SELECT team_id FROM team_members WHERE workspace_id = :workspace AND person_id = :person`, map[string]any{"person": personID}).Scan(&ids)
	return ids, domainError(err, "team")
}
