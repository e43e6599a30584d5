package app

import (
	"context"
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
	Aligned   []accord.AlignedLine
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
	part("aligned", func(ctx context.Context) (err error) {
		var asOf time.Time // now, but for a past date
		if q.Past {
			asOf = q.Period.AsOf
		}
		d.Aligned, err = a.Aligned(ctx, actor, asOf)
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
	part("live", func(ctx context.Context) (err error) {
		d.Live, err = a.store.RunningMeetings(ctx, q, actor.PersonID)
		return err
	})
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
