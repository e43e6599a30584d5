package app

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// closedTeam is the closed team with the admin stepped in, one meeting held and
// one to come.
func closedTeam(t *testing.T) (f *meetingFixture, past, next string) {
	t.Helper()
	f = newMeetingFixture(t)
	f.must(f.app.StepIn(t.Context(), itemActor("adm"), "secret"))
	meet := func(title string) string {
		m, err := f.app.CreateMeeting(t.Context(), itemActor("luis"), NewMeeting{Title: title, StartsAt: f.now.Add(time.Hour), DurationMinutes: 30, TeamID: "secret"})
		f.must(err)
		return m.ID
	}
	past, next = meet("Past"), meet("Next")
	_, err := f.app.StartMeeting(t.Context(), itemActor("luis"), past, anyVersion)
	f.must(err)
	_, err = f.app.CloseMeeting(t.Context(), itemActor("luis"), past, anyVersion, Closing{Override: true})
	f.must(err)
	return f, past, next
}

// invited tells who is invited to a meeting, and as what.
func (f *meetingFixture) invited(id string) map[string]accord.TeamRole {
	f.Helper()
	people, err := f.store.MeetingPeople(store.Within(f.Context(), "w"), id)
	f.must(err)
	roles := map[string]accord.TeamRole{}
	for _, p := range people {
		roles[p.PersonID] = p.TeamRole
	}
	return roles
}

func TestTeam_X4_a_former_member(t *testing.T) {
	f, past, next := closedTeam(t)
	_, err := f.app.RemoveTeamMember(t.Context(), itemActor("adm"), "secret", "mia", anyVersion)
	f.must(err)
	for name, id := range map[string]string{"held": past, "to come": next} {
		if _, _, err := f.app.Meeting(t.Context(), itemActor("mia"), id); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("the meeting %s = %v for a former member, want not found", name, err)
		}
	}
	list, _, err := f.app.Meetings(t.Context(), itemActor("mia"), MeetingQuery{TeamID: "secret"}, accord.DefaultPage)
	if err != nil || len(list) != 0 {
		t.Errorf("a former member's list = %+v, %v, want none", list, err)
	}
	if _, ok := f.invited(next)["mia"]; ok {
		t.Error("a former member is still invited to what is to come")
	}
	if _, ok := f.invited(past)["mia"]; !ok {
		t.Error("the meeting held lost who was invited")
	}
}

func TestTeam_X4_a_former_member_gets_no_mail(t *testing.T) {
	f, past, _ := closedTeam(t)
	_, err := f.app.RemoveTeamMember(t.Context(), itemActor("adm"), "secret", "mia", anyVersion)
	f.must(err)
	f.tx(func(ctx context.Context, tx *store.Store) error {
		d := accord.Delivery{Kind: accord.MailMinutes, PersonID: "mia", SubjectType: "meeting", SubjectID: past, CreatedAt: f.now}
		c, err := f.app.newComposer(ctx, tx, d, f.now)
		if err != nil {
			return err
		}
		v, err := c.check(ctx, d)
		if v.reason != "hidden" {
			t.Errorf("mail of a closed team to a former member = %+v, want hidden", v)
		}
		return err
	})
}

func TestTeam_member_is_invited_to_what_is_to_come(t *testing.T) {
	f, past, next := closedTeam(t)
	_, err := f.app.SetTeamMember(t.Context(), itemActor("adm"), "secret", "max", accord.TeamMemberRole, anyVersion)
	f.must(err)
	if role := f.invited(next)["max"]; role != accord.TeamMemberRole {
		t.Errorf("invited as %q, want member", role)
	}
	if _, ok := f.invited(past)["max"]; ok {
		t.Error("invited to a meeting that was held")
	}
	_, err = f.app.SetTeamMember(t.Context(), itemActor("adm"), "secret", "max", accord.TeamLeader, anyVersion)
	f.must(err)
	if role := f.invited(next)["max"]; role != accord.TeamLeader {
		t.Errorf("invited as %q after the change, want leader", role)
	}
}

