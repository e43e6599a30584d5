package accord

import (
	"slices"
	"testing"
	"time"
)

// Each instrument says one thing: what the reader can do before what somebody
// let pass, and that before what is well.
func TestAligned(t *testing.T) {
	gap := &SitDownFigures{Shared: 3, Total: 7, OpenGaps: 2}
	round := &Diagnostic{ID: "r1"}
	people := map[Side][]string{Sales: {"ana", "leo", "lu"}, Marketing: {"mia", "ben"}}
	visits := func(pairs ...string) ExchangeState { // who, on which day; mia reads, on 10 March
		const today = Date("2027-03-10")
		var list, mine []VisitDetail
		for i := 0; i < len(pairs); i += 2 {
			v := ExchangeVisit{ID: pairs[i] + pairs[i+1], VisitorID: pairs[i], VisitorSide: Marketing, Status: VisitPlanned, MeetingID: "m", FromOn: Date(pairs[i+1]), ToOn: Date(pairs[i+1])}
			if slices.Contains(people[Sales], v.VisitorID) {
				v.VisitorSide = Sales
			}
			v.HostSide, v.DueOn = v.VisitorSide.Other(), v.ToOn.AddDays(ReportDays)
			list = append(list, VisitDetail{ExchangeVisit: v})
			if v.VisitorID == "mia" {
				mine = append(mine, VisitDetail{ExchangeVisit: v})
			}
		}
		return ExchangeStateOf(VisitTotalsOf(list, today, today.Time()), mine, today, today.Time(), people)
	}
	told := func(s ExchangeState) ExchangeState { s.Due = 0; return s }
	for _, c := range []struct {
		name string
		line *AlignedLine
		want string // tone, key and path; "" for nothing to say
	}{
		{"no update begun", WeeklyUpdateState{}.Aligned(), ""},
		{"no update ever, to be begun by others", WeeklyUpdateState{Week: "2026-W48", Unsigned: []Side{Sales, Marketing}}.Aligned(), ""},
		{"no update ever, mine to begin", WeeklyUpdateState{Week: "2026-W48", Yours: Sales, Unsigned: []Side{Sales, Marketing}}.Aligned(), "yours aligned.update.offer /updates"},
		{"mine to sign", WeeklyUpdateState{Week: "2026-W48", Begun: true, Yours: Sales, Unsigned: []Side{Sales}, DueAt: time.Unix(0, 0)}.Aligned(), "yours aligned.update.yours /updates"},
		{"mine to begin", WeeklyUpdateState{Week: "2026-W48", Sent: 1, Streak: 1, Yours: Sales, Unsigned: []Side{Sales, Marketing}}.Aligned(), "yours aligned.update.yours_unbegun /updates"},
		{"mine, last week's missed", WeeklyUpdateState{Week: "2026-W48", Sent: 1, Missed: 2, Lapse: 2, Yours: Sales, Unsigned: []Side{Sales, Marketing}}.Aligned(), "yours aligned.update.yours_missed /updates"},
		{"the other's to sign", WeeklyUpdateState{Week: "2026-W48", Begun: true, Unsigned: []Side{Marketing}}.Aligned(), "due aligned.update.waits /updates"},
		{"both to sign", WeeklyUpdateState{Week: "2026-W48", Begun: true, Missed: 1, Unsigned: []Side{Sales, Marketing}}.Aligned(), "due aligned.update.unsigned /updates"},
		{"nobody began it", WeeklyUpdateState{Week: "2026-W48", Sent: 2, Unsigned: []Side{Sales, Marketing}}.Aligned(), "due aligned.update.unbegun /updates"},
		{"last week's missed, this one's a draft", WeeklyUpdateState{Week: "2026-W48", Begun: true, Sent: 2, Missed: 1, Lapse: 1, Unsigned: []Side{Marketing}}.Aligned(), "missed aligned.update.missed /updates"},
		{"weeks without", WeeklyUpdateState{Week: "2026-W48", Missed: 2, Sent: 10}.Aligned(), "missed aligned.update.missed /updates"},
		{"every week", WeeklyUpdateState{Week: "2026-W48", Sent: 12, Streak: 12}.Aligned(), "fine aligned.update.streak /updates"},
		{"the first sit-down", SitDownState{Offer: true}.Aligned(), "yours aligned.sit_down.offer /sit-downs"},
		{"mine to reveal", SitDownState{Any: true, WaitingID: "x", LastID: "y", Figures: gap}.Aligned(), "yours aligned.sit_down.reveal /sit-downs/x"},
		{"open gaps", SitDownState{Any: true, LastID: "y", Figures: gap}.Aligned(), "due aligned.sit_down.gaps /sit-downs/y"},
		{"every gap ended", SitDownState{Any: true, LastID: "y", Figures: &SitDownFigures{Shared: 3, Total: 7}}.Aligned(), "fine aligned.sit_down.shared /sit-downs/y"},
		{"never revealed", SitDownState{Any: true}.Aligned(), ""},
		{"no charter", CharterState{Definitions: 2}.Aligned(), ""},
		{"mine to agree", CharterState{Version: 1, Definitions: 1, Asked: []CharterDefinition{{}}}.Aligned(), "yours aligned.charter.asked /alignment/charter"},
		{"the pledge", CharterState{Version: 1, AsksPledge: true}.Aligned(), "yours aligned.charter.pledge /alignment/charter"},
		{"the pledge's end", CharterState{Version: 1, AsksPledge: true, PledgeGoes: true}.Aligned(), "yours aligned.charter.pledge_goes /alignment/charter"},
		{"past its review", CharterState{Version: 1, Definitions: 1, Settled: 1, Due: []CharterDefinition{{}}}.Aligned(), "missed aligned.charter.due /alignment/charter"},
		{"the other's to agree", CharterState{Version: 1, Definitions: 2, Settled: 1}.Aligned(), "due aligned.charter.settled /alignment/charter"},
		{"nothing to agree to", CharterState{Version: 2}.Aligned(), ""},
		{"all agreed", CharterState{Version: 1, Definitions: 2, Settled: 2}.Aligned(), "fine aligned.charter.agreed /alignment/charter"},
		{"no projects", ProjectCounts{Limit: 5}.Aligned(), ""},
		{"stalled", ProjectCounts{Active: 3, Stalled: 1}.Aligned(), "missed aligned.projects.stalled /projects"},
		{"moving", ProjectCounts{Active: 3, Moved: 3, Ideas: 2}.Aligned(), "fine aligned.projects.moved /projects"},
		{"ideas alone", ProjectCounts{Ideas: 2}.Aligned(), "due aligned.projects.ideas /projects"},
		{"never asked", DiagnosticState{}.Aligned(), ""},
		{"mine to answer", DiagnosticState{Open: round, Mine: true}.Aligned(), "yours aligned.diagnostic.yours /alignment/r1/answer"},
		{"others answer", DiagnosticState{Open: round, Asked: 6, Answered: 2, Last: &ClosedRound{}}.Aligned(), "due aligned.diagnostic.open /alignment"},
		{"a report", DiagnosticState{Last: &ClosedRound{}}.Aligned(), "fine aligned.diagnostic.report /alignment"},
		{"nothing told", IntelligenceState{}.Aligned(), ""},
		{"past its day", IntelligenceState{Told: true, Overdue: 1, Unanswered: 2, LeadsWaiting: 3}.Aligned(), "missed aligned.intel.overdue /alignment/intel?show=told&state=overdue"},
		{"leads wait", IntelligenceState{Told: true, Unanswered: 2, LeadsWaiting: 3}.Aligned(), "due aligned.intel.leads /alignment/intel?show=leads&state=waiting"},
		{"in time", IntelligenceState{Told: true, Unanswered: 2}.Aligned(), "due aligned.intel.unanswered /alignment/intel?show=told&state=waiting"},
		{"no visits", ExchangeStateOf(VisitTotals{}, nil, "2027-03-10", time.Time{}, people).Aligned(), ""},
		{"mine to report", visits("ben", "2027-03-02", "mia", "2027-03-08").Aligned(), "yours aligned.visits.yours /exchange-visits/mia2027-03-08"},
		{"mine is late", visits("mia", "2027-03-01", "ben", "2027-02-01").Aligned(), "yours aligned.visits.yours_late /exchange-visits/mia2027-03-01"},
		{"another's is missing", visits("ben", "2027-03-01", "mia", "2027-03-15").Aligned(), "missed aligned.visits.missing /exchange-visits"},
		{"I visit next week", visits("ben", "2027-03-08", "mia", "2027-03-15").Aligned(), "due aligned.visits.coming /exchange-visits/mia2027-03-15"},
		{"one side was not there", visits("ben", "2027-03-08").Aligned(), "due aligned.visits.nobody /exchange-visits"},
		{"few were", visits("ben", "2027-03-08", "ana", "2027-03-08").Aligned(), "due aligned.visits.low /exchange-visits"},
		{"half of each were", visits("ben", "2027-03-08", "ana", "2027-03-08", "leo", "2027-03-09").Aligned(), "due aligned.visits.due /exchange-visits"},
		{"and told", told(visits("ben", "2027-03-08", "ana", "2027-03-08", "leo", "2027-03-09")).Aligned(), "fine aligned.visits.covered /exchange-visits"},
		{"all answered, no leads ever", IntelligenceState{Told: true}.Aligned(), "fine aligned.intel.told_answered /alignment/intel"},
		{"all judged, nothing ever told", IntelligenceState{Served: true}.Aligned(), "fine aligned.intel.leads_judged /alignment/intel"},
		{"all answered", IntelligenceState{Told: true, Served: true}.Aligned(), "fine aligned.intel.answered /alignment/intel"},
	} {
		got := ""
		if c.line != nil {
			got = string(c.line.Tone) + " " + c.line.Says.Key + " " + c.line.Path
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
