package accord

import (
	"fmt"
	"slices"
	"strings"
)

// Duty is who does one duty at a meeting; PersonID is empty for nobody.
type Duty struct {
	Kind     RotaKind `json:"kind"`
	PersonID NullID   `json:"person_id"`
	Name     string   `json:"name"`
	Side     Side     `json:"side"`
}

// Duties are the duties of a meeting.
type Duties struct {
	Facilitator  Duty `json:"facilitator"`
	MinuteTaker  Duty `json:"minute_taker"`
	SalesRep     Duty `json:"sales_rep"`
	MarketingRep Duty `json:"marketing_rep"`
}

// List gives those somebody does, in the order of [RotaKinds].
func (d Duties) List() []Duty {
	return slices.DeleteFunc([]Duty{d.Facilitator, d.MinuteTaker, d.SalesRep, d.MarketingRep}, func(d Duty) bool { return d.PersonID == "" })
}

// dutyWords are a duty and who does it, in words.
type dutyWords struct{ word, name string }

// in gives those somebody does.
func (d Duties) in(w minutesWords) []dutyWords {
	all := []dutyWords{
		{w.facilitator, d.Facilitator.Name},
		{w.minuteTaker, d.MinuteTaker.Name},
		{fmt.Sprintf(w.reportsFor, w.sides[Sales]), d.SalesRep.Name},
		{fmt.Sprintf(w.reportsFor, w.sides[Marketing]), d.MarketingRep.Name},
	}
	return slices.DeleteFunc(all, func(d dutyWords) bool { return d.name == "" })
}

// Text says in a line each, in the reader's language and the workspace's words
// for its sides, who does the duties; "" for nobody.
func (d Duties) Text(locale string, workspace Workspace) string {
	var lines []string
	for _, duty := range d.in(minutesWordsIn(locale, workspace)) {
		lines = append(lines, duty.word+": "+oneLine(duty.name))
	}
	return strings.Join(lines, "\n")
}

// ParseRotaKind reads the name of a duty, as an error on "kind".
func ParseRotaKind(name string) (RotaKind, error) {
	var v Validation
	k := RotaKind(name)
	v.Check(slices.Contains(RotaKinds(), k), "kind", "Choose facilitator, minute_taker, sales_rep or marketing_rep.")
	return k, v.Err()
}

// Rotates reports whether the duty goes by turn in the series.
func (s Series) Rotates(kind RotaKind) bool {
	switch {
	case kind.Represents() != Neutral:
		return s.RotateRepresentatives
	case kind == RotaMinuteTaker:
		return s.RotateMinuteTaker
	default:
		return s.RotateFacilitator
	}
}

// HasRota reports whether any duty goes by turn.
func (s Series) HasRota() bool {
	return s.RotateFacilitator || s.RotateMinuteTaker || s.RotateRepresentatives
}

// CheckRota refuses somebody named for a duty that goes by turn.
func (s Series) CheckRota() error {
	var v Validation
	v.Check(!s.RotateFacilitator || s.FacilitatorID == "", "facilitator_id", "Choose somebody, or let it go by turn.")
	return v.Err()
}

// Holder is who the meeting names for the duty; "" is nobody.
func (m Meeting) Holder(kind RotaKind) NullID {
	switch kind {
	case RotaMinuteTaker:
		return m.MinuteTakerID
	case RotaSalesRep:
		return m.SalesRepID
	case RotaMarketingRep:
		return m.MarketingRepID
	default:
		return m.FacilitatorID
	}
}

// ByHand reports whether somebody chose who does the duty at this meeting: it
// then no longer follows the rota or the series. Representatives are skipped and
// swapped, never chosen.
func (m Meeting) ByHand(kind RotaKind) bool {
	switch kind {
	case RotaMinuteTaker:
		return m.MinuteTakerByHand
	case RotaFacilitator:
		return m.FacilitatorByHand
	default:
		return false
	}
}

// Give names who does the duty at the meeting, byHand for one somebody chose.
func (m Meeting) Give(kind RotaKind, person NullID, byHand bool) Meeting {
	switch kind {
	case RotaMinuteTaker:
		m.MinuteTakerID, m.MinuteTakerByHand = person, byHand
	case RotaSalesRep:
		m.SalesRepID = person
	case RotaMarketingRep:
		m.MarketingRepID = person
	default:
		m.FacilitatorID, m.FacilitatorByHand = person, byHand
	}
	return m
}

// Choose names who does the duty as somebody says: nobody gives it back to the
// rota or the series, whoever it is already changes nothing.
func (m Meeting) Choose(kind RotaKind, person NullID) Meeting {
	if person == m.Holder(kind) {
		return m
	}
	return m.Give(kind, person, person != "")
}

// DutiesOf lists what somebody does at the meeting.
func (m Meeting) DutiesOf(personID string) []RotaKind {
	var kinds []RotaKind
	for _, kind := range RotaKinds() {
		if personID != "" && string(m.Holder(kind)) == personID {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// withDutiesOf gives a meeting that has not begun the facilitator of its changed
// series where nobody chose another one; duties that no longer go by turn are
// nobody's in particular. Those that do are given out by the rota.
func (m Meeting) withDutiesOf(before, after Series) Meeting {
	followed := before.RotateFacilitator || m.FacilitatorID == before.FacilitatorID
	if followed && !m.FacilitatorByHand && !after.RotateFacilitator {
		m.FacilitatorID = after.FacilitatorID
	}
	if before.RotateMinuteTaker && !after.RotateMinuteTaker && !m.MinuteTakerByHand {
		m.MinuteTakerID = ""
	}
	if !after.RotateRepresentatives {
		m.SalesRepID, m.MarketingRepID = "", ""
	}
	return m
}
