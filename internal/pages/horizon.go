package pages

import (
	"cmp"
	"html/template"

	"accord/internal/accord"
)

// HorizonOptions are the horizons to choose from, after none.
func (b Base) HorizonOptions() []Option {
	return append([]Option{{Label: b.L.T("horizon.none")}}, b.HorizonChoices()...)
}

// HorizonChoices are the horizons alone, the nearest first.
func (b Base) HorizonChoices() []Option {
	var options []Option
	for _, h := range accord.Horizons() {
		options = append(options, Option{Value: string(h), Label: b.HorizonName(h)})
	}
	return options
}

// HorizonName is a horizon in words.
func (b Base) HorizonName(h accord.Horizon) string {
	if h == "" {
		return b.L.T("horizon.none")
	}
	return b.L.T("horizon." + string(h))
}

// horizonCard is the mix of horizons of a list: the answer in words, the picture
// as evidence.
type horizonCard struct {
	Answer   string
	Chart    template.HTML
	Promised []Mark // the promises open beside it, by side
}

// HorizonWords writes a mix: "2 now, 1 this year".
func (b Base) HorizonWords(c accord.HorizonCounts) string {
	var parts []string
	for _, h := range append(accord.Horizons(), "") {
		if n := c.At(h); n > 0 {
			parts = append(parts, b.L.T("horizon.mix."+cmp.Or(string(h), "unsaid"), "Count", b.L.Int(n)))
		}
	}
	return b.L.Join(parts)
}

// promisedMarks are the open promises by side; none where nobody said how far
// any of them looks.
func (b Base) promisedMarks(promised accord.HorizonBalance) []Mark {
	if promised.Total().Said() == 0 {
		return nil
	}
	var marks []Mark
	for _, side := range []accord.Side{accord.Sales, accord.Neutral, accord.Marketing} {
		if text := b.HorizonWords(promised.Of(side)); text != "" {
			marks = append(marks, b.MarkText(side, b.L.T("horizon.of", "Side", b.SideName(side), "Mix", text)))
		}
	}
	return marks
}

// horizons draws a mix about the spine: Sales left, Marketing right, the nearest
// horizon on top; below it what is promised. Without anything there is no card.
func (b Base) horizons(mix, promised accord.HorizonBalance, span accord.HorizonSpan) *horizonCard {
	if mix.Empty() {
		return nil
	}
	card := &horizonCard{Answer: b.sentences(accord.AnswerHorizons(mix, promised, span)), Promised: b.promisedMarks(promised)}
	if mix.Total().Said() == 0 {
		return card
	}
	chart := SpineChart{
		Sales: b.SideName(accord.Sales), Marketing: b.SideName(accord.Marketing), Heading: b.L.T("horizon.heading"), TotalLabel: b.L.T("horizon.all"),
		Table: ChartTable{Summary: b.L.T("dashboard.as_table"), Columns: []Column{
			{Label: b.L.T("horizon.heading")}, {b.SideName(accord.Sales), accord.Sales}, {b.SideName(accord.Neutral), accord.Neutral}, {b.SideName(accord.Marketing), accord.Marketing},
		}},
	}
	for _, h := range append(accord.Horizons(), "") {
		row := SpineRow{Label: b.HorizonName(h), Sales: mix.Sales.At(h), Marketing: mix.Marketing.At(h)}
		if h == "" && row.Sales+row.Marketing+mix.Joint.At(h) == 0 {
			continue
		}
		chart.Rows = append(chart.Rows, row)
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: row.Label, Cells: []ChartMark{
			{Text: b.L.Int(row.Sales)}, {Text: b.L.Int(mix.Joint.At(h))}, {Text: b.L.Int(row.Marketing)},
		}})
	}
	sum := func(c accord.HorizonCounts) int { return c.Said() + c.Unsaid }
	chart.Total = SpineRow{Label: chart.TotalLabel, Sales: sum(mix.Sales), Marketing: sum(mix.Marketing)}
	if joint := mix.Joint.Said(); joint > 0 {
		chart.Neither = b.L.N("horizon.joint", joint, "Near", b.L.Int(mix.Joint.Now+mix.Joint.Quarter), "Far", b.L.Int(mix.Joint.Year+mix.Joint.Beyond))
	}
	card.Chart = chart.HTML()
	return card
}

// Horizons are how far the agenda looks; nil where nobody said and the meeting
// comes round too often for it to matter.
func (v *meetingView) Horizons() *horizonCard {
	mix := accord.HorizonMix(accord.AgendaHorizons(v.D.Agenda))
	if v.Span == "" && mix.Total().Said() == 0 {
		return nil
	}
	return v.horizons(mix, v.Promised, v.Span)
}
