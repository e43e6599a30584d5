package store

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// scopeCreate gives every new row the workspace of the context and refuses a
// row that says another.
func scopeCreate(stmt *gorm.Statement, workspaceID string) error {
	if err := scopable(stmt); err != nil {
		return err
	}
	if _, ok := stmt.ConnPool.(gorm.TxCommitter); !ok {
		return errors.New("writes need a transaction")
	}
	column, err := scopeColumn(stmt.Schema)
	if err != nil {
		return err
	}
	if err := checkConflict(stmt, column); err != nil {
		return err
	}
	rows := stmt.ReflectValue
	switch rows.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range rows.Len() {
			if err := setWorkspace(stmt, reflect.Indirect(rows.Index(i)), column, workspaceID); err != nil {
				return err
			}
		}
		return nil
	default:
		return setWorkspace(stmt, rows, column, workspaceID)
	}
}

// setWorkspace fills in one row's workspace, or holds it against the context's.
func setWorkspace(stmt *gorm.Statement, row reflect.Value, column, workspaceID string) error {
	if row.Kind() != reflect.Struct || row.Type() != stmt.Schema.ModelType {
		return fmt.Errorf("create takes entities, not %s", row.Kind())
	}
	f := stmt.Schema.LookUpField(column)
	switch v, zero := f.ValueOf(stmt.Context, row); {
	case zero:
		return f.Set(stmt.Context, row, workspaceID)
	case v != workspaceID:
		return errors.New("the row belongs to another workspace")
	default:
		return nil
	}
}

// checkConflict demands that an upsert names its conflict columns, the
// workspace among them: otherwise gorm names the id alone, which is no key.
func checkConflict(stmt *gorm.Statement, column string) error {
	upsert, ok := stmt.Clauses["ON CONFLICT"].Expression.(clause.OnConflict)
	if !ok || upsert.DoNothing && len(upsert.Columns) == 0 {
		return nil
	}
	if !slices.ContainsFunc(upsert.Columns, func(c clause.Column) bool { return c.Name == column }) {
		return fmt.Errorf("an upsert names its conflict columns, %s among them", column)
	}
	for _, a := range upsert.DoUpdates {
		if a.Column.Name == column {
			return errors.New("a row stays in its workspace")
		}
	}
	return nil
}

// noSubqueries refuses a second table hidden in the text of a condition, an
// order or a selection: the scope would not reach it.
func noSubqueries(stmt *gorm.Statement) error {
	texts := slices.Clone(stmt.Selects)
	for _, c := range stmt.Clauses {
		texts = appendTexts(texts, c.Expression)
	}
	if dest, ok := stmt.Dest.(map[string]any); ok {
		texts = appendVars(texts, slices.Collect(maps.Values(dest)))
	}
	for _, text := range texts {
		if hasWord(text, "select") || hasWord(text, "join") {
			return errors.New("a subquery goes through raw")
		}
	}
	return nil
}

// subquery is a text that [noSubqueries] refuses.
const subquery = "(SELECT)"

// appendTexts gathers the hand-written parts of an expression.
func appendTexts(texts []string, e clause.Expression) []string {
	switch e := e.(type) {
	case clause.Where:
		return appendAll(texts, e.Exprs)
	case clause.AndConditions:
		return appendAll(texts, e.Exprs)
	case clause.OrConditions:
		return appendAll(texts, e.Exprs)
	case clause.NotConditions:
		return appendAll(texts, e.Exprs)
	case clause.Expr:
		return appendVars(append(texts, e.SQL), e.Vars)
	case clause.NamedExpr:
		return appendVars(append(texts, e.SQL), e.Vars)
	case clause.IN:
		return appendVars(texts, e.Values)
	case clause.Eq:
		return appendVars(texts, []any{e.Value})
	case clause.OrderBy:
		for _, c := range e.Columns {
			texts = append(texts, c.Column.Name)
		}
		return appendTexts(texts, e.Expression)
	case clause.GroupBy:
		for _, c := range e.Columns {
			texts = append(texts, c.Name)
		}
		return appendAll(texts, e.Having)
	case clause.Select:
		return appendTexts(texts, e.Expression)
	case clause.Set:
		for _, a := range e {
			texts = appendVars(texts, []any{a.Value})
		}
		return texts
	default:
		return texts
	}
}

func appendAll(texts []string, exprs []clause.Expression) []string {
	for _, e := range exprs {
		texts = appendTexts(texts, e)
	}
	return texts
}

// appendVars looks for a query given as a value.
func appendVars(texts []string, vars []any) []string {
	for _, v := range vars {
		switch v := v.(type) {
		case *gorm.DB:
			texts = append(texts, subquery)
		case clause.Expression:
			texts = appendTexts(texts, v)
		}
	}
	return texts
}

// hasWord finds an SQL keyword in a text, in any case.
func hasWord(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	return slices.Contains(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z')
	}), word)
}
