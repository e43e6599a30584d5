package pages

import (
	"html/template"
	"net/http"
	"strconv"
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
	Form      *Form  // what Sales tells
	Serve     *Form  // what Marketing serves
	Show      string // "", or the whole list: "told", "leads"
	State     accord.IntelligenceState
	Told      []accord.IntelDetail
	Batches   []accord.LeadBatchDetail
	Pager     Pager
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
	l := Localizer(c)
	return p.showIntel(c, http.StatusOK, BlankForm(l), BlankForm(l))
}

func (p *Pages) showIntel(c echo.Context, status int, form, serve *Form) error {
	v := &intelView{Base: p.Base(c, "alignment", "intel.title"), Form: form, Serve: serve, Show: c.QueryParam("show")}
	v.Form.Scope, v.Serve.Scope = "tell-", "serve-"
	if err := p.loadIntel(c, v); err != nil {
		return err
	}
	return p.Page(c, status, "intel", v)
}

// openLines is how many things that wait the tab lists of each kind.
const openLines = 8

func (p *Pages) loadIntel(c echo.Context, v *intelView) (err error) {
	ctx, actor := c.Request().Context(), Actor(c)
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	page, next := accord.Page{Limit: 50, After: after}, []string(nil)
	switch v.Show {
	case "told":
		v.Told, next, err = p.app.IntelItems(ctx, actor, app.IntelQuery{}, page)
	case "leads":
		v.Batches, next, err = p.app.LeadBatches(ctx, actor, app.LeadQuery{}, page)
	default:
		v.Show = ""
		return p.loadIntelOpen(c, v)
	}
	v.Pager = Pager{L: v.L}
	if len(next) > 0 {
		v.Pager.Next = intelPath + "?show=" + v.Show + "&cursor=" + accord.EncodeCursor(next)
	}
	return err
}

// loadIntelOpen loads what waits, and what went both ways.
func (p *Pages) loadIntelOpen(c echo.Context, v *intelView) (err error) {
	ctx, actor := c.Request().Context(), Actor(c)
	if v.State, err = p.app.IntelligenceState(ctx, actor, time.Time{}); err != nil {
		return err
	}
	if v.Told, _, err = p.app.IntelItems(ctx, actor, app.IntelQuery{Open: true}, accord.Page{Limit: openLines}); err != nil {
		return err
	}
	if v.Batches, _, err = p.app.LeadBatches(ctx, actor, app.LeadQuery{State: "waiting"}, accord.Page{Limit: openLines}); err != nil {
		return err
	}
	if v.Flow, err = p.app.IntelligenceFlow(ctx, actor, flowWeeks, time.Time{}); err != nil {
		return err
	}
	v.draw()
	lead, deputy := v.Workspace.Lead(accord.Sales)
	v.CanReason = actor.Admin() || actor.PersonID == string(lead) || actor.PersonID == string(deputy)
	return nil
}

// draw makes both charts: Sales left, Marketing right, a row for each week.
func (v *intelView) draw() {
	if v.Flow.Total.Told > 0 {
		c := v.spine("intel.chart.told", "intel.chart.answered")
		for _, w := range v.Flow.Weeks {
			v.week(&c, w.Monday, w.Told, w.Answered(), v.ToldWords(w))
		}
		c.Total = SpineRow{Label: v.L.T("intel.chart.all"), Sales: v.Flow.Total.Told, Marketing: v.Flow.Total.Answered()}
		v.TellChart = c.HTML()
	}
	if v.Flow.Total.Served > 0 {
		c := v.spine("intel.chart.judged", "intel.chart.served")
		for _, w := range v.Flow.Weeks {
			v.week(&c, w.Monday, w.Judged(), w.Served, v.LeadWords(w))
		}
		c.Total = SpineRow{Label: v.L.T("intel.chart.all"), Sales: v.Flow.Total.Judged(), Marketing: v.Flow.Total.Served}
		v.LeadChart = c.HTML()
	}
}

