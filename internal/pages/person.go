package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// personView is one person; an admin changes them here.
type personView struct {
	personFormView
	Person accord.Person
	Teams  []app.TeamDetail // those the reader sees that the person is in
	Role   map[string]accord.TeamRole
	Joined bool
}

func (p *Pages) person(c echo.Context) error { return p.showPerson(c, http.StatusOK, nil) }

func (p *Pages) showPerson(c echo.Context, status int, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	person, err := p.app.Person(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = BlankForm(Localizer(c), "version", strconv.Itoa(person.Version), "name", person.Name, "email", person.Email,
			"side", string(person.Side), "role", string(person.Role), "title", person.Title, "time_zone", person.TimeZone, "locale", person.Locale)
	}
	view := &personView{personFormView: *p.personForm(c, form), Person: person, Role: map[string]accord.TeamRole{}}
	view.Title = person.Name
	teams, err := p.app.Teams(ctx, actor)
	if err != nil {
		return err
	}
	for _, t := range teams {
		for _, m := range t.Members {
			if m.PersonID == person.ID {
				view.Teams, view.Role[t.ID] = append(view.Teams, t), m.Role
			}
		}
	}
	if actor.Admin() {
		joined, err := p.app.CanSignIn(ctx, actor)
		if err != nil {
			return err
		}
		view.Joined = joined[person.ID]
	}
	return p.Page(c, status, "person", view)
}

func (p *Pages) changePerson(c echo.Context) error {
	form := NewForm(c)
	text := func(name string) accord.Opt[string] { return accord.Some(form.Get(name)) }
	person, err := p.app.ChangePerson(c.Request().Context(), Actor(c), c.Param("id"), formMatch(form), app.PersonPatch{
		Name: text("name"), Email: text("email"), Title: text("title"), TimeZone: text("time_zone"), Locale: text("locale"),
		Side: accord.Some(accord.Side(form.Get("side"))), Role: accord.Some(accord.Role(form.Get("role"))),
	})
	if form.Failed(err) {
		return p.showPerson(c, form.Status(), form)
	}
	return p.back(c, err, "/people/"+person.ID, "people.saved")
}

// makeLink makes a one-time link and shows it, this once.
func (p *Pages) makeLink(c echo.Context, do func(context.Context, accord.Actor, string) (string, error)) error {
	ctx, actor := c.Request().Context(), Actor(c)
	person, err := p.app.Person(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	link, err := do(ctx, actor, person.ID)
	if err != nil {
		return err
	}
	return p.showLink(c, person, link)
}

// leaveView asks who gets what somebody leaves behind (P9).
type leaveView struct {
	formView
	Person accord.Person
	Open   app.Open
	Heirs  []Option
	Side   []Option // of those, who are of the person's own side
}

// SponsorHeirs are the people who can answer for a growth project instead.
func (v leaveView) SponsorHeirs() []Option {
	return append([]Option{{Label: v.L.T("projects.no_sponsor")}}, v.Side...)
}

// HeirOptions are the people a thing can go to, nobody first.
func (v leaveView) HeirOptions(none string) []Option {
	return append([]Option{{Value: "", Label: none}}, v.Heirs...)
}

func (p *Pages) leaving(c echo.Context) error {
	return p.showLeave(c, http.StatusOK, BlankForm(Localizer(c)))
}

func (p *Pages) showLeave(c echo.Context, status int, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	view := &leaveView{formView: formView{p.Base(c, "people", ""), form}}
	var err error
	if view.Person, err = p.app.Person(ctx, actor, c.Param("id")); err != nil {
		return err
	}
	view.Title = view.L.T("people.leave_title", "Name", view.Person.Name)
	if view.Open, err = p.app.OpenOf(ctx, actor, view.Person.ID); err != nil {
		return err
	}
	people, err := p.app.People(ctx, actor)
	if err != nil {
		return err
	}
	for _, h := range people {
		if h.Active() && h.ID != view.Person.ID && h.Role != accord.RoleObserver {
			view.Heirs = append(view.Heirs, Option{Value: h.ID, Label: h.Name})
			if h.Side == view.Person.Side {
				view.Side = append(view.Side, Option{Value: h.ID, Label: h.Name})
			}
		}
	}
	return p.Page(c, status, "person_leave", view)
}

func (p *Pages) leave(c echo.Context) error {
	form, to := NewForm(c), map[string]string{}
	for name := range form.Values {
		if id, ok := strings.CutPrefix(name, "to_"); ok && form.Get(name) != "" {
			to[id] = form.Get(name)
		}
	}
	person, err := p.app.Leave(c.Request().Context(), Actor(c), c.Param("id"), to)
	if form.Failed(err) {
		return p.showLeave(c, form.Status(), form)
	}
	return p.back(c, err, "/people/"+c.Param("id"), "people.gone", "Name", person.Name)
}

func (p *Pages) bringBack(c echo.Context) error {
	person, err := p.app.ChangePerson(c.Request().Context(), Actor(c), c.Param("id"), accord.Match{}, app.PersonPatch{Active: accord.Some(true)})
	return p.back(c, err, "/people/"+c.Param("id"), "people.returned", "Name", person.Name)
}

func (p *Pages) erase(c echo.Context) error {
	return p.back(c, p.app.Erase(c.Request().Context(), Actor(c), c.Param("id")), "/people", "people.erased")
}
