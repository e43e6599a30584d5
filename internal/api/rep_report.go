package api

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerRepReports(a *API) {
	register(a, app.ActSeeMeetings, op("GET", "/meetings/{id}/rep-reports", "List what the representatives report at a meeting"), a.repReports)
	register(a, app.ActReport, created(op("POST", "/meetings/{id}/rep-reports", "Report at a meeting for a side")), a.report)
	register(a, app.ActReport, op("POST", "/rep-lines/{id}/turn", "Turn a reported line into something"), a.turnRepLine)
	register(a, app.ActReport, op("POST", "/rep-lines/{id}/undo", "Undo what a line was turned into"), a.undoRepLine)
	register(a, app.ActSeeSeries, op("GET", "/series/{id}/concerns", "List the concerns of a series that nothing came of yet"), a.openConcerns)
}

// textLines is a text of lines, or a list of them.
type textLines string

// UnmarshalJSON takes either.
func (t *textLines) UnmarshalJSON(b []byte) error {
	var list []string
	if err := json.Unmarshal(b, &list); err == nil {
		*t = textLines(strings.Join(list, "\n"))
		return nil
	}
	return json.Unmarshal(b, (*string)(t))
}

// Schema allows both forms.
func (textLines) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	list := &huma.Schema{Type: huma.TypeArray, Items: text}
	return &huma.Schema{OneOf: []*huma.Schema{text, list}, Description: "One thing a line, or a list of them; empty for none"}
}

// repLineBody is one line of a report.
type repLineBody struct {
	accord.RepLine
	AgeDays int `json:"age_days" doc:"Days since it was said"`
}

// repReportBody is what a side reports at a meeting.
type repReportBody struct {
	accord.RepReport
	AuthorName string        `json:"author_name"`
	Activities string        `json:"activities" doc:"One a line"`
	Problems   string        `json:"problems"`
	Cares      string        `json:"cares"`
	Concerns   string        `json:"concerns"`
	Lines      []repLineBody `json:"lines" doc:"The same, with what became of each"`
}

func (a *API) repReportBody(actor accord.Actor, r accord.RepReportDetail) repReportBody {
	text := func(kind accord.RepKind) string {
		var lines []string
		for _, l := range r.Of(kind) {
			lines = append(lines, l.Text)
		}
		return strings.Join(lines, "\n")
	}
	return repReportBody{
		RepReport: r.RepReport, AuthorName: r.AuthorName, Lines: repLineBodies(r.Lines, a.day(actor)),
		Activities: text(accord.RepActivity), Problems: text(accord.RepProblem), Cares: text(accord.RepCare), Concerns: text(accord.RepConcern),
	}
}

func repLineBodies(lines []accord.RepLine, today accord.Date) []repLineBody {
	bodies := make([]repLineBody, 0, len(lines))
	for _, l := range lines {
		bodies = append(bodies, repLineBody{RepLine: l, AgeDays: l.AgeDays(today)})
	}
	return bodies
}

// day is the day it is for the actor.
func (a *API) day(actor accord.Actor) accord.Date {
	return accord.DateOf(a.app.Now(), accord.Zone(actor.TimeZone))
}

func (a *API) repReports(ctx context.Context, actor accord.Actor, in *ByID) (*items[repReportBody], error) {
	list, err := a.app.RepReports(ctx, actor, in.ID)
	bodies := make([]repReportBody, 0, len(list))
	for _, r := range list {
		bodies = append(bodies, a.repReportBody(actor, r))
	}
	return listed(bodies, nil), err
}

type reportInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Activities textLines   `json:"activities"`
		Problems   textLines   `json:"problems"`
		Cares      textLines   `json:"cares"`
		Concerns   textLines   `json:"concerns"`
		Side       accord.Side `json:"side,omitempty" doc:"The caller's own unless given; whoever runs the meeting may write for either"`
	}
}

func (a *API) report(ctx context.Context, actor accord.Actor, in *reportInput) (*one[repReportBody], error) {
	b := in.Body
	r, err := a.app.Report(ctx, actor, in.ID, b.Side, accord.RepWords{
		accord.RepActivity: string(b.Activities), accord.RepProblem: string(b.Problems), accord.RepCare: string(b.Cares), accord.RepConcern: string(b.Concerns),
	}, match(ctx))
	if err != nil {
		return nil, err
	}
	return answer(a.repReportBody(actor, r), r.Version), nil
}

type turnRepLineInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Into     string        `json:"into" doc:"action_item, intel, proposal or nothing: it was heard, and nothing follows"`
		OwnerID  accord.NullID `json:"owner_id,omitempty" doc:"Of an action item; the other side's representative unless given, else the caller"`
		DueOn    accord.Date   `json:"due_on,omitempty" doc:"Of an action item; a working day in a week unless given"`
		SeriesID accord.NullID `json:"series_id,omitempty" doc:"Of a proposal: whose backlog it goes to; the meeting's agenda unless given"`
	}
}

func (a *API) turnRepLine(ctx context.Context, actor accord.Actor, in *turnRepLineInput) (*one[repLineBody], error) {
	b := in.Body
	l, err := a.app.TurnRepLine(ctx, actor, in.ID, app.TurnLine{Into: b.Into, OwnerID: string(b.OwnerID), DueOn: b.DueOn, Series: string(b.SeriesID)})
	if err != nil {
		return nil, err
	}
	return answer(repLineBody{RepLine: l, AgeDays: l.AgeDays(a.day(actor))}, l.Version), nil
}

func (a *API) undoRepLine(ctx context.Context, actor accord.Actor, in *ByID) (*one[repLineBody], error) {
	l, err := a.app.UndoRepLine(ctx, actor, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(repLineBody{RepLine: l, AgeDays: l.AgeDays(a.day(actor))}, l.Version), nil
}

func (a *API) openConcerns(ctx context.Context, actor accord.Actor, in *ByID) (*items[repLineBody], error) {
	lines, err := a.app.OpenConcerns(ctx, actor, in.ID)
	return listed(repLineBodies(lines, a.day(actor)), nil), err
}
