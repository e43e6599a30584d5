package pages

import (
	"html/template"

	"accord/internal/accord"
)

// SlopeChart is the lines between two ranked lists, to stand between them: as
// high as both together, a row a rank. The lists are HTML beside it.
type SlopeChart struct {
	Title  string // for those who cannot see it: what it shows
	Answer string // and what it says
	Rows   int    // of the longer list
	Links  []SlopeLink
}

// SlopeLink joins two ranks, counted from 1.
type SlopeLink struct {
	Left, Right int
	Kind        accord.PairKind
}

// rowHeight is one row in units of the picture; it stretches to the real one.
const rowHeight = 100.0

// SVG draws the lines: what is the same solid, what supports dashed, what
// conflicts dotted and in the colour of what is late.
func (c SlopeChart) SVG() template.HTML {
	m := &markup{}
	m.raw(`<svg role="img" width="100%" height="100%" preserveAspectRatio="none" viewBox="0 0 100 `, number(rowHeight*float64(c.Rows)), `"><title>`)
	m.text(c.Title)
	m.raw("</title><desc>")
	m.text(c.Answer)
	m.raw("</desc>\n")
	for _, link := range c.Links {
		y1, y2 := number(rowHeight*(float64(link.Left)-0.5)), number(rowHeight*(float64(link.Right)-0.5))
		m.raw(`<path fill="none" stroke-width="1.75" vector-effect="non-scaling-stroke"`, strokeOf(link.Kind),
			` d="M0 `, y1, ` C50 `, y1, ` 50 `, y2, ` 100 `, y2, `"/>`, "\n")
	}
	m.raw("</svg>")
	return m.html()
}

func strokeOf(kind accord.PairKind) string {
	switch kind {
	case accord.PairSupports:
		return ` stroke="currentColor" stroke-dasharray="7 4" opacity=".7"`
	case accord.PairConflicts:
		return ` stroke="var(--late)" stroke-dasharray="2 4"`
	default:
		return ` stroke="currentColor" opacity=".8"`
	}
}
