package accord

import "math"

// Sentence is one sentence of a card's subtitle: today's answer to the card's
// question, as a message key and its values, so that every language can say it.
type Sentence struct {
	Key   string
	Count int // chooses singular or plural; 0 where the sentence has none
	Side  Side
	Args  map[string]any
}

// DaySpan is a value of a sentence: a time of whole days, which every language
// words in its own way.
type DaySpan int

// The bounds of the sentences: a change under two points is none.
const (
	samePoints = 2
	monthDays  = 30
)

// AnswerPromises answers "Are we keeping our promises?": against the period
// before, then against the goal. target is nil where no goal is set.
func AnswerPromises(now, before Split, target *float64) []Sentence {
	if now.Joint.Denominator == 0 {
		return []Sentence{{Key: "dashboard.promises.none"}}
	}
	if now.Joint.Few() {
		return []Sentence{{
			Key: "dashboard.promises.few", Count: now.Joint.Denominator,
			Args: map[string]any{"Kept": now.Joint.Numerator},
		}}
	}
	answer := []Sentence{{Key: "dashboard.promises." + trend(now.Joint, before.Joint)}}
	for _, side := range []Side{Sales, Marketing} {
		f := now.Of(side)
		if target == nil || f.Few() {
			continue
		}
		points := percent(*f.Value) - percent(*target)
		key, by := "dashboard.promises.at_goal", points
		if points < 0 {
			key, by = "dashboard.promises.under_goal", -points
		} else if points > 0 {
			key = "dashboard.promises.above_goal"
		}
		answer = append(answer, Sentence{Key: key, Count: by, Side: side, Args: map[string]any{"Goal": percent(*target)}})
	}
	return answer
}

// Trend names the change against the period before: "more", "less", "same",
// or "alone" where there is too little to compare with.
func trend(now, before Figure) string {
	if before.Few() || now.Few() {
		return "alone"
	}
	switch points := percent(*now.Value) - percent(*before.Value); {
	case points >= samePoints:
		return "more"
	case points <= -samePoints:
		return "less"
	default:
		return "same"
	}
}

// AnswerChange says how many points a share changed against the period before;
// no sentence where either has too few items.
func AnswerChange(now, before Figure) []Sentence {
	if before.Few() || now.Few() {
		return nil
	}
	switch points := percent(*now.Value) - percent(*before.Value); {
	case points > 0:
		return []Sentence{{Key: "dashboard.change.up", Count: points}}
	case points < 0:
		return []Sentence{{Key: "dashboard.change.down", Count: -points}}
	default:
		return []Sentence{{Key: "dashboard.change.same"}}
	}
}

// AnswerOverdue answers "Who is carrying the overdue work?".
func AnswerOverdue(s Split) []Sentence {
	all := s.Joint.Numerator
	if all == 0 {
		return []Sentence{{Key: "dashboard.overdue.none"}}
	}
	var answer []Sentence
	sales, marketing := s.Sales.Numerator, s.Marketing.Numerator
	switch {
	case sales == marketing:
		answer = append(answer, Sentence{Key: "dashboard.overdue.even", Count: all, Args: map[string]any{"Each": sales}})
	case sales > marketing:
		answer = append(answer, Sentence{Key: "dashboard.overdue.more", Count: all, Side: Sales, Args: map[string]any{"Owes": sales}})
	default:
		answer = append(answer, Sentence{Key: "dashboard.overdue.more", Count: all, Side: Marketing, Args: map[string]any{"Owes": marketing}})
	}
	old := 0
	for _, b := range s.Joint.Buckets {
		if b.Group == "current" && (b.Name == AgeNames[3] || b.Name == AgeNames[4]) {
			old += b.Count
		}
	}
	if old > 0 {
		answer = append(answer, Sentence{Key: "dashboard.overdue.old", Count: old, Args: map[string]any{"Days": monthDays}})
	}
	return answer
}

// Owed is what a side promised the other, or itself, that fell due in a period.
type Owed struct {
	Owner, For    Side
	OnTime, Count int
}

// Owed returns who owed whom: Sales to Sales and to Marketing, then Marketing to
// both. Work for both sides together, and that of neutral people, is in none.
func (t *Tally) Owed() []Owed {
	s, m := t.Sales, t.Marketing
	return []Owed{
		{Sales, Sales, s.OwnOnTime, s.OwnDue},
		{Sales, Marketing, s.CrossOnTime, s.CrossDue},
		{Marketing, Sales, m.CrossOnTime, m.CrossDue},
		{Marketing, Marketing, m.OwnOnTime, m.OwnDue},
	}
}

// AnswerOwed answers "Who owes whom?": how much of what one side promised the
// other was kept.
func AnswerOwed(list []Owed) []Sentence {
	var answer []Sentence
	for _, o := range list {
		if o.Owner != o.For && o.Count > 0 {
			answer = append(answer, Sentence{
				Key: "dashboard.owed.kept", Side: o.Owner, Args: map[string]any{"Kept": o.OnTime, "All": o.Count, "Other": o.For},
			})
		}
	}
	if answer == nil {
		return []Sentence{{Key: "dashboard.owed.none"}}
	}
	return answer
}

// Load is what one person has on: running items by when they are due.
type Load struct {
	PersonID string
	Name     string
	Side     Side
	Overdue  int
	Week     int // due within seven days
	Later    int
}

// Open is the number of running items.
func (l Load) Open() int { return l.Overdue + l.Week + l.Later }

// AnswerLoad answers "Who has too much on?" with the one who has most, and one
// who has room: at most half of the average. It names nobody where all are even.
func AnswerLoad(loads []Load) []Sentence {
	var most, least *Load
	total := 0
	for i := range loads {
		l := &loads[i]
		total += l.Open()
		if most == nil || l.Open() > most.Open() {
			most = l
		}
		if least == nil || l.Open() < least.Open() {
			least = l
		}
	}
	if total == 0 {
		return []Sentence{{Key: "dashboard.load.none"}}
	}
	if len(loads) < 2 || most.Open() <= total/len(loads)+1 {
		return []Sentence{{Key: "dashboard.load.even", Count: total}}
	}
	answer := []Sentence{{Key: "dashboard.load.most", Count: most.Open(), Args: map[string]any{"Name": most.Name}}}
	if most.Overdue > 0 {
		answer[0].Key, answer[0].Args["Late"] = "dashboard.load.most_late", most.Overdue
	}
	if least.Open()*2*len(loads) <= total {
		answer = append(answer, Sentence{Key: "dashboard.load.room", Args: map[string]any{"Name": least.Name}})
	}
	return answer
}

// AnswerCadence answers "Are we meeting as planned?".
func AnswerCadence(t Tally) []Sentence {
	if t.Occurrences == 0 {
		return []Sentence{{Key: "dashboard.cadence.none"}}
	}
	if t.Missed == 0 && t.Moved == 0 {
		return []Sentence{{Key: "dashboard.cadence.all", Count: t.Occurrences}}
	}
	var answer []Sentence
	if t.Missed > 0 {
		answer = append(answer, Sentence{Key: "dashboard.cadence.missed", Count: t.Missed, Args: map[string]any{"All": t.Occurrences}})
	}
	if t.Moved > 0 {
		answer = append(answer, Sentence{Key: "dashboard.cadence.moved", Count: t.Moved})
	}
	return answer
}

// percent rounds a share to whole points, the way it is shown, so that a
// sentence never disagrees with the number beside it.
func percent(share float64) int { return int(math.Round(share * 100)) }
