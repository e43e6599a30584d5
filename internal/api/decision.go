package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerDecisions(a *API) {
	register(a, app.ActRecord, created(op("POST", "/meetings/{id}/decisions", "Record a decision")), a.makeDecision)
	register(a, app.ActSeeDecisions, op("GET", "/decisions", "List decisions"), a.listDecisions)
	register(a, app.ActSeeDecisions, op("GET", "/decisions/{id}", "Get a decision"), a.decision)
	register(a, app.ActRecord, op("PATCH", "/decisions/{id}", "Change a decision"), a.changeDecision)
}

// decisionBody is a decision as the API answers it.
type decisionBody struct {
	accord.DecisionDetail
	Ref string `json:"ref" doc:"What people say aloud: D-37"`
	As  string `json:"as" enum:"decision,input" doc:"input: the charter gives its domain to the side input_for, which decides"`
}

func decisionOf(d accord.DecisionDetail) decisionBody {
	b := decisionBody{DecisionDetail: d, Ref: d.Ref(), As: string(accord.AsDecision)}
	if d.InputFor != "" {
		b.As = string(accord.AsInput)
	}
	return b
}

func decisionResult(d accord.DecisionDetail, err error) (*one[decisionBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(decisionOf(d), d.Version), nil
}

type newDecisionInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text         string        `json:"text"`
		AgendaItemID accord.NullID `json:"agenda_item_id,omitempty"`
		ProjectID    accord.NullID `json:"project_id,omitempty"`
		ReviewOn     accord.Date   `json:"review_on,omitempty"`
		Domain       string        `json:"domain,omitempty"`
		As           string        `json:"as,omitempty" enum:"decision,input" doc:"Asked for with 409 where the charter gives the domain to the other side"`
		Supersedes   string        `json:"supersedes,omitempty" doc:"Id or number of the decision it replaces"`
		DecidedBy    []string      `json:"decided_by,omitempty" doc:"Ids of people; everybody present unless given"`
	}
}

func (a *API) makeDecision(ctx context.Context, actor accord.Actor, in *newDecisionInput) (*one[decisionBody], error) {
	b := in.Body
	return decisionResult(a.app.RecordDecision(ctx, actor, in.ID, app.NewDecision{
		Text: b.Text, AgendaItemID: string(b.AgendaItemID), ProjectID: string(b.ProjectID), ReviewOn: b.ReviewOn,
		Domain: b.Domain, As: accord.RecordedAs(b.As), Supersedes: b.Supersedes, DecidedBy: b.DecidedBy,
	}))
}

type listDecisionsInput struct {
	Paged
	Q       string `query:"q" maxLength:"200" doc:"Words, or D-37"`
	Series  string `query:"series" maxLength:"64"`
	Team    string `query:"team" maxLength:"64"`
	Meeting string `query:"meeting" maxLength:"64"`
	Project string `query:"project" maxLength:"64"`
	Domain  string `query:"domain" maxLength:"100"`
	Current bool   `query:"current" doc:"Leave out what a later decision replaced"`
}

func (a *API) listDecisions(ctx context.Context, actor accord.Actor, in *listDecisionsInput) (*items[decisionBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.Decisions(ctx, actor, app.DecisionQuery{
		Query: in.Q, SeriesID: in.Series, TeamID: in.Team, MeetingID: in.Meeting, ProjectID: in.Project, Domain: in.Domain, Current: in.Current,
	}, p)
	bodies := make([]decisionBody, len(list))
	for n, d := range list {
		bodies[n] = decisionOf(d)
	}
	return listed(bodies, next), err
}

func (a *API) decision(ctx context.Context, actor accord.Actor, in *ByID) (*one[decisionBody], error) {
	return decisionResult(a.app.Decision(ctx, actor, in.ID))
}

type changeDecisionInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text       Opt[string]        `json:"text,omitzero"`
		ReviewOn   Opt[accord.Date]   `json:"review_on,omitzero"`
		Domain     Opt[string]        `json:"domain,omitzero"`
		As         string             `json:"as,omitempty" enum:"decision,input" doc:"Asked for with 409 where the charter gives the domain to the other side"`
		Supersedes Opt[string]        `json:"supersedes,omitzero"`
		ProjectID  Opt[accord.NullID] `json:"project_id,omitzero"`
		DecidedBy  Opt[[]string]      `json:"decided_by,omitzero"`
	}
}

func (a *API) changeDecision(ctx context.Context, actor accord.Actor, in *changeDecisionInput) (*one[decisionBody], error) {
	b := in.Body
	return decisionResult(a.app.ChangeDecision(ctx, actor, in.ID, match(ctx), app.DecisionPatch{
		Text: b.Text.Opt, ReviewOn: b.ReviewOn.Opt, Domain: b.Domain.Opt, As: accord.RecordedAs(b.As), Supersedes: b.Supersedes.Opt,
		Project: b.ProjectID.Opt, DecidedBy: b.DecidedBy.Opt,
	}))
}
