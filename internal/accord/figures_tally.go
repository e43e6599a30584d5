package accord

import (
	"slices"
	"time"
)

// Days counts things by their length in whole days, for medians.
type Days map[int]int

// Add counts n things of that many days.
func (d Days) Add(days, n int) { d[days] += n }

// Total is the number of things counted.
func (d Days) Total() int {
	total := 0
	for _, n := range d {
		total += n
	}
	return total
}

// Percentile is the least number of days that at least the share q of the
// things does not exceed; nil without things. 0.5 is the median.
func (d Days) Percentile(q float64) *float64 {
	lengths := make([]int, 0, len(d))
	for length := range d {
		lengths = append(lengths, length)
	}
	slices.Sort(lengths)
	want, seen := q*float64(d.Total()), 0
	for _, length := range lengths {
		if seen += d[length]; float64(seen) >= want && seen > 0 {
			value := float64(length)
			return &value
		}
	}
	return nil
}

// SideTally is what was counted for the owners, speakers and guests of a side.
type SideTally struct {
	Due, OnTime, Kept, LeftOut int  // items whose original due day lies in the period
	CrossDue, CrossOnTime      int  // those of them for the other side
	OwnDue, OwnOnTime          int  // those of them for the owners' own side
	Slipped                    int  // those of them with a slip
	SlipDays                   Days // how far those moved

	Open, Overdue          int // running items at as of
	AgeCurrent, AgeAtFirst [5]int
	Carried                [4]int // open items that passed 0, 1, 2, 3 or more held meetings
	OpenAge                Days   // days since their acceptance

	New                            int  // items made in the period
	Offered, Accepted              int  // offers made in the period
	Done, Returned                 int  // times an item was said to be done in the period
	Confirmable, Confirmed, ByTime int  // of those for the other side: agreed to; confirmed by silence
	CloseDays                      Days // acceptance to done

	AgendaItems, Outcomes, Minutes int // on the agendas of the meetings held; minutes as planned
	Invited, Present, Excused      int
}

// Tally gathers a period's counts by side. Facts are added one by one, or the
// store fills it with the same counts made by the database; [Tally.Figures]
// makes the figures of either.
type Tally struct {
	Sales, Marketing, Neutral SideTally

	Occurrences, OnCadence     int // planned in the period and ended; held near their plan
	Held, LockedAhead, Quorate int
	Missed, Moved              int
}

// Side is the tally of a side.
func (t *Tally) Side(s Side) *SideTally {
	switch s {
	case Sales:
		return &t.Sales
	case Marketing:
		return &t.Marketing
	default:
		return &t.Neutral
	}
}

// AddItem counts an item as it stood at as of: under the items due in the
// period, under the open ones, and under those made in it.
func (t *Tally) AddItem(f ItemFact, p Period) {
	s := t.Side(f.OwnerSide)
	if f.DueIn(p) {
		s.addDue(f, p)
	}
	if f.Status.Running() {
		s.addOpen(f, p.AsOf)
	}
	if p.Has(&f.CreatedAt) {
		s.New++
	}
}

func (s *SideTally) addDue(f ItemFact, p Period) {
	if f.LeftOut() {
		s.LeftOut++
		return
	}
	s.AddDue(DueCell{
		CrossSide: f.CrossSide(), OwnSide: f.ForSide == f.OwnerSide, OnTime: f.KeptOnTime(), Kept: f.Kept(p), Slipped: f.Slips > 0, SlipDays: f.SlipDays(), Count: 1,
	})
}

// DueCell is a number of items due in the period that ended alike.
type DueCell struct {
	CrossSide, OwnSide, OnTime, Kept, Slipped bool
	SlipDays                                  int
	Count                                     int
}

// AddDue counts the items of a cell.
func (s *SideTally) AddDue(c DueCell) {
	add := func(to *int, when bool) {
		if when {
			*to += c.Count
		}
	}
	add(&s.Due, true)
	add(&s.OnTime, c.OnTime)
	add(&s.Kept, c.Kept)
	add(&s.CrossDue, c.CrossSide)
	add(&s.CrossOnTime, c.CrossSide && c.OnTime)
	add(&s.OwnDue, c.OwnSide)
	add(&s.OwnOnTime, c.OwnSide && c.OnTime)
	add(&s.Slipped, c.Slipped)
	if c.Slipped {
		addDays(&s.SlipDays, c.SlipDays, c.Count)
	}
}

func (s *SideTally) addOpen(f ItemFact, asOf time.Time) {
	cell := OpenCell{
		Late: lateBucket(f.DueEndsAt, asOf), LateAtFirst: lateBucket(f.OriginalDueEndsAt, asOf), Carried: f.Carried, Count: 1,
	}
	s.AddOpen(cell)
	if f.AcceptedAt != nil {
		s.AddOpenAge(daysBetween(*f.AcceptedAt, asOf), 1)
	}
}

// AddOpenAge counts running items by the days since their acceptance.
func (s *SideTally) AddOpenAge(days, n int) { addDays(&s.OpenAge, days, n) }

// lateBucket is the place of a due day in [AgeNames], -1 where it has not ended.
func lateBucket(dueEnds *time.Time, asOf time.Time) int {
	if days := DaysLate(dueEnds, asOf); days > 0 {
		return AgeBucket(days)
	}
	return -1
}

// OpenCell is a number of running items that stand alike.
type OpenCell struct {
	Late, LateAtFirst int // places in AgeNames by the due day now and the first one; -1 is not late
	Carried           int // held meetings they passed
	Count             int
}

