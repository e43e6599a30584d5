package app

import (
	"cmp"
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SeriesPatch is a change of a series. Words and length may change at any
// time; a change of rule, start or zone plans all dates to come anew.
type SeriesPatch struct {
	Title, Purpose, Location       accord.Opt[string]
	Rrule, StartsAtLocal, TimeZone accord.Opt[string]
	MonthEnd                       accord.Opt[string]
	Exdates, Rdates                accord.Opt[[]string]
	DurationMinutes                accord.Opt[int]
	FacilitatorID                  accord.Opt[accord.NullID]
	AskMinutes, RemindMinutes      accord.Opt[int]
	SendMinutes                    accord.Opt[int]
	GoalTitle, GoalMeasure         accord.Opt[string]
	GoalTarget                     accord.Opt[string]
	GoalBy                         accord.Opt[accord.Date]
	HolidayCalendar, HolidayPolicy accord.Opt[string]
	Agenda                         accord.Opt[[]accord.SeriesAgendaItem]
}

// input is the schedule after the change.
func (p SeriesPatch) input(s accord.Series) accord.ScheduleInput {
	in := s.Input()
	in.Rrule, in.StartsAtLocal, in.TimeZone = p.Rrule.Or(in.Rrule), p.StartsAtLocal.Or(in.StartsAtLocal), p.TimeZone.Or(in.TimeZone)
	in.MonthEnd, in.DurationMinutes = p.MonthEnd.Or(in.MonthEnd), p.DurationMinutes.Or(in.DurationMinutes)
	in.Exdates, in.Rdates = p.Exdates.Or(in.Exdates), p.Rdates.Or(in.Rdates)
	return in
}

// words is the series with its words changed.
func (p SeriesPatch) words(s accord.Series) accord.Series {
	s.Title, s.Purpose, s.Location = p.Title.Or(s.Title), p.Purpose.Or(s.Purpose), p.Location.Or(s.Location)
	s.FacilitatorID = p.FacilitatorID.Or(s.FacilitatorID)
	s.AskMinutes, s.RemindMinutes, s.SendMinutes = p.AskMinutes.Or(s.AskMinutes), p.RemindMinutes.Or(s.RemindMinutes), p.SendMinutes.Or(s.SendMinutes)
	s.GoalTitle, s.GoalMeasure, s.GoalTarget = p.GoalTitle.Or(s.GoalTitle), p.GoalMeasure.Or(s.GoalMeasure), p.GoalTarget.Or(s.GoalTarget)
	s.GoalBy = p.GoalBy.Or(s.GoalBy)
	s.HolidayCalendar = p.HolidayCalendar.Or(s.HolidayCalendar)
	s.HolidayPolicy = cmp.Or(accord.HolidayPolicy(p.HolidayPolicy.Or(string(s.HolidayPolicy))), accord.HolidayKeep)
	return s
}

// ChangeSeries changes a series (S4): its words and length, and those of its
// meetings that have not begun and still have the old ones; its rule for all
// dates to come that nobody has touched. Meetings keep their times.
func (a *App) ChangeSeries(ctx context.Context, actor accord.Actor, id string, match accord.Match, p SeriesPatch) (d SeriesDetail, err error) {
	err = a.change(ctx, actor, ActChangeSeries, func(ctx context.Context, tx *store.Store, now time.Time) error {
		before, standing, err := a.ledSeries(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := match.Check(before.Version, before); err != nil {
			return err
		}
		after, err := a.changed(ctx, tx, before, p, now)
		if err != nil {
			return err
		}
		if err := a.saveChanged(ctx, tx, before, &after, p); err != nil {
			return err
		}
		e, err := tx.Record(ctx, seriesEvent(actor, "series.changed", after, now))
		if err != nil {
			return err
		}
		if replanned(before, after) {
			if err := a.mailSeries(ctx, tx, after, e); err != nil {
				return err
			}
		}
		if err := a.planNext(ctx, tx, after, now); err != nil {
			return err
		}
		if after, err = tx.Series(ctx, id); err != nil {
			return err
		}
		d, err = a.seriesDetail(ctx, tx, standing, after)
		return err
	})
	return d, err
}

// replanned reports whether the dates to come are others.
func replanned(before, after accord.Series) bool {
	return before.Rrule != after.Rrule || before.StartsAtLocal != after.StartsAtLocal || before.TimeZone != after.TimeZone ||
		before.MonthEnd != after.MonthEnd || before.Exdates != after.Exdates || before.Rdates != after.Rdates ||
		(before.Observes() || after.Observes()) && (before.HolidayPolicy != after.HolidayPolicy || before.HolidayCalendar != after.HolidayCalendar)
}

// changed checks the change and gives the series after it.
func (a *App) changed(ctx context.Context, tx *store.Store, before accord.Series, p SeriesPatch, now time.Time) (accord.Series, error) {
	var v accord.Validation
	after, schedule, err := p.words(before).WithSchedule(p.input(before))
	v.Add("", err)
	v.Add("", after.CheckLeads())
	v.Add("", checkHolidays(after))
	v.Add("", accord.CheckSeriesAgenda(p.Agenda.Value))
	if after.FacilitatorID != before.FacilitatorID {
		if err := a.checkFacilitator(ctx, tx, &v, after); err != nil {
			return after, err
		}
	}
	if err := v.Err(); err != nil {
		return after, err
	}
	if before.Status == accord.SeriesEnded {
		return after, accord.Errorf(accord.CodeConflict, "This series has ended.").By("S4")
	}
	if replanned(before, after) {
		after.PlannedFrom = &now
	}
	if before.Rrule != after.Rrule && !p.AskMinutes.Set && !p.RemindMinutes.Set && !p.SendMinutes.Set {
		after.AskMinutes, after.RemindMinutes, after.SendMinutes = schedule.Rule.LeadMinutes()
	}
	return after, a.checkObserved(ctx, tx, after)
}

// saveChanged writes the series, its agenda, and the words of the meetings that
// have not begun and still had the old ones.
func (a *App) saveChanged(ctx context.Context, tx *store.Store, before accord.Series, after *accord.Series, p SeriesPatch) error {
	if err := tx.SaveSeries(ctx, after); err != nil {
		return err
	}
	if p.Agenda.Set {
		if err := tx.SetSeriesAgenda(ctx, after.ID, p.Agenda.Value); err != nil {
			return err
		}
	}
	if before.Title == after.Title && before.Location == after.Location && before.DurationMinutes == after.DurationMinutes &&
		before.FacilitatorID == after.FacilitatorID {
		return nil
	}
	return a.changeWords(ctx, tx, before, *after)
}

// changeWords gives the meetings that have not begun the new words of their
// series, wherever they still had the old ones.
func (a *App) changeWords(ctx context.Context, tx *store.Store, before, after accord.Series) error {
	meetings, err := tx.ScheduledMeetings(ctx, after.ID)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		old := m
		if m.Title == before.Title {
			m.Title = after.Title
		}
		if m.Location == before.Location {
			m.Location = after.Location
		}
		if m.DurationMinutes == before.DurationMinutes {
			m.DurationMinutes = after.DurationMinutes
		}
		if m.FacilitatorID == before.FacilitatorID {
			m.FacilitatorID = after.FacilitatorID
		}
		if m == old {
			continue
		}
		if err := tx.SaveMeeting(ctx, &m); err != nil {
			return err
		}
	}
	return nil
}
