package store

import (
	"context"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// Series returns one series.
func (s *Store) Series(ctx context.Context, id string) (accord.Series, error) {
	series, err := gorm.G[accord.Series](s.db).Where("id = ?", id).Take(ctx)
	return series, domainError(err, "series")
}

// SeriesAgenda returns a series' agenda template, in order.
func (s *Store) SeriesAgenda(ctx context.Context, seriesID string) ([]accord.SeriesAgendaItem, error) {
	items, err := gorm.G[accord.SeriesAgendaItem](s.db).Where("series_id = ?", seriesID).Order("position, id").Find(ctx)
	return items, domainError(err, "series")
}

// SaveSeries writes the series and raises its version; stale where somebody was
// faster.
func (s *Store) SaveSeries(ctx context.Context, series *accord.Series) error {
	series.Version++
	return save(ctx, s, "series", series.ID, series.Version, *series)
}
