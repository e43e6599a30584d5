package accord

import (
	"cmp"
	"slices"
	"time"
)

// ObservedSchedule is a schedule with what it observes: every reader of a
// series' dates asks it, so that a list, a preview, the worker and the figures
// agree (S3).
type ObservedSchedule struct {
	Schedule
	Observance
}

// Observes reports whether the series heeds days off, so that somebody must
// read them to know its dates (S3).
func (s Series) Observes() bool { return s.HolidayPolicy != "" && s.HolidayPolicy != HolidayKeep }

// Heeds reports whether days off are worth reading for the series: they change
// its dates, or it has a calendar whose days are named beside the dates they
// leave alone (S3).
func (s Series) Heeds() bool { return s.Observes() || s.HolidayCalendar != "" }

// Observance is how the series goes about the days off given, in a workspace
// whose own days changed last at the given time, nil for never.
func (s Series) Observance(off DaysOff, working WorkingDays, daysChanged *time.Time) Observance {
	since := s.CreatedAt
	for _, t := range []*time.Time{s.PlannedFrom, s.ObservedFrom, daysChanged} {
		if t != nil && t.After(since) {
			since = *t
		}
	}
	return Observance{Policy: s.HolidayPolicy, Off: off, Working: working, Since: since}
}

// Observing puts an observance to the schedule.
func (s Schedule) Observing(o Observance) ObservedSchedule { return ObservedSchedule{s, o} }

// reach is how far around a window dates are looked at: one may move by
// maxMoveDays, and what it meets there may have come as far from the other
// side. A day more is for zones and clocks.
const reach = 2*maxMoveDays + 2

// moves reports whether observing can change a date.
func (s ObservedSchedule) moves() bool {
	return s.Off != nil && s.Policy != "" && s.Policy != HolidayKeep
}

// Strays is how many days a date may lie from its original start.
func (s ObservedSchedule) Strays() int {
	if !s.moves() {
		return 1 // wall clocks of zones at most 14 hours away
	}
	return maxMoveDays + 1
}

// Between returns the dates that start in [from, to) as the days off leave
// them, in order: a date just outside may be moved into the window and the
// other way round. A skipped one stands where the rule names it. The window is
// at most [MaxWindowYears] wide.
func (s ObservedSchedule) Between(from, to time.Time) ([]ObservedOccurrence, error) {
	return s.window(from, to, func(o ObservedOccurrence) time.Time { return o.StartsAt })
}

// Named returns the dates whose original start lies in [from, to), wherever
// they are moved to: what the figures count by (cadence kept).
func (s ObservedSchedule) Named(from, to time.Time) ([]ObservedOccurrence, error) {
	return s.window(from, to, func(o ObservedOccurrence) time.Time { return o.Planned })
}

// window chooses the observed dates by one of their times.
func (s ObservedSchedule) window(from, to time.Time, at func(ObservedOccurrence) time.Time) ([]ObservedOccurrence, error) {
	if !s.moves() {
		list, err := s.Schedule.Between(from, to)
		return Observe(list, s.Zone, s.Observance), err
	}
	if err := checkWindow(from, to); err != nil {
		return nil, err
	}
	list := s.around(from, to)
	list = slices.DeleteFunc(list, func(o ObservedOccurrence) bool { return at(o).Before(from) || !at(o).Before(to) })
	return list, nil
}

// around observes the dates of a window with all that decides about them.
func (s ObservedSchedule) around(from, to time.Time) []ObservedOccurrence {
	return sortObserved(Observe(s.within(from.AddDate(0, 0, -reach), to.AddDate(0, 0, reach)), s.Zone, s.Observance))
}

// Next returns the first n dates that take place after the instant, in order,
// and the skipped ones among them; fewer where the schedule ends.
func (s ObservedSchedule) Next(after time.Time, n int) []ObservedOccurrence {
	if !s.moves() {
		return Observe(s.Schedule.Next(after, n), s.Zone, s.Observance)
	}
	begin := after.AddDate(0, 0, -reach)
	for look := n + 8; ; look *= 2 {
		dates := s.Schedule.Next(begin, look)
		whole := len(dates) < look
		list := Observe(dates, s.Zone, s.Observance)
		if !whole { // the last ones may still move, and be moved past
			sure := dates[len(dates)-1].StartsAt.AddDate(0, 0, -reach)
			list = slices.DeleteFunc(list, func(o ObservedOccurrence) bool { return !o.StartsAt.Before(sure) })
		}
		list = sortObserved(slices.DeleteFunc(list, func(o ObservedOccurrence) bool { return !o.StartsAt.After(after) }))
		if list, enough := firstTaking(list, n); enough || whole {
			return list
		}
	}
}

// firstTaking cuts the list after its nth date that takes place.
func firstTaking(list []ObservedOccurrence, n int) ([]ObservedOccurrence, bool) {
	for i, o := range list {
		if n <= 0 {
			return list[:i], true
		}
		if !o.Skipped {
			n--
		}
	}
	return list, n <= 0
}

// At returns the date of that name, and whether the rule names it; it may be
// skipped.
func (s ObservedSchedule) At(name LocalTime) (ObservedOccurrence, bool) {
	o, ok := s.Schedule.At(name)
	if !ok || !s.moves() {
		return ObservedOccurrence{Occurrence: o, Planned: o.StartsAt, DayOff: s.Off.Name(DateOf(o.StartsAt, s.Zone))}, ok
	}
	for _, d := range s.around(o.StartsAt, o.StartsAt) {
		if d.OriginalStart == name {
			return d, true
		}
	}
	return ObservedOccurrence{}, false
}

// CheckDates refuses a schedule that never meets, as an error on "rrule" or,
// where the days off leave none of its dates, on "holiday_policy".
func (s ObservedSchedule) CheckDates() error {
	if err := s.Schedule.CheckDates(); err != nil {
		return err
	}
	if !s.moves() || len(TakingPlace(s.Next(s.start().AddDate(0, 0, -reach), 1))) > 0 {
		return nil
	}
	var v Validation
	v.Check(false, "holiday_policy", "Every date of this rule is a day off.")
	return v.Err()
}

// start is the instant the schedule begins at.
func (s Schedule) start() time.Time { return s.Start.In(s.Zone) }

func sortObserved(list []ObservedOccurrence) []ObservedOccurrence {
	slices.SortFunc(list, func(a, b ObservedOccurrence) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.OriginalStart, b.OriginalStart))
	})
	return list
}
