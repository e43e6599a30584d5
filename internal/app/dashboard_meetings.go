package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// figureMeetings lists the meetings a figure of the dashboard counts, as they
// stood at its as of. from and to are the instants its period begins and ends
// at; the days are the workspace's.
func (a *App) figureMeetings(ctx context.Context, actor accord.Actor, in MeetingQuery, p accord.Page) ([]accord.Meeting, []string, error) {
	var v accord.Validation
	v.Check(in.Figure.ListsMeetings(), "figure", "There is no such figure of meetings.")
	if err := v.Err(); err != nil {
		return nil, nil, err
	}
	ctx, q, _, err := a.figureQuery(ctx, actor, DashboardQuery{AsOf: in.AsOf, SeriesID: in.SeriesID, TeamID: in.TeamID, start: in.From, end: in.To})
	if err != nil {
		return nil, nil, err
	}
	if in.Figure == accord.CadenceKept {
		return a.cadenceMeetings(ctx, q, p)
	}
	list, next, err := a.store.Meetings(ctx, store.MeetingFilter{Held: &q}, p)
	for i, m := range list {
		list[i] = m.AsOf(q.Period.AsOf)
	}
	return list, next, err
}

// cadenceMeetings lists every date the cadence counts, those nobody opened too:
// they have no id and stay planned.
func (a *App) cadenceMeetings(ctx context.Context, q store.FigureQuery, p accord.Page) ([]accord.Meeting, []string, error) {
	cadences, err := a.cadences(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	list := []accord.Meeting{}
	var ids []string
	for _, c := range cadences {
		for _, o := range c.Occurrences {
			if !o.Counts(q.Period.AsOf) {
				continue
			}
			if o.MeetingID != "" {
				ids = append(ids, o.MeetingID)
				continue
			}
			list = append(list, accord.Meeting{
				SeriesID: accord.NullID(c.Series.ID), OriginalStart: o.Original, TeamID: accord.NullID(c.Series.TeamID), Title: c.Series.Title,
				StartsAt: o.PlannedAt, DurationMinutes: c.Series.DurationMinutes, TimeZone: c.Series.TimeZone, Status: accord.MeetingPlanned,
			})
		}
	}
	rows, err := a.store.MeetingsNamed(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range rows {
		list = append(list, m.AsOf(q.Period.AsOf))
	}
	keys := func(m accord.Meeting) []string {
		return []string{m.StartsAt.UTC().Format(time.RFC3339Nano), string(m.SeriesID), string(m.OriginalStart)}
	}
	slices.SortFunc(list, func(x, y accord.Meeting) int {
		return cmp.Or(x.StartsAt.Compare(y.StartsAt), cmp.Compare(x.SeriesID, y.SeriesID), cmp.Compare(x.OriginalStart, y.OriginalStart))
	})
	for i, m := range list {
		if slices.Equal(keys(m), p.After) {
			list = list[i+1:]
			break
		}
	}
	list, next := accord.Cut(list, p, keys)
	return list, next, nil
}
