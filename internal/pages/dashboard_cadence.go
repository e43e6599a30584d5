package pages

import (
	"slices"

	"accord/internal/accord"
)

// deviation is a line under the cadence grid: what was missed or moved.
type deviation struct {
	What, Series, Href string
}

// The room of the cadence card.
const (
	mostSeries     = 8
	mostDeviations = 3
)

// cadence draws a row a series and a square a week.
func (v *dashboardView) cadence() {
	v.Cadence.Failed = v.Failed["figures"] || v.Failed["cadence"]
	if v.Cadence.Failed {
		return
	}
	v.Cadence.Answer = v.sentences(accord.AnswerCadence(v.Tally))
	starts := v.weekStarts()
	chart := CadenceChart{
		Months: v.months(starts),
		Key: []CadenceKey{
			{accord.CadenceHeld, v.L.T("dashboard.cadence.is_held")},
			{accord.CadenceMoved, v.L.T("dashboard.cadence.is_moved")},
			{accord.CadenceMissed, v.L.T("dashboard.cadence.is_missed")},
			{accord.CadencePlanned, v.L.T("dashboard.cadence.is_planned")},
		},
		Table: ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{
			{Label: v.L.T("dashboard.cadence.series")}, {Label: v.L.T("dashboard.cadence.date")}, {Label: v.L.T("dashboard.cadence.became")},
		}},
	}
	for _, c := range v.Cadences[:min(len(v.Cadences), mostSeries)] {
		row := CadenceRow{Name: c.Series.Title, Href: "/series/" + c.Series.ID, Weeks: make([]CadenceWeek, len(starts))}
		slices.SortFunc(c.Occurrences, func(a, b accord.OccurrenceFact) int { return a.PlannedAt.Compare(b.PlannedAt) })
		for _, o := range c.Occurrences {
			v.addOccurrence(&chart, &row, starts, c.Series, o)
		}
		chart.Rows = append(chart.Rows, row)
	}
	v.Deviated = v.Deviated[max(len(v.Deviated)-mostDeviations, 0):]
	v.Cadence.Chart = chart.HTML()
}

// addOccurrence puts an occurrence into its week and into the table. Of several
// in a week the square shows the worst.
func (v *dashboardView) addOccurrence(chart *CadenceChart, row *CadenceRow, starts []accord.Date, s accord.Series, o accord.OccurrenceFact) {
	day := o.Original.Date()
	week := 0
	for week+1 < len(starts) && starts[week+1] <= day {
		week++
	}
	state := o.State(v.Period.AsOf)
	href := "/series/" + s.ID + "/" + string(o.Original)
	word := v.L.T("dashboard.cadence.is_" + string(state))
	text := v.L.ShortDate(day) + ": " + word
	chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: s.Title, Cells: []ChartMark{{v.L.Date(day), href}, {Text: word}}})
	if state == accord.CadenceMissed || state == accord.CadenceMoved {
		v.Deviated = append(v.Deviated, deviation{What: v.L.T("dashboard.cadence.on", "What", word, "Date", v.L.ShortDate(day)), Series: s.Title, Href: href})
	}
	square := &row.Weeks[week]
	if square.Text != "" {
		text = square.Text + "; " + text
	}
	if worse(state, square.State) {
		square.State, square.Href = state, href
	}
	square.Text = text
}

// worse reports whether a says more than b about the cadence.
func worse(a, b accord.CadenceState) bool {
	order := []accord.CadenceState{"", accord.CadencePlanned, accord.CadenceHeld, accord.CadenceMoved, accord.CadenceMissed}
	return slices.Index(order, a) > slices.Index(order, b)
}

// weekStarts are the first days of the grid's columns; two weeks ahead are
// shown where the period ends today.
func (v *dashboardView) weekStarts() []accord.Date {
	var starts []accord.Date
	length := 7 * max((v.Period.Days()+6)/7/26, 1)
	for day := v.Period.From; day <= v.Ahead; day = day.AddDays(length) {
		starts = append(starts, day)
	}
	return starts
}

// months names the month above the first of its weeks.
func (v *dashboardView) months(starts []accord.Date) []string {
	names := make([]string, len(starts))
	for i, day := range starts {
		if i > 0 && day.Time().Month() == starts[i-1].Time().Month() {
			continue
		}
		if i == 1 {
			names[0] = "" // no room for both
		}
		names[i] = v.L.MonthShort(day.Time().Month())
	}
	return names
}
