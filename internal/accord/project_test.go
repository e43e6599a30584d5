package accord

import (
	"testing"
	"time"
)

func TestProject_Move(t *testing.T) {
	now := time.Date(2027, 3, 9, 10, 0, 0, 0, time.UTC)
	ready := Project{
		TeamID: "board", Title: "Laboratories in the north", Hypothesis: "They ask for us", ExpectedEffect: "€ 200,000 a year", Side: Sales,
		SponsorSalesID: "ana", SponsorMarketingID: "mia", CreatedBy: "luis", CreatedAt: now.AddDate(0, -1, 0), State: ProjectIdea,
	}
	lead := Actor{PersonID: "ana", Role: RoleMember}
	other := Actor{PersonID: "zoe", Role: RoleMember}
	move := ProjectMove{To: ProjectChosen, By: lead, Leads: true, MeetingID: "m", Limit: 5, Now: now}
	in := func(s ProjectState) func(*Project, *ProjectMove) {
		return func(p *Project, _ *ProjectMove) { p.State = s }
	}
	to := func(s ProjectState) func(*Project, *ProjectMove) {
		return func(_ *Project, m *ProjectMove) { m.To = s }
	}
	for name, tc := range map[string]struct {
		edit []func(*Project, *ProjectMove)
		want Code
	}{
		"a leader chooses at a meeting":         {nil, ""},
		"not without a meeting":                 {[]func(*Project, *ProjectMove){func(_ *Project, m *ProjectMove) { m.MeetingID = "" }}, CodeConflict},
		"not without a team":                    {[]func(*Project, *ProjectMove){func(p *Project, _ *ProjectMove) { p.TeamID = "" }}, CodeInvalid},
		"a member does not choose":              {[]func(*Project, *ProjectMove){func(_ *Project, m *ProjectMove) { m.Leads, m.By = false, other }}, CodeDenied},
		"a sponsor does not choose":             {[]func(*Project, *ProjectMove){func(_ *Project, m *ProjectMove) { m.Leads = false }}, CodeDenied},
		"an idea is not begun":                  {[]func(*Project, *ProjectMove){to(ProjectActive)}, CodeConflict},
		"no such state":                         {[]func(*Project, *ProjectMove){to("paused")}, CodeInvalid},
		"the same state is no change":           {[]func(*Project, *ProjectMove){to(ProjectIdea)}, ""},
		"a chosen one begins":                   {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive)}, ""},
		"a sponsor begins it":                   {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(_ *Project, m *ProjectMove) { m.Leads = false }}, ""},
		"not by others":                         {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(_ *Project, m *ProjectMove) { m.Leads, m.By = false, other }}, CodeDenied},
		"not without a sponsor of each side":    {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(p *Project, _ *ProjectMove) { p.SponsorMarketingID = "" }}, CodeInvalid},
		"not without an effect":                 {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(p *Project, _ *ProjectMove) { p.ExpectedEffect = "" }}, CodeInvalid},
		"not a sixth":                           {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(_ *Project, m *ProjectMove) { m.Active = 5 }}, CodeConflict},
		"a fifth":                               {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectActive), func(_ *Project, m *ProjectMove) { m.Active = 4 }}, ""},
		"not done without what was learned":     {[]func(*Project, *ProjectMove){in(ProjectActive), to(ProjectDone)}, CodeInvalid},
		"done with it":                          {[]func(*Project, *ProjectMove){in(ProjectActive), to(ProjectDone), func(p *Project, _ *ProjectMove) { p.Learned = "x" }}, ""},
		"an idea is not done":                   {[]func(*Project, *ProjectMove){to(ProjectDone)}, CodeConflict},
		"its author takes an idea back":         {[]func(*Project, *ProjectMove){to(ProjectStopped), func(p *Project, m *ProjectMove) { p.Learned, m.Leads, m.By.PersonID = "x", false, "luis" }}, ""},
		"its author does not stop a chosen one": {[]func(*Project, *ProjectMove){in(ProjectChosen), to(ProjectStopped), func(p *Project, m *ProjectMove) { p.Learned, m.Leads, m.By.PersonID = "x", false, "luis" }}, CodeDenied},
		"nothing follows an end":                {[]func(*Project, *ProjectMove){in(ProjectDone), to(ProjectActive)}, CodeConflict},
	} {
		t.Run(name, func(t *testing.T) {
			p, m := ready, move
			for _, e := range tc.edit {
				e(&p, &m)
			}
			got, err := p.Move(m)
			if CodeOf(err) != tc.want || err == nil && got.State != m.To {
				t.Errorf("Move(%s) = %s, %v, want %q", m.To, got.State, err, tc.want)
			}
		})
	}
	chosen, err := ready.Move(move)
	if err != nil || chosen.ChosenMeetingID != "m" || chosen.ChosenAt == nil || !chosen.ChosenAt.Equal(now) {
		t.Errorf("chosen = %+v, %v, want the meeting and the time", chosen, err)
	}
}

