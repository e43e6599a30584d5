package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) peopleRoutes() []Route {
	return []Route{
		{http.MethodGet, "/people", app.ActSeePeople, p.people},
		{http.MethodGet, "/people/new", app.ActChangePeople, p.newPerson},
		{http.MethodPost, "/people", app.ActChangePeople, p.addPerson},
		{http.MethodGet, "/people/:id", app.ActSeePeople, p.person},
		{http.MethodPost, "/people/:id", app.ActChangePeople, p.changePerson},
		{http.MethodPost, "/people/:id/invite", app.ActChangePeople, p.invite},
		{http.MethodPost, "/people/:id/password-link", app.ActChangePeople, p.passwordLink},
		{http.MethodGet, "/people/:id/leave", app.ActChangePeople, p.leaving},
		{http.MethodPost, "/people/:id/leave", app.ActChangePeople, p.leave},
		{http.MethodPost, "/people/:id/return", app.ActChangePeople, p.bringBack},
		{http.MethodPost, "/people/:id/erase", app.ActChangePeople, p.erase},
	}
}

// peopleView lists people and teams.
type peopleView struct {
	Base
	People   []accord.Person
	Here     int             // people who have not left
	Joined   map[string]bool // who can sign in; admins see it
	Teams    []app.TeamDetail
	Hidden   []accord.Team // closed teams an admin may step into
	TeamForm *Form
}

// Part says what a person is in the workspace besides their role.
func (v peopleView) Part(id string) string {
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		switch lead, deputy := v.Workspace.Lead(side); accord.NullID(id) {
		case lead:
			return v.L.T("people.lead_of", "Side", v.SideName(side))
		case deputy:
			return v.L.T("people.deputy_of", "Side", v.SideName(side))
		}
	}
	return ""
}

func (p *Pages) people(c echo.Context) error {
	return p.showPeople(c, http.StatusOK, BlankForm(Localizer(c)))
}

func (p *Pages) showPeople(c echo.Context, status int, teamForm *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	view := &peopleView{Base: p.Base(c, "people", "people.title"), TeamForm: teamForm}
	var err error
	if view.People, err = p.app.People(ctx, actor); err != nil {
		return err
	}
	for _, person := range view.People {
		if person.Active() {
			view.Here++
		}
	}
	if view.Teams, err = p.app.Teams(ctx, actor); err != nil {
		return err
	}
	if actor.Admin() {
		if view.Joined, err = p.app.CanSignIn(ctx, actor); err != nil {
			return err
		}
		if view.Hidden, err = p.app.ClosedTeams(ctx, actor); err != nil {
			return err
		}
	}
	return p.Page(c, status, "people", view)
}

// personFormView is the form of somebody new.
type personFormView struct {
	formView
	Zones, Locales []Option
}

// RoleOptions are the roles in a workspace.
func (b Base) RoleOptions() []Option {
	var options []Option
	for _, r := range []accord.Role{accord.RoleMember, accord.RoleAdmin, accord.RoleObserver} {
		options = append(options, Option{Value: string(r), Label: b.L.Word(r)})
	}
	return options
}

func (p *Pages) personForm(c echo.Context, form *Form) *personFormView {
	return &personFormView{
		formView: formView{p.Base(c, "people", "people.add"), form}, Zones: ZoneOptions(form.Get("time_zone")), Locales: LocaleOptions(Localizer(c)),
	}
}

func (p *Pages) newPerson(c echo.Context) error {
	actor := Actor(c)
	form := BlankForm(Localizer(c), "side", string(accord.Sales), "role", string(accord.RoleMember), "locale", actor.Locale, "invite", "1")
	w, err := p.app.Workspace(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	form.Set("time_zone", w.TimeZone)
	return p.Page(c, http.StatusOK, "person_new", p.personForm(c, form))
}

func (p *Pages) addPerson(c echo.Context) error {
	form := NewForm(c)
	person, link, err := p.app.AddPerson(c.Request().Context(), Actor(c), app.NewPerson{
		Name: form.Get("name"), Email: form.Get("email"), Side: accord.Side(form.Get("side")), Role: accord.Role(form.Get("role")),
		Title: form.Get("title"), TimeZone: form.Get("time_zone"), Locale: form.Get("locale"),
	}, form.Has("invite"))
	if form.Failed(err) {
		return p.Page(c, form.Status(), "person_new", p.personForm(c, form))
	}
	if err == nil && link != "" {
		return p.showLink(c, person, link)
	}
	return p.back(c, err, "/people", "people.added", "Name", person.Name)
}

// madeLinkView shows a one-time link, this once.
type madeLinkView struct {
	Base
	Person accord.Person
	Link   string
}

func (p *Pages) showLink(c echo.Context, person accord.Person, link string) error {
	return p.Page(c, http.StatusOK, "person_link", &madeLinkView{Base: p.Base(c, "people", "people.link_title"), Person: person, Link: link})
}

func (p *Pages) invite(c echo.Context) error { return p.makeLink(c, p.app.Invite) }

func (p *Pages) passwordLink(c echo.Context) error { return p.makeLink(c, p.app.PasswordLink) }
