package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// meetingFixture is a weekly series of the board, whose leaders are ana of
// Sales and mia of Marketing, with one of its dates opened.
type meetingFixture struct {
	*itemFixture
	series  string
	meeting string
}

func newMeetingFixture(t *testing.T) *meetingFixture {
	t.Helper()
	f := &meetingFixture{itemFixture: newItemFixture(t)}
	f.meets()
	return f
}

// eachMeeting runs fn on both databases.
func eachMeeting(t *testing.T, fn func(f *meetingFixture)) {
	t.Helper()
	items := &itemFixture{}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		items.T, items.now = t, storetest.Start
		items.fill(s)
		f := &meetingFixture{itemFixture: items}
		f.meets()
		fn(f)
	}, items.clock)
}

func (f *meetingFixture) meets() {
	f.Helper()
	f.team("board", false, map[string]accord.TeamRole{
		"ana": accord.TeamLeader, "mia": accord.TeamLeader, "luis": accord.TeamMemberRole, "max": accord.TeamMemberRole, "obi": accord.TeamObserver,
	})
	s, err := f.app.CreateSeries(f.Context(), itemActor("ana"), NewSeries{
		Title: "Pipeline review", TeamID: "board",
		ScheduleInput: accord.ScheduleInput{Rrule: "FREQ=WEEKLY", StartsAtLocal: "2027-01-05T10:00", TimeZone: "UTC", DurationMinutes: 60},
	})
	f.must(err)
	f.series = s.ID
	f.meeting = f.open("2027-01-05T10:00")
}

func (f *meetingFixture) open(name string) string {
	f.Helper()
	m, _, err := f.app.OpenOccurrence(f.Context(), itemActor("ana"), f.series, name)
	if err != nil {
		f.Fatal(err)
	}
	return m.ID
}

// adds puts a matter of a side before the meeting.
func (f *meetingFixture) adds(by, title string, side accord.Side) accord.AgendaItem {
	f.Helper()
	i, err := f.app.ProposeAgendaItem(f.Context(), itemActor(by), f.meeting, NewAgendaItem{Title: title, Kind: accord.KindDecide, Side: side, Minutes: 10})
	if err != nil {
		f.Fatal(err)
	}
	return i
}

func (f *meetingFixture) detail(id string) accord.MeetingDetail {
	f.Helper()
	d, _, err := f.app.Meeting(f.Context(), itemActor("adm"), id)
	if err != nil {
		f.Fatal(err)
	}
	return d
}

// must stops the test on an error.
func (f *meetingFixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *meetingFixture) start(present ...string) {
	f.Helper()
	_, err := f.app.StartMeeting(f.Context(), itemActor("ana"), f.meeting, anyVersion)
	f.must(err)
	for _, p := range present {
		_, err := f.app.Attend(f.Context(), itemActor("ana"), f.meeting, p, true, false)
		f.must(err)
	}
}

func titles(agenda []accord.AgendaItem, status accord.AgendaStatus) string {
	var out []string
	for _, i := range agenda {
		if i.Status == status {
			out = append(out, i.Title)
		}
	}
	return strings.Join(out, ", ")
}

func TestMeeting_A1_agenda(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	sales, marketing := f.adds("ana", "Leads", accord.Sales), f.adds("max", "Campaign", accord.Marketing)
	if sales.Status != accord.AgendaAccepted || marketing.Status != accord.AgendaProposed {
		t.Errorf("a leader's item is %s, a member's %s, want accepted, proposed", sales.Status, marketing.Status)
	}
	if _, err := f.app.DeclineAgendaItem(ctx, itemActor("mia"), marketing.ID, anyVersion, " "); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("Decline without a reason = %v, want invalid", err)
	}
	_, err := f.app.AcceptAgendaItem(ctx, itemActor("mia"), marketing.ID, anyVersion)
	f.must(err)
	third := f.adds("mia", "Budget", accord.Neutral)
	_, err = f.app.MoveAgendaItem(ctx, itemActor("mia"), third.ID, anyVersion, AgendaMove{Before: sales.ID})
	f.must(err)
	_, err = f.app.MoveAgendaItem(ctx, itemActor("mia"), sales.ID, anyVersion, AgendaMove{Down: true})
	f.must(err)
	if got := titles(f.detail(f.meeting).Agenda, accord.AgendaAccepted); got != "Budget, Campaign, Leads" {
		t.Errorf("order = %s, want Budget, Campaign, Leads", got)
	}
	double := f.adds("luis", "Leads again", accord.Sales)
	_, err = f.app.MergeAgendaItem(ctx, itemActor("ana"), double.ID, sales.ID, anyVersion)
	f.must(err)
	_, err = f.app.ParkAgendaItem(ctx, itemActor("ana"), third.ID, anyVersion, "Not now")
	f.must(err)
	backlog, err := f.app.Backlog(ctx, itemActor("ana"), f.series)
	f.must(err)
	if got := titles(backlog, accord.AgendaParked); got != "Budget" {
		t.Errorf("backlog = %s, want Budget", got)
	}
	_, err = f.app.MoveAgendaItem(ctx, itemActor("ana"), third.ID, anyVersion, AgendaMove{MeetingID: f.meeting})
	f.must(err)
	d := f.detail(f.meeting)
	if got := titles(d.Agenda, accord.AgendaAccepted); got != "Campaign, Leads, Budget" {
		t.Errorf("agenda = %s, want Campaign, Leads, Budget", got)
	}
	if m := d.AgendaMinutes; m.Sales != 10 || m.Joint != 10 || m.Marketing != 10 || m.Length != 60 {
		t.Errorf("A2 minutes = %+v, want 10 each of 60", m)
	}
}

