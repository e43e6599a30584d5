package pages

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// projectViews gives the pages of growth projects in their states.
func projectViews(b Base) map[string][]framed {
	at := func(month time.Month) *time.Time { t := time.Date(2026, month, 10, 9, 0, 0, 0, time.UTC); return &t }
	row := func(state accord.ProjectState, promised int) accord.ProjectRow {
		p := accord.Project{
			ID: "p-" + string(state), TeamID: "t", Title: "Laboratories in the north", Hypothesis: "They ask for us", ExpectedEffect: "12 trials a month", Side: accord.Sales,
			Horizon: accord.HorizonYear, State: state, CreatedAt: *at(6), CreatedBy: "p",
		}
		if state != accord.ProjectIdea {
			p.ChosenAt, p.ChosenMeetingID = at(7), "m"
		}
		if state == accord.ProjectActive || state.Ended() {
			p.ActiveAt = at(8)
		}
		if state.Ended() {
			p.EndedAt, p.Learned = at(10), "Ask earlier"
		}
		return accord.ProjectRow{Project: p, SalesName: "Maya Chen", MarketingName: "Tom Okafor", TeamName: "Strategic team", Promised: promised, Kept: 2}
	}
	var rows []accord.ProjectRow
	var plain []accord.Project
	for _, state := range accord.ProjectStates() {
		r := row(state, 0)
		rows, plain = append(rows, r), append(plain, r.Project)
	}
	full := &projectsView{Base: b}
	full.group(rows)
	spans := []accord.ProjectSpan{{ProjectID: "p-active", FromAt: *at(11), ToAt: accord.Forever(), Step: accord.StepDone, NextAt: accord.Forever(), Status: accord.StatusDone, OwnerSide: accord.Sales}}
	full.Momentum = accord.MomentumOf(plain, spans, accord.MonthsUntil(b.Today, momentumMonths), b.Now, time.UTC)
	full.momentum()
	full.done()
	full.Horizons = full.horizons(accord.HorizonMix(accord.ProjectHorizons(plain)), accord.HorizonBalance{Sales: accord.HorizonCounts{Quarter: 2}}, accord.SpanQuarter)
	show := func(state accord.ProjectState, promised int) *projectView {
		v := &projectView{
			Base: b, P: row(state, promised), Step: BlankForm(b.L), Author: "Maya Chen", Teams: []Option{{Value: "t", Label: "T"}},
			May: app.ProjectMay{Edit: true, Choose: true, Steer: true, Meeting: true, Active: 2, Limit: 5}, Sponsors: map[string][]Option{"sales": nil, "marketing": nil},
		}
		v.Form = projectForm(b, v.P.Project)
		if promised > 0 {
			v.Open, v.Past = []accord.ItemRow{{ActionItem: accord.ActionItem{Number: 3, Title: "List them", DueOn: "2026-12-01"}}}, []accord.ItemRow{{ActionItem: accord.ActionItem{Number: 2, Status: accord.StatusConfirmed}}}
			v.Decided = []accord.DecisionDetail{testDecision()}
		}
		return v
	}
	failed := show(accord.ProjectActive, 0)
	failed.Step.Fail("learned", "Say what was learned.")
	failed.To = "done"
	return map[string][]framed{
		"projects":    {&projectsView{Base: b}, full},
		"project":     {show(accord.ProjectIdea, 0), show(accord.ProjectChosen, 0), show(accord.ProjectActive, 1), failed, show(accord.ProjectDone, 1), show(accord.ProjectStopped, 0)},
		"project_new": {&projectView{Base: b, Form: BlankForm(b.L), P: accord.ProjectRow{Project: accord.Project{State: accord.ProjectIdea}}, Sponsors: map[string][]Option{}}},
	}
}

// The limit is each team's: what all teams have under way may be more.
func TestProjects_of_several_teams(t *testing.T) {
	v := &projectsView{Base: testBase("en"), Active: 8, Groups: []projectGroup{{Key: "projects.group.active"}}}
	b, err := testPages(t).render.Page("projects", v)
	if want := "8 under way; each team has at most 5."; err != nil || !strings.Contains(string(b), want) {
		t.Errorf("the page lacks %q: %v", want, err)
	}
}

func TestProjects_answers(t *testing.T) {
	b := testBase("en")
	full, ok := projectViews(b)["projects"][1].(*projectsView)
	if !ok {
		t.Fatal("no projects view")
	}
	for what, want := range map[string]string{
		full.Answer:          "1 of 1 project under way moved this month.",
		full.DoneText:        "1 promise for projects was done in six months.",
		full.Horizons.Answer: "Nothing here helps today's sales.",
	} {
		if !strings.Contains(what, want) {
			t.Errorf("answer %q, want %q", what, want)
		}
	}
	for _, want := range []string{`class="held"`, "Laboratories in the north", "1 promise done"} {
		if !strings.Contains(string(full.Chart), want) {
			t.Errorf("the momentum lacks %s:\n%s", want, full.Chart)
		}
	}
	if got := b.ProjectChip(accord.ProjectRow{Project: accord.Project{State: accord.ProjectActive}}); got.Kind != "late" {
		t.Errorf("an active project without a promise is %+v, want it stalled", got)
	}
}

// While an agenda item proposes a project, the running meeting leads to it, and
// what is recorded serves it unless somebody says otherwise.
func TestMeetingRun_proposedProject(t *testing.T) {
	v := aMeetingView(testBase("en"), accord.MeetingInProgress)
	for i := range v.D.Agenda {
		v.D.Agenda[i].ProjectID = "p"
	}
	v.Projects = []Option{{Label: "No project"}, {Value: "p", Label: "Laboratories in the north"}}
	v.Project = &accord.ProjectRow{Project: accord.Project{ID: "p", Title: "Laboratories in the north", State: accord.ProjectIdea}}
	draw := func() string {
		t.Helper()
		b, err := testPages(t).Render("meeting_run", "meeting/live", v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got := draw(); !strings.Contains(got, `href="/projects/p"`) || !strings.Contains(got, `data-project="p"`) || strings.Contains(got, "Choose it") {
		t.Errorf("the running meeting lacks its project, or offers to choose it to everybody:\n%s", got)
	}
	v.Chooses = true
	if got := draw(); !strings.Contains(got, `action="/projects/p/state"`) || !strings.Contains(got, "Choose it") {
		t.Errorf("leaders cannot choose it in the running meeting:\n%s", got)
	}
}
