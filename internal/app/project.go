package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// ProjectPatch is what somebody writes down of a growth project; what is not set
// stays. Setting the state moves it on.
type ProjectPatch struct {
	Title, Hypothesis         accord.Opt[string]
	ExpectedEffect, Learned   accord.Opt[string]
	TeamID                    accord.Opt[accord.NullID]
	SponsorSales, SponsorMktg accord.Opt[accord.NullID]
	Horizon                   accord.Opt[accord.Horizon]
	Side                      accord.Opt[accord.Side] // whose idea it is; only of an idea
	State                     accord.Opt[accord.ProjectState]
}

// words gives the project with the words of the patch.
func (p ProjectPatch) words(project accord.Project) accord.Project {
	text := func(o accord.Opt[string], now string) string { return strings.TrimSpace(o.Or(now)) }
	project.Title, project.Hypothesis = text(p.Title, project.Title), text(p.Hypothesis, project.Hypothesis)
	project.ExpectedEffect, project.Learned = text(p.ExpectedEffect, project.ExpectedEffect), text(p.Learned, project.Learned)
	project.SponsorSalesID = p.SponsorSales.Or(project.SponsorSalesID)
	project.SponsorMarketingID = p.SponsorMktg.Or(project.SponsorMarketingID)
	project.Horizon, project.Side, project.TeamID = p.Horizon.Or(project.Horizon), p.Side.Or(project.Side), p.TeamID.Or(project.TeamID)
	return project
}

// projectTx is one change of a growth project.
type projectTx struct {
	app *App
	tx  *store.Store
	by  accord.Actor
	now time.Time
}

// CreateProject writes an idea down: any member's, for the strategic team unless
// another team is named.
func (a *App) CreateProject(ctx context.Context, actor accord.Actor, in ProjectPatch) (accord.ProjectRow, error) {
	var out accord.ProjectRow
	err := a.change(ctx, actor, ActChangeProjects, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t := &projectTx{app: a, tx: tx, by: actor, now: now}
		before := accord.Project{Side: actor.Side, State: accord.ProjectIdea, CreatedBy: actor.PersonID, CreatedAt: now}
		if !in.TeamID.Set {
			teams, err := a.strategicTeams(ctx, tx, actor)
			if err != nil {
				return err
			}
			if len(teams) > 0 {
				before.TeamID = accord.NullID(teams[0])
			}
		}
		p := in.words(before)
		p.ID, p.Version = store.NewID(), 1
		if err := t.check(ctx, before, p); err != nil {
			return err
		}
		if err := tx.CreateProject(ctx, &p); err != nil {
			return err
		}
		if err := t.record(ctx, projectCreated, nil, p); err != nil {
			return err
		}
		if to := in.State.Or(p.State); to != p.State {
			moved, err := t.moved(ctx, p, to)
			if err != nil {
				return err
			}
			if err := t.save(ctx, projectKinds[to], p, moved); err != nil {
				return err
			}
		}
		var err error
		out, err = a.oneProject(ctx, tx, actor, p.ID)
		return err
	})
	return out, err
}

