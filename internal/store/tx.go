package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
)

// maxTries bounds how often a transaction is run when PostgreSQL could not
// serialise it with the others.
const maxTries = 8

type (
	workspaceKey struct{}
	txKey        struct{}
)

// Within puts the workspace into the context. Every statement run with it sees
// that workspace and no other; without it every statement is refused.
func Within(ctx context.Context, workspaceID string) context.Context {
	return context.WithValue(ctx, workspaceKey{}, workspaceID)
}

// workspaceOf is the workspace of the context, or "".
func workspaceOf(ctx context.Context) string {
	id, _ := ctx.Value(workspaceKey{}).(string)
	return id
}

// Tx runs fn in one write transaction of the workspace: a change, its event
// and its mail commit together or not at all. Inside it only tx and the ctx it
// is given may be used; a read past tx is refused. Writers of one workspace run
// one after the other on both databases, so what fn loaded is still so when it
// saves, and the order of events is the order of commits. fn may run again when
// PostgreSQL reports 40001 or 40P01: it must do nothing but use tx.
func (s *Store) Tx(ctx context.Context, workspaceID string, fn func(ctx context.Context, tx *Store) error) error {
	if db := joined(ctx); db != nil && !s.inTx {
		return s.joinTx(ctx, db, workspaceID, fn)
	}
	if s.inTx || ctx.Value(txKey{}) != nil {
		return errors.New("a transaction inside a transaction")
	}
	if workspaceID == "" {
		return errors.New("a transaction without a workspace")
	}
	ctx = context.WithValue(Within(ctx, workspaceID), txKey{}, true)
	for try := 1; ; try++ {
		err := s.once(ctx, workspaceID, fn)
		if err == nil {
			s.tellCommitted(workspaceID)
		}
		if try == maxTries || !retryable(err) {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// OnCommit has fn told the workspace of every transaction after it committed
// here; of what other processes commit it hears nothing. fn must not wait. The
// last one given is told.
func (s *Store) OnCommit(fn func(workspaceID string)) { s.shared.committed.Store(&fn) }

func (s *Store) tellCommitted(workspaceID string) {
	if fn := s.shared.committed.Load(); fn != nil {
		(*fn)(workspaceID)
	}
}

// once runs fn in one transaction.
func (s *Store) once(ctx context.Context, workspaceID string, fn func(ctx context.Context, tx *Store) error) error {
	return s.shared.writer.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		if s.dialect == Postgres {
			// One writer a workspace, as SQLite has one a file.
			_, err := db.Statement.ConnPool.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", workspaceID)
			if err != nil {
				return fmt.Errorf("lock workspace: %w", err)
			}
		}
		return fn(ctx, &Store{db: db, shared: s.shared, inTx: true, dialect: s.dialect})
	})
}

// LockFounding makes whoever founds a company wait for another who does, until
// the end of the transaction: their workspaces are new, and so are the locks of
// both. SQLite has one writer anyway.
func (s *Store) LockFounding(ctx context.Context) error {
	if s.dialect != Postgres {
		return nil
	}
	_, err := s.db.Statement.ConnPool.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('', 0))")
	return domainError(err, "workspace")
}

// retryable reports that PostgreSQL gave up the transaction for another's sake.
func retryable(err error) bool {
	code := sqlState(err)
	return code == pgSerializationFailure || code == pgDeadlock
}

// pause waits a little longer after every try, with chance, so that two
// transactions do not meet again.
func pause(ctx context.Context, try int) error {
	wait := time.Duration(try) * time.Duration(1+rand.IntN(10)) * time.Millisecond //nolint:gosec // chance, no secret
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
