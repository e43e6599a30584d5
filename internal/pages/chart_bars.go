package pages

import (
	"html/template"
	"strconv"

	"accord/internal/accord"
)

// SpineChart is pairs of bars mirrored about a spine: Sales always left, solid;
// Marketing always right, hatched. It is the product's signature shape.
type SpineChart struct {
	Sales, Marketing string // the sides' names
	Heading          string // above the spine: "Days late"
	TotalLabel       string // below it: "All overdue"
	Rows             []SpineRow
	Total            SpineRow
	Neither          string // what people of neither side have, in words; "" for nothing
	Table            ChartTable
}

// SpineRow is one row: a count for each side, with the list behind it.
type SpineRow struct {
	Label                    string
	Sales, Marketing         int
	SalesHref, MarketingHref string
}

// barRoom is how much of its half the longest bar takes, in per cent, so that
// the number beside it has room.
const barRoom = 78.0

// HTML draws the chart.
func (c SpineChart) HTML() template.HTML {
	if len(c.Rows) == 0 {
		return ""
	}
	longest := 1
	for _, r := range c.Rows {
		longest = max(longest, r.Sales, r.Marketing)
	}
	m := &markup{}
	m.raw("<figure class=\"chart\">\n<div class=\"spine\">\n<div class=\"r hd\"><span class=\"l\">")
	m.side(accord.Sales, c.Sales)
	m.raw(`</span><span class="c">`)
	m.text(c.Heading)
	m.raw(`</span><span class="rt">`)
	m.side(accord.Marketing, c.Marketing)
	m.raw("</span></div>\n")
	for _, r := range c.Rows {
		r.html(m, "r", longest)
	}
	c.Total.html(m, "r tot", 0)
	m.raw("</div>\n")
	if c.Neither != "" {
		m.raw(`<p class="sm muted">`)
		m.text(c.Neither)
		m.raw("</p>\n")
	}
	c.Table.html(m)
	m.raw("</figure>\n")
	return m.html()
}

// side writes a side's sign and name.
func (m *markup) side(side accord.Side, name string) {
	m.raw(`<span class="mark" data-side="`, string(side), `">`)
	m.text(name)
	m.raw("</span>")
}

// html draws one row; with longest 0 it has no bars.
func (r SpineRow) html(m *markup, class string, longest int) {
	bar := func(n int) {
		if n > 0 && longest > 0 {
			m.raw("<i")
			m.style(percentOf{"inline-size", float64(n) * barRoom / float64(longest)})
			m.raw("></i>")
		}
	}
	half := func(class string, n int, href string, barFirst bool) {
		m.link(href, class, func() {
			if barFirst {
				bar(n)
			}
			m.raw("<b")
			if n == 0 {
				m.raw(` class="zero"`)
			}
			m.raw(">", strconv.Itoa(n), "</b>")
			if !barFirst {
				bar(n)
			}
		})
	}
	m.raw(`<div class="`, class, `">`)
	half("l", r.Sales, r.SalesHref, false)
	m.raw(`<span class="c">`)
	m.text(r.Label)
	m.raw("</span>")
	half("rt", r.Marketing, r.MarketingHref, true)
	m.raw("</div>\n")
}

// LoadChart is one bar a person, of three segments: overdue, due in seven days,
// later. People stand by side, then by name: nobody is ranked (X3).
type LoadChart struct {
	Overdue, Week, Later string // the segments' names
	People               []LoadRow
	Table                ChartTable
}

// LoadRow is one person's bar.
type LoadRow struct {
	Initials string
	Side     accord.Side
	Name     string
	Counts   [3]int // overdue, due in seven days, later
	Hrefs    [3]string
	Late     string // "3 late", "" for none
	Summary  string // "of 8 open"
	Href     string // all of their open items
}

// loadClasses name the segments in the style sheet.
var loadClasses = [3]string{"late", "wk", "open"}

// HTML draws the chart.
func (c LoadChart) HTML() template.HTML {
	if len(c.People) == 0 {
		return ""
	}
	longest := 1
	for _, p := range c.People {
		longest = max(longest, p.Counts[0]+p.Counts[1]+p.Counts[2])
	}
	m := &markup{}
	m.raw("<figure class=\"chart\">\n<div class=\"key\">")
	for i, name := range []string{c.Overdue, c.Week, c.Later} {
		m.raw(`<span><i class="`, loadClasses[i], `"></i>`)
		m.text(name)
		m.raw("</span>")
	}
	m.raw("</div>\n<ul class=\"people\">\n")
	for _, p := range c.People {
		p.html(m, longest)
	}
	m.raw("</ul>\n")
	c.Table.html(m)
	m.raw("</figure>\n")
	return m.html()
}

func (p LoadRow) html(m *markup, longest int) {
	m.raw(`<li><span class="av" aria-hidden="true" data-side="`, string(p.Side), `">`)
	m.text(p.Initials)
	m.raw(`</span><span class="n">`)
	m.text(p.Name)
	m.raw(`</span><span class="bar">`)
	for i, n := range p.Counts {
		if n == 0 {
			continue
		}
		m.raw(`<a tabindex="-1" aria-hidden="true" class="`, loadClasses[i], `"`)
		m.attr("href", p.Hrefs[i])
		m.style(percentOf{"inline-size", float64(n) * 100 / float64(longest)})
		m.raw("></a>")
	}
	m.raw("</span>")
	m.link(p.Href, "t", func() {
		if p.Late != "" {
			m.raw("<b>")
			m.text(p.Late)
			m.raw("</b> ")
		}
		m.text(p.Summary)
	})
	m.raw("</li>\n")
}
