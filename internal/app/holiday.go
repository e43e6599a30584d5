package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/holiday"
	"accord/internal/store"
)

// HolidayCalendar is a country, or a part of one, whose public holidays are
// known, by its name in the reader's language.
type HolidayCalendar struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// HolidayCalendars lists the calendars a series can observe, by name.
func (a *App) HolidayCalendars(actor accord.Actor) ([]HolidayCalendar, error) {
	if err := Allow(actor, ActSeeWorkspace); err != nil {
		return nil, err
	}
	return calendarsIn(actor.Locale), nil
}

// calendarsIn names the calendars in a language. A part of a country stands
// behind it.
func calendarsIn(locale string) []HolidayCalendar {
	all := holiday.Calendars()
	list := make([]HolidayCalendar, 0, len(all))
	for _, c := range all {
		list = append(list, HolidayCalendar{c.Code, c.Name(locale)})
	}
	slices.SortFunc(list, func(a, b HolidayCalendar) int {
		return cmp.Or(cmp.Compare(store.Fold(a.Name), store.Fold(b.Name)), cmp.Compare(a.Code, b.Code))
	})
	return list
}

// calendarName is the name of a calendar; "" for none.
func calendarName(code, locale string) string {
	for _, c := range calendarsIn(locale) {
		if c.Code == code {
			return c.Name
		}
	}
	return ""
}

// checkHolidays refuses a calendar or a policy that is none.
func checkHolidays(s accord.Series) error {
	var v accord.Validation
	v.Add("holiday_calendar", holiday.Check(s.HolidayCalendar))
	_, err := accord.ParseHolidayPolicy(string(s.HolidayPolicy))
	v.Add("holiday_policy", err)
	return v.Err()
}

// checkObserved refuses a series of whose dates the days off leave none.
func (a *App) checkObserved(ctx context.Context, s *store.Store, series accord.Series) error {
	if !series.Observes() {
		return nil
	}
	schedule, err := a.schedule(ctx, s, series)
	if err != nil {
		return err
	}
	return schedule.CheckDates()
}

// holidaysHit are the dates of the year to come, and the next ones that are
// shown, that nobody touched and that are on a day off, moved or not (S3). A
// series that keeps its dates is told of them too.
func (a *App) holidaysHit(ctx context.Context, s *store.Store, series accord.Series, now time.Time) ([]accord.HolidayHit, error) {
	own, err := a.ownDays(ctx, s)
	if err != nil {
		return nil, err
	}
	schedule, err := own.observed(series)
	if err != nil {
		return nil, err
	}
	list := schedule.Next(now.Add(-time.Microsecond), nextShown)
	if len(list) == 0 {
		return []accord.HolidayHit{}, nil
	}
	end := list[0].StartsAt.AddDate(1, 0, 0)
	if last := list[len(list)-1].StartsAt; last.After(end) {
		end = last.Add(time.Microsecond)
	}
	if end.Before(now.AddDate(accord.MaxWindowYears, 0, 0)) {
		if list, err = schedule.Between(now, end); err != nil {
			return nil, err
		}
	}
	meetings, err := a.touched(ctx, s, map[string]accord.ObservedSchedule{series.ID: schedule}, now, end)
	list = slices.DeleteFunc(list, func(o accord.ObservedOccurrence) bool {
		touched := slices.ContainsFunc(meetings[series.ID], func(m accord.Meeting) bool { return m.OriginalStart == o.OriginalStart })
		return touched || !series.Plans(o.Occurrence)
	})
	return accord.HolidaysHit(list, schedule.Zone), err
}

// seriesDaysOff puts onto a series' page what days off do to its dates up to the
// last one it shows.
func (a *App) seriesDaysOff(ctx context.Context, actor accord.Actor, p *SeriesPage, now time.Time) error {
	if !p.Heeds() || p.Status == accord.SeriesEnded {
		return nil
	}
	p.CalendarName = calendarName(p.HolidayCalendar, actor.Locale)
	hits, err := a.holidaysHit(ctx, a.store, p.Series, now)
	if err != nil || len(p.Next) == 0 {
		return err
	}
	last := p.Next[len(p.Next)-1]
	for _, h := range hits {
		if !h.OriginalStart.In(accord.Zone(p.TimeZone)).After(last.StartsAt) {
			p.HolidaysHit = append(p.HolidaysHit, h)
		}
	}
	return nil
}
