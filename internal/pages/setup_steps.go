package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// sidesView is the second step: the two sides and who leads them.
type sidesView struct {
	formView
	Step    int
	Leaders []accord.Side // the sides whose leader is not the one who sets up
	Links   []setupLink   // after saving: the invitations, shown once
}

type setupLink struct{ Name, URL string }

func (p *Pages) sidesPage(c echo.Context, form *Form) *sidesView {
	view := &sidesView{formView: formView{p.Base(c, "", "setup.sides_headline"), form}, Step: 2}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if side != view.Actor.Side {
			view.Leaders = append(view.Leaders, side)
		}
	}
	return view
}

func (p *Pages) setupSides(c echo.Context) error {
	workspace, err := p.app.Workspace(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	form := BlankForm(Localizer(c), "sales_name", workspace.SalesName, "marketing_name", workspace.MarketingName)
	return p.Page(c, http.StatusOK, "setup_sides", p.sidesPage(c, form))
}

// saveSides names the sides, adds their leaders, and shows the invitations:
// nobody needs a mail server to be set up. A leader may be left out.
func (p *Pages) saveSides(c echo.Context) error {
	form := NewForm(c)
	view := p.sidesPage(c, form)
	in := app.Sides{SalesName: form.Get("sales_name"), MarketingName: form.Get("marketing_name")}
	for _, side := range view.Leaders {
		field := "lead_" + string(side)
		if form.Has(field+"_name") || form.Has(field+"_email") {
			in.Leaders = append(in.Leaders, app.NewPerson{
				Name: form.Get(field + "_name"), Email: form.Get(field + "_email"), Side: side, Role: accord.RoleMember,
			})
		}
	}
	leaders, err := p.app.SetupSides(c.Request().Context(), Actor(c), in)
	if form.Failed(err) {
		return p.Page(c, form.Status(), "setup_sides", view)
	}
	if err != nil {
		return err
	}
	for _, l := range leaders {
		if l.Link != "" {
			view.Links = append(view.Links, setupLink{Name: l.Name, URL: l.Link})
		}
	}
	if len(view.Links) > 0 {
		return p.Page(c, http.StatusOK, "setup_sides", view)
	}
	return p.SeeOther(c, "/setup/days")
}

// daysView is the third step: the zone and the days the company works.
type daysView struct {
	formView
	Step  int
	Zones []Option
}

func (p *Pages) daysPage(c echo.Context, form *Form) *daysView {
	return &daysView{formView: formView{p.Base(c, "", "setup.days_headline"), form}, Step: 3, Zones: ZoneOptions(form.Get("time_zone"))}
}

func (p *Pages) setupDays(c echo.Context) error {
	workspace, err := p.app.Workspace(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	form := BlankForm(Localizer(c), "time_zone", workspace.TimeZone)
	for day := range strings.SplitSeq(workspace.WorkingDays, ",") {
		form.Values.Add("working_days", day)
	}
	return p.Page(c, http.StatusOK, "setup_days", p.daysPage(c, form))
}

func (p *Pages) saveDays(c echo.Context) error {
	form := NewForm(c)
	_, _, err := p.app.ChangeWorkspace(c.Request().Context(), Actor(c), accord.Match{}, app.WorkspacePatch{
		TimeZone: accord.Some(form.Get("time_zone")), WorkingDays: accord.Some(strings.Join(form.All("working_days"), ",")),
	})
	if form.Failed(err) {
		return p.Page(c, form.Status(), "setup_days", p.daysPage(c, form))
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/setup/series")
}

// firstSeriesView is the last step: the team and the template of the first
// series, which the series editor then shows with its dates.
type firstSeriesView struct {
	formView
	Step      int
	Templates []Option
}

func (p *Pages) firstSeriesPage(c echo.Context, form *Form) *firstSeriesView {
	view := &firstSeriesView{formView: formView{p.Base(c, "", "setup.series_headline"), form}, Step: 4}
	for _, t := range accord.Templates(Localizer(c).Locale()) {
		view.Templates = append(view.Templates, Option{Value: t.Key, Label: t.Title, Hint: view.rhythm(t) + " · " + view.L.Minutes(t.DurationMinutes) + " · " + t.Purpose})
	}
	return view
}

// rhythm is when a template's meetings are, without clock and beginning:
// "Every month on the second Tuesday".
func (v *firstSeriesView) rhythm(t accord.Template) string {
	schedule, err := accord.ParseSchedule(accord.ScheduleInput{
		Rrule: t.Rrule, StartsAtLocal: string(v.Today) + "T" + t.StartTime, TimeZone: "UTC", DurationMinutes: t.DurationMinutes,
	})
	if err != nil {
		return ""
	}
	rhythm, _, _ := strings.Cut(schedule.Text(v.L.Lang()), ",")
	return rhythm
}

func (p *Pages) setupSeries(c echo.Context) error {
	l := Localizer(c)
	form := BlankForm(l, "name", l.T("setup.team_name"), "template", accord.Templates(l.Locale())[0].Key)
	return p.Page(c, http.StatusOK, "setup_series", p.firstSeriesPage(c, form))
}

// saveSetupSeries makes the team with both leaders in it, and goes on to the
// editor: it shows the next dates and who will be mailed before anything is.
func (p *Pages) saveSetupSeries(c echo.Context) error {
	form := NewForm(c)
	team, err := p.app.SetupTeam(c.Request().Context(), Actor(c), form.Get("name"))
	if form.Failed(err) {
		return p.Page(c, form.Status(), "setup_series", p.firstSeriesPage(c, form))
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/series/new?team="+team.ID+"&template="+url.QueryEscape(form.Get("template")))
}
