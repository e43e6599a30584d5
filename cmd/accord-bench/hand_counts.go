package main

import "slices"

// sideCounts are the counts of one side; the third is of neither.
type sideCounts struct {
	due, onTime, kept, leftOut, crossDue, crossOnTime, slipped int
	open, overdue, made                                        int
	ageNow, ageFirst                                           [5]int
	carried                                                    [4]int
	offered, accepted, done, returned                          int
	confirmable, confirmed, byTime                             int
	agendaItems, outcomes, minutes, invited, present, excused  int
	slipDays, openAge, closeDays                               daysCount
}

// daysCount is how many things took how many days.
type daysCount []int

func (d *daysCount) add(days, n int) {
	for len(*d) <= days {
		*d = append(*d, 0)
	}
	(*d)[days] += n
}

// percentile is the least number of days the share does not exceed.
func (d daysCount) percentile(share float64) (int, bool) {
	total, seen := 0, 0
	for _, n := range d {
		total += n
	}
	for days, n := range d {
		if seen += n; n > 0 && float64(seen) >= share*float64(total) {
			return days, true
		}
	}
	return 0, false
}

type dashboardCounts struct {
	sides                                        [3]sideCounts // sales, marketing, neither
	held, ahead, quorate, occurrences, onCadence int
}

func (t *dashboardCounts) side(name string) *sideCounts {
	switch name {
	case "sales":
		return &t.sides[0]
	case "marketing":
		return &t.sides[1]
	}
	return &t.sides[2]
}

// joint are the counts of all sides together.
func (t *dashboardCounts) joint() sideCounts {
	j := sideCounts{}
	for i := range t.sides {
		s := &t.sides[i]
		for _, sum := range []struct {
			to *int
			n  int
		}{
			{&j.due, s.due},
			{&j.onTime, s.onTime},
			{&j.kept, s.kept},
			{&j.leftOut, s.leftOut},
			{&j.crossDue, s.crossDue},
			{&j.crossOnTime, s.crossOnTime},
			{&j.slipped, s.slipped},
			{&j.open, s.open},
			{&j.overdue, s.overdue},
			{&j.made, s.made},
			{&j.offered, s.offered},
			{&j.accepted, s.accepted},
			{&j.done, s.done},
			{&j.returned, s.returned},
			{&j.confirmable, s.confirmable},
			{&j.confirmed, s.confirmed},
			{&j.byTime, s.byTime},
			{&j.agendaItems, s.agendaItems},
			{&j.outcomes, s.outcomes},
			{&j.minutes, s.minutes},
			{&j.invited, s.invited},
			{&j.present, s.present},
			{&j.excused, s.excused},
		} {
			*sum.to += sum.n
		}
		for k := range s.ageNow {
			j.ageNow[k] += s.ageNow[k]
			j.ageFirst[k] += s.ageFirst[k]
		}
		for k := range s.carried {
			j.carried[k] += s.carried[k]
		}
		for _, days := range []struct{ to, from *daysCount }{
			{&j.slipDays, &s.slipDays}, {&j.openAge, &s.openAge}, {&j.closeDays, &s.closeDays},
		} {
			for length, n := range slices.All(*days.from) {
				days.to.add(length, n)
			}
		}
	}
	return j
}
