package store

import (
	"context"
	"fmt"
)

// tablesByNeed are the tables of a workspace, each after those that refer to it.
var tablesByNeed = []string{
	"weekly_update_lines", "weekly_update_parts", "weekly_updates",
	"intel_items", "lead_rejections", "lead_verdicts", "lead_batches", "lead_reasons",
	"sit_down_outcomes", "sit_down_pairs", "sit_down_answers", "sit_down_priorities", "sit_downs",
	"deliveries", "suppressed_addresses", "mail_optouts", "feeds", "events", "action_item_spans", "item_notes", "action_items", "decision_people", "decisions", "note_versions", "agenda_items", "projects",
	"rep_lines", "rep_reports", "exchange_visits", "minutes_versions", "meeting_words", "meeting_left_overs", "meeting_people", "meetings", "rota_turns", "rota_skips", "rota_swaps",
	"series_replies", "series_agenda_items", "series", "team_members", "teams",
	"charter_agreements", "charter_versions",
	"diagnostic_answers", "diagnostic_keys", "diagnostic_people", "diagnostic_statements", "diagnostics",
	"idempotency_keys", "links", "tokens", "credentials", "workspace_days", "people", "counters",
}

// DeleteWorkspace takes a workspace away with everything in it. A test holds
// the list of tables against the schema.
func (s *Store) DeleteWorkspace(ctx context.Context, id string) error {
	return s.Tx(ctx, id, func(ctx context.Context, tx *Store) error {
		for _, table := range tablesByNeed {
			sql := "DELETE FROM " + table + " WHERE workspace_id = :workspace AND workspace_id <> ''" // all of it is meant
			if table == "decisions" {                                                                 // one may supersede another
				if _, err := tx.exec(ctx, "UPDATE decisions SET supersedes_id = NULL WHERE workspace_id = :workspace AND supersedes_id IS NOT NULL", nil); err != nil {
					return fmt.Errorf("delete workspace: %w", err)
				}
			}
			if _, err := tx.exec(ctx, sql, nil); err != nil {
				return fmt.Errorf("delete workspace: %s: %w", table, err)
			}
		}
		if err := tx.endWorkspaceSessions(ctx); err != nil {
			return err
		}
		_, err := tx.exec(ctx, "DELETE FROM workspaces WHERE id = :workspace AND name <> ''", nil)
		return domainError(err, "workspace")
	})
}
