package accord

import (
	"slices"
	"time"
)

// MaxVisitingSeats bounds how many of the other side sit in a staff meeting: more
// than a handful make it another meeting.
const MaxVisitingSeats = 5

// WithSeats makes the series the staff meeting of host with that many seats for
// visitors of the other side; no host is no visits, no number one seat.
func (s Series) WithSeats(host Side, seats int) Series {
	if host == "" {
		s.HostSide, s.VisitingSeats = "", 0
		return s
	}
	if seats == 0 {
		seats = 1
	}
	s.HostSide, s.VisitingSeats = host, seats
	return s
}

// HasVisits reports whether people of the other side visit the series.
func (s Series) HasVisits() bool { return s.HostSide != "" && s.VisitingSeats > 0 }

// CheckSeats refuses a host that is neither side, and too many visitors.
func (s Series) CheckSeats() error {
	var v Validation
	v.Check(s.HostSide == "" || s.HostSide == Sales || s.HostSide == Marketing, "host_side", "Choose sales or marketing.")
	v.Check(s.HostSide == "" || s.VisitingSeats >= 1 && s.VisitingSeats <= MaxVisitingSeats, "visiting_seats", "Give between 1 and %d seats.", MaxVisitingSeats)
	return v.Err()
}

// Seats gives out a number of seats at each date among the people, who all are
// of the visiting side: whoever had the fewest first. The turns taken already
// count, and fill the seats of their dates.
func (r Rota) Seats(dates []RotaDate, seats int) []RotaTurn {
	round, known := r.round(), r.known()
	var turns []RotaTurn
	for _, d := range dates {
		free := seats
		for _, t := range r.Taken {
			if t.OriginalStart == d.OriginalStart {
				free--
				known.passed[d.OriginalStart] = append(known.passed[d.OriginalStart], string(t.HolderID))
			}
		}
		for range max(0, free) {
			p := round.next(known, d.OriginalStart)
			if p.ID == "" {
				break
			}
			round.took(p, d.StartsAt)
			known.passed[d.OriginalStart] = append(known.passed[d.OriginalStart], p.ID)
			turns = append(turns, RotaTurn{
				Kind: r.Kind, OriginalStart: d.OriginalStart, StartsAt: d.StartsAt, OwnerID: NullID(p.ID), HolderID: NullID(p.ID), Side: p.Side,
			})
		}
	}
	return turns
}

// Follow is the visit after a change of its meeting: on its date, called off with
// it and back with it. One that was reported stays as it was.
func (v ExchangeVisit) Follow(m Meeting, now time.Time) ExchangeVisit {
	if v.ReportedAt != nil || v.Status == VisitSkipped {
		return v
	}
	v.SeriesID, v.OriginalStart = m.SeriesID, m.OriginalStart
	if day := DateOf(m.StartsAt, Zone(m.TimeZone)); day != v.FromOn {
		v.FromOn, v.ToOn, v.DueOn, v.RemindedAt = day, day, day.AddDays(ReportDays), nil
	}
	switch off := m.Status == MeetingCancelled; {
	case !off:
		v.Status, v.OffAt = VisitPlanned, nil
	case v.Status == VisitPlanned:
		v.Status, v.OffAt = VisitCancelled, &now
	}
	return v
}

// SwapSeats lets the visitors of two seats to come take each other's.
func SwapSeats(a, b ExchangeVisit) (ExchangeVisit, ExchangeVisit, error) {
	var v Validation
	v.Check(a.MeetingID != "" && b.MeetingID != "" && a.HostSide == b.HostSide && a.MeetingID != b.MeetingID, "with", "Choose a seat at another date with the same side.")
	v.Check(a.VisitorID != b.VisitorID, "with", "Choose a seat of somebody else.")
	if err := v.Err(); err != nil {
		return a, b, err
	}
	if a.Status != VisitPlanned || b.Status != VisitPlanned || a.ReportedAt != nil || b.ReportedAt != nil {
		return a, b, Errorf(CodeConflict, "This visit is over.")
	}
	a.VisitorID, b.VisitorID = b.VisitorID, a.VisitorID
	a.VisitorSide, b.VisitorSide = b.VisitorSide, a.VisitorSide
	return a, b, nil
}

// SeatDate is a date with visiting seats to come.
type SeatDate struct {
	SeriesID      string      `json:"series_id"`
	SeriesTitle   string      `json:"series_title"`
	HostSide      Side        `json:"host_side"`
	OriginalStart LocalTime   `json:"original_start"`
	StartsAt      time.Time   `json:"starts_at"`
	TimeZone      string      `json:"-"`
	Seats         int         `json:"seats"`
	Visits        []SeatTaken `json:"visits"` // who has a seat
	Next          []SeatTaken `json:"next"`   // whose turn the free seats are; they are invited two weeks ahead
}

// SeatTaken is somebody at a seat; VisitID is "" while it is only their turn.
type SeatTaken struct {
	VisitID   NullID `json:"visit_id"`
	VisitorID string `json:"visitor_id"`
	Name      string `json:"name"`
	Side      Side   `json:"side"`
}

// Free is how many seats nobody has.
func (d SeatDate) Free() int { return max(0, d.Seats-len(d.Visits)) }

// Has reports whether somebody has a seat at the date.
func (d SeatDate) Has(personID string) bool {
	return slices.ContainsFunc(d.Visits, func(t SeatTaken) bool { return t.VisitorID == personID })
}

// Takes reports whether somebody may take a seat at the date for themselves.
func (d SeatDate) Takes(by Actor) bool {
	return d.Free() > 0 && by.Role != RoleObserver && by.Side == d.HostSide.Other() && !d.Has(by.PersonID)
}