// AddOpen counts the items of a cell.
func (s *SideTally) AddOpen(c OpenCell) {
	s.Open += c.Count
	s.Carried[min(c.Carried, len(s.Carried)-1)] += c.Count
	if c.Late < 0 {
		return
	}
	s.Overdue += c.Count
	s.AgeCurrent[c.Late] += c.Count
	if c.LateAtFirst >= 0 {
		s.AgeAtFirst[c.LateAtFirst] += c.Count
	}
}

// StepFact is one offer or one *done* in an item's life, with what came of it
// by as of: flows count each time, so that a return is not forgotten when the
// item is done again.
type StepFact struct {
	OwnerSide, ForSide Side
	Status             Status     // proposed: an offer; done
	At                 time.Time  // when it was offered or said to be done
	AcceptedAt         *time.Time // for done: since when it was promised
	Next               Status     // what the item became after it; "" while it stands
	NextAt             *time.Time
	ByTime             bool // confirmed by five working days' silence
}

// AddStep counts an offer or a done that lies in the period.
func (t *Tally) AddStep(f StepFact, p Period) {
	if !p.Has(&f.At) {
		return
	}
	next := f.Next
	if f.NextAt != nil && f.NextAt.After(p.AsOf) {
		next = ""
	}
	days := 0
	if f.AcceptedAt != nil {
		days = daysBetween(*f.AcceptedAt, f.At)
	}
	cross := ItemFact{OwnerSide: f.OwnerSide, ForSide: f.ForSide}.CrossSide()
	t.Side(f.OwnerSide).AddSteps(StepCell{Status: f.Status, Next: next, CrossSide: cross, ByTime: f.ByTime, Days: days, Count: 1})
}

// StepCell is a number of offers, or of dones, that went the same way.
type StepCell struct {
	Status, Next      Status
	CrossSide, ByTime bool
	Days              int // acceptance to done
	Count             int
}

// AddSteps counts the steps of a cell.
func (s *SideTally) AddSteps(c StepCell) {
	switch {
	case c.Status == StatusProposed:
		s.Offered += c.Count
		if c.Next.Running() {
			s.Accepted += c.Count
		}
		return
	case c.Status != StatusDone:
		return
	}
	s.Done += c.Count
	if c.Next.Running() {
		s.Returned += c.Count
	} else {
		addDays(&s.CloseDays, c.Days, c.Count)
	}
	if !c.CrossSide {
		return
	}
	s.Confirmable += c.Count
	switch {
	case c.Next == StatusConfirmed && c.ByTime:
		s.ByTime += c.Count
	case c.Next == StatusConfirmed:
		s.Confirmed += c.Count
	}
}

// Joint is the tally of all three sides together.
func (t *Tally) Joint() SideTally {
	var all SideTally
	for _, s := range []*SideTally{&t.Sales, &t.Marketing, &t.Neutral} {
		all.add(s)
	}
	return all
}

// add sums field by field; the fields are few and named, so that a new one is
// not forgotten (a test sets them all).
func (s *SideTally) add(o *SideTally) {
	s.Due, s.OnTime, s.Kept, s.LeftOut = s.Due+o.Due, s.OnTime+o.OnTime, s.Kept+o.Kept, s.LeftOut+o.LeftOut
	s.OwnDue, s.OwnOnTime = s.OwnDue+o.OwnDue, s.OwnOnTime+o.OwnOnTime
	s.CrossDue, s.CrossOnTime, s.Slipped = s.CrossDue+o.CrossDue, s.CrossOnTime+o.CrossOnTime, s.Slipped+o.Slipped
	s.Open, s.Overdue, s.New = s.Open+o.Open, s.Overdue+o.Overdue, s.New+o.New
	s.Offered, s.Accepted = s.Offered+o.Offered, s.Accepted+o.Accepted
	s.Done, s.Returned = s.Done+o.Done, s.Returned+o.Returned
	s.Confirmable, s.Confirmed, s.ByTime = s.Confirmable+o.Confirmable, s.Confirmed+o.Confirmed, s.ByTime+o.ByTime
	s.AgendaItems, s.Outcomes, s.Minutes = s.AgendaItems+o.AgendaItems, s.Outcomes+o.Outcomes, s.Minutes+o.Minutes
	s.Invited, s.Present, s.Excused = s.Invited+o.Invited, s.Present+o.Present, s.Excused+o.Excused
	for i := range s.AgeCurrent {
		s.AgeCurrent[i] += o.AgeCurrent[i]
		s.AgeAtFirst[i] += o.AgeAtFirst[i]
	}
	for i := range s.Carried {
		s.Carried[i] += o.Carried[i]
	}
	addAllDays(&s.SlipDays, o.SlipDays)
	addAllDays(&s.OpenAge, o.OpenAge)
	addAllDays(&s.CloseDays, o.CloseDays)
}

func addDays(to *Days, days, n int) {
	if *to == nil {
		*to = Days{}
	}
	to.Add(days, n)
}

func addAllDays(to *Days, from Days) {
	for days, n := range from {
		addDays(to, days, n)
	}
}

// daysBetween counts calendar days in UTC, as the database does when it counts
// for us: half a day of difference does not matter to a median in days.
func daysBetween(from, to time.Time) int {
	return max(DateOf(from, time.UTC).DaysUntil(DateOf(to, time.UTC)), 0)
}
