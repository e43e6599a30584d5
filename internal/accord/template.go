package accord

import (
	"slices"
	"strings"
	"time"
)

// TemplateStrategicTeam is the key of the monthly meeting that chooses growth
// projects, TemplateRepresentativeCall that of the weekly call of one
// representative of each side, TemplateExchangeVisit that of a seat in the other
// side's staff meeting.
const (
	TemplateStrategicTeam      = "strategic_team"
	TemplateRepresentativeCall = "representative_call"
	TemplateExchangeVisit      = "exchange_visit"
)

// Template is a kind of meeting that ships with Accord: a rhythm, a length,
// lead times (A4) and an agenda to start from.
type Template struct {
	Key             string
	Title           string
	Purpose         string
	Rrule           string
	StartTime       string // wall clock of the first date, "10:00"
	DurationMinutes int
	AskMinutes      int // before the start, both sides are asked for proposals
	RemindMinutes   int // the side without one is reminded
	SendMinutes     int // the agenda is sent
	Agenda          []TemplateItem
}

// TemplateItem is one line of a template's agenda.
type TemplateItem struct {
	Title   string
	Kind    AgendaKind
	Side    Side
	Minutes int
	Why     string
}

// The lead times of A4, in minutes.
const (
	hourMinutes = 60
	dayMinutes  = 24 * hourMinutes
)

// LeadMinutes returns the lead times a rhythm asks for: ten, five and two days
// where it comes round monthly or more rarely; three days, one day and four
// hours where it is weekly, biweekly or daily.
func (r Rule) LeadMinutes() (ask, remind, send int) {
	often := r.Freq == Daily && r.Interval < 28 || r.Freq == Weekly && r.Interval < 4
	if often {
		return 3 * dayMinutes, dayMinutes, 4 * hourMinutes
	}
	return 10 * dayMinutes, 5 * dayMinutes, 2 * dayMinutes
}

// Templates returns the five templates in German for a locale "de…", else in
// English.
func Templates(locale string) []Template {
	list := make([]Template, 0, 5)
	for _, source := range []templateSource{
		strategicTeam(), representativeCall(), sitDownTemplate(), exchangeVisit(), alignmentReview(),
	} {
		list = append(list, source.in(locale))
	}
	return list
}

// TemplateNamed returns the template of that key, and whether there is one.
func TemplateNamed(key, locale string) (Template, bool) {
	list := Templates(locale)
	i := slices.IndexFunc(list, func(t Template) bool { return t.Key == key })
	if i < 0 {
		return Template{}, false
	}
	return list[i], true
}

// FirstStart returns the first date of the template's rhythm after today.
func (t Template) FirstStart(today Date) LocalTime {
	tomorrow := LocalTime(string(today.AddDays(1)) + "T" + t.StartTime)
	s, err := ParseSchedule(ScheduleInput{Rrule: t.Rrule, StartsAtLocal: string(tomorrow), TimeZone: "UTC", DurationMinutes: t.DurationMinutes})
	if err != nil {
		return tomorrow
	}
	for _, o := range s.Next(tomorrow.Floating().Add(-time.Minute), 1) {
		return o.OriginalStart
	}
	return tomorrow
}

// inBoth is a text in both languages.
type inBoth struct{ en, de string }

func (b inBoth) in(locale string) string {
	if strings.HasPrefix(locale, "de") {
		return b.de
	}
	return b.en
}

// templateSource is a template in both languages.
type templateSource struct {
	key            string
	title, purpose inBoth
	rrule, start   string
	minutes        int
	agenda         []sourceItem
}

// sourceItem is an agenda line in both languages.
type sourceItem struct {
	kind    AgendaKind
	side    Side
	minutes int
	title   inBoth
	why     inBoth
}

func (s templateSource) in(locale string) Template {
	t := Template{
		Key: s.key, Title: s.title.in(locale), Purpose: s.purpose.in(locale),
		Rrule: s.rrule, StartTime: s.start, DurationMinutes: s.minutes,
	}
	if rule, err := ParseRule(s.rrule); err == nil {
		t.AskMinutes, t.RemindMinutes, t.SendMinutes = rule.LeadMinutes()
	}
	for _, item := range s.agenda {
		t.Agenda = append(t.Agenda, TemplateItem{
			Title: item.title.in(locale), Kind: item.kind, Side: item.side, Minutes: item.minutes, Why: item.why.in(locale),
		})
	}
	return t
}
