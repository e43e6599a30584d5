package accord

import (
	"slices"
	"time"
)

// RotaKind is a duty that goes round the people of a team.
type RotaKind string

// The duties of a meeting that go by turn.
const (
	RotaFacilitator RotaKind = "facilitator"
	RotaMinuteTaker RotaKind = "minute_taker"

	RotaSalesRep     RotaKind = "sales_rep"
	RotaMarketingRep RotaKind = "marketing_rep"

	// RotaVisitor is a seat for somebody of the other side; it is kept as a visit,
	// and no duty of the meeting.
	RotaVisitor RotaKind = "visitor"
)

// RotaKinds lists the duties in the order they are given out: somebody busy
// with the first is passed over for the second.
func RotaKinds() []RotaKind {
	return []RotaKind{RotaFacilitator, RotaMinuteTaker, RotaSalesRep, RotaMarketingRep}
}

// Represents is the side whose representative does the duty, Neutral for a duty
// of anybody's. Whoever reports for their side may facilitate as well.
func (k RotaKind) Represents() Side {
	switch k {
	case RotaSalesRep:
		return Sales
	case RotaMarketingRep:
		return Marketing
	default:
		return Neutral
	}
}

// RepOf is the duty of a side's representative.
func RepOf(side Side) RotaKind {
	if side == Marketing {
		return RotaMarketingRep
	}
	return RotaSalesRep
}

// Among are those of the people who take turns in the duty: a side is
// represented by its own.
func (k RotaKind) Among(people []RotaPerson) []RotaPerson {
	side := k.Represents()
	if side == Neutral {
		return people
	}
	return slices.DeleteFunc(slices.Clone(people), func(p RotaPerson) bool { return p.Side != side })
}

// first is the side that begins. The two duties begin on different sides, so
// that both have one at every meeting.
func (k RotaKind) first() Side {
	if k == RotaMinuteTaker {
		return Marketing
	}
	return Sales
}

// RotaTurn is one duty at one date. It is computed while the date is to come
// and stored when the meeting starts; then it never changes.
type RotaTurn struct {
	WorkspaceID   string    `json:"-"`
	SeriesID      string    `json:"series_id"`
	Kind          RotaKind  `json:"kind"`
	OriginalStart LocalTime `json:"original_start"`
	StartsAt      time.Time `json:"starts_at"`
	OwnerID       NullID    `json:"owner_id"`  // whose turn it is in the round; "" for nobody's
	HolderID      NullID    `json:"holder_id"` // who does it: the owner, who they swapped with, or whom the meeting names
	Side          Side      `json:"side"`      // of the owner, as it was then
}

// RotaSkip passes over somebody once: they keep their place and are asked the
// next time.
type RotaSkip struct {
	WorkspaceID   string    `json:"-"`
	SeriesID      string    `json:"series_id"`
	Kind          RotaKind  `json:"kind"`
	OriginalStart LocalTime `json:"original_start"`
	PersonID      string    `json:"person_id"`
	CreatedBy     string    `json:"created_by"`
	CreatedAt     time.Time `json:"created_at"`
}

// RotaSwap lets two people do each other's turn. Their places in the round stay.
type RotaSwap struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	SeriesID    string    `json:"series_id"`
	Kind        RotaKind  `json:"kind"`
	FirstStart  LocalTime `json:"first_start"` // the date that was FirstID's
	FirstID     string    `json:"first_id"`
	SecondStart LocalTime `json:"second_start"` // the date that was SecondID's
	SecondID    string    `json:"second_id"`
	CreatedBy   string    `json:"created_by"`
	CreatedAt   time.Time `json:"created_at"`
}

// RotaPerson is somebody whose turn can come.
type RotaPerson struct {
	ID    string
	Side  Side
	Since time.Time // when they came to the team: they begin at the end of the round
}

// RotaPeople are those of a team whose turn can come: observers write nothing
// (X4), and who left is passed over (P9). added says when each came to it.
func RotaPeople(team []TeamPerson, added map[string]time.Time) []RotaPerson {
	var people []RotaPerson
	for _, p := range team {
		if p.Facilitates() {
			people = append(people, RotaPerson{ID: p.ID, Side: p.Side, Since: added[p.ID]})
		}
	}
	return people
}

// RotaDate is a date of the series that takes place.
type RotaDate struct {
	OriginalStart LocalTime
	StartsAt      time.Time
}

// RotaDates are the dates of a series that still take place; a date called off
// is nobody's turn.
func RotaDates(dates []SeriesDate) []RotaDate {
	var list []RotaDate
	for _, d := range dates {
		if d.Status == MeetingPlanned || d.Status == MeetingScheduled {
			list = append(list, RotaDate{OriginalStart: d.OriginalStart, StartsAt: Instant(d.StartsAt)})
		}
	}
	return list
}
