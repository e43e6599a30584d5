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
}

// Moved reports whether the date is held at another time than the rule names.
func (d SeriesDate) Moved(zone *time.Location) bool {
	return !d.StartsAt.Equal(Instant(d.OriginalStart.In(zone)))
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

// Dates puts the occurrences the rule names and the meetings of the series
// together: a meeting stands for its original start wherever it was moved.
// Only those that start in [from, to) stay; a zero to is no end.
func (s Series) Dates(planned []Occurrence, meetings []Meeting, from, to time.Time) []SeriesDate {
	zone := Zone(s.TimeZone)
	inside := func(t time.Time) bool { return !t.Before(from) && (to.IsZero() || t.Before(to)) }
	touched := make(map[LocalTime]bool, len(meetings))
	dates := make([]SeriesDate, 0, len(planned)+len(meetings))
	for _, m := range meetings {
		touched[m.OriginalStart] = true
		if inside(m.StartsAt) {
			dates = append(dates, SeriesDate{
				OriginalStart: m.OriginalStart, StartsAt: m.StartsAt.In(zone), EndsAt: m.EndsAt().In(zone), Status: m.Status, MeetingID: NullID(m.ID),
			})
		}
	}
	for _, o := range planned {
		if !touched[o.OriginalStart] && inside(o.StartsAt) && s.Plans(o) {
			dates = append(dates, SeriesDate{
				OriginalStart: o.OriginalStart, StartsAt: o.StartsAt.In(zone), EndsAt: o.EndsAt.In(zone), Status: MeetingPlanned,
			})
		}
	}
	slices.SortFunc(dates, func(a, b SeriesDate) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.OriginalStart, b.OriginalStart))
	})
	return dates
}
