package accord

// HorizonOf is one thing with its side and horizon: a priority, an agenda item,
// a project, an action item.
type HorizonOf struct {
	Side    Side
	Horizon Horizon
}

// HorizonCounts are how many things have which horizon.
type HorizonCounts struct {
	Now     int `json:"now"`
	Quarter int `json:"quarter"`
	Year    int `json:"year"`
	Beyond  int `json:"beyond"`
	Unsaid  int `json:"unsaid"` // nobody said
}

// Said counts those with a horizon.
func (c HorizonCounts) Said() int { return c.Now + c.Quarter + c.Year + c.Beyond }

// At is the count of one horizon; "" those without.
func (c HorizonCounts) At(h Horizon) int {
	switch h {
	case HorizonNow:
		return c.Now
	case HorizonQuarter:
		return c.Quarter
	case HorizonYear:
		return c.Year
	case HorizonBeyond:
		return c.Beyond
	default:
		return c.Unsaid
	}
}

func (c *HorizonCounts) add(h Horizon, n int) {
	switch h {
	case HorizonNow:
		c.Now += n
	case HorizonQuarter:
		c.Quarter += n
	case HorizonYear:
		c.Year += n
	case HorizonBeyond:
		c.Beyond += n
	default:
		c.Unsaid += n
	}
}

// HorizonBalance is the mix of horizons by side.
type HorizonBalance struct {
	Sales     HorizonCounts `json:"sales"`
	Joint     HorizonCounts `json:"joint"`
	Marketing HorizonCounts `json:"marketing"`
}

// HorizonMix counts the horizons of things by side.
func HorizonMix(list []HorizonOf) HorizonBalance {
	var b HorizonBalance
	for _, of := range list {
		b.Add(of, 1)
	}
	return b
}

// Add counts n more things of a side and horizon.
func (b *HorizonBalance) Add(of HorizonOf, n int) {
	switch of.Side {
	case Sales:
		b.Sales.add(of.Horizon, n)
	case Marketing:
		b.Marketing.add(of.Horizon, n)
	default:
		b.Joint.add(of.Horizon, n)
	}
}

// With counts the things of another balance too.
func (b HorizonBalance) With(other HorizonBalance) HorizonBalance {
	for _, side := range []Side{Sales, Neutral, Marketing} {
		for _, h := range append(Horizons(), "") {
			b.Add(HorizonOf{side, h}, other.Of(side).At(h))
		}
	}
	return b
}

// Of gives the counts of a side; neutral is joint.
func (b HorizonBalance) Of(side Side) HorizonCounts {
	switch side {
	case Sales:
		return b.Sales
	case Marketing:
		return b.Marketing
	default:
		return b.Joint
	}
}

// Total counts all sides together.
func (b HorizonBalance) Total() HorizonCounts {
	var t HorizonCounts
	for _, c := range []HorizonCounts{b.Sales, b.Joint, b.Marketing} {
		t.Now, t.Quarter, t.Year = t.Now+c.Now, t.Quarter+c.Quarter, t.Year+c.Year
		t.Beyond, t.Unsaid = t.Beyond+c.Beyond, t.Unsaid+c.Unsaid
	}
	return t
}

// Empty reports whether there is nothing to weigh.
func (b HorizonBalance) Empty() bool { t := b.Total(); return t.Said()+t.Unsaid == 0 }

// HorizonGap is what a list forgets: "" nothing.
type HorizonGap string

// The gaps worth saying, once.
const (
	GapBeyondMonth HorizonGap = "beyond_month" // a monthly agenda without anything beyond the month
	GapTodaysSales HorizonGap = "todays_sales" // a quarter without anything for today's sales
)

// HorizonSpan is the time a list is for, which says what it must not forget.
type HorizonSpan string

// The spans. A list for less than a month may be about today alone.
const (
	SpanMonth   HorizonSpan = "month"
	SpanQuarter HorizonSpan = "quarter"
)

// Gap says what the list forgets, of what people said about it; where nobody
// said anything it forgets nothing. Sales' own things and joint ones that show
// their effect within two weeks are for today's sales.
func (b HorizonBalance) Gap(span HorizonSpan) HorizonGap {
	total := b.Total()
	switch {
	case total.Said() == 0:
	case span == SpanMonth && total.Quarter+total.Year+total.Beyond == 0:
		return GapBeyondMonth
	case span == SpanQuarter && b.Sales.Now+b.Joint.Now == 0:
		return GapTodaysSales
	}
	return ""
}

// HorizonSpan is the time the meetings of a rhythm look at: a month, a quarter
// or more, or "" where they come round more often.
func (r Rule) HorizonSpan() HorizonSpan {
	weeks := 0
	switch r.Freq {
	case Daily:
		weeks = r.Interval / 7
	case Weekly:
		weeks = r.Interval
	case Monthly:
		weeks = 4 * r.Interval
	case Yearly:
		weeks = 52 * r.Interval
	}
	switch {
	case weeks >= 12:
		return SpanQuarter
	case weeks >= 4:
		return SpanMonth
	}
	return ""
}

// AgendaHorizons are the horizons of what stands on an agenda.
func AgendaHorizons(items []AgendaItem) []HorizonOf {
	var list []HorizonOf
	for _, i := range items {
		if i.Status == AgendaAccepted {
			list = append(list, HorizonOf{Side: i.Side, Horizon: i.Horizon})
		}
	}
	return list
}

// ProjectHorizons are the horizons of the projects chosen or under way.
func ProjectHorizons(projects []Project) []HorizonOf {
	var list []HorizonOf
	for _, p := range projects {
		if p.State == ProjectChosen || p.State == ProjectActive {
			list = append(list, HorizonOf{Side: p.Side, Horizon: p.Horizon})
		}
	}
	return list
}