func TestMeeting_A3_lock(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	item := f.adds("ana", "Leads", accord.Sales)
	if _, err := f.app.LockAgenda(ctx, itemActor("ana"), f.meeting, anyVersion, false); ruleOf(err) != "A3" {
		t.Errorf("lock without Marketing = %v, want A3", err)
	}
	d, err := f.app.LockAgenda(ctx, itemActor("ana"), f.meeting, anyVersion, true)
	f.must(err)
	if d.WaivedSides != "marketing" || d.LockedAt == nil {
		t.Errorf("waived %q, locked %v, want marketing waived and locked", d.WaivedSides, d.LockedAt)
	}
	if late := f.adds("ana", "Late", accord.Marketing); late.Status != accord.AgendaProposed {
		t.Errorf("an item after the lock is %s, want proposed", late.Status)
	}
	if _, err := f.app.ParkAgendaItem(ctx, itemActor("ana"), item.ID, anyVersion, ""); ruleOf(err) != "A3" {
		t.Errorf("park at a locked agenda = %v, want A3", err)
	}
	f.start()
	if _, err := f.app.UnlockAgenda(ctx, itemActor("ana"), f.meeting, anyVersion); ruleOf(err) != "A3" {
		t.Errorf("unlock a running meeting = %v, want A3", err)
	}
}

