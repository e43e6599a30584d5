package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// comingDays is how far ahead an update tells of meetings, and comingMeetings
// how many.
const (
	comingDays     = 10
	comingMeetings = 5
)

// updateDesk is what a look at weekly updates needs of the workspace.
type updateDesk struct {
	app       *App // reading where the desk does
	workspace accord.Workspace
	settings  accord.UpdateSettings
	calendar  accord.WorkCalendar
	names     map[accord.NullID]string
	view      accord.View
	now       time.Time
}

// updates opens the desk: s is a.store or the transaction.
func (a *App) updates(ctx context.Context, s *store.Store, actor accord.Actor, now time.Time) (*updateDesk, error) {
	d := &updateDesk{app: a.within(s), now: now, names: map[accord.NullID]string{}}
	var err error
	if d.workspace, err = s.Workspace(ctx); err != nil {
		return nil, err
	}
	d.settings = d.workspace.Updates()
	if d.calendar, _, err = a.workCalendar(ctx, s); err != nil {
		return nil, err
	}
	if d.view, err = a.view(ctx, s, actor); err != nil {
		return nil, err
	}
	people, err := s.People(ctx)
	for _, p := range people {
		d.names[accord.NullID(p.ID)] = p.Name
	}
	return d, err
}

// details puts updates together with their parts and lines. Facts the reader may
// not see are not there (X1).
func (d *updateDesk) details(ctx context.Context, list []accord.WeeklyUpdate) ([]accord.UpdateDetail, error) {
	weeks := make([]string, len(list))
	for i, u := range list {
		weeks[i] = u.ID
	}
	parts, err := d.app.store.UpdateParts(ctx, weeks)
	if err != nil {
		return nil, err
	}
	lines, err := d.app.store.UpdateLines(ctx, weeks)
	if err != nil {
		return nil, err
	}
	out := make([]accord.UpdateDetail, len(list))
	for i, u := range list {
		out[i] = d.frame(u)
		for _, p := range parts {
			if p.UpdateID == u.ID {
				d.put(&out[i], p)
			}
		}
		for _, l := range lines {
			if l.UpdateID == u.ID && (l.Kind.Written() || d.view.Sees(string(l.TeamID))) {
				out[i].AddLine(l)
			}
		}
	}
	return out, nil
}

// frame is an update without its parts, with what can be said of its revenue.
func (d *updateDesk) frame(u accord.WeeklyUpdate) accord.UpdateDetail {
	detail := accord.UpdateDetail{WeeklyUpdate: u, DueAt: d.settings.WantedAt(u, d.now)}
	detail.Pace = accord.PaceOf(u, accord.DateOf(d.now, d.settings.Zone), d.calendar)
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		lead, deputy := d.workspace.Lead(side)
		p := detail.Part(side)
		p.Side, p.UpdateID = side, u.ID
		p.Wins, p.Tools, p.Asks = []accord.WeeklyUpdateLine{}, []accord.WeeklyUpdateLine{}, []accord.WeeklyUpdateLine{}
		p.LeadName, p.DeputyName = d.names[lead], d.names[deputy]
	}
	return detail
}

func (d *updateDesk) put(detail *accord.UpdateDetail, p accord.WeeklyUpdatePart) {
	part := detail.Part(p.Side)
	part.WeeklyUpdatePart, part.SignedName = p, d.names[p.SignedBy]
}

// one is an update with everything, or the draft nobody has begun: of a draft
// the facts are those of now.
func (d *updateDesk) one(ctx context.Context, week accord.Week) (accord.UpdateDetail, error) {
	u, err := d.app.store.WeeklyUpdate(ctx, week)
	if accord.CodeOf(err) == accord.CodeNotFound && week == d.settings.Current(d.now) {
		u, err = d.blank(ctx, week)
	}
	if err != nil {
		return accord.UpdateDetail{}, err
	}
	list, err := d.details(ctx, []accord.WeeklyUpdate{u})
	if err != nil {
		return accord.UpdateDetail{}, err
	}
	if u.Status == accord.UpdateDraft {
		list[0].Facts, err = d.facts(ctx, week)
	}
	return list[0], err
}

