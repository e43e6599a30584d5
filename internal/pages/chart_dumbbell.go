package pages

import "html/template"

// Dumbbell is where two sides see one statement on a scale from 1 to 5: a square
// for Sales, a circle for Marketing, and how far they are apart between them.
type Dumbbell struct {
	Sales, Marketing float64
	Title            string // for those who cannot see it: both values
}

// The box the dumbbell is drawn in; 1 and 5 stand a mark's room from its ends.
const (
	dumbbellWidth  = 200.0
	dumbbellMiddle = 11.0
	dumbbellRoom   = 8.0
)

// x is a value's place in the box.
func (Dumbbell) x(v float64) float64 {
	return dumbbellRoom + (min(max(v, 1), 5)-1)/4*(dumbbellWidth-2*dumbbellRoom)
}

// HTML draws it. The colours are the theme's, the shapes the sides'.
func (d Dumbbell) HTML() template.HTML {
	m := &markup{}
	m.raw(`<svg viewBox="0 0 200 22" width="200" height="22" role="img"><title>`)
	m.text(d.Title)
	m.raw(`</title><path fill="none" stroke="var(--line)" d="M8 11H192`)
	for v := 1.0; v <= 5; v++ {
		m.raw("M", number(d.x(v)), " 7v8")
	}
	m.raw(`"/>`)
	sales, marketing := d.x(d.Sales), d.x(d.Marketing)
	m.raw(`<path stroke="var(--ink-3)" stroke-width="3" d="M`, number(sales), " 11H", number(marketing), `"/>`)
	m.raw(`<rect fill="var(--sales)" stroke="var(--surface)" width="13" height="13" rx="2" y="4.5" x="`, number(sales-6.5), `"/>`)
	m.raw(`<circle fill="var(--mkt)" stroke="var(--surface)" r="6.5" cy="`, number(dumbbellMiddle), `" cx="`, number(marketing), `"/></svg>`)
	return m.html()
}
