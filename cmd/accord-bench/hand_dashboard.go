package main

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// The dashboard by hand: one pass over each partial index, grouped by what the
// figures tell apart, added up in arrays. Every statement was the cheapest of
// those tried: sums of CASEs without groups, groups by one packed number, rows
// counted in Go.

// frame is the period of a dashboard that nobody chose one for: twelve weeks.
type frame struct {
	zone       *time.Location
	now        time.Time
	from, to   string    // days
	start, end time.Time // end is now, where the period lasts
	last       time.Time // the end of its last day
}

func frameOf(zone *time.Location, now time.Time) frame {
	y, m, d := now.Add(-time.Microsecond).In(zone).Date()
	first := time.Date(y, m, d-12*7+1, 0, 0, 0, 0, zone)
	return frame{
		zone: zone, now: now, from: first.Format(time.DateOnly), to: time.Date(y, m, d, 0, 0, 0, 0, zone).Format(time.DateOnly),
		start: first.UTC(), end: now.Add(time.Microsecond), last: time.Date(y, m, d+1, 0, 0, 0, 0, zone).UTC(),
	}
}

func ageOf(column string) string {
	return `CASE WHEN ` + column + ` > ?3 THEN CASE WHEN ` + column + ` > ?2 THEN -1 ELSE 0 END
	WHEN ` + column + ` > ?4 THEN 1 WHEN ` + column + ` > ?5 THEN 2 WHEN ` + column + ` > ?6 THEN 3 WHEN ` + column + ` IS NULL THEN -1 ELSE 4 END`
}

const runningOfPeople = ` FROM people p CROSS JOIN action_items i
WHERE p.workspace_id = ?1 AND i.workspace_id = ?1 AND i.owner_id = p.id AND i.status IN ('open', 'blocked')`

var openQuery = `SELECT i.owner_side, ` + ageOf("i.due_ends_at") + `, ` + ageOf("i.original_due_ends_at") + `, i.carried, COUNT(*)` +
	runningOfPeople + ` GROUP BY 1, 2, 3, 4`

const openAgeQuery = `SELECT i.owner_side, SUBSTR(i.accepted_at, 1, 10), COUNT(*)` + runningOfPeople + ` GROUP BY 1, 2`

const dueQuery = `SELECT i.owner_side, i.for_side <> 'neutral' AND i.for_side <> i.owner_side,
COALESCE(i.done_at < i.original_due_ends_at, 0), COALESCE(i.done_at < ?5, 0),
i.status = 'declined' OR (i.status = 'dropped' AND i.ended_at < i.original_due_ends_at),
CASE WHEN i.slips > 0 THEN CAST(JULIANDAY(i.due_on) - JULIANDAY(i.original_due_on) AS INTEGER) END, COUNT(*)
FROM action_items i WHERE i.workspace_id = ?1 AND i.original_due_on BETWEEN ?2 AND ?3 AND i.original_due_ends_at <= ?4 GROUP BY 1, 2, 3, 4, 5, 6`

const stepsQuery = `SELECT i.owner_side, i.for_side <> 'neutral' AND i.for_side <> i.owner_side, i.step,
CASE WHEN i.next_at <= ?2 THEN i.next_status ELSE '' END, i.next_by_time, i.days, COUNT(*)
FROM action_item_spans i WHERE i.workspace_id = ?1 AND i.step IN ('offer', 'done') AND i.from_at >= ?3 AND i.from_at < ?4 GROUP BY 1, 2, 3, 4, 5, 6`

const madeQuery = `SELECT i.owner_side, COUNT(*) FROM action_items i
WHERE i.workspace_id = ?1 AND i.created_at >= ?2 AND i.created_at < ?3 GROUP BY 1`

const heldMeetings = ` m.workspace_id = ?1 AND m.starts_at >= ?3 AND m.starts_at < ?4
AND m.status = 'closed' AND m.started_at IS NOT NULL AND m.closed_at <= ?2`

const heldCountQuery = `SELECT COUNT(*), COALESCE(SUM(UNIXEPOCH(m.locked_at) <= UNIXEPOCH(m.starts_at) - 86400), 0), COALESCE(SUM(m.quorum_met), 0)
FROM meetings m WHERE` + heldMeetings

const agendasQuery = `SELECT g.side, COUNT(*), SUM(g.minutes), SUM(g.outcome <> '' OR g.id IN (
	SELECT d.agenda_item_id FROM decisions d WHERE d.workspace_id = ?1 AND d.meeting_id = g.meeting_id
	UNION ALL SELECT i.agenda_item_id FROM action_items i WHERE i.workspace_id = ?1 AND i.meeting_id = g.meeting_id))
FROM meetings m JOIN agenda_items g ON g.workspace_id = m.workspace_id AND g.meeting_id = m.id AND g.status = 'accepted'
WHERE` + heldMeetings + ` GROUP BY g.side
UNION ALL SELECT g.side, SUM(g.items), SUM(g.minutes), 0 FROM meetings m
JOIN meeting_left_overs g ON g.workspace_id = m.workspace_id AND g.meeting_id = m.id WHERE` + heldMeetings + ` GROUP BY g.side`

const attendanceQuery = `SELECT p.side, SUM(NOT (p.excused AND NOT p.present)), SUM(p.present), SUM(p.excused AND NOT p.present)
FROM meetings m JOIN meeting_people p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id
WHERE` + heldMeetings + ` GROUP BY p.side`