// blank is the draft of a week before anybody wrote in it: with the goal of its
// quarter, where an earlier week told it.
func (d *updateDesk) blank(ctx context.Context, week accord.Week) (accord.WeeklyUpdate, error) {
	u := accord.WeeklyUpdate{WorkspaceID: d.workspace.ID, ID: string(week), Status: accord.UpdateDraft, CreatedAt: d.now}
	list, err := d.app.store.WeeklyUpdates(ctx, week, weeksOfQuarter)
	u.RevenueGoal = accord.GoalOf(week, list)
	return u, err
}

// weeksOfQuarter is how many weeks a quarter's goal is looked for.
const weeksOfQuarter = 14

// facts are what Accord found since the last update, as of now, and the next
// meetings.
func (d *updateDesk) facts(ctx context.Context, week accord.Week) ([]accord.WeeklyUpdateLine, error) {
	before, err := d.app.store.WeeklyUpdates(ctx, week, accord.ArchiveWeeks)
	if err != nil {
		return nil, err
	}
	from := d.settings.ToldUntil(week, before)
	lines, err := d.app.store.UpdateFacts(ctx, from, d.now.Add(time.Microsecond))
	if err != nil {
		return nil, err
	}
	// As everybody sees them: closed teams' dates stay theirs.
	entries, err := d.app.Calendar(ctx, accord.System(d.workspace.ID), false, d.now, d.now.AddDate(0, 0, comingDays))
	entries = slices.DeleteFunc(entries, func(e CalendarEntry) bool {
		return e.Status == accord.MeetingCancelled || e.Status == accord.MeetingClosed
	})
	for _, e := range entries[:min(len(entries), comingMeetings)] {
		at := accord.Instant(e.StartsAt)
		lines = append(lines, accord.WeeklyUpdateLine{
			Kind: accord.FactMeeting, Side: accord.Neutral, Text: e.Title, SubjectID: e.Path(), TeamID: accord.NullID(e.TeamID), StartsAt: &at,
		})
	}
	return slices.DeleteFunc(lines, func(l accord.WeeklyUpdateLine) bool { return !d.view.Sees(string(l.TeamID)) }), err
}

// WeeklyUpdate gives the update of a week: the draft to both leads, their
// deputies and admins, one that was sent to everybody it was for.
func (a *App) WeeklyUpdate(ctx context.Context, actor accord.Actor, week accord.Week) (accord.UpdateDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeUpdates)
	if err != nil {
		return accord.UpdateDetail{}, err
	}
	desk, err := a.updates(ctx, a.store, actor, a.now())
	if err != nil {
		return accord.UpdateDetail{}, err
	}
	return desk.seen(ctx, actor, week)
}

// seen is one update as the actor sees it.
func (d *updateDesk) seen(ctx context.Context, actor accord.Actor, week accord.Week) (accord.UpdateDetail, error) {
	detail, err := d.one(ctx, week)
	if err == nil && !d.workspace.SeesUpdate(actor, detail.WeeklyUpdate) {
		err = accord.NotFound("weekly update")
	}
	return detail, err
}

// WeeklyUpdates lists updates before a week, "" for all, the latest first: what
// was sent, what was missed, and the draft for those who see it.
func (a *App) WeeklyUpdates(ctx context.Context, actor accord.Actor, before accord.Week, limit int) ([]accord.UpdateDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeUpdates)
	if err != nil {
		return nil, err
	}
	desk, err := a.updates(ctx, a.store, actor, a.now())
	if err != nil {
		return nil, err
	}
	list, err := a.store.WeeklyUpdates(ctx, before, limit+1) // one draft may fall out
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(u accord.WeeklyUpdate) bool { return !desk.workspace.SeesUpdate(actor, u) })
	return desk.details(ctx, list[:min(limit, len(list))])
}

