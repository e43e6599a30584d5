package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerDaysOff(a *API) {
	register(a, app.ActSeeWorkspace, op("GET", "/holiday-calendars", "List the holiday calendars"), a.holidayCalendars)
	register(a, app.ActSeeWorkspace, op("GET", "/days-off", "List the workspace's own days off"), a.daysOff)
	register(a, app.ActSeeWorkspace, op("GET", "/days-off/{date}", "Get a day off of the workspace's own"), a.dayOff)
	register(a, app.ActChangeWorkspace, op("PUT", "/days-off/{date}", "Make a day off, or rename it"), a.putDayOff)
	register(a, app.ActChangeWorkspace, op("DELETE", "/days-off/{date}", "Take a day off away"), a.removeDayOff)
	register(a, app.ActChangeWorkspace, op("POST", "/days-off/preview", "Preview a change of the days off"), a.previewDaysOff)
	register(a, app.ActChangeWorkspace, op("POST", "/days-off/import", "Import days off from a calendar file"), a.importDaysOff)
}

func (a *API) holidayCalendars(_ context.Context, actor accord.Actor, in *struct{ Paged }) (*items[app.HolidayCalendar], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.HolidayCalendars(actor)
	return listed(pageOf(list, p, func(c app.HolidayCalendar) []string { return []string{c.Code} })), err
}

type daysOffInput struct {
	Paged
	From accord.Date `query:"from" doc:"Today unless given"`
	To   accord.Date `query:"to" doc:"Without an end unless given; the day itself included"`
}

func (a *API) daysOff(ctx context.Context, actor accord.Actor, in *daysOffInput) (*items[accord.WorkspaceDay], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.DaysOff(ctx, actor, in.From, in.To)
	return listed(pageOf(list, p, func(d accord.WorkspaceDay) []string { return []string{string(d.Date)} })), err
}

type dayOffInput struct {
	Date string `path:"date" maxLength:"10"`
}

func (a *API) dayOff(ctx context.Context, actor accord.Actor, in *dayOffInput) (*one[accord.WorkspaceDay], error) {
	d, err := a.app.DayOff(ctx, actor, accord.Date(in.Date))
	return answer(d, d.Version), err
}

// affectedDate is a date that a change of the days off plans anew.
type affectedDate struct {
	SeriesID      string           `json:"series_id"`
	Title         string           `json:"title"`
	OriginalStart accord.LocalTime `json:"original_start"`
	MeetingID     accord.NullID    `json:"meeting_id" doc:"null while it is planned: it follows its series"`
	Before        *time.Time       `json:"before" nullable:"true" doc:"When it is held; null where it is left out"`
	After         *time.Time       `json:"after" nullable:"true"`
	DayOff        string           `json:"day_off" doc:"The day off it is on then; empty for none"`
	Stays         bool             `json:"stays" doc:"Its series would have it in the past: it becomes a meeting where it is"`
}

// DaysOffEffect is what a change of the days off does. It is exported to be
// embedded: the schema takes no fields of others.
type DaysOffEffect struct {
	Affected []affectedDate `json:"affected"`
	Mails    []previewMail  `json:"mails" doc:"Who is mailed, and why"`
}

func daysOffAnswer(c app.DaysOffChange) DaysOffEffect {
	body := DaysOffEffect{Affected: []affectedDate{}, Mails: previewMails(c.Mails)}
	for _, d := range c.Affected {
		body.Affected = append(body.Affected, affectedDate{
			SeriesID: d.SeriesID, Title: d.Title, OriginalStart: d.OriginalStart, MeetingID: d.MeetingID,
			Before: inZone(d.Before, d.TimeZone), After: inZone(d.After, d.TimeZone), DayOff: d.DayOff, Stays: d.Stays,
		})
	}
	return body
}

