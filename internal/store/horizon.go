package store

import (
	"context"

	"accord/internal/accord"
)

// PromiseFilter says whose promises are weighed by how far they look: those of a
// team, those that serve growth projects, or those of some people; the zero
// value means all the view sees.
type PromiseFilter struct {
	View        accord.View
	TeamID      string
	ForProjects bool // that have not ended
	OwnerIDs    []string
}

// PromisedHorizons counts the action items somebody owes by their owners' sides
// and horizons.
func (s *Store) PromisedHorizons(ctx context.Context, f PromiseFilter) (accord.HorizonBalance, error) {
	params := map[string]any{}
	where := visible("i.team_id", f.View, params)
	if f.TeamID != "" {
		where += " AND i.team_id = :team"
		params["team"] = f.TeamID
	}
	if f.ForProjects {
		where += ` AND EXISTS (SELECT 1 FROM projects p WHERE p.workspace_id = :workspace AND p.id = i.project_id AND p.state NOT IN ('done', 'stopped'))`
	}
	if len(f.OwnerIDs) > 0 {
		where += " AND i.owner_id IN (:owners)"
		params["owners"] = f.OwnerIDs
	}
	var rows []struct {
		Side    accord.Side
		Horizon accord.Horizon
		N       int
	}
	err := s.raw(ctx, `SELECT i.owner_side AS side, i.horizon, COUNT(*) AS n FROM action_items i WHERE i.workspace_id = :workspace AND `+runningStatuses+
		" AND "+where+" GROUP BY i.owner_side, i.horizon", params).Scan(&rows)
	var b accord.HorizonBalance
	for _, r := range rows {
		b.Add(accord.HorizonOf{Side: r.Side, Horizon: r.Horizon}, r.N)
	}
	return b, domainError(err, "action item")
}
