package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) sessionRoutes() []Route {
	return []Route{
		{http.MethodGet, "/login", app.ActPublic, p.login},
		{http.MethodPost, "/login", app.ActPublic, p.signIn},
		{http.MethodPost, "/logout", app.ActPublic, p.signOut},
		{http.MethodGet, "/forgot", app.ActPublic, p.forgot},
		{http.MethodPost, "/forgot", app.ActPublic, p.sendForgot},
		{http.MethodGet, "/join/:secret", app.ActPublic, p.join},
		{http.MethodPost, "/join/:secret", app.ActPublic, p.finishJoin},
		{http.MethodGet, "/password/:secret", app.ActPublic, p.newPassword},
		{http.MethodPost, "/password/:secret", app.ActPublic, p.finishPassword},
	}
}

// formView is a page that is one form.
type formView struct {
	Base
	Form *Form
}

func (p *Pages) login(c echo.Context) error {
	if Actor(c).PersonID != "" {
		return p.SeeOther(c, "/")
	}
	return p.Page(c, http.StatusOK, "login", &formView{Base: p.Base(c, "", "login.title"), Form: BlankForm(Localizer(c))})
}

func (p *Pages) signIn(c echo.Context) error {
	form := NewForm(c)
	person, err := p.app.Login(c.Request().Context(), form.Get("email"), form.Values.Get("password"))
	if form.Failed(err) {
		return p.Page(c, form.Status(), "login", &formView{Base: p.Base(c, "", "login.title"), Form: form})
	}
	if err != nil {
		return err
	}
	return p.enter(c, person)
}

// enter signs a person in and leads them to where they wanted, or to their
// first page: the dashboard for who leads, their action items for the others.
func (p *Pages) enter(c echo.Context, person accord.Person) error {
	after := p.Sessions.After(c)
	if err := p.Sessions.SignIn(c, person); err != nil {
		return err
	}
	if after != "" && after != "/" && after != "/login" {
		return p.SeeOther(c, after)
	}
	leads, err := p.app.Leads(c.Request().Context(), person)
	if err != nil {
		return err
	}
	if leads {
		return p.SeeOther(c, "/")
	}
	return p.SeeOther(c, "/action-items")
}

func (p *Pages) signOut(c echo.Context) error {
	if err := p.Sessions.SignOut(c); err != nil {
		return err
	}
	return p.SeeOther(c, "/login")
}

// forgotView says the same whether the address is somebody's.
type forgotView struct {
	formView
	Sent string // key of what to say once it was asked for, "" before
}

func (p *Pages) forgot(c echo.Context) error {
	return p.Page(c, http.StatusOK, "forgot", &forgotView{formView: formView{p.Base(c, "", "forgot.title"), BlankForm(Localizer(c))}})
}

func (p *Pages) sendForgot(c echo.Context) error {
	form := NewForm(c)
	p.app.Forgot(c.Request().Context(), form.Get("email"))
	return p.Page(c, http.StatusOK, "forgot", &forgotView{formView: formView{p.Base(c, "", "forgot.title"), form}, Sent: p.mailKey("forgot.sent")})
}

// linkView is the page behind a one-time link.
type linkView struct {
	formView
	Person  accord.Person
	Company string
	Path    string
	Zones   []Option
	Locales []Option
}

func (p *Pages) linkPage(c echo.Context, kind, page, title string, form *Form) (*linkView, error) {
	person, workspace, err := p.app.LinkPerson(c.Request().Context(), c.Param("secret"), kind)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = BlankForm(Localizer(c), "name", person.Name, "time_zone", person.TimeZone, "locale", person.Locale)
	}
	return &linkView{
		formView: formView{p.Base(c, "", title), form}, Person: person, Company: workspace.Name,
		Path: "/" + page + "/" + c.Param("secret"), Zones: ZoneOptions(), Locales: LocaleOptions(Localizer(c)),
	}, nil
}

func (p *Pages) join(c echo.Context) error {
	view, err := p.linkPage(c, accord.LinkInvitation, "join", "join.title", nil)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "join", view)
}

func (p *Pages) finishJoin(c echo.Context) error {
	return p.useLink(c, accord.LinkInvitation, "join", "join.title")
}

func (p *Pages) newPassword(c echo.Context) error {
	view, err := p.linkPage(c, accord.LinkPassword, "password", "password.title", nil)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "password", view)
}

func (p *Pages) finishPassword(c echo.Context) error {
	return p.useLink(c, accord.LinkPassword, "password", "password.title")
}

// useLink sets the password behind a one-time link and signs its person in.
func (p *Pages) useLink(c echo.Context, kind, page, title string) error {
	form := NewForm(c)
	person, err := p.app.UseLink(c.Request().Context(), c.Param("secret"), kind, app.Join{
		Name: form.Get("name"), TimeZone: form.Get("time_zone"), Locale: form.Get("locale"), Password: form.Values.Get("password"),
	})
	if form.Failed(err) {
		view, err := p.linkPage(c, kind, page, title, form)
		if err != nil {
			return err
		}
		return p.Page(c, form.Status(), page, view)
	}
	if err != nil {
		return err
	}
	return p.enter(c, person)
}
