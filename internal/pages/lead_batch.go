package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

const leadsPath = "/alignment/leads"

func (p *Pages) leadBatchRoutes() []Route {
	return []Route{
		{http.MethodPost, leadsPath, app.ActServeLeads, p.serveLeads},
		{http.MethodGet, leadsPath + ".csv", app.ActSeeIntelligence, p.leadsCSV},
		{http.MethodGet, leadsPath + "/import", app.ActServeLeads, p.leadImportForm},
		{http.MethodPost, leadsPath + "/import", app.ActServeLeads, p.importLeads},
		{http.MethodGet, leadsPath + "/reasons", app.ActSeeIntelligence, p.leadReasons},
		{http.MethodPost, leadsPath + "/reasons", app.ActEditLeadReasons, p.editLeadReasons},
		{http.MethodGet, leadsPath + "/:ref", app.ActSeeIntelligence, p.leadBatch},
		{http.MethodPost, leadsPath + "/:ref/verdict", app.ActJudgeLeads, p.judgeLeads},
		{http.MethodPost, leadsPath + "/:ref/undo", app.ActUndoIntelligence, p.undoLeads},
	}
}

func (p *Pages) serveLeads(c echo.Context) error {
	form := NewForm(c)
	count, _ := strconv.Atoi(form.Get("count"))
	b, _, err := p.app.ServeLeads(c.Request().Context(), Actor(c), accord.LeadDraft{
		Source: form.Get("source"), Count: count, Note: form.Get("note"), ServedOn: accord.Date(form.Get("served_on")),
	})
	if form.Failed(err) {
		return p.showIntel(c, form.Status(), BlankForm(form.L), form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.N("intel.served_flash", b.Count, "Ref", b.Ref()), leadsPath+"/"+b.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

// leadsCSV gives all batches, in the columns an import takes, with the verdict
// that stands behind.
func (p *Pages) leadsCSV(c echo.Context) error {
	ctx, actor, l := c.Request().Context(), Actor(c), Localizer(c)
	reasons, err := p.app.LeadReasons(ctx, actor, true)
	if err != nil {
		return err
	}
	list, err := everyPage(func(page accord.Page) ([]accord.LeadBatchDetail, []string, error) {
		return p.app.LeadBatches(ctx, actor, app.LeadQuery{}, page)
	})
	if err != nil {
		return err
	}
	var rows [][]string
	for _, b := range list {
		row := []string{b.ExternalID, string(b.ServedOn), b.Source, strconv.Itoa(b.Count), b.Note, b.Ref(), b.ServedByName, strconv.Itoa(b.Accepted), strconv.Itoa(b.Rejected), strconv.Itoa(b.Waiting())}
		for _, r := range reasons {
			row = append(row, strconv.Itoa(rejectedFor(b, r.ID)))
		}
		rows = append(rows, row)
	}
	header := append(append([]string{}, accord.LeadColumns...), "number", "served_by", "accepted", "rejected", "waiting")
	for _, r := range reasons {
		header = append(header, "rejected: "+r.Label(l.Locale()))
	}
	return p.CSV(c, "leads.csv", header, rows)
}

func rejectedFor(b accord.LeadBatchDetail, reasonID string) int {
	for _, r := range b.Rejections {
		if r.ReasonID == reasonID {
			return r.Count
		}
	}
	return 0
}

// leadBatchView is one batch with its verdict.
type leadBatchView struct {
	Base
	B       accord.LeadBatchDetail
	Reasons []accord.LeadReason // to choose from, and those the verdict that stands has
	Past    []accord.LeadVerdict
	Form    *Form
}

// Chip is its state.
func (v *leadBatchView) Chip() Chip { return v.batchChip(v.B.LeadBatch) }

// Judges says whether the reader may judge.
func (v *leadBatchView) Judges() bool { return v.CanEdit && v.Actor.Side == accord.Sales }

// Label is a reason in the reader's words.
func (v *leadBatchView) Label(r accord.LeadReason) string { return r.Label(v.L.Locale()) }

// Rejected counts the leads the verdict that stands rejects for a reason.
func (v *leadBatchView) Rejected(r accord.LeadReason) int { return rejectedFor(v.B, r.ID) }

// Earlier are the verdicts that no longer stand, the latest first.
func (v *leadBatchView) Earlier() []accord.LeadVerdict {
	var list []accord.LeadVerdict
	for i := len(v.Past) - 2; i >= 0; i-- {
		list = append(list, v.Past[i])
	}
	return list
}

// Most bounds the number fields.
func (v *leadBatchView) Most() string { return strconv.Itoa(v.B.Count) }

func (p *Pages) leadBatch(c echo.Context) error { return p.showLeadBatch(c, nil) }

func (p *Pages) showLeadBatch(c echo.Context, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	v := &leadBatchView{Base: p.Base(c, "alignment", ""), Form: form}
	var err error
	if v.B, err = p.app.LeadBatch(ctx, actor, c.Param("ref")); err != nil {
		return err
	}
	if v.Past, err = p.app.LeadVerdicts(ctx, actor, v.B.ID); err != nil {
		return err
	}
	all, err := p.app.LeadReasons(ctx, actor, true)
	if err != nil {
		return err
	}
	for _, r := range all {
		if !r.Retired || rejectedFor(v.B, r.ID) > 0 {
			v.Reasons = append(v.Reasons, r)
		}
	}
	v.Title = v.B.Ref()
	if v.Form == nil {
		v.Form = v.verdictForm()
	}
	return p.Page(c, v.Form.Status(), "lead_batch", v)
}

// verdictForm begins with the verdict that stands.
func (v *leadBatchView) verdictForm() *Form {
	f := BlankForm(v.L, "version", strconv.Itoa(v.B.Version))
	if v.B.JudgedAt == nil {
		return f
	}
	f.Set("accepted", strconv.Itoa(v.B.Accepted))
	for _, r := range v.B.Rejections {
		f.Set("reason_"+r.ReasonID, strconv.Itoa(r.Count))
	}
	if n := len(v.Past); n > 0 {
		f.Set("note", v.Past[n-1].Note)
	}
	return f
}

func (p *Pages) judgeLeads(c echo.Context) error {
	form := NewForm(c)
	number := func(name string) int {
		text := form.Get(name)
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return -1 // refused as any number that cannot be
		}
		return n
	}
	in := app.Verdict{Accepted: number("accepted"), Note: form.Get("note")}
	for name := range form.Values {
		if id, ok := strings.CutPrefix(name, "reason_"); ok {
			in.Rejections = append(in.Rejections, accord.LeadRejection{ReasonID: id, Count: number(name)})
		}
	}
	b, err := p.app.JudgeLeads(c.Request().Context(), Actor(c), c.Param("ref"), form.Match(), in)
	if form.Failed(err) {
		return p.showLeadBatch(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.judged_flash", "Ref", b.Ref()), leadsPath+"/"+b.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

func (p *Pages) undoLeads(c echo.Context) error {
	_, err := p.app.UndoLeads(c.Request().Context(), Actor(c), c.Param("ref"))
	if err := p.TookBack(c, "intel.undone", err); err != nil {
		return err
	}
	return p.SeeOther(c, intelPath)
}

// leadReasonsView is the list of reasons, a line each.
type leadReasonsView struct {
	Base
	Form *Form
	May  bool // change it
}

// Lines are the reasons, for who may only read them.
func (v *leadReasonsView) Lines() []string { return strings.Split(v.Form.Get("reasons"), "\n") }

func (p *Pages) leadReasons(c echo.Context) error { return p.showLeadReasons(c, nil) }

func (p *Pages) showLeadReasons(c echo.Context, form *Form) error {
	list, err := p.app.LeadReasons(c.Request().Context(), Actor(c), false)
	if err != nil {
		return err
	}
	v := &leadReasonsView{Base: p.Base(c, "alignment", "intel.reasons"), Form: form}
	if v.Form == nil {
		var lines []string
		for _, r := range list {
			lines = append(lines, r.Label(v.L.Locale()))
		}
		v.Form = BlankForm(v.L, "reasons", strings.Join(lines, "\n"))
	}
	lead, deputy := v.Workspace.Lead(accord.Sales)
	v.May = v.Actor.Admin() || v.Actor.PersonID == string(lead) || v.Actor.PersonID == string(deputy)
	return p.Page(c, v.Form.Status(), "lead_reasons", v)
}

func (p *Pages) editLeadReasons(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.EditLeadReasons(c.Request().Context(), Actor(c), strings.Split(form.Get("reasons"), "\n"))
	if form.Failed(err) {
		return p.showLeadReasons(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.reasons_flash"), "")
	return p.SeeOther(c, intelPath)
}
