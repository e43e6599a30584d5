package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// VisitTotals counts the visits of the filter as they stand now, on the reader's
// day; [accord.VisitTotalsOf] is the same, one by one.
func (s *Store) VisitTotals(ctx context.Context, f VisitFilter, today accord.Date, now time.Time) (t accord.VisitTotals, err error) {
	params := map[string]any{"now": accord.Instant(now), "today": string(today)}
	from := `
FROM exchange_visits v
JOIN people p ON p.workspace_id = v.workspace_id AND p.id = v.visitor_id
LEFT JOIN series r ON r.workspace_id = v.workspace_id AND r.id = v.series_id
LEFT JOIN meetings m ON m.workspace_id = v.workspace_id AND m.id = v.meeting_id
WHERE v.workspace_id = :workspace` + f.where(params)
	const begun = `CASE WHEN m.id IS NULL THEN v.from_on <= :today ELSE m.starts_at <= :now END`
	var counted struct{ Listed, Due, Missing int }
	err = s.raw(ctx, `SELECT COUNT(*) AS listed, COALESCE(SUM(CASE WHEN owed AND due_on >= :today THEN 1 ELSE 0 END), 0) AS due,
	COALESCE(SUM(CASE WHEN owed AND due_on < :today THEN 1 ELSE 0 END), 0) AS missing
FROM (SELECT v.due_on, (v.status = 'planned' AND v.reported_at IS NULL AND (p.left_at IS NULL OR p.left_at > :now)
	AND `+begun+` AND (v.meeting_id IS NOT NULL OR v.to_on < :today)) AS owed`+from+`) counted`, params).Scan(&counted)
	if err != nil {
		return t, domainError(err, "visit")
	}
	t.Listed, t.Due, t.Missing = counted.Listed, counted.Due, counted.Missing
	err = s.raw(ctx, `SELECT v.host_side, v.visitor_id, COUNT(*) AS visits, COUNT(v.reported_at) AS reported`+from+`
	AND `+begun+` AND v.status = 'planned' GROUP BY v.host_side, v.visitor_id ORDER BY MIN(v.from_on), v.visitor_id`, params).Scan(&t.Tallies)
	return t, domainError(err, "visit")
}