func TestProject_Keeps(t *testing.T) {
	before := Project{State: ProjectActive, Hypothesis: "h", ExpectedEffect: "e", SponsorSalesID: "ana"}
	for name, tc := range map[string]struct {
		edit func(*Project)
		want Code
	}{
		"other words":                {func(p *Project) { p.Hypothesis = "other" }, ""},
		"a sponsor who left is away": {func(p *Project) { p.Title = "x" }, ""},
		"no hypothesis":              {func(p *Project) { p.Hypothesis = "" }, CodeInvalid},
		"no effect":                  {func(p *Project) { p.ExpectedEffect = "" }, CodeInvalid},
		"no sponsor":                 {func(p *Project) { p.SponsorSalesID = "" }, CodeInvalid},
	} {
		p := before
		tc.edit(&p)
		if got := CodeOf(p.Keeps(before)); got != tc.want {
			t.Errorf("%s: Keeps = %q, want %q", name, got, tc.want)
		}
	}
	if err := (Project{}).Keeps(Project{State: ProjectChosen, Hypothesis: "h"}); err != nil {
		t.Errorf("a chosen one keeps nothing yet: %v", err)
	}
}

func TestProject_Stalled(t *testing.T) {
	friday := time.Date(2027, 3, 5, 15, 0, 0, 0, time.UTC)
	p := Project{State: ProjectActive, ActiveAt: &friday}
	for name, tc := range map[string]struct {
		p        Project
		promised int
		at       time.Time
		want     bool
	}{
		"it has just begun":                         {p, 0, friday.Add(time.Second), false},
		"two working days later":                    {p, 0, friday.AddDate(0, 0, 4), false},
		"almost three":                              {p, 0, friday.AddDate(0, 0, 5).Add(-time.Second), false},
		"three working days, the weekend not":       {p, 0, friday.AddDate(0, 0, 5), true},
		"something is promised":                     {p, 1, friday.AddDate(0, 0, 9), false},
		"one that is chosen has nothing to promise": {Project{State: ProjectChosen}, 0, friday, false},
	} {
		if got := tc.p.Stalled(tc.promised, tc.at); got != tc.want {
			t.Errorf("%s: Stalled = %v, want %v", name, got, tc.want)
		}
	}
	row := ProjectRow{Project: p}
	if !row.IsFresh(friday) || row.IsFresh(friday.AddDate(0, 0, 5)) || (ProjectRow{Project: p, Kept: 1}).IsFresh(friday) {
		t.Error("fresh is what began less than three working days ago and waits for its first promise")
	}
	if (Workspace{}).ActiveProjects() != 5 || (Workspace{MaxActiveProjects: 3}).ActiveProjects() != 3 {
		t.Error("ActiveProjects is the setting, five unless set")
	}
}

func TestMomentumOf(t *testing.T) {
	at := func(month time.Month, day int) time.Time { return time.Date(2027, month, day, 12, 0, 0, 0, time.UTC) }
	ptr := func(t time.Time) *time.Time { return &t }
	p := Project{
		ID: "p", State: ProjectDone, CreatedAt: at(1, 10), ChosenAt: ptr(at(2, 10)), ActiveAt: ptr(at(3, 1)), EndedAt: ptr(at(6, 20)),
	}
	late := Project{ID: "q", State: ProjectIdea, CreatedAt: at(5, 5)}
	spans := []ProjectSpan{
		{ProjectID: "p", FromAt: at(3, 5), ToAt: at(4, 20), Status: StatusOpen, NextAt: at(4, 20), NextStatus: StatusDone, OwnerSide: Sales},
		{ProjectID: "p", FromAt: at(4, 20), ToAt: at(4, 22), Status: StatusDone, Step: StepDone, NextAt: at(4, 22), NextStatus: StatusConfirmed, OwnerSide: Sales},
		{ProjectID: "p", FromAt: at(4, 25), ToAt: at(4, 26), Status: StatusDone, Step: StepDone, NextAt: at(4, 26), NextStatus: StatusOpen, OwnerSide: Marketing},
	}
	months := MonthsUntil("2027-07-15", 7)
	if months[0] != "2027-01-01" || months[6] != "2027-07-01" {
		t.Fatalf("MonthsUntil = %v", months)
	}
	got := MomentumOf([]Project{p, late}, spans, months, at(7, 15), time.UTC)
	want := []ProjectPace{PaceIdea, PaceChosen, PacePromised, PaceMoved, PaceStalled, PaceDone, ""}
	for i, w := range want {
		if g := got.Rows[0].Months[i].Pace; g != w {
			t.Errorf("%s: %q, want %q", months[i], g, w)
		}
	}
	if g := got.Rows[1].Months; g[3].Pace != "" || g[4].Pace != PaceIdea || g[6].Pace != PaceIdea {
		t.Errorf("the later idea = %v", g)
	}
	if got.Done[3] != (MonthDone{Sales: 1}) || got.Active != 0 {
		t.Errorf("done in April = %+v of the one not returned, active %d", got.Done[3], got.Active)
	}
	then := MomentumOf([]Project{p}, spans, MonthsUntil("2027-04-25", 2), at(4, 25), time.UTC)
	if then.Active != 1 || then.Moved != 1 || then.Done[1] != (MonthDone{Sales: 1, Marketing: 1}) {
		t.Errorf("as of 25 April = %+v, want it moved, and the return not known yet", then)
	}
	may := MomentumOf([]Project{p}, spans, MonthsUntil("2027-05-25", 1), at(5, 25), time.UTC)
	if may.Stalled != 1 {
		t.Errorf("as of 25 May = %+v, want it stalled", may)
	}
}

