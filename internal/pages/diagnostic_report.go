package pages

import (
	"html/template"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// reportView is the report of a closed round: level and gap of everything, of
// each theme and of each statement, the largest gap first.
type reportView struct {
	Base
	app.DiagnosticDetail
	Report accord.DiagnosticReport
	Series accord.Series // whose backlog has the largest gaps; empty where there is none to be seen
	Form   *Form         // to propose them, where they are in none yet; nil for who may not
	Places []Option
}

// Answer says in words what the report shows.
func (v *reportView) Answer() string {
	l := v.L
	text := v.LevelAndGap(v.Report.AlignmentFigures)
	if top := v.Report.ToDiscuss(); len(top) > 0 {
		gap, tied := l.Decimal(top[0].Gap, 1), 0
		for tied < len(v.Report.Statements) && l.Decimal(v.Report.Statements[tied].Gap, 1) == gap {
			tied++
		}
		if tied > 1 {
			return l.T("diagnostic.report.answer_tied", "Figures", text, "Gap", gap, "Number", l.Int(tied), "Statement", top[0].Text(l.Locale()))
		}
		return l.T("diagnostic.report.answer", "Figures", text, "Statement", top[0].Text(l.Locale()), "Gap", gap, "Level", l.Decimal(top[0].Level, 1))
	}
	return l.T("diagnostic.report.answer_alike", "Figures", text)
}

// Marks draws how the sides see a statement.
func (v *reportView) Marks(s accord.StatementFigures) template.HTML {
	return Dumbbell{Sales: s.Sales, Marketing: s.Marketing, Title: v.Means(s)}.HTML()
}

// Means are the sides' means in words.
func (v *reportView) Means(s accord.StatementFigures) string {
	return v.L.T("diagnostic.means", "Sales", v.SideName(accord.Sales), "SalesMean", v.L.Decimal(s.Sales, 1),
		"Marketing", v.SideName(accord.Marketing), "MarketingMean", v.L.Decimal(s.Marketing, 1))
}

// Figures writes level and gap of a statement.
func (v *reportView) Figures(s accord.StatementFigures) string {
	return v.LevelAndGap(accord.AlignmentFigures{Level: s.Level, Gap: s.Gap})
}

func (p *Pages) diagnosticReport(c echo.Context) error { return p.showReport(c, nil) }

func (p *Pages) showReport(c echo.Context, form *Form) error {
	ctx := c.Request().Context()
	d, report, err := p.app.DiagnosticReport(ctx, Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := &reportView{Base: p.Base(c, "alignment", "diagnostic.report"), DiagnosticDetail: d, Report: report}
	if d.SeriesID != "" {
		series, err := p.app.Series(ctx, Actor(c), string(d.SeriesID))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Series = series.Series
	}
	v.Title = v.L.T("diagnostic.report_of", "Quarter", v.ClosedIn(d.Diagnostic))
	status := http.StatusOK
	if !d.Proposed && len(report.ToDiscuss()) > 0 && app.MayOpenDiagnostic(v.Actor, v.Workspace) {
		if v.Places, err = p.proposableSeries(c); err != nil {
			return err
		}
		v.Form = BlankForm(v.L, "version", strconv.Itoa(d.Version))
	}
	if form != nil {
		v.Form, status = form, form.Status()
	}
	return p.Page(c, status, "diagnostic_report", v)
}

// proposeGaps puts the largest gaps into a series' backlog.
func (p *Pages) proposeGaps(c echo.Context) error {
	form := NewForm(c)
	d, err := p.app.ProposeGaps(c.Request().Context(), Actor(c), c.Param("id"), form.Match(), form.Get("series_id"))
	if form.Failed(err) {
		return p.showReport(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("diagnostic.proposed_flash"), "")
	return p.SeeOther(c, "/alignment/"+d.ID+"/report")
}

func (p *Pages) diagnosticCSV(c echo.Context) error {
	d, report, err := p.app.DiagnosticReport(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	b := p.Base(c, "alignment", "diagnostic.report")
	header := []string{
		b.L.T("diagnostic.csv.number"), b.L.T("diagnostic.csv.theme"), b.L.T("diagnostic.csv.statement"), b.L.T("diagnostic.level"), b.L.T("diagnostic.gap"),
		b.SideName(accord.Sales), b.SideName(accord.Marketing),
	}
	two := func(f float64) string { return b.L.Decimal(f, 2) }
	var rows [][]string
	for _, s := range report.Statements {
		rows = append(rows, []string{
			strconv.Itoa(s.Position), b.L.T("diagnostic.theme." + s.Theme), s.Text(b.L.Locale()), two(s.Level), two(s.Gap), two(s.Sales), two(s.Marketing),
		})
	}
	return p.CSV(c, "diagnostic-"+string(accord.DateOf(*d.ClosedAt, accord.Zone(b.Workspace.TimeZone)))+".csv", header, rows)
}
