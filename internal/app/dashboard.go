package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// defaultWeeks is the period of a dashboard nobody chose one for.
const defaultWeeks = 12

// maxPeriodDays bounds a period: ten years.
const maxPeriodDays = 3660

// DashboardQuery is what somebody asks of the dashboard. Its zero value is the
// last twelve weeks of all they may see.
type DashboardQuery struct {
	From, To accord.Date
	AsOf     string // RFC 3339, or a day, at whose end it looks; "" is now
	SeriesID string
	TeamID   string

	start, end time.Time // instead of From and To: the instants the period begins and ends at
}

// Dashboard is a dashboard's question and its figures.
type Dashboard struct {
	Period   accord.Period
	Past     bool // as of lies in the past
	Query    DashboardQuery
	Figures  accord.Figures
	Tally    accord.Tally
	Cadences []accord.Cadence // by series, for the grid
}

// Dashboard computes every figure of a period, as of an instant, from what the
// actor may see (X4).
func (a *App) Dashboard(ctx context.Context, actor accord.Actor, in DashboardQuery) (Dashboard, error) {
	ctx, q, workspace, err := a.figureQuery(ctx, actor, in)
	if err != nil {
		return Dashboard{}, err
	}
	d := Dashboard{Period: q.Period, Past: q.Past, Query: in}
	if d.Tally, err = a.store.Tally(ctx, q); err != nil {
		return d, err
	}
	if err := a.store.TallyMeetings(ctx, q, &d.Tally); err != nil {
		return d, err
	}
	if d.Cadences, err = a.cadences(ctx, q); err != nil {
		return d, err
	}
	working := accord.WorkWeek(workspace.WorkingDays)
	for _, c := range d.Cadences {
		for _, o := range c.Occurrences {
			d.Tally.AddOccurrence(o, q.Period, working)
		}
	}
	d.Figures = d.Tally.Figures()
	return d, nil
}

// figureQuery authorises and turns the question into the store's. ctx comes
// back scoped.
func (a *App) figureQuery(ctx context.Context, actor accord.Actor, in DashboardQuery) (context.Context, store.FigureQuery, accord.Workspace, error) {
	ctx, err := a.read(ctx, actor, ActSeeDashboard)
	if err != nil {
		return nil, store.FigureQuery{}, accord.Workspace{}, err
	}
	q := store.FigureQuery{SeriesID: in.SeriesID, TeamID: in.TeamID}
	workspace, err := a.store.Workspace(ctx)
	if err != nil {
		return nil, q, workspace, err
	}
	if q.View, err = a.view(ctx, a.store, actor); err != nil {
		return nil, q, workspace, err
	}
	now := a.now()
	if q.Period, err = in.period(now, actor, accord.Zone(workspace.TimeZone)); err != nil {
		return nil, q, workspace, err
	}
	q.Past = q.Period.AsOf.Before(now)
	return ctx, q, workspace, nil
}

// period reads the question's days. The period ends, where none is given, on
// the day of as of.
func (in DashboardQuery) period(now time.Time, actor accord.Actor, zone *time.Location) (accord.Period, error) {
	var v accord.Validation
	p := accord.Period{From: in.From, To: in.To, Zone: zone, AsOf: now}
	if !in.start.IsZero() {
		p.From = accord.DateOf(in.start, zone)
	}
	if !in.end.IsZero() {
		p.To = accord.DateOf(in.end.Add(-time.Microsecond), zone)
	}
	if in.AsOf != "" {
		asOf, err := readAsOf(in.AsOf, actor.Zone())
		v.Add("as_of", err)
		if err == nil && asOf.Before(now) {
			p.AsOf = asOf
		}
	}
	for field, day := range map[string]accord.Date{"from": in.From, "to": in.To} {
		if day != "" {
			_, err := accord.ParseDate(string(day))
			v.Add(field, err)
		}
	}
	if err := v.Err(); err != nil {
		return p, err
	}
	if p.To == "" {
		p.To = accord.DateOf(p.AsOf.Add(-time.Microsecond), zone)
	}
	if p.From == "" {
		p.From = p.To.AddDays(1 - 7*defaultWeeks)
	}
	v.Check(p.From <= p.To, "to", "The period ends before it begins.")
	v.Check(p.Days() <= maxPeriodDays, "from", "Choose a period of at most ten years.")
	return p, v.Err()
}

// readAsOf reads an instant, or a day: then it is the end of that day.
func readAsOf(s string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return accord.Instant(t), nil
	}
	day, err := accord.ParseDate(s)
	if err != nil {
		return time.Time{}, accord.Errorf(accord.CodeInvalid, "Give a day as YYYY-MM-DD, or a time with its offset.")
	}
	return day.End(zone), nil
}

// cadences puts together what became of every occurrence of the period.
func (a *App) cadences(ctx context.Context, q store.FigureQuery) ([]accord.Cadence, error) {
	list, err := a.store.SeriesInView(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := a.store.OccurrenceRows(ctx, q)
	if err != nil {
		return nil, err
	}
	schedules, err := a.schedules(ctx, a.store, list)
	if err != nil {
		return nil, err
	}
	facts := map[string]map[accord.LocalTime]accord.OccurrenceFact{}
	for _, r := range rows {
		if facts[r.SeriesID] == nil {
			facts[r.SeriesID] = map[accord.LocalTime]accord.OccurrenceFact{}
		}
		schedule, known := schedules[r.SeriesID]
		if !known {
			continue
		}
		facts[r.SeriesID][r.OriginalStart] = accord.OccurrenceFact{
			SeriesID: r.SeriesID, MeetingID: r.ID, Original: r.OriginalStart, Zone: schedule.Zone, PlannedAt: r.PlannedAt(schedule.Zone),
			EndsAt: r.StartsAt.Add(time.Duration(r.DurationMinutes) * time.Minute), StartedAt: r.StartedAt, ClosedAt: r.ClosedAt, CancelledAt: r.CancelledAt,
		}
	}
	var cadences []accord.Cadence
	for _, s := range list {
		c, err := accord.CadenceOf(s, schedules[s.ID], facts[s.ID], q.Period)
		if err != nil {
			return nil, err
		}
		if len(c.Occurrences) > 0 {
			cadences = append(cadences, c)
		}
	}
	return cadences, nil
}

// figureItems narrows a list of action items to those a figure counts.
func (a *App) figureItems(ctx context.Context, actor accord.Actor, in ItemQuery) (*store.FigureItems, error) {
	var v accord.Validation
	v.Check(in.Figure.ListsItems(), "figure", "There is no such figure of action items.")
	if err := v.Err(); err != nil {
		return nil, err
	}
	_, q, _, err := a.figureQuery(ctx, actor, in.FigureOf)
	return &store.FigureItems{Key: in.Figure, Side: in.Side, FigureQuery: q}, err
}
