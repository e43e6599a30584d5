package pages

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// dayOr writes an instant as a day, "" for none.
func dayOr(b Base) func(*time.Time) string {
	return func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return string(b.L.DateOf(*t))
	}
}

// projectView is one growth project.
type projectView struct {
	Base
	P        accord.ProjectRow
	May      app.ProjectMay
	Form     *Form // its words
	Step     *Form // of a change of its state
	To       string
	Editing  bool             // the form stands open
	Open     []accord.ItemRow // what is promised and what waits to be
	Past     []accord.ItemRow
	Decided  []accord.DecisionDetail
	Sponsors map[string][]Option
	Teams    []Option
	Author   string
}

// States are the steps of its life, for the line on top.
func (v *projectView) States() []accord.ProjectState {
	last := accord.ProjectDone
	if v.P.State == accord.ProjectStopped {
		last = accord.ProjectStopped
	}
	return []accord.ProjectState{accord.ProjectIdea, accord.ProjectChosen, accord.ProjectActive, last}
}

// Ended reports whether nothing follows.
func (v *projectView) Ended() bool { return v.P.State.Ended() }

// On writes an instant's day.
func (v *projectView) On(t *time.Time) string {
	if t == nil {
		return ""
	}
	return v.L.Date(v.L.DateOf(*t))
}

func (p *Pages) project(c echo.Context) error { return p.showProject(c, nil, nil) }

// showProject shows a project; form is its words as they were typed, step a
// change of its state that failed.
func (p *Pages) showProject(c echo.Context, form, step *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	row, err := p.app.Project(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	view := &projectView{Base: p.Base(c, "projects", ""), P: row, Form: form, Step: step}
	view.Title = row.Title
	if view.May, err = p.app.ProjectMay(ctx, actor, row.Project); err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case form != nil:
		status = form.Status()
	case step != nil:
		status, view.To = step.Status(), step.Get("state")
	}
	view.Editing = c.QueryParam("do") == "edit" || form != nil
	if form == nil {
		view.Form = projectForm(view.Base, row.Project)
	}
	if step != nil && step.Get("state") == string(accord.ProjectActive) && len(step.Errors) > 0 {
		view.Editing, view.Form.Errors = true, step.Errors // what it lacks is said by its fields
	}
	if step == nil {
		view.Step = BlankForm(view.L)
	}
	if err := p.projectWork(ctx, actor, view); err != nil {
		return err
	}
	if err := p.projectChoices(c, view); err != nil {
		return err
	}
	return p.Page(c, status, "project", view)
}

// projectWork loads what was promised and decided for a project.
func (p *Pages) projectWork(ctx context.Context, actor accord.Actor, view *projectView) error {
	rows, _, err := p.app.ItemRows(ctx, actor, app.ItemQuery{ProjectID: view.P.ID}, accord.Page{Limit: 100})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Unfinished() {
			view.Open = append(view.Open, r)
		} else {
			view.Past = append(view.Past, r)
		}
	}
	view.Decided, _, err = p.app.Decisions(ctx, actor, app.DecisionQuery{ProjectID: view.P.ID}, accord.Page{Limit: 50})
	return err
}

// projectChoices loads who and what a project's form offers.
func (p *Pages) projectChoices(c echo.Context, view *projectView) error {
	people, err := p.app.People(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	view.Author, view.Sponsors = nameOf(people, view.P.CreatedBy), map[string][]Option{}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		view.Sponsors[string(side)] = []Option{{Label: view.L.T("projects.no_sponsor")}}
		for _, person := range people {
			if accord.CheckSponsor(side, person) == nil || person.ID == string(view.P.Sponsor(side)) {
				view.Sponsors[string(side)] = append(view.Sponsors[string(side)], Option{Value: person.ID, Label: person.Name})
			}
		}
	}
	view.Teams, err = p.teamOptions(c, "projects.no_team")
	return err
}

// projectForm is a project's words as they are.
func projectForm(b Base, project accord.Project) *Form {
	return BlankForm(b.L, "title", project.Title, "hypothesis", project.Hypothesis, "expected_effect", project.ExpectedEffect,
		"sponsor_sales_id", string(project.SponsorSalesID), "sponsor_marketing_id", string(project.SponsorMarketingID),
		"horizon", string(project.Horizon), "side", string(project.Side), "team_id", string(project.TeamID),
		"learned", project.Learned, "version", strconv.Itoa(project.Version))
}

// projectPatch is what was typed; a field that was not on the form stays.
func projectPatch(form *Form) app.ProjectPatch {
	text := func(name string) (o accord.Opt[string]) {
		if form.Values.Has(name) {
			o = accord.Some(form.Get(name))
		}
		return o
	}
	patch := app.ProjectPatch{
		Title: text("title"), Hypothesis: text("hypothesis"), ExpectedEffect: text("expected_effect"), Learned: text("learned"),
		TeamID: optOf[accord.NullID](text("team_id")), Horizon: optOf[accord.Horizon](text("horizon")), Side: optOf[accord.Side](text("side")),
		SponsorSales: optOf[accord.NullID](text("sponsor_sales_id")), SponsorMktg: optOf[accord.NullID](text("sponsor_marketing_id")),
	}
	return patch
}

// optOf gives a typed text another type.
func optOf[T ~string](o accord.Opt[string]) accord.Opt[T] {
	return accord.Opt[T]{Set: o.Set, Value: T(o.Value)}
}