// dashboard answers with every figure of the last twelve weeks.
func (h *hand) dashboard(c echo.Context) error {
	ctx := c.Request().Context()
	type company struct{ zone, working string }
	own, err := list(ctx, h, `SELECT time_zone, working_days FROM workspaces WHERE id = ?1`,
		func(w *company) []any { return []any{&w.zone, &w.working} }, h.workspace)
	if err != nil || len(own) == 0 {
		return echo.ErrNotFound
	}
	zone, err := time.LoadLocation(own[0].zone)
	if err != nil {
		return err
	}
	f, t := frameOf(zone, at(time.Now())), &dashboardCounts{}
	for _, count := range []func(context.Context, frame, *dashboardCounts) error{
		h.countOpen, h.countDue, h.countSteps, h.countMade, h.countMeetings, h.countCadence,
	} {
		if err := count(ctx, f, t); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, f.answer(t))
}

func (h *hand) countOpen(ctx context.Context, f frame, t *dashboardCounts) error {
	type group struct {
		side                    string
		late, first, carried, n int
	}
	before := func(days int) time.Time { return f.now.AddDate(0, 0, -days) }
	groups, err := list(ctx, h, openQuery, func(g *group) []any { return []any{&g.side, &g.late, &g.first, &g.carried, &g.n} },
		h.workspace, f.now, before(7), before(14), before(30), before(60))
	for _, g := range groups {
		s := t.side(g.side)
		s.open += g.n
		s.carried[min(g.carried, 3)] += g.n
		if g.late >= 0 {
			s.overdue += g.n
			s.ageNow[g.late] += g.n
			if g.first >= 0 {
				s.ageFirst[g.first] += g.n
			}
		}
	}
	if err != nil {
		return err
	}
	type age struct {
		side, since string
		n           int
	}
	ages, err := list(ctx, h, openAgeQuery, func(g *age) []any { return []any{&g.side, &g.since, &g.n} }, h.workspace)
	today := f.now.Truncate(24 * time.Hour)
	for _, g := range ages {
		day, _ := time.Parse(time.DateOnly, g.since)
		t.side(g.side).openAge.add(max(int(today.Sub(day).Hours()/24), 0), g.n)
	}
	return err
}

func (h *hand) countDue(ctx context.Context, f frame, t *dashboardCounts) error {
	type group struct {
		side                      string
		cross, onTime, kept, left bool
		slip                      *int
		n                         int
	}
	groups, err := list(ctx, h, dueQuery, func(g *group) []any {
		return []any{&g.side, &g.cross, &g.onTime, &g.kept, &g.left, &g.slip, &g.n}
	}, h.workspace, f.from, f.to, f.now, f.end)
	for _, g := range groups {
		s := t.side(g.side)
		if g.left {
			s.leftOut += g.n
			continue
		}
		s.due += g.n
		s.onTime += when(g.onTime, g.n)
		s.kept += when(g.kept, g.n)
		s.crossDue += when(g.cross, g.n)
		s.crossOnTime += when(g.cross && g.onTime, g.n)
		if g.slip != nil {
			s.slipped += g.n
			s.slipDays.add(max(*g.slip, 0), g.n)
		}
	}
	return err
}

func when(is bool, n int) int {
	if is {
		return n
	}
	return 0
}

func (h *hand) countSteps(ctx context.Context, f frame, t *dashboardCounts) error {
	type group struct {
		side          string
		cross, byTime bool
		step, next    string
		days, n       int
	}
	groups, err := list(ctx, h, stepsQuery, func(g *group) []any {
		return []any{&g.side, &g.cross, &g.step, &g.next, &g.byTime, &g.days, &g.n}
	}, h.workspace, f.now, f.start, f.end)
	for _, g := range groups {
		s, back := t.side(g.side), g.next == "open" || g.next == "blocked"
		if g.step == "offer" {
			s.offered += g.n
			s.accepted += when(back, g.n)
			continue
		}
		s.done += g.n
		if s.returned += when(back, g.n); !back {
			s.closeDays.add(g.days, g.n)
		}
		s.confirmable += when(g.cross, g.n)
		confirmed := g.cross && g.next == "confirmed"
		s.byTime += when(confirmed && g.byTime, g.n)
		s.confirmed += when(confirmed && !g.byTime, g.n)
	}
	return err
}

func (h *hand) countMade(ctx context.Context, f frame, t *dashboardCounts) error {
	type group struct {
		side string
		n    int
	}
	groups, err := list(ctx, h, madeQuery, func(g *group) []any { return []any{&g.side, &g.n} }, h.workspace, f.start, f.end)
	for _, g := range groups {
		t.side(g.side).made += g.n
	}
	return err
}

func (h *hand) countMeetings(ctx context.Context, f frame, t *dashboardCounts) error {
	type three struct {
		side    string
		a, b, c int
	}
	fields := func(g *three) []any { return []any{&g.side, &g.a, &g.b, &g.c} }
	args := []any{h.workspace, f.now, f.start, f.last}
	held, err := list(ctx, h, heldCountQuery, func(g *three) []any { return []any{&g.a, &g.b, &g.c} }, args...)
	if err != nil {
		return err
	}
	t.held, t.ahead, t.quorate = held[0].a, held[0].b, held[0].c
	agendas, err := list(ctx, h, agendasQuery, fields, args...)
	if err != nil {
		return err
	}
	for _, g := range agendas {
		s := t.side(g.side)
		s.agendaItems, s.minutes, s.outcomes = s.agendaItems+g.a, s.minutes+g.b, s.outcomes+g.c
	}
	guests, err := list(ctx, h, attendanceQuery, fields, args...)
	for _, g := range guests {
		s := t.side(g.side)
		s.invited, s.present, s.excused = g.a, g.b, g.c
	}
	return err
}
