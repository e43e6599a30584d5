package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// This file is the whole list of what reads, or writes, across workspaces: who
// may be meant by a credential nobody has a workspace for yet, what is due in
// any of them, and sessions. A test knows the list by name; what is not on it
// runs scoped. Each returns as little as leads into a workspace.

// unscoped runs a query that names no workspace. Only this file calls it.
func (s *Store) unscoped(ctx context.Context, query string, params map[string]any) result {
	st, err := compile(query, false)
	if err != nil {
		return result{err: err}
	}
	db, err := s.systemDB(ctx)
	if err != nil {
		return result{err: err}
	}
	return s.query(ctx, db, st, params, workspaceOf(ctx))
}

// unscopedExec runs a statement that names no workspace, in a transaction of
// its own unless there is one. Only this file calls it.
func (s *Store) unscopedExec(ctx context.Context, query string, params map[string]any) (int, error) {
	st, err := compile(query, false)
	if err != nil {
		return 0, err
	}
	db, err := s.systemDB(ctx)
	if err != nil {
		return 0, err
	}
	if !s.inTx {
		db = s.shared.writer
	}
	return s.execute(ctx, db, st, params, workspaceOf(ctx))
}

// systemDB is the handle, unless a transaction is being read past.
func (s *Store) systemDB(ctx context.Context) (*gorm.DB, error) {
	if !s.inTx && ctx.Value(txKey{}) != nil {
		return nil, errors.New("inside a transaction use the store it gives")
	}
	return s.db, nil
}

// WorkspaceIDs lists every workspace, oldest first.
func (s *Store) WorkspaceIDs(ctx context.Context) ([]string, error) {
	var ids []string
	if err := s.unscoped(ctx, `SELECT id FROM workspaces ORDER BY created_at, id`, nil).Scan(&ids); err != nil {
		return nil, fmt.Errorf("list workspaces: %w", err)
	}
	return ids, nil
}

// WorkspacesWithMailDue lists the workspaces with a mail to send at now, or one
// whose lease ran out. The worker serves all of them.
func (s *Store) WorkspacesWithMailDue(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.unscoped(ctx, `SELECT DISTINCT workspace_id FROM deliveries
		WHERE state IN ('queued', 'leased') AND due_at <= :now AND (state = 'queued' OR lease_until <= :now) ORDER BY workspace_id`,
		map[string]any{"now": s.Now()}).Scan(&ids)
	if err != nil {
		return nil, fmt.Errorf("list workspaces with mail due: %w", err)
	}
	return ids, nil
}
