package pages

import (
	"strconv"

	"accord/internal/accord"
)

// mostBuckets is how many points the line has room for; a longer period is cut
// into fortnights and so on.
const mostBuckets = 13

// tiles are the three large figures, joint first, then the sides (X3).
func (v *dashboardView) tiles() {
	if v.Failed["figures"] {
		return
	}
	kept, overdue := v.Figures[accord.KeptOnTime], v.Figures[accord.OverdueItems]
	v.Tiles = []tile{v.keptTile(kept), v.overdueTile(overdue), v.heldTile()}
}

func (v *dashboardView) sides(key accord.FigureKey, text func(accord.Figure) string) []sideValue {
	var out []sideValue
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		out = append(out, sideValue{Mark: v.Mark(side), Value: text(v.Figures[key].Of(side)), Href: v.list(key, side)})
	}
	return out
}

func (v *dashboardView) keptTile(kept accord.Split) tile {
	t := v.tile(accord.KeptOnTime, v.share)
	switch f := kept.Joint; {
	case f.Denominator == 0:
		t.Value, t.Note = "–", []noted{{Text: v.L.T("dashboard.promises.none")}}
	case f.Few():
		t.Value, t.Unit = v.L.Int(f.Numerator), v.L.T("dashboard.of_all", "All", v.L.Int(f.Denominator))
		t.Note = []noted{{Text: v.L.T("dashboard.few")}}
	default:
		t.Value, t.Unit = strconv.Itoa(int(*f.Value*100+0.5)), "%"
		if change := v.sentences(accord.AnswerChange(f, v.Before[accord.KeptOnTime].Joint)); change != "" {
			t.Note = []noted{{Text: change, Strong: true}, {Text: v.L.N("dashboard.change.than", (v.Period.Days()+6)/7)}}
		} else {
			t.Note = []noted{{Text: v.L.T("dashboard.of_items", "Part", v.L.Int(f.Numerator), "All", v.L.Int(f.Denominator))}}
		}
	}
	return t
}

// tile begins a tile of a figure.
func (v *dashboardView) tile(key accord.FigureKey, text func(accord.Figure) string) tile {
	return tile{
		Label: v.L.T("figure." + string(key)), Meaning: v.L.T("figure." + string(key) + ".means"),
		Href: v.list(key, accord.Neutral), Sides: v.sides(key, text),
	}
}

func (v *dashboardView) overdueTile(overdue accord.Split) tile {
	t := v.tile(accord.OverdueItems, func(f accord.Figure) string { return v.L.Int(f.Numerator) })
	t.Value = v.L.Int(overdue.Joint.Numerator)
	switch {
	case overdue.Joint.Numerator == 0:
		t.Note = []noted{{Text: v.L.T("dashboard.overdue.none")}}
	case len(v.Overdue) > 0:
		t.Late = true
		days := max(1, accord.DaysLate(v.Overdue[0].DueEndsAt, v.Period.AsOf))
		t.Note = []noted{{Text: v.L.N("dashboard.overdue.oldest", days), Strong: true}}
	default:
		t.Note = []noted{{Text: v.L.N("dashboard.overdue.of_open", overdue.Joint.Denominator)}}
	}
	return t
}

// heldTile counts meetings, which have no side: attendance stands in its place.
func (v *dashboardView) heldTile() tile {
	t := v.tile(accord.CadenceKept, v.share)
	t.Label, t.Sides = v.L.T("dashboard.held"), v.sides(accord.Attendance, v.share)
	held := v.Tally.Occurrences - v.Tally.Missed
	t.Value, t.Unit = v.L.Int(held), v.L.T("dashboard.of_all", "All", v.L.Int(v.Tally.Occurrences))
	if v.Tally.Occurrences == 0 {
		t.Value, t.Unit = "–", ""
		t.Note = []noted{{Text: v.L.T("dashboard.cadence.none")}}
		return t
	}
	t.Note = []noted{{Text: v.L.T("dashboard.held_note"), Strong: false}}
	return t
}

