package accord

import "time"

// maxMoveDays bounds how far a date moves away from a day off. Where nobody
// works for longer, the date is left out.
const maxMoveDays = 31

// Observance is how a series goes about days off (S3). Its zero value observes
// none.
type Observance struct {
	Policy  HolidayPolicy // "" is keep
	Off     DaysOff
	Working WorkingDays // where a moved date may land; of the workspace
	// Since is when the series began to observe this: it, its policy or the
	// days off were changed last. No date is moved to that day or before it,
	// where nobody could come any more; it goes to the next working day instead.
	Since time.Time
}

// ObservedOccurrence is a date of the rule as the days off leave it. Its
// original start stays its name; start and end are the moved ones.
type ObservedOccurrence struct {
	Occurrence
	Planned time.Time // the start that the rule names
	DayOff  string    // the name of the day off the rule's date is on; "" for none
	Skipped bool      // it does not take place
	LandsOn LocalTime // moved onto the day of this other date; both take place (S3)
}

// Moved reports whether the day off moved the date.
func (o ObservedOccurrence) Moved() bool { return !o.Skipped && !o.StartsAt.Equal(o.Planned) }

// TakingPlace drops what is skipped and gives the rest as occurrences.
func TakingPlace(list []ObservedOccurrence) []Occurrence {
	taking := make([]Occurrence, 0, len(list))
	for _, o := range list {
		if !o.Skipped {
			taking = append(taking, o.Occurrence)
		}
	}
	return taking
}

// Observe applies the policy to the dates of a rule (S3); they come back in
// their order. The wall-clock time stays.
//
// A date on a day off goes to the nearest working day of the policy's
// direction: a weekday of work that is no day off. A date the rule itself names
// on a week-end stays, and nothing is moved past it: what would have to be is
// left out, since the team meets before it could be made up for. So two dates
// never change places, though they may share a day. The dates of the rule up to
// twice [maxMoveDays] around must be among the list for the answer to be
// exact; [ObservedSchedule] sees to that.
func Observe(dates []Occurrence, zone *time.Location, ob Observance) []ObservedOccurrence {
	list := make([]ObservedOccurrence, len(dates))
	staying := map[Date]bool{} // days of dates that nothing moves
	for i, o := range dates {
		list[i] = ObservedOccurrence{Occurrence: o, Planned: o.StartsAt}
		if ob.Off == nil {
			continue
		}
		day := DateOf(o.StartsAt, zone)
		list[i].DayOff = ob.Off(day)
		staying[day] = staying[day] || list[i].DayOff == ""
	}
	if ob.Off == nil || ob.Policy == "" || ob.Policy == HolidayKeep {
		return list
	}
	for i, o := range list {
		if o.DayOff != "" {
			list[i] = o.avoid(zone, ob, staying)
		}
	}
	flagShared(list, zone)
	return list
}

// avoid moves the date off its day off, or skips it.
func (o ObservedOccurrence) avoid(zone *time.Location, ob Observance, staying map[Date]bool) ObservedOccurrence {
	day := DateOf(o.StartsAt, zone)
	landing := Date("")
	switch ob.Policy {
	case HolidayNext:
		landing = ob.landing(day, 1, staying)
	case HolidayPrevious:
		landing = ob.landing(day, -1, staying)
		// A date that is past itself does not come back.
		if since := ob.sinceDay(zone); landing != "" && landing <= since && day > since {
			landing = ob.landing(day, 1, staying)
		}
	default:
	}
	if landing == "" {
		o.Skipped = true
		return o
	}
	wall := o.OriginalStart.Floating().Sub(o.OriginalStart.Date().Time())
	o.StartsAt = Instant(Resolve(landing.Time().Add(wall), zone))
	o.EndsAt = o.StartsAt.Add(o.EndsAt.Sub(o.Planned))
	return o
}

// landing is the nearest working day in a direction, 1 or -1; "" where there is
// none near, or where a date that stays lies between.
func (ob Observance) landing(day Date, step int, staying map[Date]bool) Date {
	for range maxMoveDays {
		day = day.AddDays(step)
		works := ob.Working.Works(day) || ob.Working == WorkingDays{}
		switch {
		case works && ob.Off.Name(day) == "":
			return day
		case staying[day]:
			return ""
		}
	}
	return ""
}

// sinceDay is the day of Since, "" where there is none.
func (ob Observance) sinceDay(zone *time.Location) Date {
	if ob.Since.IsZero() {
		return ""
	}
	return DateOf(ob.Since, zone)
}

// flagShared notes on each moved date another one of the same day: one that
// stays there, else the first that was moved there too.
func flagShared(list []ObservedOccurrence, zone *time.Location) {
	days := map[Date][]ObservedOccurrence{}
	for _, o := range list {
		if !o.Skipped {
			day := DateOf(o.StartsAt, zone)
			days[day] = append(days[day], o)
		}
	}
	for i, o := range list {
		if !o.Moved() {
			continue
		}
		for _, other := range days[DateOf(o.StartsAt, zone)] {
			switch {
			case other.OriginalStart == o.OriginalStart:
			case !other.Moved():
				list[i].LandsOn = other.OriginalStart
			case list[i].LandsOn == "":
				list[i].LandsOn = other.OriginalStart
			}
		}
	}
}
