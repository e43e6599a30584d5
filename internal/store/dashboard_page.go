package store

import (
	"context"

	"accord/internal/accord"
)

// DueDay is how the items due on one day, of one side's people, ended.
type DueDay struct {
	On        accord.Date
	OwnerSide accord.Side
	OnTime    int
	Count     int
}

// DueDays returns the items of the period by original due day and side, for
// the line of weeks.
func (s *Store) DueDays(ctx context.Context, q FigureQuery) ([]DueDay, error) {
	table, at := q.source()
	var days []DueDay
	err := s.raw(ctx, `SELECT i.original_due_on AS "on", i.owner_side, SUM(`+onTime+`) AS on_time, COUNT(*) AS count
		FROM `+table+` i
		WHERE i.workspace_id = :workspace AND i.original_due_on BETWEEN :from AND :to AND i.original_due_ends_at <= :as_of
			AND `+leftOut+` = 0`+at+q.scope("i")+` GROUP BY 1, 2 ORDER BY 1, 2`, q.params()).Scan(&days)
	return days, domainError(err, "action item")
}

// Loads returns what everybody has on, those without anything too, by side and
// name. Observers take nothing on.
func (s *Store) Loads(ctx context.Context, q FigureQuery) ([]accord.Load, error) {
	table, at := q.source()
	var loads []accord.Load
	err := s.raw(ctx, `SELECT p.id AS person_id, p.name, p.side,
			COALESCE(SUM(CASE WHEN i.due_ends_at <= :as_of THEN 1 ELSE 0 END), 0) AS overdue,
			COALESCE(SUM(CASE WHEN i.due_ends_at > :as_of AND i.due_ends_at <= :week THEN 1 ELSE 0 END), 0) AS week,
			COALESCE(SUM(CASE WHEN i.due_ends_at > :week THEN 1 ELSE 0 END), 0) AS later
		FROM people p LEFT JOIN `+table+` i ON i.workspace_id = p.workspace_id AND i.owner_id = p.id
			AND i.status IN ('open', 'blocked')`+at+q.scope("i")+`
		WHERE p.workspace_id = :workspace AND (p.left_at IS NULL OR p.left_at > :as_of) AND p.created_at <= :as_of AND p.role <> 'observer'
		GROUP BY p.id, p.name, p.side
		ORDER BY CASE p.side WHEN 'sales' THEN 0 WHEN 'marketing' THEN 1 ELSE 2 END, p.name, p.id`, q.params()).Scan(&loads)
	return loads, domainError(err, "action item")
}

// DecisionRow is a decision with the meeting it was made at.
type DecisionRow struct {
	accord.Decision
	MeetingTitle string
}

// LatestDecisions returns the newest decisions the query sees that had been
// made by as of.
func (s *Store) LatestDecisions(ctx context.Context, q FigureQuery, limit int) ([]DecisionRow, error) {
	params := q.params()
	params["limit"] = limit
	var rows []DecisionRow
	err := s.raw(ctx, `SELECT d.*, COALESCE(m.title, '') AS meeting_title
		FROM decisions d LEFT JOIN meetings m ON m.workspace_id = d.workspace_id AND m.id = d.meeting_id
		WHERE d.workspace_id = :workspace AND d.created_at <= :as_of`+q.scope("d")+` ORDER BY d.number DESC LIMIT :limit`, params).Scan(&rows)
	return rows, domainError(err, "decision")
}

// RunningMeetings returns the meetings running now that a person is part of.
func (s *Store) RunningMeetings(ctx context.Context, q FigureQuery, personID string) ([]accord.Meeting, error) {
	var rows []accord.Meeting
	params := q.params()
	params["person"] = personID
	err := s.raw(ctx, `SELECT m.* FROM meetings m WHERE m.workspace_id = :workspace AND m.status = 'in_progress' AND `+attends+
		q.scope("m")+` ORDER BY m.started_at, m.id`, params).Scan(&rows)
	return rows, domainError(err, "meeting")
}

// NextMeeting returns the meeting with a row that came next at as of, as it
// stood then; not found where there was none. One that was moved since then is
// looked for where it is now.
func (s *Store) NextMeeting(ctx context.Context, q FigureQuery) (accord.Meeting, error) {
	status := "m.status = 'scheduled'"
	if q.Past {
		status = `(m.started_at IS NULL OR m.started_at > :as_of) AND (m.cancelled_at IS NULL OR m.cancelled_at > :as_of)
			AND (m.series_id IS NOT NULL OR m.created_at <= :as_of)`
	}
	var m accord.Meeting
	err := s.raw(ctx, `SELECT m.* FROM meetings m WHERE m.workspace_id = :workspace AND m.starts_at >= :as_of AND `+status+
		q.scope("m")+` ORDER BY m.starts_at, m.id LIMIT 1`, q.params()).One(&m, "meeting")
	return m.AsOf(q.Period.AsOf), domainError(err, "meeting")
}

// OpenOfTeam counts the items of a team running at as of, and those of them
// that were carried.
func (s *Store) OpenOfTeam(ctx context.Context, q FigureQuery, teamID string) (open, carried int, err error) {
	source := `action_items i WHERE i.workspace_id = :workspace AND i.status IN ('proposed', 'open', 'blocked') AND i.status <> 'proposed'`
	if q.Past {
		source = q.running()
	}
	params := q.params()
	params["of_team"] = teamID
	var row struct{ Open, Carried int }
	err = s.raw(ctx, `SELECT COUNT(*) AS open, COALESCE(SUM(CASE WHEN i.carried > 0 THEN 1 ELSE 0 END), 0) AS carried
		FROM `+source+` AND i.team_id = :of_team`, params).Scan(&row)
	return row.Open, row.Carried, domainError(err, "action item")
}
