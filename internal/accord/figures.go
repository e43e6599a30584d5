package accord

import "time"

// FewItems is the number of things under which a figure shows counts, never a
// percentage: a share of four says more about chance than about anybody.
const FewItems = 5

// FigureKey names one of the dashboard's figures, in the API and in the pages.
type FigureKey string

// The figures, in the order they are shown.
const (
	KeptOnTime     FigureKey = "kept_on_time"
	Kept           FigureKey = "kept"
	OpenItems      FigureKey = "open"
	OverdueItems   FigureKey = "overdue"
	OverdueAgeing  FigureKey = "overdue_ageing"
	SlipRate       FigureKey = "slip_rate"
	MedianSlip     FigureKey = "median_slip"
	CarriedItems   FigureKey = "carried"
	TimeToClose    FigureKey = "time_to_close"
	Acceptance     FigureKey = "acceptance"
	Confirmation   FigureKey = "confirmation"
	Returned       FigureKey = "returned"
	CrossSideKept  FigureKey = "cross_side_kept"
	Balance        FigureKey = "balance"
	CadenceKept    FigureKey = "cadence_kept"
	AgendaCoverage FigureKey = "agenda_coverage"
	Readiness      FigureKey = "readiness"
	Attendance     FigureKey = "attendance"
	Quorum         FigureKey = "quorum"
)

// FigureKeys lists every figure in the order they are shown.
func FigureKeys() []FigureKey {
	return []FigureKey{
		KeptOnTime, Kept, OpenItems, OverdueItems, OverdueAgeing, SlipRate, MedianSlip, CarriedItems, TimeToClose, Acceptance,
		Confirmation, Returned, CrossSideKept, Balance, CadenceKept, AgendaCoverage, Readiness, Attendance, Quorum,
	}
}

// Figure is one number with what it was made of. A period without data has no
// value: it is not 0 %.
type Figure struct {
	Numerator   int
	Denominator int
	Value       *float64 // 0…1, or days for medians; nil: no data, or a plain count
	Buckets     []Bucket // instead of a value, where the figure is a distribution
	Detail      []Bucket // what is counted apart beside it: excused, left out, 85th percentile
}

// Few reports whether the figure is to be shown as counts.
func (f Figure) Few() bool { return f.Denominator < FewItems }

// Bucket is one named part of a distribution. Group tells two distributions of
// one figure apart ("current", "original"); it is empty where there is one.
type Bucket struct {
	Group string
	Name  string
	Count int
}

// Split is a figure for all together and for each side. Nobody is ranked: the
// joint figure comes first (X3). Work of people of neither side is in the joint
// figure only.
type Split struct{ Joint, Sales, Marketing Figure }

// Of returns the figure of a side; Neutral is the joint one.
func (s Split) Of(side Side) Figure {
	switch side {
	case Sales:
		return s.Sales
	case Marketing:
		return s.Marketing
	default:
		return s.Joint
	}
}

// Figures are all figures of one period.
type Figures map[FigureKey]Split

// Period is the stretch of days a figure looks at, cut at AsOf: nothing that
// happened after it is known. Zone is the workspace's; it says when the period
// begins and ends, never when somebody's due day does.
type Period struct {
	From, To Date // both included
	AsOf     time.Time
	Zone     *time.Location
}

// Start is the first instant of the period.
func (p Period) Start() time.Time { return p.From.AddDays(-1).End(p.Zone) }

// End is the first instant after the period, or after AsOf where that is
// earlier: what happened at AsOf itself is known.
func (p Period) End() time.Time {
	if end := p.To.End(p.Zone); !end.After(p.AsOf) {
		return end
	}
	return Instant(p.AsOf).Add(time.Microsecond)
}

// Days counts the days of the period.
func (p Period) Days() int { return p.From.DaysUntil(p.To) + 1 }

// Before is the period of the same length just before this one, as it was
// known at its end.
func (p Period) Before() Period {
	to := p.From.AddDays(-1)
	before := Period{From: p.From.AddDays(-p.Days()), To: to, Zone: p.Zone, AsOf: to.End(p.Zone)}
	if p.AsOf.Before(before.AsOf) {
		before.AsOf = p.AsOf
	}
	return before
}

