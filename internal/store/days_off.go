package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// WorkspaceDays returns the workspace's own days off, by day.
func (s *Store) WorkspaceDays(ctx context.Context) ([]accord.WorkspaceDay, error) {
	days, err := rowsOf[accord.WorkspaceDay](s.db).Order("date").Find(ctx)
	return days, domainError(err, "day off")
}

// WorkspaceDay returns one of them; not found where the day is none.
func (s *Store) WorkspaceDay(ctx context.Context, date accord.Date) (accord.WorkspaceDay, error) {
	d, err := rowsOf[accord.WorkspaceDay](s.db).Where("date = ?", date).Take(ctx)
	return d, domainError(err, "day off")
}

// PutWorkspaceDay adds an own day off, or gives the day another name.
func (s *Store) PutWorkspaceDay(ctx context.Context, d accord.WorkspaceDay) error {
	_, err := s.exec(ctx, `INSERT INTO workspace_days (workspace_id, date, name, created_by, created_at, version) VALUES (:workspace, :date, :name, :by, :at, :version)
ON CONFLICT (workspace_id, date) DO UPDATE SET name = excluded.name, version = excluded.version`,
		map[string]any{"date": string(d.Date), "name": d.Name, "by": d.CreatedBy, "at": d.CreatedAt, "version": d.Version})
	return domainError(err, "day off")
}

// RemoveWorkspaceDay takes an own day off away; not found where it is none.
func (s *Store) RemoveWorkspaceDay(ctx context.Context, date accord.Date) error {
	n, err := s.exec(ctx, `DELETE FROM workspace_days WHERE workspace_id = :workspace AND date = :date`, map[string]any{"date": string(date)})
	if err == nil && n == 0 {
		return accord.NotFound("day off")
	}
	return domainError(err, "day off")
}

// StampDaysOff notes when the days off changed last. It is no change of the
// settings: their version stays.
func (s *Store) StampDaysOff(ctx context.Context, at time.Time) error {
	_, err := s.exec(ctx, `UPDATE workspaces SET days_off_changed_at = :at WHERE id = :workspace AND (days_off_changed_at IS NULL OR days_off_changed_at < :at)`, map[string]any{"at": at})
	return domainError(err, "workspace")
}
