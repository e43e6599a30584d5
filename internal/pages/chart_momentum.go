package pages

import (
	"html/template"

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
	accord.PaceBegun:    {"plan", "·"},
	accord.PaceIdea:     {"none", "·"},
	accord.PaceDone:     {"held", "✓"},
	accord.PaceStopped:  {"none", "–"},
	"":                  {"none", ""},
}

// HTML draws the chart.
func (c MomentumChart) HTML() template.HTML {
	g := grid{months: c.Months, wide: true, table: c.Table}
	for _, r := range c.Rows {
		row := gridRow{name: r.Name, href: r.Href}
		for _, month := range r.Months {
			row.squares = append(row.squares, square{shape: momentumShapes[month.Pace], text: month.Text})
		}
		g.rows = append(g.rows, row)
	}
	for _, k := range c.Key {
		g.key = append(g.key, square{shape: momentumShapes[k.Pace], text: k.Name})
	}
	return g.html()
}
