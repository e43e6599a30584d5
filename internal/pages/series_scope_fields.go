package pages

import (
	"cmp"
	"context"
	"strconv"

	"accord/internal/accord"
)

// fieldRow is one field of a series before and after a change.
type fieldRow struct{ Label, Before, After string }

// fieldRows gathers the fields that are others.
type fieldRows struct {
	Base
	rows []fieldRow
}

// add compares a field as it is shown; its label is a message key.
func (r *fieldRows) add(label, before, after string) {
	if before != after {
		none := r.L.T("series_scope.nothing_there")
		r.rows = append(r.rows, fieldRow{r.L.T(label), cmp.Or(before, none), cmp.Or(after, none)})
	}
}

// Fields are the fields of the series that are others, as they are and as they
// will be.
func (v *seriesScopeView) Fields() []fieldRow {
	was, is := v.Stored, v.Wanted
	r := &fieldRows{Base: v.Base}
	r.add("series.name", was.Title, is.Title)
	r.schedule(was, is)
	r.add("days_off.field_calendar", v.calendar(was.HolidayCalendar), v.calendar(is.HolidayCalendar))
	r.add("days_off.field_policy", v.policy(was.HolidayPolicy), v.policy(is.HolidayPolicy))
	r.add("series.purpose", clip(was.Purpose), clip(is.Purpose))
	r.add("series.location", was.Location, is.Location)
	r.add("series.ask", v.Lead(was.AskMinutes), v.Lead(is.AskMinutes))
	r.add("series.remind", v.Lead(was.RemindMinutes), v.Lead(is.RemindMinutes))
	r.add("series.send", v.Lead(was.SendMinutes), v.Lead(is.SendMinutes))
	r.add("series.facilitator", v.facilitates(was), v.facilitates(is))
	r.add("rota.minutes_by_turn", v.yesNo(was.RotateMinuteTaker), v.yesNo(is.RotateMinuteTaker))
	r.add("rota.reps_by_turn", v.yesNo(was.RotateRepresentatives), v.yesNo(is.RotateRepresentatives))
	r.add("visits.host_field", v.hosts(was), v.hosts(is))
	r.add("visits.seats_field", seatsOf(was), seatsOf(is))
	r.goal(was, is)
	return r.rows
}

// schedule compares when the meetings are. A series that is split keeps its own
// first date, so that only its clock counts.
func (r *fieldRows) schedule(was, is accord.Series) {
	if was.Rrule != is.Rrule {
		r.add("series.repeats", r.ruleText(was), r.ruleText(is))
	}
	from, to := was.StartsAtLocal.Floating(), is.StartsAtLocal.Floating()
	r.add("series.start", from.Format("15:04"), to.Format("15:04"))
	r.add("series.length", r.L.Minutes(was.DurationMinutes), r.L.Minutes(is.DurationMinutes))
	r.add("series.zone", r.L.City(was.TimeZone), r.L.City(is.TimeZone))
	if was.TimeZone == is.TimeZone {
		r.add("series.first", r.L.Day(was.StartsAtLocal.Date()), r.L.Day(is.StartsAtLocal.Date()))
	}
	if was.MonthEnd != is.MonthEnd {
		r.add("series.month_end", r.monthEnd(was), r.monthEnd(is))
	}
}

func (r *fieldRows) ruleText(s accord.Series) string {
	schedule, err := s.Schedule()
	if err != nil {
		return s.Rrule
	}
	return schedule.Text(r.L.Locale())
}

func (r *fieldRows) monthEnd(s accord.Series) string {
	return r.L.T("series.month_end." + cmp.Or(s.MonthEnd, string(accord.MonthEndSkip)))
}

func (r *fieldRows) goal(was, is accord.Series) {
	r.add("series.goal_title", was.GoalTitle, is.GoalTitle)
	r.add("series.goal_measure", was.GoalMeasure, is.GoalMeasure)
	r.add("series.goal_target", was.GoalTarget, is.GoalTarget)
	r.add("series.goal_by", r.dayOf(was.GoalBy), r.dayOf(is.GoalBy))
}

func (r *fieldRows) dayOf(d accord.Date) string {
	if d == "" {
		return ""
	}
	return r.L.Date(d)
}

func (v *seriesScopeView) policy(p accord.HolidayPolicy) string {
	return v.L.T("days_off.policy." + string(cmp.Or(p, accord.HolidayKeep)))
}

// calendar names a holiday calendar.
func (v *seriesScopeView) calendar(code string) string {
	for _, o := range v.Calendars {
		if o.Value == code {
			return o.Label
		}
	}
	return code
}

func (v *seriesScopeView) facilitates(s accord.Series) string {
	switch {
	case s.RotateFacilitator:
		return v.L.T("rota.by_turn")
	case s.FacilitatorID == "":
		return v.L.T("series.facilitator_none")
	}
	return nameOf(v.People, s.FacilitatorID)
}

func (v *seriesScopeView) hosts(s accord.Series) string {
	if s.HostSide == "" {
		return v.L.T("visits.host_none")
	}
	return v.L.T("visits.host_of", "Side", v.SideName(s.HostSide))
}

func (v *seriesScopeView) yesNo(yes bool) string {
	if yes {
		return v.L.T("meeting.response.yes")
	}
	return v.L.T("meeting.response.no")
}

func seatsOf(s accord.Series) string {
	if s.VisitingSeats == 0 {
		return ""
	}
	return strconv.Itoa(s.VisitingSeats)
}

// nameFields reads the names of what the fields hold, as far as they are others.
func (p *Pages) nameFields(ctx context.Context, actor accord.Actor, v *seriesScopeView) (err error) {
	if v.Stored.FacilitatorID != v.Wanted.FacilitatorID {
		if v.People, err = p.app.Colleagues(ctx, actor); err != nil {
			return err
		}
	}
	if v.Stored.HolidayCalendar != v.Wanted.HolidayCalendar {
		calendars, err := p.app.HolidayCalendars(actor)
		if err != nil {
			return err
		}
		v.Calendars = calendarOptions(v.Base, calendars)
	}
	return nil
}
