package pages

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) daysOffRoutes() []Route {
	return []Route{
		{http.MethodGet, "/settings/days-off", app.ActChangeWorkspace, p.daysOff},
		{http.MethodPost, "/settings/days-off", app.ActChangeWorkspace, p.changeDaysOff},
		{http.MethodPost, "/settings/days-off/import", app.ActChangeWorkspace, p.importDaysOff},
	}
}

// daysOffView lists the company's own days off.
type daysOffView struct {
	formView
	Import *Form
	app.DaysOffPage
}

// Years are the own days to come, year by year.
func (v *daysOffView) Years() []daysOffYear {
	var years []daysOffYear
	for _, d := range v.Own {
		year := string(d.Date[:4])
		if n := len(years); n == 0 || years[n-1].Year != year {
			years = append(years, daysOffYear{Year: year})
		}
		last := &years[len(years)-1]
		last.Days = append(last.Days, dayOffRow{Date: d.Date, Day: v.L.Day(d.Date), Name: d.Name})
	}
	return years
}

// HolidayRows are the public holidays of the year to come.
func (v *daysOffView) HolidayRows() []dayOffRow { return dayOffRows(v.Base, v.Holidays) }

// daysOffYear is the days of one year.
type daysOffYear struct {
	Year string
	Days []dayOffRow
}

// dayOffRow is a day off as it is read.
type dayOffRow struct {
	Date      accord.Date
	Day, Name string
}

func dayOffRows(b Base, days []accord.DayOff) []dayOffRow {
	rows := make([]dayOffRow, 0, len(days))
	for _, d := range days {
		rows = append(rows, dayOffRow{Date: d.Date, Day: b.L.Day(d.Date), Name: d.Name})
	}
	return rows
}

func (p *Pages) daysOff(c echo.Context) error {
	return p.showDaysOff(c, BlankForm(Localizer(c)), BlankForm(Localizer(c)), http.StatusOK)
}

