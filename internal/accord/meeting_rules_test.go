package accord

import (
	"errors"
	"testing"
	"time"
)

var meetingNow = time.Date(2026, 12, 8, 9, 0, 0, 0, time.UTC)

func onAgenda(id string, side Side, outcome Outcome) AgendaItem {
	return AgendaItem{ID: id, Title: id, Side: side, Status: AgendaAccepted, Outcome: outcome, Minutes: 10}
}

func TestMeeting_Lock(t *testing.T) {
	both := []AgendaItem{onAgenda("s", Sales, ""), onAgenda("m", Marketing, "")}
	proposed := onAgenda("m", Marketing, "")
	proposed.Status = AgendaProposed
	oneSided := []AgendaItem{onAgenda("s", Sales, ""), onAgenda("j", Neutral, ""), proposed}
	scheduled := Meeting{Status: MeetingScheduled}
	for _, c := range []struct {
		name   string
		m      Meeting
		items  []AgendaItem
		waive  bool
		code   Code
		waived string
	}{
		{"A3 an item from each side locks", scheduled, both, false, "", ""},
		{"A3 a proposal is no item, joint is no side", scheduled, oneSided, false, CodeConflict, ""},
		{"A3 a waiver locks and is recorded", scheduled, oneSided, true, "", "marketing"},
		{"A3 nothing at all waives both", scheduled, nil, true, "", "sales,marketing"},
		{"A3 twice", Meeting{Status: MeetingScheduled, LockedAt: &meetingNow}, both, false, CodeConflict, ""},
		{"A3 not a running meeting", Meeting{Status: MeetingInProgress}, both, false, CodeConflict, ""},
		{"A3 not a cancelled one", Meeting{Status: MeetingCancelled}, both, false, CodeConflict, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := c.m.Lock(c.items, c.waive, "ana", meetingNow)
			if CodeOf(err) != c.code || m.WaivedSides != c.waived || err == nil && (m.LockedAt == nil || m.LockedBy != "ana") {
				t.Errorf("Lock = waived %q at %v, %v; want %q, %q", m.WaivedSides, m.LockedAt, err, c.waived, c.code)
			}
		})
	}
	t.Run("A3 starting needs no lock and waives what is missing", func(t *testing.T) {
		m, err := scheduled.Start(oneSided, "ana", meetingNow)
		if err != nil || m.LockedAt == nil || m.WaivedSides != "marketing" || m.Status != MeetingInProgress || !m.StartedAt.Equal(meetingNow) {
			t.Errorf("Start = %+v, %v", m, err)
		}
	})
	t.Run("A3 a locked agenda keeps its waiver at the start", func(t *testing.T) {
		locked, _ := scheduled.Lock(both, false, "mia", meetingNow)
		m, err := locked.Start(oneSided, "ana", meetingNow.Add(time.Hour))
		if err != nil || m.LockedBy != "mia" || m.WaivedSides != "" || !m.LockedAt.Equal(meetingNow) {
			t.Errorf("Start = %+v, %v", m, err)
		}
	})
	t.Run("A3 a locked agenda is open again when the meeting runs", func(t *testing.T) {
		if err := (Meeting{Status: MeetingScheduled, LockedAt: &meetingNow}).AgendaOpen(); CodeOf(err) != CodeConflict {
			t.Errorf("AgendaOpen(locked) = %v, want conflict", err)
		}
		if err := (Meeting{Status: MeetingInProgress, LockedAt: &meetingNow}).AgendaOpen(); err != nil {
			t.Errorf("AgendaOpen(running) = %v", err)
		}
	})
}

func TestMeeting_life(t *testing.T) {
	verbs := map[string]func(Meeting) error{
		"start":   func(m Meeting) error { _, err := m.Start(nil, "ana", meetingNow); return err },
		"cancel":  func(m Meeting) error { _, err := m.Cancel(meetingNow); return err },
		"move":    func(m Meeting) error { _, err := m.Move(meetingNow); return err },
		"restore": func(m Meeting) error { _, err := m.Restore(); return err },
		"close":   func(m Meeting) error { _, err := m.Close(nil, false, true, "ana", meetingNow); return err },
		"change":  func(m Meeting) error { return m.Open() },
	}
	// S4, M4: what each state allows; a closed meeting allows nothing.
	for status, allowed := range map[MeetingStatus]map[string]bool{
		MeetingScheduled:  {"start": true, "cancel": true, "move": true, "change": true},
		MeetingInProgress: {"close": true, "change": true},
		MeetingCancelled:  {"restore": true},
		MeetingClosed:     {},
	} {
		for verb, do := range verbs {
			want := CodeConflict
			if allowed[verb] {
				want = ""
			}
			if err := do(Meeting{Status: status}); CodeOf(err) != want {
				t.Errorf("S4, M4: %s a %s meeting = %v, want %q", verb, status, err, want)
			}
		}
	}
}

