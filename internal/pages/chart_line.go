package pages

import (
	"html/template"
	"math"
	"slices"

	"accord/internal/accord"
)

// LineChart is two lines over time, shares from 0 to 1, with a goal line and
// the last value of each at its end. A point with few items is hollow, its line
// thin, and what it says stands as a count below the plot: no per cent of four.
type LineChart struct {
	Title   string // for those who cannot see it: what it shows
	Answer  string // and what it says today
	Labels  []string
	Lines   []Line
	Goal    *float64
	GoalTag string // "Goal 80 %"
	Percent func(share float64) string
	Table   ChartTable
}

// Line is one side's line.
type Line struct {
	Side   accord.Side
	Name   string
	Points []Point // one a label
}

// Point is one value; without data it has no value and breaks the line.
type Point struct {
	Value *float64
	Few   bool
	ChartMark
}

// scale maps shares to per cent of the plot's height, from the bottom.
type scale struct{ low, high float64 }

// scaleOf begins at a multiple of 20 % under the least value, so that small
// changes can be seen, and always ends at 100 %.
func (c LineChart) scale() scale {
	low := 0.6
	for _, line := range c.Lines {
		for _, p := range line.Points {
			if p.Value != nil {
				low = min(low, math.Floor(*p.Value*5)/5)
			}
		}
	}
	if c.Goal != nil {
		low = min(low, math.Floor(*c.Goal*5)/5)
	}
	return scale{low: max(low, 0), high: 1}
}

func (s scale) at(share float64) float64 {
	return min(max((share-s.low)/(s.high-s.low), 0), 1) * 100
}

// HTML draws the chart; without labels there is nothing to draw.
func (c LineChart) HTML() template.HTML {
	if len(c.Labels) == 0 {
		return ""
	}
	m, s := &markup{}, c.scale()
	m.raw("<figure class=\"chart\">\n<div class=\"plot\">\n")
	c.svg(m, s)
	for share := s.low; share <= s.high+0.001; share += 0.2 {
		m.raw(`<span class="y"`)
		m.style(percentOf{"bottom", s.at(share)})
		m.raw(">")
		m.text(c.Percent(share))
		m.raw("</span>")
	}
	m.raw("\n")
	c.dates(m)
	c.goal(m, s)
	for _, line := range c.Lines {
		c.points(m, s, line)
	}
	c.ends(m, s)
	m.raw("</div>\n")
	c.counts(m)
	c.Table.html(m)
	m.raw("</figure>\n")
	return m.html()
}

// x is a label's place in per cent from the left; a single one stands at the end.
func (c LineChart) x(i int) float64 {
	if len(c.Labels) == 1 {
		return 100
	}
	return float64(i) * 100 / float64(len(c.Labels)-1)
}

// svg draws what stretches: grid, goal and lines, in a box of 100 by 100.
func (c LineChart) svg(m *markup, s scale) {
	m.raw(`<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img"><title>`)
	m.text(c.Title)
	m.raw("</title><desc>")
	m.text(c.Answer)
	m.raw("</desc>\n")
	across := func(class string, share float64) {
		y := number(100 - s.at(share))
		m.raw(`<line class="`, class, `" x1="0" x2="100" y1="`, y, `" y2="`, y, `"/>`)
	}
	for share := s.low; share <= s.high+0.001; share += 0.2 {
		across("g", share)
	}
	if c.Goal != nil {
		across("goal", *c.Goal)
	}
	m.raw("\n")
	for _, line := range c.Lines {
		c.path(m, s, line, false)
		c.path(m, s, line, true)
	}
	m.raw("</svg>\n")
}

// path draws the strong parts of a line, between points with enough items, or
// the thin ones, that lead to or from a point with few.
func (c LineChart) path(m *markup, s scale, line Line, thin bool) {
	path, last := &markup{}, -1
	for i := 1; i < len(line.Points); i++ {
		a, b := line.Points[i-1], line.Points[i]
		if a.Value == nil || b.Value == nil || (a.Few || b.Few) != thin {
			continue
		}
		if last != i-1 {
			path.raw("M", number(c.x(i-1)), " ", number(100-s.at(*a.Value)))
		}
		path.raw("L", number(c.x(i)), " ", number(100-s.at(*b.Value)))
		last = i
	}
	if path.b.Len() == 0 {
		return
	}
	m.raw(`<path`)
	if thin {
		m.raw(` class="thin"`)
	}
	m.raw(` data-side="`, string(line.Side), `" d="`, path.b.String(), "\"/>\n")
}

