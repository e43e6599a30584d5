package pages

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// seriesEditView is the editor of a new or an existing series.
type seriesEditView struct {
	Base
	Form      *Form
	ID        string // "" for a new one
	Teams     []Option
	Zones     []Option
	Calendars []Option
	Templates []accord.Template
	People    []accord.TeamPerson // who may facilitate
	Preview   *seriesPreviewView
	Staffless bool // a staff meeting of a side that has no team of its own
}

// Action is where the editor's form goes.
func (v *seriesEditView) Action() string {
	if v.ID == "" {
		return "/series/new"
	}
	return "/series/" + v.ID + "/edit"
}

// Chosen are the choices of the next step, for those who come back from it.
func (v *seriesEditView) Chosen() []Option {
	var fields []Option
	for _, name := range []string{"scope", "from", "keep"} {
		if v.Form.Has(name) {
			fields = append(fields, Option{Label: name, Value: v.Form.Get(name)})
		}
	}
	return fields
}

// TemplateOptions are the agendas to start from.
func (v *seriesEditView) TemplateOptions() []Option {
	options := []Option{{Value: "", Label: v.L.T("series.no_template")}}
	for _, t := range v.Templates {
		label := v.L.T("series.template_option", "Title", t.Title, "Items", len(t.Agenda), "Length", v.L.Minutes(t.DurationMinutes))
		options = append(options, Option{Value: t.Key, Label: label})
	}
	return options
}

func (p *Pages) seriesEditRoutes() []Route {
	return []Route{
		{http.MethodGet, "/series/new", app.ActChangeSeries, p.newSeries},
		{http.MethodPost, "/series/new", app.ActChangeSeries, p.createSeries},
		{http.MethodPost, "/series/preview", app.ActChangeSeries, p.previewSeries},
		{http.MethodGet, "/series/:id/edit", app.ActChangeSeries, p.editSeries},
		{http.MethodPost, "/series/:id/edit", app.ActChangeSeries, p.changeSeries},
		{http.MethodPost, "/series/:id/preview", app.ActChangeSeries, p.previewChange},
		{http.MethodPost, "/series/:id/scope", app.ActChangeSeries, p.previewScope},
	}
}

// editor puts the editor around a form. p is nil where nothing can be shown.
func (p *Pages) editor(c echo.Context, form *Form, id string) (*seriesEditView, error) {
	title := "series.new"
	if id != "" {
		title = "series.edit"
	}
	v := &seriesEditView{Base: p.Base(c, "meetings", title), Form: form, ID: id, Templates: accord.Templates(Actor(c).Locale)}
	teams, err := p.app.LedTeams(c.Request().Context(), Actor(c))
	if err != nil {
		return nil, err
	}
	if id == "" {
		v.presetHost(teams)
	}
	v.chooseTeam(teams)
	if id != "" {
		stored, err := p.app.SeriesEditor(c.Request().Context(), Actor(c), id)
		if err != nil {
			return nil, err
		}
		v.People = stored.People
	}
	v.Zones = ZoneOptions(form.Get("time_zone"))
	calendars, err := p.app.HolidayCalendars(Actor(c))
	if err != nil {
		return nil, err
	}
	v.Calendars = calendarOptions(v.Base, calendars)
	v.Preview, err = p.makePreview(c, v.Base, form, id)
	return v, err
}

// chooseTeam offers the teams, and the people of the chosen one: the first
// where none of them is.
func (v *seriesEditView) chooseTeam(teams []app.LedTeam) {
	chosen := 0
	for i, t := range teams {
		v.Teams = append(v.Teams, Option{Value: t.ID, Label: t.Name})
		if t.ID == v.Form.Get("team_id") {
			chosen = i
		}
	}
	if len(teams) == 0 || v.ID != "" {
		return
	}
	if !v.Form.Has("team_id") {
		v.Form.Set("team_id", teams[chosen].ID)
	}
	v.People = teams[chosen].People
}

