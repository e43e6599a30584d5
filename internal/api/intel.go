package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerIntel(a *API) {
	register(a, app.ActSeeIntelligence, op("GET", "/intel", "List market intelligence"), a.listIntel)
	o := created(op("POST", "/intel", "Tell what the market says"))
	o.Description = "Somebody of Sales tells; Marketing has ten working days to answer. Where something of the same external_id is there already nothing changes, and the answer is that with 200."
	register(a, app.ActTellIntel, o, a.tellIntel)
	o = op("POST", "/intel/import", "Import market intelligence from a CSV file")
	o.Description = "UTF-8, with commas or semicolons, at most 960 KiB and 5,000 rows. The heading names external_id, told_on, text and heard_from in any order. " + importWords
	register(a, app.ActTellIntel, takesFile(csvType, o), a.importIntel)
	register(a, app.ActSeeIntelligence, op("GET", "/intel/flow", "Count leads and market intelligence by week"), a.intelligenceFlow)
	register(a, app.ActSeeIntelligence, op("GET", "/intel/{id}", "Get market intelligence"), a.intel)
	o = op("POST", "/intel/{id}/answer", "Answer market intelligence")
	o.Description = "Somebody of Marketing answers used, noted, or not_now and why. A later answer takes the place of the one before; the day of the first stays."
	register(a, app.ActAnswerIntel, o, a.answerIntel)
	register(a, app.ActTurnIntel, created(op("POST", "/intel/{id}/action-item", "Make an action item of market intelligence")), a.intelToItem)
	register(a, app.ActTurnIntel, created(op("POST", "/intel/{id}/proposal", "Make a proposal of market intelligence")), a.intelToProposal)
	register(a, app.ActUndoIntelligence, op("POST", "/intel/{id}/undo", "Undo an answer or the telling"), a.undoIntel)
}

// intelBody is something told as the API answers it.
type intelBody struct {
	accord.IntelItem
	Ref   string            `json:"ref" doc:"What people say aloud: I-34"`
	State accord.IntelState `json:"state" enum:"waiting,overdue,in_time,late"`
}

func (a *API) intelAnswer(i accord.IntelDetail) intelBody {
	return intelBody{IntelItem: i.IntelItem, Ref: i.Ref(), State: i.State(a.app.Now())}
}

func (a *API) intelResult(i accord.IntelDetail, err error) (*one[intelBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(a.intelAnswer(i), i.Version), nil
}

type listIntelInput struct {
	Paged
	State  string      `query:"state" enum:"waiting,overdue,answered,in_time,late"`
	Answer string      `query:"answer" enum:"used,noted,not_now"`
	From   accord.Date `query:"from" doc:"Told on this day or later"`
	To     accord.Date `query:"to"`
}

func (a *API) listIntel(ctx context.Context, actor accord.Actor, in *listIntelInput) (*items[intelBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.IntelItems(ctx, actor, app.IntelQuery{
		State: accord.IntelState(in.State), Answer: accord.IntelAnswer(in.Answer), From: in.From, To: in.To,
	}, p)
	bodies := make([]intelBody, len(list))
	for n, i := range list {
		bodies[n] = a.intelAnswer(i)
	}
	return listed(bodies, next), err
}

func (a *API) intel(ctx context.Context, actor accord.Actor, in *ByID) (*one[intelBody], error) {
	return a.intelResult(a.app.IntelItem(ctx, actor, in.ID))
}

type tellInput struct {
	Body struct {
		Text       string      `json:"text" doc:"A sentence or two"`
		HeardFrom  string      `json:"heard_from,omitempty" doc:"A customer, a fair"`
		ToldOn     accord.Date `json:"told_on,omitempty" doc:"Today in the workspace's zone unless given"`
		ExternalID string      `json:"external_id,omitempty" doc:"In the system it comes from"`
	}
}

func (a *API) tellIntel(ctx context.Context, actor accord.Actor, in *tellInput) (*opened[intelBody], error) {
	b := in.Body
	got, known, err := a.app.TellIntel(ctx, actor, accord.IntelDraft{ExternalID: b.ExternalID, Text: b.Text, HeardFrom: b.HeardFrom, ToldOn: b.ToldOn})
	if err != nil {
		return nil, err
	}
	return &opened[intelBody]{Status: createdUnless(known), ETag: etag(got.Version), Body: a.intelAnswer(got)}, nil
}

func (a *API) importIntel(ctx context.Context, actor accord.Actor, in *importInput) (*bare[importBody], error) {
	return importAnswer(a.app.ImportIntel(ctx, actor, in.RawBody, !in.Preview))
}

type answerIntelInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Answer string `json:"answer" enum:"used,noted,not_now"`
		Why    string `json:"why,omitempty" doc:"Asked for with not_now"`
	}
}

func (a *API) answerIntel(ctx context.Context, actor accord.Actor, in *answerIntelInput) (*one[intelBody], error) {
	return a.intelResult(a.app.AnswerIntel(ctx, actor, in.ID, match(ctx), accord.IntelAnswer(in.Body.Answer), in.Body.Why))
}

func (a *API) intelToItem(ctx context.Context, actor accord.Actor, in *ByID) (*one[itemBody], error) {
	return a.itemResult(a.app.IntelToItem(ctx, actor, in.ID))
}

type proposalInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		SeriesID string `json:"series_id"`
	}
}

func (a *API) intelToProposal(ctx context.Context, actor accord.Actor, in *proposalInput) (*one[accord.AgendaItem], error) {
	item, err := a.app.IntelToProposal(ctx, actor, in.ID, in.Body.SeriesID)
	return answer(item, item.Version), err
}

func (a *API) undoIntel(ctx context.Context, actor accord.Actor, in *ByID) (*one[intelBody], error) {
	return a.intelResult(a.app.UndoIntel(ctx, actor, in.ID))
}
