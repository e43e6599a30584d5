package store

import (
	"errors"
	"fmt"
	"slices"
)

const (
	workspaceColumn = "workspace_id"
	workspaceParam  = "workspace"
	workspacesTable = "workspaces"
	sessionsTable   = "sessions"
)

// table is one table a query names, or a subquery it names like one.
type table struct {
	name, alias string
	column      string // that says whose a row is; "" for a subquery, whose inside is checked
	held        bool
}

// equality is a condition every row of its part must meet: left = right, where
// right may be :workspace (param). only is the table an outer join's condition
// holds; nil where it holds both.
type equality struct {
	left, right operand
	only        *table
}

type operand struct {
	alias, column string
	param         bool
}

// part is one SELECT, UPDATE, DELETE or INSERT with its tables.
type part struct {
	outer      *part
	tables     []*table
	equalities []equality
	changes    bool // UPDATE or DELETE
	own        bool // a condition besides the workspace's
}

// condition is the WHERE or ON being read.
type condition struct {
	equalities []equality
	ands       int
	or         bool
	only       *table
}

// frame is one level of parentheses, or of CASE.
type frame struct {
	part      *part
	opens     bool // a part of its own
	selected  bool
	inFrom    bool // a comma is followed by a table
	inSet     bool
	wantTable bool
	derived   bool // stands where a table may: a name follows
	leftJoin  bool
	cond      *condition
}

// checker walks a query and finds every table and what holds it.
type checker struct {
	tokens []token
	ctes   map[string]bool
	frames []*frame
	parts  []*part
}

// checkScope refuses a hand-written query that could see or touch another
// workspace. Every tenant table needs "workspace_id = :workspace", or the same
// column of a table so held, as a condition of its WHERE or its ON that no OR
// stands beside; workspaces itself needs it of its id. An INSERT gives
// workspace_id the value :workspace; an UPDATE and a DELETE have a condition of
// their own besides. It understands less than SQL, and refuses the rest.
func checkScope(tokens []token) error {
	c := &checker{tokens: tokens, ctes: ctes(tokens)}
	if !tokens[0].is("select", "with", "insert", "update", "delete") {
		return errors.New("not a query")
	}
	c.open(&part{}, true)
	for i := 0; i < len(tokens); {
		next, err := c.step(i)
		if err != nil {
			return err
		}
		i = next
	}
	c.endCondition()
	for _, p := range c.parts {
		if p.changes && !p.own {
			return errors.New("no condition besides the workspace's")
		}
	}
	return c.held()
}

// ctes finds the names of WITH name AS (…).
func ctes(tokens []token) map[string]bool {
	names := map[string]bool{}
	for i, t := range tokens {
		if !t.is("as") || i == 0 || i+2 >= len(tokens) {
			continue
		}
		j := i + 1
		for tokens[j].is("not", "materialized") {
			j++
		}
		if !tokens[j].is("(") || !tokens[j+1].is("select", "with", "values", "insert", "update", "delete") {
			continue
		}
		j = i - 1
		if tokens[j].is(")") {
			for j > 0 && !tokens[j].is("(") {
				j--
			}
			j--
		}
		if j >= 0 && tokens[j].kind == wordToken {
			names[tokens[j].text] = true
		}
	}
	return names
}

// at is the token at i, or an empty one past the end.
func (c *checker) at(i int) token {
	if i < 0 || i >= len(c.tokens) {
		return token{}
	}
	return c.tokens[i]
}

func (c *checker) top() *frame { return c.frames[len(c.frames)-1] }

func (c *checker) open(p *part, opens bool) {
	c.frames = append(c.frames, &frame{part: p, opens: opens})
	if opens {
		c.parts = append(c.parts, p)
	}
}

// step reads the token at i and returns the next to read.
func (c *checker) step(i int) (int, error) {
	t, f := c.tokens[i], c.top()
	if f.wantTable && (t.kind == literalToken || t.kind == paramToken) {
		return 0, errors.New("a quoted table")
	}
	if t.kind == wordToken && f.wantTable && !t.is("select", "lateral", "only", "or", "ignore", "replace") {
		return c.table(i)
	}
	switch {
	case t.is("(", ")", ",", "case", "end"):
		return c.nest(i)
	case t.is("select", "from", "join", "into", "update", "using"):
		return c.source(i)
	case t.is("where", "on", "set", "conflict", "or", "and"):
		return c.clause(i)
	case t.is("group", "order", "limit", "having", "union", "intersect", "except", "returning", "window", "offset", "fetch", "for"):
		c.endCondition()
		f.inFrom, f.inSet = false, false
	case t.is("inner", "cross"), t.is("left") && c.at(i+1).is("join", "outer"):
		c.endCondition()
		f.leftJoin = t.is("left")
	case t.is("delete"):
		f.part.changes = true
	case t.is("right", "full", "natural"):
		return 0, fmt.Errorf("a %s join", t.text)
	case t.is(workspaceColumn, "id"), t.kind == paramToken:
		return c.operand(i)
	}
	return i + 1, nil
}

