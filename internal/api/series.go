package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerSeries(a *API) {
	register(a, app.ActChangeSeries, created(op("POST", "/series", "Make a series")), a.makeSeries)
	register(a, app.ActSeeSeries, op("GET", "/series", "List series"), a.listSeries)
	register(a, app.ActSeeSeries, op("POST", "/series/preview", "Preview a series"), a.previewSeries)
	register(a, app.ActSeeSeries, op("GET", "/series/{id}", "Get a series"), a.series)
	register(a, app.ActChangeSeries, op("PATCH", "/series/{id}", "Change a series"), a.changeSeries)
	register(a, app.ActChangeSeries, op("POST", "/series/{id}/preview", "Preview a change of a series"), a.previewChange)
	register(a, app.ActChangeSeries, op("DELETE", "/series/{id}", "End a series"), a.endSeries)
	registerImport(a)
	registerOccurrences(a)
	registerRota(a)
	register(a, app.ActSeeSeries, op("GET", "/series/{id}/backlog", "List the backlog of a series"), a.backlog)
	register(a, app.ActPropose, created(op("POST", "/series/{id}/backlog", "Add to the backlog of a series")), a.addToBacklog)
}

// seriesBody is a series as the API answers it.
type seriesBody struct {
	ID                    string              `json:"id"`
	TeamID                string              `json:"team_id"`
	Title                 string              `json:"title"`
	Purpose               string              `json:"purpose"`
	Template              string              `json:"template" doc:"Key of the template it came from, empty for none"`
	Location              string              `json:"location"`
	Rrule                 string              `json:"rrule"`
	RuleText              string              `json:"rule_text" doc:"The rule in words, in the caller's language"`
	StartsAtLocal         accord.LocalTime    `json:"starts_at_local"`
	TimeZone              string              `json:"time_zone"`
	DurationMinutes       int                 `json:"duration_minutes"`
	MonthEnd              string              `json:"month_end" enum:"skip,last_day"`
	Exdates               []accord.LocalTime  `json:"exdates"`
	Rdates                []accord.LocalTime  `json:"rdates"`
	HolidayCalendar       accord.NullID       `json:"holiday_calendar" doc:"Code of a holiday calendar; null is none beside the workspace's own days"`
	HolidayPolicy         string              `json:"holiday_policy" enum:"keep,next,previous,skip" doc:"What becomes of a date on a day off"`
	FacilitatorID         accord.NullID       `json:"facilitator_id"`
	RotateFacilitator     bool                `json:"rotate_facilitator" doc:"The team facilitates by turn, the sides alternating"`
	RotateMinuteTaker     bool                `json:"rotate_minute_taker" doc:"The team takes the minutes by turn"`
	RotateRepresentatives bool                `json:"rotate_representatives" doc:"A representative of each side reports at each date, by turn"`
	HostSide              accord.NullID       `json:"host_side" doc:"Whose staff meeting it is, of a series with exchange visits: sales or marketing; null for no visits"`
	VisitingSeats         int                 `json:"visiting_seats" doc:"How many of the other side have a seat at each date"`
	AskMinutes            int                 `json:"ask_minutes" doc:"How long before the start both sides are asked for proposals"`
	RemindMinutes         int                 `json:"remind_minutes" doc:"How long before the start a side without a proposal is reminded"`
	SendMinutes           int                 `json:"send_minutes" doc:"How long before the start the agenda is sent"`
	GoalTitle             string              `json:"goal_title"`
	GoalMeasure           string              `json:"goal_measure"`
	GoalTarget            string              `json:"goal_target"`
	GoalBy                accord.Date         `json:"goal_by"`
	Status                accord.SeriesStatus `json:"status" enum:"active,ended"`
	NextStartsAt          *time.Time          `json:"next_starts_at" nullable:"true"`
	Next                  []accord.SeriesDate `json:"next" doc:"The next six dates, called-off ones left out"`
	EndedAt               *time.Time          `json:"ended_at" nullable:"true"`
	CreatedAt             time.Time           `json:"created_at"`
	PredecessorID         accord.NullID       `json:"predecessor_id" doc:"The series this one was split from"`
	SuccessorID           accord.NullID       `json:"successor_id" doc:"The series that goes on where this one was split"`
	Version               int                 `json:"version"`
}

