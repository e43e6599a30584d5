package pages

import (
	"html/template"

	"accord/internal/accord"
)

// sitDownTrend is one picture of a pair's history: a question, the answer in a
// sentence, and the line.
type sitDownTrend struct {
	ID, Title, Answer string
	Line              template.HTML
}

// farthestPlaces is where the axis of the rank gap ends: two lists of seven are
// hardly further apart on average.
const farthestPlaces = 5

// trends are how much the two share from one sit-down to the next, and how far
// apart they rank it.
func (v *sitDownView) trends() []sitDownTrend {
	shared := v.trend("shared", "sit_downs.shared", v.SharedAnswer(), v.L.Percent, func(at accord.SitDownPoint) (*float64, string, string) {
		share := 0.0
		if at.Total > 0 {
			share = float64(at.Shared) / float64(at.Total)
		}
		return &share, v.sharedOf(at), v.sharedOf(at)
	})
	places := func(share float64) string { return v.L.Int(int(share*farthestPlaces + 0.5)) }
	ranks := v.trend("ranks", "sit_downs.gap", v.RanksAnswer(), places, func(at accord.SitDownPoint) (*float64, string, string) {
		if at.RankGap == nil {
			return nil, "", v.InPlaces(nil)
		}
		share := min(*at.RankGap/farthestPlaces, 1)
		return &share, v.L.Decimal(*at.RankGap, 1), v.InPlaces(at.RankGap)
	})
	return []sitDownTrend{shared, ranks}
}

// trend draws one line over the sit-downs of the pair, with what each says below.
func (v *sitDownView) trend(id, what, answer string, scale func(float64) string, value func(accord.SitDownPoint) (share *float64, at, row string)) sitDownTrend {
	t := sitDownTrend{ID: "trend-" + id, Title: v.L.T("sit_downs.trend_" + id), Answer: answer}
	chart := LineChart{
		Title: t.Title, Answer: answer, Percent: scale, Lines: []Line{{Side: accord.Neutral, Name: v.L.T("sit_downs.trend_end." + id)}},
		Table: ChartTable{Summary: v.L.T("sit_downs.as_table"), Columns: []Column{{Label: v.L.T("sit_downs.revealed_on")}, {Label: v.L.T(what)}}},
	}
	for _, at := range v.D.Trend {
		share, text, row := value(at)
		date := v.L.ShortDate(v.L.DateOf(at.RevealedAt))
		mark := ChartMark{Text: text, Href: "/sit-downs/" + at.ID}
		chart.Labels = append(chart.Labels, date)
		chart.Lines[0].Points = append(chart.Lines[0].Points, Point{Value: share, ChartMark: mark})
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: date, Cells: []ChartMark{{Text: row, Href: mark.Href}}})
	}
	t.Line = chart.HTML()
	return t
}

// ends are the pair's first sit-down and this one.
func (v *sitDownView) ends() (first, last accord.SitDownPoint) {
	return v.D.Trend[0], v.D.Trend[len(v.D.Trend)-1]
}

func (v *sitDownView) sharedOf(at accord.SitDownPoint) string {
	return v.L.T("sit_downs.of", "Shared", v.L.Int(at.Shared), "Total", v.L.Int(at.Total))
}

// SharedAnswer says how much was shared at first and is now.
func (v *sitDownView) SharedAnswer() string {
	first, last := v.ends()
	return v.L.T("sit_downs.trend_answer", "First", v.sharedOf(first), "Last", v.sharedOf(last), "Date", v.L.ShortDate(v.L.DateOf(first.RevealedAt)))
}

// RanksAnswer says how far apart what is shared was ranked at first and is now.
func (v *sitDownView) RanksAnswer() string {
	first, last := v.ends()
	if first.RankGap == nil || last.RankGap == nil {
		return v.L.T("sit_downs.trend_gap_none")
	}
	return v.L.T("sit_downs.trend_gap", "First", v.InPlaces(first.RankGap), "Last", v.InPlaces(last.RankGap))
}
