package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// bulkParams bounds the parameters of one statement: both databases take more,
// neither gets faster by it.
const bulkParams = 2000

// Bulk inserts many rows of one entity, several a statement, as test data and
// imports do. Each row gets the workspace of the context; one that says another
// is refused. It must run inside a transaction.
func Bulk[T any](ctx context.Context, tx *Store, rows []T) error {
	stmt := &gorm.Statement{DB: tx.db}
	if err := stmt.Parse(new(T)); err != nil {
		return err
	}
	workspaceID := workspaceOf(ctx)
	owner := stmt.Schema.LookUpField(workspaceColumn)
	if !tx.inTx || workspaceID == "" || owner == nil {
		return errors.New("bulk: needs a transaction and entities of a workspace")
	}
	size := max(1, bulkParams/len(stmt.Schema.DBNames))
	for len(rows) > 0 {
		batch := rows[:min(size, len(rows))]
		rows = rows[len(batch):]
		args := make([]any, 0, len(batch)*len(stmt.Schema.DBNames))
		for i := range batch {
			row := reflect.ValueOf(&batch[i]).Elem()
			if err := setWorkspace(stmt, row, workspaceColumn, workspaceID); err != nil {
				return fmt.Errorf("bulk %s: %w", stmt.Schema.Table, err)
			}
			for _, name := range stmt.Schema.DBNames {
				args = append(args, stmt.Schema.FieldsByDBName[name].ReflectValueOf(ctx, row).Interface())
			}
		}
		text := tx.bulkText(stmt, len(batch))
		if _, err := tx.db.Statement.ConnPool.ExecContext(ctx, text, args...); err != nil {
			return fmt.Errorf("bulk %s: %w", stmt.Schema.Table, domainError(err, stmt.Schema.Table))
		}
	}
	return nil
}

// bulkText is the INSERT of so many rows.
func (s *Store) bulkText(stmt *gorm.Statement, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO ")
	stmt.QuoteTo(&b, stmt.Schema.Table)
	b.WriteString(" (")
	for i, name := range stmt.Schema.DBNames {
		if i > 0 {
			b.WriteString(", ")
		}
		stmt.QuoteTo(&b, name)
	}
	b.WriteString(") VALUES ")
	n := 0
	for row := range rows {
		b.WriteString(strings.Repeat(", ", min(row, 1)) + "(")
		for i := range stmt.Schema.DBNames {
			if n++; i > 0 {
				b.WriteString(", ")
			}
			if s.dialect == Postgres {
				fmt.Fprintf(&b, "$%d", n)
			} else {
				b.WriteByte('?')
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}

// SetCounter says which number was the last one given, after rows were made
// with their numbers.
func (s *Store) SetCounter(ctx context.Context, counter string, last int64) error {
	_, err := s.exec(ctx, `INSERT INTO counters (workspace_id, name, value) VALUES (:workspace, :name, :last)
ON CONFLICT (workspace_id, name) DO UPDATE SET value = :last`, map[string]any{"name": counter, "last": last})
	return domainError(err, "number")
}

// Counter is the number given last; 0 for none yet.
func (s *Store) Counter(ctx context.Context, counter string) (int64, error) {
	var n int64
	err := s.raw(ctx, `SELECT value FROM counters WHERE workspace_id = :workspace AND name = :name`, map[string]any{"name": counter}).Scan(&n)
	return n, domainError(err, "number")
}

// CounterEvent numbers the events; see [Store.Record].
const CounterEvent = "event"

// ItemSearchText is what a search of an action item looks through.
func ItemSearchText(i accord.ActionItem) string { return itemSearchText(i) }
