package app

import (
	"context"
	"maps"
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
	schedules, err := a.schedules(ctx, s, list)
	if err != nil {
		return nil, err
	}
	of, err := a.touched(ctx, s, schedules, now, time.Time{})
	if err != nil {
		return nil, err
	}
	dates := make(map[string][]accord.SeriesDate, len(list))
	for _, series := range list {
		planned := schedules[series.ID].Next(now.Add(-time.Microsecond), n+len(of[series.ID]))
		all := series.Dates(planned, of[series.ID], now, time.Time{})
		dates[series.ID] = all[:min(n, len(all))]
	}
	return dates, nil
}

// touched reads in one statement the meetings that decide about the dates of
// several series in [from, to): those that start in it, and those whose
// original start may have been planned into it. A zero to is no end.
func (a *App) touched(ctx context.Context, s *store.Store, schedules map[string]accord.ObservedSchedule, from, to time.Time) (map[string][]accord.Meeting, error) {
	strays := 1
	for _, schedule := range schedules {
		strays = max(strays, schedule.Strays())
	}
	first, last := accord.LocalTimeOf(from.AddDate(0, 0, -strays), time.UTC), farName
	if !to.IsZero() {
		last = accord.LocalTimeOf(to.AddDate(0, 0, strays), time.UTC)
	}
	meetings, err := s.MeetingsOfSeries(ctx, slices.Sorted(maps.Keys(schedules)), from, to, first, last)
	of := map[string][]accord.Meeting{}
	for _, m := range meetings {
		of[string(m.SeriesID)] = append(of[string(m.SeriesID)], m)
	}
	return of, err
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

// planNext writes when the series meets next, and gives the duties of its
// meetings to those whose turn it then is. Whatever changes its dates calls it,
// and the worker when that time has passed. Dates that came and went since are
// opened first (S6). It may write meetings of the series.
func (a *App) planNext(ctx context.Context, tx *store.Store, series accord.Series, now time.Time) error {
	if err := a.openPassed(ctx, tx, series, now); err != nil {
		return err
	}
	// A run of called-off dates may be longer than what is shown.
	for n := nextShown; ; n *= 4 {
		dates, err := a.upcoming(ctx, tx, []accord.Series{series}, now, n)
		if err != nil {
			return err
		}
		next := firstStart(dates[series.ID])
		if next != nil || len(dates[series.ID]) < n {
			if err := tx.PlanSeries(ctx, series.ID, next); err != nil {
				return err
			}
			return a.fillRota(ctx, tx, series, accord.SystemID, now)
		}
	}
}

// openPassed makes meetings of the dates from the series' next start to now that
// nobody opened, since the worker did not come to it: once that start is moved
// on, nobody would look at them again (S6).
func (a *App) openPassed(ctx context.Context, tx *store.Store, series accord.Series, now time.Time) error {
	if series.Status != accord.SeriesActive || series.NextStartsAt == nil || !series.NextStartsAt.Before(now) {
		return nil
	}
	dates, err := a.datesBetween(ctx, tx, series, *series.NextStartsAt, now)
	if err != nil {
		return err
	}
	for _, d := range dates {
		o := accord.Occurrence{OriginalStart: d.OriginalStart, StartsAt: accord.Instant(d.StartsAt), EndsAt: accord.Instant(d.EndsAt)}
		if d.Status != accord.MeetingPlanned || series.Opens(o) != nil {
			continue
		}
		if _, err := a.openMeeting(ctx, tx, series, o, accord.SystemID, now); err != nil {
			return err
		}
	}
	return nil
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
	own, err := a.heededDays(ctx, s, []accord.Series{series})
	if err != nil {
		return nil, err
	}
	return a.datesOf(ctx, s, series, own, from, to)
}

// datesOf is datesBetween where the workspace's own days were read already.
func (a *App) datesOf(ctx context.Context, s *store.Store, series accord.Series, own ownDays, from, to time.Time) ([]accord.SeriesDate, error) {
	var v accord.Validation
	v.Check(!to.Before(from), "to", "The end lies before the beginning.")
	if err := v.Err(); err != nil {
		return nil, err
	}
	schedule, err := own.schedule(series)
	if err != nil {
		return nil, err
	}
	planned, err := schedule.Between(from, to)
	if err != nil {
		return nil, err
	}
	var first, last accord.LocalTime
	if len(planned) > 0 {
		names := func(a, b accord.ObservedOccurrence) int {
			return a.OriginalStart.Floating().Compare(b.OriginalStart.Floating())
		}
		first, last = slices.MinFunc(planned, names).OriginalStart, slices.MaxFunc(planned, names).OriginalStart
	}
	meetings, err := s.DatesOfSeries(ctx, []string{series.ID}, from, to, first, last)
	if err != nil {
		return nil, err
	}
	return series.Dates(planned, meetings, from, to), nil
}

// occurrence finds one date by its name: the meeting where there is one, else
// what the series plans. Not found where neither knows the name, a conflict
// where a day off leaves the date out (S3).
func (a *App) occurrence(ctx context.Context, s *store.Store, series accord.Series, name accord.LocalTime) (accord.ObservedOccurrence, *accord.Meeting, error) {
	m, err := s.MeetingAt(ctx, series.ID, name)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return accord.ObservedOccurrence{}, nil, err
	}
	touched := err == nil
	schedule, err := a.schedule(ctx, s, series)
	if err != nil {
		return accord.ObservedOccurrence{}, nil, err
	}
	o, known := schedule.At(name)
	switch {
	case touched:
		o.Occurrence = accord.Occurrence{OriginalStart: name, StartsAt: m.StartsAt, EndsAt: m.EndsAt()}
		return o, &m, nil
	case !known || !series.Plans(o.Occurrence):
		return o, nil, accord.NotFound("occurrence")
	case o.Skipped:
		return o, nil, accord.Errorf(accord.CodeConflict, "This date is left out: it is on a day off, %s.", o.DayOff).By("S3")
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

// occurrenceNamed is occurrence for a name as it stands in a path.
func (a *App) occurrenceNamed(ctx context.Context, s *store.Store, series accord.Series, name string) (accord.ObservedOccurrence, *accord.Meeting, error) {
	original, err := parseName(name)
	if err != nil {
		return accord.ObservedOccurrence{}, nil, err
	}
	return a.occurrence(ctx, s, series, original)
}

// OpenOccurrence makes the meeting of a planned date, or gives the one there
// is; made says which. People of the team may, observers excepted.
func (a *App) OpenOccurrence(ctx context.Context, actor accord.Actor, seriesID, name string) (m accord.Meeting, made bool, err error) {
	err = a.change(ctx, actor, ActPropose, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, standing, err := a.seriesFor(ctx, tx, actor, seriesID)
		if err != nil {
			return err
		}
		o, existing, err := a.occurrenceNamed(ctx, tx, series, name)
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
		m, err = a.openOccurrence(ctx, tx, series, o.Occurrence, actor.PersonID, now)
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
// agenda items go on to. What the series was split into counts too. Not found
// where there is none.
func (a *App) nextOccurrence(ctx context.Context, tx *store.Store, seriesID string, after time.Time, by string, now time.Time) (accord.Meeting, error) {
	series, err := tx.Series(ctx, seriesID)
	if err != nil {
		return accord.Meeting{}, err
	}
	lineage, err := tx.Lineage(ctx, series.LineageID)
	if err != nil {
		return accord.Meeting{}, err
	}
	var first accord.SeriesDate
	var of accord.Series
	for _, s := range lineage {
		d, ok, err := a.nextDate(ctx, tx, s, after)
		if err != nil {
			return accord.Meeting{}, err
		}
		if ok && (of.ID == "" || d.StartsAt.Before(first.StartsAt)) {
			first, of = d, s
		}
	}
	switch {
	case of.ID == "":
		return accord.Meeting{}, accord.NotFound("occurrence")
	case first.MeetingID != "":
		return tx.Meeting(ctx, string(first.MeetingID))
	}
	return a.openOccurrence(ctx, tx, of, accord.Occurrence{OriginalStart: first.OriginalStart, StartsAt: first.StartsAt, EndsAt: first.EndsAt}, by, now)
}

// nextDate finds the first date of one series after the instant that takes
// place and has not begun.
func (a *App) nextDate(ctx context.Context, tx *store.Store, series accord.Series, after time.Time) (accord.SeriesDate, bool, error) {
	for n := nextShown; series.Status == accord.SeriesActive; n *= 4 {
		dates, err := a.upcoming(ctx, tx, []accord.Series{series}, after.Add(time.Microsecond), n)
		if err != nil {
			return accord.SeriesDate{}, false, err
		}
		for _, d := range dates[series.ID] {
			if d.Status == accord.MeetingScheduled || d.Status == accord.MeetingPlanned {
				return d, true, nil
			}
		}
		if len(dates[series.ID]) < n {
			break
		}
	}
	return accord.SeriesDate{}, false, nil
}
