package ical

import (
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// The limits of what is taken from one file.
const (
	maxSeries  = 30
	maxChanges = 500 // of one series
	maxPeople  = 500
	maxNotes   = 50
	maxUndated = 3      // rules that take a while to be found without dates
	maxAsked   = 20_000 // days of all series that are looked at for changes
)

// Imported is a series as another calendar has it, for a person to look over
// before it becomes one of ours: nothing of it was checked beyond its form.
type Imported struct {
	UID         string
	Title       string
	Description string
	Location    string
	Schedule    accord.ScheduleInput // TimeZone is "" where the file names none we know
	Changes     []Change             // by original start
	People      []Person             // who is invited, the organizer first
	NotTaken    []accord.FieldError  // what the calendar says and this does not, to be shown
}

// Change is one occurrence that is not as its series says.
type Change struct {
	OriginalStart   accord.LocalTime
	StartsAtLocal   accord.LocalTime // in the series' zone
	DurationMinutes int
	Title           string
	Location        string
	Cancelled       bool
}

// ReadSeries reads the repeating events of a calendar, as Google, Outlook and
// others export them, in the order of the file. A file without one is refused
// on the field "file".
func ReadSeries(data []byte) ([]Imported, error) {
	f, err := parse(data)
	if err != nil {
		return nil, err
	}
	changes := map[string][]*ical.Component{}
	var masters []*ical.Component
	for _, c := range f.events {
		switch {
		case c.Props.Get("RECURRENCE-ID") != nil:
			uid := value(c, "UID")
			changes[uid] = append(changes[uid], c)
		case c.Props.Get("RRULE") != nil || c.Props.Get("RDATE") != nil:
			masters = append(masters, c)
		}
	}
	if len(masters) == 0 {
		return nil, fileError("There is no repeating event in the calendar file.")
	}
	if len(masters) > maxSeries {
		return nil, fileError("The calendar file has more than %d repeating events.", maxSeries)
	}
	list := make([]Imported, len(masters))
	var spent budget
	for i, c := range masters {
		uid := value(c, "UID")
		list[i] = f.imported(c, changes[uid], &spent)
		if spent.undated > maxUndated {
			return nil, fileError("The calendar file has more than %d rules without any date.", maxUndated)
		}
		delete(changes, uid) // a second series of that UID has none
	}
	return list, nil
}

// budget is what reading one file has cost.
type budget struct {
	undated int // rules without any date for years
	asked   int // days looked at for changes
}

// reader gathers one series and what could not be taken of it.
type reader struct {
	file
	Imported
	zone  *time.Location // of the series; UTC where we know none
	spent *budget
}

// note names something that is not taken.
func (r *reader) note(field, format string, args ...any) {
	if len(r.NotTaken) >= maxNotes {
		return
	}
	r.NotTaken = append(r.NotTaken, accord.FieldError{Location: field, Format: format, Args: args})
}

// imported reads a master and its changes.
func (f file) imported(c *ical.Component, changes []*ical.Component, spent *budget) Imported {
	r := reader{file: f, zone: time.UTC, spent: spent}
	r.UID, r.Title = value(c, "UID"), cleanLine(text(c, "SUMMARY"))
	r.Description, r.Location = text(c, "DESCRIPTION"), cleanLine(text(c, "LOCATION"))
	r.readPeople(c)
	start, ok := f.one(c, "DTSTART")
	switch {
	case !ok:
		r.note("starts_at_local", "The file does not say when the series starts.")
		return r.Imported
	case start.day:
		r.note("starts_at_local", "It takes whole days; say when the meeting starts.")
	}
	r.readStart(c, start)
	r.readRule(c, start)
	r.readDates(c, start)
	r.readChanges(changes)
	if len(c.Children) > 0 {
		r.note("file", "Alarms are not taken; everybody sets their own.")
	}
	if c.Props.Get("ATTACH") != nil {
		r.note("file", "Attachments are not taken.")
	}
	return r.Imported
}

// readPeople takes the organizer and the attendees, each once.
func (r *reader) readPeople(c *ical.Component) {
	seen := map[string]bool{}
	for _, p := range slices.Concat(c.Props.Values("ORGANIZER"), c.Props.Values("ATTENDEE")) {
		who := person(p)
		if who.Address != "" && !seen[who.Address] && len(r.People) < maxPeople {
			seen[who.Address] = true
			r.People = append(r.People, who)
		}
	}
}

// readStart takes zone, start and length.
func (r *reader) readStart(c *ical.Component, start moment) {
	switch {
	case start.zone == nil && start.tzid != "":
		r.note("time_zone", "The file's time zone %s is not known here; choose one.", cut(start.tzid))
	case start.zone == nil && !start.day:
		r.note("time_zone", "The file names no time zone; choose one.")
	case start.zone == nil:
	default:
		r.zone = start.zone
		r.Schedule.TimeZone = r.zone.String()
		if isUTC(r.zone) {
			r.note("time_zone", "Its times are given in UTC, which knows no summer time; choose your zone if they should follow it.")
		}
	}
	r.Schedule.StartsAtLocal = string(start.in(r.zone))
	length, ok := r.length(c, start, r.zone)
	minutes := int(length.Minutes())
	switch {
	case !ok || minutes < 1:
		r.note("duration_minutes", "The file does not say how long it takes; an hour is assumed.")
		minutes = 60
	case minutes > accord.MaxDurationMinutes:
		r.note("duration_minutes", "It takes longer than a day; a meeting takes a day at most.")
		minutes = accord.MaxDurationMinutes
	}
	r.Schedule.DurationMinutes = minutes
}

// readDates takes the dates left out and added.
func (r *reader) readDates(c *ical.Component, start moment) {
	var bad int
	r.Schedule.Exdates, bad = r.wallClocks(c, "EXDATE", start)
	if bad > 0 {
		r.note("exdates", "Exceptions that cannot be read: %d.", bad)
	}
	var added []string
	added, bad = r.wallClocks(c, "RDATE", start)
	r.Schedule.Rdates = append(r.Schedule.Rdates, added...)
	if bad > 0 {
		r.note("rdates", "Added dates that cannot be read: %d.", bad)
	}
}

// wallClocks reads a list of dates as wall clocks of the series' zone, and
// counts those that are none or too many. Some programs name the day alone: the
// series' clock goes with it.
func (r *reader) wallClocks(c *ical.Component, name string, start moment) (list []string, bad int) {
	moments, bad := r.list(c, name)
	for _, m := range moments {
		if m.day && !start.day {
			clock := start.wall.Sub(start.wall.Truncate(24 * time.Hour))
			m = moment{wall: m.wall.Add(clock), zone: start.zone}
		}
		list = append(list, string(m.in(r.zone)))
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if over := len(list) - accord.MaxExtraDates; over > 0 {
		return list[:accord.MaxExtraDates], bad + over
	}
	return list, bad
}

// cut shortens what a file says for a message about it.
func cut(text string) string {
	text = cleanLine(text)
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return strings.ReplaceAll(text, `"`, "'")
}
