package pages

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) diagnosticRoutes() []Route {
	return []Route{
		{http.MethodGet, "/alignment", app.ActSeeDiagnostics, p.diagnostics},
		{http.MethodPost, "/alignment", app.ActOpenDiagnostic, p.openDiagnostic},
		{http.MethodGet, "/alignment/new", app.ActOpenDiagnostic, p.newDiagnostic},
		{http.MethodGet, "/alignment/:id/answer", app.ActAnswerDiagnostic, p.diagnosticQuestions},
		{http.MethodPost, "/alignment/:id/answer", app.ActAnswerDiagnostic, p.answerDiagnostic},
		{http.MethodPost, "/alignment/:id/call-off", app.ActOpenDiagnostic, p.callOffDiagnostic},
		{http.MethodPost, "/alignment/:id/propose", app.ActOpenDiagnostic, p.proposeGaps},
		{http.MethodGet, "/alignment/:id/report", app.ActSeeDiagnostics, p.diagnosticReport},
		{http.MethodGet, "/alignment/:id/report.csv", app.ActSeeDiagnostics, p.diagnosticCSV},
		{http.MethodGet, "/a/:token", app.ActPublic, p.questionsByLink},
		{http.MethodPost, "/a/:token", app.ActPublic, p.answerByLink},
	}
}

// diagnosticsView is the first tab of /alignment: the open round, how the sides
// have moved over the quarters, and every round.
type diagnosticsView struct {
	Base
	Rounds  []app.DiagnosticDetail
	Trend   []accord.TrendPoint
	MayOpen bool
	Review  accord.Series // where reports are talked over, from its template; empty where there is none
}

// Open is the open round, nil for none.
func (v *diagnosticsView) Open() *app.DiagnosticDetail {
	for i := range v.Rounds {
		if v.Rounds[i].Status == accord.DiagnosticOpen {
			return &v.Rounds[i]
		}
	}
	return nil
}

// Closed are the rounds that are over, the latest first.
func (v *diagnosticsView) Closed() []app.DiagnosticDetail {
	return slices.DeleteFunc(slices.Clone(v.Rounds), func(d app.DiagnosticDetail) bool { return d.Status == accord.DiagnosticOpen })
}

func (p *Pages) diagnostics(c echo.Context) error {
	base := p.Base(c, "alignment", "alignment.title")
	rounds, err := p.app.Diagnostics(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	review, err := p.reviewSeries(c)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "diagnostics", &diagnosticsView{
		Base: base, Rounds: rounds, Trend: app.AlignmentTrend(rounds, base.Workspace), MayOpen: app.MayOpenDiagnostic(base.Actor, base.Workspace), Review: review,
	})
}

// reviewSeries is the running series made from the template of the review once a
// quarter, as far as the reader sees it.
func (p *Pages) reviewSeries(c echo.Context) (accord.Series, error) {
	list, _, err := p.app.SeriesList(c.Request().Context(), Actor(c), accord.SeriesFilter{}, accord.Page{Limit: 200})
	for _, s := range list {
		if s.Template == "alignment_review" && s.Status != accord.SeriesEnded {
			return s.Series, err
		}
	}
	return accord.Series{}, err
}

// Ended says what became of a round.
func (v *diagnosticsView) Ended(d app.DiagnosticDetail) string {
	if d.Figures != nil {
		return v.LevelAndGap(*d.Figures)
	}
	return v.L.T("diagnostic.outcome." + string(d.Outcome))
}

// LevelAndGap writes both, never one without the other.
func (b Base) LevelAndGap(f accord.AlignmentFigures) string {
	return b.L.T("diagnostic.level_gap", "Level", b.L.Decimal(f.Level, 1), "Gap", b.L.Decimal(f.Gap, 1))
}

// QuarterName is a quarter in the reader's words.
func (b Base) QuarterName(q accord.Quarter) string {
	return b.L.T("diagnostic.quarter", "Number", q.Number, "Year", strconv.Itoa(q.Year))
}

// ClosedIn is the quarter a round was closed in.
func (b Base) ClosedIn(d accord.Diagnostic) string {
	if d.ClosedAt == nil {
		return ""
	}
	return b.QuarterName(accord.QuarterIn(accord.DateOf(*d.ClosedAt, accord.Zone(b.Workspace.TimeZone))))
}

// Turnout says how many of each side have answered.
func (b Base) Turnout(d accord.Diagnostic) string {
	return b.L.T("diagnostic.turnout", "Sales", b.SideName(accord.Sales), "SalesAnswered", d.SalesAnswered, "SalesAsked", d.SalesAsked,
		"Marketing", b.SideName(accord.Marketing), "MarketingAnswered", d.MarketingAnswered, "MarketingAsked", d.MarketingAsked)
}

// TrendAnswer says in words how the sides moved between the last two reports.
func (v *diagnosticsView) TrendAnswer() string {
	var last []accord.TrendPoint
	for _, p := range v.Trend {
		if p.Round != nil {
			last = append(last, p)
		}
	}
	n := len(last)
	if n < 2 {
		return ""
	}
	now, before := last[n-1], last[n-2]
	return v.L.T("diagnostic.trend."+accord.AlignmentChange(now.Round.AlignmentFigures, before.Round.AlignmentFigures),
		"Now", v.LevelAndGap(now.Round.AlignmentFigures), "Before", v.LevelAndGap(before.Round.AlignmentFigures), "Quarter", v.QuarterName(before.Quarter))
}

