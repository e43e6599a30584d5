package accord

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// StatementFigures is how the sides see one statement. Level and gap are never
// shown one without the other: two sides may agree that it goes badly.
type StatementFigures struct {
	DiagnosticStatement
	Sales     float64 `json:"sales"` // the mean of the side's answers, 1 to 5
	Marketing float64 `json:"marketing"`
	Level     float64 `json:"level"` // the mean of all answers
	Gap       float64 `json:"gap"`   // how far the sides' means are apart, 0 to 4
}

// Figures are the statement's, from its sums.
func (s DiagnosticStatement) Figures() StatementFigures {
	f := StatementFigures{DiagnosticStatement: s, Sales: mean(s.SalesSum, s.SalesCount), Marketing: mean(s.MarketingSum, s.MarketingCount)}
	f.Level = mean(s.SalesSum+s.MarketingSum, s.SalesCount+s.MarketingCount)
	// From the sums, so that equal gaps are equal whatever the side that is ahead.
	apart := math.Abs(float64(s.SalesSum*s.MarketingCount - s.MarketingSum*s.SalesCount))
	f.Gap = apart / float64(max(s.SalesCount*s.MarketingCount, 1))
	return f
}

func mean(sum, count int) float64 {
	if count == 0 {
		return 0
	}
	return float64(sum) / float64(count)
}

// AlignmentFigures are level and gap over several statements: the mean of all
// answers, and the mean of the statements' gaps.
type AlignmentFigures struct {
	Level float64 `json:"level"`
	Gap   float64 `json:"gap"`
}

// AlignmentOf is level and gap over the statements; every one has the same
// number of answers.
func AlignmentOf(statements []StatementFigures) AlignmentFigures {
	var a AlignmentFigures
	for _, s := range statements {
		a.Level, a.Gap = a.Level+s.Level, a.Gap+s.Gap
	}
	n := float64(max(len(statements), 1))
	return AlignmentFigures{a.Level / n, a.Gap / n}
}

// ThemeFigures is level and gap of a theme's statements.
type ThemeFigures struct {
	Theme string `json:"theme"`
	AlignmentFigures
}

// DiagnosticReport is what a closed round shows, and the same for ever: level
// and gap of everything, of each theme and of each statement, the largest gap
// first.
type DiagnosticReport struct {
	AlignmentFigures
	Themes     []ThemeFigures     `json:"themes"`
	Statements []StatementFigures `json:"statements"`
}

// Report is the round's, from its statements; a conflict where it has none (X2).
func (d Diagnostic) Report(statements []DiagnosticStatement) (DiagnosticReport, error) {
	switch {
	case d.Status == DiagnosticOpen:
		return DiagnosticReport{}, Errorf(CodeConflict, "There is no report before the round is closed.").By("X2")
	case d.Outcome == DiagnosticCalledOff:
		return DiagnosticReport{}, Errorf(CodeConflict, "The round was called off: it has no report, and no answer was kept.").By("X2")
	case d.Outcome != DiagnosticReported:
		return DiagnosticReport{}, Errorf(CodeConflict, "Fewer than three of a side answered: the round has no report, and no answer was kept.").By("X2")
	}
	r := DiagnosticReport{Themes: []ThemeFigures{}}
	byTheme := map[string][]StatementFigures{}
	for _, s := range statements {
		f := s.Figures()
		r.Statements, byTheme[s.Theme] = append(r.Statements, f), append(byTheme[s.Theme], f)
	}
	r.AlignmentFigures = AlignmentOf(r.Statements)
	for _, theme := range DiagnosticThemes() {
		if list := byTheme[theme]; len(list) > 0 {
			r.Themes = append(r.Themes, ThemeFigures{theme, AlignmentOf(list)})
		}
	}
	slices.SortStableFunc(r.Statements, func(a, b StatementFigures) int {
		return cmp.Or(cmp.Compare(b.Gap, a.Gap), cmp.Compare(a.Position, b.Position))
	})
	return r, nil
}

// ToDiscuss are the statements with the largest gaps, at most three, which
// become proposals for an agenda.
func (r DiagnosticReport) ToDiscuss() []StatementFigures {
	n := 0
	for n < min(diagnosticProposed, len(r.Statements)) && r.Statements[n].Gap > 0 {
		n++
	}
	return r.Statements[:n]
}

// Quarter is a quarter of a year, "2026 Q4".
type Quarter struct{ Year, Number int }

// QuarterIn is the quarter a day lies in.
func QuarterIn(d Date) Quarter {
	t := d.Time()
	return Quarter{t.Year(), (int(t.Month()) + 2) / 3}
}

// Next is the quarter after it.
func (q Quarter) Next() Quarter {
	if q.Number == 4 {
		return Quarter{q.Year + 1, 1}
	}
	return Quarter{q.Year, q.Number + 1}
}

// Before reports whether q is earlier than o.
func (q Quarter) Before(o Quarter) bool {
	return q.Year < o.Year || q.Year == o.Year && q.Number < o.Number
}

// String is "2026 Q4".
func (q Quarter) String() string { return fmt.Sprintf("%d Q%d", q.Year, q.Number) }

// ClosedRound is a round with a report, as the trend takes it.
type ClosedRound struct {
	ID       string
	ClosedAt time.Time
	AlignmentFigures
}

// TrendPoint is one quarter of the trend; without a report it is a gap in the
// line, not a nought.
type TrendPoint struct {
	Quarter Quarter
	Round   *ClosedRound // the last of the quarter; nil for none
}

// AlignmentTrend puts the rounds with a report into their quarters in the zone,
// from the first to the last, at most the last n.
func AlignmentTrend(rounds []ClosedRound, zone *time.Location, n int) []TrendPoint {
	last := map[Quarter]ClosedRound{}
	var from, to Quarter
	for _, r := range rounds {
		q := QuarterIn(DateOf(r.ClosedAt, zone))
		if was, ok := last[q]; !ok || was.ClosedAt.Before(r.ClosedAt) {
			last[q] = r
		}
		if from.Year == 0 || q.Before(from) {
			from = q
		}
		if to.Before(q) {
			to = q
		}
	}
	points := []TrendPoint{}
	for q := from; len(rounds) > 0 && !to.Before(q); q = q.Next() {
		p := TrendPoint{Quarter: q}
		if r, ok := last[q]; ok {
			p.Round = &r
		}
		points = append(points, p)
	}
	return points[max(0, len(points)-n):]
}

// DiagnosticState is what a strip on the dashboard says of the diagnostic.
type DiagnosticState struct {
	Open     *Diagnostic       // the open round, nil for none
	Asked    int               // of the open round, whoever is still here; 0 of a past instant
	Answered int               // of those
	Mine     bool              // the reader is asked and has not answered
	Last     *ClosedRound      // the newest report, nil for none
	Before   *AlignmentFigures // of the report before it, nil for none
}

// AlignmentChange says how the sides have moved since an earlier report:
// "closer", "apart" or "same", by the gap as it is shown, to one decimal.
func AlignmentChange(now, before AlignmentFigures) string {
	shown := func(v float64) float64 { return math.Round(v * 10) }
	switch {
	case shown(now.Gap) < shown(before.Gap):
		return "closer"
	case shown(now.Gap) > shown(before.Gap):
		return "apart"
	}
	return "same"
}
