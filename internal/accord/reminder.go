package accord

import "time"

// ReminderHour is the hour of the owner's day at which a reminder of an action
// item is due: early enough to act on it, late enough not to wake anybody.
const ReminderHour = 8

// LeadTimes are the instants at which a meeting's agenda is asked for, missed
// and sent (A4).
type LeadTimes struct {
	Ask    time.Time // both sides are asked for proposals
	Remind time.Time // the side without one is reminded
	Send   time.Time // the agenda locks and is sent
}

// LeadTimes computes the lead times of an occurrence starting at start, by the
// series' template: whole days on the wall clock of its zone, the rest as
// elapsed time. None lies before previousEnd, when the occurrence before ended.
func (s Series) LeadTimes(start, previousEnd time.Time) LeadTimes {
	zone := Zone(s.TimeZone)
	at := func(minutes int) time.Time {
		t := before(start, minutes, zone)
		if t.Before(previousEnd) {
			return Instant(previousEnd)
		}
		return Instant(t)
	}
	return LeadTimes{Ask: at(s.AskMinutes), Remind: at(s.RemindMinutes), Send: at(s.SendMinutes)}
}

// Retimed is the meeting after a move: the steps towards its agenda whose times
// lie in the future again come again, those that have passed were taken (A4).
// old is the start it had: where that had passed, its agenda was given up.
func (m Meeting) Retimed(lead LeadTimes, old, now time.Time) Meeting {
	if now.Before(lead.Ask) {
		m.AskedAt = nil
	}
	if now.Before(lead.Remind) {
		m.RemindedAt = nil
	}
	if now.Before(lead.Send) || !now.Before(old) {
		m.AgendaSentAt = nil
	}
	return m
}

// LongestLead is how far ahead of a date anything of it can be due, the hours
// clocks may change by included.
func (s Series) LongestLead() time.Duration {
	return time.Duration(max(s.AskMinutes, s.RemindMinutes, s.SendMinutes))*time.Minute + 3*time.Hour
}

// before goes back from t, whole days on the wall clock of zone, so that ten
// days before 10:00 is 10:00 whatever the clocks did in between.
func before(t time.Time, minutes int, zone *time.Location) time.Time {
	const day = 24 * 60
	w := t.In(zone)
	wall := time.Date(w.Year(), w.Month(), w.Day()-minutes/day, w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.UTC)
	return Resolve(wall, zone).Add(-time.Duration(minutes%day) * time.Minute)
}

// DueTomorrowAt is when the owner is reminded of an item due tomorrow: the
// morning of the day before, in the zone the item was accepted in.
func (a ActionItem) DueTomorrowAt() time.Time { return morning(a.DueOn.AddDays(-1), Zone(a.OwnerZone)) }

// RemindsTomorrow reports whether the owner is to be reminded now of an item
// due tomorrow: from that morning until its due day begins. Whoever promised it
// after that morning has just said so.
func (a ActionItem) RemindsTomorrow(now time.Time) bool {
	at := a.DueTomorrowAt()
	return !now.Before(at) && !a.DueDayBegun(now) && (a.AcceptedAt == nil || !a.AcceptedAt.After(at))
}

// MissedTomorrow reports whether the reminder that an item is due tomorrow has
// lost its point: its time came, and the due day has begun since. A new due day
// that was set after that time never had one.
func (a ActionItem) MissedTomorrow(now time.Time) bool {
	at := a.DueTomorrowAt()
	promised := a.AcceptedAt == nil || !a.AcceptedAt.After(at)
	return promised && a.DueDayBegun(now) && (a.DueOn == a.OriginalDueOn || !a.UpdatedAt.After(at))
}

// DueDayBegun reports whether the due day has begun in the zone the item was
// accepted in.
func (a ActionItem) DueDayBegun(now time.Time) bool {
	return !now.Before(a.DueOn.AddDays(-1).End(Zone(a.OwnerZone)))
}

// OverdueAt is when the owner is told that an item is overdue: the morning
// after its due day.
func (a ActionItem) OverdueAt() time.Time { return morning(a.DueOn.AddDays(1), Zone(a.OwnerZone)) }

func morning(d Date, zone *time.Location) time.Time {
	t := d.Time()
	return Resolve(time.Date(t.Year(), t.Month(), t.Day(), ReminderHour, 0, 0, 0, time.UTC), zone)
}
