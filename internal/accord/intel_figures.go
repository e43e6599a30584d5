package accord

import "time"

// FlowWeek counts what went between the sides in one week, by the week a thing
// began in: so that the parts of a week add up to it, whenever they came.
// Served leads are accepted, rejected or waiting; what was told is answered in
// time or late, missed, or still has time.
type FlowWeek struct {
	Monday Date `json:"monday"` // of the ISO week; "" in a total

	Batches  int `json:"batches"`
	Served   int `json:"served"` // leads
	Accepted int `json:"accepted"`
	Rejected int `json:"rejected"`

	Told   int `json:"told"`
	InTime int `json:"in_time"`
	Late   int `json:"late"`
	Missed int `json:"missed"`
}

// ISOWeek is how the week is named, "2027-W03"; "" for a total.
func (w FlowWeek) ISOWeek() string {
	if w.Monday == "" {
		return ""
	}
	return string(WeekOf(w.Monday))
}

// Sunday is the last day of the week.
func (w FlowWeek) Sunday() Date { return w.Monday.AddDays(6) }

// Judged counts the leads of the week that Sales has judged.
func (w FlowWeek) Judged() int { return w.Accepted + w.Rejected }

// Unjudged counts those that wait for a verdict.
func (w FlowWeek) Unjudged() int { return w.Served - w.Judged() }

// Answered counts what Marketing has answered.
func (w FlowWeek) Answered() int { return w.InTime + w.Late }

// Open counts what waits for an answer and is not overdue.
func (w FlowWeek) Open() int { return w.Told - w.Answered() - w.Missed }

// plus adds the counts of another week.
func (w FlowWeek) plus(o FlowWeek) FlowWeek {
	w.Batches += o.Batches
	w.Served += o.Served
	w.Accepted += o.Accepted
	w.Rejected += o.Rejected
	w.Told += o.Told
	w.InTime += o.InTime
	w.Late += o.Late
	w.Missed += o.Missed
	return w
}

// AcceptedShare is accepted ÷ judged, 0…1, of the leads. Of fewer than five
// judged there is none: counts say more.
func (w FlowWeek) AcceptedShare() (share float64, ok bool) {
	if w.Judged() < FewItems {
		return 0, false
	}
	return float64(w.Accepted) / float64(w.Judged()), true
}

// InTimeShare is answered in time ÷ what was due: answered or missed.
func (w FlowWeek) InTimeShare() (share float64, ok bool) {
	due := w.Answered() + w.Missed
	if due < FewItems {
		return 0, false
	}
	return float64(w.InTime) / float64(due), true
}

// Flow is what went both ways, week by week, oldest first.
type Flow struct {
	Weeks   []FlowWeek
	Total   FlowWeek
	Reasons []LeadRejection // of all weeks together: why leads were rejected, the most frequent first
}

// FlowOf counts whole ISO weeks, the last being the one that to lies in. Batches
// are as they stood at asOf; of what was told, what was entered or answered
// later is not known yet.
func FlowOf(to Date, weeks int, batches []LeadBatch, told []IntelItem, asOf time.Time) Flow {
	last := mondayOf(to)
	first := last.AddDays(-7 * (weeks - 1))
	f := Flow{Weeks: make([]FlowWeek, weeks)}
	for i := range f.Weeks {
		f.Weeks[i].Monday = first.AddDays(7 * i)
	}
	add := func(on Date, part FlowWeek) {
		if on >= first && on <= last.AddDays(6) {
			w := &f.Weeks[first.DaysUntil(on)/7]
			*w = w.plus(part)
			f.Total = f.Total.plus(part)
		}
	}
	for _, b := range batches {
		if !b.CreatedAt.After(asOf) {
			add(b.ServedOn, FlowWeek{Batches: 1, Served: b.Count, Accepted: b.Accepted, Rejected: b.Rejected})
		}
	}
	for _, i := range told {
		if i.CreatedAt.After(asOf) {
			continue
		}
		part := FlowWeek{Told: 1}
		switch i.State(asOf) {
		case IntelInTime:
			part.InTime = 1
		case IntelLate:
			part.Late = 1
		case IntelMissed:
			part.Missed = 1
		case IntelWaiting:
		}
		add(i.ToldOn, part)
	}
	return f
}

// FlowFrom is the first day [FlowOf] counts.
func FlowFrom(to Date, weeks int) Date { return mondayOf(to).AddDays(-7 * (weeks - 1)) }

// IntelligenceState is what the dashboard says of leads and intelligence: what
// waits for whom, and since when.
type IntelligenceState struct {
	Unanswered     int  // what was told and has no answer
	Overdue        int  // of these, past their day
	OldestDaysLate int  // of these, the longest, in days since its day
	LeadsWaiting   int  // leads without a verdict
	OldestBatchAge int  // days since the longest waiting batch was served
	Told           bool // anything ever was
	Served         bool
	Flow           Flow // of the last four weeks
}

// Used reports whether either side ever gave the other anything.
func (s IntelligenceState) Used() bool { return s.Told || s.Served }

// IntelWaits counts what was told and has no answer.
type IntelWaits struct {
	Unanswered int
	Overdue    int
	FirstDue   Date // of the overdue ones; "" for none
}

// LeadWaits counts the leads that have no verdict.
type LeadWaits struct {
	Leads       int
	FirstServed Date // of the batches they are of; "" for none
}

// IntelligenceStateOf says how long what waits has been waiting.
func IntelligenceStateOf(told IntelWaits, leads LeadWaits, today Date) IntelligenceState {
	s := IntelligenceState{Unanswered: told.Unanswered, Overdue: told.Overdue, LeadsWaiting: leads.Leads}
	if told.FirstDue != "" {
		s.OldestDaysLate = max(0, told.FirstDue.DaysUntil(today))
	}
	if leads.FirstServed != "" {
		s.OldestBatchAge = max(0, leads.FirstServed.DaysUntil(today))
	}
	return s
}
