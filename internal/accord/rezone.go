package accord

import "time"

// Rezoned is the meeting at the wall clock its start was set to, after the rules
// of its zone became others (S1): the day's plan stays, the instant moves. It
// reports false where nothing is to be moved: the meeting has begun or is over,
// or its start is where it was.
func (m Meeting) Rezoned(now time.Time) (Meeting, bool) {
	if m.Status != MeetingScheduled || m.StartsAtLocal == "" || m.StartsAtLocal == m.LocalStart() {
		return m, false
	}
	start := m.StartsAtLocal.In(Zone(m.TimeZone)).Add(m.StartsAt.Sub(m.StartsAt.Truncate(time.Minute)))
	if !start.After(now) && !m.StartsAt.After(now) {
		return m, false
	}
	m.StartsAt = Instant(start)
	return m, true
}

// Rezoned is the running item with its due day ending where the day ends by the
// rules its zone has now. The day first promised moves along where it ends by
// the same rules. It reports false where nothing is to be moved; days that have
// ended stay.
func (a ActionItem) Rezoned(now time.Time) (ActionItem, bool) {
	if !a.Status.Running() || a.DueOn == "" || a.DueEndsAt == nil {
		return a, false
	}
	zone := Zone(a.OwnerZone)
	end := Instant(a.DueOn.End(zone))
	by := end.Sub(*a.DueEndsAt)
	if by == 0 || !end.After(now) && !a.DueEndsAt.After(now) {
		return a, false
	}
	a.DueEndsAt, a.UpdatedAt = &end, Instant(now)
	if a.OriginalDueEndsAt != nil && a.OriginalDueEndsAt.After(now) {
		if first := Instant(a.OriginalDueOn.End(zone)); first.Sub(*a.OriginalDueEndsAt) == by {
			a.OriginalDueEndsAt = &first
		}
	}
	return a, true
}