func TestMeeting_A3_start_without_lock_records_the_waiver(t *testing.T) {
	f := newMeetingFixture(t)
	f.adds("mia", "Campaign", accord.Marketing)
	f.start()
	d := f.detail(f.meeting)
	if d.WaivedSides != "sales" || d.LockedAt == nil || d.Status != accord.MeetingInProgress || !d.StartedAt.Equal(f.now) {
		t.Errorf("started: waived %q, locked %v, status %s, started %v", d.WaivedSides, d.LockedAt, d.Status, d.StartedAt)
	}
	if !slices.Equal(d.Present(), []string{"ana"}) {
		t.Errorf("present = %v, want whoever started it", d.Present())
	}
	if d.CurrentItemID == "" {
		t.Error("no item is up")
	}
	if !d.StartsAt.Equal(time.Date(2027, 1, 5, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("the planned time moved to %v", d.StartsAt)
	}
}

func ruleOf(err error) string {
	if e, ok := errors.AsType[*accord.Error](err); ok {
		return e.Rule
	}
	return ""
}

func TestMeeting_X4_who_may(t *testing.T) {
	acts := map[string]func(f *meetingFixture, who accord.Actor) error{
		"see": func(f *meetingFixture, who accord.Actor) error {
			_, _, err := f.app.Meeting(f.Context(), who, f.meeting)
			return err
		},
		"propose": func(f *meetingFixture, who accord.Actor) error {
			_, err := f.app.ProposeAgendaItem(f.Context(), who, f.meeting, NewAgendaItem{Title: "X", Kind: accord.KindInform, Side: accord.Sales, Minutes: 5})
			return err
		},
		"lock": func(f *meetingFixture, who accord.Actor) error {
			_, err := f.app.LockAgenda(f.Context(), who, f.meeting, anyVersion, true)
			return err
		},
		"start": func(f *meetingFixture, who accord.Actor) error {
			_, err := f.app.StartMeeting(f.Context(), who, f.meeting, anyVersion)
			return err
		},
		"cancel": func(f *meetingFixture, who accord.Actor) error {
			_, err := f.app.CancelMeeting(f.Context(), who, f.meeting, anyVersion)
			return err
		},
		"respond": func(f *meetingFixture, who accord.Actor) error {
			_, err := f.app.Respond(f.Context(), who, f.meeting, who.PersonID, "yes")
			return err
		},
		"decide": func(f *meetingFixture, who accord.Actor) error {
			f.start("luis", "max")
			_, err := f.app.RecordDecision(f.Context(), who, f.meeting, NewDecision{Text: "Yes"})
			return err
		},
		"attendance of others": func(f *meetingFixture, who accord.Actor) error {
			f.start("luis")
			_, err := f.app.Attend(f.Context(), who, f.meeting, "mia", true, false)
			return err
		},
		"close": func(f *meetingFixture, who accord.Actor) error {
			f.start("luis")
			_, err := f.app.CloseMeeting(f.Context(), who, f.meeting, anyVersion, Closing{Override: true})
			return err
		},
	}
	const denied, missing = accord.CodeDenied, accord.CodeNotFound
	for _, tt := range []struct {
		act  string
		want map[string]accord.Code
	}{
		{"see", map[string]accord.Code{"ana": "", "max": "", "obi": "", "zoe": "", "adm": ""}},
		{"propose", map[string]accord.Code{"ana": "", "max": "", "obi": denied, "zoe": denied, "adm": ""}},
		{"lock", map[string]accord.Code{"ana": "", "mia": "", "max": denied, "obi": denied, "zoe": denied, "adm": ""}},
		{"start", map[string]accord.Code{"ana": "", "max": denied, "obi": denied, "adm": ""}},
		{"cancel", map[string]accord.Code{"ana": "", "max": denied, "obi": denied, "adm": ""}},
		{"respond", map[string]accord.Code{"ana": "", "max": "", "obi": "", "zoe": denied}},
		{"decide", map[string]accord.Code{"ana": "", "luis": "", "max": "", "mia": "", "obi": denied, "zoe": denied, "adm": ""}},
		{"attendance of others", map[string]accord.Code{"ana": "", "luis": "", "max": denied, "obi": denied, "zoe": denied, "adm": ""}},
		{"close", map[string]accord.Code{"ana": "", "luis": denied, "adm": ""}},
	} {
		for who, want := range tt.want {
			t.Run(tt.act+"/"+who, func(t *testing.T) {
				f := newMeetingFixture(t)
				if got := accord.CodeOf(acts[tt.act](f, itemActor(who))); got != want {
					t.Errorf("%s(%s) = %q, want %q", tt.act, who, got, want)
				}
			})
		}
	}
	t.Run("a closed team does not exist for others", func(t *testing.T) {
		f := newMeetingFixture(t)
		m, err := f.app.CreateMeeting(f.Context(), itemActor("luis"), NewMeeting{Title: "Secret", StartsAt: f.now.Add(time.Hour), DurationMinutes: 30, TeamID: "secret"})
		f.must(err)
		for who, want := range map[string]accord.Code{"luis": "", "mia": "", "ana": missing, "adm": missing, "zoe": missing} {
			if _, _, err := f.app.Meeting(f.Context(), itemActor(who), m.ID); accord.CodeOf(err) != want {
				t.Errorf("Meeting(%s) = %v, want %q", who, err, want)
			}
		}
		list, _, err := f.app.Meetings(f.Context(), itemActor("ana"), MeetingQuery{}, accord.DefaultPage)
		f.must(err)
		if slices.ContainsFunc(list, func(x accord.Meeting) bool { return x.ID == m.ID }) {
			t.Error("the list of others has it")
		}
		if _, err := f.app.CreateMeeting(f.Context(), itemActor("ana"), NewMeeting{Title: "X", StartsAt: f.now, DurationMinutes: 30, TeamID: "secret"}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("a meeting for a hidden team = %v, want invalid", err)
		}
	})
}

func TestMeeting_M2_M3_close(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	settled, open := f.adds("ana", "Settled", accord.Sales), f.adds("mia", "Open", accord.Marketing)
	f.start("luis")
	_, err := f.app.RecordDecision(ctx, itemActor("luis"), f.meeting, NewDecision{Text: "Call within 48 hours", AgendaItemID: settled.ID})
	f.must(err)
	_, err = f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{})
	e, _ := errors.AsType[*accord.Error](err)
	if e == nil || e.Rule != "M2" || len(e.Missing) != 1 || e.Missing[0].SubjectID != open.ID || !e.Missing[0].Overridable {
		t.Fatalf("close = %v, want M2 with the open item", err)
	}
	d, err := f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true, LeftOver: "backlog"})
	f.must(err)
	if d.QuorumMet == nil || *d.QuorumMet || len(d.Decisions) != 1 || !d.Decisions[0].Provisional {
		t.Errorf("without a leader of Marketing: quorum %v, decisions %+v, want provisional", d.QuorumMet, d.Decisions)
	}
	if d.Status != accord.MeetingClosed || d.MinutesVersion != 1 || d.LeftOver != 1 {
		t.Errorf("closed: %s, version %d, %d left over", d.Status, d.MinutesVersion, d.LeftOver)
	}
	backlog, err := f.app.Backlog(ctx, itemActor("ana"), f.series)
	f.must(err)
	if got := titles(backlog, accord.AgendaParked); got != "Open" {
		t.Errorf("A3 backlog = %q, want Open", got)
	}
	if _, err := f.app.Attend(ctx, itemActor("ana"), f.meeting, "mia", true, false); ruleOf(err) != "M4" {
		t.Errorf("attendance after closing = %v, want M4", err)
	}
	if _, err := f.app.SaveItemNotes(ctx, itemActor("ana"), settled.ID, "late", 1, ""); ruleOf(err) != "M4" {
		t.Errorf("notes after closing = %v, want M4", err)
	}
}

