package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// scopePlugin scopes every statement of gorm's builder to the workspace of its
// context, and refuses what it cannot scope. Conditions set on a *gorm.DB are
// silently dropped by the generics API, which is why this is a plugin.
type scopePlugin struct{}

// Name is what gorm files the plugin under.
func (scopePlugin) Name() string { return "accord:scope" }

// Initialize hooks the scope in before anything is built.
func (p scopePlugin) Initialize(db *gorm.DB) error {
	cb := db.Callback()
	return errors.Join(
		cb.Query().Before("gorm:query").Register(p.Name(), guard(scopeQuery)),
		cb.Create().Before("gorm:before_create").Register(p.Name(), guard(scopeCreate)),
		cb.Update().Before("gorm:setup_reflect_value").Register(p.Name(), guard(scopeUpdate)),
		cb.Delete().Before("gorm:before_delete").Register(p.Name(), guard(scopeDelete)),
		cb.Row().Before("gorm:row").Register(p.Name(), guard(scopeQuery)),
		cb.Raw().Before("gorm:raw").Register(p.Name(), guard(refuseRaw)),
	)
}

// guard turns a refusal into the statement's error, which stops it.
func guard(check func(stmt *gorm.Statement, workspaceID string) error) func(*gorm.DB) {
	return func(db *gorm.DB) {
		if db.Error != nil {
			return
		}
		stmt := db.Statement
		if tx := joined(stmt.Context); tx != nil {
			stmt.ConnPool = tx.Statement.ConnPool
		}
		workspaceID, err := scopeOf(stmt.Context, stmt.ConnPool)
		if err == nil {
			err = check(stmt, workspaceID)
		}
		if err != nil {
			_ = db.AddError(fmt.Errorf("scope of %s: %w", stmt.Table, err))
		}
	}
}

// scopeOf is the workspace a statement may see. Inside a transaction the
// readers know nothing of what it wrote, so a read past it is refused.
func scopeOf(ctx context.Context, pool gorm.ConnPool) (string, error) {
	workspaceID := workspaceOf(ctx)
	if workspaceID == "" {
		return "", errors.New("no workspace in the context")
	}
	_, inTx := pool.(gorm.TxCommitter)
	if ctx.Value(txKey{}) != nil && !inTx {
		return "", errors.New("inside a transaction use the store it gives")
	}
	return workspaceID, nil
}

// scopeQuery adds the workspace to a SELECT.
func scopeQuery(stmt *gorm.Statement, workspaceID string) error {
	if err := scopable(stmt); err != nil {
		return err
	}
	return addScope(stmt, workspaceID)
}

// scopeUpdate adds the workspace to an UPDATE that has a condition of its own
// and moves no row to another workspace.
func scopeUpdate(stmt *gorm.Statement, workspaceID string) error {
	if err := writable(stmt); err != nil {
		return err
	}
	if err := keepsWorkspace(stmt, workspaceID); err != nil {
		return err
	}
	return addScope(stmt, workspaceID)
}

// scopeDelete adds the workspace to a DELETE that has a condition of its own.
func scopeDelete(stmt *gorm.Statement, workspaceID string) error {
	if err := writable(stmt); err != nil {
		return err
	}
	return addScope(stmt, workspaceID)
}

// refuseRaw stops Exec: hand-written SQL goes through [Store.exec].
func refuseRaw(*gorm.Statement, string) error { return errors.New("hand-written SQL goes through raw") }

// scopable refuses what the scope would not reach.
func scopable(stmt *gorm.Statement) error {
	switch {
	case stmt.SQL.Len() > 0:
		return errors.New("hand-written SQL goes through raw")
	case stmt.Schema == nil, stmt.TableExpr != nil, stmt.Table != stmt.Schema.Table:
		return errors.New("a table without its entity goes through raw")
	case len(stmt.Joins) > 0, stmt.Unscoped:
		return errors.New("a join goes through raw")
	case len(stmt.Preloads) > 0:
		return errors.New("no preloads: compose views by queries")
	}
	if from, ok := stmt.Clauses["FROM"].Expression.(clause.From); ok && (len(from.Joins) > 0 || len(from.Tables) > 0) {
		return errors.New("a join goes through raw")
	}
	return noSubqueries(stmt)
}

// writable is scopable, and demands a transaction and an own condition: the
// scope itself would satisfy gorm's check for one, and a Delete(&Meeting{})
// would empty the workspace.
func writable(stmt *gorm.Statement) error {
	if err := scopable(stmt); err != nil {
		return err
	}
	if _, ok := stmt.ConnPool.(gorm.TxCommitter); !ok {
		return errors.New("writes need a transaction")
	}
	if len(conditions(stmt)) == 0 {
		return gorm.ErrMissingWhereClause
	}
	return nil
}

// conditions are the ones already there.
func conditions(stmt *gorm.Statement) []clause.Expression {
	where, _ := stmt.Clauses["WHERE"].Expression.(clause.Where)
	return where.Exprs
}

// addScope groups the conditions already there, so that an Or among them
// cannot reach past the workspace, and adds it.
func addScope(stmt *gorm.Statement, workspaceID string) error {
	column, err := scopeColumn(stmt.Schema)
	if err != nil {
		return err
	}
	scope := clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: column}, Value: workspaceID}
	exprs := []clause.Expression{scope}
	if own := conditions(stmt); len(own) > 0 {
		exprs = []clause.Expression{grouped{own}, scope}
	}
	stmt.Clauses["WHERE"] = clause.Clause{Name: "WHERE", Expression: clause.Where{Exprs: exprs}}
	return nil
}

// scopeColumn is the column that says whose a row is.
func scopeColumn(s *schema.Schema) (string, error) {
	switch {
	case s.Table == workspacesTable:
		return "id", nil
	case s.LookUpField(workspaceColumn) != nil:
		return workspaceColumn, nil
	default:
		return "", errors.New("the entity has no WorkspaceID")
	}
}

// grouped always writes parentheses; gorm's own And leaves them out where it
// does not recognise an OR.
type grouped struct{ exprs []clause.Expression }

// Build writes the group.
func (g grouped) Build(b clause.Builder) {
	_ = b.WriteByte('(')
	clause.Where{Exprs: slices.Clone(g.exprs)}.Build(b)
	_ = b.WriteByte(')')
}

// keepsWorkspace refuses an UPDATE that would write another workspace into the
// row.
func keepsWorkspace(stmt *gorm.Statement, workspaceID string) error {
	moved := errors.New("a row stays in its workspace")
	if set, ok := stmt.Clauses["SET"].Expression.(clause.Set); ok {
		for _, a := range set {
			if strings.EqualFold(a.Column.Name, workspaceColumn) {
				return moved
			}
		}
	}
	dest := reflect.Indirect(reflect.ValueOf(stmt.Dest))
	switch dest.Kind() {
	case reflect.Map:
		for _, key := range dest.MapKeys() {
			if f := stmt.Schema.LookUpField(key.String()); f != nil && f.DBName == workspaceColumn {
				return moved
			}
		}
	case reflect.Struct:
		f := stmt.Schema.LookUpField(workspaceColumn)
		if f == nil || dest.Type() != stmt.Schema.ModelType {
			return nil
		}
		// Zero is not written, unless all columns are.
		if v := f.ReflectValueOf(stmt.Context, dest).String(); v != workspaceID && (v != "" || len(stmt.Selects) > 0) {
			return moved
		}
	}
	return nil
}
