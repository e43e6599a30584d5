package store

import (
	"context"

	"accord/internal/accord"
)

// MeetingsOf returns every meeting of a series, by original start: what a
// change of it is planned from (S4).
func (s *Store) MeetingsOf(ctx context.Context, seriesID string) ([]accord.Meeting, error) {
	meetings, err := rowsOf[accord.Meeting](s.db).Where("series_id = ?", seriesID).Order("original_start").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// LineageIDs returns the ids of the series that splits made of one, the given
// one among them; none for "".
func (s *Store) LineageIDs(ctx context.Context, seriesID string) ([]accord.NullID, error) {
	if seriesID == "" {
		return nil, nil
	}
	var rows []struct{ ID accord.NullID }
	err := s.raw(ctx, `SELECT x.id FROM series r JOIN series x ON x.workspace_id = r.workspace_id AND x.lineage_id = r.lineage_id
WHERE r.workspace_id = :workspace AND r.id = :series ORDER BY x.id`, map[string]any{"series": seriesID}).Scan(&rows)
	ids := make([]accord.NullID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, domainError(err, "series")
}

// Lineage returns the series that splits made of those that began the lineages,
// in the order of their first dates.
func (s *Store) Lineage(ctx context.Context, lineageIDs ...string) ([]accord.Series, error) {
	if len(lineageIDs) == 0 {
		return nil, nil
	}
	list, err := rowsOf[accord.Series](s.db).Where("lineage_id IN ?", lineageIDs).Order("starts_at_local, created_at, id").Find(ctx)
	return list, domainError(err, "series")
}

// MoveBacklog gives what is on no meeting of a series to another one.
func (s *Store) MoveBacklog(ctx context.Context, from, to string) error {
	_, err := s.exec(ctx, `UPDATE agenda_items SET series_id = :to WHERE workspace_id = :workspace AND series_id = :from AND meeting_id IS NULL`,
		map[string]any{"from": from, "to": to})
	return domainError(err, "agenda item")
}

// AgendaToSeries puts the agenda of a meeting into the series that the meeting
// now belongs to.
func (s *Store) AgendaToSeries(ctx context.Context, meetingID, seriesID string) error {
	_, err := s.exec(ctx, `UPDATE agenda_items SET series_id = :series WHERE workspace_id = :workspace AND meeting_id = :meeting`,
		map[string]any{"meeting": meetingID, "series": seriesID})
	return domainError(err, "agenda item")
}
