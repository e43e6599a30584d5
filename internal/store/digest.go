package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// DigestsBefore returns whose week's mail is due before the instant or has no
// time yet: people who take part and have an address, the first to be due first.
func (s *Store) DigestsBefore(ctx context.Context, before time.Time, limit int) ([]accord.Person, error) {
	people, err := rowsOf[accord.Person](s.db).
		Where("left_at IS NULL AND erased_at IS NULL AND email <> '' AND (digest_at IS NULL OR digest_at < ?)", before).
		Order("CASE WHEN digest_at IS NULL THEN 0 ELSE 1 END, digest_at, id").Limit(limit).Find(ctx)
	return people, domainError(err, "person")
}

// SetDigest writes when somebody's next week's mail is due. It is no change of
// the person: their version stays.
func (s *Store) SetDigest(ctx context.Context, personID string, at time.Time) error {
	_, err := s.exec(ctx, `UPDATE people SET digest_at = :at WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"at": accord.Instant(at), "id": personID})
	return domainError(err, "person")
}
