package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// mostClashing bounds the meetings a preview is held against.
const mostClashing = 1000

// Clash is another meeting of the series' team at the time of one of its dates.
type Clash struct {
	OriginalStart accord.LocalTime // the date of the series
	With          CalendarEntry    // what stands in its way
}

// clashes finds what else the team has planned at the dates of a series: its
// other series, and its meetings that belong to none. What was called off or
// is over stands in nobody's way.
func (a *App) clashes(ctx context.Context, s *store.Store, series accord.Series, dates []accord.SeriesDate) ([]Clash, error) {
	dates = slices.DeleteFunc(slices.Clone(dates), func(d accord.SeriesDate) bool { return d.Status == accord.MeetingCancelled })
	if len(dates) == 0 {
		return []Clash{}, nil
	}
	const longest = accord.MaxDurationMinutes * time.Minute
	from, to := dates[0].StartsAt.Add(-longest), dates[0].EndsAt
	for _, d := range dates {
		if d.EndsAt.After(to) {
			to = d.EndsAt
		}
	}
	others, err := a.teamDates(ctx, s, series, from, to)
	if err != nil {
		return nil, err
	}
	clashes := []Clash{}
	for _, d := range dates {
		entries, err := others(d.StartsAt.Add(-longest), d.EndsAt)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.StartsAt.Before(d.EndsAt) && d.StartsAt.Before(e.EndsAt) {
				clashes = append(clashes, Clash{OriginalStart: d.OriginalStart, With: e})
			}
		}
	}
	return clashes, nil
}

// teamDates reads once what a series' team has in [from, to) beside the series
// and gives it window by window: a rule that comes round every ten years is
// not expanded over all of them.
func (a *App) teamDates(ctx context.Context, s *store.Store, series accord.Series, from, to time.Time) (func(from, to time.Time) ([]CalendarEntry, error), error) {
	list, err := s.SeriesList(ctx, accord.View{}, accord.SeriesFilter{TeamID: series.TeamID, Status: accord.SeriesActive}, nil, mostClashing)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(o accord.Series) bool { return o.ID == series.ID })
	schedules, err := a.schedules(ctx, s, list)
	if err != nil {
		return nil, err
	}
	touched, err := a.touched(ctx, s, schedules, from, to)
	if err != nil {
		return nil, err
	}
	meetings, _, err := s.Meetings(ctx, store.MeetingFilter{View: accord.View{}, TeamID: series.TeamID, From: from, To: to}, accord.Page{Limit: mostClashing})
	if err != nil {
		return nil, err
	}
	meetings = slices.DeleteFunc(meetings, func(m accord.Meeting) bool { return m.SeriesID != "" })
	return func(from, to time.Time) ([]CalendarEntry, error) {
		var entries []CalendarEntry
		for _, m := range meetings {
			entries = appendEntry(entries, EntryOf(m))
		}
		for _, o := range list {
			planned, err := schedules[o.ID].Between(from, to)
			if err != nil {
				return nil, err
			}
			for _, d := range o.Dates(planned, touched[o.ID], from, to) {
				entries = appendEntry(entries, CalendarEntry{SeriesDate: d, SeriesID: o.ID, TeamID: o.TeamID, Title: o.Title, Location: o.Location, TimeZone: o.TimeZone})
			}
		}
		return entries, nil
	}, nil
}

// appendEntry adds what still takes place.
func appendEntry(entries []CalendarEntry, e CalendarEntry) []CalendarEntry {
	if e.Status == accord.MeetingCancelled || e.Status == accord.MeetingClosed {
		return entries
	}
	return append(entries, e)
}
