package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// MeetingHead is a meeting with what decides who may see and do what, and what
// leads to the rest of its page: all in one statement.
type MeetingHead struct {
	accord.Meeting
	SeriesTitle       string
	TeamName          string
	TeamClosed        bool
	MyTeamRole        accord.TeamRole // of the reader, "" where they are not of the team
	Invited           bool            // the reader is
	Present           bool            // the reader is marked present
	Visits            bool            // the reader has a visitor's seat
	VisitingSeats     int             // how many the series has
	SeriesGoal        string
	SeriesMeasure     string
	SeriesTarget      string
	SeriesGoalBy      accord.Date
	SeriesCreatedAt   *time.Time    // of the first one, where the series was split (S4)
	PreviousID        accord.NullID // the meeting the series held before this one, or what it was split from did
	PreviousStartedAt *time.Time
}

// OpeningSince is the start of the meeting the series held before: what ended
// while that one ran is still open in the opening of this one. A series that
// held none begins with itself, a one-time meeting with its own row.
func (h MeetingHead) OpeningSince() time.Time {
	switch {
	case h.PreviousStartedAt != nil:
		return *h.PreviousStartedAt
	case h.SeriesCreatedAt != nil:
		return *h.SeriesCreatedAt
	default:
		return h.CreatedAt
	}
}

// MeetingHead loads a meeting for a reader.
func (s *Store) MeetingHead(ctx context.Context, id, personID string, now time.Time) (MeetingHead, error) {
	var head MeetingHead
	err := s.raw(ctx, `SELECT m.*, COALESCE(r.title, '') AS series_title, COALESCE(t.name, '') AS team_name,
	t.closed IS NOT NULL AND t.closed AS team_closed, COALESCE(tm.role, '') AS my_team_role,
	mp.person_id IS NOT NULL AS invited, mp.present IS NOT NULL AND mp.present AS present, `+visiting+` AS visits,
	COALESCE(r.visiting_seats, 0) AS visiting_seats,
	COALESCE(r.goal_title, '') AS series_goal, COALESCE(r.goal_measure, '') AS series_measure,
	COALESCE(r.goal_target, '') AS series_target, r.goal_by AS series_goal_by,
	(SELECT f.created_at FROM series f WHERE f.workspace_id = m.workspace_id AND f.lineage_id = r.lineage_id ORDER BY f.created_at LIMIT 1) AS series_created_at, l.id AS previous_id, l.started_at AS previous_started_at
FROM meetings m
LEFT JOIN series r ON r.workspace_id = m.workspace_id AND r.id = m.series_id
LEFT JOIN teams t ON t.workspace_id = m.workspace_id AND t.id = m.team_id
LEFT JOIN team_members tm ON tm.workspace_id = m.workspace_id AND tm.team_id = m.team_id AND tm.person_id = :person
LEFT JOIN meeting_people mp ON mp.workspace_id = m.workspace_id AND mp.meeting_id = m.id AND mp.person_id = :person
LEFT JOIN meetings l ON l.workspace_id = m.workspace_id AND l.id = (SELECT h.id FROM series x CROSS JOIN meetings h
	WHERE x.workspace_id = m.workspace_id AND x.lineage_id = r.lineage_id AND h.workspace_id = m.workspace_id AND h.series_id = x.id AND h.status = 'closed' AND h.started_at < COALESCE(m.started_at, :now) ORDER BY h.started_at DESC LIMIT 1)
WHERE m.workspace_id = :workspace AND m.id = :id`,
		map[string]any{"id": id, "person": personID, "now": accord.Instant(now)}).One(&head, "meeting")
	return head, domainError(err, "meeting")
}

// Attendees returns who belongs to a meeting with their names, by side, leaders
// first.
func (s *Store) Attendees(ctx context.Context, meetingID string) ([]accord.Attendee, error) {
	var people []accord.Attendee
	err := s.raw(ctx, `SELECT mp.*, p.name FROM meeting_people mp
JOIN people p ON p.workspace_id = mp.workspace_id AND p.id = mp.person_id
WHERE mp.workspace_id = :workspace AND mp.meeting_id = :meeting
ORDER BY CASE mp.side WHEN 'sales' THEN 0 WHEN 'neutral' THEN 1 ELSE 2 END,
	CASE mp.team_role WHEN 'leader' THEN 0 WHEN '' THEN 2 ELSE 1 END, p.name, p.id`,
		map[string]any{"meeting": meetingID}).Scan(&people)
	return people, domainError(err, "meeting")
}

// MeetingWords returns what was heard and thanked at either of two meetings;
// previous may be "".
func (s *Store) MeetingWords(ctx context.Context, meetingID, previous string) ([]accord.MeetingWord, error) {
	var words []accord.MeetingWord
	err := s.raw(ctx, `SELECT w.* FROM meeting_words w WHERE w.workspace_id = :workspace AND w.meeting_id IN (:ids)
ORDER BY w.kind, CASE w.side WHEN 'sales' THEN 0 WHEN 'neutral' THEN 1 ELSE 2 END`,
		map[string]any{"ids": []string{meetingID, previous}}).Scan(&words)
	return words, domainError(err, "meeting")
}

// SaveWord keeps what a side heard or thanks for; an empty text takes it away.
func (s *Store) SaveWord(ctx context.Context, w accord.MeetingWord) error {
	params := map[string]any{
		"meeting": w.MeetingID, "kind": w.Kind, "side": w.Side, "text": w.Text, "author": w.AuthorID, "now": accord.Instant(w.UpdatedAt),
	}
	query := `INSERT INTO meeting_words (workspace_id, meeting_id, kind, side, text, author_id, updated_at)
VALUES (:workspace, :meeting, :kind, :side, :text, :author, :now)
ON CONFLICT (workspace_id, meeting_id, kind, side) DO UPDATE SET text = excluded.text, author_id = excluded.author_id, updated_at = excluded.updated_at`
	if w.Text == "" {
		query = `DELETE FROM meeting_words WHERE workspace_id = :workspace AND meeting_id = :meeting AND kind = :kind AND side = :side`
		params = map[string]any{"meeting": w.MeetingID, "kind": w.Kind, "side": w.Side}
	}
	_, err := s.exec(ctx, query, params)
	return domainError(err, "meeting")
}