type putDayOffInput struct {
	Date string `path:"date" maxLength:"10"`
	Body struct {
		Name     string `json:"name"`
		Meetings string `json:"meetings,omitempty" enum:"keep,follow" doc:"What becomes of affected dates that are meetings already: keep leaves them, follow moves or cancels them; keep unless given"`
	}
}

// savedDayOff is a day off and what it did.
type savedDayOff struct {
	Date accord.Date `json:"date"`
	Name string      `json:"name"`
	DaysOffEffect
}

func (a *API) putDayOff(ctx context.Context, actor accord.Actor, in *putDayOffInput) (*one[savedDayOff], error) {
	day := accord.DayOff{Date: accord.Date(in.Date), Name: in.Body.Name}
	c, err := a.app.ChangeDaysOff(ctx, actor, app.DaysOffEdit{Put: []accord.DayOff{day}, Match: match(ctx), Follow: in.Body.Meetings == "follow"})
	if err != nil {
		return nil, err
	}
	saved := c.Saved[0]
	return answer(savedDayOff{saved.Date, saved.Name, daysOffAnswer(c)}, saved.Version), nil
}

type removeDayOffInput struct {
	Date     string `path:"date" maxLength:"10"`
	Meetings string `query:"meetings" enum:"keep,follow" doc:"What becomes of affected dates that are meetings already; keep unless given"`
}

func (a *API) removeDayOff(ctx context.Context, actor accord.Actor, in *removeDayOffInput) (*nothing, error) {
	_, err := a.app.ChangeDaysOff(ctx, actor, app.DaysOffEdit{Remove: []accord.Date{accord.Date(in.Date)}, Match: match(ctx), Follow: in.Meetings == "follow"})
	return &nothing{}, err
}

type previewDaysOffInput struct {
	Body struct {
		Put      []accord.DayOff `json:"put,omitempty" maxItems:"2000"`
		Remove   []accord.Date   `json:"remove,omitempty" maxItems:"2000"`
		Meetings string          `json:"meetings,omitempty" enum:"keep,follow"`
	}
}

func (a *API) previewDaysOff(ctx context.Context, actor accord.Actor, in *previewDaysOffInput) (*bare[DaysOffEffect], error) {
	c, err := a.app.PreviewDaysOff(ctx, actor, app.DaysOffEdit{Put: in.Body.Put, Remove: in.Body.Remove, Follow: in.Body.Meetings == "follow"})
	return &bare[DaysOffEffect]{Body: daysOffAnswer(c)}, err
}

type importDaysOffInput struct {
	Body struct {
		File     string `json:"file" doc:"The calendar file (iCalendar, RFC 5545), at most 256 KiB; its all-day events are taken"`
		Save     bool   `json:"save,omitempty" doc:"Saves the days; without it the answer only says what would be saved"`
		Meetings string `json:"meetings,omitempty" enum:"keep,follow"`
	}
}

// importedDaysOff is what a calendar file brings.
type importedDaysOff struct {
	Saved    bool            `json:"saved"`
	Days     []accord.DayOff `json:"days"`
	NotTaken []string        `json:"not_taken" doc:"What of the file was left out, and why"`
	DaysOffEffect
}

func (a *API) importDaysOff(ctx context.Context, actor accord.Actor, in *importDaysOffInput) (*bare[importedDaysOff], error) {
	b := in.Body
	read := a.app.ReadDaysOff
	if b.Save {
		read = func(ctx context.Context, actor accord.Actor, file []byte) (app.DaysOffImport, error) {
			return a.app.ImportDaysOff(ctx, actor, file, b.Meetings == "follow")
		}
	}
	got, err := read(ctx, actor, []byte(b.File))
	body := importedDaysOff{Saved: b.Save, Days: got.Days, NotTaken: []string{}, DaysOffEffect: daysOffAnswer(got.DaysOffChange)}
	for _, n := range got.NotTaken {
		body.NotTaken = append(body.NotTaken, n.Message())
	}
	return &bare[importedDaysOff]{Body: body}, err
}
