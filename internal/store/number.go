package store

import (
	"context"

	"accord/internal/accord"
)

// The counters that give short numbers, and versions to what is removed and made
// anew under the same name.
const (
	CounterActionItem = "action_item"
	CounterDecision   = "decision"    // D-37
	CounterLeadBatch  = "lead_batch"  // L-12
	CounterIntel      = "intel"       // I-34
	CounterDayOff     = "day_off"     // versions of days off: a day made anew has none of the removed one's
)

// Number takes the next short number of the workspace (P7). It is part of the
// running transaction: a rolled-back one leaves no gap.
func (s *Store) Number(ctx context.Context, counter string) (int, error) {
	n, err := s.next(ctx, counter)
	return int(n), err
}

// next raises a counter by one and returns it, holding its row until the
// transaction ends: numbers follow the order of commits.
func (s *Store) next(ctx context.Context, counter string) (int64, error) {
	var n int64
	err := s.raw(ctx, `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, @name, 1)
ON CONFLICT (workspace_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
		map[string]any{"name": counter}).Scan(&n)
	return n, domainError(err, "number")
}

// visible returns the SQL condition under which a thing of the team in column
// is seen (X1, X4) and adds its parameters. column is written by us, never by
// a user.
func visible(column string, v accord.View, params map[string]any) string {
	switch {
	case v.OnlyTeams && len(v.Teams) == 0:
		return "1 = 0"
	case v.OnlyTeams:
		params["view_teams"] = v.Teams
		return column + " IN (@view_teams)"
	case len(v.Hidden) == 0:
		return "1 = 1"
	default:
		params["view_hidden"] = v.Hidden
		return "(" + column + " IS NULL OR " + column + " NOT IN (@view_hidden))"
	}
}
