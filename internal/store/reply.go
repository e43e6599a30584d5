package store

import (
	"context"
	"slices"

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

// AnsweredDates returns the names of the dates of a series that somebody
// answered before they were meetings.
func (s *Store) AnsweredDates(ctx context.Context, seriesID string) ([]accord.LocalTime, error) {
	list, err := s.datedReplies(ctx, seriesID)
	var names []accord.LocalTime
	for _, r := range list {
		names = append(names, r.OriginalStart)
	}
	return slices.Compact(names), err
}

// RekeySeriesReplies carries the answers to dates of a series over to the names
// they have from now on (S4). All change at once: one may take another's.
func (s *Store) RekeySeriesReplies(ctx context.Context, seriesID string, to map[accord.LocalTime]accord.LocalTime) error {
	list, err := s.datedReplies(ctx, seriesID)
	if err != nil {
		return err
	}
	var moved []accord.SeriesReply
	for _, r := range list {
		next, ok := to[r.OriginalStart]
		if !ok || next == r.OriginalStart {
			continue
		}
		_, err := rowsOf[accord.SeriesReply](s.db).
			Where("series_id = ? AND original_start = ? AND person_id = ?", seriesID, r.OriginalStart, r.PersonID).Delete(ctx)
		if err != nil {
			return domainError(err, "answer")
		}
		r.OriginalStart = next
		moved = append(moved, r)
	}
	for _, r := range moved {
		if err := s.SaveSeriesReply(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// datedReplies are the answers to single dates of a series, by date.
func (s *Store) datedReplies(ctx context.Context, seriesID string) ([]accord.SeriesReply, error) {
	list, err := rowsOf[accord.SeriesReply](s.db).Where("series_id = ? AND original_start <> ''", seriesID).Order("original_start, person_id").Find(ctx)
	return list, domainError(err, "answer")
}
