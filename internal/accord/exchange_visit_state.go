package accord

import (
	"slices"
	"time"
)

// CoverageMonths is how far back it counts who has been with the other side.
const CoverageMonths = 6

// VisitCoverage is who of the one side visited the other in a period: whoever is
// here now and did at least once, of all who are here and could.
type VisitCoverage struct {
	Host     Side     `json:"host_side"`
	Visits   int      `json:"visits"`
	Reported int      `json:"reported"`
	Visitors []string `json:"visitors"` // ids, each once, by first visit
	Of       int      `json:"of"`       // how many the visiting side has
}

// Low reports whether fewer than half of the visiting side have been there.
func (c VisitCoverage) Low() bool { return 2*len(c.Visitors) < c.Of }

// CoverageFrom is the first day that counts on a day.
func CoverageFrom(today Date) Date {
	return DateOf(today.Time().AddDate(0, -CoverageMonths, 0), time.UTC)
}

// VisitTally is what somebody's visits to a side come to in a period.
type VisitTally struct {
	HostSide  Side
	VisitorID string
	Visits    int
	Reported  int
}

// VisitTotals count the visits of the last half year and of the next two weeks.
type VisitTotals struct {
	Listed  int          // all of them
	Due     int          // reports that are awaited, in time
	Missing int          // and those whose time is over
	Tallies []VisitTally // of those made, each person once a side
}

// VisitTotalsOf counts the visits as they stand now, on the reader's day.
func VisitTotalsOf(visits []VisitDetail, today Date, now time.Time) VisitTotals {
	t := VisitTotals{Listed: len(visits)}
	for _, v := range visits {
		switch state := v.State(today, now); {
		case v.VisitorLeftAt != nil: // no report will come
		case state == VisitDue:
			t.Due++
		case state == VisitMissing:
			t.Missing++
		}
		if v.Status == VisitPlanned && v.Begun(today, now) {
			t.tally(v.ExchangeVisit)
		}
	}
	return t
}

func (t *VisitTotals) tally(v ExchangeVisit) {
	i := slices.IndexFunc(t.Tallies, func(o VisitTally) bool { return o.HostSide == v.HostSide && o.VisitorID == v.VisitorID })
	if i < 0 {
		i, t.Tallies = len(t.Tallies), append(t.Tallies, VisitTally{HostSide: v.HostSide, VisitorID: v.VisitorID})
	}
	t.Tallies[i].Visits++
	if v.ReportedAt != nil {
		t.Tallies[i].Reported++
	}
}

// Coverage counts the visits to each side; people are those of each side who may
// visit.
func Coverage(tallies []VisitTally, people map[Side][]string) []VisitCoverage {
	list := make([]VisitCoverage, 0, 2)
	for _, host := range []Side{Sales, Marketing} {
		could := people[host.Other()]
		c := VisitCoverage{Host: host, Visitors: []string{}, Of: len(could)}
		for _, t := range tallies {
			if t.HostSide != host {
				continue
			}
			c.Visits, c.Reported = c.Visits+t.Visits, c.Reported+t.Reported
			if slices.Contains(could, t.VisitorID) {
				c.Visitors = append(c.Visitors, t.VisitorID)
			}
		}
		list = append(list, c)
	}
	return list
}

// ExchangeState is what the dashboard says of exchange visits.
type ExchangeState struct {
	Used     bool
	Yours    *ExchangeVisit  // whose report the reader owes, the oldest
	Coming   *ExchangeVisit  // the reader's next one, within two weeks
	Due      int             // reports that are awaited, in time
	Missing  int             // and those whose time is over
	Today    Date            //
	Coverage []VisitCoverage // of the last half year
}

// VisitStep is one event of a visit: its row says how it is now, and of how it
// was before only the events know (P8).
type VisitStep struct {
	VisitID   string    `json:"-"`
	At        time.Time `json:"-"`
	What      string    `json:"-"` // planned, changed, moved, swapped, called_off or reported
	VisitorID string    `json:"visitor_id"`
	FromOn    Date      `json:"from_on"`
	ToOn      Date      `json:"to_on"`
}

// VisitsAsOf are the visits as they stood at an instant, by their steps, oldest
// first: what was planned, moved, swapped, reported, called off or given up by
// leaving since is not known yet. A seat counts from the morning of its day:
// when its meeting was to start then, no step says.
func VisitsAsOf(visits []VisitDetail, steps []VisitStep, people []Person, at time.Time) []VisitDetail {
	then := map[string]*VisitDetail{}
	list := make([]VisitDetail, 0, len(visits))
	for _, v := range visits {
		if !v.CreatedAt.After(at) {
			v.Status, v.ReportedAt, v.OffAt, v.StartsAt = VisitPlanned, nil, nil, nil
			list = append(list, v)
			then[v.ID] = &list[len(list)-1]
		}
	}
	for _, s := range steps {
		if v := then[s.VisitID]; v != nil && !s.At.After(at) {
			v.step(s)
		}
	}
	for i := range list {
		list[i].VisitorLeftAt = nil
		p := slices.IndexFunc(people, func(p Person) bool { return p.ID == list[i].VisitorID })
		if p >= 0 && people[p].LeftAt != nil && !people[p].LeftAt.After(at) {
			list[i].VisitorLeftAt = people[p].LeftAt
		}
	}
	return list
}

