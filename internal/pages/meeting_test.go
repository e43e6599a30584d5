package pages

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// aMeeting is a meeting with something of everything.
func aMeeting(status accord.MeetingStatus) accord.MeetingDetail {
	started := testNow.Add(-24 * time.Minute)
	due := testNow.Add(-6 * 24 * time.Hour)
	m := accord.MeetingDetail{
		Meeting: accord.Meeting{
			ID: "m", SeriesID: "s", TeamID: "t", Title: "Pipeline review", StartsAt: testNow, DurationMinutes: 45, TimeZone: "America/New_York", Status: status,
			CurrentItemID: "i1", CurrentItemStartedAt: &started, NotesVersion: 1, Version: 1, WaivedSides: "marketing",
		},
		SeriesTitle: "Pipeline review", SharedGoal: &accord.SharedGoal{Title: "Twelve wins", Measure: "wins", Target: "12", By: "2026-12-31"},
		HeardLastTime: []accord.SideText{{Side: accord.Sales, Text: "Names"}}, Thanks: []accord.SideText{{Side: accord.Marketing, Text: "The list"}},
		Agenda: []accord.AgendaItem{
			{ID: "i1", Title: "Lead hand-off", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 10, Status: accord.AgendaAccepted, PresenterID: "p", NotesVersion: 1, Notes: "Oct: 212", SeriesID: "s", MeetingID: "m"},
			{ID: "i2", Title: "Campaign", Kind: accord.KindPlan, Side: accord.Marketing, Minutes: 10, Status: accord.AgendaAccepted, Outcome: accord.OutcomeSettled, SpentSeconds: 700},
			{ID: "i3", Title: "Proposal", Kind: accord.KindSolve, Side: accord.Marketing, Minutes: 5, Status: accord.AgendaProposed, Why: "Because", ProposedBy: "q"},
			{ID: "i4", Title: "Both", Kind: accord.KindInform, Side: accord.Neutral, Minutes: 5, Status: accord.AgendaProposed},
			{ID: "i5", Title: "No", Kind: accord.KindInform, Side: accord.Sales, Minutes: 5, Status: accord.AgendaDeclined, Reason: "Not now", ProposedBy: "p"},
		},
		Attendance: []accord.Attendee{
			{MeetingPerson: accord.MeetingPerson{PersonID: "p", Side: accord.Sales, TeamRole: accord.TeamLeader, Present: true, Response: "yes"}, Name: "Maya Chen"},
			{MeetingPerson: accord.MeetingPerson{PersonID: "q", Side: accord.Marketing, Excused: true}, Name: "Priya Nair"},
		},
		Decisions: []accord.DecisionDetail{{Decision: accord.Decision{ID: "d", Number: 1, Text: "48 hours", AgendaItemID: "i1", ProjectID: "n", CreatedAt: testNow}, DeciderNames: []string{"Maya Chen"}}},
		ActionItems: []accord.MeetingPromise{
			{ActionItem: accord.ActionItem{ID: "a", Number: 1, Title: "Call", OwnerID: "p", OwnerSide: accord.Sales, ForSide: accord.Marketing, Status: accord.StatusOpen, DueOn: "2026-12-02", AgendaItemID: "i1", ProjectID: "n", Horizon: accord.HorizonYear, CreatedAt: testNow}, OwnerName: "Maya Chen"},
			{ActionItem: accord.ActionItem{ID: "a2", Number: 2, Title: "Who", OwnerSide: accord.Neutral, ForSide: accord.Neutral, Status: accord.StatusProposed, CreatedAt: testNow}},
		},
		Opening: []accord.OpeningItem{
			{ActionItem: accord.ActionItem{ID: "o", Number: 9, Title: "Share", OwnerID: "p", OwnerSide: accord.Sales, OwnerZone: "UTC", Status: accord.StatusOpen, OriginalDueOn: "2026-11-18", DueOn: "2026-11-18", DueEndsAt: &due, Carried: 2}, Result: accord.ResultMissed, NeedsDecision: true, OwnerName: "Maya Chen", LatestNote: "Half done"},
			{ActionItem: accord.ActionItem{ID: "o2", Number: 8, Title: "Book", OwnerSide: accord.Marketing, Status: accord.StatusDone}, Result: accord.ResultKeptOnTime, OwnerName: "Priya Nair"},
			{ActionItem: accord.ActionItem{ID: "o3", Number: 7, Title: "Later", OwnerSide: accord.Marketing, Status: accord.StatusOpen, DueOn: "2026-12-01"}, Result: accord.ResultRunning},
		},
	}
	m.AgendaMinutes = accord.PlannedMinutes(m.Agenda, m.DurationMinutes)
	if status != accord.MeetingScheduled && status != accord.MeetingCancelled {
		m.StartedAt, m.LockedAt = &started, &started
	}
	return m
}

