package main

import (
	"net/url"
	"time"
)

// The answer of the dashboard: every figure, for all and for each side, with
// the list of what it counted.

type figuresAnswer struct {
	From    string                 `json:"from"`
	To      string                 `json:"to"`
	AsOf    time.Time              `json:"as_of"`
	Figures map[string]figureSplit `json:"figures"`
}

type figureSplit struct {
	Joint     figure `json:"joint"`
	Sales     figure `json:"sales"`
	Marketing figure `json:"marketing"`
}

type figure struct {
	Numerator   int            `json:"numerator"`
	Denominator int            `json:"denominator"`
	Value       any            `json:"value"`
	Few         bool           `json:"few"`
	List        string         `json:"list"`
	Detail      map[string]int `json:"detail,omitempty"`
}

// ratio is a share; nothing of nothing has no value.
func ratio(numerator, denominator int) figure {
	f := figure{Numerator: numerator, Denominator: denominator}
	if denominator > 0 {
		f.Value = float64(numerator) / float64(denominator)
	}
	return f
}

func (f figure) with(name string, n int) figure {
	if f.Detail == nil {
		f.Detail = map[string]int{}
	}
	f.Detail[name] = n
	return f
}

var ageNames = [5]string{"1-7", "8-14", "15-30", "31-60", "60+"}

// figures are those made the same way for all and for each side.
func (s *sideCounts) figures() map[string]figure {
	ageing := figure{Numerator: s.overdue, Denominator: s.open}
	current, original := map[string]int{}, map[string]int{}
	for i, name := range ageNames {
		current[name], original[name] = s.ageNow[i], s.ageFirst[i]
	}
	ageing.Value = map[string]any{"current": current, "original": original}
	carried := figure{Numerator: s.open - s.carried[0], Denominator: s.open}
	carried.Value = map[string]int{"0": s.carried[0], "1": s.carried[1], "2": s.carried[2], "3+": s.carried[3]}
	slip := figure{Numerator: s.slipped, Denominator: s.due}
	if days, ok := s.slipDays.percentile(0.5); ok {
		slip.Value = days
	}
	closed := figure{Numerator: s.done - s.returned, Denominator: s.done}
	if days, ok := s.closeDays.percentile(0.5); ok {
		closed.Value = days
		long, _ := s.closeDays.percentile(0.85)
		closed = closed.with("p85", long)
	}
	if days, ok := s.openAge.percentile(0.5); ok {
		closed = closed.with("open_age", days)
	}
	return map[string]figure{
		"kept_on_time":    ratio(s.onTime, s.due).with("left_out", s.leftOut),
		"kept":            ratio(s.kept, s.due).with("left_out", s.leftOut),
		"cross_side_kept": ratio(s.crossOnTime, s.crossDue),
		"open":            {Numerator: s.open, Denominator: s.open},
		"overdue":         ratio(s.overdue, s.open),
		"overdue_ageing":  ageing,
		"slip_rate":       ratio(s.slipped, s.due),
		"median_slip":     slip,
		"carried":         carried,
		"time_to_close":   closed,
		"acceptance":      ratio(s.accepted, s.offered),
		"confirmation":    ratio(s.confirmed, s.confirmable).with("self_confirmed", s.byTime),
		"returned":        ratio(s.returned, s.done),
		"agenda_coverage": ratio(s.outcomes, s.agendaItems),
		"attendance":      ratio(s.present, s.invited).with("excused", s.excused),
	}
}

// answer makes the answer of the counts.
func (f frame) answer(t *dashboardCounts) figuresAnswer {
	joint := t.joint()
	answer := figuresAnswer{From: f.from, To: f.to, AsOf: f.now.In(f.zone), Figures: make(map[string]figureSplit, 19)}
	all, sales, marketing := joint.figures(), t.sides[0].figures(), t.sides[1].figures()
	for key, of := range all {
		answer.Figures[key] = figureSplit{of, sales[key], marketing[key]}
	}
	share := func(s *sideCounts) figure { return ratio(s.made, joint.made).with("agenda_minutes", s.minutes) }
	balance := share(&joint)
	balance.Value = nil
	answer.Figures["balance"] = figureSplit{balance, share(&t.sides[0]), share(&t.sides[1])}
	answer.Figures["cadence_kept"] = figureSplit{Joint: ratio(t.onCadence, t.occurrences)}
	answer.Figures["readiness"] = figureSplit{Joint: ratio(t.ahead, t.held)}
	answer.Figures["quorum"] = figureSplit{Joint: ratio(t.quorate, t.held)}
	for key, split := range answer.Figures {
		for side, one := range map[string]*figure{"": &split.Joint, "sales": &split.Sales, "marketing": &split.Marketing} {
			one.Few, one.List = one.Denominator < 5, f.list(key, side)
		}
		answer.Figures[key] = split
	}
	return answer
}

// list is where what a figure counted is listed.
func (f frame) list(key, side string) string {
	switch key {
	case "cadence_kept", "agenda_coverage", "readiness", "attendance", "quorum":
		return "/api/v1/meetings?figure=" + key + "&from=" + url.QueryEscape(f.start.Format(time.RFC3339)) +
			"&to=" + url.QueryEscape(f.last.Format(time.RFC3339))
	}
	list := "/api/v1/action-items?"
	if side != "" {
		side = "side=" + side
	}
	switch key {
	case "open":
		if side != "" {
			side += "&"
		}
		return list + side + "status=open%2Cblocked"
	case "overdue", "overdue_ageing":
		if side != "" {
			side = "&" + side
		}
		return list + "overdue=true" + side
	}
	if side != "" {
		side += "&"
	}
	return list + "figure=" + key + "&from=" + f.from + "&" + side + "to=" + f.to
}
