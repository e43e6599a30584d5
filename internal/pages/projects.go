package pages

import (
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) projectRoutes() []Route {
	return []Route{
		{http.MethodGet, "/projects", app.ActSeeProjects, p.projects},
		{http.MethodGet, "/projects.csv", app.ActSeeProjects, p.projectsCSV},
		{http.MethodGet, "/projects/new", app.ActChangeProjects, p.newProject},
		{http.MethodPost, "/projects", app.ActChangeProjects, p.makeProject},
		{http.MethodGet, "/projects/:id", app.ActSeeProjects, p.project},
		{http.MethodPost, "/projects/:id", app.ActChangeProjects, p.changeProject},
		{http.MethodPost, "/projects/:id/state", app.ActChangeProjects, p.moveProject},
		{http.MethodPost, "/projects/:id/undo", app.ActChangeProjects, p.undoProject},
		{http.MethodPost, "/projects/:id/propose", app.ActPropose, p.proposeProject},
	}
}

// The size of the page: all that were chosen and are not over, and a page each
// of the ideas and of what has ended.
const (
	mostProjects   = 1000
	projectsShown  = 50
	momentumMonths = 6
)

// projectGroup is the projects of one state, or of the two that ended.
type projectGroup struct {
	Key   string // of its heading
	Rows  []accord.ProjectRow
	Pager Pager
}

// projectsView is all growth projects and how they moved.
type projectsView struct {
	Base
	Groups   []projectGroup
	Active   int
	Momentum accord.Momentum
	Answer   string
	Chart    template.HTML
	Done     template.HTML // promises done a month, by side
	DoneText string
	Horizons *horizonCard
	Team     string // whose meetings choose; "" where no team meets yet
}

// FirstIdea is where somebody begins who may; "" for an observer.
func (v *projectsView) FirstIdea() string {
	if v.CanEdit {
		return "/projects/new"
	}
	return ""
}

func (p *Pages) projects(c echo.Context) error {
	ctx, actor := c.Request().Context(), Actor(c)
	view := &projectsView{Base: p.Base(c, "projects", "projects.title")}
	rows, err := p.projectGroups(c, view)
	if err != nil {
		return err
	}
	if view.Momentum, err = p.app.ProjectMomentum(ctx, actor, momentumMonths, view.Now); err != nil {
		return err
	}
	if view.Team, err = p.app.StrategicTeam(ctx, actor); err != nil {
		return err
	}
	view.momentum()
	view.done()
	plain := make([]accord.Project, len(rows))
	for i, r := range rows {
		plain[i] = r.Project
	}
	promised, err := p.app.PromisedHorizons(ctx, actor, app.PromiseQuery{ForProjects: true})
	if err != nil {
		return err
	}
	view.Horizons = view.horizons(accord.HorizonMix(accord.ProjectHorizons(plain)), promised, accord.SpanQuarter)
	return p.Page(c, http.StatusOK, "projects", view)
}

// projectGroups loads the projects the page shows, and gives those that were
// chosen and are not over.
func (p *Pages) projectGroups(c echo.Context, view *projectsView) ([]accord.ProjectRow, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	going, _, err := p.app.Projects(ctx, actor, app.ProjectQuery{Going: true}, accord.Page{Limit: mostProjects})
	if err != nil {
		return nil, err
	}
	rows, pagers := slices.Clone(going), map[string]Pager{}
	for state, q := range map[string]app.ProjectQuery{"idea": {State: accord.ProjectIdea}, "done": {Ended: true}} {
		after, err := accord.DecodeCursor(c.QueryParam(state))
		if err != nil {
			return nil, err
		}
		part, next, err := p.app.Projects(ctx, actor, q, accord.Page{Limit: projectsShown, After: after})
		if err != nil {
			return nil, err
		}
		rows, pagers["projects.group."+state] = append(rows, part...), view.pager(c.QueryParams(), state, next)
	}
	view.group(rows)
	for i := range view.Groups {
		view.Groups[i].Pager = pagers[view.Groups[i].Key]
	}
	return going, nil
}

// pager leads through one group; the others stay where they are.
func (v *projectsView) pager(query url.Values, name string, next []string) Pager {
	pager, to := Pager{L: v.L}, maps.Clone(query)
	if to.Has(name) {
		to.Del(name)
		pager.First = "/projects?" + to.Encode()
	}
	if len(next) > 0 {
		to.Set(name, accord.EncodeCursor(next))
		pager.Next = "/projects?" + to.Encode()
	}
	return pager
}