// UpdatesPage is the archive and the week that is written now.
type UpdatesPage struct {
	Weeks    []accord.UpdateWeek
	Current  accord.Week
	DueAt    time.Time // of the current week
	Closed   bool      // the current week's was sent already
	Begun    bool      // somebody has begun it
	Writes   bool      // the reader writes a part of it
	Settings accord.UpdateSettings
}

// UpdatesPage loads the archive of [accord.ArchiveWeeks] weeks.
func (a *App) UpdatesPage(ctx context.Context, actor accord.Actor) (UpdatesPage, error) {
	list, err := a.WeeklyUpdates(ctx, actor, "", accord.ArchiveWeeks)
	if err != nil {
		return UpdatesPage{}, err
	}
	w, err := a.Workspace(ctx, actor)
	settings, now := w.Updates(), a.now()
	p := UpdatesPage{Current: settings.Current(now), Settings: settings, Writes: w.SeesDrafts(actor) && actor.Role != accord.RoleObserver}
	p.DueAt = settings.DueUnbegun(p.Current, now)
	p.Weeks = accord.UpdateArchive(list, p.Current)
	if len(list) > 0 && list[0].Week() == p.Current {
		p.Begun, p.Closed, p.DueAt = list[0].BegunAt != nil, list[0].Status != accord.UpdateDraft, list[0].DueAt
	}
	return p, err
}

// WeeklyUpdateState is what the dashboard says of it, as of an instant; zero is
// now. It is the zero state where the reader has no part in updates.
func (a *App) WeeklyUpdateState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.WeeklyUpdateState, error) {
	ctx, err := a.read(ctx, actor, ActSeeUpdates)
	if err != nil || !actor.ReadsUpdates() {
		return accord.WeeklyUpdateState{}, err
	}
	asOf, past := a.asOf(asOf)
	desk, err := a.updates(ctx, a.store, actor, asOf)
	if err != nil {
		return accord.WeeklyUpdateState{}, err
	}
	current := desk.settings.Current(asOf)
	list, err := a.store.WeeklyUpdates(ctx, current.Add(1), accord.ArchiveWeeks)
	if err != nil {
		return accord.WeeklyUpdateState{}, err
	}
	details, err := desk.headers(ctx, list, current)
	if err != nil || !past {
		return accord.UpdateState(details, desk.settings, desk.workspace, actor, asOf), err
	}
	steps, err := updateSteps(ctx, a.store, current)
	return accord.UpdateState(accord.UpdatesAt(details, steps, current, asOf), desk.settings, desk.workspace, accord.Actor{}, asOf), err
}

// headers are updates without what stands in them, the one of the current week
// apart: of the others it is counted how they ended, and nothing else.
func (d *updateDesk) headers(ctx context.Context, list []accord.WeeklyUpdate, current accord.Week) ([]accord.UpdateDetail, error) {
	out := make([]accord.UpdateDetail, len(list))
	for i, u := range list {
		if out[i].WeeklyUpdate = u; u.Week() != current {
			continue
		}
		whole, err := d.details(ctx, list[i:i+1])
		if err != nil {
			return nil, err
		}
		out[i] = whole[0]
	}
	return out, nil
}

// updateSteps are what the events say of the writing of a week's update; a
// signature that was taken back was never there (P8).
func updateSteps(ctx context.Context, s *store.Store, week accord.Week) ([]accord.UpdateStep, error) {
	events, err := s.Events(ctx, string(week))
	if err != nil {
		return nil, err
	}
	var steps []accord.UpdateStep
	for _, e := range standingEvents(events) {
		step := accord.UpdateStep{At: e.At, Signed: e.Kind == "weekly_update.signed"}
		if err := json.Unmarshal([]byte(e.Data), &step); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Kind, err)
		}
		steps = append(steps, step)
	}
	return steps, nil
}
