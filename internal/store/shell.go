package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// shellCounts counts by the partial indexes of running and waiting items, so
// that every page can afford it. Hidden teams are left out (X4).
const shellCounts = `SELECT
(SELECT count(*) FROM action_items i WHERE i.workspace_id = :workspace AND i.status IN ('open', 'blocked')
	AND i.owner_id = :person AND i.due_ends_at <= :now) AS overdue,
(SELECT count(*) FROM action_items i WHERE i.workspace_id = :workspace AND i.status IN ('proposed', 'done')
	AND (i.status = 'proposed' AND i.owner_id = :person
		OR i.status = 'done' AND i.confirmed_at IS NULL AND i.for_side = :side AND i.owner_side <> :side AND i.for_side <> 'neutral'
		AND COALESCE(i.owner_id, '') <> :person AND :writes = 1)
	AND COALESCE(i.team_id, '') NOT IN (:hidden)) AS waiting,
(SELECT count(*) FROM action_items i WHERE i.workspace_id = :workspace AND i.status IN ('open', 'blocked')
	AND i.drop_asked_at IS NOT NULL AND i.for_side = :side AND COALESCE(i.drop_asked_by, '') <> :person AND :writes = 1
	AND COALESCE(i.team_id, '') NOT IN (:hidden)) AS drops,
(SELECT count(*) FROM meetings m WHERE m.workspace_id = :workspace AND m.status = 'in_progress'
	AND COALESCE(m.team_id, '') NOT IN (:hidden) AND (:all_teams = 1 OR m.team_id IN (:teams))) AS live`

// ShellCounts counts what every page shows beside its navigation.
func (s *Store) ShellCounts(ctx context.Context, actor accord.Actor, view accord.View, now time.Time) (accord.ShellCounts, error) {
	var row struct{ Overdue, Waiting, Drops, Live int }
	err := s.raw(ctx, shellCounts, map[string]any{
		"person": actor.PersonID, "side": string(actor.Side), "now": accord.Instant(now),
		"writes": flag(actor.Role != accord.RoleObserver), "all_teams": flag(!view.OnlyTeams),
		"hidden": append([]string{"-"}, view.Hidden...), "teams": append([]string{"-"}, view.Teams...),
	}).Scan(&row)
	return accord.ShellCounts{Overdue: row.Overdue, Waiting: row.Waiting + row.Drops, Live: row.Live}, domainError(err, "count")
}

// flag is a condition as a number: both databases compare it alike.
func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}
