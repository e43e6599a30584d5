package pages

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// Each line of the strip is a whole sentence in both languages, of one thing and
// of several.
func TestDashboard_aligned_sentences(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		lines := []*accord.AlignedLine{
			accord.WeeklyUpdateState{Week: "2027-W02", Begun: true, Yours: accord.Sales, DueAt: time.Unix(0, 0)}.Aligned(),
			accord.WeeklyUpdateState{Week: "2027-W02", Yours: accord.Sales}.Aligned(),
			accord.WeeklyUpdateState{Week: "2027-W02", Sent: 1, Yours: accord.Sales}.Aligned(),
			accord.WeeklyUpdateState{Week: "2027-W02", Sent: 1, Lapse: n, Yours: accord.Sales}.Aligned(),
			accord.WeeklyUpdateState{Week: "2027-W02", Sent: 1, Unsigned: []accord.Side{accord.Sales, accord.Marketing}}.Aligned(),
			accord.WeeklyUpdateState{Week: "2027-W02", Missed: n, Sent: 1, Streak: 1}.Aligned(),
			accord.SitDownState{LastID: "x", Figures: &accord.SitDownFigures{Shared: n, Total: 3, OpenGaps: n}}.Aligned(),
			accord.CharterState{Version: 1, Definitions: n, Settled: n}.Aligned(),
			accord.CharterState{Version: 1, Definitions: n, Settled: 0}.Aligned(),
			accord.ProjectCounts{Active: max(n, 1), Stalled: n}.Aligned(),
			accord.ProjectCounts{Ideas: n}.Aligned(),
			accord.DiagnosticState{Open: &accord.Diagnostic{}, Asked: 3, Answered: n}.Aligned(),
			accord.IntelligenceState{Told: true, Overdue: n, OldestDaysLate: n}.Aligned(),
			accord.IntelligenceState{Told: true, LeadsWaiting: n, OldestBatchAge: n}.Aligned(),
			accord.IntelligenceState{Told: true, LeadsWaiting: 2, OldestBatchAge: n}.Aligned(),
			accord.IntelligenceState{Told: true, Unanswered: n}.Aligned(),
		}
		for _, locale := range []string{"en", "de"} {
			b := testBase(locale)
			for _, line := range lines {
				if line == nil {
					continue
				}
				got := b.sentences([]accord.Sentence{line.Says})
				for _, wrong := range []string{"<no value>", "aligned.", " 1 days", " 1 Tagen", " 0 days", " 0 Tagen"} {
					if strings.Contains(got, wrong) {
						t.Errorf("%s, %s of %d = %q", locale, line.Says.Key, n, got)
					}
				}
				if !strings.HasSuffix(got, ".") {
					t.Errorf("%s, %s of %d = %q, want a sentence", locale, line.Says.Key, n, got)
				}
			}
		}
	}
}
