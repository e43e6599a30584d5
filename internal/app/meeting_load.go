package app

import (
	"context"
	"encoding/json"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// standingAt is what the actor is to the meeting and its team. Whoever makes a
// meeting without a team leads it.
func standingAt(actor accord.Actor, head store.MeetingHead) Standing {
	s := Standing{
		Actor: actor, TeamRole: head.MyTeamRole, Invited: head.Invited, Present: head.Present,
		Facilitator: actor.PersonID == string(head.FacilitatorID), MinuteTaker: actor.PersonID == string(head.MinuteTakerID),
	}
	if head.TeamID == "" && head.CreatedBy == actor.PersonID {
		s.TeamRole = accord.TeamLeader
	}
	return s
}

// loadMeeting finds a meeting the actor may see: what their team has, or what
// they are invited to.
func (a *App) loadMeeting(ctx context.Context, s *store.Store, actor accord.Actor, id string, now time.Time) (store.MeetingHead, Standing, error) {
	head, err := s.MeetingHead(ctx, id, actor.PersonID, now)
	if err != nil {
		return head, Standing{}, err
	}
	standing := standingAt(actor, head)
	if !seesMeeting(standing, head) {
		return store.MeetingHead{}, standing, accord.NotFound("meeting")
	}
	return head, standing, nil
}

// seesMeeting is X4 for one meeting, without asking the database again: a
// closed team's are its people's, also where others were invited before, an
// observer sees only their own teams' and what they are invited to.
func seesMeeting(s Standing, head store.MeetingHead) bool {
	switch {
	case s.Actor.PersonID == accord.SystemID || s.TeamRole != "":
		return true
	case head.TeamClosed:
		return false
	default:
		return s.Invited || s.Actor.Role != accord.RoleObserver
	}
}

// visitsOnly reports whether somebody sees no more of a meeting than its own page
// and what is shared on it: a visitor of a closed team (X4).
func visitsOnly(s Standing, head store.MeetingHead) bool {
	return head.TeamClosed && s.TeamRole == "" && head.Visits && s.Actor.PersonID != accord.SystemID
}

// right is who may do something at a meeting.
type right struct {
	has    func(Standing) bool
	denied string // the message for everybody else
}

// The rights of the table under X4.
var (
	mayLead    = right{Standing.Leads, "Only leaders of its team and admins can do this."}
	mayRun     = right{Standing.Runs, "Only leaders of its team, its facilitator and admins can do this."}
	mayPropose = right{Standing.Proposes, "Only people of the meeting can propose for its agenda."}
	mayRecord  = right{Standing.Records, "Only those present, the minute taker and whoever runs the meeting can record this."}
)

func (r right) check(s Standing) error {
	if !r.has(s) {
		return accord.Errorf(accord.CodeDenied, r.denied).By("X4")
	}
	return nil
}

// meetingTx is one change at one meeting, inside its transaction.
type meetingTx struct {
	app      *App
	tx       *store.Store
	by       accord.Actor
	now      time.Time
	head     store.MeetingHead
	m        accord.Meeting // changed by the use case, written by save
	standing Standing
}

// atMeeting runs fn in one transaction on a meeting the actor sees and has the
// right for.
func (a *App) atMeeting(ctx context.Context, actor accord.Actor, act Action, id string, r right, fn func(ctx context.Context, t *meetingTx) error) error {
	return a.change(ctx, actor, act, func(ctx context.Context, tx *store.Store, now time.Time) error {
		head, standing, err := a.loadMeeting(ctx, tx, actor, id, now)
		if act == ActRespond && accord.CodeOf(err) == accord.CodeNotFound {
			head, standing, err = a.loadVisited(ctx, tx, actor, id)
		}
		if err != nil {
			return err
		}
		if err := r.check(standing); err != nil {
			return err
		}
		return fn(ctx, &meetingTx{app: a, tx: tx, by: actor, now: now, head: head, m: head.Meeting, standing: standing})
	})
}

// facts is the data of an event.
type facts map[string]any

// save writes the meeting with the event that tells of it.
func (t *meetingTx) save(ctx context.Context, kind string, data facts) (accord.Event, error) {
	if err := t.tx.SaveMeeting(ctx, &t.m); err != nil {
		return accord.Event{}, err
	}
	t.head.Meeting = t.m
	return t.record(ctx, "meeting."+kind, "meeting", t.m.ID, data)
}

// record appends an event of this meeting.
func (t *meetingTx) record(ctx context.Context, kind, subjectType, subjectID string, data facts) (accord.Event, error) {
	e := accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: kind, SubjectType: subjectType, SubjectID: subjectID,
		MeetingID: accord.NullID(t.m.ID), TeamID: t.m.TeamID,
	}
	if data != nil {
		b, err := json.Marshal(data)
		if err != nil {
			return e, err
		}
		e.Data = string(b)
	}
	return t.tx.Record(ctx, e)
}

// detail is the meeting as it is now, for the answer.
func (t *meetingTx) detail(ctx context.Context) (accord.MeetingDetail, error) {
	head, err := t.tx.MeetingHead(ctx, t.m.ID, t.by.PersonID, t.now)
	if err != nil {
		return accord.MeetingDetail{}, err
	}
	return t.app.meetingDetail(ctx, t.tx, head)
}
