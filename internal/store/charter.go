package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// CharterVersion returns the version of the charter that was the newest at an
// instant. It is not found while nobody has changed what ships.
func (s *Store) CharterVersion(ctx context.Context, asOf time.Time) (accord.CharterVersion, error) {
	v, err := rowsOf[accord.CharterVersion](s.db).Where("created_at <= ?", asOf).Order("number DESC").Limit(1).Take(ctx)
	return v, domainError(err, "version of the charter")
}

// CharterVersionRow is a version with the name of whoever made it.
type CharterVersionRow struct {
	accord.CharterVersion
	Name string
}

// CharterVersions returns at most limit versions before the one with the number
// before (0 is none), the newest first.
func (s *Store) CharterVersions(ctx context.Context, before, limit int) ([]CharterVersionRow, error) {
	params := map[string]any{"limit": limit}
	where := ""
	if before > 0 {
		where, params["before"] = " AND v.number < :before", before
	}
	var rows []CharterVersionRow
	err := s.raw(ctx, `SELECT v.*, p.name FROM charter_versions v
JOIN people p ON p.workspace_id = v.workspace_id AND p.id = v.created_by
WHERE v.workspace_id = :workspace`+where+` ORDER BY v.number DESC LIMIT :limit`, params).Scan(&rows)
	return rows, domainError(err, "version of the charter")
}

// CreateCharterVersion keeps a version; its number must follow the newest.
func (s *Store) CreateCharterVersion(ctx context.Context, v *accord.CharterVersion) error {
	return domainError(rowsOf[accord.CharterVersion](s.db).Create(ctx, v), "version of the charter")
}

// CharterAgreements returns the agreements that held at an instant, with names.
func (s *Store) CharterAgreements(ctx context.Context, asOf time.Time) ([]accord.CharterName, error) {
	var rows []accord.CharterName
	err := s.raw(ctx, `SELECT a.*, p.name FROM charter_agreements a
JOIN people p ON p.workspace_id = a.workspace_id AND p.id = a.person_id
WHERE a.workspace_id = :workspace AND a.agreed_at <= :as_of AND (a.withdrawn_at IS NULL OR a.withdrawn_at > :as_of)
ORDER BY a.agreed_at, a.id`, map[string]any{"as_of": asOf}).Scan(&rows)
	return rows, domainError(err, "agreement")
}

// CreateCharterAgreement adds an agreement.
func (s *Store) CreateCharterAgreement(ctx context.Context, a *accord.CharterAgreement) error {
	return domainError(rowsOf[accord.CharterAgreement](s.db).Create(ctx, a), "agreement")
}

// DeleteCharterAgreement forgets the agreement of a side to an entry that holds.
func (s *Store) DeleteCharterAgreement(ctx context.Context, entryID string, side accord.Side) error {
	_, err := rowsOf[accord.CharterAgreement](s.db).Where("entry_id = ? AND side = ? AND withdrawn_at IS NULL", entryID, string(side)).Delete(ctx)
	return domainError(err, "agreement")
}

// WithdrawCharterAgreements ends what both sides agreed to of the entries.
func (s *Store) WithdrawCharterAgreements(ctx context.Context, entries []string, now time.Time) error {
	if len(entries) == 0 {
		return nil
	}
	_, err := s.exec(ctx, `UPDATE charter_agreements SET withdrawn_at = :now
WHERE workspace_id = :workspace AND withdrawn_at IS NULL AND entry_id IN (:entries)`, map[string]any{"now": now, "entries": entries})
	return domainError(err, "agreement")
}

// CharterWithdrawn returns the entries somebody agreed to in words that were
// changed since.
func (s *Store) CharterWithdrawn(ctx context.Context) (map[string]bool, error) {
	var rows []struct{ EntryID string }
	err := s.raw(ctx, `SELECT DISTINCT a.entry_id FROM charter_agreements a WHERE a.workspace_id = :workspace AND a.withdrawn_at IS NOT NULL`, nil).Scan(&rows)
	entries := map[string]bool{}
	for _, r := range rows {
		entries[r.EntryID] = true
	}
	return entries, domainError(err, "agreement")
}

// SaidOf returns which of the keys stand for a mail that was queued or left out
// already.
func (s *Store) SaidOf(ctx context.Context, keys []string) (map[string]bool, error) {
	said := map[string]bool{}
	if len(keys) == 0 {
		return said, nil
	}
	var rows []struct{ Key string }
	err := s.raw(ctx, `SELECT d.key FROM deliveries d WHERE d.workspace_id = :workspace AND d.key IN (:keys)`, map[string]any{"keys": keys}).Scan(&rows)
	for _, r := range rows {
		said[r.Key] = true
	}
	return said, domainError(err, "delivery")
}
