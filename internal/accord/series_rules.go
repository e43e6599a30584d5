package accord

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"
)

// The limits of a series' words beside MaxTitle, in characters.
const (
	MaxPurpose  = 1000
	MaxLocation = 200
)

// SeriesDate is one occurrence as it stands: planned by the rule, or as its
// meeting says.
type SeriesDate struct {
	OriginalStart LocalTime     `json:"original_start"`
	StartsAt      time.Time     `json:"starts_at"` // with the offset of the series' zone
	EndsAt        time.Time     `json:"ends_at"`
	Status        MeetingStatus `json:"status"`
	MeetingID     NullID        `json:"meeting_id"`
	DayOff        string        `json:"day_off"`  // the name of the day off that the original start is on; "" for none (S3)
	LandsOn       LocalTime     `json:"lands_on"` // another date of the day that it was moved to; "" for none (S3)
	PlannedAt     time.Time     `json:"-"`        // where the series put it, days off observed
}

// Moved reports whether somebody moved the date: it is held at another time
// than its series put it.
func (d SeriesDate) Moved() bool { return !d.StartsAt.Equal(d.PlannedAt) }

// Shifted reports whether a day off moved the date, and nobody else did (S3).
func (d SeriesDate) Shifted(zone *time.Location) bool {
	return !d.Moved() && !d.PlannedAt.Equal(Instant(d.OriginalStart.In(zone)))
}

// DateOf is an occurrence as it stands: as planned, or as its meeting says.
func (s Series) DateOf(o ObservedOccurrence, m *Meeting) SeriesDate {
	zone := Zone(s.TimeZone)
	d := SeriesDate{
		OriginalStart: o.OriginalStart, StartsAt: o.StartsAt.In(zone), EndsAt: o.EndsAt.In(zone), Status: MeetingPlanned,
		DayOff: o.DayOff, LandsOn: o.LandsOn, PlannedAt: o.StartsAt,
	}
	if m == nil {
		return d
	}
	d.StartsAt, d.EndsAt, d.Status, d.MeetingID, d.PlannedAt = m.StartsAt.In(zone), m.EndsAt().In(zone), m.Status, NullID(m.ID), m.PlannedAt()
	if !d.Shifted(zone) {
		d.LandsOn = ""
	}
	return d
}

// Input gives the stored schedule as text.
func (s Series) Input() ScheduleInput {
	return ScheduleInput{
		Rrule: s.Rrule, StartsAtLocal: string(s.StartsAtLocal), TimeZone: s.TimeZone, DurationMinutes: s.DurationMinutes,
		MonthEnd: s.MonthEnd, Exdates: SplitLocalTimes(s.Exdates), Rdates: SplitLocalTimes(s.Rdates),
	}
}

// Schedule reads the stored schedule.
func (s Series) Schedule() (Schedule, error) { return ParseSchedule(s.Input()) }

// WithSchedule checks the input, refuses a rule without any date, and writes
// it into the series. It gathers what is wrong with words and schedule alike.
func (s Series) WithSchedule(in ScheduleInput) (Series, Schedule, error) {
	var v Validation
	v.Add("", s.CheckWords())
	schedule, err := ParseSchedule(in)
	v.Add("", err)
	if err == nil {
		v.Add("rrule", schedule.CheckDates())
	}
	s.Rrule, s.StartsAtLocal, s.TimeZone, s.DurationMinutes = in.Rrule, schedule.Start, in.TimeZone, in.DurationMinutes
	s.MonthEnd = string(schedule.MonthEnd)
	s.Exdates, s.Rdates = JoinLocalTimes(schedule.Exdates), JoinLocalTimes(schedule.Rdates)
	return s, schedule, v.Err()
}

// CheckWords validates what people write about the series.
func (s Series) CheckWords() error {
	var v Validation
	text := func(field, value string, most int) {
		v.Check(utf8.RuneCountInString(value) <= most, field, "Give at most %d characters.", most)
	}
	v.Check(s.Title != "", "title", "Give it a title.")
	text("title", s.Title, MaxTitle)
	text("purpose", s.Purpose, MaxPurpose)
	text("location", s.Location, MaxLocation)
	v.Under("goal_", s.Goal().Check())
	return v.Err()
}

// Plans reports whether the series still plans an occurrence the rule names:
// an ended one plans none from its end on, a changed one none of its new rule
// before the change.
func (s Series) Plans(o Occurrence) bool {
	if s.EndedAt != nil && !o.StartsAt.Before(*s.EndedAt) {
		return false
	}
	return s.PlannedFrom == nil || !o.StartsAt.Before(*s.PlannedFrom)
}

// Opens refuses to make a meeting of an occurrence that is only listed: one of
// an ended series, or one that had passed when the series was made.
func (s Series) Opens(o Occurrence) error {
	switch {
	case s.Status == SeriesEnded:
		return Errorf(CodeConflict, "This series has ended.").By("S4")
	case !o.EndsAt.After(s.CreatedAt):
		return Errorf(CodeConflict, "This date had passed when the series was made: it is listed only.").By("S4")
	}
	return nil
}

// MeetingDate is a meeting of the series as its lists show it, whatever the
// rule says of its date.
func (s Series) MeetingDate(m Meeting) SeriesDate {
	o := ObservedOccurrence{Planned: m.OriginalStart.In(Zone(s.TimeZone))}
	o.OriginalStart = m.OriginalStart
	return s.DateOf(o, &m)
}

// Dates puts the occurrences the series plans and its meetings together: a
// meeting stands for its original start wherever it was moved, also where a day
// off would leave that date out. Only those that start in [from, to) stay; a
// zero to is no end.
func (s Series) Dates(planned []ObservedOccurrence, meetings []Meeting, from, to time.Time) []SeriesDate {
	inside := func(t time.Time) bool { return !t.Before(from) && (to.IsZero() || t.Before(to)) }
	named := make(map[LocalTime]ObservedOccurrence, len(planned))
	for _, o := range planned {
		named[o.OriginalStart] = o
	}
	dates := make([]SeriesDate, 0, len(planned)+len(meetings))
	for _, m := range meetings {
		if inside(m.StartsAt) {
			o := named[m.OriginalStart]
			o.OriginalStart = m.OriginalStart
			dates = append(dates, s.DateOf(o, &m))
		}
		delete(named, m.OriginalStart)
	}
	for _, o := range planned {
		if _, untouched := named[o.OriginalStart]; untouched && !o.Skipped && inside(o.StartsAt) && s.Plans(o.Occurrence) {
			dates = append(dates, s.DateOf(o, nil))
		}
	}
	slices.SortFunc(dates, func(a, b SeriesDate) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.OriginalStart, b.OriginalStart))
	})
	return dates
}
