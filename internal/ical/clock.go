package ical

import (
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// The forms of a time, RFC 5545 §3.3.4 and §3.3.5.
const (
	dayForm   = "20060102"
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

// isUTC reports whether times in the zone are written with a Z, which needs no
// VTIMEZONE.
func isUTC(zone *time.Location) bool {
	return zone == nil || zone.String() == "UTC" || zone.String() == "Etc/UTC"
}

// setInstant sets a property to an instant as the zone's wall clock, or in UTC
// where readers disagree about what that wall clock stands for.
func setInstant(props ical.Props, name string, at time.Time, zone *time.Location) {
	at = accord.Instant(at).Truncate(time.Second)
	if isUTC(zone) || !plain(floating(at, zone), zone) {
		setRaw(props, name, at.Format(utcForm))
		return
	}
	props.Set(localProp(name, at.In(zone).Format(localForm), zone))
}

// floating returns the zone's wall clock at the instant, as if it were UTC.
func floating(at time.Time, zone *time.Location) time.Time {
	_, seconds := at.In(zone).Zone()
	return at.UTC().Add(time.Duration(seconds) * time.Second)
}

// plain reports whether the wall clock shows exactly once: it lies in no spring
// gap, where readers take the hour before, the hour after, or nothing, and in
// no autumn overlap, where some take the second of the two.
func plain(wall time.Time, zone *time.Location) bool {
	times := 0
	seen := map[int]bool{}
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, seconds := wall.Add(near).In(zone).Zone()
		at := wall.Add(-time.Duration(seconds) * time.Second)
		if !seen[seconds] && floating(at, zone).Equal(wall) {
			times++
		}
		seen[seconds] = true
	}
	return times == 1
}

// addSlot adds a property that names an occurrence by its original start, in
// the same form as the DTSTART of its series (RFC 5545 §3.8.4.4).
func addSlot(props ical.Props, name string, slot accord.LocalTime, zone *time.Location) {
	wall := slot.Floating()
	if isUTC(zone) {
		p := ical.NewProp(name)
		p.Value = wall.Format(utcForm)
		props.Add(p)
		return
	}
	props.Add(localProp(name, wall.Format(localForm), zone))
}

func localProp(name, value string, zone *time.Location) *ical.Prop {
	p := ical.NewProp(name)
	p.Params.Set(ical.ParamTimezoneID, paramValue(zone.String()))
	p.Value = value
	return p
}
