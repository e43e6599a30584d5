package pages

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"

	"accord/internal/accord"
)

// Charts are drawn here as SVG and HTML: a handful of points each, so they
// print, mail, follow the theme and can be read aloud. There are three shapes:
// line ([LineChart]), bars ([SpineChart], [LoadChart]) and grid ([CadenceChart]).
//
// Texts come localised from the page. Numbers enter style attributes only as
// numbers, through [markup.style]; lengths are in per cent of the plot, so text
// never scales with the picture.

// ChartMark is one value of a chart: what is said of it, and the list behind it.
type ChartMark struct {
	Text string // "84 %", or "2 of 3" where there are few
	Href string // the list of what was counted; "" where there is none
}

// Column is a heading of a chart's table.
type Column struct {
	Label string
	Side  accord.Side // "" for a heading of neither side
}

// ChartTable is the table below a chart: the same marks as text.
type ChartTable struct {
	Summary string // "Show as table"
	Columns []Column
	Rows    []ChartRow
}

// ChartRow is one row of a chart's table, headed by its label.
type ChartRow struct {
	Label string
	Cells []ChartMark
}

// markup builds HTML from constants, escaped texts and numbers.
type markup struct{ b strings.Builder }

// raw adds constant markup.
func (m *markup) raw(parts ...string) {
	for _, part := range parts {
		m.b.WriteString(part)
	}
}

// text adds a text, escaped for element content and quoted attributes.
func (m *markup) text(s string) { m.b.WriteString(html.EscapeString(s)) }

// attr adds an attribute with an escaped value, none where the value is empty.
func (m *markup) attr(name, value string) {
	if value != "" {
		m.raw(" ", name, `="`, html.EscapeString(value), `"`)
	}
}

// style adds a style attribute of properties in per cent.
func (m *markup) style(properties ...percentOf) {
	m.raw(` style="`)
	for i, p := range properties {
		if i > 0 {
			m.raw(";")
		}
		m.raw(p.property, ":", number(p.value), "%")
	}
	m.raw(`"`)
}

// percentOf is one CSS property and its value in per cent.
type percentOf struct {
	property string
	value    float64
}

// link wraps what body writes in a link to href, or in a span without one.
func (m *markup) link(href, class string, body func()) {
	tag := "a"
	if href == "" {
		tag = "span"
	}
	m.raw("<", tag)
	m.attr("class", class)
	m.attr("href", href)
	m.raw(">")
	body()
	m.raw("</", tag, ">")
}

func (m *markup) html() template.HTML { return template.HTML(m.b.String()) } //nolint:gosec // every part went through raw, text, attr or number

// number writes a coordinate with at most two decimals; what is not a number is 0.
func number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// html draws the table inside a disclosure.
func (t ChartTable) html(m *markup) {
	m.raw(`<details class="chart-table"><summary>`)
	m.text(t.Summary)
	m.raw("</summary><div class=\"scroller\"><table><thead><tr>")
	for _, c := range t.Columns {
		m.raw(`<th scope="col">`)
		if c.Side != "" {
			m.raw(`<span class="mark" data-side="`, string(c.Side), `">`)
			m.text(c.Label)
			m.raw("</span>")
		} else {
			m.text(c.Label)
		}
		m.raw("</th>")
	}
	m.raw("</tr></thead><tbody>\n")
	for _, r := range t.Rows {
		m.raw(`<tr><th scope="row">`)
		m.text(r.Label)
		m.raw("</th>")
		for _, cell := range r.Cells {
			m.raw("<td>")
			m.link(cell.Href, "", func() { m.text(cell.Text) })
			m.raw("</td>")
		}
		m.raw("</tr>\n")
	}
	m.raw("</tbody></table></div></details>\n")
}
