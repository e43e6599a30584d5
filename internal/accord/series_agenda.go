package accord

import "fmt"

// MaxSeriesAgenda bounds the lines of a series' agenda.
const MaxSeriesAgenda = 50

// CheckSeriesAgenda validates the agenda a series starts its meetings from. An
// error stands on its line: "agenda.0.title" is the first one's title.
func CheckSeriesAgenda(items []SeriesAgendaItem) error {
	var v Validation
	v.Check(len(items) <= MaxSeriesAgenda, "agenda", "An agenda to start from has at most %d lines.", MaxSeriesAgenda)
	for i, item := range items {
		v.Under(fmt.Sprintf("agenda.%d.", i), item.asItem().Check())
	}
	return v.Err()
}

// asItem is the line as it will stand on a meeting's agenda.
func (i SeriesAgendaItem) asItem() AgendaItem {
	return AgendaItem{Title: i.Title, Kind: i.Kind, Side: i.Side, Minutes: i.Minutes, Why: i.Why, Status: AgendaAccepted}
}

// SeriesAgendaMinutes sums the lines per side (A2); length is the meeting's, in
// minutes.
func SeriesAgendaMinutes(items []SeriesAgendaItem, length int) AgendaMinutes {
	list := make([]AgendaItem, 0, len(items))
	for _, i := range items {
		list = append(list, i.asItem())
	}
	return PlannedMinutes(list, length)
}

// MaxLeadMinutes bounds a lead time: 60 days.
const MaxLeadMinutes = 60 * dayMinutes

// CheckLeads validates the lead times of A4, in minutes.
func (s Series) CheckLeads() error {
	var v Validation
	for _, lead := range []struct {
		field string
		value int
	}{{"ask_minutes", s.AskMinutes}, {"remind_minutes", s.RemindMinutes}, {"send_minutes", s.SendMinutes}} {
		v.Check(lead.value >= 0 && lead.value <= MaxLeadMinutes, lead.field, "Give 0 to 60 days.")
	}
	return v.Err()
}

// Goal is the shared goal of the series.
func (s Series) Goal() SharedGoal {
	return SharedGoal{Title: s.GoalTitle, Measure: s.GoalMeasure, Target: s.GoalTarget, By: s.GoalBy}
}

// WithSeriesAgendaMoved gives the lines with the one at index i moved up (by
// -1) or down (by 1); at the edge they stay.
func WithSeriesAgendaMoved(items []SeriesAgendaItem, i, by int) []SeriesAgendaItem {
	if i < 0 || i >= len(items) || i+by < 0 || i+by >= len(items) {
		return items
	}
	moved := append([]SeriesAgendaItem(nil), items...)
	moved[i], moved[i+by] = moved[i+by], moved[i]
	return moved
}
