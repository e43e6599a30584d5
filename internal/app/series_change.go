package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SeriesPatch is a change of a series: its words, its schedule, and how far
// that reaches.
type SeriesPatch struct {
	Title, Purpose, Location       accord.Opt[string]
	Rrule, StartsAtLocal, TimeZone accord.Opt[string]
	MonthEnd                       accord.Opt[string]
	Exdates, Rdates                accord.Opt[[]string]
	DurationMinutes                accord.Opt[int]
	FacilitatorID                  accord.Opt[accord.NullID]
	RotateFacilitator              accord.Opt[bool] // by turn; naming a facilitator ends it, and the other way round
	RotateMinuteTaker              accord.Opt[bool]
	RotateRepresentatives          accord.Opt[bool]
	HostSide                       accord.Opt[accord.Side] // with VisitingSeats: of exchange visits
	VisitingSeats                  accord.Opt[int]
	AskMinutes, RemindMinutes      accord.Opt[int]
	SendMinutes                    accord.Opt[int]
	GoalTitle, GoalMeasure         accord.Opt[string]
	GoalTarget                     accord.Opt[string]
	GoalBy                         accord.Opt[accord.Date]
	HolidayCalendar, HolidayPolicy accord.Opt[string]
	Agenda                         accord.Opt[[]accord.SeriesAgendaItem]
	SeriesScope
}

// SeriesScope is how far a change of a series reaches (S4); its zero value is
// everything that is not past.
type SeriesScope struct {
	Scope        string   // an accord.Scope
	From         string   // the original start of the first date changed; needed with "following"
	KeepInstants bool     // of a new zone: the next date keeps its instant, not its wall clock
	Drop         []string // original starts of the listed meetings that are called off
}

// input is the schedule after the change.
func (p SeriesPatch) input(s accord.Series) accord.ScheduleInput {
	in := s.Input()
	in.Rrule, in.StartsAtLocal, in.TimeZone = p.Rrule.Or(in.Rrule), p.StartsAtLocal.Or(in.StartsAtLocal), p.TimeZone.Or(in.TimeZone)
	in.MonthEnd, in.DurationMinutes = p.MonthEnd.Or(in.MonthEnd), p.DurationMinutes.Or(in.DurationMinutes)
	in.Exdates, in.Rdates = p.Exdates.Or(in.Exdates), p.Rdates.Or(in.Rdates)
	return in
}

// words is the series with its words changed.
func (p SeriesPatch) words(s accord.Series) accord.Series {
	s.Title, s.Purpose, s.Location = p.Title.Or(s.Title), p.Purpose.Or(s.Purpose), p.Location.Or(s.Location)
	s = p.rota(s)
	s.RotateRepresentatives = p.RotateRepresentatives.Or(s.RotateRepresentatives)
	s = s.WithSeats(p.HostSide.Or(s.HostSide), p.VisitingSeats.Or(s.VisitingSeats))
	s.AskMinutes, s.RemindMinutes, s.SendMinutes = p.AskMinutes.Or(s.AskMinutes), p.RemindMinutes.Or(s.RemindMinutes), p.SendMinutes.Or(s.SendMinutes)
	s.GoalTitle, s.GoalMeasure, s.GoalTarget = p.GoalTitle.Or(s.GoalTitle), p.GoalMeasure.Or(s.GoalMeasure), p.GoalTarget.Or(s.GoalTarget)
	s.GoalBy = p.GoalBy.Or(s.GoalBy)
	s.HolidayCalendar = p.HolidayCalendar.Or(s.HolidayCalendar)
	s.HolidayPolicy = cmp.Or(accord.HolidayPolicy(p.HolidayPolicy.Or(string(s.HolidayPolicy))), accord.HolidayKeep)
	return s
}

// ChangedSeries is a series after a change, and what goes on where it was split.
type ChangedSeries struct {
	SeriesDetail
	Successor *SeriesDetail // nil where nothing was split
}

// ChangeSeries changes a series as its plan says (S4): in place, or from a date
// on as a new one. What is past, running or closed stays as it is.
func (a *App) ChangeSeries(ctx context.Context, actor accord.Actor, id string, match accord.Match, p SeriesPatch) (d ChangedSeries, err error) {
	err = a.change(ctx, actor, ActChangeSeries, func(ctx context.Context, tx *store.Store, now time.Time) error {
		c, err := a.planChange(ctx, tx, actor, id, match, p, now)
		if err != nil {
			return err
		}
		if err := c.carryOut(ctx); err != nil {
			return err
		}
		d, err = c.detail(ctx)
		return err
	})
	return d, err
}