// step makes the visit what it was after a step.
func (v *VisitDetail) step(s VisitStep) {
	v.VisitorID, v.FromOn, v.ToOn, v.DueOn = s.VisitorID, s.FromOn, s.ToOn, s.ToOn.AddDays(ReportDays)
	switch s.What {
	case "planned":
		v.Status, v.OffAt = VisitPlanned, nil
	case "called_off":
		v.Status, v.OffAt = VisitCancelled, &s.At
	case "reported":
		if v.ReportedAt == nil {
			v.ReportedAt = &s.At
		}
	}
}

// PersonPlace is where somebody stands in the company; changes of it keep the
// one before.
type PersonPlace struct {
	Side   Side       `json:"side"`
	Role   Role       `json:"role"`
	LeftAt *time.Time `json:"left_at"`
}

// PlaceOf is where a person stands.
func PlaceOf(p Person) PersonPlace { return PersonPlace{p.Side, p.Role, p.LeftAt} }

// WhoVisits are the people of each side who were here at an instant and may
// visit: observers do not.
func WhoVisits(people []Person, at time.Time) map[Side][]string {
	of := map[Side][]string{}
	for _, p := range people {
		if p.Role != RoleObserver && !p.CreatedAt.After(at) && (p.LeftAt == nil || p.LeftAt.After(at)) {
			of[p.Side] = append(of[p.Side], p.ID)
		}
	}
	return of
}

// ExchangeStateOf is how the visits stand now, on the day of a reader who makes
// those of mine. Nothing is used where nobody visits.
func ExchangeStateOf(totals VisitTotals, mine []VisitDetail, today Date, now time.Time, people map[Side][]string) ExchangeState {
	s := ExchangeState{Used: totals.Listed > 0, Today: today, Due: totals.Due, Missing: totals.Missing, Coverage: Coverage(totals.Tallies, people)}
	for i, v := range mine {
		switch v.State(today, now) {
		case VisitDue, VisitMissing:
			if s.Yours == nil || v.FromOn < s.Yours.FromOn {
				s.Yours = &mine[i].ExchangeVisit
			}
		case VisitComing:
			if today.DaysUntil(v.FromOn) <= VisitLead && (s.Coming == nil || v.FromOn < s.Coming.FromOn) {
				s.Coming = &mine[i].ExchangeVisit
			}
		}
	}
	return s
}

// lowest is the side that fewest of the other have visited, where those are fewer
// than half; nil where both are visited enough.
func (s ExchangeState) lowest() *VisitCoverage {
	var low *VisitCoverage
	for i, c := range s.Coverage {
		if c.Low() && (low == nil || len(c.Visitors)*low.Of < len(low.Visitors)*c.Of) {
			low = &s.Coverage[i]
		}
	}
	return low
}

// Aligned says how the exchange visits stand; nil where there are none.
func (s ExchangeState) Aligned() *AlignedLine {
	const what, path = "visits", "/exchange-visits"
	low := s.lowest()
	switch {
	case !s.Used:
		return nil
	case s.Yours != nil && s.Today > s.Yours.DueOn:
		return aligned(what, path+"/"+s.Yours.ID, AlignedYours, "yours_late", 0, "Due", s.Yours.DueOn)
	case s.Yours != nil:
		return aligned(what, path+"/"+s.Yours.ID, AlignedYours, "yours", 0, "Due", s.Yours.DueOn)
	case s.Missing > 0:
		return aligned(what, path, AlignedMissed, "missing", s.Missing)
	case s.Coming != nil:
		return aligned(what, path+"/"+s.Coming.ID, AlignedDue, "coming", 0, "On", s.Coming.FromOn, "Other", s.Coming.HostSide)
	case low != nil && len(low.Visitors) == 0:
		return aligned(what, path, AlignedDue, "nobody", 0, "Owner", low.Host.Other(), "Other", low.Host)
	case low != nil:
		return aligned(what, path, AlignedDue, "low", 0, "Visitors", len(low.Visitors), "Of", low.Of, "Owner", low.Host.Other(), "Other", low.Host)
	case s.Due > 0:
		return aligned(what, path, AlignedDue, "due", s.Due)
	}
	return aligned(what, path, AlignedFine, "covered", 0)
}