// Has reports whether the instant lies in the period and before AsOf.
func (p Period) Has(t *time.Time) bool {
	return t != nil && !t.Before(p.Start()) && t.Before(p.End())
}

// ItemFact is what the figures ask of one action item, as it stood at AsOf.
type ItemFact struct {
	OwnerSide         Side
	ForSide           Side
	Status            Status
	CreatedAt         time.Time
	AcceptedAt        *time.Time
	OriginalDueOn     Date       // "" while never accepted
	OriginalDueEndsAt *time.Time // first instant after that day in the owner's zone at acceptance
	DueOn             Date
	DueEndsAt         *time.Time
	DoneAt            *time.Time // the last done not followed by a return
	EndedAt           *time.Time // done, declined or dropped
	Slips             int
	Carried           int
}

// FactOf takes from an item as it is now what the figures ask.
func FactOf(a ActionItem) ItemFact {
	return ItemFact{
		OwnerSide: a.OwnerSide, ForSide: a.ForSide, Status: a.Status, CreatedAt: a.CreatedAt, AcceptedAt: a.AcceptedAt,
		OriginalDueOn: a.OriginalDueOn, OriginalDueEndsAt: a.OriginalDueEndsAt, DueOn: a.DueOn, DueEndsAt: a.DueEndsAt,
		DoneAt: a.DoneAt, EndedAt: a.EndedAt, Slips: a.Slips, Carried: a.Carried,
	}
}

// DueIn reports whether the item was accepted and its original due day lies in
// the period and has ended: whether it is one of those asked about.
func (f ItemFact) DueIn(p Period) bool {
	return f.OriginalDueEndsAt != nil && f.OriginalDueOn >= p.From && f.OriginalDueOn <= p.To &&
		!f.OriginalDueEndsAt.After(p.AsOf)
}

// LeftOut reports whether the item was declined, or dropped with consent before
// its day had ended: such an item is counted beside the figure, not in it.
func (f ItemFact) LeftOut() bool {
	switch f.Status {
	case StatusDeclined:
		return true
	case StatusDropped:
		return f.EndedAt != nil && f.EndedAt.Before(*f.OriginalDueEndsAt)
	default:
		return false
	}
}

// KeptOnTime reports whether the item was done by the end of its original due
// day. Late is not kept, and a later due date changes nothing.
func (f ItemFact) KeptOnTime() bool {
	return f.DoneAt != nil && f.OriginalDueEndsAt != nil && f.DoneAt.Before(*f.OriginalDueEndsAt)
}

// Kept reports whether the item was done by the end of the period.
func (f ItemFact) Kept(p Period) bool { return f.DoneAt != nil && f.DoneAt.Before(p.End()) }

// CrossSide reports whether the item is for Sales or Marketing and that is not
// its owner's side; it is then the other side that confirms (P3).
func (f ItemFact) CrossSide() bool { return f.ForSide != Neutral && f.ForSide != f.OwnerSide }

// Overdue reports whether the item is open and its due day has ended.
func (f ItemFact) Overdue(asOf time.Time) bool {
	return f.Status.Running() && f.DueEndsAt != nil && !f.DueEndsAt.After(asOf)
}

// SlipDays is how far the due date has moved since acceptance.
func (f ItemFact) SlipDays() int { return f.OriginalDueOn.DaysUntil(f.DueOn) }

// DaysLate counts the days since a due day ended: 1 on the first. 0 is not late.
func DaysLate(dueEnds *time.Time, asOf time.Time) int {
	if dueEnds == nil || dueEnds.After(asOf) {
		return 0
	}
	return 1 + int(asOf.Sub(*dueEnds)/(24*time.Hour))
}

// AgeLimits are the last days of the overdue buckets; the last has no end.
var AgeLimits = [4]int{7, 14, 30, 60}

// AgeNames name the overdue buckets.
var AgeNames = [5]string{"1-7", "8-14", "15-30", "31-60", "60+"}

// AgeBucket is the place in [AgeNames] of something that many days late.
func AgeBucket(days int) int {
	for i, limit := range AgeLimits {
		if days <= limit {
			return i
		}
	}
	return len(AgeLimits)
}
