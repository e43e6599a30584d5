package store

import (
	"context"

	"accord/internal/accord"
)

// AgendaItem returns one agenda item.
func (s *Store) AgendaItem(ctx context.Context, id string) (accord.AgendaItem, error) {
	item, err := rowsOf[accord.AgendaItem](s.db).Where("id = ?", id).Take(ctx)
	return item, domainError(err, "agenda item")
}

// Agenda returns everything proposed for or standing on a meeting, in order.
func (s *Store) Agenda(ctx context.Context, meetingID string) ([]accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT g.* FROM agenda_items g WHERE g.workspace_id = :workspace AND g.meeting_id = :meeting ORDER BY g.position, g.id`,
		map[string]any{"meeting": meetingID}).Scan(&items)
	return items, domainError(err, "agenda item")
}

// Backlog returns a series' agenda items that are not on a meeting, oldest
// first. A series that was split has one backlog with what it became (S4).
func (s *Store) Backlog(ctx context.Context, seriesID string) ([]accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT g.* FROM series r JOIN series x ON x.workspace_id = r.workspace_id AND x.lineage_id = r.lineage_id
JOIN agenda_items g ON g.workspace_id = x.workspace_id AND g.series_id = x.id AND g.meeting_id IS NULL
WHERE r.workspace_id = :workspace AND r.id = :series AND g.status IN ('proposed', 'accepted', 'parked') ORDER BY g.created_at, g.id`,
		map[string]any{"series": seriesID}).Scan(&items)
	return items, domainError(err, "agenda item")
}

// AgendaAhead returns what waits to be talked about in a series, oldest first:
// its backlog, and what meetings that are not over have open. A series that was
// split is one with what it became (S4).
func (s *Store) AgendaAhead(ctx context.Context, seriesID string) ([]accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT g.* FROM series r JOIN series x ON x.workspace_id = r.workspace_id AND x.lineage_id = r.lineage_id
JOIN agenda_items g ON g.workspace_id = x.workspace_id AND g.series_id = x.id
LEFT JOIN meetings m ON m.workspace_id = g.workspace_id AND m.id = g.meeting_id
WHERE r.workspace_id = :workspace AND r.id = :series AND g.status IN ('proposed', 'accepted', 'parked')
AND (g.meeting_id IS NULL OR m.status IN ('scheduled', 'in_progress') AND g.outcome = '') ORDER BY g.created_at, g.id`,
		map[string]any{"series": seriesID}).Scan(&items)
	return items, domainError(err, "agenda item")
}

// CreateAgendaItem adds an agenda item.
func (s *Store) CreateAgendaItem(ctx context.Context, i *accord.AgendaItem) error {
	return domainError(rowsOf[accord.AgendaItem](s.db).Create(ctx, i), "agenda item")
}

// SaveAgendaItem writes the item and raises its version; stale where somebody
// was faster.
func (s *Store) SaveAgendaItem(ctx context.Context, i *accord.AgendaItem) error {
	i.Version++
	return save(ctx, s, "agenda item", i.ID, i.Version, *i)
}

// PlaceAgendaItem gives the item its place in the order; its version stays.
func (s *Store) PlaceAgendaItem(ctx context.Context, id string, position int) error {
	_, err := s.exec(ctx, `UPDATE agenda_items SET position = :position WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"id": id, "position": position})
	return domainError(err, "agenda item")
}

// KeepLeftOver notes what leaves the agenda of a meeting that is closed.
func (s *Store) KeepLeftOver(ctx context.Context, list []accord.MeetingLeftOver) error {
	if len(list) == 0 {
		return nil
	}
	return domainError(rowsOf[accord.MeetingLeftOver](s.db).CreateInBatches(ctx, &list, len(list)), "meeting")
}

// DeleteAgendaItem removes an agenda item whose making was undone.
func (s *Store) DeleteAgendaItem(ctx context.Context, id string) error {
	_, err := rowsOf[accord.AgendaItem](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "agenda item")
}

// ProjectProposal is the agenda item that proposes a growth project and waits
// for its meeting; not found where none does.
func (s *Store) ProjectProposal(ctx context.Context, projectID string) (accord.AgendaItem, error) {
	var items []accord.AgendaItem
	err := s.raw(ctx, `SELECT g.* FROM agenda_items g LEFT JOIN meetings m ON m.workspace_id = g.workspace_id AND m.id = g.meeting_id
WHERE g.workspace_id = :workspace AND g.project_id = :project AND g.status IN ('proposed', 'accepted', 'parked') AND g.outcome = ''
AND (g.meeting_id IS NULL OR m.status IN ('scheduled', 'in_progress')) ORDER BY g.id DESC LIMIT 1`,
		map[string]any{"project": projectID}).Scan(&items)
	switch {
	case err != nil:
		return accord.AgendaItem{}, domainError(err, "agenda item")
	case len(items) == 0:
		return accord.AgendaItem{}, accord.NotFound("agenda item")
	}
	return items[0], nil
}

// TookIn reports whether another agenda item was merged into this one.
func (s *Store) TookIn(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.raw(ctx, `SELECT COUNT(*) FROM agenda_items WHERE workspace_id = :workspace AND merged_into_id = :id`, map[string]any{"id": id}).Scan(&n)
	return n > 0, domainError(err, "agenda item")
}
