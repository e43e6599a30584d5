package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// Waiting is what waits for one person's answer.
type Waiting struct {
	Accept  []accord.ItemRow // asked of them (P1)
	Confirm []accord.ItemRow // done for their side (P3)
	Drop    []accord.ItemRow // asked to be dropped, for their side (P6)
	Orphans []accord.ItemRow // without owner, where they lead a side (P9)

	Projects []accord.ProjectRow // without sponsor of a side, where they lead one (P9)
}

// Count is how many wait altogether.
func (w Waiting) Count() int {
	return len(w.Accept) + len(w.Confirm) + len(w.Drop) + len(w.Orphans) + len(w.Projects)
}

// maxWaiting bounds each part of what waits for somebody.
const maxWaiting = 100

// The conditions of what waits, each with the literal predicate of its partial
// index.
const (
	waitsToAccept  = ` AND i.status = 'proposed' AND i.owner_id = :person`
	waitsToConfirm = ` AND i.status = 'done' AND i.for_side <> 'neutral' AND i.for_side <> i.owner_side
	AND i.for_side = :side AND i.owner_id <> :person`
	waitsToDrop = ` AND i.drop_asked_by IS NOT NULL AND i.ended_at IS NULL AND i.drop_asked_by <> :person
	AND (CASE WHEN i.owner_id = :person THEN i.owner_side ELSE :side END) = i.for_side`
	waitsForOwner = ` AND i.status = 'proposed' AND i.owner_id IS NULL`
)

// WaitingFor returns what waits for the actor; leads says that they lead a side.
func (s *Store) WaitingFor(ctx context.Context, by accord.Actor, view accord.View, leads bool) (Waiting, error) {
	var w Waiting
	if by.Role == accord.RoleObserver {
		return w, nil
	}
	for _, part := range []struct {
		rows      *[]accord.ItemRow
		condition string
		order     string
		ask       bool
	}{
		{&w.Accept, waitsToAccept, " ORDER BY i.created_at, i.id", true},
		{&w.Confirm, waitsToConfirm, " ORDER BY i.done_at, i.id", by.Side != accord.Neutral},
		{&w.Drop, waitsToDrop, " ORDER BY i.drop_asked_at, i.id", true},
		{&w.Orphans, waitsForOwner, " ORDER BY i.created_at, i.id", leads},
	} {
		if !part.ask {
			continue
		}
		params := map[string]any{"person": by.PersonID, "side": by.Side, "limit": maxWaiting}
		condition := part.condition + " AND " + visible("i.team_id", view, params)
		rows, err := s.itemRows(ctx, condition+part.order+" LIMIT :limit", params)
		if err != nil {
			return w, err
		}
		*part.rows = rows
	}
	if !leads {
		return w, nil
	}
	var err error
	w.Projects, _, err = s.ProjectRows(ctx, ProjectFilter{View: view, Orphan: true}, accord.Page{Limit: maxWaiting})
	return w, err
}

// ItemCounts are the numbers beside "Action items" in the sidebar.
type ItemCounts struct {
	Overdue int
	Waiting int
}

// ItemCounts counts the actor's overdue items and what waits for their answer,
// in one statement.
func (s *Store) ItemCounts(ctx context.Context, by accord.Actor, view accord.View, leads bool, now time.Time) (ItemCounts, error) {
	params := map[string]any{"person": by.PersonID, "side": by.Side, "now": accord.Instant(now)}
	seen := " AND " + visible("i.team_id", view, params)
	count := func(condition string) string {
		return "(SELECT COUNT(*) FROM action_items i WHERE i.workspace_id = :workspace" + condition + seen + ")"
	}
	waiting := count(waitsToAccept) + " + " + count(waitsToConfirm) + " + " + count(waitsToDrop)
	if leads {
		waiting += " + " + count(waitsForOwner) +
			" + (SELECT COUNT(*) FROM projects p WHERE p.workspace_id = :workspace AND " + withoutSponsor + " AND " + visible("p.team_id", view, params) + ")"
	}
	if by.Role == accord.RoleObserver {
		waiting = "0"
	}
	var c ItemCounts
	err := s.raw(ctx, "SELECT "+count(" AND "+runningStatuses+" AND i.owner_id = :person AND i.due_ends_at <= :now")+
		" AS overdue, "+waiting+" AS waiting", params).Scan(&c)
	return c, domainError(err, "action item")
}