func (p *Pages) newProject(c echo.Context) error {
	actor := Actor(c)
	team, err := p.app.StrategicTeam(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	return p.newProjectPage(c, http.StatusOK, BlankForm(Localizer(c), "side", string(actor.Side), "team_id", team))
}

func (p *Pages) newProjectPage(c echo.Context, status int, form *Form) error {
	view := &projectView{Base: p.Base(c, "projects", "projects.new"), Form: form, P: accord.ProjectRow{Project: accord.Project{State: accord.ProjectIdea}}}
	if err := p.projectChoices(c, view); err != nil {
		return err
	}
	return p.Page(c, status, "project_new", view)
}

func (p *Pages) makeProject(c echo.Context) error {
	form := NewForm(c)
	row, err := p.app.CreateProject(c.Request().Context(), Actor(c), projectPatch(form))
	if form.Failed(err) {
		return p.newProjectPage(c, form.Status(), form)
	}
	return p.projectDone(c, err, row, "projects.made")
}

func (p *Pages) changeProject(c echo.Context) error {
	form := NewForm(c)
	row, err := p.app.ChangeProject(c.Request().Context(), Actor(c), c.Param("id"), formMatch(form), projectPatch(form))
	if form.Failed(err) {
		return p.showProject(c, form, nil)
	}
	return p.projectDone(c, err, row, "projects.saved")
}

// moveProject brings a project into another state, with what was learned where
// that ends it.
func (p *Pages) moveProject(c echo.Context) error {
	form := NewForm(c)
	patch := app.ProjectPatch{State: accord.Some(accord.ProjectState(form.Get("state")))}
	if form.Values.Has("learned") {
		patch.Learned = accord.Some(form.Get("learned"))
	}
	row, err := p.app.ChangeProject(c.Request().Context(), Actor(c), c.Param("id"), accord.Match{}, patch)
	if form.Failed(err) {
		return p.showProject(c, nil, form)
	}
	if back := form.Get("back"); err == nil && back != "" {
		return p.SeeOther(c, localPath(back))
	}
	return p.projectDone(c, err, row, "projects.moved", "State", form.L.T("projects.state."+string(row.State)))
}

// projectDone goes to the project with a message that takes the change back.
func (p *Pages) projectDone(c echo.Context, err error, row accord.ProjectRow, key string, args ...any) error {
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T(key, args...), "/projects/"+row.ID+"/undo")
	return p.SeeOther(c, "/projects/"+row.ID)
}

// undoProject takes back what the reader did to the project last.
func (p *Pages) undoProject(c echo.Context) error {
	to := "/projects/" + c.Param("id")
	_, gone, err := p.app.UndoProject(c.Request().Context(), Actor(c), c.Param("id"))
	if err := p.TookBack(c, "projects.undone", err); err != nil {
		return err
	}
	if gone {
		to = "/projects"
	}
	return p.SeeOther(c, to)
}

// proposeProject puts the choice before the team's next meeting.
func (p *Pages) proposeProject(c echo.Context) error {
	form := NewForm(c)
	made, err := p.app.ProposeProject(c.Request().Context(), Actor(c), c.Param("id"), Localizer(c).T("projects.propose_title"))
	if form.Failed(err) {
		return p.showProject(c, nil, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, proposedAt(form.L, made), "")
	return p.SeeOther(c, "/projects/"+c.Param("id"))
}

// proposedAt says where a proposal stands.
func proposedAt(l *web.Localizer, p app.ProjectProposal) string {
	key := "projects.proposed"
	switch {
	case p.At.StartsAt.IsZero():
		key = "projects.proposed_backlog"
	case p.Item.MeetingID == "":
		key = "projects.proposed_later"
	}
	return l.T(key, "Title", p.At.Title, "Day", l.ShortDay(l.DateOf(p.At.StartsAt)))
}

// Proposed says where the idea is proposed; "" for nowhere yet.
func (v *projectView) Proposed() string {
	if v.May.Proposal == nil {
		return ""
	}
	return proposedAt(v.L, *v.May.Proposal)
}

// meetingPath leads to a meeting that may choose a project, or to its series.
func meetingPath(at app.ProjectMeeting) string {
	switch {
	case at.MeetingID != "":
		return "/meetings/" + string(at.MeetingID)
	case at.SeriesID != "":
		return "/series/" + string(at.SeriesID) + "#backlog"
	}
	return ""
}

// ProposedPath is where the proposal stands.
func (v *projectView) ProposedPath() string { return meetingPath(v.May.Proposal.At) }

// NextPath is the meeting that can choose it next; "" for none, or where it can
// be chosen now.
func (v *projectView) NextPath() string {
	if v.P.State != accord.ProjectIdea || v.May.Meeting || v.May.Next.StartsAt.IsZero() {
		return ""
	}
	return meetingPath(v.May.Next)
}

// NextText says what comes next.
func (v *projectView) NextText() string {
	if v.P.State != accord.ProjectIdea {
		return v.L.T("projects.next." + string(v.P.State))
	}
	who := "others"
	if v.May.Choose {
		who = "leaders"
	}
	switch {
	case v.P.TeamID == "":
		return v.L.T("projects.next.no_team")
	case v.May.Meeting:
		return v.L.T("projects.next." + who + "_now")
	case v.May.Next.StartsAt.IsZero():
		return v.L.T("projects.next." + who + "_once")
	}
	return v.L.T("projects.next."+who, "Day", v.L.ShortDay(v.L.DateOf(v.May.Next.StartsAt)))
}

// UndoText is what taking the last change back does.
func (v *projectView) UndoText() string {
	switch v.May.Undoes {
	case "project.created":
		return v.L.T("projects.undo_idea")
	case "project.proposed":
		return v.L.T("projects.undo_proposal")
	}
	return v.L.T("action_items.undo_last")
}