func (p *Pages) showDaysOff(c echo.Context, form, file *Form, status int) error {
	page, err := p.app.DaysOffPage(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	return p.Page(c, status, "days_off", &daysOffView{formView: formView{p.Base(c, "settings", "days_off.title"), form}, Import: file, DaysOffPage: page})
}

// daysOffConfirmView shows what a change of the days off does before it is
// saved (S5).
type daysOffConfirmView struct {
	Base
	Settings *Form // of a change of working days: what was typed; nil for one of days off
	Edit     app.DaysOffEdit
	NotTaken []string
	Keeping  app.DaysOffChange // meetings stay
	Follow   app.DaysOffChange // they follow
}

// Mailed counts whom saving mails; 0 while that depends on what is chosen.
func (v *daysOffConfirmView) Mailed() int {
	if v.Settings == nil && v.Keeping.Meetings() > 0 {
		return 0
	}
	return len(v.Keeping.Mails)
}

// Typed are the settings, to be carried along.
func (v *daysOffConfirmView) Typed() []Option { return typedFields(v.Settings) }

// WorkingDays names the days the company works on then.
func (v *daysOffConfirmView) WorkingDays() []string {
	var days []string
	for _, o := range v.WeekdayOptions() {
		if slices.Contains(v.Settings.All("working_days"), o.Value) {
			days = append(days, o.Label)
		}
	}
	return days
}

// Put are the days that become off.
func (v *daysOffConfirmView) Put() []dayOffRow { return dayOffRows(v.Base, v.Edit.Put) }

// Gone are the days that are off no longer.
func (v *daysOffConfirmView) Gone() []dayOffRow {
	var days []accord.DayOff
	for _, d := range v.Edit.Remove {
		days = append(days, accord.DayOff{Date: d})
	}
	return dayOffRows(v.Base, days)
}

// affectedRow is a date that becomes another.
type affectedRow struct {
	Title, Text, Href string
	Meeting           bool
}

// Rows are the dates that become others.
func (v *daysOffConfirmView) Rows() []affectedRow {
	rows := make([]affectedRow, 0, len(v.Keeping.Affected))
	for _, d := range v.Keeping.Affected {
		zone, from, to, key := accord.Zone(d.TimeZone), "", "", "days_off.change.moves"
		if d.Before != nil {
			from = v.L.Day(accord.DateOf(*d.Before, zone))
		}
		if d.After != nil {
			to = v.L.Day(accord.DateOf(*d.After, zone))
		}
		switch {
		case d.Stays:
			key = "days_off.change.stays"
		case from == "":
			key = "days_off.change.back"
		case to == "":
			key = "days_off.change.out"
		}
		rows = append(rows, affectedRow{
			Title: d.Title, Text: v.L.T(key, "From", from, "To", to), Href: "/series/" + d.SeriesID + "/" + string(d.OriginalStart), Meeting: d.MeetingID != "",
		})
	}
	return rows
}

// Choices are what can become of the meetings.
func (v *daysOffConfirmView) Choices() []Option {
	return []Option{
		{Value: "keep", Label: v.L.T("days_off.meetings.keep"), Selected: true},
		{Value: "follow", Label: v.L.T("days_off.meetings.follow")},
	}
}

// typedDaysOff reads the change that is posted: one day from its fields, or
// those that the page before it listed.
func typedDaysOff(f *Form) app.DaysOffEdit {
	edit := app.DaysOffEdit{Follow: f.Get("meetings") == "follow"}
	for _, day := range f.All("day") {
		date, name, _ := strings.Cut(day, " ")
		edit.Put = append(edit.Put, accord.DayOff{Date: accord.Date(date), Name: name})
	}
	for _, date := range f.All("remove") {
		edit.Remove = append(edit.Remove, accord.Date(date))
	}
	if len(edit.Put)+len(edit.Remove) == 0 {
		edit.Put = []accord.DayOff{{Date: accord.Date(f.Get("date")), Name: f.Get("name")}}
	}
	return edit
}

// changeDaysOff saves a change; one that affects dates is shown first.
func (p *Pages) changeDaysOff(c echo.Context) error {
	form := NewForm(c)
	edit := typedDaysOff(form)
	ctx, actor := c.Request().Context(), Actor(c)
	if !form.Has("confirm") {
		v, err := p.confirmDaysOff(c, edit, nil)
		if err == nil && len(v.Keeping.Affected) > 0 {
			return p.Page(c, http.StatusOK, "days_off_confirm", v)
		}
		if form.Failed(err) {
			return p.showDaysOff(c, form, BlankForm(form.L), form.Status())
		}
		if err != nil {
			return err
		}
	}
	_, err := p.app.ChangeDaysOff(ctx, actor, edit)
	if form.Failed(err) {
		return p.showDaysOff(c, form, BlankForm(form.L), form.Status())
	}
	if err != nil {
		return err
	}
	said := form.L.T("days_off.removed")
	if n := len(edit.Put); n > 0 {
		said = form.L.N("days_off.added", n)
	}
	p.Flash(c, said, "")
	return p.SeeOther(c, "/settings/days-off")
}

// confirmDaysOff computes both choices for the meetings.
func (p *Pages) confirmDaysOff(c echo.Context, edit app.DaysOffEdit, notTaken []string) (*daysOffConfirmView, error) {
	v := &daysOffConfirmView{Base: p.Base(c, "settings", "days_off.confirm"), Edit: edit, NotTaken: notTaken}
	ctx, actor := c.Request().Context(), Actor(c)
	var keepErr, followErr error
	edit.Follow = false
	v.Keeping, keepErr = p.app.PreviewDaysOff(ctx, actor, edit)
	edit.Follow = true
	v.Follow, followErr = p.app.PreviewDaysOff(ctx, actor, edit)
	return v, cmp.Or(keepErr, followErr)
}

// importDaysOff shows the days of a calendar file.
func (p *Pages) importDaysOff(c echo.Context) error {
	form, file := NewUpload(c, "file")
	if file == nil {
		form.Fail("file", form.L.T("days_off.file_none"))
		return p.showDaysOff(c, BlankForm(form.L), form, form.Status())
	}
	read, err := p.app.ReadDaysOff(c.Request().Context(), Actor(c), file)
	if form.Failed(err) {
		return p.showDaysOff(c, BlankForm(form.L), form, form.Status())
	}
	if err != nil {
		return err
	}
	var notTaken []string
	for _, n := range read.NotTaken {
		notTaken = append(notTaken, form.L.FieldError(n))
	}
	v, err := p.confirmDaysOff(c, app.DaysOffEdit{Put: read.Days}, notTaken)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "days_off_confirm", v)
}
