package pages

import (
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

// diagnosticReported is a round with a report, of which one statement is seen
// differently.
func diagnosticReported() (app.DiagnosticDetail, accord.DiagnosticReport) {
	closed := testNow
	d := app.DiagnosticDetail{
		Diagnostic: accord.Diagnostic{
			ID: "d", Status: accord.DiagnosticClosed, Outcome: accord.DiagnosticReported, ClosedAt: &closed, Deadline: "2026-11-23",
			SalesAsked: 4, MarketingAsked: 3, SalesAnswered: 3, MarketingAnswered: 3, OpenedAt: testNow,
		},
		OpenerName: "Maya Chen", Statements: accord.ShippedStatements(),
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		s.SalesSum, s.SalesCount, s.MarketingSum, s.MarketingCount = 9, 3, 12, 3
	}
	d.Statements[4].MarketingSum = 15
	report, _ := d.Report(d.Statements)
	d.Figures = &report.AlignmentFigures
	return d, report
}

// diagnosticViews gives the pages of the diagnostic in their states.
func diagnosticViews(b Base) map[string][]framed {
	d, report := diagnosticReported()
	open := app.DiagnosticDetail{
		Diagnostic: accord.Diagnostic{ID: "o", Status: accord.DiagnosticOpen, Deadline: "2026-12-08", ClosesAt: testNow.AddDate(0, 0, 14), OpenedAt: testNow, SalesAsked: 3, MarketingAsked: 3},
		Statements: accord.ShippedStatements(), Mine: true, OpenerName: "Maya Chen",
	}
	few := d
	few.Outcome, few.Figures = accord.DiagnosticTooFew, nil
	before := d
	earlier := testNow.AddDate(0, -3, 0)
	before.ClosedAt, before.Figures = &earlier, &accord.AlignmentFigures{Level: 3, Gap: 2}
	rounds := []app.DiagnosticDetail{open, d, few, before}
	answered := open
	answered.MineAnswered = true
	form := func() formView { return formView{b, BlankForm(b.L)} }
	wrong := form()
	wrong.Form.Fail("answers.trust_1", "Answer from 1 to 5.")
	questions := func(d app.DiagnosticDetail) *questionsView {
		return &questionsView{formView: form(), DiagnosticDetail: d, Action: "/alignment/o/answer", Back: "/alignment", Name: "Maya Chen", Themes: themed(d.Statements)}
	}
	bad, other, dead := questions(open), questions(open), questions(app.DiagnosticDetail{})
	bad.formView, other.Mine, dead.Dead = wrong, false, true
	return map[string][]framed{
		"diagnostics": {
			&diagnosticsView{Base: b}, &diagnosticsView{Base: b, MayOpen: true},
			&diagnosticsView{Base: b, MayOpen: true, Rounds: rounds, Trend: app.AlignmentTrend(rounds, b.Workspace)},
			&diagnosticsView{Base: b, Rounds: []app.DiagnosticDetail{answered, d}, Review: accord.Series{ID: "r", Title: "Alignment review"}},
		},
		"diagnostic_new": {
			&diagnosticNewView{formView: form(), Themes: themed(accord.ShippedStatements())},
			&diagnosticNewView{formView: form(), Themes: themed(accord.ShippedStatements()), DiagnosticDraft: app.DiagnosticDraft{
				Asked: []accord.Person{maya2()}, WithoutAddress: []accord.Person{{Name: "Tom", Side: accord.Marketing}},
			}},
		},
		"diagnostic_answer": {questions(open), bad, questions(answered), questions(d), other, dead},
		"diagnostic_report": {
			&reportView{Base: b, DiagnosticDetail: d, Report: report, Series: accord.Series{ID: "s", Title: "Strategic team"}},
			&reportView{Base: b, DiagnosticDetail: d},
			&reportView{Base: b, DiagnosticDetail: d, Report: report, Form: wrong.Form, Places: []Option{{Value: "s", Label: "Strategic team"}}},
			&reportView{Base: b, DiagnosticDetail: d, Report: report, Form: form().Form},
		},
	}
}

func TestReportView_says_level_and_gap_together(t *testing.T) {
	d, report := diagnosticReported()
	v := &reportView{Base: testBase("en"), DiagnosticDetail: d, Report: report}
	want := "Together: level 3.5 of 5, gap 1.1. Furthest apart: “Both sides mean the same when they say that a lead is good.” with a gap of 2.0 at level 4.0."
	if got := v.Answer(); got != want {
		t.Errorf("Answer() = %s\nwant       %s", got, want)
	}
	if got := v.Figures(report.Statements[1]); got != "level 3.5 of 5, gap 1.0" {
		t.Errorf("Figures = %s", got)
	}
	d.Statements[7].MarketingSum = 15
	tied := &reportView{Base: testBase("en")}
	tied.Report, _ = d.Report(d.Statements)
	if got := tied.Answer(); !strings.Contains(got, "gap of 2.0: 2 statements") {
		t.Errorf("Answer() of two equal gaps = %s", got)
	}
	alike := &reportView{Base: testBase("de")}
	if got := alike.Answer(); !strings.Contains(got, "sehen jede Aussage gleich") {
		t.Errorf("Answer() of no gap = %s", got)
	}
}

func TestDiagnosticNewView_too_few(t *testing.T) {
	people := func(sales, marketing int) []accord.Person {
		list := slices.Repeat([]accord.Person{{Side: accord.Sales}}, sales)
		return append(list, slices.Repeat([]accord.Person{{Side: accord.Marketing}}, marketing)...)
	}
	for want, asked := range map[string][]accord.Person{
		"Sales and Marketing": nil, "Sales": people(2, 3), "Marketing": people(3, 2), "": people(3, 3),
	} {
		v := &diagnosticNewView{formView: formView{Base: testBase("en")}, DiagnosticDraft: app.DiagnosticDraft{Asked: asked}}
		if got := v.TooFew(); got != want {
			t.Errorf("TooFew() of %d people = %q, want %q", len(asked), got, want)
		}
	}
}

func TestDiagnosticsView_trend(t *testing.T) {
	b := testBase("en")
	v, ok := diagnosticViews(b)["diagnostics"][2].(*diagnosticsView)
	if !ok {
		t.Fatal("no view")
	}
	if got, want := v.TrendAnswer(), "Closer than in Q3 2026: level 3.5 of 5, gap 1.1, after level 3.0 of 5, gap 2.0."; got != want {
		t.Errorf("TrendAnswer() = %s\nwant            %s", got, want)
	}
	if !strings.Contains(string(v.TrendChart()), "/alignment/d/report") {
		t.Error("the trend does not lead to its reports")
	}
	if got := (&diagnosticsView{Base: b, Trend: v.Trend[:1]}).TrendChart(); got != "" {
		t.Errorf("one quarter is no trend: %s", got)
	}
}

func TestDumbbell(t *testing.T) {
	got := string(Dumbbell{Sales: 5, Marketing: 1, Title: "Sales 5 & Marketing 1"}.HTML())
	for _, want := range []string{`x="185.5"`, `cx="8"`, "Sales 5 &amp; Marketing 1", "M192 11H8"} {
		if !strings.Contains(got, want) {
			t.Errorf("the dumbbell lacks %s:\n%s", want, got)
		}
	}
}
