package app

import (
	"context"
	"slices"

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

func linkTo(s accord.Series) *SeriesLink {
	return &SeriesLink{ID: s.ID, Title: s.Title, From: s.StartsAtLocal}
}