func TestHorizonMix(t *testing.T) {
	mix := HorizonMix([]HorizonOf{{Sales, HorizonNow}, {Sales, ""}, {Marketing, HorizonYear}, {Neutral, HorizonQuarter}, {"", HorizonBeyond}})
	if mix.Sales.Now != 1 || mix.Sales.Unsaid != 1 || mix.Marketing.Year != 1 || mix.Joint.Said() != 2 || mix.Total().Said() != 4 {
		t.Errorf("HorizonMix = %+v", mix)
	}
	for name, tc := range map[string]struct {
		list []HorizonOf
		span HorizonSpan
		want HorizonGap
	}{
		"nobody said":                    {[]HorizonOf{{Sales, ""}}, SpanMonth, ""},
		"a month of today":               {[]HorizonOf{{Sales, HorizonNow}, {Marketing, ""}}, SpanMonth, GapBeyondMonth},
		"a month with a year":            {[]HorizonOf{{Sales, HorizonNow}, {Marketing, HorizonYear}}, SpanMonth, ""},
		"a week may be about today":      {[]HorizonOf{{Sales, HorizonNow}}, "", ""},
		"a quarter without today":        {[]HorizonOf{{Sales, HorizonQuarter}, {Marketing, HorizonNow}}, SpanQuarter, GapTodaysSales},
		"a quarter with a joint today":   {[]HorizonOf{{Neutral, HorizonNow}, {Marketing, HorizonYear}}, SpanQuarter, ""},
		"a quarter with nothing of both": {nil, SpanQuarter, ""},
	} {
		if got := HorizonMix(tc.list).Gap(tc.span); got != tc.want {
			t.Errorf("%s: Gap = %q, want %q", name, got, tc.want)
		}
	}
	for rule, want := range map[string]HorizonSpan{
		"FREQ=WEEKLY": "", "FREQ=WEEKLY;INTERVAL=4": SpanMonth, "FREQ=MONTHLY;BYDAY=2TU": SpanMonth, "FREQ=MONTHLY;INTERVAL=3": SpanQuarter, "FREQ=YEARLY": SpanQuarter, "FREQ=DAILY": "",
	} {
		r, err := ParseRule(rule)
		if err != nil || r.HorizonSpan() != want {
			t.Errorf("%s looks at %q (%v), want %q", rule, r.HorizonSpan(), err, want)
		}
	}
	if err := Horizon("soon").Check(); CodeOf(err) != CodeInvalid {
		t.Errorf("Check(soon) = %v, want invalid", err)
	}
}

func TestTeamBalance(t *testing.T) {
	of := func(side Side, roles ...TeamRole) []TeamPerson {
		var list []TeamPerson
		for _, r := range roles {
			list = append(list, TeamPerson{Person{Side: side, Role: RoleMember}, r})
		}
		return list
	}
	whole := func(side Side) []TeamPerson { return of(side, TeamLeader, TeamRepresentative, TeamRepresentative) }
	b := TeamBalanceOf(append(whole(Sales), whole(Marketing)...))
	if !b.Balanced() || b.Uneven() != "" {
		t.Errorf("%+v is balanced", b)
	}
	b = TeamBalanceOf(append(whole(Sales), of(Marketing, TeamRepresentative, TeamObserver)...))
	if b.Balanced() || !b.Marketing.NeedsLeader() || b.Marketing.NeedsRepresentatives() != 1 || b.Uneven() != Marketing {
		t.Errorf("%+v: Marketing lacks a leader and a representative, and is outweighed", b)
	}
	if b := TeamBalanceOf(append(append(whole(Sales), of(Sales, TeamMemberRole, TeamMemberRole, TeamMemberRole)...), whole(Marketing)...)); b.Uneven() != "" {
		t.Errorf("%+v: two to one is still even", b)
	}
	if b := TeamBalanceOf(nil); b.Uneven() != "" || b.Balanced() {
		t.Errorf("an empty team is neither uneven nor balanced: %+v", b)
	}
	left := TeamPerson{Person{Side: Sales, Role: RoleMember, LeftAt: new(time.Time)}, TeamLeader}
	if b := TeamBalanceOf([]TeamPerson{left}); b.Sales.People() != 0 {
		t.Errorf("who left counts: %+v", b)
	}
}
