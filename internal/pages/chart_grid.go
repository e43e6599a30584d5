package pages

import (
	"html/template"
	"strconv"

	"accord/internal/accord"
)

// CadenceChart is a row a series and a square a week, told apart by shape:
// held is filled, moved carries an arrow, missed a cross in a frame, planned is
// an empty frame. A week without an occurrence is a pale square.
type CadenceChart struct {
	Months []string // above the weeks: the month where one begins, else ""
	Rows   []CadenceRow
	Key    []CadenceKey // the shapes' names, for the legend
	Table  ChartTable
}

// CadenceRow is one series.
type CadenceRow struct {
	Name  string
	Href  string
	Weeks []CadenceWeek
}

// CadenceWeek is one square.
type CadenceWeek struct {
	State accord.CadenceState // "" for a week without an occurrence
	Text  string              // "Held on 7 Oct, planned for 5 Oct"
	Href  string
}

// CadenceKey is one entry of the legend.
type CadenceKey struct {
	State accord.CadenceState
	Name  string
}

// cadenceShapes are the class and the sign of each state.
var cadenceShapes = map[accord.CadenceState][2]string{
	accord.CadenceHeld:    {"held", ""},
	accord.CadenceMoved:   {"moved", "→"},
	accord.CadenceMissed:  {"miss", "×"},
	accord.CadencePlanned: {"plan", ""},
	"":                    {"none", ""},
}

// HTML draws the chart.
func (c CadenceChart) HTML() template.HTML {
	g := grid{months: c.Months, table: c.Table}
	for _, r := range c.Rows {
		row := gridRow{name: r.Name, href: r.Href}
		for _, w := range r.Weeks {
			row.squares = append(row.squares, square{shape: cadenceShapes[w.State], text: w.Text, href: w.Href})
		}
		g.rows = append(g.rows, row)
	}
	for _, k := range c.Key {
		g.key = append(g.key, square{shape: cadenceShapes[k.State], text: k.Name})
	}
	return g.html()
}

// grid is rows of squares under the names of months, with a legend.
type grid struct {
	months []string
	wide   bool // there is room for whole names
	rows   []gridRow
	key    []square
	table  ChartTable
}

type gridRow struct {
	name, href string
	squares    []square
}

// square is one square, or with its name one entry of the legend.
type square struct {
	shape      [2]string // class and sign
	text, href string
}

// html draws the grid; nothing without rows.
func (g grid) html() template.HTML {
	if len(g.rows) == 0 {
		return ""
	}
	m, wide := &markup{}, ""
	if g.wide {
		wide = ";--name:18rem"
	}
	m.raw("<figure class=\"chart\">\n<div class=\"cad\" style=\"--weeks:", strconv.Itoa(len(g.months)), wide, "\">\n<div class=\"r m\" aria-hidden=\"true\"><span></span>")
	for _, month := range g.months {
		m.raw("<span>")
		m.text(month)
		m.raw("</span>")
	}
	m.raw("</div>\n")
	for _, r := range g.rows {
		m.raw(`<div class="r">`)
		m.link(r.href, "n", func() { m.text(r.name) })
		for _, s := range r.squares {
			s.html(m)
		}
		m.raw("</div>\n")
	}
	m.raw("</div>\n<div class=\"key cadkey cad\">")
	for _, k := range g.key {
		m.raw(`<span><i class="`, k.shape[0], `" aria-hidden="true">`, k.shape[1], `</i>`)
		m.text(k.text)
		m.raw("</span>")
	}
	m.raw("</div>\n")
	g.table.html(m)
	m.raw("</figure>\n")
	return m.html()
}

// html draws a square, a pale one where there is nothing to say of it. Its link
// is for the pointer; the table has it as text.
func (s square) html(m *markup) {
	if s.text == "" {
		m.raw(`<i class="`, s.shape[0], `"></i>`)
		return
	}
	m.raw(`<a tabindex="-1" aria-hidden="true" class="sq `, s.shape[0], `"`)
	m.attr("href", s.href)
	m.attr("title", s.text)
	m.raw(">", s.shape[1], "</a>")
}
