package accord

import (
	"fmt"
	"time"
)

// DigestAfter is the first Monday at eight in the zone after the instant: when
// the week's mail is due to somebody who lives there.
func DigestAfter(now time.Time, zone *time.Location) time.Time {
	monday := mondayOf(DateOf(now, zone))
	for {
		if at := morning(monday, zone); at.After(now) {
			return Instant(at)
		}
		monday = monday.AddDays(7)
	}
}

// DigestIn is the digest of the same week in another zone, or by other clocks.
// Where it was Monday at eight it is Monday there, or a day to either side.
func DigestIn(at time.Time, zone *time.Location) time.Time {
	return Instant(morning(mondayOf(DateOf(at, zone).AddDays(3)), zone))
}

// DigestWeek is the Monday that the digest due at the instant tells of.
func DigestWeek(at time.Time, zone *time.Location) Date { return mondayOf(DateOf(at, zone)) }

// DigestEnds is when a week's digest has lost its point: at the end of the
// Wednesday.
func DigestEnds(monday Date, zone *time.Location) time.Time { return monday.AddDays(2).End(zone) }

// DigestKey makes a week's digest once a person, "digest:ID:2027-W02".
func DigestKey(personID string, monday Date) string {
	year, week := monday.Time().ISOWeek()
	return fmt.Sprintf("digest:%s:%d-W%02d", personID, year, week)
}

func mondayOf(d Date) Date {
	return d.AddDays(-(int(d.Time().Weekday()) + 6) % 7)
}

// DigestPlanned is when the digest of a changed person is due: of the same week
// in another zone, and nil, to be planned anew, where they could get none before.
func (p Person) DigestPlanned(before Person) *time.Time {
	if before.DigestAt == nil || !before.Active() || before.Email == "" {
		return nil
	}
	at := DigestIn(*before.DigestAt, p.Zone())
	return &at
}
