package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// The lengths of the dashboard's lists.
const (
	longestOverdue  = 5
	latestDecisions = 4
	aheadDays       = 14 // of the cadence grid, where it is about now
)

// DashboardPage is everything on the dashboard. A part that failed is named in
// Failed and empty: cards fail alone.
type DashboardPage struct {
	Dashboard
	Before    accord.Figures // the period of the same length before
	Days      []store.DueDay
	Loads     []accord.Load
	Overdue   []accord.ItemRow // the longest overdue at as of first, as they stood then
	Decisions []store.DecisionRow
	Live      []accord.Meeting // only now
	Next      *NextMeeting     // after as of; nil: none was planned
	Waiting   store.Waiting    // only now
	Series    []accord.Series  // to choose among
	Ahead     accord.Date      // the last day of the cadence grid
	Failed    map[string]bool
}

// NextMeeting is the next meeting with what it lacks.
type NextMeeting struct {
	Title           string
	MeetingID       string           // "" while only planned
	SeriesID        string           // "" for a one-time meeting
	OriginalStart   accord.LocalTime // "" for a one-time meeting
	StartsAt        time.Time
	DurationMinutes int
	TimeZone        string
	People          []accord.Person
	AgendaKnown     bool // of a past date the agenda as it was then is not kept
	AgendaItems     int
	AgendaMinutes   int
	NoPresenter     int
	MissingSides    []accord.Side // A3: sides without an item on the agenda
	Locked          bool
	Open, Carried   int // running items of its team
}

// DashboardPage loads the dashboard part by part. It fails as a whole only
// where the question is wrong or may not be asked.
func (a *App) DashboardPage(ctx context.Context, actor accord.Actor, in DashboardQuery) (DashboardPage, error) {
	scoped, q, _, err := a.figureQuery(ctx, actor, in)
	if err != nil {
		return DashboardPage{}, err
	}
	d := DashboardPage{
		Dashboard: Dashboard{Period: q.Period, Past: q.Past, Query: in}, Failed: map[string]bool{},
	}
	part := func(name string, load func(ctx context.Context) error) {
		if err := load(scoped); err != nil {
			d.Failed[name] = true
			a.log.ErrorContext(ctx, "load a card of the dashboard", "card", name, "error", err)
		}
	}
	part("figures", func(context.Context) (err error) { d.Dashboard, err = a.Dashboard(ctx, actor, in); return err })
	part("before", func(ctx context.Context) (err error) { d.Before, err = a.before(ctx, q); return err })
	part("promises", func(ctx context.Context) (err error) { d.Days, err = a.store.DueDays(ctx, q); return err })
	part("load", func(ctx context.Context) (err error) { d.Loads, err = a.store.Loads(ctx, q); return err })
	part("decisions", func(ctx context.Context) (err error) {
		d.Decisions, err = a.store.LatestDecisions(ctx, q, latestDecisions)
		return err
	})
	part("series", func(ctx context.Context) (err error) {
		d.Series, err = a.store.SeriesInView(ctx, store.FigureQuery{View: q.View, Period: q.Period})
		return err
	})
	part("overdue", func(ctx context.Context) (err error) {
		d.Overdue, err = a.store.LongestOverdue(ctx, q, longestOverdue)
		return err
	})
	part("next", func(ctx context.Context) (err error) { d.Next, err = a.nextMeeting(ctx, q); return err })
	if d.Ahead = q.Period.To; !q.Past {
		d.Ahead = d.Ahead.AddDays(aheadDays)
		a.presentParts(actor, q, &d, part)
	}
	return d, nil
}

// presentParts loads what is only about now.
func (a *App) presentParts(actor accord.Actor, q store.FigureQuery, d *DashboardPage, part func(string, func(context.Context) error)) {
	part("cadence", func(ctx context.Context) (err error) {
		q.Period.To = q.Period.To.AddDays(aheadDays)
		d.Cadences, err = a.cadences(ctx, q)
		return err
	})
	part("live", func(ctx context.Context) (err error) { d.Live, err = a.store.RunningMeetings(ctx, q); return err })
	part("waiting", func(ctx context.Context) (err error) {
		d.Waiting, err = a.waitingFor(ctx, actor, q.View)
		return err
	})
}

// before computes the figures of the items of the period before, for what is
// said about the change.
func (a *App) before(ctx context.Context, q store.FigureQuery) (accord.Figures, error) {
	q.Period, q.Past = q.Period.Before(), true
	tally, err := a.store.Tally(ctx, q)
	return tally.Figures(), err
}

