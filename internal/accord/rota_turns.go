package accord

import (
	"cmp"
	"slices"
	"time"
)

// Rota is all that decides whose turn a duty is.
//
// The sides take turns while both have people. Within a side it is whoever had
// the fewest, and of these who has waited longest, since their last turn or
// since they came; somebody new begins with as many as anybody of their side
// had. People of neither side take part only where there is nobody of a side.
// So the same turns and people always give the same answer, and somebody new
// changes no turn before their own first one.
type Rota struct {
	Kind   RotaKind
	People []RotaPerson
	Taken  []RotaTurn // stored ones of the series, and of the one it was split from
	Skips  []RotaSkip
	Swaps  []RotaSwap // oldest first
	Busy   []RotaTurn // another duty's turns: who has one is passed over where somebody else is there
}

// Through is the last date a swap names, "" for none: Turns must be asked with
// the dates up to it for an exact answer.
func (r Rota) Through() LocalTime {
	var last LocalTime
	for _, s := range r.Swaps {
		last = max(last, s.FirstStart, s.SecondStart)
	}
	return last
}

// Turns says who has the turn at each of the dates: every one that takes place
// after the last stored turn, in order. A date with a stored turn is answered
// by it.
func (r Rota) Turns(dates []RotaDate) []RotaTurn {
	round, known := r.round(), r.known()
	turns := make([]RotaTurn, 0, len(dates))
	for _, d := range dates {
		if t, ok := known.taken[d.OriginalStart]; ok {
			turns = append(turns, t)
			continue
		}
		p := round.next(known, d.OriginalStart)
		round.took(p, d.StartsAt)
		turns = append(turns, RotaTurn{
			Kind: r.Kind, OriginalStart: d.OriginalStart, StartsAt: d.StartsAt, OwnerID: NullID(p.ID), HolderID: NullID(p.ID), Side: p.Side,
		})
	}
	r.swap(turns, known)
	return turns
}

// known is what a rota was told, by the dates it was told of.
type known struct {
	kind   RotaKind
	takers []RotaPerson
	taken  map[LocalTime]RotaTurn
	busy   map[LocalTime][]string // who has another duty
	passed map[LocalTime][]string // who is passed over
}

func (r Rota) known() known {
	k := known{kind: r.Kind, takers: r.takers(), taken: map[LocalTime]RotaTurn{}, busy: map[LocalTime][]string{}, passed: map[LocalTime][]string{}}
	for _, t := range slices.Backward(r.Taken) { // the first of a date counts
		k.taken[t.OriginalStart] = t
	}
	for _, t := range r.Busy {
		k.busy[t.OriginalStart] = append(k.busy[t.OriginalStart], string(t.HolderID))
	}
	for _, s := range r.Skips {
		if s.Kind == r.Kind {
			k.passed[s.OriginalStart] = append(k.passed[s.OriginalStart], s.PersonID)
		}
	}
	return k
}

// At is Turns for one of the dates.
func (r Rota) At(dates []RotaDate, name LocalTime) (RotaTurn, bool) {
	turns := r.Turns(dates)
	i := slices.IndexFunc(turns, func(t RotaTurn) bool { return t.OriginalStart == name })
	if i < 0 {
		return RotaTurn{}, false
	}
	return turns[i], true
}

// maxOwed bounds by how many turns somebody can be behind their side, so that
// who was passed over for a year does not have a year of turns in a row.
const maxOwed = 2

// round is where everybody stands.
type round struct {
	people map[string]RotaPerson // those who have come so far
	turns  map[string]int        // how many each had
	last   map[string]time.Time  // when they had their last, or came
	most   map[Side]int          // the highest number of turns anybody of a side had
	side   Side                  // whose turn it was; "" before the first
}

// round goes through the stored turns, people coming in between.
func (r Rota) round() round {
	d := round{people: map[string]RotaPerson{}, turns: map[string]int{}, last: map[string]time.Time{}, most: map[Side]int{}}
	coming := slices.SortedFunc(slices.Values(r.takers()), func(a, b RotaPerson) int { return a.Since.Compare(b.Since) })
	taken := slices.SortedFunc(slices.Values(r.Taken), func(a, b RotaTurn) int { return a.StartsAt.Compare(b.StartsAt) })
	for _, t := range taken {
		for len(coming) > 0 && !coming[0].Since.After(t.StartsAt) {
			d.comes(coming[0])
			coming = coming[1:]
		}
		if p, ok := d.people[string(t.OwnerID)]; ok {
			d.took(p, t.StartsAt)
		}
		if t.Side != "" {
			d.side = t.Side // as it was then
		}
	}
	for _, p := range coming {
		d.comes(p)
	}
	return d
}