// ChangeProject changes the words of a project and, where the state is given,
// moves it on.
func (a *App) ChangeProject(ctx context.Context, actor accord.Actor, id string, match accord.Match, in ProjectPatch) (accord.ProjectRow, error) {
	var out accord.ProjectRow
	err := a.change(ctx, actor, ActChangeProjects, func(ctx context.Context, tx *store.Store, now time.Time) error {
		before, err := a.findProject(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := match.Check(before.Version, before); err != nil {
			return err
		}
		t := &projectTx{app: a, tx: tx, by: actor, now: now}
		p, kind := in.words(before), projectChanged
		if err := t.mayEdit(ctx, before, p); err != nil {
			return err
		}
		if to := in.State.Or(p.State); in.State.Set && to != p.State {
			if p, err = t.moved(ctx, p, to); err != nil {
				return err
			}
			kind = projectKinds[to]
		}
		if p != before {
			if err := t.save(ctx, kind, before, p); err != nil {
				return err
			}
		}
		out, err = a.oneProject(ctx, tx, actor, id)
		return err
	})
	return out, err
}

// mayEdit refuses changed words. What a project was when it ended stays, but for
// what was learned.
func (t *projectTx) mayEdit(ctx context.Context, before, p accord.Project) error {
	if p == before {
		return nil
	}
	leads, err := t.leadsTeam(ctx, before.TeamID)
	switch {
	case err != nil:
		return err
	case !before.Edits(t.by, leads):
		return accord.Errorf(accord.CodeDenied, "Its sponsors, whoever wrote it down and the leaders of its team change a project.").By("X4")
	}
	words := p
	words.Learned = before.Learned
	if before.State.Ended() && words != before {
		return accord.Errorf(accord.CodeConflict, "The project has ended; only what was learned can be added.")
	}
	if before.State != accord.ProjectIdea && (p.TeamID != before.TeamID || p.Side != before.Side) {
		return accord.Errorf(accord.CodeConflict, "Only an idea can still go to another team or side.")
	}
	if err := p.Keeps(before); err != nil {
		return err
	}
	return t.check(ctx, before, p)
}

// check refuses wrong words, a team nobody sees and sponsors who are not of
// their side. Only what changed is asked about people.
func (t *projectTx) check(ctx context.Context, before, p accord.Project) error {
	var v accord.Validation
	v.Add("", p.Check())
	if p.TeamID != before.TeamID && p.TeamID != "" {
		_, err := t.tx.Team(ctx, string(p.TeamID))
		if err == nil {
			err = t.app.seesTeam(ctx, t.tx, t.by, p.TeamID, "team")
		}
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil, "team_id", "There is no such team.")
	}
	for _, side := range accord.LeadSides() {
		id := p.Sponsor(side)
		if id == "" || id == before.Sponsor(side) {
			continue
		}
		field := "sponsor_" + string(side) + "_id"
		who, err := personNamed(ctx, t.tx, field, string(id))
		if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
			return err
		}
		v.Add("", err)
		v.Check(err != nil || accord.CheckSponsor(side, who) == nil, field, "Choose somebody of this side who is here.")
	}
	return v.Err()
}

// The events of growth projects.
const (
	projectCreated     = "project.created"
	projectChanged     = "project.changed"
	projectSponsorLeft = "project.sponsor_left"
	projectProposed    = "project.proposed"
	projectUndone      = "project.undone"
)

// projectKinds name what happened when a project came into a state.
var projectKinds = map[accord.ProjectState]string{
	accord.ProjectChosen: "project.chosen", accord.ProjectActive: "project.started",
	accord.ProjectDone: "project.done", accord.ProjectStopped: "project.stopped",
}

// moved is the project in another state.
func (t *projectTx) moved(ctx context.Context, p accord.Project, to accord.ProjectState) (accord.Project, error) {
	w, err := t.tx.Workspace(ctx)
	if err != nil {
		return p, err
	}
	m := accord.ProjectMove{To: to, By: t.by, Limit: w.ActiveProjects(), Now: t.now, Sides: w}
	if m.Leads, err = t.leadsTeam(ctx, p.TeamID); err != nil {
		return p, err
	}
	if m.MeetingID, err = t.tx.ChoosingMeeting(ctx, p.TeamID, p.CreatedAt); err != nil {
		return p, err
	}
	if m.Active, err = t.tx.ActiveProjects(ctx, p.TeamID); err != nil {
		return p, err
	}
	return p.Move(m)
}

// save writes a changed project with its event.
func (t *projectTx) save(ctx context.Context, kind string, before, p accord.Project) error {
	if err := t.tx.SaveProject(ctx, &p); err != nil {
		return err
	}
	return t.record(ctx, kind, &before, p)
}

// leadsTeam reports whether the actor leads a team.
func (t *projectTx) leadsTeam(ctx context.Context, teamID accord.NullID) (bool, error) {
	standing, err := t.app.teamStanding(ctx, t.tx, t.by, teamID)
	return standing.Leads(), err
}

// record tells of a change; before is what it was, for taking the change back
// (P8), nil of a new one.
func (t *projectTx) record(ctx context.Context, kind string, before *accord.Project, p accord.Project) error {
	_, err := t.tx.Record(ctx, accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: kind, SubjectType: "project", SubjectID: p.ID, TeamID: p.TeamID,
		Data: jsonObject("title", p.Title, "state", p.State, "learned", p.Learned, "before", before),
	})
	return err
}