// seriesChange is one change of a series with its plan: what the preview shows
// and what is carried out.
type seriesChange struct {
	app      *App
	tx       *store.Store
	by       accord.Actor
	now      time.Time
	standing Standing
	before   accord.Series
	patch    SeriesPatch
	meetings []accord.Meeting // all of the series
	was, is  accord.Observance
	other    bool // days off or policy are others
	plan     accord.SeriesPlan
}

// planChange loads a series for those who may change it and plans the change.
func (a *App) planChange(ctx context.Context, tx *store.Store, actor accord.Actor, id string, match accord.Match, p SeriesPatch, now time.Time) (*seriesChange, error) {
	c := &seriesChange{app: a, tx: tx, by: actor, now: now, patch: p}
	var err error
	if c.before, c.standing, err = a.ledSeries(ctx, tx, actor, id); err != nil {
		return nil, err
	}
	if err := match.Check(c.before.Version, c.before); err != nil {
		return nil, err
	}
	scope, from, drop, err := p.SeriesScope.read()
	if err != nil {
		return nil, err
	}
	after, err := a.changed(ctx, tx, c.before, p)
	if err != nil {
		return nil, err
	}
	if c.meetings, err = tx.MeetingsOf(ctx, id); err != nil {
		return nil, err
	}
	if err := c.observe(ctx, after); err != nil {
		return nil, err
	}
	c.plan, err = accord.PlanSeriesChange(c.before, c.meetings, accord.SeriesChange{
		After: after, SuccessorID: store.NewID(), KeepInstants: p.KeepInstants, Drop: drop, Was: c.was, Is: c.is, Reobserved: c.other,
	}, scope, from, now)
	if err != nil {
		return nil, err
	}
	return c, c.checkDrop(drop)
}

// read checks how far the change reaches.
func (s SeriesScope) read() (scope accord.Scope, from accord.LocalTime, drop []accord.LocalTime, err error) {
	var v accord.Validation
	scope, err = accord.ParseScope(s.Scope)
	v.Add("", err)
	v.Check(scope == accord.ScopeFollowing || s.From == "", "from", "A first date goes with a change of what follows.")
	if scope == accord.ScopeFollowing {
		from, err = accord.ParseLocalTime(s.From)
		v.Check(err == nil && string(from) == s.From, "from", "Name the first date that changes.")
	}
	for _, name := range s.Drop {
		t, err := accord.ParseLocalTime(name)
		v.Check(err == nil && string(t) == name, "drop", "Name meetings by their original start.")
		drop = append(drop, t)
	}
	return scope, from, drop, v.Err()
}

// observe finds the days off before and after the change.
func (c *seriesChange) observe(ctx context.Context, after accord.Series) error {
	c.other = (c.before.Observes() || after.Observes()) &&
		(c.before.HolidayPolicy != after.HolidayPolicy || c.before.HolidayCalendar != after.HolidayCalendar)
	if !c.before.Observes() && !after.Observes() {
		return nil
	}
	own, err := c.app.ownDays(ctx, c.tx)
	if err != nil {
		return err
	}
	if c.was, err = own.observance(c.before); err != nil {
		return err
	}
	after.PlannedFrom = &c.now // as it is stored: nothing moves to before the change
	c.is, err = own.observance(after)
	return err
}

// checkDrop refuses to call off what the change leaves where it is.
func (c *seriesChange) checkDrop(drop []accord.LocalTime) error {
	var v accord.Validation
	for _, name := range drop {
		v.Check(slices.ContainsFunc(c.plan.Listed, func(l accord.ListedMeeting) bool { return l.Meeting.OriginalStart == name }),
			"drop", "Only meetings that the new dates leave out can be called off with the change.")
	}
	return v.Err()
}

// changed checks the change and gives the series as it was typed.
func (a *App) changed(ctx context.Context, tx *store.Store, before accord.Series, p SeriesPatch) (accord.Series, error) {
	var v accord.Validation
	after, schedule, err := p.words(before).WithSchedule(p.input(before))
	v.Add("", err)
	v.Add("", after.CheckLeads())
	v.Add("", checkHolidays(after))
	v.Add("", after.CheckRota())
	v.Add("", after.CheckSeats())
	v.Add("", accord.CheckSeriesAgenda(p.Agenda.Value))
	if after.FacilitatorID != before.FacilitatorID {
		if err := a.checkFacilitator(ctx, tx, &v, after); err != nil {
			return after, err
		}
	}
	if err := v.Err(); err != nil {
		return after, err
	}
	if before.Rrule != after.Rrule && !p.AskMinutes.Set && !p.RemindMinutes.Set && !p.SendMinutes.Set {
		after.AskMinutes, after.RemindMinutes, after.SendMinutes = schedule.Rule.LeadMinutes()
	}
	return after, a.checkObserved(ctx, tx, after)
}