func aMeetingView(b Base, status accord.MeetingStatus) *meetingView {
	people := []accord.Person{{ID: "p", Name: "Maya Chen", Side: accord.Sales, Role: accord.RoleAdmin}, {ID: "q", Name: "Priya Nair", Side: accord.Marketing, Role: accord.RoleMember}, {ID: "r", Name: "Guest", Side: accord.Sales, Role: accord.RoleMember}}
	return &meetingView{
		Base: b, D: aMeeting(status), S: app.Standing{Actor: b.Actor, TeamRole: accord.TeamLeader, Invited: true, Present: true}, People: people,
		Backlog: []accord.AgendaItem{{ID: "b", Title: "Trade fair", Side: accord.Sales, Minutes: 10}}, Form: BlankForm(b.L),
		Projects: []Option{{Label: "No project"}, {Value: "n", Label: "The north"}}, Promised: accord.HorizonBalance{Sales: accord.HorizonCounts{Now: 2, Unsaid: 1}},
		Unsponsored: []accord.ProjectRow{{Project: accord.Project{ID: "n", Title: "The north", State: accord.ProjectActive, SponsorSalesID: "p"}}},
		Reps: app.RepCall{
			Call: true, MayTurn: true, MayWrite: []accord.Side{accord.Sales, accord.Marketing},
			Reports: []accord.RepReportDetail{{RepReport: accord.RepReport{Side: accord.Sales}, AuthorName: "Maya Chen", Lines: []accord.RepLine{
				{ID: "l1", Side: accord.Sales, Kind: accord.RepProblem, Text: "Forms break"}, {ID: "l2", Side: accord.Sales, Kind: accord.RepActivity, Text: "Six demos", Became: accord.RepActionItem, BecameID: "a"},
			}}},
			Earlier: []accord.RepLine{{ID: "l3", Side: accord.Marketing, Kind: accord.RepConcern, Text: "The fair", SaidOn: "2026-11-02"}},
		},
	}
}

