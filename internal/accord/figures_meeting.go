package accord

import "time"

// cadenceDays is how many working days from its plan a meeting may be held and
// still keep the cadence.
const cadenceDays = 3

// CadenceState is what became of one occurrence, drawn by shape.
type CadenceState string

// The states of an occurrence in the cadence grid.
const (
	CadenceHeld    CadenceState = "held"
	CadenceMoved   CadenceState = "moved" // held, on another day than planned
	CadenceMissed  CadenceState = "missed"
	CadencePlanned CadenceState = "planned"
)

// OccurrenceFact is what the cadence asks of one occurrence with its original
// start in the period, as it stood at as of.
type OccurrenceFact struct {
	SeriesID    string
	MeetingID   string    // "" where it has no row
	Original    LocalTime // names it, in the series' zone
	Zone        *time.Location
	PlannedAt   time.Time // where the series put it: on its original start, or where a day off moved it (S3)
	EndsAt      time.Time // the end of the slot it was planned for, or moved to
	StartedAt   *time.Time
	ClosedAt    *time.Time
	CancelledAt *time.Time
}

// plannedOn is the day it was to be held on.
func (f OccurrenceFact) plannedOn() Date { return DateOf(f.PlannedAt, f.Zone) }

// heldOn returns the day it was held on, "" where it was not by as of.
func (f OccurrenceFact) heldOn(asOf time.Time) Date {
	if f.StartedAt == nil || f.ClosedAt == nil || f.ClosedAt.After(asOf) {
		return ""
	}
	return DateOf(*f.StartedAt, f.Zone)
}

// Ended reports whether its time has passed at as of. A cancelled one counts
// from its planned end on; one moved to later is waited for.
func (f OccurrenceFact) Ended(asOf time.Time) bool { return !f.EndsAt.After(asOf) }

// State says what became of it by as of.
func (f OccurrenceFact) State(asOf time.Time) CadenceState {
	cancelled := f.CancelledAt != nil && !f.CancelledAt.After(asOf)
	switch day := f.heldOn(asOf); {
	case day == f.plannedOn():
		return CadenceHeld
	case day != "":
		return CadenceMoved
	case cancelled || f.Ended(asOf):
		return CadenceMissed
	default:
		return CadencePlanned
	}
}

// OnCadence reports whether it was held within three working days of its plan.
func (f OccurrenceFact) OnCadence(asOf time.Time, working WorkingDays) bool {
	day := f.heldOn(asOf)
	return day != "" && working.Apart(f.plannedOn(), day) <= cadenceDays
}

// Counts reports whether the occurrence is one of those asked about at as of:
// it was held, or its time has ended.
func (f OccurrenceFact) Counts(asOf time.Time) bool {
	state := f.State(asOf)
	return state != CadencePlanned && (state != CadenceMissed || f.Ended(asOf))
}

// AddOccurrence counts an occurrence of the period.
func (t *Tally) AddOccurrence(f OccurrenceFact, p Period, working WorkingDays) {
	if !f.Counts(p.AsOf) {
		return
	}
	state := f.State(p.AsOf)
	t.Occurrences++
	if f.OnCadence(p.AsOf, working) {
		t.OnCadence++
	}
	switch state {
	case CadenceMoved:
		t.Moved++
	case CadenceMissed:
		t.Missed++
	}
}

// MeetingFact is what the figures ask of one meeting held in the period.
type MeetingFact struct {
	StartsAt time.Time
	LockedAt *time.Time
	Quorum   *bool
}

// AddHeld counts a meeting that was started and closed by as of.
func (t *Tally) AddHeld(f MeetingFact) {
	t.Held++
	if f.LockedAt != nil && !f.LockedAt.After(f.StartsAt.Add(-24*time.Hour)) {
		t.LockedAhead++
	}
	if f.Quorum != nil && *f.Quorum {
		t.Quorate++
	}
}

// Apart counts the working days from one day to another, whichever is earlier;
// the earlier day itself is not counted. It stops at a month: far is far.
func (w WorkingDays) Apart(a, b Date) int {
	if b < a {
		a, b = b, a
	}
	n := 0
	for day := a; day < b && n < 31; {
		if day = day.AddDays(1); w.Works(day) {
			n++
		}
	}
	return n
}
