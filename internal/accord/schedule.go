package accord

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// MonthEnd is what a rule on the 29th, 30th or 31st does in a shorter month
// (S2).
type MonthEnd string

// The two policies: no meeting in that month, or one on its last day.
const (
	MonthEndSkip    MonthEnd = "skip"
	MonthEndLastDay MonthEnd = "last_day"
)

// The limits of a schedule.
const (
	MaxDurationMinutes = 24 * 60
	MaxExtraDates      = 500 // of EXDATE, and of RDATE
	MaxWindowYears     = 30
)

// ScheduleInput is a schedule as it is typed, stored or sent: all text. The
// names of its fields are those of the API.
type ScheduleInput struct {
	Rrule           string
	StartsAtLocal   string
	TimeZone        string
	DurationMinutes int
	MonthEnd        string // "" is skip
	Exdates         []string
	Rdates          []string
}

// Schedule says when a series meets: a rule on the wall clock of a zone (S1),
// its length, and dates left out or added.
type Schedule struct {
	Rule     Rule
	Start    LocalTime // DTSTART; no occurrence of its own unless the rule names it
	Zone     *time.Location
	Length   time.Duration
	MonthEnd MonthEnd
	Exdates  []LocalTime // left out, by original start
	Rdates   []LocalTime // added to what the rule names
}

// Occurrence is one date of a schedule. Its name is the original start, the
// wall clock in the schedule's zone; a time in a spring gap keeps its name and
// starts later (S1).
type Occurrence struct {
	OriginalStart LocalTime
	StartsAt      time.Time
	EndsAt        time.Time
}

// ParseSchedule checks every field of the input and gathers what is wrong. A
// rule that names no date at all is left to [Schedule.CheckDates].
func ParseSchedule(in ScheduleInput) (Schedule, error) {
	var v Validation
	s := Schedule{Zone: time.UTC, Length: time.Duration(in.DurationMinutes) * time.Minute}
	var ruleErr, startErr error
	s.Rule, ruleErr = ParseRule(in.Rrule)
	v.Add("rrule", ruleErr)
	s.Start, startErr = ParseLocalTime(in.StartsAtLocal)
	v.Add("starts_at_local", startErr)
	if zone, err := LoadZone(in.TimeZone); err == nil {
		s.Zone = zone
	} else {
		v.Add("time_zone", err)
	}
	v.Check(in.DurationMinutes >= 1 && in.DurationMinutes <= MaxDurationMinutes,
		"duration_minutes", "A meeting takes 1 to %d minutes.", MaxDurationMinutes)
	s.Exdates = localTimes(&v, "exdates", in.Exdates)
	s.Rdates = localTimes(&v, "rdates", in.Rdates)
	s.MonthEnd = cmp.Or(MonthEnd(in.MonthEnd), MonthEndSkip)
	v.Check(s.MonthEnd == MonthEndSkip || s.MonthEnd == MonthEndLastDay, "month_end", "Choose skip or last_day.")
	v.Check(s.MonthEnd != MonthEndLastDay || ruleErr != nil || startErr != nil || s.MonthEndMatters(), "month_end",
		"The last day instead goes with a monthly rule on the 29th, 30th or 31st, and with a yearly one on 29 February.")
	return s, v.Err()
}

// localTimes reads a list of wall-clock times, sorted and without repetition.
func localTimes(v *Validation, field string, texts []string) []LocalTime {
	v.Check(len(texts) <= MaxExtraDates, field, "Give at most %d dates.", MaxExtraDates)
	list := make([]LocalTime, 0, min(len(texts), MaxExtraDates))
	for _, text := range texts[:min(len(texts), MaxExtraDates)] {
		t, err := ParseLocalTime(text)
		if err != nil {
			v.Add(field, err)
			return nil
		}
		list = append(list, t)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// SplitLocalTimes reads a stored, comma-separated list of local times.
func SplitLocalTimes(stored string) []string {
	if stored == "" {
		return nil
	}
	return strings.Split(stored, ",")
}

// JoinLocalTimes writes the list as it is stored.
func JoinLocalTimes(list []LocalTime) string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = string(t)
	}
	return strings.Join(texts, ",")
}

// MonthEndMatters reports whether the policy for short months changes
// anything, so that the editor asks: the rule's only day is the 29th, 30th or
// 31st, or a 29 February.
func (s Schedule) MonthEndMatters() bool {
	_, ok := s.lateDay()
	return ok
}

// lateDay returns the one day of the month, 29 to 31, that the rule is on.
func (s Schedule) lateDay() (int, bool) {
	r, start := s.Rule, s.Start.Floating()
	if len(r.ByDay)+len(r.BySetPos)+len(r.ByYearDay)+len(r.ByWeekNo) > 0 || len(r.ByMonthDay) > 1 {
		return 0, false
	}
	day := start.Day()
	if len(r.ByMonthDay) == 1 {
		day = r.ByMonthDay[0]
	}
	switch r.Freq {
	case Monthly:
		return day, day >= 29
	case Yearly:
		february := slices.Equal(r.ByMonth, []int{2}) ||
			len(r.ByMonth)+len(r.ByMonthDay) == 0 && start.Month() == time.February
		return day, day == 29 && february
	default:
		return 0, false
	}
}
