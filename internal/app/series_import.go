package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// maxCarried bounds the changed dates a new series brings along.
const maxCarried = 200

// ChangedDate is one date of a new series that is not as its rule says, brought
// from another calendar.
type ChangedDate struct {
	OriginalStart   accord.LocalTime `json:"original_start"`
	StartsAtLocal   accord.LocalTime `json:"starts_at_local"` // in the series' zone
	DurationMinutes int              `json:"duration_minutes"`
	Title           string           `json:"title"`
	Location        string           `json:"location"`
	Cancelled       bool             `json:"cancelled"`
}

// ImportedPerson is who another calendar invites, and who they are here.
type ImportedPerson struct {
	Name     string        `json:"name"`
	Email    string        `json:"email"`
	PersonID accord.NullID `json:"person_id"` // "" for nobody here
}

// ImportedSeries is a series found in a calendar file, ready for the editor:
// nothing of it is saved.
type ImportedSeries struct {
	NewSeries
	RuleText string // "" where the rule is none of ours, see NotTaken
	Phrases  []accord.Phrase
	Next     []accord.Occurrence
	People   []ImportedPerson
	NotTaken []accord.FieldError // what the calendar says and this does not take, or cannot
}

// ReadSeriesFile reads the repeating events of a calendar file, for somebody to
// look over before they make a series of one. It saves nothing.
func (a *App) ReadSeriesFile(ctx context.Context, actor accord.Actor, data []byte) ([]ImportedSeries, error) {
	ctx, err := a.read(ctx, actor, ActChangeSeries)
	if err != nil {
		return nil, err
	}
	found, err := ical.ReadSeries(data)
	if err != nil {
		return nil, err
	}
	people, err := a.store.People(ctx)
	if err != nil {
		return nil, err
	}
	byAddress := make(map[string]string, len(people))
	for _, p := range people {
		if p.Active() && p.Email != "" {
			byAddress[p.Email] = p.ID
		}
	}
	list := make([]ImportedSeries, len(found))
	for i, f := range found {
		list[i] = a.importedSeries(actor, f, byAddress)
	}
	return list, nil
}

// importedSeries fits what a file says into what a series can be.
func (a *App) importedSeries(actor accord.Actor, f ical.Imported, byAddress map[string]string) ImportedSeries {
	out := ImportedSeries{NotTaken: f.NotTaken, People: []ImportedPerson{}}
	out.Changes = []ChangedDate{}
	out.ScheduleInput = f.Schedule
	if out.TimeZone == "" {
		out.TimeZone = actor.TimeZone
	}
	out.Title = out.cut("title", f.Title, accord.MaxTitle)
	out.Purpose = out.cut("purpose", f.Description, accord.MaxPurpose)
	out.Location = out.cut("location", f.Location, accord.MaxLocation)
	for _, p := range f.People {
		out.People = append(out.People, ImportedPerson{Name: p.Name, Email: p.Address, PersonID: accord.NullID(byAddress[cleanEmail(p.Address)])})
	}
	out.takeChanges(f.Changes, a.now())
	schedule, err := accord.ParseSchedule(out.ScheduleInput)
	if err == nil {
		err = schedule.CheckDates()
	}
	if e, wrong := errors.AsType[*accord.Error](err); wrong {
		out.NotTaken = append(out.NotTaken, e.Fields...)
		return out
	}
	out.RuleText, out.Phrases, out.Next = schedule.Text(actor.Locale), schedule.Phrases(actor.Locale), schedule.Next(a.now(), nextShown)
	return out
}

// note says of a field what was not taken.
func (i *ImportedSeries) note(field, format string, args ...any) {
	i.NotTaken = append(i.NotTaken, accord.FieldError{Location: field, Format: format, Args: args})
}

// cut shortens a text to what the field takes, and says so.
func (i *ImportedSeries) cut(field, text string, most int) string {
	text = strings.TrimSpace(accord.Plain(text))
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	i.note(field, "The text is cut to %d characters.", most)
	return firstRunes(text, most)
}

