package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) setupRoutes() []Route {
	return []Route{
		{http.MethodGet, "/setup", app.ActPublic, p.setup},
		{http.MethodPost, "/setup", app.ActPublic, p.found},
		{http.MethodGet, "/setup/sides", app.ActChangeWorkspace, p.setupSides},
		{http.MethodPost, "/setup/sides", app.ActChangeWorkspace, p.saveSides},
		{http.MethodGet, "/setup/days", app.ActChangeWorkspace, p.setupDays},
		{http.MethodPost, "/setup/days", app.ActChangeWorkspace, p.saveDays},
		{http.MethodGet, "/setup/series", app.ActChangeWorkspace, p.setupSeries},
		{http.MethodPost, "/setup/series", app.ActChangeWorkspace, p.saveSetupSeries},
	}
}

// setupView is the first step of the set-up: the account and the company.
type setupView struct {
	formView
	Key   string
	Step  int
	Zones []Option
}

func (p *Pages) setupPage(c echo.Context, form *Form, key string) *setupView {
	return &setupView{formView: formView{p.Base(c, "", "setup.title"), form}, Key: key, Step: 1, Zones: ZoneOptions(form.Get("time_zone"))}
}

func (p *Pages) setup(c echo.Context) error {
	key := c.QueryParam("key")
	if err := p.app.CheckSetup(c.Request().Context(), key); err != nil {
		return err
	}
	form := BlankForm(Localizer(c), "side", string(accord.Sales), "time_zone", "Europe/Berlin", "locale", Localizer(c).Locale())
	return p.Page(c, http.StatusOK, "setup", p.setupPage(c, form, key))
}

func (p *Pages) found(c echo.Context) error {
	form := NewForm(c)
	setup, next := p.app.Setup, "/setup/sides"
	if form.Has("sample") {
		setup, next = p.app.SetupSample, "/"
	}
	person, err := setup(c.Request().Context(), form.Get("key"), app.Founder{
		Company: form.Get("company"), Name: form.Get("name"), Email: form.Get("email"), Password: form.Values.Get("password"),
		Side: accord.Side(form.Get("side")), TimeZone: form.Get("time_zone"), Locale: form.Get("locale"),
	})
	if form.Failed(err) {
		return p.Page(c, form.Status(), "setup", p.setupPage(c, form, form.Get("key")))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.SignIn(c, person); err != nil {
		return err
	}
	return p.SeeOther(c, next)
}