// nest opens and closes levels and reads commas.
func (c *checker) nest(i int) (int, error) {
	t, f := c.tokens[i], c.top()
	switch {
	case t.is("("):
		derived := f.wantTable
		f.wantTable = false
		if c.at(i+1).is("select", "with", "values", "insert", "update", "delete") {
			c.open(&part{outer: f.part}, true)
		} else {
			c.open(f.part, false)
			c.top().wantTable, c.top().inFrom = derived, derived
		}
		c.top().derived = derived
	case t.is("case"):
		c.open(f.part, false)
	case len(c.frames) == 1:
		if t.is(",") {
			f.wantTable = f.inFrom
			break
		}
		return 0, errors.New("unbalanced parentheses")
	case t.is(","):
		f.wantTable = f.inFrom
	default: // ")" and "end"
		c.endCondition()
		c.frames = c.frames[:len(c.frames)-1]
		if f.derived && f.opens {
			return c.alias(i+1, &table{name: "a subquery"}), nil
		}
	}
	return i + 1, nil
}

// source reads the words a table follows.
func (c *checker) source(i int) (int, error) {
	t, f, before := c.tokens[i], c.top(), c.at(i-1)
	switch {
	case t.is("select"):
		if f.selected || !f.opens {
			// The next SELECT of a UNION, or the source of an INSERT.
			f.part = &part{outer: f.part.outer}
			c.parts = append(c.parts, f.part)
		}
		f.selected, f.inFrom = true, false
	case t.is("from"):
		if before.is("distinct") && c.at(i-2).is("is", "not") {
			break
		}
		c.endCondition()
		f.inFrom, f.inSet, f.wantTable, f.leftJoin = true, false, true, false
	case t.is("join"):
		c.endCondition()
		f.wantTable = true
	case t.is("into"):
		return c.insert(i + 1)
	case t.is("using"):
		return 0, errors.New("USING hides its columns: write ON")
	case t.is("update"):
		if !before.is("do", "for") {
			f.wantTable, f.part.changes = true, true
		}
	}
	return i + 1, nil
}

// clause reads the words that begin and join conditions.
func (c *checker) clause(i int) (int, error) {
	t, f := c.tokens[i], c.top()
	switch {
	case t.is("conflict"):
		return c.conflict(i)
	case t.is("set"):
		f.inSet, f.inFrom = true, false
	case t.is("where"):
		c.endCondition()
		f.inFrom, f.inSet = false, false
		if f.opens { // not the WHERE of a FILTER
			f.cond = &condition{}
		}
	case t.is("on"):
		c.endCondition()
		f.cond = &condition{}
		if f.leftJoin && len(f.part.tables) > 0 {
			f.cond.only = f.part.tables[len(f.part.tables)-1]
		}
		f.leftJoin = false
	case f.cond != nil && t.is("or"):
		f.cond.or = true
	case f.cond != nil && t.is("and"):
		f.cond.ands++
	}
	return i + 1, nil
}

// endCondition keeps what the WHERE or ON just read holds.
func (c *checker) endCondition() {
	f := c.top()
	if f.cond == nil {
		return
	}
	if !f.cond.or {
		f.part.equalities = append(f.part.equalities, f.cond.equalities...)
	}
	if f.cond.ands > 0 {
		f.part.own = true
	}
	f.cond = nil
}

// table reads a table's name and alias at i.
func (c *checker) table(i int) (int, error) {
	f, t := c.top(), c.tokens[i]
	f.wantTable = false
	if c.at(i+1).is(".", "(") {
		return 0, fmt.Errorf("%q is no plain table", t.text)
	}
	ref := &table{name: t.text, column: workspaceColumn}
	switch {
	case t.text == sessionsTable:
		return 0, errors.New("sessions belong to system.go")
	case t.text == workspacesTable:
		ref.column = "id"
	case c.ctes[t.text]:
		ref.column = ""
	}
	return c.alias(i+1, ref), nil
}

// alias reads the name a table goes by, and files the table.
func (c *checker) alias(i int, ref *table) int {
	ref.alias = ref.name
	if c.at(i).is("as") {
		i++
	}
	t := c.at(i)
	if t.kind == wordToken && !slices.Contains(notAliases, t.text) {
		ref.alias = t.text
		i++
	}
	p := c.top().part
	p.tables = append(p.tables, ref)
	return i
}

// notAliases are the words that may follow a table without alias.
var notAliases = []string{
	"where", "on", "join", "inner", "left", "right", "full", "cross", "natural", "group", "order", "limit", "having",
	"union", "intersect", "except", "set", "values", "select", "returning", "window", "offset", "fetch", "for", "using",
	"default", "indexed", "not",
}
