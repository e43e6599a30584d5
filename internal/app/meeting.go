package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Meeting gives a meeting with everything its page shows, and what the actor is
// to it.
func (a *App) Meeting(ctx context.Context, actor accord.Actor, id string) (accord.MeetingDetail, Standing, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return accord.MeetingDetail{}, Standing{}, err
	}
	head, standing, err := a.loadMeeting(ctx, a.store, actor, id, a.now())
	if accord.CodeOf(err) == accord.CodeNotFound {
		return a.visitedMeeting(ctx, actor, id)
	}
	if err != nil {
		return accord.MeetingDetail{}, standing, err
	}
	d, err := a.meetingDetail(ctx, a.store, head)
	return d, standing, err
}

// meetingDetail puts together what stands at a meeting. s may be a running
// transaction.
func (a *App) meetingDetail(ctx context.Context, s *store.Store, head store.MeetingHead) (accord.MeetingDetail, error) {
	d := accord.MeetingDetail{Meeting: head.Meeting, SeriesTitle: head.SeriesTitle, TeamName: head.TeamName}
	d.Visited = head.TeamClosed && head.VisitingSeats > 0
	d.NextGoal = accord.SharedGoal{Title: head.SeriesGoal, Measure: head.SeriesMeasure, Target: head.SeriesTarget, By: head.SeriesGoalBy}
	if goal := goalOf(head); goal.Title != "" {
		d.SharedGoal = &goal
	}
	var err error
	if d.Agenda, err = s.Agenda(ctx, head.ID); err != nil {
		return d, err
	}
	d.AgendaMinutes = accord.PlannedMinutes(d.Agenda, d.DurationMinutes)
	if d.Attendance, err = s.Attendees(ctx, head.ID); err != nil {
		return d, err
	}
	if d.Decisions, _, err = s.Decisions(ctx, store.DecisionFilter{MeetingID: head.ID}, accord.Page{Limit: maxOfMeeting}); err != nil {
		return d, err
	}
	if d.ActionItems, d.Opening, err = s.MeetingItems(ctx, head, a.now()); err != nil {
		return d, err
	}
	words, err := s.MeetingWords(ctx, head.ID, string(head.PreviousID))
	if err != nil {
		return d, err
	}
	sortWords(&d, words)
	return d, nil
}

// maxOfMeeting bounds what one meeting shows of a kind.
const maxOfMeeting = 500

// goalOf is the series' goal as it was when the meeting started; until then it
// is the one of now.
func goalOf(head store.MeetingHead) accord.SharedGoal {
	if head.StartedAt != nil {
		return accord.SharedGoal{Title: head.GoalTitle, Measure: head.GoalMeasure, Target: head.GoalTarget, By: head.GoalBy}
	}
	return accord.SharedGoal{Title: head.SeriesGoal, Measure: head.SeriesMeasure, Target: head.SeriesTarget, By: head.SeriesGoalBy}
}

// sortWords puts what was heard and thanked where it belongs: the last
// meeting's to the opening, this one's to the next.
func sortWords(d *accord.MeetingDetail, words []accord.MeetingWord) {
	d.HeardLastTime, d.Thanks, d.Heard, d.ThanksSaid = []accord.SideText{}, []accord.SideText{}, []accord.SideText{}, []accord.SideText{}
	for _, w := range words {
		list := &d.HeardLastTime
		switch here := w.MeetingID == d.ID; {
		case here && w.Kind == accord.WordHeard:
			list = &d.Heard
		case here:
			list = &d.ThanksSaid
		case w.Kind == accord.WordThanks:
			list = &d.Thanks
		}
		*list = append(*list, accord.SideText{Side: w.Side, Text: w.Text})
	}
}

// MeetingQuery says which meetings somebody asks for.
type MeetingQuery struct {
	From, To time.Time // [From, To); zero is open
	SeriesID string
	TeamID   string
	Status   accord.MeetingStatus
	Mine     bool

	Figure accord.FigureKey // only what a figure counts in the period; Status and Mine say nothing then
	AsOf   string           // of the figure; as in [DashboardQuery]
}

// Meetings lists meetings that have a row, by start.
func (a *App) Meetings(ctx context.Context, actor accord.Actor, q MeetingQuery, p accord.Page) ([]accord.Meeting, []string, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return nil, nil, err
	}
	if q.Figure != "" {
		return a.figureMeetings(ctx, actor, q, p)
	}
	view, err := a.view(ctx, a.store, actor)
	if err != nil {
		return nil, nil, err
	}
	return a.store.Meetings(ctx, store.MeetingFilter{
		View: view, PersonID: actor.PersonID, From: q.From, To: q.To, SeriesID: q.SeriesID, TeamID: q.TeamID, Status: q.Status, Mine: q.Mine,
	}, p)
}

