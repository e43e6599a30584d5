package accord

import (
	"fmt"
	"time"
)

// PaceState says what can be said of the revenue against the quarter's goal.
type PaceState string

// What can be said, in the order it is asked.
const (
	PaceUntold   PaceState = "untold"    // nobody told the revenue
	PaceNoGoal   PaceState = "no_goal"   // there is no goal to compare it with
	PaceZeroGoal PaceState = "zero_goal" // the goal is 0: no share of it can be given
	PaceEnded    PaceState = "ended"     // the quarter ended within the week: the result
	PaceNoDays   PaceState = "no_days"   // no working day of the quarter has passed
	PaceAhead    PaceState = "ahead"
	PaceBehind   PaceState = "behind"
	PaceOn       PaceState = "on"
)

// RevenuePace is the revenue of a quarter against its goal and against an even
// pace over its working days.
type RevenuePace struct {
	State   PaceState `json:"state"`
	Quarter string    `json:"quarter"` // "2027-Q1"
	From    Date      `json:"from"`
	To      Date      `json:"to"`
	AsOf    Date      `json:"as_of"`
	Elapsed int       `json:"working_days_elapsed"` // up to and with AsOf
	Total   int       `json:"working_days"`
	ToDate  float64   `json:"-"`
	Goal    float64   `json:"-"`
	Share   float64   `json:"share"`    // of the goal; 0 where it cannot be given
	Even    float64   `json:"expected"` // what an even pace would have brought by now
	Ahead   float64   `json:"ahead"`    // of that; negative is behind
}

// QuarterOf names the quarter of a day and gives its first and last.
func QuarterOf(d Date) (name string, from, to Date) {
	t := d.Time()
	q := (int(t.Month()) - 1) / 3
	first := time.Date(t.Year(), time.Month(q*3+1), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 3, -1)
	return fmt.Sprintf("%d-Q%d", t.Year(), q+1), Date(first.Format(time.DateOnly)), Date(last.Format(time.DateOnly))
}

// Quarter is the quarter an update tells of: the one its Monday lies in. The week
// in which a quarter ends tells how it ended.
func (w Week) Quarter() string {
	name, _, _ := QuarterOf(w.Monday())
	return name
}

// Works reports whether a day is one of work.
func (c WorkCalendar) Works(d Date) bool {
	return (c.Week.Works(d) || c.Week == WorkingDays{}) && c.Off.Name(d) == ""
}

// Count is how many working days there are from one day to another, both
// counted.
func (c WorkCalendar) Count(from, to Date) int {
	n := 0
	for d := from; d <= to; d = d.AddDays(1) {
		if c.Works(d) {
			n++
		}
	}
	return n
}

// PaceOf compares the revenue of the week's quarter with its goal as of a day.
// An update that was sent keeps the days as they were counted then.
func PaceOf(u WeeklyUpdate, asOf Date, c WorkCalendar) RevenuePace {
	p := RevenuePace{AsOf: max(asOf, u.Week().Monday())}
	p.Quarter, p.From, p.To = QuarterOf(u.Week().Monday())
	if p.AsOf > u.Week().Sunday() {
		p.AsOf = u.Week().Sunday()
	}
	if u.Status == UpdateSent {
		p.AsOf, p.Elapsed, p.Total = u.AsOf, u.DaysElapsed, u.DaysTotal
	} else {
		p.Elapsed, p.Total = c.Count(p.From, min(p.AsOf, p.To)), c.Count(p.From, p.To)
	}
	if u.RevenueToDate != nil {
		p.ToDate = *u.RevenueToDate
	}
	if u.RevenueGoal != nil {
		p.Goal = *u.RevenueGoal
	}
	p.State = p.compare(u)
	return p
}

// compare fills in what can be computed and says what that is.
func (p *RevenuePace) compare(u WeeklyUpdate) PaceState {
	switch {
	case u.RevenueToDate == nil:
		return PaceUntold
	case u.RevenueGoal == nil:
		return PaceNoGoal
	case p.Goal == 0:
		return PaceZeroGoal
	}
	p.Share = p.ToDate / p.Goal
	switch {
	case p.Ended():
		p.Even, p.Ahead = p.Goal, Cents(p.ToDate-p.Goal)
		return PaceEnded
	case p.Elapsed == 0 || p.Total == 0:
		return PaceNoDays
	}
	p.Even = Cents(p.Goal * float64(p.Elapsed) / float64(p.Total))
	p.Ahead = Cents(p.ToDate - p.Even)
	switch {
	case p.Ahead > 0:
		return PaceAhead
	case p.Ahead < 0:
		return PaceBehind
	}
	return PaceOn
}
