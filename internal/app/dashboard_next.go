package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

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
		if m.OriginalStart, err = a.nameOfStart(ctx, list, m); err != nil {
			return nil, err
		}
	}
	return a.prepared(ctx, q, m)
}

// nameOfStart names a planned date: its clock, but for one that falls into a
// spring gap and starts later than it is called (S1), or that a day off moved
// (S3).
func (a *App) nameOfStart(ctx context.Context, list []accord.Series, m accord.Meeting) (accord.LocalTime, error) {
	i := slices.IndexFunc(list, func(s accord.Series) bool { return s.ID == string(m.SeriesID) })
	schedule, err := a.schedule(ctx, a.store, list[i])
	if err != nil {
		return "", err
	}
	for _, o := range accord.TakingPlace(schedule.Next(m.StartsAt.Add(-time.Microsecond), 1)) {
		return o.OriginalStart, nil
	}
	return accord.LocalTimeOf(m.StartsAt, accord.Zone(m.TimeZone)), nil
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