// meetingViews are the pages of a meeting in their states.
func meetingViews(b Base) map[string][]framed {
	prepare, run := aMeetingView(b, accord.MeetingScheduled), aMeetingView(b, accord.MeetingInProgress)
	empty := &meetingView{Base: b, D: accord.MeetingDetail{Meeting: accord.Meeting{ID: "m", Title: "Empty", Status: accord.MeetingScheduled, DurationMinutes: 30, StartsAt: testNow}}, Form: BlankForm(b.L)}
	emptyRun := &meetingView{Base: b, D: accord.MeetingDetail{Meeting: accord.Meeting{ID: "m", Title: "Empty", Status: accord.MeetingInProgress, DurationMinutes: 30, StartedAt: &testNow}}, Form: BlankForm(b.L)}
	failed := aMeetingView(b, accord.MeetingScheduled)
	failed.Failed, failed.Form = "propose-sales", BlankForm(b.L, "title", "")
	failed.Form.Fail("title", "Give it a title.")
	failedRun := aMeetingView(b, accord.MeetingInProgress)
	failedRun.Failed, failedRun.Form = "capture", BlankForm(b.L, "what", "decision")
	failedRun.Form.Fail("words", "Say what was decided.")
	minutes := accord.NewMinutes(aMeeting(accord.MeetingClosed), []accord.MinutesLeftOver{{ID: "x", Title: "Left", To: "next"}}, "p", testNow)
	notes := "Oct: 213"
	corrected, err := minutes.Correct(accord.Correction{Reason: "typo", Items: []accord.ItemCorrection{{ID: "i1", Notes: &notes}}}, "p", testNow)
	if err != nil {
		panic(err)
	}
	missing := []accord.Missing{{Code: accord.MissingOwner, SubjectID: "a2"}, {Code: accord.MissingOutcome, SubjectID: "i1", Overridable: true}, {Code: accord.MissingAttendance, Overridable: true}, {Code: accord.MissingDue, SubjectID: "a", Overridable: true}}
	return map[string][]framed{
		"meeting_new":      {&newMeetingView{Base: b, Form: BlankForm(b.L), Teams: []Option{{Value: "t", Label: "Team"}}, People: []Option{{Value: "q", Label: "Priya"}}}},
		"meeting_prepare":  {prepare, empty, failed, aMeetingView(b, accord.MeetingCancelled)},
		"meeting_run":      {run, emptyRun, failedRun},
		"meeting_conflict": {&notesView{meetingView: run, Item: run.D.Agenda[0], Mine: "x", Conflict: &app.NotesConflict{By: "Priya", Theirs: "y"}}},
		"meeting_close":    {&closingView{meetingView: run, Missing: missing, Mailed: 2}, &closingView{meetingView: emptyRun, Quorum: true, Mailed: 1, Missing: missing[1:]}},
		"meeting_minutes":  {&minutesView{Base: b, M: minutes, Versions: []int{1}}, &minutesView{Base: b, M: corrected, Versions: []int{2, 1}, Runs: true}, &minutesView{Base: b}},
		"meeting_correct":  {&minutesView{Base: b, M: minutes, Form: BlankForm(b.L)}},
		"agenda_item":      {&agendaItemView{meetingView: prepare, Item: prepare.D.Agenda[2]}, &agendaItemView{meetingView: empty, Item: prepare.D.Agenda[0]}},
	}
}

func TestMarkdown_is_made_harmless(t *testing.T) {
	for text, want := range map[string]string{
		"**48** hours":               "<strong>48</strong>",
		"- a\n- b":                   "<li>b</li>",
		"<script>alert(1)</script>x": "",
		`<a href="javascript:x" onclick="x">y</a>`: "y",
		"[x](javascript:alert(1))":                 "x",
		"![x](https://evil.example/track.png)":     "",
	} {
		got := string(Markdown(text))
		if !strings.Contains(got, want) || strings.Contains(got, "javascript:") || strings.Contains(got, "onclick") || strings.Contains(got, "<script") || strings.Contains(got, "<img") {
			t.Errorf("Markdown(%q) = %q, want %q in it and nothing that runs or loads", text, got, want)
		}
	}
	if got := Markdown(strings.Repeat("a ", accord.MaxNotes)); len(got) > accord.MaxNotes+100 {
		t.Errorf("Markdown of 16 KiB has %d bytes, want it cut at 8 KiB", len(got))
	}
}

// P9: a project without sponsor stands on top of the opening, before the meeting
// and in it.
func TestMeeting_P9_projects_without_sponsor_on_top(t *testing.T) {
	p := testPages(t)
	for page, status := range map[string]accord.MeetingStatus{"meeting_prepare": accord.MeetingScheduled, "meeting_run": accord.MeetingInProgress} {
		html, err := p.Render(page, "meeting/opening", aMeetingView(testBase("en"), status))
		if err != nil {
			t.Fatal(err)
		}
		project, gone, promise := strings.Index(string(html), `href="/projects/n"`), strings.Index(string(html), "Marketing: no sponsor"), strings.Index(string(html), "promise-o")
		if project < 0 || gone < project || promise < gone {
			t.Errorf("%s: the project at %d, what it lacks at %d, the first promise at %d; want this order", page, project, gone, promise)
		}
	}
}