// SaveAttendee writes one person's part in a meeting, adding them where they
// were not invited.
func (s *Store) SaveAttendee(ctx context.Context, p accord.MeetingPerson) error {
	_, err := s.exec(ctx, `INSERT INTO meeting_people (workspace_id, meeting_id, person_id, side, team_role, response, present, excused, updated_at, reply_stamp, reply_comment)
VALUES (:workspace, :meeting, :person, :side, :role, :response, :present, :excused, :at, :stamp, :comment)
ON CONFLICT (workspace_id, meeting_id, person_id) DO UPDATE SET
	response = excluded.response, present = excluded.present, excused = excluded.excused, updated_at = excluded.updated_at,
	reply_stamp = excluded.reply_stamp, reply_comment = excluded.reply_comment`,
		map[string]any{
			"meeting": p.MeetingID, "person": p.PersonID, "side": p.Side, "role": p.TeamRole, "response": p.Response,
			"present": p.Present, "excused": p.Excused, "at": p.UpdatedAt, "stamp": p.ReplyStamp, "comment": p.ReplyComment,
		})
	return domainError(err, "meeting")
}

// FreezeAttendees writes everybody's side and team role as they are now onto
// the meeting: what they did there stays with the side they had.
func (s *Store) FreezeAttendees(ctx context.Context, meetingID, teamID string) error {
	_, err := s.exec(ctx, `UPDATE meeting_people SET
	side = COALESCE((SELECT p.side FROM people p WHERE p.workspace_id = :workspace AND p.id = meeting_people.person_id), side),
	team_role = COALESCE((SELECT t.role FROM team_members t WHERE t.workspace_id = :workspace AND t.team_id = :team AND t.person_id = meeting_people.person_id), '')
WHERE workspace_id = :workspace AND meeting_id = :meeting`, map[string]any{"meeting": meetingID, "team": teamID})
	return domainError(err, "meeting")
}

// MeetingFilter says which meetings a list has.
type MeetingFilter struct {
	View     accord.View
	PersonID string // sees what they are invited to, whatever the view
	From, To time.Time
	SeriesID string
	TeamID   string
	Status   accord.MeetingStatus
	Mine     bool         // only those the person is invited to
	Held     *FigureQuery // only those held in its period, of what it may see
}

// Meetings returns a page of meetings by start.
func (s *Store) Meetings(ctx context.Context, f MeetingFilter, p accord.Page) ([]accord.Meeting, []string, error) {
	params := map[string]any{"person": f.PersonID, "limit": p.Limit + 1}
	where := ""
	and := func(condition, name string, value any) {
		where += " AND " + condition
		params[name] = value
	}
	if !f.From.IsZero() {
		and("m.starts_at >= :from", "from", accord.Instant(f.From))
	}
	if !f.To.IsZero() {
		and("m.starts_at < :to", "to", accord.Instant(f.To))
	}
	if f.SeriesID != "" {
		and("m.series_id = :series", "series", f.SeriesID)
	}
	if f.TeamID != "" {
		and("m.team_id = :team", "team", f.TeamID)
	}
	if f.Status != "" {
		and("m.status = :status", "status", f.Status)
	}
	const invited = `EXISTS (SELECT 1 FROM meeting_people mp WHERE mp.workspace_id = m.workspace_id AND mp.meeting_id = m.id AND mp.person_id = :person)`
	if f.Mine {
		where += " AND " + invited
	}
	if f.Held != nil {
		where += f.Held.held(params)
	} else {
		// Guests see a meeting of a team they see nothing else of, except of a closed one.
		open := visible("m.team_id", accord.View{Hidden: f.View.Hidden}, params)
		where += " AND (" + visible("m.team_id", f.View, params) + " OR " + invited + " AND " + open + " OR " + visiting + ")"
	}
	if len(p.After) == 2 {
		if at, err := time.Parse(time.RFC3339Nano, p.After[0]); err == nil {
			params["after"], params["after_id"] = accord.Instant(at), p.After[1]
			where += " AND (m.starts_at > :after OR m.starts_at = :after AND m.id > :after_id)"
		}
	}
	var list []accord.Meeting
	err := s.raw(ctx, "SELECT m.* FROM meetings m WHERE m.workspace_id = :workspace"+where+" ORDER BY m.starts_at, m.id LIMIT :limit", params).Scan(&list)
	if err != nil {
		return nil, nil, domainError(err, "meeting")
	}
	list, next := accord.Cut(list, p, func(m accord.Meeting) []string { return []string{m.StartsAt.Format(time.RFC3339Nano), m.ID} })
	return list, next, nil
}

// ItemStatuses returns the status of each of the action items, by id.
func (s *Store) ItemStatuses(ctx context.Context, ids []string) (map[string]accord.Status, error) {
	var rows []struct {
		ID     string
		Status accord.Status
	}
	err := s.raw(ctx, `SELECT i.id, i.status FROM action_items i WHERE i.workspace_id = :workspace AND i.id IN (:ids)`,
		map[string]any{"ids": ids}).Scan(&rows)
	statuses := make(map[string]accord.Status, len(rows))
	for _, r := range rows {
		statuses[r.ID] = r.Status
	}
	return statuses, domainError(err, "action item")
}
