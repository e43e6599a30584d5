package accord

// DayOff is a day nobody meets on: a public holiday or one of the workspace's
// own days.
type DayOff struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
}

// DaysOff gives the name of a day that is off and "" for any other. It must
// give the same answer for the same day every time; nil knows no day off.
type DaysOff func(Date) string

// NewDaysOff makes a set of the days; of two names for a day the first stays.
func NewDaysOff(days []DayOff) DaysOff {
	names := make(map[Date]string, len(days))
	for _, d := range days {
		if names[d.Date] == "" {
			names[d.Date] = d.Name
		}
	}
	return func(d Date) string { return names[d] }
}

// Or asks another set where this one does not know the day.
func (o DaysOff) Or(other DaysOff) DaysOff {
	return func(d Date) string {
		if name := o.Name(d); name != "" {
			return name
		}
		return other.Name(d)
	}
}

// Name is the name of a day off, "" for any other day.
func (o DaysOff) Name(d Date) string {
	if o == nil {
		return ""
	}
	return o(d)
}

// HolidayPolicy is what a series does with a date on a day off (S3).
type HolidayPolicy string

// The policies: the date stays, moves to the next or to the previous working
// day, or is left out.
const (
	HolidayKeep     HolidayPolicy = "keep"
	HolidayNext     HolidayPolicy = "next"
	HolidayPrevious HolidayPolicy = "previous"
	HolidaySkip     HolidayPolicy = "skip"
)

// ParseHolidayPolicy reads a policy; "" is keep. Another word is an error on
// "holiday_policy".
func ParseHolidayPolicy(s string) (HolidayPolicy, error) {
	switch p := HolidayPolicy(s); p {
	case "":
		return HolidayKeep, nil
	case HolidayKeep, HolidayNext, HolidayPrevious, HolidaySkip:
		return p, nil
	default:
		var v Validation
		v.Check(false, "holiday_policy", "Choose keep, next, previous or skip.")
		return HolidayKeep, v.Err()
	}
}
