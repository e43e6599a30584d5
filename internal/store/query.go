package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// query is one statement on the table of T. It does what gorm.G does, context
// last and nothing left unread, but over GORM's plain methods: gorm.G compiles
// some 800 functions for every entity, which took the package from two seconds
// to thirty (docs/adr/0011).
type query[T any] struct{ db *gorm.DB }

// rowsOf begins a statement on the table of T; clauses are an ON CONFLICT or a
// lock.
func rowsOf[T any](db *gorm.DB, clauses ...clause.Expression) query[T] {
	db = db.Session(&gorm.Session{NewDB: true})
	if len(clauses) > 0 {
		db = db.Clauses(clauses...)
	}
	return query[T]{db}
}

// Where adds a condition.
func (q query[T]) Where(condition any, args ...any) query[T] {
	return query[T]{q.db.Where(condition, args...)}
}

// Order sorts; columns only, never what somebody typed.
func (q query[T]) Order(columns string) query[T] { return query[T]{q.db.Order(columns)} }

// Limit bounds the rows.
func (q query[T]) Limit(n int) query[T] { return query[T]{q.db.Limit(n)} }

// Select names the columns that are read or written; "*" writes zero values
// too.
func (q query[T]) Select(column string, more ...any) query[T] {
	return query[T]{q.db.Select(column, more...)}
}

// Take reads one row; gorm.ErrRecordNotFound where there is none.
func (q query[T]) Take(ctx context.Context) (T, error) {
	var row T
	err := q.db.WithContext(ctx).Take(&row).Error
	return row, err
}

// Find reads all rows.
func (q query[T]) Find(ctx context.Context) ([]T, error) {
	var rows []T
	err := q.db.WithContext(ctx).Find(&rows).Error
	return rows, err
}

// Create inserts a row.
func (q query[T]) Create(ctx context.Context, row *T) error {
	return q.db.WithContext(ctx).Create(row).Error
}

// CreateInBatches inserts many rows, size at a time.
func (q query[T]) CreateInBatches(ctx context.Context, rows *[]T, size int) error {
	return q.db.WithContext(ctx).CreateInBatches(rows, size).Error
}

// Update sets one column and returns how many rows it touched.
func (q query[T]) Update(ctx context.Context, column string, value any) (int, error) {
	done := q.db.WithContext(ctx).Model(new(T)).Update(column, value)
	return int(done.RowsAffected), done.Error
}

// Updates writes the row's columns, zero values only where Select says so, and
// returns how many rows it touched.
func (q query[T]) Updates(ctx context.Context, row T) (int, error) {
	done := q.db.WithContext(ctx).Model(new(T)).Updates(row)
	return int(done.RowsAffected), done.Error
}

// Delete removes the rows and returns how many there were.
func (q query[T]) Delete(ctx context.Context) (int, error) {
	done := q.db.WithContext(ctx).Delete(new(T))
	return int(done.RowsAffected), done.Error
}