func (v *intelView) spine(sales, marketing string) SpineChart {
	c := SpineChart{Sales: v.L.T(sales), Marketing: v.L.T(marketing), Heading: v.L.T("intel.chart.week")}
	c.Table = ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{
		{Label: c.Heading}, {c.Sales, accord.Sales}, {c.Marketing, accord.Marketing}, {Label: v.L.T("intel.chart.detail")},
	}}
	return c
}

// week adds a week to a chart and its table, which says what became of it.
func (v *intelView) week(c *SpineChart, monday accord.Date, sales, marketing int, became string) {
	label := v.L.ShortDate(monday)
	c.Rows = append(c.Rows, SpineRow{Label: label, Sales: sales, Marketing: marketing})
	c.Table.Rows = append(c.Table.Rows, ChartRow{Label: label, Cells: []ChartMark{{Text: v.L.Int(sales)}, {Text: v.L.Int(marketing)}, {Text: became}}})
}

// ToldWords say what became of what was told in a week, or in all of them.
func (v *intelView) ToldWords(w accord.FlowWeek) string {
	return v.L.T("intel.told_words", "InTime", v.L.Int(w.InTime), "Late", v.L.Int(w.Late), "Missed", v.L.Int(w.Missed), "Open", v.L.Int(w.Open()))
}

// LeadWords say what became of the leads of a week, or of all of them.
func (v *intelView) LeadWords(w accord.FlowWeek) string {
	return v.L.T("intel.lead_words", "Accepted", v.L.Int(w.Accepted), "Rejected", v.L.Int(w.Rejected), "Waiting", v.L.Int(w.Unjudged()))
}

// TellAnswer is today's answer to the question whether Marketing answers.
func (v *intelView) TellAnswer() string {
	switch s := v.State; {
	case s.Overdue > 0:
		return v.L.N("intel.overdue", s.Overdue) + " " + v.L.N("intel.oldest", s.OldestDaysLate)
	case s.Unanswered > 0:
		return v.L.N("intel.waiting", s.Unanswered)
	}
	return v.L.T("intel.all_answered")
}