func TestMeeting_M2_an_item_without_owner_stops_it(t *testing.T) {
	f := newMeetingFixture(t)
	f.start("mia")
	f.ok(f.app.CreateActionItem(f.Context(), itemActor("ana"), NewActionItem{ItemDraft: accord.ItemDraft{Title: "Who?", ForSide: accord.Neutral}, MeetingID: f.meeting}))
	_, err := f.app.CloseMeeting(f.Context(), itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
	if ruleOf(err) != "M2" {
		t.Errorf("close with an item without owner = %v, want M2", err)
	}
}

func TestMeeting_A3_nothing_vanishes(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	next, parked, proposed := f.adds("ana", "Next", accord.Sales), f.adds("mia", "Backlog", accord.Marketing), f.adds("max", "Proposed", accord.Marketing)
	continued := f.adds("ana", "Continued", accord.Neutral)
	f.start("mia")
	_, err := f.app.SaveItemNotes(ctx, itemActor("ana"), next.ID, "half way", 1, "")
	f.must(err)
	_, err = f.app.ChangeAgendaItem(ctx, itemActor("ana"), continued.ID, anyVersion, AgendaPatch{Outcome: accord.Some(accord.OutcomeContinued)})
	f.must(err)
	d, err := f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true, Items: map[string]string{parked.ID: "backlog"}})
	f.must(err)
	if d.LeftOver != 4 {
		t.Errorf("left over = %d, want 4", d.LeftOver)
	}
	after := f.detail(f.open("2027-01-12T10:00"))
	if got := titles(after.Agenda, accord.AgendaAccepted); got != "Next, Continued" {
		t.Errorf("next agenda = %q, want Next, Continued", got)
	}
	if got := titles(after.Agenda, accord.AgendaProposed); got != "Proposed" {
		t.Errorf("next proposals = %q, want Proposed (%s)", got, proposed.ID)
	}
	if i := slices.IndexFunc(after.Agenda, func(i accord.AgendaItem) bool { return i.ID == next.ID }); i < 0 || after.Agenda[i].Notes != "half way" || after.Agenda[i].CameFromID != accord.NullID(f.meeting) {
		t.Errorf("the item lost its notes or where it came from: %+v", after.Agenda)
	}
	minutes, _, err := f.app.Minutes(ctx, itemActor("ana"), f.meeting, 0)
	f.must(err)
	if len(minutes.LeftOver) != 4 || len(minutes.Agenda) != 3 || minutes.Number != 1 {
		t.Errorf("minutes: %d left over, %d on the agenda, version %d", len(minutes.LeftOver), len(minutes.Agenda), minutes.Number)
	}
}

