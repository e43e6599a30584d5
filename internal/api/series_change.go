package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

type changeSeriesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Scope                 string             `json:"scope,omitempty" enum:"following,all" doc:"How far it reaches: all dates to come, or with following those from one on, as a new series; all unless given"`
		From                  string             `json:"from,omitempty" maxLength:"32" doc:"With following: the original start of the first date that changes"`
		KeepInstants          bool               `json:"keep_instants,omitempty" doc:"With a new time_zone alone: the next date keeps its instant, not its wall clock"`
		Drop                  []string           `json:"drop,omitempty" maxItems:"1000" doc:"Original starts of the meetings listed by the preview that are called off"`
		Title                 Opt[string]        `json:"title,omitzero"`
		Purpose               Opt[string]        `json:"purpose,omitzero"`
		Location              Opt[string]        `json:"location,omitzero"`
		Rrule                 Opt[string]        `json:"rrule,omitzero"`
		StartsAtLocal         Opt[string]        `json:"starts_at_local,omitzero"`
		TimeZone              Opt[string]        `json:"time_zone,omitzero"`
		DurationMinutes       Opt[int]           `json:"duration_minutes,omitzero"`
		MonthEnd              Opt[string]        `json:"month_end,omitzero"`
		Exdates               Opt[[]string]      `json:"exdates,omitzero"`
		Rdates                Opt[[]string]      `json:"rdates,omitzero"`
		FacilitatorID         Opt[accord.NullID] `json:"facilitator_id,omitzero" doc:"Ends facilitating by turn"`
		RotateFacilitator     Opt[bool]          `json:"rotate_facilitator,omitzero" doc:"By turn; facilitator_id is null then"`
		RotateMinuteTaker     Opt[bool]          `json:"rotate_minute_taker,omitzero"`
		RotateRepresentatives Opt[bool]          `json:"rotate_representatives,omitzero"`
		HostSide              Opt[string]        `json:"host_side,omitzero" doc:"null ends the exchange visits"`
		VisitingSeats         Opt[int]           `json:"visiting_seats,omitzero"`
		AskMinutes            Opt[int]           `json:"ask_minutes,omitzero"`
		RemindMinutes         Opt[int]           `json:"remind_minutes,omitzero"`
		SendMinutes           Opt[int]           `json:"send_minutes,omitzero"`
		GoalTitle             Opt[string]        `json:"goal_title,omitzero"`
		GoalMeasure           Opt[string]        `json:"goal_measure,omitzero"`
		GoalTarget            Opt[string]        `json:"goal_target,omitzero"`
		GoalBy                Opt[accord.Date]   `json:"goal_by,omitzero"`
		HolidayCalendar       Opt[string]        `json:"holiday_calendar,omitzero"`
		HolidayPolicy         Opt[string]        `json:"holiday_policy,omitzero"`
	}
}

func (in *changeSeriesInput) patch() app.SeriesPatch {
	b := in.Body
	return app.SeriesPatch{
		Title: b.Title.Opt, Purpose: b.Purpose.Opt, Location: b.Location.Opt, Rrule: b.Rrule.Opt, StartsAtLocal: b.StartsAtLocal.Opt,
		TimeZone: b.TimeZone.Opt, DurationMinutes: b.DurationMinutes.Opt, MonthEnd: b.MonthEnd.Opt, Exdates: b.Exdates.Opt, Rdates: b.Rdates.Opt,
		FacilitatorID: b.FacilitatorID.Opt, RotateFacilitator: b.RotateFacilitator.Opt, RotateMinuteTaker: b.RotateMinuteTaker.Opt,
		RotateRepresentatives: b.RotateRepresentatives.Opt, HostSide: hostSide(b.HostSide), VisitingSeats: b.VisitingSeats.Opt,
		AskMinutes: b.AskMinutes.Opt, RemindMinutes: b.RemindMinutes.Opt, SendMinutes: b.SendMinutes.Opt,
		GoalTitle: b.GoalTitle.Opt, GoalMeasure: b.GoalMeasure.Opt, GoalTarget: b.GoalTarget.Opt, GoalBy: b.GoalBy.Opt,
		HolidayCalendar: b.HolidayCalendar.Opt, HolidayPolicy: b.HolidayPolicy.Opt,
		SeriesScope: app.SeriesScope{Scope: b.Scope, From: b.From, KeepInstants: b.KeepInstants, Drop: b.Drop},
	}
}

