package ical

import (
	"slices"
	"time"

	"accord/internal/accord"
)

// withNights returns the exceptions of the series and, for the window, the
// occurrences in nights when clocks change at their hour: readers disagree
// about those, so each is told its instant.
func (s Series) withNights(plan accord.Schedule, from, to time.Time) []Exception {
	list := slices.Clone(s.Exceptions)
	if isUTC(plan.Zone) {
		return list
	}
	for _, ch := range changesOf(plan.Zone, from, to) {
		for days := -1; days <= 1; days++ {
			slot := accord.LocalTime(ch.wall.AddDate(0, 0, days).Format(time.DateOnly)) + plan.Start[10:]
			if plain(slot.Floating(), plan.Zone) || slices.ContainsFunc(list, func(e Exception) bool { return e.OriginalStart == slot }) {
				continue
			}
			if o, ok := plan.At(slot); ok && !o.StartsAt.Before(from) && o.StartsAt.Before(to) {
				list = append(list, s.planned(o))
			}
		}
	}
	return list
}