// A standing question that is left over joins the same question of the next
// agenda, with its notes; a proposal stays one.
func TestMeeting_A3_standing_questions_are_asked_once(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	open, next := f.adds("ana", "What is new?", accord.Sales), f.open("2027-01-12T10:00")
	continued := f.adds("mia", "Who helps whom?", accord.Neutral)
	f.adds("max", "What is next?", accord.Marketing)
	here := f.meeting
	f.meeting = next
	f.adds("ana", "what is new? ", accord.Sales)
	f.adds("ana", "Who helps whom?", accord.Neutral)
	f.adds("mia", "What is next?", accord.Marketing)
	f.meeting = here
	f.start("mia")
	_, err := f.app.SaveItemNotes(ctx, itemActor("ana"), open.ID, "half way", 1, "")
	f.must(err)
	_, err = f.app.ChangeAgendaItem(ctx, itemActor("ana"), continued.ID, anyVersion, AgendaPatch{Outcome: accord.Some(accord.OutcomeContinued)})
	f.must(err)
	_, err = f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
	f.must(err)
	after := f.detail(next)
	if got := titles(after.Agenda, accord.AgendaAccepted); got != "what is new?, Who helps whom?, What is next?" {
		t.Errorf("next agenda = %q, want each question once", got)
	}
	if after.Agenda[0].Notes != "half way" {
		t.Errorf("notes of the standing question = %q, want half way", after.Agenda[0].Notes)
	}
	if merged, proposed := titles(after.Agenda, accord.AgendaMerged), titles(after.Agenda, accord.AgendaProposed); merged != "What is new?" || proposed != "What is next?" {
		t.Errorf("merged %q, proposed %q, want What is new? and What is next?", merged, proposed)
	}
}

func TestMeeting_the_next_opening_starts_from_what_was_promised(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	f.start("mia", "luis")
	promise := f.ok(f.app.CreateActionItem(ctx, itemActor("mia"), NewActionItem{
		ItemDraft: accord.ItemDraft{Title: "Call", ForSide: accord.Marketing, DueOn: "2027-01-08"}, OwnerID: "luis", MeetingID: f.meeting,
	}))
	if promise.Status != accord.StatusOpen {
		t.Errorf("P1 for somebody present = %s, want open", promise.Status)
	}
	f.must(f.app.SaySomething(ctx, itemActor("luis"), f.meeting, accord.WordHeard, accord.Sales, "They need names"))
	f.must(f.app.SaySomething(ctx, itemActor("luis"), f.meeting, accord.WordThanks, accord.Sales, "For the list"))
	f.must(f.app.SetSharedGoal(ctx, itemActor("ana"), f.meeting, accord.SharedGoal{Title: "Twelve wins", By: "2027-03-31"}))
	_, err := f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
	f.must(err)

	f.now = f.now.Add(time.Hour)
	next := f.open("2027-01-12T10:00")
	d := f.detail(next)
	if len(d.Opening) != 1 || d.Opening[0].ID != promise.ID || d.Opening[0].Carried != 0 {
		t.Errorf("P4 opening = %+v, want the promise once", d.Opening)
	}
	if len(d.HeardLastTime) != 1 || d.HeardLastTime[0].Text != "They need names" || len(d.Thanks) != 1 || d.SharedGoal == nil || d.SharedGoal.Title != "Twelve wins" {
		t.Errorf("heard %+v, thanks %+v, goal %+v", d.HeardLastTime, d.Thanks, d.SharedGoal)
	}
	f.now = time.Date(2027, 1, 12, 10, 0, 0, 0, time.UTC)
	f.meeting = next
	f.start("mia", "luis")
	if got := f.detail(next).Opening; len(got) != 1 || got[0].Result != accord.ResultMissed {
		t.Errorf("P4 as of the start = %+v, want it missed", got)
	}
	_, err = f.app.CloseMeeting(ctx, itemActor("ana"), next, anyVersion, Closing{Override: true})
	f.must(err)
	item := f.ok(f.app.ActionItem(ctx, itemActor("ana"), promise.ID))
	if item.Carried != 1 {
		t.Errorf("P5 carried = %d, want 1", item.Carried)
	}
	// What closing did to it is nothing its closer takes back alone.
	if _, err := f.app.UndoItem(ctx, itemActor("ana"), promise.ID, 0); ruleOf(err) != "P8" {
		t.Errorf("undo of being carried = %v, want P8", err)
	}
}