// SeriesBody is the body of a series under a name that others can embed: the
// schema leaves out what is embedded under one of the package's own.
type SeriesBody = seriesBody

// changedSeries is a series after a change, and what goes on where it was split.
type changedSeries struct {
	SeriesBody
	Successor *seriesBody `json:"successor,omitempty" doc:"The series that goes on, where this one was split"`
}

func (a *API) changeSeries(ctx context.Context, actor accord.Actor, in *changeSeriesInput) (*one[changedSeries], error) {
	d, err := a.app.ChangeSeries(ctx, actor, in.ID, match(ctx), in.patch())
	body := changedSeries{SeriesBody: seriesAnswer(d.SeriesDetail)}
	if d.Successor != nil {
		next := seriesAnswer(*d.Successor)
		body.Successor = &next
	}
	return answer(body, d.Version), err
}

// changePreview is what a change would do. All dates are on the wall clock of
// the series they belong to.
type changePreview struct {
	RuleText    string              `json:"rule_text"`
	Next        []accord.SeriesDate `json:"next"`
	HolidaysHit []accord.HolidayHit `json:"holidays_hit"`
	Changes     bool                `json:"changes" doc:"False where there is nothing to change"`
	Splits      bool                `json:"splits" doc:"The series ends and a new one goes on"`
	Dates       []dateChange        `json:"dates" doc:"The next dates before and after"`
	Moved       []meetingChange     `json:"moved" doc:"Meetings to come that take another original start, time or series"`
	Listed      []listedMeeting     `json:"listed" doc:"Meetings to come that the new dates leave out: kept unless named in drop"`
	Untouched   int                 `json:"untouched" doc:"Meetings that stay as they are: past, running, closed, or left alone"`
	Mails       []previewMail       `json:"mails" doc:"Who would be mailed, and why"`
}

type dateChange struct {
	Before *accord.SeriesDate `json:"before,omitempty" doc:"Absent where the date is new"`
	After  *accord.SeriesDate `json:"after,omitempty" doc:"Absent where the date goes"`
}

type meetingChange struct {
	MeetingID accord.NullID     `json:"meeting_id"`
	Before    accord.SeriesDate `json:"before"`
	After     accord.SeriesDate `json:"after"`
	KeepsTime bool              `json:"keeps_time" doc:"Somebody gave it its time, which it keeps"`
}

type listedMeeting struct {
	accord.SeriesDate
	What    string `json:"what" enum:"cancelled,moved,annotated,prepared"`
	Dropped bool   `json:"dropped" doc:"It is called off; else it is kept as it is"`
}

func (a *API) previewChange(ctx context.Context, actor accord.Actor, in *changeSeriesInput) (*bare[changePreview], error) {
	p, err := a.app.PreviewChange(ctx, actor, in.ID, match(ctx), in.patch())
	body := changePreview{
		RuleText: p.RuleText, Next: takingPlace(p.Next), HolidaysHit: p.HolidaysHit, Changes: p.Changes, Splits: p.Split, Untouched: p.Untouched,
		Dates: []dateChange{}, Moved: []meetingChange{}, Listed: []listedMeeting{}, Mails: previewMails(p.Mails),
	}
	for _, d := range p.Dates {
		body.Dates = append(body.Dates, dateChange{Before: plannedDate(p.Before, d.Before), After: plannedDate(p.After, d.After)})
	}
	for _, m := range p.Moved {
		body.Moved = append(body.Moved, meetingChange{MeetingID: m.Before.MeetingID, Before: m.Before, After: m.After, KeepsTime: m.KeepsTime})
	}
	for _, l := range p.Listed {
		body.Listed = append(body.Listed, listedMeeting{SeriesDate: l.SeriesDate, What: l.What, Dropped: l.Drop})
	}
	return &bare[changePreview]{Body: body}, err
}

// plannedDate is a date of a rule on its series' wall clock.
func plannedDate(s accord.Series, o *accord.Occurrence) *accord.SeriesDate {
	if o == nil {
		return nil
	}
	zone := accord.Zone(s.TimeZone)
	return &accord.SeriesDate{OriginalStart: o.OriginalStart, StartsAt: o.StartsAt.In(zone), EndsAt: o.EndsAt.In(zone), Status: accord.MeetingPlanned}
}
