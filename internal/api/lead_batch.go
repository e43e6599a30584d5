package api

import (
	"context"
	"net/http"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerLeadBatches(a *API) {
	register(a, app.ActSeeIntelligence, op("GET", "/lead-batches", "List batches of leads"), a.leadBatches)
	o := created(op("POST", "/lead-batches", "Serve a batch of leads"))
	o.Description = "Somebody of Marketing serves. Where a batch of the same external_id is there already nothing changes, and the answer is that batch with 200."
	register(a, app.ActServeLeads, o, a.serveLeads)
	o = op("POST", "/lead-batches/import", "Import batches of leads from a CSV file")
	o.Description = "UTF-8, with commas or semicolons, at most 960 KiB and 5,000 rows. The heading names external_id, served_on, source, count and note in any order. " + importWords
	register(a, app.ActServeLeads, takesFile(csvType, o), a.importLeads)
	register(a, app.ActSeeIntelligence, op("GET", "/lead-batches/{id}", "Get a batch of leads"), a.leadBatch)
	o = op("POST", "/lead-batches/{id}/verdict", "Judge a batch of leads")
	o.Description = "Somebody of Sales judges the whole batch; what is neither accepted nor rejected waits. A later verdict takes the place of the one before."
	register(a, app.ActJudgeLeads, o, a.judgeLeads)
	register(a, app.ActUndoIntelligence, op("POST", "/lead-batches/{id}/undo", "Undo a verdict or the serving of a batch"), a.undoLeads)
	register(a, app.ActSeeIntelligence, op("GET", "/lead-reasons", "List why leads are rejected"), a.leadReasons)
	register(a, app.ActEditLeadReasons, op("PUT", "/lead-reasons", "Change why leads are rejected"), a.editLeadReasons)
}

const importWords = "A row whose external_id is here already changes nothing; a row that is refused keeps no other from being taken, so the same file can be sent again once it is mended."

// csvType is what tables are sent as.
const csvType = "text/csv"

// leadBody is a batch as the API answers it.
type leadBody struct {
	accord.LeadBatch
	Ref        string         `json:"ref" doc:"What people say aloud: L-12"`
	Waiting    int            `json:"waiting" doc:"Leads nobody has judged yet"`
	Rejections []rejectionRow `json:"rejections" doc:"Of the verdict that stands"`
}

// rejectionRow counts the leads that are rejected for one reason.
type rejectionRow struct {
	Reason string `json:"reason" doc:"Id of the reason; in a body its words will do"`
	Count  int    `json:"count"`
}

func leadAnswer(b accord.LeadBatchDetail) leadBody {
	return leadBody{LeadBatch: b.LeadBatch, Ref: b.Ref(), Waiting: b.Waiting(), Rejections: rejectionRows(b.Rejections)}
}

func rejectionRows(list []accord.LeadRejection) []rejectionRow {
	rows := []rejectionRow{}
	for _, r := range list {
		rows = append(rows, rejectionRow{r.ReasonID, r.Count})
	}
	return rows
}

func leadResult(b accord.LeadBatchDetail, err error) (*one[leadBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(leadAnswer(b), b.Version), nil
}

type listLeadsInput struct {
	Paged
	State string      `query:"state" enum:"waiting,judged" doc:"With leads that wait, or without"`
	From  accord.Date `query:"from" doc:"Served on this day or later"`
	To    accord.Date `query:"to"`

	Source string `query:"source" doc:"Where they come from, as it was entered"`
	Reason string `query:"reason" doc:"Id of a reason that leads of it are rejected for"`
}

func (a *API) leadBatches(ctx context.Context, actor accord.Actor, in *listLeadsInput) (*items[leadBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.LeadBatches(ctx, actor, app.LeadQuery{State: in.State, From: in.From, To: in.To, Source: in.Source, Reason: in.Reason}, p)
	bodies := make([]leadBody, len(list))
	for n, b := range list {
		bodies[n] = leadAnswer(b)
	}
	return listed(bodies, next), err
}

func (a *API) leadBatch(ctx context.Context, actor accord.Actor, in *ByID) (*one[leadBody], error) {
	return leadResult(a.app.LeadBatch(ctx, actor, in.ID))
}

type serveInput struct {
	Body struct {
		Source     string      `json:"source" doc:"Where they come from: a fair, a webinar"`
		Count      int         `json:"count"`
		Note       string      `json:"note,omitempty"`
		ServedOn   accord.Date `json:"served_on,omitempty" doc:"Today in the workspace's zone unless given"`
		ExternalID string      `json:"external_id,omitempty" doc:"In the system it comes from"`
	}
}

func (a *API) serveLeads(ctx context.Context, actor accord.Actor, in *serveInput) (*opened[leadBody], error) {
	b := in.Body
	got, known, err := a.app.ServeLeads(ctx, actor, accord.LeadDraft{
		ExternalID: b.ExternalID, ServedOn: b.ServedOn, Source: b.Source, Count: b.Count, Note: b.Note,
	})
	if err != nil {
		return nil, err
	}
	return &opened[leadBody]{Status: createdUnless(known), ETag: etag(got.Version), Body: leadAnswer(got)}, nil
}

// createdUnless is the status of what was made, or was there already.
func createdUnless(known bool) int {
	if known {
		return http.StatusOK
	}
	return http.StatusCreated
}

type verdictInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Accepted   int            `json:"accepted"`
		Rejections []rejectionRow `json:"rejections,omitempty" maxItems:"50"`
		Note       string         `json:"note,omitempty"`
	}
}

func (a *API) judgeLeads(ctx context.Context, actor accord.Actor, in *verdictInput) (*one[leadBody], error) {
	v := app.Verdict{Accepted: in.Body.Accepted, Note: in.Body.Note}
	for _, r := range in.Body.Rejections {
		v.Rejections = append(v.Rejections, accord.LeadRejection{ReasonID: r.Reason, Count: r.Count})
	}
	return leadResult(a.app.JudgeLeads(ctx, actor, in.ID, match(ctx), v))
}

func (a *API) undoLeads(ctx context.Context, actor accord.Actor, in *ByID) (*one[leadBody], error) {
	return leadResult(a.app.UndoLeads(ctx, actor, in.ID))
}

// reasonBody is a reason in the caller's language.
type reasonBody struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// reasonList is the whole list: it is short.
type reasonList struct {
	Items []reasonBody `json:"items"`
}

func reasonsAnswer(list []accord.LeadReason, locale string) *bare[reasonList] {
	out := &bare[reasonList]{Body: reasonList{Items: []reasonBody{}}}
	for _, r := range list {
		out.Body.Items = append(out.Body.Items, reasonBody{r.ID, r.Label(locale)})
	}
	return out
}

func (a *API) leadReasons(ctx context.Context, actor accord.Actor, _ *struct{}) (*bare[reasonList], error) {
	list, err := a.app.LeadReasons(ctx, actor, false)
	return reasonsAnswer(list, actor.Locale), err
}

type reasonsInput struct {
	Body struct {
		Reasons []string `json:"reasons" maxItems:"50" doc:"The whole list in its order; one that is on it already keeps its id"`
	}
}

func (a *API) editLeadReasons(ctx context.Context, actor accord.Actor, in *reasonsInput) (*bare[reasonList], error) {
	list, err := a.app.EditLeadReasons(ctx, actor, in.Body.Reasons)
	return reasonsAnswer(list, actor.Locale), err
}

type importInput struct {
	Preview bool   `query:"preview" doc:"Only say what would be saved"`
	RawBody []byte `contentType:"text/csv" required:"true" doc:"The file as it is"`
}

// importBody is what a file brought, row by row.
type importBody struct {
	Saved   bool            `json:"saved"`
	New     int             `json:"new"`
	Known   int             `json:"known" doc:"Rows whose external_id is here already: nothing changed"`
	Refused int             `json:"refused"`
	Rows    []importRowBody `json:"rows"`
}

// importRowBody is what became of one row.
type importRowBody struct {
	Line       int            `json:"line" doc:"In the file, the heading being 1"`
	ExternalID string         `json:"external_id"`
	State      string         `json:"state" enum:"new,known,refused"`
	ID         string         `json:"id" doc:"Empty where it is not here"`
	Errors     []importErrors `json:"errors"`
}

// importErrors says what is wrong in one cell.
type importErrors struct {
	Column  string `json:"column"`
	Message string `json:"message"`
}

func importAnswer(in app.Import, err error) (*bare[importBody], error) {
	out := &bare[importBody]{Body: importBody{Saved: in.Saved, New: in.New, Known: in.Known, Refused: in.Refused, Rows: []importRowBody{}}}
	for _, r := range in.Rows {
		row := importRowBody{Line: r.Line, ExternalID: r.ExternalID, State: r.State, ID: r.ID, Errors: []importErrors{}}
		for _, f := range r.Errors {
			row.Errors = append(row.Errors, importErrors{f.Location, f.Message()})
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	return out, err
}

func (a *API) importLeads(ctx context.Context, actor accord.Actor, in *importInput) (*bare[importBody], error) {
	return importAnswer(a.app.ImportLeads(ctx, actor, in.RawBody, !in.Preview))
}

// flowBody is one week, or all of them.
type flowBody struct {
	accord.FlowWeek
	Week     string `json:"week" doc:"ISO week, 2027-W03; empty for all"`
	Unjudged int    `json:"unjudged" doc:"Leads that wait for a verdict"`
	Open     int    `json:"open" doc:"Told, not answered and not overdue"`
}

// flowAnswer is what went both ways, week by week.
type flowAnswer struct {
	Total   flowBody       `json:"total"`
	Weeks   []flowBody     `json:"weeks"`
	Reasons []rejectionRow `json:"reasons" doc:"Why leads of these weeks were rejected, the most frequent reason first"`
}

type flowInput struct {
	Weeks int       `query:"weeks" default:"12" minimum:"1" maximum:"104"`
	AsOf  time.Time `query:"as_of" doc:"As it was known then; now unless given"`
}

func (a *API) intelligenceFlow(ctx context.Context, actor accord.Actor, in *flowInput) (*bare[flowAnswer], error) {
	f, err := a.app.IntelligenceFlow(ctx, actor, in.Weeks, in.AsOf)
	body := func(w accord.FlowWeek) flowBody { return flowBody{w, w.ISOWeek(), w.Unjudged(), w.Open()} }
	out := &bare[flowAnswer]{Body: flowAnswer{Total: body(f.Total), Weeks: []flowBody{}, Reasons: rejectionRows(f.Reasons)}}
	for _, w := range f.Weeks {
		out.Body.Weeks = append(out.Body.Weeks, body(w))
	}
	return out, err
}
