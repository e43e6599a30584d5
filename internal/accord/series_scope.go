package accord

import (
	"slices"
	"time"
)

// Scope is how far a change of a series reaches (S4). A change of one date
// alone is a change of its meeting.
type Scope string

// The scopes: from one date on, or everything that is not past.
const (
	ScopeFollowing Scope = "following"
	ScopeAll       Scope = "all"
)

// ParseScope reads a scope; "" is all. Another word is an error on "scope".
func ParseScope(s string) (Scope, error) {
	switch scope := Scope(s); scope {
	case "":
		return ScopeAll, nil
	case ScopeFollowing, ScopeAll:
		return scope, nil
	default:
		var v Validation
		v.Check(false, "scope", "Choose following or all.")
		return ScopeAll, v.Err()
	}
}

// SeriesChange is what somebody wants of a series.
type SeriesChange struct {
	After       Series // its words and schedule as they were typed; what was not typed as it was
	SuccessorID string // the identity of what goes on, should the series be split

	// KeepInstants is asked of a change of zone alone: the next date keeps its
	// instant and the wall clock changes. Else the wall clock stays.
	KeepInstants bool
	Drop         []LocalTime // original starts of listed meetings to give up

	Was, Is    Observance // the days off before and after the change
	Reobserved bool       // they are others, or the policy is
}

// SeriesPlan says all that a change of a series does (S4). The application
// carries it out in one transaction, in the order of the fields.
type SeriesPlan struct {
	Changes bool // false: there is nothing to do, all else is empty
	Replans bool // dates to come are others, or belong to another series

	// Open are dates that have passed and that nobody opened yet, because the
	// worker did not come to it, or that a day off moved from the past to later:
	// they become meetings before the rule goes.
	Open []Occurrence

	Updated   Series  // the series itself: cut off where it is split, else changed
	Bumps     bool    // its SEQUENCE goes up: date, time, place or rule changed
	Successor *Series // new, with SEQUENCE 0, from the cut on; nil where nothing is split

	Rekeys    []Rekey         // in this order no row meets another's original start
	Listed    []ListedMeeting // meetings to come that the new rule does not know
	Untouched []Meeting       // past, closed, or left alone by the change

	Dates []DateChange // the next dates before and after

	counterpart func(LocalTime) (LocalTime, bool)
}

// Counterparts are the names that dates to come have after the change, by those
// they had; what goes without one is left out, and so is the past. No two become
// the same: one that keeps its name comes first.
func (p SeriesPlan) Counterparts(names []LocalTime) map[LocalTime]LocalTime {
	to, taken := map[LocalTime]LocalTime{}, map[LocalTime]bool{}
	if p.counterpart == nil {
		return to
	}
	for _, exact := range []bool{true, false} {
		for _, name := range sortedNames(slices.Clone(names)) {
			next, ok := p.counterpart(name)
			if ok && exact == (next == name) && !taken[next] {
				to[name], taken[next] = next, true
			}
		}
	}
	return to
}

// Rekey gives a meeting another original start, or another series.
type Rekey struct {
	Meeting  Meeting   // as it is
	SeriesID string    // the series it belongs to from now on
	Original LocalTime // the name it has from now on
	StartsAt time.Time // when it is held from now on
	Planned  time.Time // where its series puts it from now on
	Follows  bool      // it was where its series put it, and goes with it; else it keeps the time somebody gave it
}

// ListedMeeting is a meeting to come without a date of the new rule.
type ListedMeeting struct {
	Meeting  Meeting
	SeriesID string // the series it belongs to from now on, under its old name
	Drop     bool   // it is called off; else it is kept as it is
}

// DateChange is one of the next dates before and after a change; nil where it
// has no counterpart.
type DateChange struct {
	Before, After *Occurrence
}

// Split reports whether the series is cut in two.
func (p SeriesPlan) Split() bool { return p.Successor != nil }
