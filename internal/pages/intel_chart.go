package pages

import (
	"slices"
	"strings"

	"accord/internal/accord"
)

// draw makes both charts: Sales left, Marketing right, a row for each week.
func (v *intelView) draw() {
	if v.Flow.Total.Told > 0 {
		c := v.spine("intel.chart.told", "intel.chart.answered")
		for _, w := range v.Flow.Weeks {
			v.week(&c, showTold, w.Monday, w.Told, w.Answered(), wordsOf(v.ToldCounts(w)))
		}
		c.Total = SpineRow{Label: v.L.T("intel.chart.all"), Sales: v.Flow.Total.Told, Marketing: v.Flow.Total.Answered()}
		v.TellChart = c.HTML()
	}
	if v.Flow.Total.Served > 0 {
		c := v.spine("intel.chart.judged", "intel.chart.served")
		for _, w := range v.Flow.Weeks {
			v.week(&c, showLeads, w.Monday, w.Judged(), w.Served, wordsOf(v.LeadCounts(w)))
		}
		c.Total = SpineRow{Label: v.L.T("intel.chart.all"), Sales: v.Flow.Total.Judged(), Marketing: v.Flow.Total.Served}
		v.LeadChart = c.HTML()
	}
}

func (v *intelView) spine(sales, marketing string) SpineChart {
	c := SpineChart{Sales: v.L.T(sales), Marketing: v.L.T(marketing), Heading: v.L.T("intel.chart.week")}
	c.Table = ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{
		{Label: c.Heading}, {c.Sales, accord.Sales}, {c.Marketing, accord.Marketing}, {Label: v.L.T("intel.chart.detail")},
	}}
	return c
}

// week adds a week to a chart and its table, which says what became of it; both
// lead to the week's list.
func (v *intelView) week(c *SpineChart, show string, monday accord.Date, sales, marketing int, became string) {
	label, href := v.L.ShortDate(monday), intelListPath(show, "week", string(accord.WeekOf(monday)))
	row := SpineRow{Label: label, Sales: sales, Marketing: marketing}
	if max(sales, marketing) > 0 {
		row.SalesHref, row.MarketingHref = href, href
	} else {
		href = ""
	}
	c.Rows = append(c.Rows, row)
	c.Table.Rows = append(c.Table.Rows, ChartRow{Label: label, Cells: []ChartMark{{v.L.Int(sales), href}, {v.L.Int(marketing), href}, {Text: became}}})
}

// flowCount is a figure of what went both ways, and the list it counts; "" for
// nothing to list.
type flowCount struct{ Text, Href string }

// flowCounts puts figures together that are worth a list; pairs are the message
// and the filter of its list.
func (v *intelView) flowCounts(w accord.FlowWeek, show string, counts ...any) []flowCount {
	var list []flowCount
	for i := 0; i+2 < len(counts); i += 3 {
		n, _ := counts[i].(int)
		key, _ := counts[i+1].(string)
		state, _ := counts[i+2].(string)
		c := flowCount{Text: v.L.T(key, "Count", v.L.Int(n))}
		if n > 0 && w.Monday == "" && len(v.Flow.Weeks) > 0 { // of all weeks together
			c.Href = intelListPath(show, "state", state, "from", string(v.Flow.Weeks[0].Monday))
		}
		list = append(list, c)
	}
	return list
}

// wordsOf are the figures in a line.
func wordsOf(counts []flowCount) string {
	words := make([]string, len(counts))
	for i, c := range counts {
		words[i] = c.Text
	}
	return strings.Join(words, ", ")
}

// ToldCounts say what became of what was told in a week, or in all of them.
func (v *intelView) ToldCounts(w accord.FlowWeek) []flowCount {
	return v.flowCounts(w, showTold, w.InTime, "intel.n_in_time", string(accord.IntelInTime), w.Late, "intel.n_late", string(accord.IntelLate),
		w.Missed, "intel.n_missed", string(accord.IntelMissed), w.Open(), "intel.n_open", string(accord.IntelWaiting))
}

// LeadCounts say what became of the leads of a week, or of all of them.
func (v *intelView) LeadCounts(w accord.FlowWeek) []flowCount {
	return v.flowCounts(w, showLeads, w.Accepted, "intel.n_accepted", "", w.Rejected, "intel.n_rejected", "", w.Unjudged(), "intel.n_waiting", "waiting")
}

// Rejected says why leads of the weeks were rejected, the most frequent reason
// first, each with its batches.
func (v *intelView) Rejected() []flowCount {
	var list []flowCount
	for _, r := range v.Flow.Reasons {
		label := r.ReasonID
		if i := slices.IndexFunc(v.Reasons, func(l accord.LeadReason) bool { return l.ID == r.ReasonID }); i >= 0 {
			label = v.Reasons[i].Label(v.L.Locale())
		}
		list = append(list, flowCount{label + ": " + v.L.Int(r.Count), intelListPath(showLeads, "reason", r.ReasonID, "from", string(v.Flow.Weeks[0].Monday))})
	}
	return list
}
