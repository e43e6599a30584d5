package pages

import (
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

const intelPath = "/alignment/intel"

func (p *Pages) intelRoutes() []Route {
	return []Route{
		{http.MethodGet, intelPath, app.ActSeeIntelligence, p.intel},
		{http.MethodPost, intelPath, app.ActTellIntel, p.tellIntel},
		{http.MethodGet, intelPath + ".csv", app.ActSeeIntelligence, p.intelCSV},
		{http.MethodGet, intelPath + "/import", app.ActTellIntel, p.intelImportForm},
		{http.MethodPost, intelPath + "/import", app.ActTellIntel, p.importIntel},
		{http.MethodGet, intelPath + "/:ref", app.ActSeeIntelligence, p.intelItem},
		{http.MethodPost, intelPath + "/:ref/answer", app.ActAnswerIntel, p.answerIntel},
		{http.MethodPost, intelPath + "/:ref/action-item", app.ActTurnIntel, p.intelToItem},
		{http.MethodPost, intelPath + "/:ref/proposal", app.ActTurnIntel, p.intelToProposal},
		{http.MethodPost, intelPath + "/:ref/undo", app.ActUndoIntelligence, p.undoIntel},
	}
}

// flowWeeks is how many weeks the charts show.
const flowWeeks = 8

// intelView is the tab of leads and intelligence: what waits for either side,
// forms for what one's own side does, and what went both ways.
type intelView struct {
	Base
	Form      *Form // what Sales tells
	Serve     *Form // what Marketing serves
	State     accord.IntelligenceState
	Told      []accord.IntelDetail
	Answered  []accord.IntelDetail // lately, of what the reader told
	Batches   []accord.LeadBatchDetail
	Reasons   []accord.LeadReason // those retired too
	TellChart template.HTML
	LeadChart template.HTML
	Flow      accord.Flow
	CanReason bool // may change the reasons
}

// Sells says whether the reader is of Sales, who tell and judge.
func (v *intelView) Sells() bool { return v.CanEdit && v.Actor.Side == accord.Sales }

// Markets says whether the reader is of Marketing, who answer and serve.
func (v *intelView) Markets() bool { return v.CanEdit && v.Actor.Side == accord.Marketing }

func (p *Pages) intel(c echo.Context) error {
	switch show := c.QueryParam("show"); show {
	case showTold, showLeads:
		return p.intelList(c, show)
	}
	return p.showIntel(c, http.StatusOK, BlankForm(Localizer(c)), BlankForm(Localizer(c)))
}

func (p *Pages) showIntel(c echo.Context, status int, form, serve *Form) error {
	v := &intelView{Base: p.Base(c, "alignment", "intel.title"), Form: form, Serve: serve}
	v.Form.Scope, v.Serve.Scope = "tell-", "serve-"
	if err := p.loadIntel(c, v); err != nil {
		return err
	}
	return p.Page(c, status, "intel", v)
}

const (
	openLines     = 8 // of each kind of what waits
	answeredLines = 5 // of what the reader told and was answered
)

// loadIntel loads what waits, and what went both ways.
func (p *Pages) loadIntel(c echo.Context, v *intelView) (err error) {
	ctx, actor := c.Request().Context(), Actor(c)
	if v.State, err = p.app.IntelligenceState(ctx, actor, time.Time{}); err != nil {
		return err
	}
	if v.Told, _, err = p.app.IntelItems(ctx, actor, app.IntelQuery{Open: true}, accord.Page{Limit: openLines}); err != nil {
		return err
	}
	if v.Answered, _, err = p.app.IntelItems(ctx, actor, app.IntelQuery{Mine: true}, accord.Page{Limit: answeredLines}); err != nil {
		return err
	}
	if v.Batches, _, err = p.app.LeadBatches(ctx, actor, app.LeadQuery{State: "waiting"}, accord.Page{Limit: openLines}); err != nil {
		return err
	}
	if v.Flow, err = p.app.IntelligenceFlow(ctx, actor, flowWeeks, time.Time{}); err != nil {
		return err
	}
	if v.Reasons, err = p.app.LeadReasons(ctx, actor, true); err != nil {
		return err
	}
	v.draw()
	lead, deputy := v.Workspace.Lead(accord.Sales)
	v.CanReason = actor.Admin() || actor.PersonID == string(lead) || actor.PersonID == string(deputy)
	return nil
}

// TellAnswer is today's answer to the question whether Marketing answers.
func (v *intelView) TellAnswer() string {
	switch s := v.State; {
	case s.Overdue > 0:
		return v.L.N("intel.overdue", s.Overdue) + " " + v.L.N("intel.oldest", s.OldestDaysLate)
	case s.Unanswered > 0:
		return v.L.N("intel.waiting", s.Unanswered)
	case !s.Told:
		return ""
	}
	return v.L.T("intel.all_answered")
}

// LeadAnswer is today's answer to the question how the leads are.
func (v *intelView) LeadAnswer() string {
	if !v.State.Served {
		return ""
	}
	text := v.L.T("intel.none_judged")
	if share, ok := v.Flow.Total.AcceptedShare(); ok {
		text = v.L.T("intel.accepted_share", "Share", v.L.Percent(share), "Judged", v.L.Int(v.Flow.Total.Judged()))
	} else if n := v.Flow.Total.Judged(); n > 0 {
		text = v.L.T("intel.accepted_few", "Accepted", v.L.Int(v.Flow.Total.Accepted), "Judged", v.L.Int(n))
	}
	if v.State.LeadsWaiting > 0 {
		text += " " + v.L.N("intel.leads_waiting", v.State.LeadsWaiting)
	}
	return text
}

// Chip is the state of something told: the answer, or how long there is.
func (v *intelView) Chip(i accord.IntelDetail) Chip { return v.intelChip(i.IntelItem) }

func (b Base) intelChip(i accord.IntelItem) Chip {
	switch i.State(b.Now) {
	case accord.IntelMissed:
		return b.LateChip(max(1, i.DaysLate(accord.DateOf(b.Now, accord.Zone(b.Workspace.TimeZone)))))
	case accord.IntelWaiting:
		return Chip{Icon: "circle-dashed", Text: b.L.T("intel.until", "Day", b.L.ShortDay(i.DueOn))}
	default:
	}
	switch i.Answer {
	case accord.IntelUsed:
		return Chip{Kind: "done", Icon: "check-check", Text: b.L.T("intel.answer.used")}
	case accord.IntelNotNow:
		return Chip{Icon: "circle-slash", Text: b.L.T("intel.answer.not_now")}
	}
	return Chip{Kind: "done", Icon: "check", Text: b.L.T("intel.answer.noted")}
}

// BatchChip is the state of a batch.
func (v *intelView) BatchChip(b accord.LeadBatchDetail) Chip { return v.batchChip(b.LeadBatch) }

func (b Base) batchChip(batch accord.LeadBatch) Chip {
	if n := batch.Waiting(); n > 0 {
		return Chip{Kind: "soon", Icon: "circle-dashed", Text: b.L.N("intel.batch_waiting", n)}
	}
	return Chip{Kind: "done", Icon: "check", Text: b.L.T("intel.batch_judged", "Accepted", b.L.Int(batch.Accepted), "Count", b.L.Int(batch.Count))}
}