// comes adds somebody at the end of the round.
func (d *round) comes(p RotaPerson) {
	d.turns[p.ID], d.last[p.ID] = d.most[p.Side], p.Since
	d.people[p.ID] = p
}

// took notes that somebody's turn has come; nobody's changes nothing.
func (d *round) took(p RotaPerson, at time.Time) {
	if p.ID == "" {
		return
	}
	d.turns[p.ID] = d.had(p) + 1
	d.most[p.Side] = max(d.most[p.Side], d.turns[p.ID])
	d.last[p.ID], d.side = at, p.Side
}

// had is how many turns count for somebody.
func (d *round) had(p RotaPerson) int { return max(d.turns[p.ID], d.most[p.Side]-maxOwed) }

// next is whose turn the date is: somebody's of the side that follows, else of
// the other. Somebody with another duty steps in only where
// there is nobody else.
func (d *round) next(k known, name LocalTime) RotaPerson {
	side := d.side.Other()
	if d.side != Sales && d.side != Marketing {
		side = k.kind.first()
	}
	people := slices.DeleteFunc(slices.Clone(k.takers), func(p RotaPerson) bool { return slices.Contains(k.passed[name], p.ID) })
	free := slices.DeleteFunc(slices.Clone(people), func(p RotaPerson) bool { return slices.Contains(k.busy[name], p.ID) })
	if len(free) > 0 {
		people = free
	}
	if len(people) == 0 {
		return RotaPerson{}
	}
	return slices.MinFunc(people, func(a, b RotaPerson) int {
		turn := func(p RotaPerson) int {
			if p.Side == side {
				return 0
			}
			return 1
		}
		return cmp.Or(turn(a)-turn(b), d.had(a)-d.had(b), d.last[a.ID].Compare(d.last[b.ID]), a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID))
	})
}

// takers are the people who take turns: those of the two sides, or everybody
// where there are none.
func (r Rota) takers() []RotaPerson {
	sided := slices.DeleteFunc(slices.Clone(r.People), func(p RotaPerson) bool { return p.Side == Neutral })
	if len(sided) == 0 {
		return slices.Clone(r.People)
	}
	return sided
}

// skipped reports whether somebody is passed over at a date.
func (r Rota) skipped(name LocalTime, personID string) bool {
	return slices.ContainsFunc(r.Skips, func(s RotaSkip) bool {
		return s.Kind == r.Kind && s.OriginalStart == name && s.PersonID == personID
	})
}

// swap exchanges who does the turns. A swap holds while the two turns are those
// it was made of and neither is skipped; one whose first half was done gives
// the other half back.
func (r Rota) swap(turns []RotaTurn, k known) {
	at := make(map[LocalTime]int, len(turns))
	for i, t := range slices.Backward(turns) {
		at[t.OriginalStart] = i
	}
	holder := func(name LocalTime) (id string, _ int) {
		i, ok := at[name]
		if t, done := k.taken[name]; done || !ok {
			return string(t.HolderID), -1
		}
		return string(turns[i].HolderID), i
	}
	does := func(i int, name LocalTime, id string) bool {
		return i < 0 || !slices.Contains(k.passed[name], id) && slices.ContainsFunc(r.People, func(p RotaPerson) bool { return p.ID == id })
	}
	for _, s := range r.Swaps {
		first, i := holder(s.FirstStart)
		second, j := holder(s.SecondStart)
		was := func(id string, at int, own, other string) bool { return at >= 0 && id == own || at < 0 && id == other }
		if s.Kind != r.Kind || i < 0 && j < 0 || !was(first, i, s.FirstID, s.SecondID) || !was(second, j, s.SecondID, s.FirstID) ||
			!does(i, s.FirstStart, s.SecondID) || !does(j, s.SecondStart, s.FirstID) {
			continue
		}
		if i >= 0 {
			turns[i].HolderID = NullID(s.SecondID)
		}
		if j >= 0 {
			turns[j].HolderID = NullID(s.FirstID)
		}
	}
}

// took is who did the duty at a date that has passed, "" for none.
func (r Rota) took(name LocalTime) string {
	i := slices.IndexFunc(r.Taken, func(t RotaTurn) bool { return t.OriginalStart == name })
	if i < 0 {
		return ""
	}
	return string(r.Taken[i].HolderID)
}
