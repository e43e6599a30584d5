package store

import (
	"context"
	"slices"
	"time"
)

// remindOnce keeps when somebody was reminded of rows of a table, of those of
// which nobody was before: of several processes that look at once each row is one's.
// It returns which those are, in the order of ids. Their versions stay: a form
// that is open meanwhile is still about what there is.
func (s *Store) remindOnce(ctx context.Context, table, what string, ids []string, at time.Time) (fresh []string, err error) {
	err = inParts(ids, func(part []string) error {
		var set []string
		err := s.raw(ctx, `UPDATE `+table+` SET reminded_at = :at
WHERE workspace_id = :workspace AND id IN (:ids) AND reminded_at IS NULL RETURNING id`, map[string]any{"at": at, "ids": part}).Scan(&set)
		fresh = append(fresh, set...)
		return domainError(err, what)
	})
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(fresh, id) }), err
}

// RemindedOfIntel keeps when the reminder of missing answers went, and returns
// which it is the first of.
func (s *Store) RemindedOfIntel(ctx context.Context, ids []string, at time.Time) ([]string, error) {
	return s.remindOnce(ctx, "intel_items", "intelligence", ids, at)
}

// RemindedOfVisit keeps when a visitor was asked for the report; false where
// that was done.
func (s *Store) RemindedOfVisit(ctx context.Context, id string, at time.Time) (bool, error) {
	fresh, err := s.remindOnce(ctx, "exchange_visits", "visit", []string{id}, at)
	return len(fresh) > 0, err
}

// DiagnosticReminded keeps when those who have not answered a round were
// reminded; false where that was done.
func (s *Store) DiagnosticReminded(ctx context.Context, id string, at time.Time) (bool, error) {
	fresh, err := s.remindOnce(ctx, "diagnostics", "round", []string{id}, at)
	return len(fresh) > 0, err
}
