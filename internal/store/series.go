package store

import (
	"cmp"
	"context"
	"time"

	"accord/internal/accord"
)

// Series returns one series.
func (s *Store) Series(ctx context.Context, id string) (accord.Series, error) {
	series, err := rowsOf[accord.Series](s.db).Where("id = ?", id).Take(ctx)
	return series, domainError(err, "series")
}

// SeriesList returns the series the view sees, by title and id; one more than
// limit, so that the caller knows whether there is a next page. after is the
// title and id it goes on after, nil from the start.
func (s *Store) SeriesList(ctx context.Context, v accord.View, f accord.SeriesFilter, after []string, limit int) ([]accord.Series, error) {
	params := map[string]any{"team": f.TeamID, "status": f.Status, "limit": limit + 1}
	query := `SELECT * FROM series WHERE workspace_id = :workspace AND (:team = '' OR team_id = :team) AND (:status = '' OR status = :status)
AND ` + visible("team_id", v, params)
	if len(after) == 2 {
		params["title"], params["id"] = after[0], after[1]
		query += ` AND (title > :title OR title = :title AND id > :id)`
	}
	var list []accord.Series
	err := s.raw(ctx, query+` ORDER BY title, id LIMIT :limit`, params).Scan(&list)
	return list, domainError(err, "series")
}

// CreateSeries adds a series. Without a lineage it begins one.
func (s *Store) CreateSeries(ctx context.Context, series *accord.Series) error {
	series.LineageID, series.HolidayPolicy = cmp.Or(series.LineageID, series.ID), cmp.Or(series.HolidayPolicy, accord.HolidayKeep)
	return domainError(rowsOf[accord.Series](s.db).Create(ctx, series), "series")
}

// SaveSeries writes the series and raises its version; stale where somebody
// was faster.
func (s *Store) SaveSeries(ctx context.Context, series *accord.Series) error {
	series.Version++
	return save(ctx, s, "series", series.ID, series.Version, *series)
}

// PlanSeries writes when a series meets next, which is no change of it: its
// version stays.
func (s *Store) PlanSeries(ctx context.Context, seriesID string, next *time.Time) error {
	_, err := s.exec(ctx, `UPDATE series SET next_starts_at = :next WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"id": seriesID, "next": next})
	return domainError(err, "series")
}

// SeriesTouched reports whether anything hangs on the series: a meeting, an
// entry of its backlog, a decision or an action item.
func (s *Store) SeriesTouched(ctx context.Context, seriesID string) (bool, error) {
	var n int
	err := s.raw(ctx, `SELECT
(SELECT COUNT(*) FROM meetings WHERE workspace_id = :workspace AND series_id = :id) +
(SELECT COUNT(*) FROM agenda_items WHERE workspace_id = :workspace AND series_id = :id) +
(SELECT COUNT(*) FROM decisions WHERE workspace_id = :workspace AND series_id = :id) +
(SELECT COUNT(*) FROM action_items WHERE workspace_id = :workspace AND series_id = :id)`, map[string]any{"id": seriesID}).Scan(&n)
	return n > 0, domainError(err, "series")
}

// RemoveSeries deletes a series on which nothing hangs, with its agenda, its
// feeds, the answers to it and what was said of its turns.
func (s *Store) RemoveSeries(ctx context.Context, seriesID string) error {
	if _, err := rowsOf[accord.Feed](s.db).Where("series_id = ?", seriesID).Delete(ctx); err != nil {
		return domainError(err, "series")
	}
	if _, err := rowsOf[accord.SeriesReply](s.db).Where("series_id = ?", seriesID).Delete(ctx); err != nil {
		return domainError(err, "series")
	}
	if err := s.removeRota(ctx, seriesID); err != nil {
		return err
	}
	if _, err := rowsOf[accord.SeriesAgendaItem](s.db).Where("series_id = ?", seriesID).Delete(ctx); err != nil {
		return domainError(err, "series")
	}
	_, err := rowsOf[accord.Series](s.db).Where("id = ?", seriesID).Delete(ctx)
	return domainError(err, "series")
}

// SeriesAgenda returns the agenda a series starts its meetings from, in order.
func (s *Store) SeriesAgenda(ctx context.Context, seriesID string) ([]accord.SeriesAgendaItem, error) {
	items, err := rowsOf[accord.SeriesAgendaItem](s.db).Where("series_id = ?", seriesID).Order("position, id").Find(ctx)
	return items, domainError(err, "series")
}

// SetSeriesAgenda replaces the agenda a series starts its meetings from.
// Meetings that are open already keep theirs.
func (s *Store) SetSeriesAgenda(ctx context.Context, seriesID string, items []accord.SeriesAgendaItem) error {
	if _, err := rowsOf[accord.SeriesAgendaItem](s.db).Where("series_id = ?", seriesID).Delete(ctx); err != nil {
		return domainError(err, "series")
	}
	for i := range items {
		items[i].ID, items[i].SeriesID, items[i].Position = NewID(), seriesID, i+1
		if err := rowsOf[accord.SeriesAgendaItem](s.db).Create(ctx, &items[i]); err != nil {
			return domainError(err, "series")
		}
	}
	return nil
}

// SeriesFromTemplate returns the oldest active series of an open team made from
// the first of the templates that has one (X1).
func (s *Store) SeriesFromTemplate(ctx context.Context, keys ...string) (accord.Series, error) {
	for _, key := range keys {
		var series accord.Series
		err := s.raw(ctx, `SELECT x.* FROM series x JOIN teams t ON t.workspace_id = x.workspace_id AND t.id = x.team_id
WHERE x.workspace_id = :workspace AND x.template = :key AND x.status = 'active' AND NOT t.closed ORDER BY x.created_at, x.id LIMIT 1`,
			map[string]any{"key": key}).One(&series, "series")
		if err = domainError(err, "series"); accord.CodeOf(err) != accord.CodeNotFound {
			return series, err
		}
	}
	return accord.Series{}, accord.NotFound("series")
}
