package pages

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// The lists behind the figures: what Sales told, what Marketing served.
const (
	showTold  = "told"
	showLeads = "leads"
)

// intelListPath is the address of a list with the filters given in pairs.
func intelListPath(show string, pairs ...string) string {
	q := url.Values{"show": {show}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return intelPath + "?" + q.Encode()
}

// intelListView is everything one side gave the other, narrowed by filters.
type intelListView struct {
	Base
	Show     string
	Form     *Form // the filters, from the query
	Told     []accord.IntelDetail
	Batches  []accord.LeadBatchDetail
	States   []Option
	Weeks    []Option
	Sources  []Option
	Reasons  []Option
	Pager    Pager
	Filtered bool
}

// Leads says whether it lists batches, not what was told.
func (v *intelListView) Leads() bool { return v.Show == showLeads }

// Chip is the state of something told.
func (v *intelListView) Chip(i accord.IntelDetail) Chip { return v.intelChip(i.IntelItem) }

// BatchChip is the state of a batch.
func (v *intelListView) BatchChip(b accord.LeadBatchDetail) Chip { return v.batchChip(b.LeadBatch) }

// intelFilters are what a list can be narrowed by.
var intelFilters = []string{"state", "week", "from", "source", "reason"}

func (p *Pages) intelList(c echo.Context, show string) error {
	l := Localizer(c)
	v := &intelListView{Base: p.Base(c, "alignment", "intel.all_"+show), Show: show, Form: BlankForm(l), Pager: Pager{L: l}}
	for _, name := range intelFilters {
		v.Form.Set(name, c.QueryParam(name))
		v.Filtered = v.Filtered || v.Form.Get(name) != ""
	}
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	next, err := p.loadIntelList(c, v, accord.Page{Limit: 50, After: after})
	if err != nil {
		return err
	}
	if len(next) > 0 {
		query := c.Request().URL.Query()
		query.Set("cursor", accord.EncodeCursor(next))
		v.Pager.Next = intelPath + "?" + query.Encode()
	}
	return p.Page(c, http.StatusOK, "intel_list", v)
}

// days are the first and the last day the filters leave; a week that is none
// leaves all.
func (v *intelListView) days() (from, to accord.Date) {
	if week, err := accord.ParseWeek(v.Form.Get("week")); err == nil {
		return week.Monday(), week.Sunday()
	}
	day, err := accord.ParseDate(v.Form.Get("from"))
	if err != nil {
		return "", ""
	}
	return day, ""
}

func (p *Pages) loadIntelList(c echo.Context, v *intelListView, page accord.Page) (next []string, err error) {
	ctx, actor := c.Request().Context(), Actor(c)
	v.weeks()
	from, to := v.days()
	if !v.Leads() {
		v.states("waiting", "overdue", "answered", "in_time", "late")
		v.Told, next, err = p.app.IntelItems(ctx, actor, app.IntelQuery{State: accord.IntelState(v.Form.Get("state")), From: from, To: to}, page)
		return next, err
	}
	v.states("waiting", "judged")
	sources, err := p.app.LeadSources(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		v.Sources = append(v.Sources, Option{Value: s, Label: s})
	}
	reasons, err := p.app.LeadReasons(ctx, actor, true)
	if err != nil {
		return nil, err
	}
	for _, r := range reasons {
		v.Reasons = append(v.Reasons, Option{Value: r.ID, Label: r.Label(v.L.Locale())})
	}
	v.any(&v.Sources, "intel.any_source")
	v.any(&v.Reasons, "intel.any_reason")
	v.Batches, next, err = p.app.LeadBatches(ctx, actor, app.LeadQuery{
		State: v.Form.Get("state"), From: from, To: to, Source: v.Form.Get("source"), Reason: v.Form.Get("reason"),
	}, page)
	return next, err
}

// any puts the choice of all before the others.
func (v *intelListView) any(options *[]Option, key string) {
	*options = slices.Insert(*options, 0, Option{Label: v.L.T(key)})
}

func (v *intelListView) states(states ...string) {
	for _, s := range states {
		v.States = append(v.States, Option{Value: s, Label: v.L.T("intel.filter." + s)})
	}
	v.any(&v.States, "intel.any_state")
}

// listWeeks is how many weeks there are to choose from.
const listWeeks = 26

func (v *intelListView) weeks() {
	this := accord.WeekOf(v.Today)
	for n := range listWeeks {
		week := this.Add(-n)
		v.Weeks = append(v.Weeks, Option{Value: string(week), Label: v.L.T("intel.week_of", "Day", v.L.ShortDate(week.Monday()))})
	}
	v.any(&v.Weeks, "intel.any_week")
}

// intelCSV gives all that was told, in the columns an import takes, with what
// became of it behind.
func (p *Pages) intelCSV(c echo.Context) error {
	list, err := everyPage(func(page accord.Page) ([]accord.IntelDetail, []string, error) {
		return p.app.IntelItems(c.Request().Context(), Actor(c), app.IntelQuery{}, page)
	})
	if err != nil {
		return err
	}
	var rows [][]string
	for _, i := range list {
		answered := ""
		if i.AnsweredAt != nil {
			answered = i.AnsweredAt.Format(time.RFC3339)
		}
		rows = append(rows, []string{
			i.ExternalID, string(i.ToldOn), i.Text, i.HeardFrom, i.Ref(), i.ToldByName, string(i.DueOn), string(i.State(p.app.Now())), string(i.Answer), i.Why, i.AnsweredByName, answered,
		})
	}
	header := append(append([]string{}, accord.IntelColumns...), "number", "told_by", "due_on", "state", "answer", "why", "answered_by", "answered_at")
	return p.CSV(c, "intelligence.csv", header, rows)
}
