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
	if len(c.Rows) == 0 {
		return ""
	}
	m := &markup{}
	m.raw("<figure class=\"chart\">\n<div class=\"cad\" style=\"--weeks:", strconv.Itoa(len(c.Months)), "\">\n<div class=\"r m\" aria-hidden=\"true\"><span></span>")
	for _, month := range c.Months {
		m.raw("<span>")
		m.text(month)
		m.raw("</span>")
	}
	m.raw("</div>\n")
	for _, r := range c.Rows {
		m.raw(`<div class="r">`)
		m.link(r.Href, "n", func() { m.text(r.Name) })
		for _, w := range r.Weeks {
			w.html(m)
		}
		m.raw("</div>\n")
	}
	m.raw("</div>\n<div class=\"key cadkey cad\">")
	for _, k := range c.Key {
		shape := cadenceShapes[k.State]
		m.raw(`<span><i class="`, shape[0], `" aria-hidden="true">`, shape[1], `</i>`)
		m.text(k.Name)
		m.raw("</span>")
	}
	m.raw("</div>\n")
	c.Table.html(m)
	m.raw("</figure>\n")
	return m.html()
}

// html draws a square. Its link is for the pointer; the table has it as text.
func (w CadenceWeek) html(m *markup) {
	shape := cadenceShapes[w.State]
	if w.State == "" {
		m.raw(`<i class="none"></i>`)
		return
	}
	m.raw(`<a tabindex="-1" aria-hidden="true" class="sq `, shape[0], `"`)
	m.attr("href", w.Href)
	m.attr("title", w.Text)
	m.raw(">", shape[1], "</a>")
}
