package ical

import "accord/internal/accord"

// Place returns the UID that an occurrence is told under: that of its series,
// beside whose event it stands by its RECURRENCE-ID, or where the series' rule
// does not give it, and where there is no such event, one of its own.
func (s Series) Place(slot accord.LocalTime) (uid string, beside bool) {
	if s.Portable() && s.named(slot) {
		return s.UID, true
	}
	return s.UIDOf(slot), false
}