// group puts the projects in the order of their lives, those under way first.
func (v *projectsView) group(rows []accord.ProjectRow) {
	states := []accord.ProjectState{accord.ProjectActive, accord.ProjectChosen, accord.ProjectIdea, accord.ProjectDone}
	for _, state := range states {
		group := projectGroup{Key: "projects.group." + string(state)}
		for _, r := range rows {
			if r.State == state || state.Ended() && r.State.Ended() {
				group.Rows = append(group.Rows, r)
			}
		}
		if state == accord.ProjectActive {
			v.Active = len(group.Rows)
		}
		if len(group.Rows) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
}

// momentum draws the projects that were chosen, month by month.
func (v *projectsView) momentum() {
	v.Answer = v.sentences(accord.AnswerMomentum(v.Momentum))
	chart := MomentumChart{Table: ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{{Label: v.L.T("projects.project")}}}}
	for _, first := range v.Momentum.Months {
		name := v.L.MonthShort(first.Time().Month())
		chart.Months = append(chart.Months, name)
		chart.Table.Columns = append(chart.Table.Columns, Column{Label: name})
	}
	for _, pace := range accord.ProjectPaces() {
		chart.Key = append(chart.Key, MomentumKey{pace, v.L.T("projects.pace." + string(pace))})
	}
	for _, r := range v.Momentum.Rows {
		if r.Project.ChosenAt == nil {
			continue // ideas are in the list below
		}
		href := "/projects/" + r.Project.ID
		row, cells := MomentumRow{Name: r.Project.Title, Href: href}, []ChartMark(nil)
		for i, month := range r.Months {
			text := "–"
			if month.Pace != "" {
				text = v.L.T("projects.pace." + string(month.Pace))
			}
			if month.Done > 0 {
				text += ", " + v.L.N("projects.done", month.Done)
			}
			row.Months = append(row.Months, MomentumMonth{Pace: month.Pace, Text: v.L.Month(v.Momentum.Months[i].Time().Month()) + ": " + text})
			cells = append(cells, ChartMark{Text: text})
		}
		chart.Rows = append(chart.Rows, row)
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: r.Project.Title, Cells: cells})
	}
	v.Chart = chart.HTML()
}

// done draws what each side did for the projects, month by month.
func (v *projectsView) done() {
	chart := SpineChart{
		Sales: v.SideName(accord.Sales), Marketing: v.SideName(accord.Marketing), Heading: v.L.T("projects.month"), TotalLabel: v.L.T("projects.all_done"),
		Table: ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{
			{Label: v.L.T("projects.month")}, {v.SideName(accord.Sales), accord.Sales}, {v.SideName(accord.Neutral), accord.Neutral}, {v.SideName(accord.Marketing), accord.Marketing},
		}},
	}
	var all accord.MonthDone
	for i, d := range v.Momentum.Done {
		label := v.L.Month(v.Momentum.Months[i].Time().Month())
		all.Sales, all.Joint, all.Marketing = all.Sales+d.Sales, all.Joint+d.Joint, all.Marketing+d.Marketing
		chart.Rows = append(chart.Rows, SpineRow{Label: label, Sales: d.Sales, Marketing: d.Marketing})
		chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: label, Cells: []ChartMark{{Text: v.L.Int(d.Sales)}, {Text: v.L.Int(d.Joint)}, {Text: v.L.Int(d.Marketing)}}})
	}
	if all.Total() == 0 {
		v.DoneText = v.L.T("projects.none_done")
		return
	}
	v.DoneText = v.L.N("projects.answer.done", all.Total())
	chart.Total = SpineRow{Label: chart.TotalLabel, Sales: all.Sales, Marketing: all.Marketing}
	if all.Joint > 0 {
		chart.Neither = v.L.N("projects.joint_done", all.Joint)
	}
	v.Done = chart.HTML()
}

// ProjectChip shows a project's state; one under way says that it stalled.
func (b Base) ProjectChip(r accord.ProjectRow) Chip {
	text := b.L.T("projects.state." + string(r.State))
	switch {
	case r.IsStalled(b.Now):
		return Chip{Kind: "late", Icon: "octagon-pause", Text: b.L.T("projects.stalled")}
	case r.State == accord.ProjectActive:
		return Chip{Kind: "soon", Icon: "play", Text: text}
	case r.State == accord.ProjectDone:
		return Chip{Kind: "done", Icon: "check-check", Text: text}
	case r.State == accord.ProjectStopped:
		return Chip{Icon: "circle-slash", Text: text}
	case r.State == accord.ProjectChosen:
		return Chip{Kind: "soon", Icon: "check", Text: text}
	}
	return Chip{Icon: "circle-dashed", Text: text}
}

// SponsorChip says that a side has no sponsor any more.
func (b Base) SponsorChip(side accord.Side) Chip {
	return Chip{Kind: "late", Icon: "circle-alert", Text: b.L.T("projects.sponsor_gone", "Side", b.SideName(side))}
}

// SponsorGone says which side has no sponsor any more.
func (b Base) SponsorGone(r accord.ProjectRow) string {
	var words []string
	for _, side := range r.WithoutSponsor() {
		words = append(words, b.L.T("projects.sponsor_gone", "Side", b.SideName(side)))
	}
	return b.L.Join(words)
}

// projectsCSV gives all projects as a table.
func (p *Pages) projectsCSV(c echo.Context) error {
	rows, _, err := p.app.Projects(c.Request().Context(), Actor(c), app.ProjectQuery{}, accord.Page{Limit: 10_000})
	if err != nil {
		return err
	}
	b := p.Base(c, "projects", "projects.title")
	var header []string
	for _, key := range []string{
		"project", "state", "side", "team", "horizon_label", "hypothesis", "expected_effect", "sponsor_sales", "sponsor_marketing",
		"promised", "kept", "created_on", "chosen_on", "active_on", "ended_on", "learned",
	} {
		header = append(header, b.L.T("projects."+key))
	}
	table := make([][]string, 0, len(rows))
	for _, r := range rows {
		day := dayOr(b)
		table = append(table, []string{
			r.Title, b.L.T("projects.state." + string(r.State)), b.SideName(r.Side), r.TeamName, b.HorizonName(r.Horizon), r.Hypothesis, r.ExpectedEffect,
			r.SalesName, r.MarketingName, strconv.Itoa(r.Promised), strconv.Itoa(r.Kept), day(&r.CreatedAt), day(r.ChosenAt), day(r.ActiveAt), day(r.EndedAt), r.Learned,
		})
	}
	return p.CSV(c, "projects.csv", header, table)
}