// nextMeeting finds the meeting that came next at as of: one with a row, or a
// date a series planned earlier. nil is none.
func (a *App) nextMeeting(ctx context.Context, q store.FigureQuery) (*NextMeeting, error) {
	m, err := a.store.NextMeeting(ctx, q)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return nil, err
	}
	list, listErr := a.store.SeriesInView(ctx, q)
	if listErr != nil {
		return nil, listErr
	}
	next, err := a.plannedStarts(ctx, q, list)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		at, planned := next[s.ID]
		if planned && (m.StartsAt.IsZero() || at.Before(m.StartsAt)) {
			m = accord.Meeting{
				SeriesID: accord.NullID(s.ID), TeamID: accord.NullID(s.TeamID), Title: s.Title, StartsAt: at, TimeZone: s.TimeZone,
				DurationMinutes: s.DurationMinutes,
			}
		}
	}
	if m.StartsAt.IsZero() {
		return nil, nil
	}
	if m.ID == "" {
		m.OriginalStart = nameOfStart(list, m)
	}
	return a.prepared(ctx, q, m)
}

// nameOfStart names a planned date: its clock, but for one that falls into a
// spring gap and starts later than it is called (S1).
func nameOfStart(list []accord.Series, m accord.Meeting) accord.LocalTime {
	for _, s := range list {
		schedule, err := s.Schedule()
		if s.ID != string(m.SeriesID) || err != nil {
			continue
		}
		for _, o := range schedule.Next(m.StartsAt.Add(-time.Microsecond), 1) {
			return o.OriginalStart
		}
	}
	return accord.LocalTimeOf(m.StartsAt, accord.Zone(m.TimeZone))
}

// plannedStarts gives when each series met next at as of. Of now it is kept with
// the series, so that no rule is expanded.
func (a *App) plannedStarts(ctx context.Context, q store.FigureQuery, list []accord.Series) (map[string]time.Time, error) {
	asOf, next := q.Period.AsOf, map[string]time.Time{}
	if !q.Past {
		for _, s := range list {
			if s.NextStartsAt != nil && s.Status == accord.SeriesActive && !s.NextStartsAt.Before(asOf) {
				next[s.ID] = *s.NextStartsAt
			}
		}
		return next, nil
	}
	list = slices.DeleteFunc(slices.Clone(list), func(s accord.Series) bool { return s.CreatedAt.After(asOf) })
	dates, err := a.upcoming(ctx, a.store, list, asOf, nextShown)
	for id, of := range dates {
		for _, d := range of {
			if d.Status == accord.MeetingPlanned {
				next[id] = d.StartsAt
				break
			}
		}
	}
	return next, err
}

// prepared says how far a meeting was prepared at as of.
func (a *App) prepared(ctx context.Context, q store.FigureQuery, m accord.Meeting) (*NextMeeting, error) {
	next := &NextMeeting{
		Title: m.Title, MeetingID: m.ID, SeriesID: string(m.SeriesID), OriginalStart: m.OriginalStart, StartsAt: m.StartsAt,
		DurationMinutes: m.DurationMinutes, TimeZone: m.TimeZone, Locked: m.LockedAt != nil, AgendaKnown: !q.Past,
	}
	var err error
	if next.People, err = a.peopleOf(ctx, m); err != nil {
		return nil, err
	}
	if m.TeamID != "" {
		if next.Open, next.Carried, err = a.store.OpenOfTeam(ctx, q, string(m.TeamID)); err != nil {
			return nil, err
		}
	}
	if q.Past {
		return next, nil
	}
	if m.ID == "" {
		next.MissingSides = []accord.Side{accord.Sales, accord.Marketing}
		return next, nil
	}
	items, err := a.store.Agenda(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	has := map[accord.Side]bool{}
	for _, item := range items {
		if item.Status != accord.AgendaAccepted {
			continue
		}
		has[item.Side] = true
		next.AgendaItems++
		next.AgendaMinutes += item.Minutes
		if item.PresenterID == "" {
			next.NoPresenter++
		}
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if !has[side] {
			next.MissingSides = append(next.MissingSides, side)
		}
	}
	return next, nil
}

// peopleOf returns who is invited, or the team of a meeting that has no row.
func (a *App) peopleOf(ctx context.Context, m accord.Meeting) ([]accord.Person, error) {
	all, err := a.store.People(ctx)
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	if m.ID != "" {
		invited, err := a.store.MeetingPeople(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range invited {
			in[p.PersonID] = true
		}
	} else {
		members, err := a.store.TeamMembers(ctx, string(m.TeamID))
		if err != nil {
			return nil, err
		}
		for _, p := range members {
			in[p.PersonID] = true
		}
	}
	var people []accord.Person
	for _, p := range all {
		if in[p.ID] {
			people = append(people, p)
		}
	}
	return people, nil
}