func TestClosingMissing(t *testing.T) {
	here := []MeetingPerson{{PersonID: "ana", Present: true}, {PersonID: "leo"}}
	item := func(change func(*ActionItem)) []ActionItem {
		i := ActionItem{ID: "a", OwnerID: "leo", DueOn: "2026-12-20", Status: StatusOpen}
		change(&i)
		return []ActionItem{i}
	}
	for _, c := range []struct {
		name        string
		people      []MeetingPerson
		agenda      []AgendaItem
		decisions   []Decision
		items       []ActionItem
		missing     string
		overridable bool
	}{
		{"M2 nothing is missing", here, []AgendaItem{onAgenda("x", Sales, OutcomeSettled)}, nil, item(func(*ActionItem) {}), "", false},
		{"M2 nobody marked present", here[1:], nil, nil, nil, MissingAttendance, true},
		{"M2 an agenda item without outcome", here, []AgendaItem{onAgenda("x", Sales, "")}, nil, nil, MissingOutcome, true},
		{"M2 a decision is an outcome", here, []AgendaItem{onAgenda("x", Sales, "")}, []Decision{{AgendaItemID: "x"}}, nil, "", false},
		{"M2 an action item is an outcome", here, []AgendaItem{onAgenda("x", Sales, "")}, nil, item(func(i *ActionItem) { i.AgendaItemID = "x" }), "", false},
		{"M2 a proposal needs no outcome", here, []AgendaItem{{ID: "x", Status: AgendaProposed}}, nil, nil, "", false},
		{"M2 an action item without due date", here, nil, nil, item(func(i *ActionItem) { i.DueOn = "" }), MissingDue, true},
		{"M2 a day asked for is a due date", here, nil, nil, item(func(i *ActionItem) { i.DueOn, i.AskedDueOn = "", "2026-12-20" }), "", false},
		{"M2 an action item without owner stops it", here, nil, nil, item(func(i *ActionItem) { i.OwnerID = "" }), MissingOwner, false},
		{"M2 what was dropped needs neither", here, nil, nil, item(func(i *ActionItem) { i.OwnerID, i.DueOn, i.Status = "", "", StatusDropped }), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			running := Meeting{ID: "m", Status: MeetingInProgress}
			missing := ClosingMissing(running, c.people, c.agenda, c.decisions, c.items)
			if c.missing == "" {
				if len(missing) != 0 {
					t.Errorf("missing = %+v, want nothing", missing)
				}
				return
			}
			if len(missing) != 1 || missing[0].Code != c.missing || missing[0].Overridable != c.overridable {
				t.Fatalf("missing = %+v, want %s", missing, c.missing)
			}
			_, err := running.Close(missing, false, true, "ana", meetingNow)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Rule != "M2" || len(e.Missing) != 1 {
				t.Errorf("Close = %v, want M2 saying what is missing", err)
			}
			if _, err := running.Close(missing, true, true, "ana", meetingNow); (err == nil) != c.overridable {
				t.Errorf("Close overridden = %v, want it allowed: %v", err, c.overridable)
			}
		})
	}
}

