package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerMeetings(a *API) {
	register(a, app.ActPropose, created(op("POST", "/meetings", "Schedule a one-time meeting")), a.makeMeeting)
	register(a, app.ActSeeMeetings, op("GET", "/meetings", "List meetings"), a.listMeetings)
	register(a, app.ActSeeMeetings, op("GET", "/meetings/{id}", "Get a meeting"), a.meeting)
	register(a, app.ActRecord, op("PATCH", "/meetings/{id}", "Change a meeting"), a.changeMeeting)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/lock-agenda", "Lock the agenda of a meeting"), a.lockAgenda)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/unlock-agenda", "Open the agenda of a meeting again"), a.unlockAgenda)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/start", "Start a meeting"), a.startMeeting)
	register(a, app.ActRecord, op("POST", "/meetings/{id}/go-to", "Turn a running meeting to an agenda item"), a.goToItem)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/cancel", "Cancel a meeting"), a.cancelMeeting)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/restore", "Restore a cancelled meeting"), a.restoreMeeting)
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/close", "Close a meeting"), a.closeMeeting)
	register(a, app.ActRecord, op("PUT", "/meetings/{id}/words/{kind}/{side}", "Say what a side heard or thanks for"), a.saySomething)
	register(a, app.ActRecord, op("PUT", "/meetings/{id}/shared-goal", "Set the shared goal for the next meeting"), a.setSharedGoal)
	register(a, app.ActRespond, op("PUT", "/meetings/{id}/attendance/{person_id}", "Answer an invitation or note attendance"), a.putAttendance)
	registerMinutes(a)
	registerLive(a)
	registerAgenda(a)
	registerDecisions(a)
}

// meetingResult answers with a meeting, or the error.
func meetingResult(d accord.MeetingDetail, err error) (*one[accord.MeetingDetail], error) {
	if err != nil {
		return nil, err
	}
	return answer(d, d.Version), nil
}

type newMeetingInput struct {
	Body struct {
		Title           string        `json:"title"`
		StartsAt        time.Time     `json:"starts_at"`
		DurationMinutes int           `json:"duration_minutes"`
		TeamID          accord.NullID `json:"team_id,omitempty"`
		People          []string      `json:"people,omitempty" doc:"Ids of those invited, besides the team"`
		Location        string        `json:"location,omitempty"`
	}
}

func (a *API) makeMeeting(ctx context.Context, actor accord.Actor, in *newMeetingInput) (*one[accord.MeetingDetail], error) {
	b := in.Body
	return meetingResult(a.app.CreateMeeting(ctx, actor, app.NewMeeting{
		Title: b.Title, StartsAt: b.StartsAt, DurationMinutes: b.DurationMinutes, TeamID: string(b.TeamID), People: b.People, Location: b.Location,
	}))
}

type listMeetingsInput struct {
	Paged
	From   time.Time `query:"from" doc:"Only those that start at or after it"`
	To     time.Time `query:"to" doc:"Only those that start before it"`
	Series string    `query:"series" maxLength:"64"`
	Team   string    `query:"team" maxLength:"64"`
	Status string    `query:"status" enum:"scheduled,in_progress,closed,cancelled"`
	Figure string    `query:"figure" maxLength:"40" doc:"Only what a figure of the dashboard counts, in its period; a date of cadence_kept that nobody opened has no id and stays planned"`
	AsOf   string    `query:"as_of" maxLength:"40" doc:"With figure"`
}

func (a *API) listMeetings(ctx context.Context, actor accord.Actor, in *listMeetingsInput) (*items[accord.Meeting], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.Meetings(ctx, actor, app.MeetingQuery{
		From: in.From, To: in.To, SeriesID: in.Series, TeamID: in.Team, Status: accord.MeetingStatus(in.Status),
		Figure: accord.FigureKey(in.Figure), AsOf: in.AsOf,
	}, p)
	return listed(list, next), err
}

func (a *API) meeting(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.MeetingDetail], error) {
	d, _, err := a.app.Meeting(ctx, actor, in.ID)
	return meetingResult(d, err)
}

type changeMeetingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title           Opt[string]    `json:"title,omitzero"`
		Location        Opt[string]    `json:"location,omitzero"`
		StartsAt        Opt[time.Time] `json:"starts_at,omitzero"`
		DurationMinutes Opt[int]       `json:"duration_minutes,omitzero"`
		FacilitatorID   Opt[string]    `json:"facilitator_id,omitzero"`
		MinuteTakerID   Opt[string]    `json:"minute_taker_id,omitzero"`
		Notes           Opt[string]    `json:"notes,omitzero" doc:"Markdown, at most 8 KiB"`
		NotesVersion    int            `json:"notes_version,omitempty" minimum:"0" doc:"Of the notes that were changed: what others wrote since is merged by line"`
	}
}