// promises draws kept on time by the week the items were due.
func (v *dashboardView) promises() {
	v.Promises.Failed = v.Failed["figures"] || v.Failed["promises"]
	if v.Promises.Failed {
		return
	}
	now, before := v.Figures[accord.KeptOnTime], v.Before[accord.KeptOnTime]
	target := v.Workspace.KeptOnTimeTarget
	v.Promises.Answer = v.sentences(accord.AnswerPromises(now, before, target))
	if now.Joint.Denominator == 0 {
		return
	}
	chart := LineChart{
		Title: v.L.T("dashboard.promises"), Answer: v.Promises.Answer, Goal: target, Percent: v.L.Percent,
		Lines: []Line{{Side: accord.Sales, Name: v.SideName(accord.Sales)}, {Side: accord.Marketing, Name: v.SideName(accord.Marketing)}},
		Table: v.table(v.L.T("dashboard.week_of")),
	}
	if target != nil {
		chart.GoalTag = v.L.T("dashboard.goal", "Goal", v.L.Percent(*target))
	}
	length := v.bucketDays()
	for from := v.Period.From; from <= v.Period.To; from = from.AddDays(length) {
		v.addWeek(&chart, from, min(from.AddDays(length-1), v.Period.To))
	}
	v.Promises.Chart = chart.HTML()
}

// bucketDays is how many days one point stands for: a week, or as many weeks as
// it takes for the points to fit and for most of them to have enough items,
// while a line of four points is left.
func (v *dashboardView) bucketDays() int {
	weeks := (v.Period.Days() + 6) / 7
	least := max((weeks+mostBuckets-1)/mostBuckets, 1)
	for n := least; weeks/n >= 4; n++ {
		if enough, points := v.pointsOf(7 * n); 2*enough >= points {
			return 7 * n
		}
	}
	return 7 * least
}

// pointsOf counts the points with data that buckets of that many days give, and
// those of them with enough items for a share.
func (v *dashboardView) pointsOf(days int) (enough, points int) {
	due := map[accord.Side]map[int]int{accord.Sales: {}, accord.Marketing: {}}
	for _, d := range v.Days {
		if bucket := due[d.OwnerSide]; bucket != nil {
			bucket[v.Period.From.DaysUntil(d.On)/days] += d.Count
		}
	}
	for _, buckets := range due {
		for _, n := range buckets {
			points++
			if n >= accord.FewItems {
				enough++
			}
		}
	}
	return enough, points
}

