package store

import (
	"errors"
	"fmt"
)

// operand reads an equality that starts at i: [alias.]workspace_id or
// :workspace, "=", and the other of them. It counts where it stands alone
// between WHERE, ON or AND and the next AND or the end.
func (c *checker) operand(i int) (int, error) {
	f := c.top()
	if f.inSet && c.at(i).is(workspaceColumn) && c.at(i-1).is("set", ",") {
		return 0, errors.New("a row stays in its workspace")
	}
	if f.cond == nil {
		return i + 1, nil
	}
	start := i
	if c.at(i - 1).is(".") {
		start = i - 2
	}
	left, end := c.side(start)
	if end == 0 || !c.at(start-1).is("where", "on", "and") || !c.at(end).is("=") {
		return i + 1, nil
	}
	right, end := c.side(end + 1)
	if end == 0 || !c.ends(end) {
		return i + 1, nil
	}
	f.cond.equalities = append(f.cond.equalities, equality{left, right, f.cond.only})
	return end, nil
}

// side reads [alias.]column or a parameter at i and returns what follows; 0
// where it is neither.
func (c *checker) side(i int) (operand, int) {
	t := c.at(i)
	switch {
	case t.kind == paramToken && t.text == workspaceParam:
		return operand{param: true}, i + 1
	case t.kind == wordToken && c.at(i+1).is(".") && c.at(i+2).is(workspaceColumn, "id"):
		return operand{alias: t.text, column: c.at(i + 2).text}, i + 3
	case t.is(workspaceColumn, "id"):
		return operand{column: t.text}, i + 1
	default:
		return operand{}, 0
	}
}

// ends reports whether a condition may end before the token at i.
func (c *checker) ends(i int) bool {
	t := c.at(i)
	return t.kind == 0 || t.is(")", "and", "or", "join", "inner", "left", "cross", "where", "group", "order", "limit",
		"having", "union", "intersect", "except", "returning", "window", "offset", "fetch", "for", "on", ",")
}

// held follows the equalities from :workspace until nothing more is held, and
// names a table that is not.
func (c *checker) held() error {
	for more := true; more; {
		more = false
		for _, p := range c.parts {
			for _, e := range p.equalities {
				more = p.hold(e, e.left, e.right) || p.hold(e, e.right, e.left) || more
			}
		}
	}
	for _, p := range c.parts {
		for _, t := range p.tables {
			if t.column != "" && !t.held {
				return fmt.Errorf("%s is not held to its workspace: add %s.%s = :workspace", t.name, t.alias, t.column)
			}
		}
	}
	return nil
}

// hold marks the table of o as held if from is, and reports whether that is
// new. Only a table of the part itself can be held by its conditions.
func (p *part) hold(e equality, o, from operand) bool {
	t := p.find(o, false)
	if t == nil || t.held || t.column != o.column || e.only != nil && e.only != t {
		return false
	}
	if !from.param {
		source := p.find(from, true)
		if source == nil || source == t || source.column != "" && (!source.held || source.column != from.column) {
			return false
		}
		if source.column == "" && from.column != workspaceColumn {
			return false
		}
	}
	t.held = true
	return true
}

// find is the table an operand means: by alias here or, if outer, further out;
// without alias the only one there is.
func (p *part) find(o operand, outer bool) *table {
	if o.param {
		return nil
	}
	if o.alias == "" {
		if len(p.tables) == 1 {
			return p.tables[0]
		}
		return nil
	}
	for q := p; q != nil; q = q.outer {
		for _, t := range q.tables {
			if t.alias == o.alias {
				return t
			}
		}
		if !outer {
			break
		}
	}
	return nil
}

// insert reads INSERT INTO table (columns) VALUES … or SELECT …: the
// workspace's column gets :workspace.
func (c *checker) insert(i int) (int, error) {
	name := c.at(i)
	column := workspaceColumn
	if name.text == workspacesTable {
		column = "id"
	}
	if name.text == sessionsTable {
		return 0, errors.New("sessions belong to system.go")
	}
	i++
	if c.at(i).is("as") {
		i += 2
	}
	columns, next := c.list(i)
	place := -1
	for n, col := range columns {
		if len(col) == 1 && col[0].is(column) {
			place = n
		}
	}
	if name.kind != wordToken || place < 0 {
		return 0, fmt.Errorf("an INSERT names its columns, %s among them", column)
	}
	if c.at(next).is("select") {
		return next, c.gives(c.selected(next+1), place)
	}
	if !c.at(next).is("values") {
		return 0, errors.New("an INSERT without VALUES or SELECT")
	}
	for at := next + 1; c.at(at).is("("); {
		values, end := c.list(at)
		if err := c.gives(values, place); err != nil {
			return 0, err
		}
		at = end
		if c.at(at).is(",") {
			at++
		}
	}
	return next, nil
}

// gives demands :workspace at the place of the workspace's column.
func (c *checker) gives(values [][]token, place int) error {
	if place < len(values) {
		v := values[place]
		if len(v) == 1 && v[0].kind == paramToken && v[0].text == workspaceParam {
			return nil
		}
	}
	return errors.New("an INSERT gives its workspace column :workspace")
}

// list reads a parenthesised list at i and returns what follows.
func (c *checker) list(i int) ([][]token, int) {
	if !c.at(i).is("(") {
		return nil, i
	}
	items, end := c.items(i+1, func(t token) bool { return t.is(")") })
	return items, end + 1
}

// selected reads what a SELECT lists.
func (c *checker) selected(i int) [][]token {
	items, _ := c.items(i, func(t token) bool { return t.is("from", "where") })
	return items
}

// items reads comma-separated items until one token ends them outside any
// parentheses.
func (c *checker) items(i int, ends func(token) bool) ([][]token, int) {
	items, depth := [][]token{nil}, 0
	for ; i < len(c.tokens); i++ {
		t := c.tokens[i]
		switch {
		case depth == 0 && ends(t):
			return items, i
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth == 0 && t.is(","):
			items = append(items, nil)
			continue
		}
		items[len(items)-1] = append(items[len(items)-1], t)
	}
	return items, i
}

// conflict reads ON CONFLICT (columns): the workspace's is among them, or
// nothing is done.
func (c *checker) conflict(i int) (int, error) {
	c.top().cond = nil // the ON before it was no join's
	if c.at(i+1).is("do") && c.at(i+2).is("nothing") {
		return i + 3, nil
	}
	columns, next := c.list(i + 1)
	for _, col := range columns {
		if len(col) == 1 && col[0].is(workspaceColumn) {
			return next, nil
		}
	}
	return 0, errors.New("ON CONFLICT names workspace_id among its columns")
}
