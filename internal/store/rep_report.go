package store

import (
	"context"

	"accord/internal/accord"
)

// RepReports returns what the sides report at a meeting, Sales first, each with
// its lines in order.
func (s *Store) RepReports(ctx context.Context, meetingID string) ([]accord.RepReportDetail, error) {
	var rows []struct {
		accord.RepReport
		AuthorName string
	}
	err := s.raw(ctx, `SELECT r.*, p.name AS author_name FROM rep_reports r
JOIN people p ON p.workspace_id = r.workspace_id AND p.id = r.author_id
WHERE r.workspace_id = :workspace AND r.meeting_id = :meeting ORDER BY CASE r.side WHEN 'sales' THEN 0 ELSE 1 END`,
		map[string]any{"meeting": meetingID}).Scan(&rows)
	if err != nil || len(rows) == 0 {
		return nil, domainError(err, "report")
	}
	lines, err := rowsOf[accord.RepLine](s.db).Where("meeting_id = ?", meetingID).
		Order("CASE kind WHEN 'activity' THEN 0 WHEN 'problem' THEN 1 WHEN 'care' THEN 2 ELSE 3 END, position, id").Find(ctx)
	list := make([]accord.RepReportDetail, len(rows))
	for i, r := range rows {
		list[i] = accord.RepReportDetail{RepReport: r.RepReport, AuthorName: r.AuthorName}
		for _, l := range lines {
			if l.ReportID == r.ID {
				list[i].Lines = append(list[i].Lines, l)
			}
		}
	}
	return list, domainError(err, "report")
}

// CreateRepReport adds a side's report; a second one of the same side at a
// meeting is a conflict.
func (s *Store) CreateRepReport(ctx context.Context, r *accord.RepReport) error {
	return domainError(rowsOf[accord.RepReport](s.db).Create(ctx, r), "report")
}

// SaveRepReport writes a report's head and raises its version.
func (s *Store) SaveRepReport(ctx context.Context, r *accord.RepReport) error {
	r.Version++
	return save(ctx, s, "report", r.ID, r.Version, *r)
}

// RepLine returns one line of a report.
func (s *Store) RepLine(ctx context.Context, id string) (accord.RepLine, error) {
	l, err := rowsOf[accord.RepLine](s.db).Where("id = ?", id).Take(ctx)
	return l, domainError(err, "line")
}

// CreateRepLine adds a line.
func (s *Store) CreateRepLine(ctx context.Context, l *accord.RepLine) error {
	l.SearchText = Fold(l.Text)
	return domainError(rowsOf[accord.RepLine](s.db).Create(ctx, l), "line")
}

// SaveRepLine writes a line and raises its version.
func (s *Store) SaveRepLine(ctx context.Context, l *accord.RepLine) error {
	l.SearchText = Fold(l.Text)
	l.Version++
	return save(ctx, s, "line", l.ID, l.Version, *l)
}

// DeleteRepLine takes a line away that nothing came of.
func (s *Store) DeleteRepLine(ctx context.Context, id string) error {
	_, err := rowsOf[accord.RepLine](s.db).Where("id = ? AND became = ''", id).Delete(ctx)
	return domainError(err, "line")
}

// OpenConcerns returns the concerns of a lineage that nothing came of yet, the
// oldest first.
func (s *Store) OpenConcerns(ctx context.Context, lineageID string) ([]accord.RepLine, error) {
	var lines []accord.RepLine
	err := s.raw(ctx, `SELECT r.* FROM rep_lines r WHERE r.workspace_id = :workspace AND r.kind = 'concern' AND r.became = ''
AND `+ofLineage+` ORDER BY r.said_on, r.created_at, r.position, r.id`, map[string]any{"lineage": lineageID}).Scan(&lines)
	return lines, domainError(err, "line")
}

// RepLinesOf returns every line that was reported in a lineage, the latest call
// first.
func (s *Store) RepLinesOf(ctx context.Context, lineageID string) ([]accord.RepLine, error) {
	var lines []accord.RepLine
	err := s.raw(ctx, `SELECT r.* FROM rep_lines r WHERE r.workspace_id = :workspace AND `+ofLineage+`
ORDER BY r.said_on DESC, r.side DESC, r.kind, r.position, r.id`, map[string]any{"lineage": lineageID}).Scan(&lines)
	return lines, domainError(err, "line")
}

// RepLinesThatBecame returns the lines that were turned into a thing.
func (s *Store) RepLinesThatBecame(ctx context.Context, into accord.RepTurn, id string) ([]accord.RepLine, error) {
	lines, err := rowsOf[accord.RepLine](s.db).Where("became = ? AND became_id = ?", into, id).Find(ctx)
	return lines, domainError(err, "line")
}

// searchReports finds what was reported by its words, the latest first, at the
// meetings the view sees.
func (s *Store) searchReports(ctx context.Context, view accord.View, q string) ([]accord.FoundReport, error) {
	params := map[string]any{"limit": SearchEach}
	var list []accord.FoundReport
	err := s.raw(ctx, `SELECT l.*, m.title AS meeting_title FROM rep_lines l
JOIN meetings m ON m.workspace_id = l.workspace_id AND m.id = l.meeting_id
WHERE l.workspace_id = :workspace AND `+matching("l.search_text", q, params)+" AND "+visible("m.team_id", view, params)+`
ORDER BY l.said_on DESC, l.id LIMIT :limit`, params).Scan(&list)
	return list, domainError(err, "line")
}
