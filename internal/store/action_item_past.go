package store

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// asThen puts the items of a figure of the past back into the state they had at
// its as of; those of now are left alone.
func (s *Store) asThen(ctx context.Context, f *FigureItems, items []*accord.ActionItem) error {
	if f == nil || !f.Past || len(items) == 0 {
		return nil
	}
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	var spans []accord.ActionItemSpan
	err := s.raw(ctx, `SELECT x.* FROM action_item_spans x WHERE x.workspace_id = :workspace AND x.item_id IN (:ids)
		AND x.from_at <= :as_of AND x.to_at > :as_of`, map[string]any{"ids": ids, "as_of": accord.Instant(f.Period.AsOf)}).Scan(&spans)
	if err != nil {
		return domainError(err, "action item")
	}
	of := make(map[string]accord.ActionItemSpan, len(spans))
	for _, span := range spans {
		of[span.ItemID] = span
	}
	for _, item := range items {
		if span, ok := of[item.ID]; ok {
			*item = span.Onto(*item)
		}
	}
	return nil
}

// rowsThen is asThen for rows: whoever owned an item then is named.
func (s *Store) rowsThen(ctx context.Context, f *FigureItems, rows []accord.ItemRow) error {
	items := make([]*accord.ActionItem, len(rows))
	owners := make([]accord.NullID, len(rows))
	for i := range rows {
		items[i], owners[i] = &rows[i].ActionItem, rows[i].OwnerID
	}
	if err := s.asThen(ctx, f, items); err != nil {
		return err
	}
	var others []string
	for i, r := range rows {
		if r.OwnerID != owners[i] {
			others = append(others, string(r.OwnerID))
		}
	}
	if len(others) == 0 {
		return nil
	}
	var people []struct{ ID, Name string }
	err := s.raw(ctx, "SELECT p.id, p.name FROM people p WHERE p.workspace_id = :workspace AND p.id IN (:ids)", map[string]any{"ids": others}).Scan(&people)
	for i := range rows {
		if rows[i].OwnerID == owners[i] {
			continue
		}
		rows[i].OwnerName = ""
		for _, p := range people {
			if p.ID == string(rows[i].OwnerID) {
				rows[i].OwnerName = p.Name
			}
		}
	}
	return domainError(err, "person")
}

// LongestOverdue returns the items whose due day ended longest before as of.
func (s *Store) LongestOverdue(ctx context.Context, q FigureQuery, limit int) ([]accord.ItemRow, error) {
	if !q.Past {
		rows, _, err := s.ItemRows(ctx, ItemFilter{View: q.View, OverdueAt: q.Period.AsOf, SeriesID: q.SeriesID, TeamID: q.TeamID}, accord.Page{Limit: limit})
		return rows, err
	}
	params := q.params()
	params["limit"] = limit
	var ids []string
	err := s.raw(ctx, `SELECT i.item_id FROM `+q.running()+` AND i.due_ends_at <= :as_of`+q.scope("i")+` ORDER BY i.due_on, i.item_id LIMIT :limit`, params).Scan(&ids)
	if err != nil || len(ids) == 0 {
		return nil, domainError(err, "action item")
	}
	rows, err := s.itemRows(ctx, " AND i.id IN (:ids)", map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b accord.ItemRow) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return rows, s.rowsThen(ctx, &FigureItems{FigureQuery: q}, rows)
}