func seriesAnswer(d app.SeriesDetail) seriesBody {
	s := d.Series
	b := seriesBody{
		ID: s.ID, TeamID: s.TeamID, Title: s.Title, Purpose: s.Purpose, Template: s.Template, Location: s.Location,
		Rrule: s.Rrule, RuleText: d.RuleText, StartsAtLocal: s.StartsAtLocal, TimeZone: s.TimeZone, DurationMinutes: s.DurationMinutes,
		MonthEnd: s.MonthEnd, Exdates: wallClocks(s.Exdates), Rdates: wallClocks(s.Rdates),
		HolidayCalendar: accord.NullID(s.HolidayCalendar), HolidayPolicy: string(s.HolidayPolicy), FacilitatorID: s.FacilitatorID,
		RotateFacilitator: s.RotateFacilitator, RotateMinuteTaker: s.RotateMinuteTaker,
		RotateRepresentatives: s.RotateRepresentatives, HostSide: accord.NullID(s.HostSide), VisitingSeats: s.VisitingSeats,
		AskMinutes: s.AskMinutes, RemindMinutes: s.RemindMinutes, SendMinutes: s.SendMinutes,
		GoalTitle: s.GoalTitle, GoalMeasure: s.GoalMeasure, GoalTarget: s.GoalTarget, GoalBy: s.GoalBy,
		Status: s.Status, NextStartsAt: inZone(s.NextStartsAt, s.TimeZone), Next: takingPlace(d.Next), EndedAt: s.EndedAt, CreatedAt: s.CreatedAt, Version: s.Version,
	}
	if d.CameFrom != nil {
		b.PredecessorID = accord.NullID(d.CameFrom.ID)
	}
	if d.WentOn != nil {
		b.SuccessorID = accord.NullID(d.WentOn.ID)
	}
	return b
}

// wallClocks reads a stored list of local times.
func wallClocks(stored string) []accord.LocalTime {
	list := []accord.LocalTime{}
	for _, t := range accord.SplitLocalTimes(stored) {
		list = append(list, accord.LocalTime(t))
	}
	return list
}

// inZone gives an instant the offset of a zone.
func inZone(t *time.Time, zone string) *time.Time {
	if t == nil {
		return nil
	}
	local := t.In(accord.Zone(zone))
	return &local
}

// takingPlace leaves out what was called off.
func takingPlace(dates []accord.SeriesDate) []accord.SeriesDate {
	list := make([]accord.SeriesDate, 0, len(dates))
	for _, d := range dates {
		if d.Status != accord.MeetingCancelled {
			list = append(list, d)
		}
	}
	return list
}

type newSeriesInput struct {
	Body struct {
		Title           string   `json:"title"`
		TeamID          string   `json:"team_id"`
		Rrule           string   `json:"rrule" doc:"RFC 5545, at most 200 characters"`
		StartsAtLocal   string   `json:"starts_at_local" doc:"Wall clock in time_zone, 2026-12-08T10:00"`
		TimeZone        string   `json:"time_zone" doc:"IANA name"`
		DurationMinutes int      `json:"duration_minutes"`
		Purpose         string   `json:"purpose,omitempty"`
		Template        string   `json:"template,omitempty" doc:"strategic_team, representative_call, counterpart_sit_down, exchange_visit or alignment_review"`
		Location        string   `json:"location,omitempty"`
		MonthEnd        string   `json:"month_end,omitempty" doc:"skip or last_day; skip unless given"`
		Exdates         []string `json:"exdates,omitempty" doc:"Local times left out"`
		Rdates          []string `json:"rdates,omitempty" doc:"Local times added"`
		HolidayCalendar *string  `json:"holiday_calendar,omitempty" doc:"Code from GET /holiday-calendars; null unless given: the workspace's own days alone"`
		HolidayPolicy   string   `json:"holiday_policy,omitempty" doc:"What becomes of a date on a day off: keep, next, previous (working day) or skip; keep unless given"`

		RotateFacilitator bool `json:"rotate_facilitator,omitempty" doc:"The team facilitates by turn, the sides alternating"`
		RotateMinuteTaker bool `json:"rotate_minute_taker,omitempty" doc:"The team takes the minutes by turn"`

		RotateRepresentatives Opt[bool]   `json:"rotate_representatives,omitzero" doc:"A representative of each side by turn; true unless given in a series of the template representative_call"`
		HostSide              Opt[string] `json:"host_side,omitzero" doc:"Whose staff meeting it is: sales or marketing; the other side visits. null for no visits"`
		VisitingSeats         Opt[int]    `json:"visiting_seats,omitzero" doc:"Seats for visitors at each date, 1 to 5; 1 unless given with host_side"`
	}
}

// hostSide is the host side of a series; null is "".
func hostSide(o Opt[string]) accord.Opt[accord.Side] {
	return accord.Opt[accord.Side]{Set: o.Set, Value: accord.Side(o.Value)}
}

func (in *newSeriesInput) series() app.NewSeries {
	b := in.Body
	series := app.NewSeries{
		Title: b.Title, TeamID: b.TeamID, Purpose: b.Purpose, Location: b.Location, Template: b.Template, HolidayPolicy: b.HolidayPolicy,
		RotateFacilitator: b.RotateFacilitator, RotateMinuteTaker: b.RotateMinuteTaker, RotateRepresentatives: b.RotateRepresentatives.Opt,
		HostSide: hostSide(b.HostSide), VisitingSeats: b.VisitingSeats.Opt,
		ScheduleInput: accord.ScheduleInput{
			Rrule: b.Rrule, StartsAtLocal: b.StartsAtLocal, TimeZone: b.TimeZone, DurationMinutes: b.DurationMinutes,
			MonthEnd: b.MonthEnd, Exdates: b.Exdates, Rdates: b.Rdates,
		},
	}
	if b.HolidayCalendar != nil {
		series.HolidayCalendar = *b.HolidayCalendar
	}
	return series
}