// NewMeeting is a one-time meeting as somebody asks for it.
type NewMeeting struct {
	Title           string
	StartsAt        time.Time
	DurationMinutes int
	TeamID          string
	People          []string
	Location        string
}

// CreateMeeting schedules a one-time meeting: of a team, by one of its leaders
// or an admin, or of anybody's with people. Those invited are mailed.
func (a *App) CreateMeeting(ctx context.Context, actor accord.Actor, in NewMeeting) (accord.MeetingDetail, error) {
	var out accord.MeetingDetail
	err := a.change(ctx, actor, ActPropose, func(ctx context.Context, tx *store.Store, now time.Time) error {
		m := accord.Meeting{
			ID: store.NewID(), TeamID: accord.NullID(in.TeamID), Title: strings.TrimSpace(in.Title), Location: strings.TrimSpace(in.Location),
			StartsAt: accord.Instant(in.StartsAt), DurationMinutes: in.DurationMinutes, TimeZone: actor.TimeZone,
			Status: accord.MeetingScheduled, NotesVersion: 1, CreatedBy: actor.PersonID, CreatedAt: now, Version: 1,
		}
		if in.TeamID == "" {
			m.FacilitatorID = accord.NullID(actor.PersonID)
		}
		people, err := a.invitedTo(ctx, tx, actor, m, in)
		if err != nil {
			return err
		}
		if err := tx.CreateMeeting(ctx, &m); err != nil {
			return err
		}
		if err := tx.Invite(ctx, people); err != nil {
			return err
		}
		t := &meetingTx{app: a, tx: tx, by: actor, now: now, m: m}
		e, err := t.record(ctx, "meeting.scheduled", "meeting", m.ID, facts{"title": m.Title, "starts_at": m.StartsAt})
		if err != nil {
			return err
		}
		if err := a.inviteMeeting(ctx, tx, accord.MailMeeting, m, e); err != nil {
			return err
		}
		out, err = t.detail(ctx)
		return err
	})
	return out, err
}

// invitedTo checks a new meeting and gives whom it invites, its maker included.
func (a *App) invitedTo(ctx context.Context, tx *store.Store, actor accord.Actor, m accord.Meeting, in NewMeeting) ([]accord.MeetingPerson, error) {
	var v accord.Validation
	v.Add("", m.Check())
	v.Check(len(in.People) <= 200, "people", "Invite at most %d people.", 200)
	if err := v.Err(); err != nil {
		return nil, err
	}
	var people []accord.MeetingPerson
	if in.TeamID != "" {
		if err := a.leadsNewMeeting(ctx, tx, actor, in.TeamID); err != nil {
			return nil, err
		}
		var err error
		if people, err = tx.TeamAsInvited(ctx, in.TeamID, m.ID); err != nil {
			return nil, err
		}
	}
	ids := in.People
	if in.TeamID == "" {
		ids = append([]string{actor.PersonID}, ids...)
	}
	for _, id := range ids {
		p, err := tx.Person(ctx, id)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return nil, err
		}
		v.Check(err == nil && p.Active(), "people", "Choose people who are here.")
		if err == nil && in.TeamID != "" {
			v.Add("people", noGuest(ctx, tx, p, in.TeamID))
		}
		people = append(people, accord.MeetingPerson{MeetingID: m.ID, PersonID: id, Side: p.Side})
	}
	v.Check(len(people) > 0, "people", "Name a team, or invite somebody.")
	return people, v.Err()
}

// noGuest refuses somebody a closed team does not let in: nobody else sees its
// meetings (X4).
func noGuest(ctx context.Context, tx *store.Store, p accord.Person, teamID string) error {
	view, err := tx.View(ctx, p.ID, p.Role)
	if err == nil && view.Shut(teamID) {
		err = accord.BadField("person_id", "%s does not belong to this closed team.", p.Name)
	}
	return err
}

// leadsNewMeeting checks that the team is there to see and the actor leads it.
func (a *App) leadsNewMeeting(ctx context.Context, tx *store.Store, actor accord.Actor, teamID string) error {
	_, err := tx.Team(ctx, teamID)
	if err == nil {
		err = a.seesTeam(ctx, tx, actor, accord.NullID(teamID), "team")
	}
	if accord.CodeOf(err) == accord.CodeNotFound {
		return accord.BadField("team_id", "There is no such team.")
	}
	if err != nil {
		return err
	}
	standing, err := a.teamStanding(ctx, tx, actor, accord.NullID(teamID))
	if err != nil {
		return err
	}
	return mayLead.check(standing)
}

func idsOf(people []accord.MeetingPerson) []string {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.PersonID
	}
	return ids
}
