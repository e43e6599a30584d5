package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerDiagnostics(a *API) {
	register(a, app.ActSeeDiagnostics, op("GET", "/diagnostics", "List rounds of the alignment diagnostic"), a.listDiagnostics)
	register(a, app.ActOpenDiagnostic, created(op("POST", "/diagnostics", "Open a round of the alignment diagnostic")), a.openDiagnostic)
	register(a, app.ActSeeDiagnostics, op("GET", "/diagnostics/{id}", "Get a round of the alignment diagnostic"), a.diagnostic)
	register(a, app.ActAnswerDiagnostic, op("PUT", "/diagnostics/{id}/answers", "Answer a round of the alignment diagnostic"), a.answerDiagnostic)
	register(a, app.ActOpenDiagnostic, op("POST", "/diagnostics/{id}/close", "Close a round of the alignment diagnostic"), a.closeDiagnostic)
	register(a, app.ActOpenDiagnostic, op("POST", "/diagnostics/{id}/propose", "Propose the largest gaps of a report for a series"), a.proposeGaps)
	register(a, app.ActSeeDiagnostics, op("GET", "/diagnostics/{id}/report", "Get the report of a round of the alignment diagnostic"), a.diagnosticReport)
}

// diagnosticBody is a round as the API answers it.
type diagnosticBody struct {
	accord.Diagnostic
	Statements   []accord.DiagnosticStatement `json:"statements"`
	AsksMe       bool                         `json:"asks_me"`
	IAnswered    bool                         `json:"i_answered" doc:"Nobody can read what"`
	Level        *float64                     `json:"level" doc:"The mean of all answers, 1 to 5; null without a report"`
	Gap          *float64                     `json:"gap" doc:"How far the sides are apart in the mean of the statements, 0 to 4; null without a report"`
	MinimumASide int                          `json:"minimum_a_side" doc:"Answers of each side without which there is no report"`
}

func newDiagnosticBody(d app.DiagnosticDetail) diagnosticBody {
	b := diagnosticBody{
		Diagnostic: d.Diagnostic, Statements: d.Statements, AsksMe: d.Mine, IAnswered: d.MineAnswered, MinimumASide: accord.DiagnosticMinimum,
	}
	if f := d.Figures; f != nil {
		b.Level, b.Gap = &f.Level, &f.Gap
	}
	return b
}

func diagnosticResult(d app.DiagnosticDetail, err error) (*one[diagnosticBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(newDiagnosticBody(d), d.Version), nil
}

func (a *API) listDiagnostics(ctx context.Context, actor accord.Actor, in *struct{ Paged }) (*items[diagnosticBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.Diagnostics(ctx, actor)
	bodies := make([]diagnosticBody, len(list))
	for n, d := range list {
		bodies[n] = newDiagnosticBody(d)
	}
	return listedFrom(bodies, p, func(b diagnosticBody) string { return b.ID }), err
}

type statementWords struct {
	Key    string `json:"key"`
	TextEn string `json:"text_en"`
	TextDe string `json:"text_de"`
}

type openDiagnosticInput struct {
	Body struct {
		Deadline   accord.Date      `json:"deadline,omitempty" doc:"The last day for answers; a working day in two weeks unless given"`
		Statements []statementWords `json:"statements,omitempty" doc:"Other words than the round before had"`
	}
}

func (a *API) openDiagnostic(ctx context.Context, actor accord.Actor, in *openDiagnosticInput) (*one[diagnosticBody], error) {
	round := app.NewDiagnostic{Deadline: in.Body.Deadline}
	for _, w := range in.Body.Statements {
		round.Words = append(round.Words, accord.StatementWords{Name: w.Key, En: w.TextEn, De: w.TextDe})
	}
	return diagnosticResult(a.app.OpenDiagnostic(ctx, actor, round))
}

func (a *API) diagnostic(ctx context.Context, actor accord.Actor, in *ByID) (*one[diagnosticBody], error) {
	return diagnosticResult(a.app.Diagnostic(ctx, actor, in.ID))
}

type answerDiagnosticInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Answers map[string]int `json:"answers" doc:"From 1, not at all, to 5, fully, by the key of each statement; all are answered"`
	}
}

func (a *API) answerDiagnostic(ctx context.Context, actor accord.Actor, in *answerDiagnosticInput) (*one[diagnosticBody], error) {
	return diagnosticResult(a.app.AnswerDiagnostic(ctx, actor, in.ID, in.Body.Answers))
}

type closeDiagnosticInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		CallOff bool `json:"call_off,omitempty" doc:"Ends the round before its time, without a report; no answer is kept"`
	}
}

func (a *API) closeDiagnostic(ctx context.Context, actor accord.Actor, in *closeDiagnosticInput) (*one[diagnosticBody], error) {
	return diagnosticResult(a.app.CloseDiagnostic(ctx, actor, in.ID, match(ctx), in.Body.CallOff))
}

type proposeGapsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		SeriesID string `json:"series_id" doc:"Whose backlog they go to; where there was one at closing they are there already"`
	}
}

func (a *API) proposeGaps(ctx context.Context, actor accord.Actor, in *proposeGapsInput) (*one[diagnosticBody], error) {
	return diagnosticResult(a.app.ProposeGaps(ctx, actor, in.ID, match(ctx), in.Body.SeriesID))
}

// diagnosticReportBody is the report of a round.
type diagnosticReportBody struct {
	accord.Diagnostic
	accord.DiagnosticReport
}

func (a *API) diagnosticReport(ctx context.Context, actor accord.Actor, in *ByID) (*one[diagnosticReportBody], error) {
	d, report, err := a.app.DiagnosticReport(ctx, actor, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(diagnosticReportBody{d.Diagnostic, report}, d.Version), nil
}
