package pages

import (
	"html/template"
	"strconv"

	"accord/internal/accord"
)

// MomentumChart is a row a project and a square a month, told apart by shape
// like the cadence grid: moved is filled, promised carries an arrow, stalled a
// cross in a frame, chosen is an empty frame, an idea a dot; an end is written.
type MomentumChart struct {
	Months []string
	Rows   []MomentumRow
	Key    []MomentumKey
	Table  ChartTable
}

// MomentumRow is one project.
type MomentumRow struct {
	Name, Href string
	Months     []MomentumMonth
}

// MomentumMonth is one square; Pace "" is a pale one.
type MomentumMonth struct {
	Pace accord.ProjectPace
	Text string // "March: moved, 3 promises done"
}

// MomentumKey is one entry of the legend.
type MomentumKey struct {
	Pace accord.ProjectPace
	Name string
}

// momentumShapes are the class and the sign of each pace; the classes are those
// of the cadence grid.
var momentumShapes = map[accord.ProjectPace][2]string{
	accord.PaceMoved:    {"held", ""},
	accord.PacePromised: {"moved", "→"},
	accord.PaceStalled:  {"miss", "×"},
	accord.PaceChosen:   {"plan", ""},
	accord.PaceIdea:     {"none", "·"},
	accord.PaceDone:     {"held", "✓"},
	accord.PaceStopped:  {"none", "–"},
	"":                  {"none", ""},
}

// HTML draws the chart.
func (c MomentumChart) HTML() template.HTML {
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
		for _, month := range r.Months {
			shape := momentumShapes[month.Pace]
			m.raw(`<i class="`, shape[0], `" aria-hidden="true"`)
			m.attr("title", month.Text)
			m.raw(">", shape[1], "</i>")
		}
		m.raw("</div>\n")
	}
	m.raw("</div>\n<div class=\"key cadkey cad\">")
	for _, k := range c.Key {
		shape := momentumShapes[k.Pace]
		m.raw(`<span><i class="`, shape[0], `" aria-hidden="true">`, shape[1], `</i>`)
		m.text(k.Name)
		m.raw("</span>")
	}
	m.raw("</div>\n")
	c.Table.html(m)
	m.raw("</figure>\n")
	return m.html()
}
