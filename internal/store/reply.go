package store

import (
	"context"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// SeriesReply returns somebody's answer to a date of a series that has no
// meeting, or with "" to the whole series; not found where they gave none.
func (s *Store) SeriesReply(ctx context.Context, seriesID string, slot accord.LocalTime, personID string) (accord.SeriesReply, error) {
	r, err := rowsOf[accord.SeriesReply](s.db).
		Where("series_id = ? AND original_start = ? AND person_id = ?", seriesID, slot, personID).Take(ctx)
	return r, domainError(err, "answer")
}

// SeriesReplies returns everybody's answers to a date of a series and to the
// whole of it, those to the whole first.
func (s *Store) SeriesReplies(ctx context.Context, seriesID string, slot accord.LocalTime) ([]accord.SeriesReply, error) {
	list, err := rowsOf[accord.SeriesReply](s.db).
		Where("series_id = ? AND original_start IN ?", seriesID, []accord.LocalTime{"", slot}).Order("original_start, person_id").Find(ctx)
	return list, domainError(err, "answer")
}

// SaveSeriesReply keeps an answer in place of the one before.
func (s *Store) SaveSeriesReply(ctx context.Context, r accord.SeriesReply) error {
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "series_id"}, {Name: "original_start"}, {Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"response", "comment", "stamp", "created_at"}),
	}
	return domainError(rowsOf[accord.SeriesReply](s.db, upsert).Create(ctx, &r), "answer")
}
