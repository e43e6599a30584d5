package pages

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) teamRoutes() []Route {
	return []Route{
		{http.MethodPost, "/teams", app.ActChangeTeams, p.addTeam},
		{http.MethodGet, "/teams/:id", app.ActSeeTeams, p.team},
		{http.MethodPost, "/teams/:id", app.ActChangeTeams, p.changeTeam},
		{http.MethodPost, "/teams/:id/members", app.ActChangeTeams, p.setMember},
		{http.MethodPost, "/teams/:id/members/:person/remove", app.ActChangeTeams, p.removeMember},
		{http.MethodPost, "/teams/:id/step-in", app.ActStepIn, p.stepIn},
	}
}

func (p *Pages) addTeam(c echo.Context) error {
	form := NewForm(c)
	t, err := p.app.CreateTeam(c.Request().Context(), Actor(c), form.Get("team_name"), form.Has("closed"))
	if form.FailedAs("team_", err) {
		return p.showPeople(c, form.Status(), form)
	}
	return p.back(c, err, "/teams/"+t.ID, "team.created")
}

// teamMemberView is one of a team's people with their name.
type teamMemberView struct {
	Person accord.Person
	Role   accord.TeamRole
}

// teamView is one team; an admin changes it here.
type teamView struct {
	formView
	Team    app.TeamDetail
	Members []teamMemberView
	Member  *Form
	Others  []Option
	Balance *accord.TeamBalance // of a team that chooses projects
	Invites []string            // what whoever joins is invited to by mail (S5)
}

// TeamRoleOptions are the roles in a team.
func (b Base) TeamRoleOptions(chosen string) []Option {
	var options []Option
	for _, r := range []accord.TeamRole{accord.TeamLeader, accord.TeamRepresentative, accord.TeamMemberRole, accord.TeamObserver} {
		options = append(options, Option{Value: string(r), Label: b.L.Word(r), Selected: string(r) == chosen})
	}
	return options
}

func (p *Pages) team(c echo.Context) error { return p.showTeam(c, http.StatusOK, nil, nil) }

func (p *Pages) showTeam(c echo.Context, status int, form, member *Form) error {
	ctx, actor, l := c.Request().Context(), Actor(c), Localizer(c)
	t, err := p.app.Team(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	people, err := p.app.People(ctx, actor)
	if err != nil {
		return err
	}
	if form == nil {
		form = BlankForm(l, "version", strconv.Itoa(t.Version), "name", t.Name)
		if t.Closed {
			form.Set("closed", "1")
		}
	}
	if member == nil {
		member = BlankForm(l, "role", string(accord.TeamMemberRole))
	}
	view := &teamView{formView: formView{p.Base(c, "people", ""), form}, Team: t, Member: member}
	view.Title = t.Name
	byID := map[string]accord.Person{}
	for _, person := range people {
		byID[person.ID] = person
	}
	in := map[string]bool{}
	for _, m := range t.Members {
		in[m.PersonID] = true
		view.Members = append(view.Members, teamMemberView{Person: byID[m.PersonID], Role: m.Role})
	}
	for _, person := range people {
		if person.Active() && !in[person.ID] {
			view.Others = append(view.Others, Option{Value: person.ID, Label: person.Name})
		}
	}
	balance, strategic, err := p.app.TeamBalance(ctx, actor, t.ID)
	if err != nil {
		return err
	}
	if strategic {
		view.Balance = &balance
	}
	if actor.Admin() {
		if view.Invites, err = p.app.TeamInvitations(ctx, actor, t.ID); err != nil {
			return err
		}
	}
	return p.Page(c, status, "team", view)
}

func (p *Pages) changeTeam(c echo.Context) error {
	form := NewForm(c)
	t, err := p.app.ChangeTeam(c.Request().Context(), Actor(c), c.Param("id"), formMatch(form), accord.Some(form.Get("name")), accord.Some(form.Has("closed")))
	if form.Failed(err) {
		return p.showTeam(c, form.Status(), form, nil)
	}
	return p.back(c, err, "/teams/"+t.ID, "team.saved")
}

func (p *Pages) setMember(c echo.Context) error {
	ctx, actor, form := c.Request().Context(), Actor(c), NewForm(c)
	var t app.TeamDetail
	person, err := p.app.Person(ctx, actor, form.Get("person_id"))
	if accord.CodeOf(err) == accord.CodeNotFound { // typed, not picked
		err = accord.BadField("person_id", "There is no such person.")
	}
	if err == nil {
		t, err = p.app.SetTeamMember(ctx, actor, c.Param("id"), person.ID, accord.TeamRole(form.Get("role")), accord.Match{})
	}
	if form.Failed(err) {
		return p.showTeam(c, form.Status(), nil, form)
	}
	return p.back(c, err, "/teams/"+t.ID, "team.saved")
}

func (p *Pages) removeMember(c echo.Context) error {
	ctx, actor := c.Request().Context(), Actor(c)
	person, err := p.app.Person(ctx, actor, c.Param("person"))
	if err != nil {
		return err
	}
	_, err = p.app.RemoveTeamMember(ctx, actor, c.Param("id"), person.ID, accord.Match{})
	path := "/teams/" + c.Param("id")
	if person.ID == actor.PersonID {
		path = "/people" // of a closed team they may see nothing any more
	}
	return p.back(c, err, path, "team.removed", "Name", person.Name)
}

func (p *Pages) stepIn(c echo.Context) error {
	return p.back(c, p.app.StepIn(c.Request().Context(), Actor(c), c.Param("id")), "/teams/"+c.Param("id"), "team.stepped_in")
}
