package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// farName is later than every original start.
const farName accord.LocalTime = "9999-12-31T23:59"

// upcoming returns the next n dates of each series from now on, moved and
// called-off ones among them. It reads the meetings of all series at once.
func (a *App) upcoming(ctx context.Context, s *store.Store, list []accord.Series, now time.Time, n int) (map[string][]accord.SeriesDate, error) {
	ids := make([]string, len(list))
	for i, series := range list {
		ids[i] = series.ID
	}
	// Original starts are wall clocks of zones at most 14 hours away.
	meetings, err := s.MeetingsOfSeries(ctx, ids, now, time.Time{}, accord.LocalTimeOf(now.Add(-24*time.Hour), time.UTC), farName)
	if err != nil {
		return nil, err
	}
	of := map[string][]accord.Meeting{}
	for _, m := range meetings {
		of[string(m.SeriesID)] = append(of[string(m.SeriesID)], m)
	}
	dates := make(map[string][]accord.SeriesDate, len(list))
	for _, series := range list {
		schedule, err := series.Schedule()
		if err != nil {
			return nil, err
		}
		planned := schedule.Next(now.Add(-time.Microsecond), n+len(of[series.ID]))
		all := series.Dates(planned, of[series.ID], now, time.Time{})
		dates[series.ID] = all[:min(n, len(all))]
	}
	return dates, nil
}

// firstStart is the start of the first date that takes place.
func firstStart(dates []accord.SeriesDate) *time.Time {
	for _, d := range dates {
		if d.Status == accord.MeetingPlanned || d.Status == accord.MeetingScheduled {
			t := accord.Instant(d.StartsAt)
			return &t
		}
	}
	return nil
}

// planNext writes when the series meets next. Whatever changes its dates calls
// it, and the worker when that time has passed.
func (a *App) planNext(ctx context.Context, tx *store.Store, series accord.Series, now time.Time) error {
	// A run of called-off dates may be longer than what is shown.
	for n := nextShown; ; n *= 4 {
		dates, err := a.upcoming(ctx, tx, []accord.Series{series}, now, n)
		if err != nil {
			return err
		}
		next := firstStart(dates[series.ID])
		if next != nil || len(dates[series.ID]) < n {
			return tx.PlanSeries(ctx, series.ID, next)
		}
	}
}

// Occurrences lists the dates of a series that start in [from, to), at most 30
// years. A zero from is now, a zero to a year after it.
func (a *App) Occurrences(ctx context.Context, actor accord.Actor, seriesID string, from, to time.Time) ([]accord.SeriesDate, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return nil, err
	}
	series, _, err := a.seriesFor(ctx, a.store, actor, seriesID)
	if err != nil {
		return nil, err
	}
	if from.IsZero() {
		from = a.now()
	}
	if to.IsZero() {
		to = from.AddDate(1, 0, 0)
	}
	return a.datesBetween(ctx, a.store, series, from, to)
}

// datesBetween puts rule and meetings of a window together.
func (a *App) datesBetween(ctx context.Context, s *store.Store, series accord.Series, from, to time.Time) ([]accord.SeriesDate, error) {
	var v accord.Validation
	v.Check(!to.Before(from), "to", "The end lies before the beginning.")
	if err := v.Err(); err != nil {
		return nil, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return nil, err
	}
	planned, err := schedule.Between(from, to)
	if err != nil {
		return nil, err
	}
	var first, last accord.LocalTime
	if len(planned) > 0 {
		names := func(a, b accord.Occurrence) int {
			return a.OriginalStart.Floating().Compare(b.OriginalStart.Floating())
		}
		first, last = slices.MinFunc(planned, names).OriginalStart, slices.MaxFunc(planned, names).OriginalStart
	}
	meetings, err := s.MeetingsOfSeries(ctx, []string{series.ID}, from, to, first, last)
	if err != nil {
		return nil, err
	}
	return series.Dates(planned, meetings, from, to), nil
}

