package store

import "context"

// NamesItem is something that became an action item.
type NamesItem struct {
	SubjectType string // of its events
	SubjectID   string
}

// ItemNamedBy lists whose events say what became the action item: sit-downs of
// their gaps, weekly updates of their asks. Intelligence keeps no event of it,
// and representatives' lines are reopened with what they became.
func (s *Store) ItemNamedBy(ctx context.Context, id string) ([]NamesItem, error) {
	var list []NamesItem
	err := s.raw(ctx, `SELECT 'sit_down' AS subject_type, o.sit_down_id AS subject_id FROM sit_down_outcomes o
WHERE o.workspace_id = :workspace AND o.action_item_id = :item
UNION ALL SELECT 'weekly_update', l.update_id FROM weekly_update_lines l WHERE l.workspace_id = :workspace AND l.action_item_id = :item`,
		map[string]any{"item": id}).Scan(&list)
	return list, domainError(err, "action item")
}

// updateOfItem raises the version of the weekly update one of whose asks is the
// action item.
const updateOfItem = `UPDATE weekly_updates SET version = version + 1
WHERE workspace_id = :workspace AND id IN (SELECT l.update_id FROM weekly_update_lines l WHERE l.workspace_id = :workspace AND l.action_item_id = :item)`

// unlinkItem lets whatever became the action item be as it was before: its making
// is undone, and it can become something else.
func (s *Store) unlinkItem(ctx context.Context, id string) error {
	for _, statement := range []string{
		`UPDATE intel_items SET action_item_id = NULL, version = version + 1 WHERE workspace_id = :workspace AND action_item_id = :item`,
		updateOfItem,
		`UPDATE weekly_update_lines SET action_item_id = NULL WHERE workspace_id = :workspace AND action_item_id = :item`,
		`UPDATE sit_downs SET version = version + 1
WHERE workspace_id = :workspace AND id IN (SELECT o.sit_down_id FROM sit_down_outcomes o WHERE o.workspace_id = :workspace AND o.action_item_id = :item)`,
		`DELETE FROM sit_down_outcomes WHERE workspace_id = :workspace AND action_item_id = :item`,
	} {
		if _, err := s.exec(ctx, statement, map[string]any{"item": id}); err != nil {
			return domainError(err, "action item")
		}
	}
	return nil
}
