package store

import (
	"context"

	"accord/internal/accord"
)

// RotatingSeries returns the active series of a team with a duty that goes by
// turn.
func (s *Store) RotatingSeries(ctx context.Context, teamID string) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).
		Where("team_id = ? AND status = 'active' AND (rotate_facilitator OR rotate_minute_taker OR rotate_representatives)", teamID).Order("created_at, id").Find(ctx)
	return list, domainError(err, "series")
}

// ofLineage chooses the rota rows of all series of a lineage.
const ofLineage = `r.series_id IN (SELECT s.id FROM series s WHERE s.workspace_id = :workspace AND s.lineage_id = @lineage)`

// RotaTurns returns the stored turns of a lineage, oldest first.
func (s *Store) RotaTurns(ctx context.Context, lineageID string) ([]accord.RotaTurn, error) {
	var turns []accord.RotaTurn
	err := s.raw(ctx, `SELECT r.* FROM rota_turns r WHERE r.workspace_id = :workspace AND `+ofLineage+` ORDER BY r.starts_at, r.original_start, r.kind`,
		map[string]any{"lineage": lineageID}).Scan(&turns)
	return turns, domainError(err, "turn")
}

// SaveRotaTurn keeps the turn of a meeting that starts; it never changes after.
func (s *Store) SaveRotaTurn(ctx context.Context, t accord.RotaTurn) error {
	return domainError(rowsOf[accord.RotaTurn](s.db).Create(ctx, &t), "turn")
}

// RotaSkips returns who is passed over in a lineage, oldest first.
func (s *Store) RotaSkips(ctx context.Context, lineageID string) ([]accord.RotaSkip, error) {
	var skips []accord.RotaSkip
	err := s.raw(ctx, `SELECT r.* FROM rota_skips r WHERE r.workspace_id = :workspace AND `+ofLineage+` ORDER BY r.created_at, r.person_id`,
		map[string]any{"lineage": lineageID}).Scan(&skips)
	return skips, domainError(err, "turn")
}

// CreateRotaSkip adds a skip.
func (s *Store) CreateRotaSkip(ctx context.Context, skip accord.RotaSkip) error {
	return domainError(rowsOf[accord.RotaSkip](s.db).Create(ctx, &skip), "turn")
}

// DeleteRotaSkip takes a skip back.
func (s *Store) DeleteRotaSkip(ctx context.Context, skip accord.RotaSkip) error {
	_, err := rowsOf[accord.RotaSkip](s.db).
		Where("series_id = ? AND kind = ? AND original_start = ? AND person_id = ?", skip.SeriesID, skip.Kind, skip.OriginalStart, skip.PersonID).Delete(ctx)
	return domainError(err, "turn")
}

// RotaSwaps returns the swaps of a lineage, oldest first.
func (s *Store) RotaSwaps(ctx context.Context, lineageID string) ([]accord.RotaSwap, error) {
	var swaps []accord.RotaSwap
	err := s.raw(ctx, `SELECT r.* FROM rota_swaps r WHERE r.workspace_id = :workspace AND `+ofLineage+` ORDER BY r.created_at, r.id`,
		map[string]any{"lineage": lineageID}).Scan(&swaps)
	return swaps, domainError(err, "turn")
}

// CreateRotaSwap adds a swap.
func (s *Store) CreateRotaSwap(ctx context.Context, swap accord.RotaSwap) error {
	return domainError(rowsOf[accord.RotaSwap](s.db).Create(ctx, &swap), "turn")
}

// RotaName names a date of a series.
type RotaName struct {
	SeriesID      string
	OriginalStart accord.LocalTime
}

// RekeyRota carries skips and swaps over to the dates that stand in the place
// of theirs, in the same series or in its successor (S4). All names change at
// once: one may take another's. Stored turns are of the past and stay.
func (s *Store) RekeyRota(ctx context.Context, lineageID string, to map[RotaName]RotaName) error {
	if len(to) == 0 {
		return nil
	}
	skips, err := s.RotaSkips(ctx, lineageID)
	if err != nil {
		return err
	}
	var moved []accord.RotaSkip
	for _, skip := range skips {
		next, ok := to[RotaName{skip.SeriesID, skip.OriginalStart}]
		if !ok {
			continue
		}
		if err := s.DeleteRotaSkip(ctx, skip); err != nil {
			return err
		}
		skip.SeriesID, skip.OriginalStart = next.SeriesID, next.OriginalStart
		moved = append(moved, skip)
	}
	for _, skip := range moved {
		if err := s.DeleteRotaSkip(ctx, skip); err != nil { // one of a date that is gone
			return err
		}
		if err := s.CreateRotaSkip(ctx, skip); err != nil {
			return err
		}
	}
	return s.rekeySwaps(ctx, lineageID, to)
}

// rekeySwaps renames the dates of swaps; their two may be of different series.
func (s *Store) rekeySwaps(ctx context.Context, lineageID string, to map[RotaName]RotaName) error {
	swaps, err := s.RotaSwaps(ctx, lineageID)
	if err != nil {
		return err
	}
	names := make(map[accord.LocalTime]accord.LocalTime, len(to))
	for from, next := range to {
		names[from.OriginalStart] = next.OriginalStart
	}
	for _, swap := range swaps {
		first, one := names[swap.FirstStart]
		second, other := names[swap.SecondStart]
		if !one && !other {
			continue
		}
		if one {
			swap.FirstStart = first
		}
		if other {
			swap.SecondStart = second
		}
		if _, err := s.exec(ctx, `UPDATE rota_swaps SET first_start = :first, second_start = :second WHERE workspace_id = :workspace AND id = :id`,
			map[string]any{"first": swap.FirstStart, "second": swap.SecondStart, "id": swap.ID}); err != nil {
			return domainError(err, "turn")
		}
	}
	return nil
}

// removeRota deletes what was said of the turns of a series on which nothing
// hangs.
func (s *Store) removeRota(ctx context.Context, seriesID string) error {
	if _, err := rowsOf[accord.RotaSkip](s.db).Where("series_id = ?", seriesID).Delete(ctx); err != nil {
		return domainError(err, "turn")
	}
	_, err := rowsOf[accord.RotaSwap](s.db).Where("series_id = ?", seriesID).Delete(ctx)
	return domainError(err, "turn")
}
