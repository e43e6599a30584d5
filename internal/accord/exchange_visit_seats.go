package accord

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