// makePreview asks the scheduler about the fields; what is wrong with them is
// said instead of dates, and marks no field before the form is sent.
func (p *Pages) makePreview(c echo.Context, base Base, form *Form, id string) (*seriesPreviewView, error) {
	v := &seriesPreviewView{Base: base, ID: id, Zone: form.Get("time_zone"), MonthEnd: cmp.Or(form.Get("month_end"), string(accord.MonthEndSkip))}
	v.Minutes, _ = strconv.Atoi(form.Get("duration_minutes"))
	in := carry(form, newSeries(form))
	if in.Title == "" {
		in.Title = "-"
	}
	var err error
	if id == "" {
		v.SeriesPreview, err = p.app.PreviewSeries(c.Request().Context(), Actor(c), in)
	} else {
		var change app.ChangePreview
		change, err = p.app.PreviewChange(c.Request().Context(), Actor(c), id, accord.Match{}, seriesPatch(form))
		v.SeriesPreview = change.SeriesPreview
	}
	if accord.CodeOf(err) == accord.CodeInvalid && in.MonthEnd == string(accord.MonthEndLastDay) {
		// The day is another one now: the question has gone with it.
		form.Set("month_end", string(accord.MonthEndSkip))
		return p.makePreview(c, base, form, id)
	}
	tried := &Form{L: base.L, Values: form.Values, Errors: map[string]string{}, Labels: map[string]string{}}
	switch {
	case err == nil:
	case failSeries(tried, err):
		v.Problem = tried.Summary
		for _, field := range tried.Wrong() {
			v.Problem = field.Error
			break
		}
	default:
		return nil, err
	}
	return v, nil
}

func (p *Pages) newSeries(c echo.Context) error {
	l := Localizer(c)
	key := c.QueryParam("template")
	if key == "" {
		key = "strategic_team"
	}
	template, ok := accord.TemplateNamed(key, Actor(c).Locale)
	if !ok {
		return accord.NotFound("template")
	}
	form := templateForm(l, template, l.DateOf(p.Clock()))
	form.Set("team_id", c.QueryParam("team"))
	fillHolidays(form, p.Base(c, "", "").Workspace.HolidayCalendar, accord.HolidayKeep)
	v, err := p.editor(c, form, "")
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "series_edit", v)
}

func (p *Pages) createSeries(c echo.Context) error {
	form := NewForm(c)
	if form.Has("preview") {
		return p.showEditor(c, form, "", http.StatusOK)
	}
	d, err := p.app.CreateSeries(c.Request().Context(), Actor(c), carry(form, newSeries(form)))
	if failSeries(form, err) {
		return p.showEditor(c, form, "", form.Status())
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("series.created", "Title", d.Title), "")
	return p.SeeOther(c, "/series/"+d.ID)
}

func (p *Pages) showEditor(c echo.Context, form *Form, id string, status int) error {
	v, err := p.editor(c, form, id)
	if err != nil {
		return err
	}
	return p.Page(c, status, "series_edit", v)
}

func (p *Pages) previewSeries(c echo.Context) error { return p.showPreview(c, "") }

func (p *Pages) previewChange(c echo.Context) error { return p.showPreview(c, c.Param("id")) }

// showPreview answers the editor's live preview.
func (p *Pages) showPreview(c echo.Context, id string) error {
	v, err := p.makePreview(c, p.Base(c, "meetings", "series.new"), NewForm(c), id)
	if err != nil {
		return err
	}
	return p.Fragment(c, http.StatusOK, "series_edit", "series_edit/preview", v)
}

func (p *Pages) editSeries(c echo.Context) error {
	d, err := p.app.SeriesEditor(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	form := seriesForm(Localizer(c), d.Series)
	if from, err := accord.ParseLocalTime(c.QueryParam("from")); err == nil {
		form.Set("from", string(from)) // this date and the following, asked for at the date
	}
	return p.showEditor(c, form, d.ID, http.StatusOK)
}

// seriesPatch reads a change of everything the editor shows.
func seriesPatch(f *Form) app.SeriesPatch {
	in := seriesInput(f)
	return patchExtras(f, patchHolidays(f, app.SeriesPatch{
		Title: accord.Some(f.Get("title")), Purpose: accord.Some(f.Get("purpose")), Location: accord.Some(f.Get("location")),
		Rrule: accord.Some(in.Rrule), StartsAtLocal: accord.Some(in.StartsAtLocal), TimeZone: accord.Some(in.TimeZone),
		DurationMinutes: accord.Some(in.DurationMinutes), MonthEnd: accord.Some(in.MonthEnd),
	}))
}
