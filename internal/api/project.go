package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerProjects(a *API) {
	register(a, app.ActChangeProjects, created(op("POST", "/projects", "Write down an idea for a growth project")), a.makeProject)
	register(a, app.ActSeeProjects, op("GET", "/projects", "List growth projects"), a.listProjects)
	register(a, app.ActSeeProjects, op("GET", "/projects/momentum", "See how growth projects moved over the months"), a.momentum)
	register(a, app.ActSeeProjects, op("GET", "/projects/{id}", "Get a growth project"), a.project)
	register(a, app.ActChangeProjects, op("PATCH", "/projects/{id}", "Change a growth project, or move it on"), a.changeProject)
	register(a, app.ActChangeProjects, op("POST", "/projects/{id}/undo", "Undo one's last change of a growth project, within ten minutes"), a.undoProject)
}

// projectBody is a growth project as the API answers it.
type projectBody struct {
	accord.ProjectRow
	IsStalled bool          `json:"stalled" doc:"Under way for three working days or more, and no open action item is promised for it"`
	Without   []accord.Side `json:"without_sponsor" doc:"The sides whose sponsor left while it is under way"`
}

func (a *API) projectAnswer(r accord.ProjectRow) projectBody {
	return projectBody{r, r.IsStalled(a.app.Now()), append([]accord.Side{}, r.WithoutSponsor()...)}
}

func (a *API) projectResult(r accord.ProjectRow, err error) (*one[projectBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(a.projectAnswer(r), r.Version), nil
}

// ProjectFields are what somebody writes down; exported, since what a body embeds
// is left out of it otherwise.
type ProjectFields struct {
	Hypothesis         Opt[string]              `json:"hypothesis,omitzero" doc:"Why it should work"`
	ExpectedEffect     Opt[string]              `json:"expected_effect,omitzero" doc:"In money or a measure"`
	SponsorSalesID     Opt[accord.NullID]       `json:"sponsor_sales_id,omitzero"`
	SponsorMarketingID Opt[accord.NullID]       `json:"sponsor_marketing_id,omitzero"`
	Horizon            Opt[accord.Horizon]      `json:"horizon,omitzero" doc:"now, quarter, year, beyond; null for none"`
	State              Opt[accord.ProjectState] `json:"state,omitzero" doc:"idea, chosen, active, done or stopped; one step at a time"`
	Learned            Opt[string]              `json:"learned,omitzero" doc:"Asked for when it is done or stopped"`
	TeamID             Opt[accord.NullID]       `json:"team_id,omitzero" doc:"Whose meeting chooses it; the strategic team unless given"`
	Side               Opt[accord.Side]         `json:"side,omitzero" doc:"Whose idea it is; your own side unless given"`
}

func (f ProjectFields) patch(title accord.Opt[string]) app.ProjectPatch {
	return app.ProjectPatch{
		Title: title, Hypothesis: f.Hypothesis.Opt, ExpectedEffect: f.ExpectedEffect.Opt, Learned: f.Learned.Opt, TeamID: f.TeamID.Opt,
		SponsorSales: f.SponsorSalesID.Opt, SponsorMktg: f.SponsorMarketingID.Opt, Horizon: f.Horizon.Opt, Side: f.Side.Opt, State: f.State.Opt,
	}
}

type newProjectInput struct {
	Body struct {
		Title string `json:"title"`
		ProjectFields
	}
}

func (a *API) makeProject(ctx context.Context, actor accord.Actor, in *newProjectInput) (*one[projectBody], error) {
	return a.projectResult(a.app.CreateProject(ctx, actor, in.Body.patch(accord.Some(in.Body.Title))))
}

type listProjectsInput struct {
	Paged
	Q     string `query:"q" maxLength:"200"`
	State string `query:"state" enum:"idea,chosen,active,done,stopped"`
	Side  string `query:"side" enum:"sales,marketing,neutral" doc:"Whose idea it was"`
	Team  string `query:"team" maxLength:"64"`
}

func (a *API) listProjects(ctx context.Context, actor accord.Actor, in *listProjectsInput) (*items[projectBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.Projects(ctx, actor, app.ProjectQuery{
		Query: in.Q, State: accord.ProjectState(in.State), Side: accord.Side(in.Side), TeamID: in.Team,
	}, p)
	bodies := make([]projectBody, len(list))
	for n, r := range list {
		bodies[n] = a.projectAnswer(r)
	}
	return listed(bodies, next), err
}

func (a *API) project(ctx context.Context, actor accord.Actor, in *ByID) (*one[projectBody], error) {
	return a.projectResult(a.app.Project(ctx, actor, in.ID))
}

type changeProjectInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title Opt[string] `json:"title,omitzero"`
		ProjectFields
	}
}

func (a *API) changeProject(ctx context.Context, actor accord.Actor, in *changeProjectInput) (*one[projectBody], error) {
	return a.projectResult(a.app.ChangeProject(ctx, actor, in.ID, match(ctx), in.Body.patch(in.Body.Title.Opt)))
}

func (a *API) undoProject(ctx context.Context, actor accord.Actor, in *ByID) (*one[projectBody], error) {
	row, _, err := a.app.UndoProject(ctx, actor, in.ID)
	return a.projectResult(row, err)
}

type momentumInput struct {
	Months int       `query:"months" minimum:"1" maximum:"36" default:"6"`
	AsOf   time.Time `query:"as_of" doc:"An earlier instant; now unless given"`
}

func (a *API) momentum(ctx context.Context, actor accord.Actor, in *momentumInput) (*bare[accord.Momentum], error) {
	m, err := a.app.ProjectMomentum(ctx, actor, in.Months, in.AsOf)
	return &bare[accord.Momentum]{Body: m}, err
}