func (a *API) changeMeeting(ctx context.Context, actor accord.Actor, in *changeMeetingInput) (*one[accord.MeetingDetail], error) {
	b := in.Body
	return meetingResult(a.app.ChangeMeeting(ctx, actor, in.ID, match(ctx), app.MeetingPatch{
		Title: b.Title.Opt, Location: b.Location.Opt, StartsAt: b.StartsAt.Opt, DurationMinutes: b.DurationMinutes.Opt,
		FacilitatorID: b.FacilitatorID.Opt, MinuteTakerID: b.MinuteTakerID.Opt, Notes: b.Notes.Opt, NotesVersion: b.NotesVersion,
	}))
}

type lockAgendaInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Waive bool `json:"waive,omitempty" doc:"Lock although a side has no item"`
	}
}

func (a *API) lockAgenda(ctx context.Context, actor accord.Actor, in *lockAgendaInput) (*one[accord.MeetingDetail], error) {
	return meetingResult(a.app.LockAgenda(ctx, actor, in.ID, match(ctx), in.Body.Waive))
}

func (a *API) unlockAgenda(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.MeetingDetail], error) {
	return meetingResult(a.app.UnlockAgenda(ctx, actor, in.ID, match(ctx)))
}

func (a *API) startMeeting(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.MeetingDetail], error) {
	return meetingResult(a.app.StartMeeting(ctx, actor, in.ID, match(ctx)))
}

type goToInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		AgendaItemID string `json:"agenda_item_id" doc:"Or next, or previous"`
	}
}

func (a *API) goToItem(ctx context.Context, actor accord.Actor, in *goToInput) (*one[accord.MeetingDetail], error) {
	if err := a.app.GoToItem(ctx, actor, in.ID, in.Body.AgendaItemID); err != nil {
		return nil, err
	}
	return a.meeting(ctx, actor, &ByID{ID: in.ID})
}

func (a *API) cancelMeeting(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.MeetingDetail], error) {
	return meetingResult(a.app.CancelMeeting(ctx, actor, in.ID, match(ctx)))
}

func (a *API) restoreMeeting(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.MeetingDetail], error) {
	return meetingResult(a.app.RestoreMeeting(ctx, actor, in.ID, match(ctx)))
}

type closeMeetingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Override bool              `json:"override,omitempty" doc:"Close although something overridable is missing"`
		LeftOver string            `json:"left_over,omitempty" doc:"Where left-over agenda items go: next or backlog. Next unless given"`
		Items    map[string]string `json:"items,omitempty" doc:"The same for single items, by id"`
	}
}

func (a *API) closeMeeting(ctx context.Context, actor accord.Actor, in *closeMeetingInput) (*one[accord.MeetingDetail], error) {
	b := in.Body
	return meetingResult(a.app.CloseMeeting(ctx, actor, in.ID, match(ctx), app.Closing{Override: b.Override, LeftOver: b.LeftOver, Items: b.Items}))
}

type saySomethingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Kind string `path:"kind" enum:"heard,thanks"`
	Side string `path:"side" enum:"sales,marketing"`
	Body struct {
		Text string `json:"text" doc:"Empty takes it away"`
	}
}

func (a *API) saySomething(ctx context.Context, actor accord.Actor, in *saySomethingInput) (*one[accord.MeetingDetail], error) {
	if err := a.app.SaySomething(ctx, actor, in.ID, in.Kind, accord.Side(in.Side), in.Body.Text); err != nil {
		return nil, err
	}
	return a.meeting(ctx, actor, &ByID{ID: in.ID})
}

type sharedGoalInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title   string      `json:"title"`
		Measure string      `json:"measure,omitempty"`
		Target  string      `json:"target,omitempty"`
		By      accord.Date `json:"by,omitempty"`
	}
}

func (a *API) setSharedGoal(ctx context.Context, actor accord.Actor, in *sharedGoalInput) (*one[accord.MeetingDetail], error) {
	b := in.Body
	err := a.app.SetSharedGoal(ctx, actor, in.ID, accord.SharedGoal{Title: b.Title, Measure: b.Measure, Target: b.Target, By: b.By})
	if err != nil {
		return nil, err
	}
	return a.meeting(ctx, actor, &ByID{ID: in.ID})
}

type attendanceInput struct {
	ID       string `path:"id" maxLength:"64"`
	PersonID string `path:"person_id" maxLength:"64"`
	Body     struct {
		Response *string `json:"response,omitempty" doc:"yes, no or maybe; empty takes it back"`
		Present  *bool   `json:"present,omitempty" doc:"From the start of the meeting until its closing"`
		Excused  bool    `json:"excused,omitempty"`
	}
}

func (a *API) putAttendance(ctx context.Context, actor accord.Actor, in *attendanceInput) (*bare[accord.MeetingPerson], error) {
	b := in.Body
	var v accord.Validation
	attends := b.Present != nil || b.Excused
	v.Check((b.Response != nil) != attends, "response", "Give response, or present and excused.")
	if err := v.Err(); err != nil {
		return nil, err
	}
	if b.Response != nil {
		p, err := a.app.Respond(ctx, actor, in.ID, in.PersonID, *b.Response)
		return &bare[accord.MeetingPerson]{Body: p}, err
	}
	p, err := a.app.Attend(ctx, actor, in.ID, in.PersonID, b.Present != nil && *b.Present, b.Excused)
	return &bare[accord.MeetingPerson]{Body: p}, err
}
