package ical

import (
	"fmt"
	"slices"
	"strings"
)

// regularFrom returns the index from which the changes keep to the same two
// yearly rules to their end, for ten years at least; len(changes) where they
// do not.
func regularFrom(changes []change) int {
	for i := range changes {
		tail := changes[i:]
		if len(tail) < 2*regularYears {
			break
		}
		if sameRule(every(tail, 0)) && sameRule(every(tail, 1)) {
			return i
		}
	}
	return len(changes)
}

// every returns each second change, beginning with the first or the second.
func every(changes []change, first int) []change {
	var list []change
	for i := first; i < len(changes); i += 2 {
		list = append(list, changes[i])
	}
	return list
}

// sameRule reports whether the changes come once a year by one rule: the same
// offsets, month, wall clock, weekday, and nth or last of the month.
func sameRule(list []change) bool {
	first := list[0]
	if first.at.IsZero() {
		return false
	}
	for i, ch := range list {
		switch {
		case ch.before != first.before, ch.after != first.after, ch.name != first.name,
			ch.wall.Year() != first.wall.Year()+i, ch.wall.Month() != first.wall.Month(),
			ch.wall.Weekday() != first.wall.Weekday(),
			ch.wall.Hour() != first.wall.Hour(), ch.wall.Minute() != first.wall.Minute(), ch.wall.Second() != first.wall.Second():
			return false
		}
	}
	return allLast(list) || allNth(list)
}

// allLast reports whether each change is on the last such weekday of its month.
func allLast(list []change) bool {
	return !slices.ContainsFunc(list, func(ch change) bool { return !ch.lastOfMonth })
}

// allNth reports whether each change is on the same nth weekday of its month.
func allNth(list []change) bool {
	return !slices.ContainsFunc(list, func(ch change) bool { return nth(ch) != nth(list[0]) })
}

func nth(ch change) int { return (ch.day-1)/7 + 1 }

// yearly writes the rule the changes come by.
func yearly(list []change) string {
	n := -1
	if !allLast(list) {
		n = nth(list[0])
	}
	day := strings.ToUpper(list[0].wall.Weekday().String()[:2])
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", list[0].wall.Month(), n, day)
}
