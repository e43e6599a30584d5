package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// Feeds returns a person's calendar feeds that were not revoked, the newest
// first.
func (s *Store) Feeds(ctx context.Context, personID string) ([]accord.Feed, error) {
	feeds, err := rowsOf[accord.Feed](s.db).Where("person_id = ? AND revoked_at IS NULL", personID).Order("created_at DESC, id").Find(ctx)
	return feeds, domainError(err, "feed")
}

// Feed returns one calendar feed.
func (s *Store) Feed(ctx context.Context, id string) (accord.Feed, error) {
	f, err := rowsOf[accord.Feed](s.db).Where("id = ?", id).Take(ctx)
	return f, domainError(err, "feed")
}

// CreateFeed adds a calendar feed.
func (s *Store) CreateFeed(ctx context.Context, f *accord.Feed) error {
	return domainError(rowsOf[accord.Feed](s.db).Create(ctx, f), "feed")
}

// SaveFeed writes the feed's secret, and when it was used and revoked.
func (s *Store) SaveFeed(ctx context.Context, f accord.Feed) error {
	_, err := rowsOf[accord.Feed](s.db).Where("id = ?", f.ID).Select("hash", "last_used_at", "revoked_at").Updates(ctx, f)
	return domainError(err, "feed")
}

// FeedUsed notes when a feed was last read.
func (s *Store) FeedUsed(ctx context.Context, id string, at time.Time) error {
	_, err := rowsOf[accord.Feed](s.db).Where("id = ?", id).Update(ctx, "last_used_at", at)
	return domainError(err, "feed")
}

// RevokeFeeds ends every feed of a person.
func (s *Store) RevokeFeeds(ctx context.Context, personID string, now time.Time) error {
	_, err := rowsOf[accord.Feed](s.db).Where("person_id = ? AND revoked_at IS NULL", personID).Update(ctx, "revoked_at", now)
	return domainError(err, "feed")
}