func TestMeeting_HasQuorum(t *testing.T) {
	p := func(id string, side Side, role TeamRole, present bool) MeetingPerson {
		return MeetingPerson{PersonID: id, Side: side, TeamRole: role, Present: present}
	}
	ana, mia := p("ana", Sales, TeamLeader, true), p("mia", Marketing, TeamLeader, true)
	workspace := Workspace{SalesDeputyID: "leo", MarketingDeputyID: "ben"}
	ofTeam := Meeting{TeamID: "team"}
	for _, c := range []struct {
		name   string
		m      Meeting
		people []MeetingPerson
		want   bool
	}{
		{"M3 a leader of each side", ofTeam, []MeetingPerson{ana, mia}, true},
		{"M3 one side alone", ofTeam, []MeetingPerson{ana, p("mia", Marketing, TeamLeader, false)}, false},
		{"M3 two leaders of one side", ofTeam, []MeetingPerson{ana, p("luis", Sales, TeamLeader, true)}, false},
		{"M3 a member does not count", ofTeam, []MeetingPerson{ana, p("max", Marketing, TeamMemberRole, true)}, false},
		{"M3 a representative does not count", ofTeam, []MeetingPerson{ana, p("max", Marketing, TeamRepresentative, true)}, false},
		{"M3 a deputy counts for the deputy's side", ofTeam, []MeetingPerson{ana, p("ben", Marketing, TeamMemberRole, true)}, true},
		{"M3 a deputy who is not there does not", ofTeam, []MeetingPerson{ana, p("ben", Marketing, TeamMemberRole, false)}, false},
		{"M3 a deputy of the wrong side does not", ofTeam, []MeetingPerson{ana, p("leo", Sales, TeamMemberRole, true)}, false},
		{"M3 without a team anybody counts", Meeting{}, []MeetingPerson{p("x", Sales, "", true), p("y", Marketing, "", true)}, true},
		{"M3 nobody", ofTeam, nil, false},
	} {
		if got := c.m.HasQuorum(c.people, workspace); got != c.want {
			t.Errorf("%s: HasQuorum = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMeeting_HasQuorum_chosen(t *testing.T) {
	there := func(sides ...Side) (people []MeetingPerson) {
		for _, s := range sides {
			people = append(people, MeetingPerson{PersonID: string(s), Side: s, TeamRole: TeamMemberRole, Present: true})
		}
		return people
	}
	m := Meeting{TeamID: "team"}
	for _, c := range []struct {
		name   string
		quorum QuorumRule
		people []MeetingPerson
		want   bool
	}{
		{"M3 leaders, unless chosen", "", there(Sales, Marketing), false},
		{"M3 leaders", QuorumLeaders, there(Sales, Marketing), false},
		{"M3 somebody of each side", QuorumSides, there(Sales, Marketing), true},
		{"M3 somebody of one side", QuorumSides, there(Sales, Neutral), false},
		{"M3 whoever comes", QuorumNone, there(Neutral), true},
	} {
		if got := m.HasQuorum(c.people, Workspace{Quorum: c.quorum}); got != c.want {
			t.Errorf("%s: HasQuorum = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLeftWithoutOutcome(t *testing.T) {
	proposed := onAgenda("p", Sales, "")
	proposed.Status = AgendaProposed
	got := LeftWithoutOutcome("m", []AgendaItem{
		onAgenda("a", Sales, ""), onAgenda("b", Sales, ""), onAgenda("c", Marketing, OutcomeContinued), onAgenda("d", Neutral, ""), proposed,
	})
	if len(got) != 2 || got[0].Side != Sales || got[0].Items != 2 || got[0].Minutes != 20 || got[1].Side != Neutral || got[1].Items != 1 {
		t.Errorf("A3 left without outcome = %+v, want two of Sales and a joint one", got)
	}
}

func TestMeeting_AsOf(t *testing.T) {
	at := func(hours int) *time.Time { x := meetingNow.Add(time.Duration(hours) * time.Hour); return &x }
	met := true
	closed := Meeting{Status: MeetingClosed, LockedAt: at(-24), StartedAt: at(0), ClosedAt: at(1), QuorumMet: &met, MinutesVersion: 2, LeftOver: 3}
	for _, c := range []struct {
		name   string
		m      Meeting
		at     *time.Time
		status MeetingStatus
		locked bool
	}{
		{"before it was locked", closed, at(-25), MeetingScheduled, false},
		{"before it began", closed, at(-1), MeetingScheduled, true},
		{"while it ran", closed, at(0), MeetingInProgress, true},
		{"once it was closed", closed, at(1), MeetingClosed, true},
		{"before it was called off", Meeting{Status: MeetingCancelled, CancelledAt: at(0)}, at(-1), MeetingScheduled, false},
		{"once it was called off", Meeting{Status: MeetingCancelled, CancelledAt: at(0)}, at(0), MeetingCancelled, false},
	} {
		got := c.m.AsOf(*c.at)
		if got.Status != c.status || (got.LockedAt != nil) != c.locked || (got.MinutesVersion == 0) != (c.status != MeetingClosed) {
			t.Errorf("%s = %+v, want %s", c.name, got, c.status)
		}
	}
}