// occurrence finds one date by its name: the meeting where there is one, else
// what the rule plans. Not found where neither knows the name.
func (a *App) occurrence(ctx context.Context, s *store.Store, series accord.Series, name accord.LocalTime) (accord.Occurrence, *accord.Meeting, error) {
	m, err := s.MeetingAt(ctx, series.ID, name)
	if err == nil {
		return accord.Occurrence{OriginalStart: name, StartsAt: m.StartsAt, EndsAt: m.EndsAt()}, &m, nil
	}
	if accord.CodeOf(err) != accord.CodeNotFound {
		return accord.Occurrence{}, nil, err
	}
	schedule, err := series.Schedule()
	if err != nil {
		return accord.Occurrence{}, nil, err
	}
	o, ok := schedule.At(name)
	if !ok || !series.Plans(o) {
		return o, nil, accord.NotFound("occurrence")
	}
	return o, nil, nil
}

// parseName reads an original start from a path; another form is no name.
func parseName(name string) (accord.LocalTime, error) {
	t, err := accord.ParseLocalTime(name)
	if err != nil || string(t) != name {
		return "", accord.NotFound("occurrence")
	}
	return t, nil
}

// OpenOccurrence makes the meeting of a planned date, or gives the one there
// is; made says which. People of the team may, observers excepted.
func (a *App) OpenOccurrence(ctx context.Context, actor accord.Actor, seriesID, name string) (m accord.Meeting, made bool, err error) {
	err = a.change(ctx, actor, ActPropose, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, standing, err := a.seriesFor(ctx, tx, actor, seriesID)
		if err != nil {
			return err
		}
		original, err := parseName(name)
		if err != nil {
			return err
		}
		o, existing, err := a.occurrence(ctx, tx, series, original)
		if err != nil {
			return err
		}
		if existing != nil {
			m = *existing
			return nil
		}
		if !standing.Proposes() {
			return accord.Errorf(accord.CodeDenied, "Only people of its team can prepare a date of this series.").By("X4")
		}
		made = true
		m, err = a.openOccurrence(ctx, tx, series, o, actor.PersonID, now)
		return err
	})
	return m, made, err
}

// openOccurrence opens a planned date that may be opened.
func (a *App) openOccurrence(ctx context.Context, tx *store.Store, series accord.Series, o accord.Occurrence, by string, now time.Time) (accord.Meeting, error) {
	if err := series.Opens(o); err != nil {
		return accord.Meeting{}, err
	}
	return a.openMeeting(ctx, tx, series, o, by, now)
}

// nextOccurrence returns the first date of the series that starts after the
// instant and takes place, opened if it was only planned: where left-over
// agenda items go on to. Not found where the series has none.
func (a *App) nextOccurrence(ctx context.Context, tx *store.Store, seriesID string, after time.Time, by string, now time.Time) (accord.Meeting, error) {
	series, err := tx.Series(ctx, seriesID)
	if err != nil {
		return accord.Meeting{}, err
	}
	for n := nextShown; series.Status == accord.SeriesActive; n *= 4 {
		dates, err := a.upcoming(ctx, tx, []accord.Series{series}, after.Add(time.Microsecond), n)
		if err != nil {
			return accord.Meeting{}, err
		}
		for _, d := range dates[series.ID] {
			switch d.Status {
			case accord.MeetingScheduled:
				return tx.Meeting(ctx, string(d.MeetingID))
			case accord.MeetingPlanned:
				return a.openOccurrence(ctx, tx, series, accord.Occurrence{OriginalStart: d.OriginalStart, StartsAt: d.StartsAt, EndsAt: d.EndsAt}, by, now)
			default: // running, closed or called off: not one to go on to
			}
		}
		if len(dates[series.ID]) < n {
			break
		}
	}
	return accord.Meeting{}, accord.NotFound("occurrence")
}