// trendTop is where the axis of the trend ends: at the best level.
const trendTop = 5

// TrendChart draws level and gap by quarter, once there are two.
func (v *diagnosticsView) TrendChart() template.HTML {
	chart := LineChart{
		Title: v.L.T("diagnostic.trend"), Answer: v.TrendAnswer(),
		Percent: func(share float64) string { return v.L.Int(int(share*trendTop + 0.5)) },
		Lines:   []Line{{Side: accord.Neutral, Name: v.L.T("diagnostic.level")}, {Side: accord.Neutral, Name: v.L.T("diagnostic.gap")}},
		Table: ChartTable{
			Summary: v.L.T("dashboard.as_table"),
			Columns: []Column{{Label: v.L.T("diagnostic.of_quarter")}, {Label: v.L.T("diagnostic.level")}, {Label: v.L.T("diagnostic.gap")}},
		},
	}
	reports := 0
	for _, p := range v.Trend {
		name := v.QuarterName(p.Quarter)
		level, gap, row := Point{}, Point{}, ChartRow{Label: name, Cells: []ChartMark{{Text: "–"}, {Text: "–"}}}
		if p.Round != nil {
			reports++
			level, gap = v.trendPoint(p.Round, p.Round.Level), v.trendPoint(p.Round, p.Round.Gap)
			row.Cells = []ChartMark{level.ChartMark, gap.ChartMark}
		}
		chart.Labels, chart.Table.Rows = append(chart.Labels, name), append(chart.Table.Rows, row)
		chart.Lines[0].Points, chart.Lines[1].Points = append(chart.Lines[0].Points, level), append(chart.Lines[1].Points, gap)
	}
	if reports < 2 {
		return ""
	}
	return chart.HTML()
}

func (v *diagnosticsView) trendPoint(r *accord.ClosedRound, value float64) Point {
	share := value / trendTop
	return Point{Value: &share, ChartMark: ChartMark{Text: v.L.Decimal(value, 1), Href: "/alignment/" + r.ID + "/report"}}
}

// diagnosticNewView opens a round: until when, whom it asks, in which words.
type diagnosticNewView struct {
	formView
	app.DiagnosticDraft
	Themes []diagnosticTheme
}

// diagnosticTheme is a theme with its statements.
type diagnosticTheme struct {
	Name       string
	Statements []accord.DiagnosticStatement
}

func themed(statements []accord.DiagnosticStatement) []diagnosticTheme {
	var list []diagnosticTheme
	for _, s := range statements {
		if n := len(list); n == 0 || list[n-1].Name != s.Theme {
			list = append(list, diagnosticTheme{Name: s.Theme})
		}
		last := &list[len(list)-1]
		last.Statements = append(last.Statements, s)
	}
	return list
}

// Names lists people of a side.
func (v *diagnosticNewView) Names(people []accord.Person, side accord.Side) string {
	var names []string
	for _, p := range people {
		if p.Side == side {
			names = append(names, p.Name)
		}
	}
	return v.L.Join(names)
}

// TooFew names the sides with fewer people to ask than a report needs answers, "" for none.
func (v *diagnosticNewView) TooFew() string {
	var sides []string
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		asked := slices.DeleteFunc(slices.Clone(v.Asked), func(p accord.Person) bool { return p.Side != side })
		if len(asked) < accord.DiagnosticMinimum {
			sides = append(sides, v.SideName(side))
		}
	}
	return v.L.Join(sides)
}

func (p *Pages) newDiagnostic(c echo.Context) error { return p.showNewDiagnostic(c, nil) }

func (p *Pages) showNewDiagnostic(c echo.Context, form *Form) error {
	draft, err := p.app.DiagnosticDraft(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	base := p.Base(c, "alignment", "diagnostic.open_title")
	status := http.StatusOK
	if form == nil {
		form = BlankForm(Localizer(c), "deadline", string(draft.Deadline))
		for _, s := range draft.Statements {
			form.Set(s.Name+"_en", s.TextEn)
			form.Set(s.Name+"_de", s.TextDe)
		}
	} else {
		status = form.Status()
	}
	return p.Page(c, status, "diagnostic_new", &diagnosticNewView{formView: formView{base, form}, DiagnosticDraft: draft, Themes: themed(draft.Statements)})
}

func (p *Pages) openDiagnostic(c echo.Context) error {
	form := NewForm(c)
	round := app.NewDiagnostic{Deadline: accord.Date(form.Get("deadline"))}
	for _, s := range accord.ShippedStatements() {
		if en, de := form.Values[s.Name+"_en"], form.Values[s.Name+"_de"]; len(en) > 0 && len(de) > 0 {
			round.Words = append(round.Words, accord.StatementWords{Name: s.Name, En: form.Get(s.Name + "_en"), De: form.Get(s.Name + "_de")})
		}
	}
	d, err := p.app.OpenDiagnostic(c.Request().Context(), Actor(c), round)
	if form.Failed(err) {
		return p.showNewDiagnostic(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).N("diagnostic.opened", d.Asked), "")
	return p.SeeOther(c, "/alignment")
}

func (p *Pages) callOffDiagnostic(c echo.Context) error {
	if _, err := p.app.CloseDiagnostic(c.Request().Context(), Actor(c), c.Param("id"), accord.Match{}, true); err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("diagnostic.called_off"), "")
	return p.SeeOther(c, "/alignment")
}
