package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// proposedMinutes is how long the choice of a project stands on an agenda for.
const proposedMinutes = 15

// ProjectMeeting is a meeting that may choose a project, or the series of one.
type ProjectMeeting struct {
	SeriesID  accord.NullID
	MeetingID accord.NullID // "" for a date nobody prepares yet
	Title     string
	StartsAt  time.Time // zero where the series has no date to come
}

// ProjectProposal is an agenda item that proposes a project, and where it stands.
type ProjectProposal struct {
	Item accord.AgendaItem
	At   ProjectMeeting
}

// ProposeProject puts the choice of an idea before the next meeting of its team
// where that is prepared, else into the backlog of its series, as a proposal of
// its side. Proposed again, the first proposal is the answer. title is written
// with %s for the project's.
func (a *App) ProposeProject(ctx context.Context, actor accord.Actor, id, title string) (out ProjectProposal, err error) {
	if err := Allow(actor, ActPropose); err != nil {
		return out, err
	}
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		now := a.now()
		p, err := a.findProject(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if out.Item, err = tx.ProjectProposal(ctx, id); accord.CodeOf(err) == accord.CodeNotFound {
			out.Item, err = a.proposeProject(ctx, tx, actor, p, title, now)
		}
		if err != nil {
			return err
		}
		out, err = a.proposalAt(ctx, tx, out.Item, now)
		return err
	})
	return out, err
}

func (a *App) proposeProject(ctx context.Context, tx *store.Store, actor accord.Actor, p accord.Project, title string, now time.Time) (item accord.AgendaItem, err error) {
	next, err := a.nextToChoose(ctx, tx, p, now)
	if err != nil {
		return item, err
	}
	if p.State != accord.ProjectIdea || next.SeriesID == "" {
		return item, accord.Errorf(accord.CodeConflict, "Only an idea is proposed, to a team that has meetings.")
	}
	matter := NewAgendaItem{
		Title: cutWords(strings.ReplaceAll(title, "%s", p.Title), accord.MaxTitle), Kind: accord.KindDecide, Side: p.Side, Minutes: proposedMinutes,
		Why: cutWords(p.Hypothesis, accord.MaxTitle), Horizon: p.Horizon, ProjectID: p.ID,
	}
	open := false
	if next.MeetingID != "" {
		m, err := tx.Meeting(ctx, string(next.MeetingID))
		if err != nil {
			return item, err
		}
		open = m.AgendaOpen() == nil
	}
	if open {
		item, err = a.ProposeAgendaItem(ctx, actor, string(next.MeetingID), matter)
	} else {
		item, err = a.AddToBacklog(ctx, actor, string(next.SeriesID), accord.AgendaItem{
			Title: matter.Title, Kind: matter.Kind, Side: matter.Side, Minutes: matter.Minutes, Why: matter.Why, Horizon: matter.Horizon, ProjectID: accord.NullID(p.ID),
		})
	}
	if err != nil {
		return item, err
	}
	_, err = tx.Record(ctx, accord.Event{
		At: now, ActorID: actor.PersonID, Kind: projectProposed, SubjectType: "project", SubjectID: p.ID, TeamID: p.TeamID,
		Data: jsonObject("title", p.Title, "state", p.State, "agenda_item_id", item.ID),
	})
	return item, err
}

// nextToChoose is the next meeting of the project's team, of its strategic
// series where it has one; without a series the team holds no meetings.
func (a *App) nextToChoose(ctx context.Context, s *store.Store, p accord.Project, now time.Time) (next ProjectMeeting, err error) {
	list, err := s.ActiveSeriesOf(ctx, string(p.TeamID))
	if err != nil || len(list) == 0 {
		return next, err
	}
	series := list[0]
	for _, s := range list {
		if s.Template == accord.TemplateStrategicTeam {
			series = s
			break
		}
	}
	return a.nextOf(ctx, s, series, now)
}

// nextOf is the next date of a series.
func (a *App) nextOf(ctx context.Context, s *store.Store, series accord.Series, now time.Time) (ProjectMeeting, error) {
	next := ProjectMeeting{SeriesID: accord.NullID(series.ID), Title: series.Title}
	date, ok, err := a.nextDate(ctx, s, series, now)
	if ok {
		next.MeetingID, next.StartsAt = date.MeetingID, date.StartsAt
	}
	return next, err
}

// proposalAt says where a proposal stands: at its meeting, or in the backlog,
// from where it comes to the next date of the series at the earliest.
func (a *App) proposalAt(ctx context.Context, s *store.Store, item accord.AgendaItem, now time.Time) (ProjectProposal, error) {
	out := ProjectProposal{Item: item}
	if item.MeetingID != "" {
		m, err := s.Meeting(ctx, string(item.MeetingID))
		out.At = ProjectMeeting{SeriesID: m.SeriesID, MeetingID: item.MeetingID, Title: m.Title, StartsAt: m.StartsAt}
		return out, err
	}
	series, err := s.Series(ctx, string(item.SeriesID))
	if err != nil {
		return out, err
	}
	out.At, err = a.nextOf(ctx, s, series, now)
	return out, err
}

// takeBackProposal takes a proposal nobody touched since off its agenda.
func (t *projectTx) takeBackProposal(ctx context.Context, e accord.Event) error {
	item, err := untouchedProposal(ctx, t.tx, e)
	if err != nil {
		return err
	}
	made, err := t.tx.Events(ctx, item.ID)
	if err != nil {
		return err
	}
	if err := t.tx.DeleteAgendaItem(ctx, item.ID); err != nil {
		return err
	}
	undone := accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "agenda_item.undone", SubjectType: "agenda_item", SubjectID: item.ID, MeetingID: item.MeetingID, TeamID: e.TeamID,
	}
	if len(made) > 0 {
		undone.Undoes = &made[0].Seq
	}
	_, err = t.tx.Record(ctx, undone)
	return err
}

// cutWords cuts a text to so many bytes, at a letter's edge.
func cutWords(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