// LeadAnswer is today's answer to the question how the leads are.
func (v *intelView) LeadAnswer() string {
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

func (p *Pages) tellIntel(c echo.Context) error {
	form := NewForm(c)
	i, _, err := p.app.TellIntel(c.Request().Context(), Actor(c), accord.IntelDraft{
		Text: form.Get("text"), HeardFrom: form.Get("heard_from"), ToldOn: accord.Date(form.Get("told_on")),
	})
	if form.Failed(err) {
		return p.showIntel(c, form.Status(), form, BlankForm(form.L))
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.told_flash", "Ref", i.Ref(), "Day", form.L.Day(i.DueOn)), intelPath+"/"+i.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

// maxExportPages bounds a file for a spreadsheet: twenty thousand rows.
const maxExportPages = 100

// intelCSV gives all that was told, in the columns an import takes, with what
// became of it behind.
func (p *Pages) intelCSV(c echo.Context) error {
	var rows [][]string
	page := accord.Page{Limit: 200}
	for range maxExportPages {
		list, next, err := p.app.IntelItems(c.Request().Context(), Actor(c), app.IntelQuery{}, page)
		if err != nil {
			return err
		}
		for _, i := range list {
			answered := ""
			if i.AnsweredAt != nil {
				answered = i.AnsweredAt.Format(time.RFC3339)
			}
			rows = append(rows, []string{
				i.ExternalID, string(i.ToldOn), i.Text, i.HeardFrom, i.Ref(), i.ToldByName, string(i.DueOn), string(i.State(p.app.Now())), string(i.Answer), i.Why, i.AnsweredByName, answered,
			})
		}
		if page.After = next; len(next) == 0 {
			break
		}
	}
	header := append(append([]string{}, accord.IntelColumns...), "number", "told_by", "due_on", "state", "answer", "why", "answered_by", "answered_at")
	return p.CSV(c, "intelligence.csv", header, rows)
}

// intelItemView is one thing told, with its answer and what it became.
type intelItemView struct {
	Base
	I      accord.IntelDetail
	Form   *Form
	Turn   *Form
	Series []Option // whose backlog it can go to
}

// Chip is its state.
func (v *intelItemView) Chip() Chip { return v.intelChip(v.I.IntelItem) }

// Answers says whether the reader may answer.
func (v *intelItemView) Answers() bool { return v.CanEdit && v.Actor.Side == accord.Marketing }

// AnswerOptions are the answers.
func (v *intelItemView) AnswerOptions() []Option {
	var options []Option
	for _, a := range accord.IntelAnswers() {
		options = append(options, Option{Value: string(a), Label: v.L.T("intel.answer." + string(a)), Hint: v.L.T("intel.answer_hint." + string(a))})
	}
	return options
}

func (p *Pages) intelItem(c echo.Context) error { return p.showIntelItem(c, nil, nil) }

func (p *Pages) showIntelItem(c echo.Context, form, turn *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	i, err := p.app.IntelItem(ctx, actor, c.Param("ref"))
	if err != nil {
		return err
	}
	l := Localizer(c)
	if turn == nil {
		turn = BlankForm(l)
	}
	if form == nil {
		form = BlankForm(l, "answer", string(i.Answer), "why", i.Why, "version", strconv.Itoa(i.Version))
	}
	status := max(form.Status(), turn.Status())
	v := &intelItemView{Base: p.Base(c, "alignment", ""), I: i, Form: form, Turn: turn}
	v.Title = i.Ref()
	if v.Series, err = p.proposableSeries(c); err != nil {
		return err
	}
	return p.Page(c, status, "intel_item", v)
}

// proposableSeries are the running series to choose from.
func (p *Pages) proposableSeries(c echo.Context) ([]Option, error) {
	list, _, err := p.app.SeriesList(c.Request().Context(), Actor(c), accord.SeriesFilter{}, accord.Page{Limit: 200})
	var options []Option
	for _, s := range list {
		if s.Status != accord.SeriesEnded {
			options = append(options, Option{Value: s.ID, Label: s.Title})
		}
	}
	return options, err
}

func (p *Pages) answerIntel(c echo.Context) error {
	form := NewForm(c)
	version, _ := strconv.Atoi(form.Get("version"))
	i, err := p.app.AnswerIntel(c.Request().Context(), Actor(c), c.Param("ref"), accord.MatchVersion(version), accord.IntelAnswer(form.Get("answer")), form.Get("why"))
	if form.Failed(err) {
		return p.showIntelItem(c, form, nil)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.answered_flash", "Ref", i.Ref()), intelPath+"/"+i.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

func (p *Pages) intelToItem(c echo.Context) error {
	form := NewForm(c)
	item, err := p.app.IntelToItem(c.Request().Context(), Actor(c), c.Param("ref"))
	if form.Failed(err) {
		return p.showIntelItem(c, nil, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.item_flash", "Ref", item.Ref()), "")
	return p.SeeOther(c, itemPath(item))
}

func (p *Pages) intelToProposal(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.IntelToProposal(c.Request().Context(), Actor(c), c.Param("ref"), form.Get("series_id"))
	if form.Failed(err) {
		return p.showIntelItem(c, nil, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.proposal_flash"), "")
	return p.SeeOther(c, intelPath+"/"+c.Param("ref"))
}

func (p *Pages) undoIntel(c echo.Context) error {
	form := NewForm(c)
	if _, err := p.app.UndoIntel(c.Request().Context(), Actor(c), c.Param("ref")); form.Failed(err) {
		p.FlashBad(c, form.Summary)
	} else if err != nil {
		return err
	} else {
		p.Flash(c, form.L.T("intel.undone"), "")
	}
	return p.SeeOther(c, intelPath)
}