func TestTeam_closed_meetings_have_no_guests(t *testing.T) {
	f, _, next := closedTeam(t)
	_, err := f.app.CreateMeeting(t.Context(), itemActor("luis"), NewMeeting{Title: "X", StartsAt: f.now, DurationMinutes: 30, TeamID: "secret", People: []string{"max"}})
	wantItemCode(t, "inviting a guest", err, accord.CodeInvalid)
	_, err = f.app.StartMeeting(t.Context(), itemActor("luis"), next, anyVersion)
	f.must(err)
	_, err = f.app.Attend(t.Context(), itemActor("luis"), next, "max", true, false)
	wantItemCode(t, "a guest present", err, accord.CodeInvalid)
}

// What somebody may no longer see or do stands without owner on top of the next
// opening (P9, X4).
func TestTeam_P9_releases_items(t *testing.T) {
	ctx := t.Context()
	for name, tt := range map[string]struct {
		team, owner string
		change      func(f *meetingFixture) error
		want        accord.NullID
	}{
		"taken out of a closed team": {"secret", "mia", func(f *meetingFixture) error {
			_, err := f.app.RemoveTeamMember(ctx, itemActor("adm"), "secret", "mia", anyVersion)
			return err
		}, ""},
		"taken out of an open team": {"team", "mia", func(f *meetingFixture) error {
			_, err := f.app.RemoveTeamMember(ctx, itemActor("adm"), "team", "mia", anyVersion)
			return err
		}, "mia"},
		"a team closed to its owner": {"team", "max", func(f *meetingFixture) error {
			_, err := f.app.ChangeTeam(ctx, itemActor("adm"), "team", anyVersion, accord.Opt[string]{}, accord.Some(true))
			return err
		}, ""},
		"a team closed to others": {"team", "mia", func(f *meetingFixture) error {
			_, err := f.app.ChangeTeam(ctx, itemActor("adm"), "team", anyVersion, accord.Opt[string]{}, accord.Some(true))
			return err
		}, "mia"},
		"an owner who only observes now": {"team", "mia", func(f *meetingFixture) error {
			_, err := f.app.ChangePerson(ctx, itemActor("adm"), "mia", anyVersion, PersonPatch{Role: accord.Some(accord.RoleObserver)})
			return err
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, _, _ := closedTeam(t)
			item := f.asks("luis", tt.owner, func(in *NewActionItem) { in.TeamID = tt.team })
			f.ok(f.verb("accept", tt.owner, item.ID))
			f.must(tt.change(f))
			var got accord.ActionItem
			f.tx(func(ctx context.Context, tx *store.Store) (err error) {
				got, err = tx.ActionItem(ctx, item.ID)
				return err
			})
			if got.OwnerID != tt.want || (got.Status == accord.StatusProposed) != (tt.want == "") {
				t.Errorf("item = %s of %q, want of %q", got.Status, got.OwnerID, tt.want)
			}
		})
	}
}

// A promise that was handed over goes back to nobody who cannot keep it (P9).
func TestActionItem_P9_declined_after_its_owner_left(t *testing.T) {
	f := newItemFixture(t)
	item := f.asks("luis", "luis")
	f.ok(f.verb("hand over", "luis", item.ID))
	if _, err := f.app.Leave(t.Context(), itemActor("adm"), "luis", nil); err != nil {
		t.Fatal(err)
	}
	if i := f.ok(f.verb("decline", "nora", item.ID)); i.OwnerID != "" || i.Status != accord.StatusProposed {
		t.Errorf("P9: declined = %s of %q, want without owner", i.Status, i.OwnerID)
	}
	if back := f.ok(f.verb("undo", "nora", item.ID)); back.OwnerID != "nora" || back.PreviousOwnerID != "luis" {
		t.Errorf("P8: undone = %+v", back)
	}
}

// mayUndo is what the item's page shows.
func (f *itemFixture) mayUndo(by, ref string) bool {
	f.Helper()
	d, err := f.app.ItemDetail(f.Context(), itemActor(by), ref)
	if err != nil {
		f.Fatal(err)
	}
	return d.May["undo"]
}

