package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SeriesLink leads to what a series was split from, or to what goes on from it
// (S4).
type SeriesLink struct {
	ID, Title string
	From      accord.LocalTime // its first date
}

// relate finds for each of the series what it came from and what it went on as:
// the ones before and after it among those that splits made of one.
func (a *App) relate(ctx context.Context, s *store.Store, list []SeriesDetail) error {
	ids := make([]string, 0, len(list))
	for _, d := range list {
		ids = append(ids, d.LineageID)
	}
	slices.Sort(ids)
	related, err := s.Lineage(ctx, slices.Compact(ids)...)
	if err != nil {
		return err
	}
	of := map[string][]accord.Series{}
	for _, r := range related {
		of[r.LineageID] = append(of[r.LineageID], r)
	}
	for i, d := range list {
		line := of[d.LineageID]
		at := slices.IndexFunc(line, func(r accord.Series) bool { return r.ID == d.ID })
		if at > 0 {
			list[i].CameFrom = linkTo(line[at-1])
		}
		if at >= 0 && at+1 < len(line) {
			list[i].WentOn = linkTo(line[at+1])
		}
	}
	return nil
}

// PastDate is a date that has passed, with the series it was of.
type PastDate struct {
	accord.SeriesDate
	SeriesID, TimeZone string
	Listed             bool // it had passed when its series was made: nobody missed it
}

// pastDates are the dates of the past year of a series and of what it was split
// from, the newest first: one history, whatever it was called (S4).
func (a *App) pastDates(ctx context.Context, series accord.Series, now time.Time) ([]PastDate, error) {
	line, err := a.store.Lineage(ctx, series.LineageID)
	if err != nil {
		return nil, err
	}
	var past []PastDate
	for _, s := range line {
		dates, err := a.datesBetween(ctx, a.store, s, now.AddDate(-1, 0, 0), now)
		if err != nil {
			return nil, err
		}
		for _, d := range dates {
			past = append(past, PastDate{SeriesDate: d, SeriesID: s.ID, TimeZone: s.TimeZone, Listed: !d.EndsAt.After(s.CreatedAt)})
		}
		if s.ID == series.ID {
			break
		}
	}
	slices.SortStableFunc(past, func(a, b PastDate) int { return b.StartsAt.Compare(a.StartsAt) })
	return past, nil
}

func linkTo(s accord.Series) *SeriesLink {
	return &SeriesLink{ID: s.ID, Title: s.Title, From: s.StartsAtLocal}
}

// WentTo finds what became of a date that its series does not know any more,
// because a change took it along (S4): the same name in another part of its
// line, else the only date of that day. Links to it lead there.
func (a *App) WentTo(ctx context.Context, actor accord.Actor, seriesID, name string) (id string, now accord.LocalTime, err error) {
	ctx, err = a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return "", "", err
	}
	series, _, err := a.seriesFor(ctx, a.store, actor, seriesID)
	if err != nil {
		return "", "", err
	}
	original, err := parseName(name)
	if err != nil {
		return "", "", err
	}
	line, err := a.store.Lineage(ctx, series.LineageID)
	if err != nil {
		return "", "", err
	}
	var found []PastDate
	for _, s := range line {
		if _, _, err := a.occurrence(ctx, a.store, s, original); err == nil {
			return s.ID, original, nil
		}
		day := original.Date().Time()
		dates, err := a.datesBetween(ctx, a.store, s, day.AddDate(0, 0, -2), day.AddDate(0, 0, 3))
		if err != nil {
			return "", "", err
		}
		for _, d := range dates {
			if d.OriginalStart.Date() == original.Date() {
				found = append(found, PastDate{SeriesDate: d, SeriesID: s.ID})
			}
		}
	}
	if len(found) != 1 {
		return "", "", accord.NotFound("occurrence")
	}
	return found[0].SeriesID, found[0].OriginalStart, nil
}
