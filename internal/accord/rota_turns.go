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
	round := r.round()
	turns := make([]RotaTurn, 0, len(dates))
	for _, d := range dates {
		if i := slices.IndexFunc(r.Taken, func(t RotaTurn) bool { return t.OriginalStart == d.OriginalStart }); i >= 0 {
			turns = append(turns, r.Taken[i])
			continue
		}
		p := round.next(r, d.OriginalStart)
		round.took(p, d.StartsAt)
		turns = append(turns, RotaTurn{
			Kind: r.Kind, OriginalStart: d.OriginalStart, StartsAt: d.StartsAt, OwnerID: NullID(p.ID), HolderID: NullID(p.ID), Side: p.Side,
		})
	}
	r.swap(turns)
	return turns
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
	side   Side                  // whose turn it was; "" before the first
}

// round goes through the stored turns, people coming in between.
func (r Rota) round() round {
	d := round{people: map[string]RotaPerson{}, turns: map[string]int{}, last: map[string]time.Time{}}
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
	d.turns[p.ID], d.last[p.ID] = d.most(p.Side), p.Since
	d.people[p.ID] = p
}

// took notes that somebody's turn has come; nobody's changes nothing.
func (d *round) took(p RotaPerson, at time.Time) {
	if p.ID == "" {
		return
	}
	d.turns[p.ID] = d.had(p) + 1
	d.last[p.ID], d.side = at, p.Side
}

// most is the highest number of turns anybody of a side had.
func (d *round) most(side Side) int {
	most := 0
	for id, p := range d.people {
		if p.Side == side {
			most = max(most, d.turns[id])
		}
	}
	return most
}

// had is how many turns count for somebody.
func (d *round) had(p RotaPerson) int { return max(d.turns[p.ID], d.most(p.Side)-maxOwed) }

// next is whose turn the date is: somebody's of the side that follows, else of
// the other. Somebody with another duty steps in only where
// there is nobody else.
func (d *round) next(r Rota, name LocalTime) RotaPerson {
	side := d.side.Other()
	if d.side != Sales && d.side != Marketing {
		side = r.Kind.first()
	}
	people := slices.DeleteFunc(r.takers(), func(p RotaPerson) bool { return r.skipped(name, p.ID) })
	free := slices.DeleteFunc(slices.Clone(people), func(p RotaPerson) bool {
		return slices.ContainsFunc(r.Busy, func(t RotaTurn) bool { return t.OriginalStart == name && string(t.HolderID) == p.ID })
	})
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
func (r Rota) swap(turns []RotaTurn) {
	holder := func(name LocalTime) (id string, at int) {
		i := slices.IndexFunc(turns, func(t RotaTurn) bool { return t.OriginalStart == name })
		if i < 0 || slices.ContainsFunc(r.Taken, func(t RotaTurn) bool { return t.OriginalStart == name }) {
			return r.took(name), -1
		}
		return string(turns[i].HolderID), i
	}
	does := func(i int, name LocalTime, id string) bool {
		return i < 0 || !r.skipped(name, id) && slices.ContainsFunc(r.People, func(p RotaPerson) bool { return p.ID == id })
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
