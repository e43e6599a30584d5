package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

func (p *Pages) accountRoutes() []Route {
	return []Route{
		{http.MethodGet, "/account", app.ActSeeSelf, p.account},
		{http.MethodPost, "/account", app.ActOwnAccount, p.saveAccount},
		{http.MethodPost, "/account/password", app.ActPassword, p.changePassword},
		{http.MethodPost, "/account/sessions/end", app.ActOwnAccount, p.endOtherSessions},
		{http.MethodPost, "/account/sessions/:id/end", app.ActOwnAccount, p.endSession},
		{http.MethodPost, "/account/mail", app.ActOwnAccount, p.wishMail},
		{http.MethodPost, "/account/tokens", app.ActTokens, p.makeToken},
		{http.MethodPost, "/account/tokens/:id/revoke", app.ActTokens, p.revokeToken},
	}
}

// accountView is the actor's own page, with a form for each thing they change.
type accountView struct {
	Base
	Form     *Form // name, zone, language
	Password *Form
	Token    *Form
	Mail     *Form // the kinds of mail wanted
	Zones    []Option
	Locales  []Option
	Sessions []accord.Session
	Tokens   []accord.Token
	Secret   string // a token just made, shown this once
}

// accountPage puts the page together; a form that is nil is blank.
func (p *Pages) accountPage(c echo.Context, view accountView) (*accountView, error) {
	ctx, actor, l := c.Request().Context(), Actor(c), Localizer(c)
	me, err := p.app.Me(ctx, actor)
	if err != nil {
		return nil, err
	}
	if view.Form == nil {
		view.Form = BlankForm(l, "name", me.Name, "title", me.Title, "time_zone", me.TimeZone, "locale", me.Locale)
	}
	if view.Password == nil {
		view.Password = BlankForm(l)
	}
	if view.Token == nil {
		view.Token = BlankForm(l, "token_scope", "read")
	}
	view.Base, view.Zones, view.Locales = p.Base(c, "account", "account.title"), ZoneOptions(view.Form.Get("time_zone")), LocaleOptions(l)
	if view.Sessions, err = p.app.Sessions(ctx, actor); err != nil {
		return nil, err
	}
	if view.Mail, err = p.mailForm(c); err != nil {
		return nil, err
	}
	view.Tokens, err = p.app.Tokens(ctx, actor)
	return &view, err
}

func (p *Pages) showAccount(c echo.Context, status int, view accountView) error {
	v, err := p.accountPage(c, view)
	if err != nil {
		return err
	}
	return p.Page(c, status, "account", v)
}

// ScopeOptions are what a token may.
func (v accountView) ScopeOptions() []Option {
	return []Option{{Value: "read", Label: v.L.T("account.scope_read")}, {Value: "write", Label: v.L.T("account.scope_write")}}
}

// Agent names the browser of a session.
func (v accountView) Agent(s accord.Session) string {
	if s.UserAgent == "" {
		return v.L.T("account.unknown_agent")
	}
	return browserName(s.UserAgent)
}

func (p *Pages) account(c echo.Context) error { return p.showAccount(c, http.StatusOK, accountView{}) }

func (p *Pages) saveAccount(c echo.Context) error {
	form := NewForm(c)
	me, err := p.app.ChangeSelf(c.Request().Context(), Actor(c), app.SelfPatch{
		Name: form.Get("name"), Title: form.Get("title"), TimeZone: form.Get("time_zone"), Locale: form.Get("locale"),
	})
	if form.Failed(err) {
		return p.showAccount(c, form.Status(), accountView{Form: form})
	}
	c.Set(localizerKey, web.NewLocalizer(me.Locale, me.Zone())) // said in the language of the page it leads to
	return p.back(c, err, "/account", "account.saved")
}

// back answers a POST that worked with a word and the page it leads to.
func (p *Pages) back(c echo.Context, err error, path, key string, data ...any) error {
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T(key, data...), "")
	return p.SeeOther(c, path)
}

func (p *Pages) changePassword(c echo.Context) error {
	form := NewForm(c)
	err := p.app.ChangePassword(c.Request().Context(), Actor(c), form.Values.Get("old"), form.Values.Get("password"))
	if form.Failed(err) {
		return p.showAccount(c, form.Status(), accountView{Password: form})
	}
	return p.back(c, err, "/account", "account.password_saved")
}

func (p *Pages) endOtherSessions(c echo.Context) error {
	return p.back(c, p.app.EndOtherSessions(c.Request().Context(), Actor(c)), "/account", "account.ended")
}

func (p *Pages) endSession(c echo.Context) error {
	return p.back(c, p.app.EndSession(c.Request().Context(), Actor(c), c.Param("id")), "/account", "account.ended")
}

func (p *Pages) makeToken(c echo.Context) error {
	form := NewForm(c)
	secret, _, err := p.app.CreateToken(c.Request().Context(), Actor(c), form.Get("token_name"), form.Get("token_scope"))
	if form.FailedAs("token_", err) {
		return p.showAccount(c, form.Status(), accountView{Token: form})
	}
	if err != nil {
		return err
	}
	return p.showAccount(c, http.StatusOK, accountView{Secret: secret}) // no 303: it is shown only now
}

func (p *Pages) revokeToken(c echo.Context) error {
	return p.back(c, p.app.RevokeToken(c.Request().Context(), Actor(c), c.Param("id")), "/account", "account.revoked")
}
