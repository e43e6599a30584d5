package accord

import (
	"slices"
	"time"
)

// GapKind says what sort of gap it is.
type GapKind string

// The kinds of gaps.
const (
	GapUnknown  GapKind = "unknown"  // a priority the other side does not have
	GapConflict GapKind = "conflict" // two priorities that pull apart
	GapAnswers  GapKind = "answers"  // two answers at least AnswersFarApart apart
)

// SitDownGap is where the two sides differ; each ends in an action item, an
// agenda item, or is left.
type SitDownGap struct {
	Key          string          `json:"key"`
	Kind         GapKind         `json:"kind"`
	Side         Side            `json:"side"`      // whose priority the other does not know; "" for the others
	Sales        string          `json:"sales"`     // their priority; "" for none
	Marketing    string          `json:"marketing"` // theirs
	Question     SitDownQuestion `json:"question"`  // "" unless it is of answers
	Distance     int             `json:"distance"`  // of the answers
	Outcome      GapEnd          `json:"outcome"`   // "" while open
	ActionItemID NullID          `json:"action_item_id"`
	AgendaItemID NullID          `json:"agenda_item_id"`
}

// SitDownFigures are the numbers of two revealed lists.
type SitDownFigures struct {
	Shared        int      `json:"shared"` // priorities both sides list
	Total         int      `json:"total"`  // all priorities, what is shared counted once
	Supports      int      `json:"supports"`
	Conflicts     int      `json:"conflicts"`
	OnlySales     int      `json:"only_sales"` // in no pair
	OnlyMarketing int      `json:"only_marketing"`
	RankGap       *float64 `json:"rank_gap"` // mean distance of the ranks of what is shared; nil where nothing is
	OpenGaps      int      `json:"open_gaps"`
	Gaps          int      `json:"gaps"`
}

// SitDownPoint is one sit-down in the history of its pair.
type SitDownPoint struct {
	ID         string    `json:"id"`
	RevealedAt time.Time `json:"revealed_at"`
	Shared     int       `json:"shared"`
	Total      int       `json:"total"`
	RankGap    *float64  `json:"rank_gap"`
}

// SitDownLists are both parts of a revealed sit-down with what was made of them.
type SitDownLists struct {
	Sales, Marketing SitDownPart
	Pairs            []SitDownPair
	Outcomes         []SitDownOutcome
}

// find gives the priority with that id, and whether there is one.
func (p SitDownPart) find(id string) (SitDownPriority, bool) {
	i := slices.IndexFunc(p.Priorities, func(q SitDownPriority) bool { return q.ID == id })
	if i < 0 {
		return SitDownPriority{}, false
	}
	return p.Priorities[i], true
}

// Answer gives the part's answer to a question, and whether there is one.
func (p SitDownPart) Answer(q SitDownQuestion) (SitDownAnswer, bool) {
	i := slices.IndexFunc(p.Answers, func(a SitDownAnswer) bool { return a.Question == q })
	if i < 0 {
		return SitDownAnswer{}, false
	}
	return p.Answers[i], true
}

// Part is what the side wrote.
func (l SitDownLists) Part(side Side) SitDownPart {
	if side == Marketing {
		return l.Marketing
	}
	return l.Sales
}

// PairOf gives the pair a priority is in, with its counterpart on the other
// list; false where the other side does not know it.
func (l SitDownLists) PairOf(id string) (SitDownPair, SitDownPriority, bool) {
	for _, p := range l.Pairs {
		switch id {
		case p.SalesPriorityID:
			other, ok := l.Marketing.find(p.MarketingPriorityID)
			return p, other, ok
		case p.MarketingPriorityID:
			other, ok := l.Sales.find(p.SalesPriorityID)
			return p, other, ok
		}
	}
	return SitDownPair{}, SitDownPriority{}, false
}

// Distance is how many places apart the two sides rank a pair.
func (l SitDownLists) Distance(p SitDownPair) int {
	s, _ := l.Sales.find(p.SalesPriorityID)
	m, _ := l.Marketing.find(p.MarketingPriorityID)
	return max(s.Rank-m.Rank, m.Rank-s.Rank)
}

// AsOf gives the lists with what had been made of them at an instant: pairs are
// those set then.
func (l SitDownLists) AsOf(pairs []SitDownPair, asOf time.Time) SitDownLists {
	l.Pairs = pairs
	l.Outcomes = slices.DeleteFunc(slices.Clone(l.Outcomes), func(o SitDownOutcome) bool { return o.EndedAt.After(asOf) })
	return l
}

// Figures counts what the lists share and how far apart they rank it.
func (l SitDownLists) Figures() SitDownFigures {
	f := SitDownFigures{}
	places := 0
	for _, p := range l.Pairs {
		switch p.Kind {
		case PairSame:
			f.Shared++
			places += l.Distance(p)
		case PairSupports:
			f.Supports++
		case PairConflicts:
			f.Conflicts++
		}
	}
	f.Total = len(l.Sales.Priorities) + len(l.Marketing.Priorities) - f.Shared
	f.OnlySales, f.OnlyMarketing = len(l.Sales.Priorities)-len(l.Pairs), len(l.Marketing.Priorities)-len(l.Pairs)
	if f.Shared > 0 {
		gap := float64(places) / float64(f.Shared)
		f.RankGap = &gap
	}
	for _, g := range l.Gaps() {
		f.Gaps++
		if g.Outcome == "" {
			f.OpenGaps++
		}
	}
	return f
}

// Gaps lists where the sides differ: priorities unknown to the other, Sales'
// first, then conflicts, then answers far apart; with what became of each.
func (l SitDownLists) Gaps() []SitDownGap {
	gaps := []SitDownGap{}
	for _, side := range []Side{Sales, Marketing} {
		for _, p := range l.Part(side).Priorities {
			if _, _, paired := l.PairOf(p.ID); paired {
				continue
			}
			g := SitDownGap{Key: "priority-" + p.ID, Kind: GapUnknown, Side: side, Sales: p.Title}
			if side == Marketing {
				g.Sales, g.Marketing = "", p.Title
			}
			gaps = append(gaps, g)
		}
	}
	for _, s := range l.Sales.Priorities {
		if pair, m, ok := l.PairOf(s.ID); ok && pair.Kind == PairConflicts {
			gaps = append(gaps, SitDownGap{Key: "pair-" + s.ID + "-" + m.ID, Kind: GapConflict, Sales: s.Title, Marketing: m.Title})
		}
	}
	for _, q := range SitDownQuestions() {
		s, answered := l.Sales.Answer(q)
		m, too := l.Marketing.Answer(q)
		apart := max(s.Score-m.Score, m.Score-s.Score)
		if answered && too && apart >= AnswersFarApart {
			gaps = append(gaps, SitDownGap{Key: "answer-" + string(q), Kind: GapAnswers, Question: q, Sales: s.Words, Marketing: m.Words, Distance: apart})
		}
	}
	for i := range gaps {
		for _, o := range l.Outcomes {
			if o.Gap == gaps[i].Key {
				gaps[i].Outcome, gaps[i].ActionItemID, gaps[i].AgendaItemID = o.Outcome, o.ActionItemID, o.AgendaItemID
			}
		}
	}
	return gaps
}

// Mix counts the priorities of a part per horizon.
func (p SitDownPart) Mix() (mix HorizonCounts) {
	for _, q := range p.Priorities {
		mix.add(q.Horizon, 1)
	}
	return mix
}
