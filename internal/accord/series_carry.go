package accord

import "time"

// Rekeyed is the meeting as the plan leaves it: with its new name, series, zone
// and start, and the new words where it had the old ones. before is the series
// it was of, after the one it is of from now on.
func (r Rekey) Rekeyed(before, after Series, now time.Time) Meeting {
	m := r.Meeting
	m.SeriesID, m.OriginalStart, m.StartsAt, m.TimeZone = NullID(r.SeriesID), r.Original, r.StartsAt, after.TimeZone
	m.PlannedOn = DateOf(r.Planned, Zone(after.TimeZone))
	return m.rewritten(r.Meeting, before, after, now)
}

// Kept is a listed meeting that stays as it is, in the series that goes on.
func (l ListedMeeting) Kept(before, after Series, now time.Time) Meeting {
	m := l.Meeting
	m.SeriesID = NullID(l.SeriesID)
	return m.rewritten(l.Meeting, before, after, now)
}

// InWordsOf is a meeting whose date stays, with the new words of its series
// wherever it still had the old ones.
func (m Meeting) InWordsOf(before, after Series, now time.Time) Meeting {
	return m.rewritten(m, before, after, now)
}

// rewritten takes over title, place, length and facilitator where they are
// still the series', and notes for calendars what became of the old one.
func (m Meeting) rewritten(old Meeting, before, after Series, now time.Time) Meeting {
	takeOver(&m.Title, before.Title, after.Title)
	takeOver(&m.Location, before.Location, after.Location)
	takeOver(&m.DurationMinutes, before.DurationMinutes, after.DurationMinutes)
	m = m.withDutiesOf(before, after)
	if m == old {
		return m
	}
	if m.SeriesID != old.SeriesID || m.OriginalStart != old.OriginalStart || !m.StartsAt.Equal(old.StartsAt) ||
		m.Location != old.Location || m.DurationMinutes != old.DurationMinutes {
		m.Sequence++
	}
	m.ChangedAt = &now
	return m
}

// takeOver gives a field the new value where it has the old one.
func takeOver[T comparable](field *T, before, after T) {
	if *field == before {
		*field = after
	}
}

// Begun reports whether a change of its series leaves the meeting alone: it is
// past, running or closed (S4).
func (m Meeting) Begun(now time.Time) bool {
	return m.Status == MeetingClosed || m.Status == MeetingInProgress || !m.StartsAt.After(now)
}
