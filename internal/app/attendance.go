package app

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// Respond keeps somebody's own answer to an invitation: "yes", "no", "maybe" or
// "" to take it back. People of the team may answer, observers too.
func (a *App) Respond(ctx context.Context, actor accord.Actor, meetingID, personID, response string) (accord.MeetingPerson, error) {
	var out accord.MeetingPerson
	may := right{func(s Standing) bool { return s.Invited || s.TeamRole != "" }, "You are not invited to this meeting."}
	err := a.atMeeting(ctx, actor, ActRespond, meetingID, may, func(ctx context.Context, t *meetingTx) error {
		if personID != actor.PersonID {
			return accord.Errorf(accord.CodeDenied, "Everybody answers for themselves.").By("X4")
		}
		p, err := t.attendee(ctx, personID)
		if err != nil {
			return err
		}
		if out, err = p.Responded(t.m, response, t.now); err != nil {
			return err
		}
		return t.saveAttendee(ctx, out, "meeting.responded", facts{"response": response})
	})
	return out, err
}

// Attend notes that somebody is at the running meeting, or excused. Somebody
// who was not invited is added as a guest.
func (a *App) Attend(ctx context.Context, actor accord.Actor, meetingID, personID string, present, excused bool) (accord.MeetingPerson, error) {
	var out accord.MeetingPerson
	// Whoever was invited says for themselves that they are there.
	may := right{func(s Standing) bool {
		own := personID == actor.PersonID && (s.Invited || s.TeamRole != "") && actor.Role != accord.RoleObserver
		return s.Records() || own
	}, mayRecord.denied}
	err := a.atMeeting(ctx, actor, ActRecord, meetingID, may, func(ctx context.Context, t *meetingTx) error {
		p, err := t.attendee(ctx, personID)
		if err != nil {
			return err
		}
		if out, err = p.Attended(t.m, present, excused, t.now); err != nil {
			return err
		}
		return t.saveAttendee(ctx, out, "meeting.attended", facts{"present": present, "excused": out.Excused})
	})
	return out, err
}

// attendee is the person's part in the meeting; for somebody not invited it is
// a new one.
func (t *meetingTx) attendee(ctx context.Context, personID string) (accord.MeetingPerson, error) {
	people, err := t.tx.MeetingPeople(ctx, t.m.ID)
	if err != nil {
		return accord.MeetingPerson{}, err
	}
	if i := slices.IndexFunc(people, func(p accord.MeetingPerson) bool { return p.PersonID == personID }); i >= 0 {
		return people[i], nil
	}
	p, err := t.tx.Person(ctx, personID)
	if err != nil {
		return accord.MeetingPerson{}, err
	}
	if !p.Active() {
		return accord.MeetingPerson{}, accord.BadField("person_id", "Choose somebody who is here.")
	}
	guest := accord.MeetingPerson{WorkspaceID: p.WorkspaceID, MeetingID: t.m.ID, PersonID: p.ID, Side: p.Side}
	if t.m.TeamID != "" {
		if err := noGuest(ctx, t.tx, p, string(t.m.TeamID)); err != nil {
			return guest, err
		}
		guest.TeamRole, err = t.tx.TeamRole(ctx, string(t.m.TeamID), p.ID)
	}
	return guest, err
}

func (t *meetingTx) saveAttendee(ctx context.Context, p accord.MeetingPerson, kind string, data facts) error {
	if err := t.tx.SaveAttendee(ctx, p); err != nil {
		return err
	}
	_, err := t.record(ctx, kind, "person", p.PersonID, data)
	return err
}
