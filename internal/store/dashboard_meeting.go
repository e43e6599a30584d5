package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"accord/internal/accord"
)

// heldIn are the conditions of a meeting m that was started, and closed by as
// of, and planned for the period: one held ahead of its time too.
const heldIn = ` m.workspace_id = :workspace AND m.starts_at >= :start AND m.starts_at < :period_end
	AND m.status = 'closed' AND m.started_at IS NOT NULL AND m.closed_at <= :as_of`

// TallyMeetings counts the meetings held in the period: agendas, readiness,
// attendance and quorum.
func (s *Store) TallyMeetings(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	for _, count := range []func(context.Context, FigureQuery, *accord.Tally) error{s.countHeld, s.countAgendas, s.countAttendance} {
		if err := count(ctx, q, t); err != nil {
			return fmt.Errorf("tally meetings: %w", err)
		}
	}
	return nil
}

// dayAhead writes whether an agenda was locked a day before its meeting.
func (s *Store) dayAhead() string {
	if s.dialect == Postgres {
		return "m.locked_at <= m.starts_at - INTERVAL '1 day'"
	}
	return "UNIXEPOCH(m.locked_at) <= UNIXEPOCH(m.starts_at) - 86400"
}

func (s *Store) countHeld(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	var cell struct{ Held, Ahead, Quorate int }
	err := s.raw(ctx, `SELECT COUNT(*) AS held, COALESCE(SUM(CASE WHEN `+s.dayAhead()+` THEN 1 ELSE 0 END), 0) AS ahead,
			COALESCE(SUM(CASE WHEN m.quorum_met THEN 1 ELSE 0 END), 0) AS quorate
		FROM meetings m WHERE`+heldIn+q.scope("m"), q.params()).Scan(&cell)
	t.Held, t.LockedAhead, t.Quorate = t.Held+cell.Held, t.LockedAhead+cell.Ahead, t.Quorate+cell.Quorate
	return err
}

// countAgendas counts what stood on the agendas, what went on from them at
// closing included. An item has an outcome where one was set, or a decision or
// an action item names it (M2).
func (s *Store) countAgendas(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	var cells []struct {
		Side                     accord.Side
		Items, Outcomes, Minutes int
	}
	err := s.raw(ctx, `SELECT g.side, COUNT(*) AS items, SUM(g.minutes) AS minutes, SUM(CASE WHEN g.outcome <> '' OR g.id IN (
				SELECT d.agenda_item_id FROM decisions d WHERE d.workspace_id = :workspace AND d.meeting_id = g.meeting_id
				UNION ALL SELECT i.agenda_item_id FROM action_items i WHERE i.workspace_id = :workspace AND i.meeting_id = g.meeting_id
			) THEN 1 ELSE 0 END) AS outcomes
		FROM meetings m JOIN agenda_items g ON g.workspace_id = m.workspace_id AND g.meeting_id = m.id AND g.status = 'accepted'
		WHERE`+heldIn+q.scope("m")+` GROUP BY g.side
		UNION ALL SELECT g.side, SUM(g.items) AS items, SUM(g.minutes) AS minutes, 0 AS outcomes
		FROM meetings m JOIN meeting_left_overs g ON g.workspace_id = m.workspace_id AND g.meeting_id = m.id
		WHERE`+heldIn+q.scope("m")+` GROUP BY g.side`, q.params()).Scan(&cells)
	for _, c := range cells {
		side := t.Side(c.Side)
		side.AgendaItems, side.Outcomes, side.Minutes = side.AgendaItems+c.Items, side.Outcomes+c.Outcomes, side.Minutes+c.Minutes
	}
	return err
}

// countAttendance counts who was invited and who came; the excused are counted
// apart.
func (s *Store) countAttendance(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	var cells []struct {
		Side                      accord.Side
		Invited, Present, Excused int
	}
	err := s.raw(ctx, `SELECT p.side, SUM(CASE WHEN p.excused AND NOT p.present THEN 0 ELSE 1 END) AS invited,
			SUM(CASE WHEN p.present THEN 1 ELSE 0 END) AS present, SUM(CASE WHEN p.excused AND NOT p.present THEN 1 ELSE 0 END) AS excused
		FROM meetings m JOIN meeting_people p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id
		WHERE`+heldIn+q.scope("m")+` GROUP BY p.side`, q.params()).Scan(&cells)
	for _, c := range cells {
		side := t.Side(c.Side)
		side.Invited, side.Present, side.Excused = side.Invited+c.Invited, side.Present+c.Present, side.Excused+c.Excused
	}
	return err
}

// held gives the condition on a meeting m that the figures of held meetings
// count; it adds its parameters.
func (q FigureQuery) held(params map[string]any) string {
	maps.Copy(params, q.params())
	return " AND" + heldIn + q.scope("m")
}

// MeetingsNamed returns the meetings of these ids, in no order.
func (s *Store) MeetingsNamed(ctx context.Context, ids []string) ([]accord.Meeting, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := rowsOf[accord.Meeting](s.db).Where("id IN ?", ids).Find(ctx)
	return list, domainError(err, "meeting")
}

// OccurrenceRow is what the cadence needs of a meeting of a series.
type OccurrenceRow struct {
	ID              string
	SeriesID        string
	OriginalStart   accord.LocalTime
	PlannedOn       accord.Date
	StartsAt        time.Time
	DurationMinutes int
	StartedAt       *time.Time
	ClosedAt        *time.Time
	CancelledAt     *time.Time
}

// PlannedAt is where the series had put it, in its zone.
func (r OccurrenceRow) PlannedAt(zone *time.Location) time.Time {
	return accord.Meeting{OriginalStart: r.OriginalStart, PlannedOn: r.PlannedOn, TimeZone: zone.String()}.PlannedAt()
}

// OccurrenceRows returns the meetings with their original start in the period,
// a day more on both sides: the days are those of each series' zone.
func (s *Store) OccurrenceRows(ctx context.Context, q FigureQuery) ([]OccurrenceRow, error) {
	params := q.params()
	params["first"], params["last"] = string(q.Period.From), string(q.Period.To.AddDays(1))
	var rows []OccurrenceRow
	err := s.raw(ctx, `SELECT m.id, m.series_id, m.original_start, m.planned_on, m.starts_at, m.duration_minutes, m.started_at, m.closed_at, m.cancelled_at
		FROM meetings m WHERE m.workspace_id = :workspace AND m.series_id IS NOT NULL
			AND m.original_start >= :first AND m.original_start < :last`+q.scope("m"), params).Scan(&rows)
	return rows, domainError(err, "meeting")
}

// SeriesInView returns the series the query is about, ended ones too, with what
// names and plans them; their words and times of mail are left out.
func (s *Store) SeriesInView(ctx context.Context, q FigureQuery) ([]accord.Series, error) {
	scope := FigureQuery{View: q.View, TeamID: q.TeamID}.scope("r")
	if q.SeriesID != "" {
		scope += " AND r.id = :series"
	}
	var list []accord.Series
	err := s.raw(ctx, `SELECT r.workspace_id, r.id, r.team_id, r.title, r.rrule, r.starts_at_local, r.time_zone, r.duration_minutes,
			r.month_end, r.exdates, r.rdates, r.holiday_calendar, r.holiday_policy, r.observed_from, r.lineage_id, r.status, r.next_starts_at, r.planned_from, r.ended_at, r.created_at
		FROM series r WHERE r.workspace_id = :workspace`+scope+` ORDER BY r.title, r.id`, q.params()).Scan(&list)
	return list, domainError(err, "series")
}