func TestActionItem_P8_what_is_not_undone(t *testing.T) {
	refused := func(f *itemFixture, by, ref string) {
		f.Helper()
		if f.mayUndo(by, ref) {
			f.Errorf("the page offers %s to undo", by)
		}
		_, err := f.verb("undo", by, ref)
		wantItemCode(f.T, "undo by "+by, err, accord.CodeConflict)
	}
	t.Run("P5 carried by the closing", func(t *testing.T) {
		f := newMeetingFixture(t)
		item := f.asks("luis", "luis", func(in *NewActionItem) { in.TeamID = "board" })
		f.now = f.now.Add(time.Minute)
		f.start()
		_, err := f.app.CloseMeeting(t.Context(), itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
		f.must(err)
		refused(f.itemFixture, "ana", item.ID)
	})
	for name, to := range map[string]map[string]string{"P9 orphaned": nil, "P9 handed over": {"": "nora"}} {
		t.Run(name+" by who let its owner go", func(t *testing.T) {
			f := newItemFixture(t)
			item := f.asks("luis", "luis")
			if _, err := f.app.Leave(t.Context(), itemActor("adm"), "luis", to); err != nil {
				t.Fatal(err)
			}
			refused(f, "adm", item.ID)
		})
	}
	t.Run("P9 dropped, its owner gone since", func(t *testing.T) {
		f := newItemFixture(t)
		item := f.asks("luis", "luis")
		f.ok(f.verb("drop", "mia", item.ID))
		if _, err := f.app.Leave(t.Context(), itemActor("adm"), "luis", nil); err != nil {
			t.Fatal(err)
		}
		refused(f, "mia", item.ID)
	})
}

// X4: a closed team's decision replaces nothing for those who do not see it.
func TestDecisions_X4_replaced_by_a_closed_team(t *testing.T) {
	f, _, next := closedTeam(t)
	ctx := t.Context()
	f.start("luis", "mia")
	open, err := f.app.RecordDecision(ctx, itemActor("luis"), f.meeting, NewDecision{Text: "Open", ReviewOn: "2027-02-01"})
	f.must(err)
	_, err = f.app.StartMeeting(ctx, itemActor("luis"), next, anyVersion)
	f.must(err)
	secret, err := f.app.RecordDecision(ctx, itemActor("luis"), next, NewDecision{Text: "Secret", Supersedes: open.Ref()})
	f.must(err)
	for who, want := range map[string]accord.NullID{"luis": accord.NullID(secret.ID), "max": "", "ana": ""} {
		one, err := f.app.Decision(ctx, itemActor(who), open.Ref())
		if err != nil || one.SupersededBy != want {
			t.Errorf("Decision(%s) superseded by %q, %v, want %q", who, one.SupersededBy, err, want)
		}
		for _, q := range []DecisionQuery{{Current: true}, {ReviewBy: "2027-03-01"}} {
			list, _, err := f.app.Decisions(ctx, itemActor(who), q, accord.DefaultPage)
			f.must(err)
			found := false
			for _, d := range list {
				found = found || d.ID == open.ID
			}
			if found != (want == "") {
				t.Errorf("Decisions(%s, %+v) has what was replaced: %v", who, q, found)
			}
		}
	}
	d, _, err := f.app.Meeting(ctx, itemActor("max"), f.meeting)
	if err != nil || d.Decisions[0].SupersededBy != "" {
		t.Errorf("the meeting's decision is superseded by %q, %v", d.Decisions[0].SupersededBy, err)
	}
}

func TestTeam_S5_who_joins_is_mailed_what_the_page_says(t *testing.T) {
	f, _, _ := closedTeam(t)
	titles, err := f.app.TeamInvitations(t.Context(), itemActor("adm"), "secret")
	if err != nil || len(titles) != 1 || titles[0] != "Next" {
		t.Errorf("TeamInvitations = %q, %v, want the meeting to come alone", titles, err)
	}
	if _, err := f.app.TeamInvitations(t.Context(), itemActor("luis"), "secret"); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("TeamInvitations for who may not change teams = %v, want denied", err)
	}
}
