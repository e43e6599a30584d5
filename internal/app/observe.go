package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/holiday"
	"accord/internal/store"
)

// schedule is what a series meets by: its rule, as the days off leave its dates
// (S3). Whoever wants a date of a series asks here.
func (a *App) schedule(ctx context.Context, s *store.Store, series accord.Series) (accord.ObservedSchedule, error) {
	list, err := a.schedules(ctx, s, []accord.Series{series})
	return list[series.ID], err
}

// schedules is schedule for several series, by id. The workspace's own days are
// read once, and only where a series heeds days off.
func (a *App) schedules(ctx context.Context, s *store.Store, list []accord.Series) (map[string]accord.ObservedSchedule, error) {
	own, err := a.heededDays(ctx, s, list)
	if err != nil {
		return nil, err
	}
	schedules := make(map[string]accord.ObservedSchedule, len(list))
	for _, series := range list {
		if schedules[series.ID], err = own.schedule(series); err != nil {
			return nil, err
		}
	}
	return schedules, nil
}

// heededDays reads the workspace's own days for the schedules of several series,
// only where one of them heeds days off.
func (a *App) heededDays(ctx context.Context, s *store.Store, list []accord.Series) (ownDays, error) {
	if !slices.ContainsFunc(list, accord.Series.Heeds) {
		return ownDays{}, nil
	}
	return a.ownDays(ctx, s)
}

// schedule is what a series meets by, where the days were read for it.
func (o ownDays) schedule(series accord.Series) (accord.ObservedSchedule, error) {
	if !series.Heeds() {
		o = ownDays{}
	}
	return o.observed(series)
}

// ownDays is what a workspace says of days off.
type ownDays struct {
	workspace accord.Workspace
	days      []accord.DayOff
	off       accord.DaysOff
}

func (a *App) ownDays(ctx context.Context, s *store.Store) (ownDays, error) {
	w, err := s.Workspace(ctx)
	if err != nil {
		return ownDays{}, err
	}
	days, err := s.WorkspaceDays(ctx)
	list := make([]accord.DayOff, len(days))
	for i, d := range days {
		list[i] = accord.DayOff{Date: d.Date, Name: d.Name}
	}
	return ownDays{w, list, accord.NewDaysOff(list)}, err
}

// workCalendar is when the company works: its week without the days off of its
// own and of its holiday calendar (P3).
func (a *App) workCalendar(ctx context.Context, s *store.Store) (accord.WorkCalendar, *time.Location, error) {
	own, err := a.ownDays(ctx, s)
	if err != nil {
		return accord.WorkCalendar{}, nil, err
	}
	off, err := holiday.Off(own.workspace.HolidayCalendar)
	return accord.WorkCalendar{Week: accord.WorkWeek(own.workspace.WorkingDays), Off: own.off.Or(off)}, accord.Zone(own.workspace.TimeZone), err
}

// DayIn is the working day that lies n days after the actor's today, or follows
// it (S3): what a form suggests.
func (a *App) DayIn(ctx context.Context, actor accord.Actor, n int) (accord.Date, error) {
	return a.dayIn(store.Within(ctx, actor.WorkspaceID), a.store, actor, n)
}

func (a *App) dayIn(ctx context.Context, s *store.Store, actor accord.Actor, n int) (accord.Date, error) {
	days, _, err := a.workCalendar(ctx, s)
	return days.In(a.today(actor), n), err
}

// observed puts the days off of the series' calendar behind the workspace's own.
func (o ownDays) observed(series accord.Series) (accord.ObservedSchedule, error) {
	schedule, err := series.Schedule()
	if err != nil {
		return accord.ObservedSchedule{}, err
	}
	observance, err := o.observance(series)
	return schedule.Observing(observance), err
}

// observance is how the series goes about days off.
func (o ownDays) observance(series accord.Series) (accord.Observance, error) {
	if o.off == nil { // they were not read: the series heeds none
		return accord.Observance{}, nil
	}
	off, err := holiday.Off(series.HolidayCalendar)
	return series.Observance(o.off.Or(off), accord.WorkWeek(o.workspace.WorkingDays), o.workspace.DaysOffChangedAt), err
}
