package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// HeldBefore returns the meeting the series last started before the instant and
// then closed; not found where it held none.
func (s *Store) HeldBefore(ctx context.Context, seriesID string, before time.Time) (accord.Meeting, error) {
	m, err := rowsOf[accord.Meeting](s.db).
		Where("series_id = ? AND status = 'closed' AND started_at < ?", seriesID, accord.Instant(before)).
		Order("started_at DESC").Take(ctx)
	return m, domainError(err, "meeting")
}

// Opening returns every action item of the team that is unfinished now, or
// ended after since, each once (P4). It is a query over the items themselves.
func (s *Store) Opening(ctx context.Context, teamID string, since, now time.Time) ([]accord.OpeningItem, error) {
	rows, err := s.itemRows(ctx, ` AND i.team_id = :team AND i.status IN ('proposed', 'open', 'blocked')`,
		map[string]any{"team": teamID})
	if err != nil {
		return nil, err
	}
	ended, err := s.itemRows(ctx, ` AND i.team_id = :team AND i.ended_at IS NOT NULL AND i.ended_at > :since`,
		map[string]any{"team": teamID, "since": accord.Instant(since)})
	if err != nil {
		return nil, err
	}
	return openingOf(append(rows, ended...), now), nil
}

// OpeningAsOf is [Store.Opening] as it was at a past instant, read from the
// spans of the items' lives: what was done since is still open there.
func (s *Store) OpeningAsOf(ctx context.Context, teamID string, since, asOf time.Time) ([]accord.OpeningItem, error) {
	params := map[string]any{"team": teamID, "since": accord.Instant(since), "as_of": accord.Instant(asOf)}
	var spans []accord.ActionItemSpan
	for _, part := range []string{
		` AND sp.status IN ('proposed', 'open', 'blocked')`,
		` AND sp.ended_at IS NOT NULL AND sp.ended_at > :since AND sp.ended_at <= :as_of`,
	} {
		var found []accord.ActionItemSpan
		err := s.raw(ctx, `SELECT sp.* FROM action_item_spans sp WHERE sp.workspace_id = :workspace AND sp.team_id = :team
	AND sp.to_at > :as_of AND sp.from_at <= :as_of`+part, params).Scan(&found)
		if err != nil {
			return nil, domainError(err, "action item")
		}
		spans = append(spans, found...)
	}
	byItem := make(map[string]accord.ActionItemSpan, len(spans))
	ids := make([]string, 0, len(spans))
	for _, sp := range spans {
		byItem[sp.ItemID] = sp
		ids = append(ids, sp.ItemID)
	}
	rows, err := s.itemRows(ctx, ` AND i.id IN (:ids)`, map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	names, err := s.PersonNames(ctx)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		sp := byItem[r.ID]
		rows[i].ActionItem = sp.Onto(r.ActionItem)
		rows[i].OwnerName = names[string(sp.OwnerID)]
	}
	return openingOf(rows, asOf), nil
}

// PersonNames are everybody's names, by id.
func (s *Store) PersonNames(ctx context.Context) (map[string]string, error) {
	var rows []struct{ ID, Name string }
	err := s.raw(ctx, "SELECT p.id, p.name FROM people p WHERE p.workspace_id = :workspace", nil).Scan(&rows)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, domainError(err, "person")
}

func openingOf(rows []accord.ItemRow, at time.Time) []accord.OpeningItem {
	items := make([]accord.OpeningItem, len(rows))
	for i, r := range rows {
		items[i] = accord.NewOpeningItem(r.ActionItem, at)
		items[i].OwnerName, items[i].LatestNote = r.OwnerName, r.LatestNote
	}
	accord.SortOpening(items)
	return items
}

// RunningMeeting returns the meeting of the team that is in progress; not found
// where none is.
func (s *Store) RunningMeeting(ctx context.Context, teamID string) (accord.Meeting, error) {
	m, err := rowsOf[accord.Meeting](s.db).Where("team_id = ? AND closed_at IS NULL AND status = 'in_progress'", teamID).
		Order("started_at DESC, id").Take(ctx)
	return m, domainError(err, "meeting")
}