func (a *API) makeSeries(ctx context.Context, actor accord.Actor, in *newSeriesInput) (*one[seriesBody], error) {
	d, err := a.app.CreateSeries(ctx, actor, in.series())
	return answer(seriesAnswer(d), d.Version), err
}

type listSeriesInput struct {
	Paged
	Team   string `query:"team" maxLength:"64"`
	Status string `query:"status" enum:"active,ended"`
}

func (a *API) listSeries(ctx context.Context, actor accord.Actor, in *listSeriesInput) (*items[seriesBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.SeriesList(ctx, actor, accord.SeriesFilter{TeamID: in.Team, Status: accord.SeriesStatus(in.Status)}, p)
	bodies := make([]seriesBody, 0, len(list))
	for _, d := range list {
		bodies = append(bodies, seriesAnswer(d))
	}
	return listed(bodies, next), err
}

func (a *API) series(ctx context.Context, actor accord.Actor, in *ByID) (*one[seriesBody], error) {
	d, err := a.app.Series(ctx, actor, in.ID)
	return answer(seriesAnswer(d), d.Version), err
}

func (a *API) endSeries(ctx context.Context, actor accord.Actor, in *ByID) (*nothing, error) {
	_, err := a.app.EndSeries(ctx, actor, in.ID, match(ctx))
	return &nothing{}, err
}

type seriesPreview struct {
	RuleText    string              `json:"rule_text"`
	Next        []accord.SeriesDate `json:"next"`
	HolidaysHit []accord.HolidayHit `json:"holidays_hit" doc:"Dates on a day off, of the year to come and among the next"`
	Mails       []previewMail       `json:"mails" doc:"Who would be mailed, and why"`
}

type previewMail struct {
	PersonID string `json:"person_id"`
	Reason   string `json:"reason"`
	Dates    int    `json:"dates,omitempty" doc:"Of a new series: how many dates it brings along are mailed about beside the mail about the series, each by itself"`
}

func (a *API) previewSeries(ctx context.Context, actor accord.Actor, in *newSeriesInput) (*bare[seriesPreview], error) {
	p, err := a.app.PreviewSeries(ctx, actor, in.series())
	return &bare[seriesPreview]{Body: seriesPreview{RuleText: p.RuleText, Next: p.Next, HolidaysHit: p.HolidaysHit, Mails: previewMails(p.Mails)}}, err
}

// previewMails says who would be mailed, and why.
func previewMails(list []app.PreviewMail) []previewMail {
	mails := make([]previewMail, 0, len(list))
	for _, m := range list {
		reason := "invited to a meeting that changes"
		if m.TeamRole != "" {
			reason = string(m.TeamRole) + " of " + m.Team
		}
		if m.Twice {
			reason += ": one mail about the series that ends, one about what goes on"
		}
		mails = append(mails, previewMail{PersonID: m.PersonID, Reason: reason, Dates: m.Dates})
	}
	return mails
}

type backlogInput struct {
	ID string `path:"id" maxLength:"64"`
	Paged
}

func (a *API) backlog(ctx context.Context, actor accord.Actor, in *backlogInput) (*items[accord.AgendaItem], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.Backlog(ctx, actor, in.ID)
	return listed(pageOf(list, p, func(i accord.AgendaItem) []string { return []string{i.ID} })), err
}

type newBacklogInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title       string            `json:"title"`
		Kind        accord.AgendaKind `json:"kind"`
		Side        accord.Side       `json:"side"`
		Minutes     int               `json:"minutes"`
		PresenterID accord.NullID     `json:"presenter_id,omitempty"`
		Notes       string            `json:"notes,omitempty"`
		Why         string            `json:"why,omitempty"`
		Horizon     accord.Horizon    `json:"horizon,omitempty" doc:"now, quarter, year, beyond; absent for none"`
	}
}

func (a *API) addToBacklog(ctx context.Context, actor accord.Actor, in *newBacklogInput) (*one[accord.AgendaItem], error) {
	b := in.Body
	item, err := a.app.AddToBacklog(ctx, actor, in.ID, accord.AgendaItem{
		Title: b.Title, Kind: b.Kind, Side: b.Side, Minutes: b.Minutes, PresenterID: b.PresenterID, Notes: b.Notes, Why: b.Why, Horizon: b.Horizon,
	})
	return answer(item, item.Version), err
}

// pageOf cuts a page out of a list that is short by nature; the keys of its
// last thing are where the next page goes on.
func pageOf[T any](list []T, p accord.Page, keys func(T) []string) ([]T, []string) {
	for i, v := range list {
		if len(p.After) > 0 && keys(v)[0] == p.After[0] {
			list = list[i+1:]
			break
		}
	}
	return accord.Cut(list, p, keys)
}