// addWeek adds one point to each line, and a row to the table.
func (v *dashboardView) addWeek(chart *LineChart, from, to accord.Date) {
	label := v.L.ShortDate(from)
	chart.Labels = append(chart.Labels, label)
	row := ChartRow{Label: label}
	for i := range chart.Lines {
		line := &chart.Lines[i]
		kept, due := 0, 0
		for _, d := range v.Days {
			if d.OwnerSide == line.Side && d.On >= from && d.On <= to {
				kept, due = kept+d.OnTime, due+d.Count
			}
		}
		p := Point{Few: due < accord.FewItems}
		p.Text = "–"
		if due > 0 {
			value := float64(kept) / float64(due)
			p.Value, p.Text = &value, v.L.Percent(value)
			if p.Few {
				p.Text = strconv.Itoa(kept) + "/" + strconv.Itoa(due)
			}
			period := v.Period
			period.From, period.To = from, to
			p.Href = "/action-items?" + accord.ListOf(accord.KeptOnTime, line.Side, period, v.Past, v.Query.SeriesID, v.Query.TeamID).Query.Encode()
		}
		line.Points = append(line.Points, p)
		cell := p.ChartMark
		if due > 0 {
			cell.Text = v.L.T("dashboard.of", "Part", v.L.Int(kept), "All", v.L.Int(due))
			if !p.Few {
				cell.Text = p.Text + " (" + cell.Text + ")"
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	chart.Table.Rows = append(chart.Table.Rows, row)
}

// table begins a chart's table with a column for each side.
func (v *dashboardView) table(first string) ChartTable {
	return ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{
		{Label: first}, {v.SideName(accord.Sales), accord.Sales}, {v.SideName(accord.Marketing), accord.Marketing},
	}}
}

// carrying draws the overdue items by age, mirrored about the spine.
func (v *dashboardView) carrying() {
	v.Carrying.Failed = v.Failed["figures"]
	if v.Carrying.Failed {
		return
	}
	ages := v.Figures[accord.OverdueAgeing]
	v.Carrying.Answer = v.sentences(accord.AnswerOverdue(ages))
	if ages.Joint.Numerator == 0 {
		return
	}
	chart := SpineChart{
		Sales: v.SideName(accord.Sales), Marketing: v.SideName(accord.Marketing),
		Heading: v.L.T("dashboard.days_late"), TotalLabel: v.L.T("dashboard.all_overdue"), Table: v.table(v.L.T("dashboard.days_late")),
	}
	sales, marketing := v.list(accord.OverdueItems, accord.Sales), v.list(accord.OverdueItems, accord.Marketing)
	row := func(label string, s, m int) SpineRow {
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: label, Cells: []ChartMark{{v.L.Int(s), sales}, {v.L.Int(m), marketing}}})
		return SpineRow{Label: label, Sales: s, Marketing: m, SalesHref: sales, MarketingHref: marketing}
	}
	for i, name := range accord.AgeNames {
		chart.Rows = append(chart.Rows, row(v.L.T("dashboard.age."+name), ages.Sales.Buckets[i].Count, ages.Marketing.Buckets[i].Count))
	}
	chart.Total = row(chart.TotalLabel, ages.Sales.Numerator, ages.Marketing.Numerator)
	if n := ages.Joint.Numerator - ages.Sales.Numerator - ages.Marketing.Numerator; n > 0 {
		chart.Neither = v.L.N("dashboard.neither", n)
	}
	v.Carrying.Chart = chart.HTML()
}

// mostPeople is how many bars the card has room for.
const mostPeople = 14

// load draws what everybody has on.
func (v *dashboardView) load() {
	v.Load.Failed = v.Failed["load"]
	if v.Load.Failed {
		return
	}
	v.Load.Answer = v.sentences(accord.AnswerLoad(v.Loads))
	chart := LoadChart{
		Overdue: v.L.T("dashboard.load.overdue"), Week: v.L.T("dashboard.load.week"), Later: v.L.T("dashboard.load.later"),
		Table: ChartTable{Summary: v.L.T("dashboard.as_table")},
	}
	for _, label := range []string{v.L.T("dashboard.person"), chart.Overdue, chart.Week, chart.Later} {
		chart.Table.Columns = append(chart.Table.Columns, Column{Label: label})
	}
	for _, l := range busiest(v.Loads, mostPeople) {
		href := "/action-items?owner=" + l.PersonID + "&status=open,blocked"
		late := "/action-items?owner=" + l.PersonID + "&overdue=true"
		row := LoadRow{
			Initials: initials(l.Name), Side: cmpSide(l.Side), Name: l.Name, Counts: [3]int{l.Overdue, l.Week, l.Later},
			Hrefs: [3]string{late, href, href}, Href: href, Summary: v.L.N("dashboard.load.open", l.Open()),
		}
		if l.Overdue > 0 {
			row.Late, row.Summary = v.L.N("dashboard.load.late", l.Overdue), v.L.N("dashboard.load.of_open", l.Open())
		}
		chart.People = append(chart.People, row)
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: l.Name, Cells: []ChartMark{
			{v.L.Int(l.Overdue), late}, {v.L.Int(l.Week), href}, {v.L.Int(l.Later), href},
		}})
	}
	v.Load.Chart = chart.HTML()
}

// busiest keeps the order of people and leaves out, where there are too many,
// those with the least on.
func busiest(loads []accord.Load, most int) []accord.Load {
	least := 0
	for ; ; least++ {
		n := 0
		for _, l := range loads {
			if l.Open() >= least {
				n++
			}
		}
		if n <= most {
			break
		}
	}
	var kept []accord.Load
	for _, l := range loads {
		if l.Open() >= least {
			kept = append(kept, l)
		}
	}
	return kept
}
