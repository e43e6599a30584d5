package accord

import "math"

// Money is an amount in a company's currency, "" for none, written the reader's
// way.
type Money struct {
	Amount   float64
	Currency string
}

// Share is a ratio, written per cent.
type Share float64

// Mean is a mean, written with one decimal.
type Mean float64

// QuarterName is a quarter as people write it: "Q1 2027".
func (p RevenuePace) QuarterName() string {
	if len(p.Quarter) != len("2027-Q1") {
		return p.Quarter
	}
	return p.Quarter[5:] + " " + p.Quarter[:4]
}

// Ended reports whether the quarter is over by the day it is told of.
func (p RevenuePace) Ended() bool { return p.AsOf > p.To }

// centsMatter is the amount below which a distance is told to the cent.
const centsMatter = 100

// Sentence says in words what can be said of the revenue: also that no goal is
// set, that it is 0, or that the quarter ended within the week.
func (p RevenuePace) Sentence(currency string) Sentence {
	money := func(amount float64) Money { return Money{amount, currency} }
	by := p.Ahead
	if by < 0 {
		by = -by
	}
	if by >= centsMatter {
		by = math.Round(by)
	}
	key := "updates.pace." + string(p.State)
	if uncompared := p.State == PaceUntold || p.State == PaceNoGoal || p.State == PaceZeroGoal; uncompared && p.Ended() {
		key += "_ended"
	}
	return Sentence{Key: key, Args: map[string]any{
		"ToDate": money(p.ToDate), "Goal": money(p.Goal), "Share": Share(p.Share), "Quarter": p.QuarterName(),
		"Elapsed": p.Elapsed, "Total": p.Total, "By": money(by), "Even": money(p.Even), "To": p.To,
	}}
}

// MissingSentences say whose name is not under an update, and why; none where both
// are.
func (d *UpdateDetail) MissingSentences(w Workspace) []Sentence {
	list := []Sentence{}
	for _, p := range d.Parts() {
		if why := d.Missing(p.Side, w); why != PartSigned {
			list = append(list, Sentence{Key: "updates.missing." + string(why), Side: p.Side})
		}
	}
	return list
}

// WaitSentence says of a draft how a side stands: signed, by whom, or what it
// waits for.
func (d *UpdateDetail) WaitSentence(side Side, w Workspace) Sentence {
	p := d.Part(side)
	s := Sentence{Side: side, Args: map[string]any{}}
	switch why := d.Missing(side, w); {
	case why != PartSigned:
		s.Key, s.Args["Who"] = "updates.waits."+string(why), p.whoSigns()
	case p.AsDeputy:
		s.Key, s.Args["Name"] = "updates.waits.deputy", p.SignedName
	default:
		s.Key, s.Args["Name"] = "updates.waits.signed", p.SignedName
	}
	return s
}

// whoSigns names who can sign a part: its lead, and a deputy where there is one.
func (p UpdatePartDetail) whoSigns() Sentence {
	s := Sentence{Key: "updates.who.either", Args: map[string]any{"Lead": p.LeadName, "Deputy": p.DeputyName}}
	switch {
	case p.DeputyName == "":
		s.Key = "updates.who.lead"
	case p.LeadName == "":
		s.Key = "updates.who.deputy"
	}
	return s
}

// AnswerUpdates answers "Are we telling everybody, every week?" from the archive.
func AnswerUpdates(weeks []UpdateWeek) []Sentence {
	sent, streak, over, running := 0, 0, 0, true
	for _, w := range weeks {
		if w.Status() == UpdateDraft {
			continue
		}
		over++
		if running = running && w.Status() == UpdateSent; running {
			streak++
		}
		if w.Status() == UpdateSent {
			sent++
		}
	}
	switch {
	case over == 0:
		return []Sentence{{Key: "updates.told.none"}}
	case sent == over:
		return []Sentence{{Key: "updates.told.all", Count: over}}
	}
	answer := []Sentence{{Key: "updates.told.some", Count: over, Args: map[string]any{"Sent": sent}}}
	if streak > 1 {
		answer = append(answer, Sentence{Key: "updates.told.streak", Count: streak})
	}
	if streak == 0 {
		answer = append(answer, Sentence{Key: "updates.told.last_missed"})
	}
	return answer
}