// takeChanges takes the changed dates that are still to come. One that was
// called off and has passed is left out of the rule.
func (i *ImportedSeries) takeChanges(changes []ical.Change, now time.Time) {
	zone, passed, more := accord.Zone(i.TimeZone), 0, 0
	for _, c := range changes {
		switch {
		case !c.OriginalStart.In(zone).After(now) && c.Cancelled:
			i.Exdates = append(i.Exdates, string(c.OriginalStart))
		case !c.OriginalStart.In(zone).After(now):
			passed++
		case len(i.Changes) >= maxCarried:
			more++
		default:
			i.Changes = append(i.Changes, ChangedDate{
				OriginalStart: c.OriginalStart, StartsAtLocal: c.StartsAtLocal, DurationMinutes: c.DurationMinutes,
				Title: firstRunes(c.Title, accord.MaxTitle), Location: firstRunes(c.Location, accord.MaxLocation), Cancelled: c.Cancelled,
			})
		}
	}
	if passed > 0 {
		i.note("file", "Changes of dates that have passed are not taken: %d.", passed)
	}
	if more > 0 {
		i.note("file", "More than %d changed dates are not taken: change them afterwards.", maxCarried)
	}
}

// carryChanges changes dates of a series just made as its maker brought them
// along. What the rule does not name, or what has passed, is left alone; a date
// that was held earlier is called off. Nobody knew these dates as the rule has
// them, so that no mail tells of a change: whoever is invited to the series is
// invited to those dates too (S5). made is the event of the series.
func (a *App) carryChanges(ctx context.Context, tx *store.Store, actor accord.Actor, series accord.Series, changes []ChangedDate, made accord.Event) error {
	zone, now, quietly := accord.Zone(series.TimeZone), made.At, WithoutMail(ctx)
	if len(changes) > maxCarried {
		return accord.BadField("changes", "Give at most %d dates.", maxCarried)
	}
	done := map[accord.LocalTime]bool{}
	for _, c := range changes {
		if _, err := accord.ParseLocalTime(string(c.OriginalStart)); err != nil || done[c.OriginalStart] {
			continue
		}
		done[c.OriginalStart] = true
		o, m, err := a.occurrence(ctx, tx, series, c.OriginalStart)
		if code := accord.CodeOf(err); code == accord.CodeNotFound || code == accord.CodeConflict || err == nil && (m != nil || !o.StartsAt.After(now)) {
			continue
		}
		if err != nil {
			return err
		}
		opened, err := a.openOccurrence(quietly, tx, series, o.Occurrence, actor.PersonID, now)
		if err != nil {
			return err
		}
		if err := a.carryChange(quietly, tx, actor, opened, c, zone, now); err != nil {
			return err
		}
		if err := a.inviteCarried(ctx, tx, series, opened.ID, made); err != nil {
			return err
		}
	}
	return nil
}

// inviteCarried invites to a date that came along with its series, if it is on
// and the series' invitation does not tell of it as it is.
func (a *App) inviteCarried(ctx context.Context, tx *store.Store, series accord.Series, id string, made accord.Event) error {
	m, err := tx.Meeting(ctx, id)
	if err != nil || m.Status == accord.MeetingCancelled {
		return err
	}
	events, err := a.eventsOf(ctx, tx, series, []accord.Meeting{m})
	if err != nil {
		return err
	}
	if _, beside := events.Place(m.OriginalStart); beside && len(events.Exceptions) == 0 {
		return nil
	}
	return a.inviteMeeting(ctx, tx, accord.MailMeeting, m, made)
}

func (a *App) carryChange(ctx context.Context, tx *store.Store, actor accord.Actor, m accord.Meeting, c ChangedDate, zone *time.Location, now time.Time) error {
	start, moved := c.start(zone)
	if c.Cancelled || !start.After(now) {
		return a.cancelMeeting(ctx, tx, actor, m, now)
	}
	t := &meetingTx{app: a, tx: tx, by: actor, now: now, m: m}
	var p MeetingPatch
	if moved {
		p.StartsAt = accord.Some(start)
	}
	if c.DurationMinutes > 0 {
		p.DurationMinutes = accord.Some(c.DurationMinutes)
	}
	if c.Title != "" {
		p.Title = accord.Some(c.Title)
	}
	if c.Location != "" {
		p.Location = accord.Some(c.Location)
	}
	return t.patch(ctx, p)
}

// start is when the date is held, and whether that is not when it was planned.
func (c ChangedDate) start(zone *time.Location) (at time.Time, moved bool) {
	start, err := accord.ParseLocalTime(string(c.StartsAtLocal))
	if err != nil {
		start = c.OriginalStart
	}
	return start.In(zone), start != c.OriginalStart
}

// Known are the people of the file who are here; Unknown the others.
func (i ImportedSeries) Known() []ImportedPerson {
	return slices.DeleteFunc(slices.Clone(i.People), func(p ImportedPerson) bool { return p.PersonID == "" })
}

// Unknown are the people of the file who are not here.
func (i ImportedSeries) Unknown() []ImportedPerson {
	return slices.DeleteFunc(slices.Clone(i.People), func(p ImportedPerson) bool { return p.PersonID != "" })
}
