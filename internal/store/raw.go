package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// result is what a hand-written query found, not yet read.
type result struct {
	ctx  context.Context //nolint:containedctx // lives for one call
	db   *gorm.DB
	rows *sql.Rows
	err  error
}

// raw runs a hand-written query. Parameters are named (:owner or @owner) and
// given in params; a slice stands for a list, as in "id IN (:ids)". :workspace
// is the context's workspace and every tenant table must be held to it, a
// joined one by its workspace_id too: see [checkScope].
func (s *Store) raw(ctx context.Context, query string, params map[string]any) result {
	st, err := compile(query, true)
	if err != nil {
		return result{err: err}
	}
	db := s.handle(ctx)
	workspaceID, err := scopeOf(ctx, db.Statement.ConnPool)
	if err != nil {
		return result{err: fmt.Errorf("raw: %w", err)}
	}
	return s.query(ctx, db, st, params, workspaceID)
}

// exec runs a hand-written INSERT, UPDATE or DELETE inside a transaction and
// returns how many rows it touched. What holds for [Store.raw] holds here.
func (s *Store) exec(ctx context.Context, query string, params map[string]any) (int, error) {
	st, err := compile(query, true)
	if err != nil {
		return 0, err
	}
	if !s.inTx {
		return 0, errors.New("exec: writes need a transaction")
	}
	workspaceID, err := scopeOf(ctx, s.db.Statement.ConnPool)
	if err != nil {
		return 0, fmt.Errorf("exec: %w", err)
	}
	return s.execute(ctx, s.db, st, params, workspaceID)
}

// query runs a compiled statement that has been checked.
func (s *Store) query(ctx context.Context, db *gorm.DB, st *statement, params map[string]any, workspaceID string) result {
	text, args, err := st.bind(s.dialect, params, workspaceID)
	if err != nil {
		return result{err: err}
	}
	rows, err := db.Statement.ConnPool.QueryContext(ctx, text, args...) //nolint:rowserrcheck // result closes
	return result{ctx: ctx, db: db, rows: rows, err: err}
}

// execute runs a compiled statement that has been checked and returns none.
func (s *Store) execute(ctx context.Context, db *gorm.DB, st *statement, params map[string]any, workspaceID string) (int, error) {
	text, args, err := st.bind(s.dialect, params, workspaceID)
	if err != nil {
		return 0, err
	}
	done, err := db.Statement.ConnPool.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// Scan reads all rows into dest: a pointer to a slice of structs, whose fields
// take the columns by name, or to a slice of values, or to one of either. One
// that finds no row is left as it is; see [result.One].
func (r result) Scan(dest any) error {
	_, err := r.scan(dest)
	return err
}

// One reads one row into dest and is not found, as a thing called what, where
// there is none.
func (r result) One(dest any, what string) error {
	n, err := r.scan(dest)
	if err == nil && n == 0 {
		return accord.NotFound(what)
	}
	return err
}

func (r result) scan(dest any) (int64, error) {
	if r.err != nil {
		return 0, r.err
	}
	defer r.rows.Close()
	if n, ok, err := readSlice(r.ctx, r.rows, dest); ok {
		return n, errors.Join(err, r.rows.Err())
	}
	if n, ok, err := readRow(r.rows, dest); ok {
		return n, errors.Join(err, r.rows.Err())
	}
	tx := r.db.Session(&gorm.Session{NewDB: true, Context: r.ctx}).Model(dest)
	tx.Statement.Dest = dest
	tx.Statement.ReflectValue = reflect.Indirect(reflect.ValueOf(dest))
	// Values and Scanners have no schema; gorm reads them as they are.
	_ = tx.Statement.Parse(dest)
	tx.Error = nil
	gorm.Scan(r.rows, tx, 0)
	return tx.RowsAffected, errors.Join(tx.Error, r.rows.Err())
}

// statement is a query cut at its parameters: texts[i] stands before names[i].
type statement struct {
	texts []string
	names []string
}

// statements caches what was checked. Queries are constants, or put together
// from a few; the bound keeps a mistake from filling the memory.
var statements = struct {
	sync.RWMutex
	by map[statementKey]*statement
}{by: map[statementKey]*statement{}}

// statementKey keeps what was checked apart from what was not.
type statementKey struct {
	query  string
	scoped bool
}

const maxStatements = 4096

// compile cuts a query at its parameters and, if it is to be scoped, checks it.
func compile(query string, scoped bool) (*statement, error) {
	key := statementKey{query, scoped}
	statements.RLock()
	st := statements.by[key]
	statements.RUnlock()
	if st != nil {
		return st, nil
	}
	tokens, err := tokenize(query)
	if err == nil && scoped {
		err = checkScope(tokens)
	}
	if err != nil {
		return nil, fmt.Errorf("raw: %w in %q", err, query)
	}
	st = cut(query, tokens)
	statements.Lock()
	if len(statements.by) < maxStatements {
		statements.by[key] = st
	}
	statements.Unlock()
	return st, nil
}

// cut splits the text at its parameters.
func cut(query string, tokens []token) *statement {
	st := &statement{}
	from := 0
	for _, t := range tokens {
		if t.kind == paramToken {
			st.texts = append(st.texts, query[from:t.from])
			st.names = append(st.names, t.text)
			from = t.to
		}
	}
	st.texts = append(st.texts, query[from:])
	return st
}

// bind writes the dialect's numbered placeholders, the same number for the
// same name, and spreads lists.
func (st *statement) bind(d Dialect, params map[string]any, workspaceID string) (string, []any, error) {
	var text strings.Builder
	args := make([]any, 0, len(st.names))
	seen := make(map[string]string, len(st.names))
	for i, name := range st.names {
		text.WriteString(st.texts[i])
		placeholder, ok := seen[name]
		if !ok {
			v, given := params[name]
			if name == workspaceParam {
				v, given = workspaceID, !given
			}
			if !given {
				return "", nil, fmt.Errorf("raw: parameter %s is missing, or reserved", name)
			}
			placeholder, args = place(d, v, args)
			seen[name] = placeholder
		}
		text.WriteString(placeholder)
	}
	text.WriteString(st.texts[len(st.texts)-1])
	return text.String(), args, nil
}

// place appends one value and returns what stands for it. An empty list is
// NULL, which is in nothing.
func place(d Dialect, v any, args []any) (string, []any) {
	mark := "?"
	if d == Postgres {
		mark = "$"
	}
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice || list.Type().Elem().Kind() == reflect.Uint8 {
		args = append(args, v)
		return mark + strconv.Itoa(len(args)), args
	}
	if list.Len() == 0 {
		return "NULL", args
	}
	marks := make([]string, list.Len())
	for i := range marks {
		args = append(args, list.Index(i).Interface())
		marks[i] = mark + strconv.Itoa(len(args))
	}
	return strings.Join(marks, ", "), args
}
