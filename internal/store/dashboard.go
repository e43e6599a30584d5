package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"accord/internal/accord"
)

// FigureQuery says which items and meetings the figures are made of.
type FigureQuery struct {
	Period   accord.Period
	Past     bool // AsOf lies in the past: items are read as they stood then
	View     accord.View
	SeriesID string // "" for all
	TeamID   string // "" for all
}

// source is where the items are read from: the items themselves, or for a past
// date their spans, which have the same columns as far as figures ask.
func (q FigureQuery) source() (table, condition string) {
	if q.Past {
		return "action_item_spans", " AND i.from_at <= :as_of AND i.to_at > :as_of"
	}
	return "action_items", ""
}

// scope are the conditions of what the reader may see and asked for (X4), on a
// table with a team_id and a series_id.
func (q FigureQuery) scope(alias string) string {
	var b strings.Builder
	if q.View.OnlyTeams {
		b.WriteString(" AND " + alias + ".team_id IN (:teams)")
	}
	if len(q.View.Hidden) > 0 {
		b.WriteString(" AND (" + alias + ".team_id IS NULL OR " + alias + ".team_id NOT IN (:hidden))")
	}
	if q.TeamID != "" {
		b.WriteString(" AND " + alias + ".team_id = :team")
	}
	if q.SeriesID != "" {
		b.WriteString(" AND " + alias + ".series_id = :series")
	}
	return b.String()
}

func (q FigureQuery) params() map[string]any {
	asOf := accord.Instant(q.Period.AsOf)
	before := func(days int) time.Time { return asOf.AddDate(0, 0, -days) }
	return map[string]any{
		"from": string(q.Period.From), "to": string(q.Period.To), "start": q.Period.Start(), "end": q.Period.End(), "period_end": q.Period.To.End(q.Period.Zone), "as_of": asOf,
		"late1": before(accord.AgeLimits[0]), "late2": before(accord.AgeLimits[1]),
		"late3": before(accord.AgeLimits[2]), "late4": before(accord.AgeLimits[3]), "week": asOf.AddDate(0, 0, 7),
		"teams": q.View.Teams, "hidden": q.View.Hidden, "team": q.TeamID, "series": q.SeriesID,
	}
}

// Tally counts the action items of a period by the database; the meetings are
// added by [Store.TallyMeetings]. It costs what is open, due or made in the
// period, never the history.
func (s *Store) Tally(ctx context.Context, q FigureQuery) (accord.Tally, error) {
	var t accord.Tally
	for _, count := range []func(context.Context, FigureQuery, *accord.Tally) error{s.countDue, s.countOpen, s.countSteps, s.countNew} {
		if err := count(ctx, q, &t); err != nil {
			return t, fmt.Errorf("tally: %w", err)
		}
	}
	return t, nil
}

// day writes an expression for the UTC day of an instant, as text.
func (s *Store) day(column string) string {
	if s.dialect == Postgres {
		return "TO_CHAR(" + column + ", 'YYYY-MM-DD')"
	}
	return "SUBSTR(" + column + ", 1, 10)"
}

// daysFrom writes an expression for the days between two days kept as text.
func (s *Store) daysFrom(from, to string) string {
	if s.dialect == Postgres {
		return "(CAST(" + to + " AS DATE) - CAST(" + from + " AS DATE))"
	}
	return "CAST(JULIANDAY(" + to + ") - JULIANDAY(" + from + ") AS INTEGER)"
}

// crossSide writes whether the other side has to agree (P3).
const crossSide = "CASE WHEN i.for_side <> 'neutral' AND i.for_side <> i.owner_side THEN 1 ELSE 0 END"

// ownSide writes whether the item is for its owner's own side.
const ownSide = "CASE WHEN i.for_side = i.owner_side THEN 1 ELSE 0 END"

// onTime writes whether an item was done by the end of its original due day.
const onTime = "CASE WHEN i.done_at < i.original_due_ends_at THEN 1 ELSE 0 END"

// leftOut writes whether an item is counted beside the figures, not in them.
const leftOut = `CASE WHEN i.status = 'declined' OR (i.status = 'dropped' AND i.ended_at < i.original_due_ends_at) THEN 1 ELSE 0 END`

// countDue counts the accepted items whose original due day lies in the period
// and has ended.
func (s *Store) countDue(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	table, at := q.source()
	var cells []struct {
		OwnerSide                              accord.Side
		CrossSide, OwnSide, OnTime, Kept, Left int
		SlipDays                               *int
		Count                                  int
	}
	err := s.raw(ctx, `SELECT i.owner_side, `+crossSide+` AS cross_side, `+ownSide+` AS own_side, `+onTime+` AS on_time,
			CASE WHEN i.done_at < :end THEN 1 ELSE 0 END AS kept, `+leftOut+` AS "left",
			CASE WHEN i.slips > 0 THEN `+s.daysFrom("i.original_due_on", "i.due_on")+` END AS slip_days, COUNT(*) AS count
		FROM `+table+` i
		WHERE i.workspace_id = :workspace AND i.original_due_on BETWEEN :from AND :to AND i.original_due_ends_at <= :as_of`+at+q.scope("i")+`
		GROUP BY 1, 2, 3, 4, 5, 6, 7`, q.params()).Scan(&cells)
	for _, c := range cells {
		side := t.Side(c.OwnerSide)
		if c.Left == 1 {
			side.LeftOut += c.Count
			continue
		}
		cell := accord.DueCell{CrossSide: c.CrossSide == 1, OwnSide: c.OwnSide == 1, OnTime: c.OnTime == 1, Kept: c.Kept == 1, Count: c.Count}
		if c.SlipDays != nil {
			cell.Slipped, cell.SlipDays = true, *c.SlipDays
		}
		side.AddDue(cell)
	}
	return err
}

