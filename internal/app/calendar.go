package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// everySeries bounds the series that are read at once.
const everySeries = 10_000

// CalendarEntry is a meeting or a planned date among all of them.
type CalendarEntry struct {
	accord.SeriesDate
	SeriesID string // "" for a one-time meeting
	TeamID   string // "" for none
	Title    string
	Location string
	TimeZone string
}

// Path is where the entry's page is: one stable address for an occurrence.
func (e CalendarEntry) Path() string {
	if e.SeriesID == "" {
		return "/meetings/" + string(e.MeetingID)
	}
	return "/series/" + e.SeriesID + "/" + string(e.OriginalStart)
}

// Calendar lists what starts in [from, to) and what runs now, planned dates
// among it, by start; with mine only the actor's own.
func (a *App) Calendar(ctx context.Context, actor accord.Actor, mine bool, from, to time.Time) ([]CalendarEntry, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeMeetings)
	if err != nil {
		return nil, err
	}
	person := ""
	if mine {
		person = actor.PersonID
	}
	meetings, err := a.store.MeetingsBetween(ctx, view, person, from, to)
	if err != nil {
		return nil, err
	}
	entries, err := a.entriesOf(ctx, view, meetings)
	if err != nil {
		return nil, err
	}
	planned, err := a.plannedEntries(ctx, view, person, from, to)
	entries = append(entries, planned...)
	slices.SortStableFunc(entries, func(x, y CalendarEntry) int {
		return cmp.Or(x.StartsAt.Compare(y.StartsAt), cmp.Compare(x.Title, y.Title))
	})
	return entries, err
}

// EntryOf is a meeting among others.
func EntryOf(m accord.Meeting) CalendarEntry {
	return CalendarEntry{
		SeriesID: string(m.SeriesID), TeamID: string(m.TeamID), Title: m.Title, Location: m.Location, TimeZone: m.TimeZone,
		SeriesDate: accord.Series{TimeZone: m.TimeZone}.DateOf(accord.ObservedOccurrence{Occurrence: accord.Occurrence{OriginalStart: m.OriginalStart}}, &m),
	}
}

// plannedEntries are the dates of active series that nobody touched.
func (a *App) plannedEntries(ctx context.Context, view accord.View, person string, from, to time.Time) ([]CalendarEntry, error) {
	list, err := a.store.SeriesList(ctx, view, accord.SeriesFilter{Status: accord.SeriesActive}, nil, everySeries)
	if err != nil {
		return nil, err
	}
	var teams []string
	if person != "" {
		if teams, err = a.store.TeamsOf(ctx, person); err != nil {
			return nil, err
		}
	}
	list = slices.DeleteFunc(list, func(s accord.Series) bool { return person != "" && !slices.Contains(teams, s.TeamID) })
	schedules, err := a.schedules(ctx, a.store, list)
	if err != nil {
		return nil, err
	}
	touched, err := a.touched(ctx, a.store, schedules, from, to)
	if err != nil {
		return nil, err
	}
	var entries []CalendarEntry
	for _, s := range list {
		planned, err := schedules[s.ID].Between(from, to)
		if err != nil {
			return nil, err
		}
		for _, d := range s.Dates(planned, touched[s.ID], from, to) {
			if d.Status == accord.MeetingPlanned {
				entries = append(entries, CalendarEntry{SeriesDate: d, SeriesID: s.ID, TeamID: s.TeamID, Title: s.Title, Location: s.Location, TimeZone: s.TimeZone})
			}
		}
	}
	return entries, nil
}

// SeriesPage is all that a series' page shows.
type SeriesPage struct {
	SeriesDetail
	Team         accord.Team
	People       []accord.TeamPerson
	Agenda       []accord.SeriesAgendaItem
	Backlog      []accord.AgendaItem
	Past         []PastDate          // of a year back, newest first, also of what it was split from
	Mails        []PreviewMail       // who is told when it is ended now (S5); for those who may
	HolidaysHit  []accord.HolidayHit // dates to come on days off, where it heeds any (S3)
	CalendarName string              // of the holiday calendar, in the actor's language
	Mine         OwnAnswer           // the actor's, to all dates to come
	Rota         RotaPage            // whose turn it is
}

// SeriesPage loads a series with its agenda, backlog and history.
func (a *App) SeriesPage(ctx context.Context, actor accord.Actor, id string) (p SeriesPage, err error) {
	if p.SeriesDetail, err = a.Series(ctx, actor, id); err != nil {
		return p, err
	}
	ctx = store.Within(ctx, actor.WorkspaceID)
	if p.Team, err = a.store.Team(ctx, p.TeamID); err != nil {
		return p, err
	}
	if p.People, err = a.store.TeamPeople(ctx, p.TeamID); err != nil {
		return p, err
	}
	if p.Agenda, err = a.store.SeriesAgenda(ctx, id); err != nil {
		return p, err
	}
	if p.Backlog, err = a.store.Backlog(ctx, id); err != nil {
		return p, err
	}
	if p.Rota, err = a.RotaTurns(ctx, actor, id); err != nil {
		return p, err
	}
	now := a.now()
	if p.Mine, err = a.ownAnswer(ctx, actor, p.Series, p.Status == accord.SeriesActive, ""); err != nil {
		return p, err
	}
	if err := a.seriesDaysOff(ctx, actor, &p, now); err != nil {
		return p, err
	}
	p.Past, err = a.pastDates(ctx, p.Series, now)
	if err != nil || !p.Leads || p.Status == accord.SeriesEnded {
		return p, err
	}
	p.Mails, err = a.previewMails(ctx, a.store, p.TeamID)
	return p, err
}

// OccurrencePage is one date of a series.
type OccurrencePage struct {
	SeriesDetail
	Date   accord.SeriesDate
	Opens  bool          // it may be prepared: not passed before the series was made, not of an ended one
	Mails  []PreviewMail // who is told when it is moved, called off or restored (S5); for those who may
	Mine   OwnAnswer     // the actor's, while nobody has opened the date
	Duties accord.Duties // whose turn it is, while it may be prepared
}

// OccurrencePage loads one date by its name.
func (a *App) OccurrencePage(ctx context.Context, actor accord.Actor, seriesID, name string) (p OccurrencePage, err error) {
	if p.SeriesDetail, err = a.Series(ctx, actor, seriesID); err != nil {
		return p, err
	}
	ctx = store.Within(ctx, actor.WorkspaceID)
	o, m, err := a.occurrenceNamed(ctx, a.store, p.Series, name)
	if err != nil {
		return p, err
	}
	p.Date, p.Opens = p.Series.DateOf(o, m), p.Series.Opens(o.Occurrence) == nil
	if p.Mine, err = a.ownAnswer(ctx, actor, p.Series, m == nil && p.Opens && o.StartsAt.After(a.now()), o.OriginalStart); err != nil {
		return p, err
	}
	if p.Opens {
		if p.Duties, err = a.dutiesAt(ctx, a.store, p.Series, o.OriginalStart); err != nil {
			return p, err
		}
	}
	if p.Leads {
		p.Mails, err = a.dateMails(ctx, a.store, p.Series, m)
	}
	return p, err
}
