package accord

import "strings"

// Duty is who does one duty at a meeting; PersonID is empty for nobody.
type Duty struct {
	Kind     RotaKind `json:"kind"`
	PersonID NullID   `json:"person_id"`
	Name     string   `json:"name"`
	Side     Side     `json:"side"`
}

// Duties are both duties of a meeting.
type Duties struct {
	Facilitator Duty `json:"facilitator"`
	MinuteTaker Duty `json:"minute_taker"`
}

// Text says in a line each, in the reader's language, who does the duties; "" for
// nobody.
func (d Duties) Text(locale string) string {
	w := minutesWordsIn(locale)
	var lines []string
	for _, duty := range []struct{ word, name string }{{w.facilitator, d.Facilitator.Name}, {w.minuteTaker, d.MinuteTaker.Name}} {
		if duty.name != "" {
			lines = append(lines, duty.word+": "+oneLine(duty.name))
		}
	}
	return strings.Join(lines, "\n")
}

// ParseRotaKind reads the name of a duty, as an error on "kind".
func ParseRotaKind(name string) (RotaKind, error) {
	var v Validation
	k := RotaKind(name)
	v.Check(k == RotaFacilitator || k == RotaMinuteTaker, "kind", "Choose facilitator or minute_taker.")
	return k, v.Err()
}

// Rotates reports whether the duty goes by turn in the series.
func (s Series) Rotates(kind RotaKind) bool {
	if kind == RotaMinuteTaker {
		return s.RotateMinuteTaker
	}
	return s.RotateFacilitator
}

// HasRota reports whether any duty goes by turn.
func (s Series) HasRota() bool { return s.RotateFacilitator || s.RotateMinuteTaker }

// CheckRota refuses somebody named for a duty that goes by turn.
func (s Series) CheckRota() error {
	var v Validation
	v.Check(!s.RotateFacilitator || s.FacilitatorID == "", "facilitator_id", "Choose somebody, or let it go by turn.")
	return v.Err()
}

// Holder is who the meeting names for the duty; "" is nobody.
func (m Meeting) Holder(kind RotaKind) NullID {
	if kind == RotaMinuteTaker {
		return m.MinuteTakerID
	}
	return m.FacilitatorID
}

// ByHand reports whether somebody chose who does the duty at this meeting: it
// then no longer follows the rota or the series.
func (m Meeting) ByHand(kind RotaKind) bool {
	if kind == RotaMinuteTaker {
		return m.MinuteTakerByHand
	}
	return m.FacilitatorByHand
}

// Give names who does the duty at the meeting, byHand for one somebody chose.
func (m Meeting) Give(kind RotaKind, person NullID, byHand bool) Meeting {
	if kind == RotaMinuteTaker {
		m.MinuteTakerID, m.MinuteTakerByHand = person, byHand
	} else {
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
	return m
}
