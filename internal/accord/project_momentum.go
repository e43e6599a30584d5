package accord

import (
	"slices"
	"time"
)

// ProjectPace is how a project stood at the end of a month.
type ProjectPace string

// The paces. An active project moved where one of its promises was done in the
// month; it is promised where somebody owes it something; else it has just
// begun, or it stalled.
const (
	PaceIdea     ProjectPace = "idea"
	PaceChosen   ProjectPace = "chosen"
	PaceMoved    ProjectPace = "moved"
	PacePromised ProjectPace = "promised"
	PaceBegun    ProjectPace = "begun"
	PaceStalled  ProjectPace = "stalled"
	PaceDone     ProjectPace = "done"
	PaceStopped  ProjectPace = "stopped"
)

// ProjectPaces lists them as a legend does.
func ProjectPaces() []ProjectPace {
	return []ProjectPace{PaceIdea, PaceChosen, PaceBegun, PaceMoved, PacePromised, PaceStalled, PaceDone, PaceStopped}
}

// ProjectSpan is a stretch of the life of an action item that served a project;
// see [ActionItemSpan].
type ProjectSpan struct {
	ProjectID  string
	FromAt     time.Time
	ToAt       time.Time
	Step       string
	NextAt     time.Time
	NextStatus Status
	Status     Status
	OwnerSide  Side
}

// doneIn reports whether the item was done in [from, to), and not returned by to.
func (s ProjectSpan) doneIn(from, to time.Time) bool {
	returned := s.NextStatus.Running() && s.NextAt.Before(to)
	return s.Step == StepDone && !s.FromAt.Before(from) && s.FromAt.Before(to) && !returned
}

// promisedAt reports whether somebody owed it just before an instant.
func (s ProjectSpan) promisedAt(at time.Time) bool {
	return s.Status.Running() && s.FromAt.Before(at) && !s.ToAt.Before(at)
}

// ProjectMonth is one project in one month; Pace is "" before it was written
// down and after the month it ended in.
type ProjectMonth struct {
	Pace ProjectPace `json:"pace"`
	Done int         `json:"done"` // promises done for it in the month
}

// MomentumRow is one project, month by month.
type MomentumRow struct {
	Project Project        `json:"project"`
	Months  []ProjectMonth `json:"months"`
}

// MonthDone counts, by their owners' sides, the promises done for projects in a
// month.
type MonthDone struct {
	Sales     int `json:"sales"`
	Joint     int `json:"joint"`
	Marketing int `json:"marketing"`
}

// Total counts all of them.
func (m MonthDone) Total() int { return m.Sales + m.Joint + m.Marketing }

// Momentum is how growth projects moved over the months, as of an instant.
type Momentum struct {
	Months  []Date        `json:"months"` // their first days, the oldest first
	Rows    []MomentumRow `json:"projects"`
	Done    []MonthDone   `json:"done"` // one a month
	Active  int           `json:"active"`
	Moved   int           `json:"moved"`   // of the active ones, in the last month
	Stalled int           `json:"stalled"` // of the active ones, nothing is promised for them now
}

// MonthsUntil lists the first days of n months, the last one that of today.
func MonthsUntil(today Date, n int) []Date {
	t := today.Time()
	months := make([]Date, 0, n)
	for i := range n {
		first := time.Date(t.Year(), t.Month()-time.Month(n-1-i), 1, 0, 0, 0, 0, time.UTC)
		months = append(months, Date(first.Format(time.DateOnly)))
	}
	return months
}

// MomentumOf tells how the projects moved in those months, the last one cut at
// asOf. Months begin in loc.
func MomentumOf(projects []Project, spans []ProjectSpan, months []Date, asOf time.Time, loc *time.Location) Momentum {
	m := Momentum{Months: months, Rows: []MomentumRow{}, Done: make([]MonthDone, len(months))}
	of := map[string][]ProjectSpan{}
	for _, s := range spans {
		of[s.ProjectID] = append(of[s.ProjectID], s)
	}
	for _, p := range projects {
		row := MomentumRow{Project: p}
		for i, first := range months {
			from, to := monthBounds(first, asOf, loc)
			month := projectMonth(p, of[p.ID], from, to)
			row.Months = append(row.Months, month)
			m.Done[i] = m.Done[i].plus(of[p.ID], from, to)
		}
		if last := len(months) - 1; last >= 0 && p.StateAt(asOf) == ProjectActive {
			m.count(row.Months[last], promisedIn(of[p.ID], asOf.Add(time.Microsecond)) || p.Fresh(asOf))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// monthBounds are the instants a month begins and ends at, cut at asOf: what
// happened at asOf itself counts.
func monthBounds(first Date, asOf time.Time, loc *time.Location) (from, to time.Time) {
	next := Date(first.Time().AddDate(0, 1, 0).Format(time.DateOnly))
	from, to = first.AddDays(-1).End(loc), next.AddDays(-1).End(loc)
	if cut := asOf.Add(time.Microsecond); to.After(cut) {
		to = cut
	}
	return from, to
}

// count counts an active project: it may have moved this month and be stalled
// now, where its last promise was kept and none follows.
func (m *Momentum) count(last ProjectMonth, alive bool) {
	m.Active++
	if last.Pace == PaceMoved {
		m.Moved++
	}
	if !alive {
		m.Stalled++
	}
}

// promisedIn reports whether somebody owed the project something just before an
// instant.
func promisedIn(spans []ProjectSpan, at time.Time) bool {
	return slices.ContainsFunc(spans, func(s ProjectSpan) bool { return s.promisedAt(at) })
}

func projectMonth(p Project, spans []ProjectSpan, from, to time.Time) ProjectMonth {
	var month ProjectMonth
	for _, s := range spans {
		if s.doneIn(from, to) {
			month.Done++
		}
	}
	state := p.StateAt(to.Add(-time.Microsecond))
	switch {
	case !from.Before(to) || state.Ended() && p.EndedAt.Before(from):
	case state != ProjectActive:
		month.Pace = ProjectPace(state)
	case month.Done > 0:
		month.Pace = PaceMoved
	case promisedIn(spans, to):
		month.Pace = PacePromised
	case p.Fresh(to.Add(-time.Microsecond)):
		month.Pace = PaceBegun
	default:
		month.Pace = PaceStalled
	}
	return month
}

// plus adds what was done in [from, to).
func (m MonthDone) plus(spans []ProjectSpan, from, to time.Time) MonthDone {
	for _, s := range spans {
		if !s.doneIn(from, to) {
			continue
		}
		switch s.OwnerSide {
		case Sales:
			m.Sales++
		case Marketing:
			m.Marketing++
		default:
			m.Joint++
		}
	}
	return m
}
