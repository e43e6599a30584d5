package app

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// CalendarEntries are meetings among others, each with the day off that moved
// it (S3).
func (a *App) CalendarEntries(ctx context.Context, actor accord.Actor, meetings []accord.Meeting) ([]CalendarEntry, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeMeetings)
	if err != nil {
		return nil, err
	}
	return a.entriesOf(ctx, view, meetings)
}

// entriesOf gives meetings as entries. A meeting keeps that a day off moved it,
// not which: the days off are read to say so, and only where one did.
func (a *App) entriesOf(ctx context.Context, view accord.View, meetings []accord.Meeting) ([]CalendarEntry, error) {
	entries := make([]CalendarEntry, 0, len(meetings))
	for _, m := range meetings {
		entries = append(entries, EntryOf(m))
	}
	if !slices.ContainsFunc(entries, CalendarEntry.moved) {
		return entries, nil
	}
	list, err := a.store.SeriesList(ctx, view, accord.SeriesFilter{}, nil, everySeries)
	if err != nil {
		return nil, err
	}
	own, err := a.heededDays(ctx, a.store, list)
	if err != nil {
		return nil, err
	}
	off := make(map[string]accord.DaysOff, len(list))
	for _, s := range list {
		ob, err := own.observance(s)
		if err != nil {
			return nil, err
		}
		off[s.ID] = ob.Off
	}
	for i, e := range entries {
		if name := off[e.SeriesID]; name != nil && e.moved() {
			entries[i].DayOff = name(e.OriginalStart.Date())
		}
	}
	return entries, nil
}

// moved reports whether a day off moved the entry and says so where it is
// listed: of a meeting that was held or called off nobody asks any more.
func (e CalendarEntry) moved() bool {
	return e.SeriesID != "" && e.Status == accord.MeetingScheduled && e.Shifted(accord.Zone(e.TimeZone))
}