// dates labels the time axis: at most five, always the first and the last, and
// none so near the last that they would touch.
func (c LineChart) dates(m *markup) {
	last := len(c.Labels) - 1
	step := max((last+3)/4, 1)
	for i := range c.Labels {
		if i != last && (i%step != 0 || last-i < (step+1)/2) {
			continue
		}
		m.raw(`<span class="x"`)
		m.style(percentOf{"left", c.x(i)})
		m.raw(">")
		m.text(c.Labels[i])
		m.raw("</span>")
	}
	m.raw("\n")
}

func (c LineChart) goal(m *markup, s scale) {
	if c.Goal == nil {
		return
	}
	m.raw(`<span class="goal-l"`)
	m.style(percentOf{"bottom", s.at(*c.Goal)})
	m.raw(">")
	m.text(c.GoalTag)
	m.raw("</span>\n")
}

// points draws a mark at every value. Their links are for the pointer: the same
// links stand in the table, where a keyboard finds them in order.
func (c LineChart) points(m *markup, s scale, line Line) {
	end := lastPoint(line)
	for i, p := range line.Points {
		if p.Value == nil {
			continue
		}
		class := "pt"
		if i == end || alone(line.Points, i) {
			class = "pt dot"
		}
		if p.Few {
			class += " few"
		}
		m.raw(`<a tabindex="-1" aria-hidden="true" class="`, class, `" data-side="`, string(line.Side), `"`)
		m.attr("href", p.Href)
		m.attr("title", line.Name+", "+c.Labels[i]+": "+p.Text)
		m.style(percentOf{"left", c.x(i)}, percentOf{"bottom", s.at(*p.Value)})
		m.raw("></a>")
	}
	m.raw("\n")
}

// alone reports whether no line leads to or from a point: it would not be seen.
func alone(points []Point, i int) bool {
	return (i == 0 || points[i-1].Value == nil) && (i == len(points)-1 || points[i+1].Value == nil)
}

// lastPoint is the index of the last value of a line, -1 without one.
func lastPoint(line Line) int {
	for i, point := range slices.Backward(line.Points) {
		if point.Value != nil {
			return i
		}
	}
	return -1
}

// endHeight is the height of an end label in per cent of the plot.
const endHeight = 17.0

// ends names the lines at their last value. Labels that would touch move apart,
// and stay within the plot.
func (c LineChart) ends(m *markup, s scale) {
	places := make([]float64, len(c.Lines))
	for i, line := range c.Lines {
		if last := lastPoint(line); last >= 0 {
			places[i] = s.at(*line.Points[last].Value)
		}
	}
	if len(places) == 2 {
		places[0], places[1] = apart(places[0], places[1])
	}
	for i, line := range c.Lines {
		last := lastPoint(line)
		if last < 0 {
			continue
		}
		m.raw(`<span class="end" data-side="`, string(line.Side), `"`)
		m.style(percentOf{"bottom", max(places[i], endHeight/3)}) // clear of the dates below
		m.raw("><b>")
		m.text(line.Points[last].Text)
		m.raw("</b> ")
		m.text(line.Name)
		m.raw("</span>\n")
	}
}

// apart moves two places so that labels of endHeight there do not touch.
func apart(a, b float64) (float64, float64) {
	if gap := math.Abs(a - b); gap < endHeight {
		middle := min(max((a+b)/2, endHeight/2), 100-endHeight/2)
		if a >= b {
			return middle + endHeight/2.0, middle - endHeight/2.0
		}
		return middle - endHeight/2.0, middle + endHeight/2.0
	}
	return a, b
}

// counts writes the points with few items as counts, a row a side under the
// dates; only sides that have some.
func (c LineChart) counts(m *markup) {
	for _, line := range c.Lines {
		row := &markup{}
		for i, p := range line.Points {
			if p.Value == nil || !p.Few {
				continue
			}
			row.raw("<span")
			row.style(percentOf{"left", c.x(i)})
			row.raw(">")
			row.text(p.Text)
			row.raw("</span>")
		}
		if row.b.Len() > 0 {
			m.raw(`<div class="counts" aria-hidden="true" data-side="`, string(line.Side), `">`, row.b.String(), "</div>\n")
		}
	}
}