// age writes how long ago a due day ended as a place in [accord.AgeNames]; -1
// where it has not.
func age(column string) string {
	return `CASE WHEN ` + column + ` > :late1 THEN CASE WHEN ` + column + ` > :as_of THEN -1 ELSE 0 END
		WHEN ` + column + ` > :late2 THEN 1 WHEN ` + column + ` > :late3 THEN 2 WHEN ` + column + ` > :late4 THEN 3
		WHEN ` + column + ` IS NULL THEN -1 ELSE 4 END`
}

// running is the source of the running items. Those of now are driven from the
// people, each a range of the partial index on their owner: with the workspace
// alone the planner may take another index, and read the history.
func (q FigureQuery) running() string {
	if q.Past {
		return `action_item_spans i WHERE i.workspace_id = :workspace AND i.status IN ('open', 'blocked') AND i.from_at <= :as_of AND i.to_at > :as_of`
	}
	return `people p CROSS JOIN action_items i WHERE p.workspace_id = :workspace AND i.workspace_id = :workspace AND i.owner_id = p.id
		AND i.status IN ('open', 'blocked')`
}

// countOpen counts the running items by age, and how often they were carried.
func (s *Store) countOpen(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	from := q.running()
	var cells []struct {
		OwnerSide                accord.Side
		Late, FirstLate, Carried int
		Count                    int
	}
	err := s.raw(ctx, `SELECT i.owner_side, `+age("i.due_ends_at")+` AS late, `+age("i.original_due_ends_at")+` AS first_late,
			i.carried, COUNT(*) AS count
		FROM `+from+q.scope("i")+`
		GROUP BY 1, 2, 3, 4`, q.params()).Scan(&cells)
	if err != nil {
		return err
	}
	for _, c := range cells {
		t.Side(c.OwnerSide).AddOpen(accord.OpenCell{Late: c.Late, LateAtFirst: c.FirstLate, Carried: c.Carried, Count: c.Count})
	}
	return s.countOpenAge(ctx, q, t)
}

// countOpenAge counts the running items by the day of their acceptance, apart:
// together with their ages there would be nearly a group an item.
func (s *Store) countOpenAge(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	from := q.running()
	var cells []struct {
		OwnerSide accord.Side
		Since     accord.Date
		Count     int
	}
	err := s.raw(ctx, `SELECT i.owner_side, `+s.day("i.accepted_at")+` AS since, COUNT(*) AS count
		FROM `+from+q.scope("i")+`
		GROUP BY 1, 2`, q.params()).Scan(&cells)
	today := accord.DateOf(q.Period.AsOf, time.UTC)
	for _, c := range cells {
		t.Side(c.OwnerSide).AddOpenAge(max(c.Since.DaysUntil(today), 0), c.Count)
	}
	return err
}

// countSteps counts the offers and dones of the period and what came of them.
// They are read from the spans also for now: an item forgets that it was
// returned once it is done again.
func (s *Store) countSteps(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	var cells []struct {
		OwnerSide         accord.Side
		CrossSide, ByTime int
		Step              string
		Next              accord.Status
		Days, Count       int
	}
	err := s.raw(ctx, `SELECT i.owner_side, `+crossSide+` AS cross_side, i.step,
			CASE WHEN i.next_at <= :as_of THEN i.next_status ELSE '' END AS next,
			CASE WHEN i.next_by_time THEN 1 ELSE 0 END AS by_time, i.days, COUNT(*) AS count
		FROM action_item_spans i
		WHERE i.workspace_id = :workspace AND i.step IN ('offer', 'done') AND i.from_at >= :start AND i.from_at < :end`+q.scope("i")+`
		GROUP BY 1, 2, 3, 4, 5, 6`, q.params()).Scan(&cells)
	for _, c := range cells {
		status := accord.StatusDone
		if c.Step == accord.StepOffer {
			status = accord.StatusProposed
		}
		t.Side(c.OwnerSide).AddSteps(accord.StepCell{
			Status: status, Next: c.Next, CrossSide: c.CrossSide == 1, ByTime: c.ByTime == 1, Days: c.Days, Count: c.Count,
		})
	}
	return err
}

// countNew counts the items made in the period.
func (s *Store) countNew(ctx context.Context, q FigureQuery, t *accord.Tally) error {
	var cells []struct {
		OwnerSide accord.Side
		Count     int
	}
	table, at := q.source()
	err := s.raw(ctx, `SELECT i.owner_side, COUNT(*) AS count FROM `+table+` i
		WHERE i.workspace_id = :workspace AND i.created_at >= :start AND i.created_at < :end`+at+q.scope("i")+`
		GROUP BY 1`, q.params()).Scan(&cells)
	for _, c := range cells {
		t.Side(c.OwnerSide).New += c.Count
	}
	return err
}
