package pages

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) settingsRoutes() []Route {
	return []Route{
		{http.MethodGet, "/settings", app.ActChangeWorkspace, p.settings},
		{http.MethodPost, "/settings", app.ActChangeWorkspace, p.saveSettings},
		{http.MethodPost, "/settings/remove-sample", app.ActRemoveSample, p.removeSample},
	}
}

// settingsView is what holds for the whole workspace.
type settingsView struct {
	formView
	Zones     []Option
	People    []accord.Person
	Calendars []Option
}

func (p *Pages) settingsPage(c echo.Context, form *Form) (*settingsView, error) {
	people, err := p.app.People(c.Request().Context(), Actor(c))
	if err != nil {
		return nil, err
	}
	calendars, err := p.app.HolidayCalendars(Actor(c))
	base := p.Base(c, "settings", "settings.title")
	return &settingsView{
		formView: formView{base, form}, Zones: ZoneOptions(form.Get("time_zone")), People: people, Calendars: calendarOptions(base, calendars),
	}, err
}

// PeopleOptions are the people of a side to choose its lead from.
func (v settingsView) PeopleOptions(side string) []Option {
	options := []Option{{Value: "", Label: v.L.T("settings.nobody")}}
	for _, p := range v.People {
		if p.Active() && p.Role != accord.RoleObserver && string(p.Side) == side {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return options
}

// QuorumOptions are who must be at a meeting for it to decide.
func (v settingsView) QuorumOptions() []Option {
	var options []Option
	for _, q := range accord.Quorums() {
		options = append(options, Option{Value: string(q), Label: v.L.T("settings.quorum_" + string(q))})
	}
	return options
}

// ColorOptions are the hues a side can have.
func (v settingsView) ColorOptions() []Option {
	options := []Option{{Value: "", Label: v.L.T("settings.color_own")}}
	for _, color := range accord.SideColors() {
		options = append(options, Option{Value: color, Label: v.L.T("settings.color_" + color)})
	}
	return options
}

func (p *Pages) settings(c echo.Context) error {
	w, err := p.app.Workspace(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	form := BlankForm(Localizer(c),
		"version", strconv.Itoa(w.Version), "name", w.Name, "sales_name", w.SalesName, "marketing_name", w.MarketingName,
		"sales_color", w.SalesColor, "marketing_color", w.MarketingColor,
		"sales_lead_id", string(w.SalesLeadID), "marketing_lead_id", string(w.MarketingLeadID),
		"sales_deputy_id", string(w.SalesDeputyID), "marketing_deputy_id", string(w.MarketingDeputyID),
		"time_zone", w.TimeZone, "shared_goal", w.SharedGoal, "quorum", string(w.Quorum), "max_active_projects", strconv.Itoa(w.ActiveProjects()), "holiday_calendar", w.HolidayCalendar)
	if w.KeptOnTimeTarget != nil {
		form.Set("kept_on_time_target", strconv.FormatFloat(math.Round(*w.KeptOnTimeTarget*1000)/10, 'f', -1, 64))
	}
	fillDays(form, w)
	fillUpdates(form, w)
	view, err := p.settingsPage(c, form)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "settings", view)
}

// settingsPatch reads the form; an empty target is none.
func settingsPatch(form *Form) app.WorkspacePatch {
	text := func(name string) accord.Opt[string] { return accord.Some(form.Get(name)) }
	id := func(name string) accord.Opt[accord.NullID] { return accord.Some(accord.NullID(form.Get(name))) }
	patch := app.WorkspacePatch{
		Name: text("name"), SalesName: text("sales_name"), MarketingName: text("marketing_name"),
		SalesColor: text("sales_color"), MarketingColor: text("marketing_color"),
		SalesLeadID: id("sales_lead_id"), MarketingLeadID: id("marketing_lead_id"),
		SalesDeputyID: id("sales_deputy_id"), MarketingDeputyID: id("marketing_deputy_id"),
		TimeZone: text("time_zone"), WorkingDays: accord.Some(typedDays(form)), SharedGoal: text("shared_goal"),
		KeptOnTimeTarget: accord.Opt[float64]{Set: true, Null: true}, Quorum: accord.Some(accord.QuorumRule(form.Get("quorum"))),
	}
	if _, shown := form.Values["holiday_calendar"]; shown {
		patch.HolidayCalendar = text("holiday_calendar")
	}
	updatesPatch(form, &patch)
	if typed := form.Get("max_active_projects"); typed != "" {
		patch.MaxActiveProjects = accord.Some(wholeNumber(typed))
	}
	if typed := form.Get("kept_on_time_target"); typed != "" {
		percent, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
		if err != nil || math.IsNaN(percent) {
			percent = -1 // refused like any other wrong share
		}
		patch.KeptOnTimeTarget = accord.Some(percent / 100)
	}
	return patch
}

// saveSettings saves the form. Working days that plan dates anew are shown
// first (S5); from there a way leads back to the form as it was typed.
func (p *Pages) saveSettings(c echo.Context) error {
	form := NewForm(c)
	ctx, actor, match, patch := c.Request().Context(), Actor(c), formMatch(form), settingsPatch(form)
	var err error
	if !form.Has("confirm") && !form.Has("back") {
		var change app.DaysOffChange
		if change, err = p.app.PreviewWorkspace(ctx, actor, match, patch); len(change.Affected)+len(change.Mails) > 0 {
			v := &daysOffConfirmView{Base: p.Base(c, "settings", "days_off.confirm"), Settings: form, Keeping: change, Follow: change}
			return p.Page(c, http.StatusOK, "days_off_confirm", v)
		}
	}
	if err == nil && !form.Has("back") {
		_, _, err = p.app.ChangeWorkspace(ctx, actor, match, patch)
	}
	if form.Failed(err) || form.Has("back") {
		view, err := p.settingsPage(c, form)
		if err != nil {
			return err
		}
		return p.Page(c, form.Status(), "settings", view)
	}
	return p.back(c, err, "/settings", "settings.saved")
}

// formMatch is the version of what the form was made from; without one nothing
// is claimed.
func formMatch(form *Form) accord.Match {
	v, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return accord.Match{}
	}
	return accord.MatchVersion(v)
}

// fillDays ticks the working days of the workspace.
func fillDays(form *Form, w accord.Workspace) {
	days := accord.WorkWeek(w.WorkingDays)
	for n := 1; n <= 7; n++ {
		if days[n%7] {
			form.Values.Add("working_days", strconv.Itoa(n))
		}
	}
}

// typedDays are the days ticked, as they are stored.
func typedDays(form *Form) string {
	var days []int
	for _, d := range form.All("working_days") {
		n, _ := strconv.Atoi(d)
		days = append(days, n)
	}
	return accord.FormatWorkingDays(days)
}

// removeSample takes the sample company away and leads back to the set-up.
func (p *Pages) removeSample(c echo.Context) error {
	link, err := p.app.RemoveSample(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	if err := p.Sessions.SignOut(c); err != nil {
		return err
	}
	return p.SeeOther(c, link)
}
