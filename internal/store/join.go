package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

type joinKey struct{}

// Joined runs fn in a write transaction that everything joins which is done
// with the ctx it is given, on any store of the database: queries read inside
// it, and [Store.Tx] becomes part of it. So what several use cases do commits
// together or not at all: a step of the set-up, or a change with the answer kept
// for its Idempotency-Key.
func (s *Store) Joined(ctx context.Context, workspaceID string, fn func(ctx context.Context, tx *Store) error) error {
	return s.Tx(ctx, workspaceID, func(ctx context.Context, tx *Store) error {
		return fn(context.WithValue(ctx, joinKey{}, tx.db), tx)
	})
}

// joined is the transaction that ctx says to join, or nil.
func joined(ctx context.Context) *gorm.DB {
	db, _ := ctx.Value(joinKey{}).(*gorm.DB)
	return db
}

// joinTx runs fn as part of the transaction ctx says to join.
func (s *Store) joinTx(ctx context.Context, db *gorm.DB, workspaceID string, fn func(ctx context.Context, tx *Store) error) error {
	if workspaceID != workspaceOf(ctx) {
		return errors.New("a transaction of another workspace cannot be joined")
	}
	return fn(ctx, &Store{db: db.WithContext(ctx), shared: s.shared, inTx: true, dialect: s.dialect})
}

// handle is what a hand-written query of ctx runs on: the transaction it is to
// join, or the store's own.
func (s *Store) handle(ctx context.Context) *gorm.DB {
	if db := joined(ctx); db != nil && !s.inTx {
		return db
	}
	return s.db
}
