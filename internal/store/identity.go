package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// Credential returns a person's password; not found where they have none yet.
func (s *Store) Credential(ctx context.Context, personID string) (accord.Credential, error) {
	c, err := rowsOf[accord.Credential](s.db).Where("person_id = ?", personID).Take(ctx)
	return c, domainError(err, "password")
}

// SaveCredential sets a person's password.
func (s *Store) SaveCredential(ctx context.Context, c accord.Credential) error {
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"password_hash", "changed_at"}),
	}
	return domainError(rowsOf[accord.Credential](s.db, upsert).Create(ctx, &c), "password")
}

// Tokens returns a person's tokens that were not revoked, the newest first.
func (s *Store) Tokens(ctx context.Context, personID string) ([]accord.Token, error) {
	tokens, err := rowsOf[accord.Token](s.db).Where("person_id = ? AND revoked_at IS NULL", personID).Order("created_at DESC, id").Find(ctx)
	return tokens, domainError(err, "token")
}

// Token returns one token.
func (s *Store) Token(ctx context.Context, id string) (accord.Token, error) {
	t, err := rowsOf[accord.Token](s.db).Where("id = ?", id).Take(ctx)
	return t, domainError(err, "token")
}

// CreateToken adds a token.
func (s *Store) CreateToken(ctx context.Context, t *accord.Token) error {
	return domainError(rowsOf[accord.Token](s.db).Create(ctx, t), "token")
}

// SaveToken writes when a token was used or revoked.
func (s *Store) SaveToken(ctx context.Context, t accord.Token) error {
	_, err := rowsOf[accord.Token](s.db).Where("id = ?", t.ID).Select("last_used_at", "revoked_at").Updates(ctx, t)
	return domainError(err, "token")
}

// TokenUsed notes when a token was last used.
func (s *Store) TokenUsed(ctx context.Context, id string, at time.Time) error {
	_, err := rowsOf[accord.Token](s.db).Where("id = ?", id).Update(ctx, "last_used_at", at)
	return domainError(err, "token")
}

// RevokeTokens ends every token of a person.
func (s *Store) RevokeTokens(ctx context.Context, personID string, now time.Time) error {
	_, err := rowsOf[accord.Token](s.db).Where("person_id = ? AND revoked_at IS NULL", personID).Update(ctx, "revoked_at", now)
	return domainError(err, "token")
}

// CreateLink adds a one-time link.
func (s *Store) CreateLink(ctx context.Context, l *accord.Link) error {
	return domainError(rowsOf[accord.Link](s.db).Create(ctx, l), "link")
}

// SpendLinks makes a person's links of the kinds useless.
func (s *Store) SpendLinks(ctx context.Context, personID string, now time.Time, kinds ...string) error {
	_, err := rowsOf[accord.Link](s.db).Where("person_id = ? AND kind IN ? AND used_at IS NULL", personID, kinds).Update(ctx, "used_at", now)
	return domainError(err, "link")
}

// PeopleWithPassword tells who of the workspace can sign in.
func (s *Store) PeopleWithPassword(ctx context.Context) (map[string]bool, error) {
	var ids []string
	err := s.raw(ctx, `SELECT person_id FROM credentials WHERE workspace_id = :workspace`, nil).Scan(&ids)
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set, domainError(err, "person")
}

// IdempotencyKey returns the answer kept for a key.
func (s *Store) IdempotencyKey(ctx context.Context, personID, operation, key string) (accord.IdempotencyKey, error) {
	k, err := rowsOf[accord.IdempotencyKey](s.db).Where("person_id = ? AND operation = ? AND key = ?", personID, operation, key).Take(ctx)
	return k, domainError(err, "key")
}

// KeepIdempotencyKey keeps an answer, in place of one that is too old.
func (s *Store) KeepIdempotencyKey(ctx context.Context, k accord.IdempotencyKey) error {
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "person_id"}, {Name: "operation"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"body_hash", "status", "header", "body", "created_at"}),
	}
	return domainError(rowsOf[accord.IdempotencyKey](s.db, upsert).Create(ctx, &k), "key")
}
