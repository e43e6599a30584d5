package store

import "strings"

// criteria are the WHERE of a list, put together from what a filter asks, with
// the parameters they name.
type criteria struct {
	sql    strings.Builder
	params map[string]any
}

// newCriteria collects into params, which may hold some already.
func newCriteria(params map[string]any) *criteria { return &criteria{params: params} }

// and adds a condition whose parameters, if any, are there.
func (c *criteria) and(condition string) { c.sql.WriteString(" AND " + condition) }

// with adds a condition that names one parameter.
func (c *criteria) with(condition, name string, value any) {
	c.params[name] = value
	c.and(condition)
}

// equal asks for a value of a column, "p.state"; "" asks for nothing.
func (c *criteria) equal(column, value string) {
	if value != "" {
		_, name, _ := strings.Cut(column, ".")
		c.with(column+" = :"+name, name, value)
	}
}

// String is the conditions, each after an AND.
func (c *criteria) String() string { return c.sql.String() }