func TestMeeting_M4_correction(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	item := f.adds("ana", "Leads", accord.Sales)
	f.start("mia")
	_, err := f.app.SaveItemNotes(ctx, itemActor("ana"), item.ID, "212", 1, "")
	f.must(err)
	_, err = f.app.ChangeAgendaItem(ctx, itemActor("ana"), item.ID, anyVersion, AgendaPatch{Outcome: accord.Some(accord.OutcomeSettled)})
	f.must(err)
	d, err := f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{})
	f.must(err)
	if !*d.QuorumMet {
		t.Error("M3 both leaders were there, want quorum")
	}
	to := "213"
	correct := func(who, reason string, notes *string) (accord.Minutes, error) {
		return f.app.CorrectMinutes(ctx, itemActor(who), f.meeting, anyVersion, accord.Correction{Reason: reason, Items: []accord.ItemCorrection{{ID: item.ID, Notes: notes}}})
	}
	for name, tt := range map[string]struct {
		who, reason string
		notes       *string
		want        accord.Code
	}{
		"a member may not":        {"max", "typo", &to, accord.CodeDenied},
		"it needs a reason":       {"ana", "", &to, accord.CodeInvalid},
		"it needs a change":       {"ana", "typo", nil, accord.CodeConflict},
		"a leader, with a reason": {"ana", "typo", &to, ""},
	} {
		if _, err := correct(tt.who, tt.reason, tt.notes); accord.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	second, _, err := f.app.Minutes(ctx, itemActor("max"), f.meeting, 0)
	f.must(err)
	if len(second.Changes) != 1 || second.Changes[0] != (accord.MinutesChange{Field: "notes", Subject: "Leads", Before: "212", After: "213"}) || second.Number != 2 {
		t.Errorf("version %d changed %+v", second.Number, second.Changes)
	}
	first, _, err := f.app.Minutes(ctx, itemActor("max"), f.meeting, 1)
	f.must(err)
	if first.Agenda[0].Notes != "212" {
		t.Errorf("the first version says %q now, want 212", first.Agenda[0].Notes)
	}
}

func TestMeeting_mails_the_minutes_once_to_everybody(t *testing.T) {
	f := newMeetingFixture(t)
	f.start("mia")
	_, err := f.app.CloseMeeting(f.Context(), itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
	f.must(err)
	f.tx(func(ctx context.Context, tx *store.Store) error {
		list, err := tx.Deliveries(ctx, "", "", 100)
		n := 0
		for _, d := range list {
			if d.Kind == accord.MailMinutes {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d mails with the minutes, want one for each of 5", n)
		}
		return err
	})
}

func TestMeeting_one_time(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	for name, tt := range map[string]struct {
		who  string
		in   NewMeeting
		want accord.Code
	}{
		"a leader for the team":       {"ana", NewMeeting{Title: "Workshop", StartsAt: f.now.Add(time.Hour), DurationMinutes: 90, TeamID: "board"}, ""},
		"a member not for the team":   {"luis", NewMeeting{Title: "Workshop", StartsAt: f.now, DurationMinutes: 90, TeamID: "board"}, accord.CodeDenied},
		"anybody with people":         {"luis", NewMeeting{Title: "Coffee", StartsAt: f.now, DurationMinutes: 30, People: []string{"max"}}, ""},
		"an observer makes none":      {"obi", NewMeeting{Title: "Coffee", StartsAt: f.now, DurationMinutes: 30, People: []string{"max"}}, accord.CodeDenied},
		"somebody who is not there":   {"luis", NewMeeting{Title: "Coffee", StartsAt: f.now, DurationMinutes: 30, People: []string{"nobody"}}, accord.CodeInvalid},
		"without a title, no minutes": {"luis", NewMeeting{StartsAt: f.now, People: []string{"max"}}, accord.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := f.app.CreateMeeting(ctx, itemActor(tt.who), tt.in); accord.CodeOf(err) != tt.want {
				t.Errorf("CreateMeeting(%s) = %v, want %q", tt.who, err, tt.want)
			}
		})
	}
	m, err := f.app.CreateMeeting(ctx, itemActor("luis"), NewMeeting{Title: "Coffee", StartsAt: f.now, DurationMinutes: 30, People: []string{"max"}})
	f.must(err)
	f.meeting = m.ID
	f.adds("luis", "Left", accord.Sales)
	_, err = f.app.StartMeeting(ctx, itemActor("luis"), m.ID, anyVersion)
	f.must(err)
	_, err = f.app.Attend(ctx, itemActor("max"), m.ID, "max", true, false)
	f.must(err)
	d, err := f.app.CloseMeeting(ctx, itemActor("luis"), m.ID, anyVersion, Closing{Override: true, LeftOver: "next"})
	f.must(err)
	if !*d.QuorumMet || titles(d.Agenda, accord.AgendaAccepted) != "Left" {
		t.Errorf("one of each side: quorum %v, agenda %s", *d.QuorumMet, titles(d.Agenda, accord.AgendaAccepted))
	}
}
