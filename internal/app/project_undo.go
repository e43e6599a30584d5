package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// projectUndoable reports whether a change of that kind is taken back by whoever
// made it; that a sponsor left follows from something that stays.
func projectUndoable(kind string) bool { return kind != projectSponsorLeft }

// lastOfProject is the last change of a project, where the actor may take it
// back (P8).
func lastOfProject(ctx context.Context, s *store.Store, p accord.Project, actor accord.Actor, now time.Time) (accord.Event, error) {
	e, err := lastStanding(ctx, s, p.ID, actor, now)
	if err == nil && !projectUndoable(e.Kind) {
		err = accord.Errorf(accord.CodeConflict, "This cannot be undone.").By("P8")
	}
	switch {
	case err != nil:
	case e.Kind == projectProposed:
		_, err = untouchedProposal(ctx, s, e)
	case e.Kind == projectCreated:
		var used bool
		if used, err = s.ProjectInUse(ctx, p.ID); err == nil && used {
			err = dependedOn()
		}
	}
	return e, err
}

// dependedOn refuses to take back what something depends on by now.
func dependedOn() error {
	return accord.Errorf(accord.CodeConflict, "Something happened since that depends on it; it can no longer be undone.").By("P8")
}

// untouchedProposal is the agenda item an event proposed a project with, while
// nobody changed or moved it and its meeting has not begun.
func untouchedProposal(ctx context.Context, s *store.Store, e accord.Event) (accord.AgendaItem, error) {
	var data struct {
		ID string `json:"agenda_item_id"`
	}
	if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
		return accord.AgendaItem{}, fmt.Errorf("read the proposal: %w", err)
	}
	item, err := s.AgendaItem(ctx, data.ID)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return item, dependedOn()
	}
	if err != nil {
		return item, err
	}
	touched := item.Version != 1 || item.NotesVersion != 1
	if !touched && item.MeetingID != "" {
		m, err := s.Meeting(ctx, string(item.MeetingID))
		if err != nil {
			return item, err
		}
		touched = m.AgendaOpen() != nil || m.Status != accord.MeetingScheduled
	}
	if !touched {
		touched, err = s.TookIn(ctx, item.ID)
	}
	if err == nil && touched {
		err = dependedOn()
	}
	return item, err
}

// UndoProject takes back what the actor did to a project last, within ten
// minutes (P8): a state, changed words, or the writing down of an idea nothing
// serves yet. gone says that this leaves no project.
func (a *App) UndoProject(ctx context.Context, actor accord.Actor, id string) (out accord.ProjectRow, gone bool, err error) {
	err = a.change(ctx, actor, ActChangeProjects, func(ctx context.Context, tx *store.Store, now time.Time) error {
		p, err := a.findProject(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		e, err := lastOfProject(ctx, tx, p, actor, now)
		if err != nil {
			return err
		}
		if out, err = a.oneProject(ctx, tx, actor, id); err != nil {
			return err
		}
		t := &projectTx{app: a, tx: tx, by: actor, now: now}
		after := p
		switch gone = e.Kind == projectCreated; {
		case gone:
			err = tx.DeleteProject(ctx, id)
		case e.Kind == projectProposed:
			err = t.takeBackProposal(ctx, e)
		default:
			if after, err = t.back(ctx, p, e); err == nil {
				err = tx.SaveProject(ctx, &after)
			}
		}
		if err != nil {
			return err
		}
		seq := e.Seq
		if _, err := tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: projectUndone, SubjectType: "project", SubjectID: id, TeamID: p.TeamID, Undoes: &seq,
			Data: jsonObject("title", after.Title, "state", after.State),
		}); err != nil || gone {
			return err
		}
		out, err = a.oneProject(ctx, tx, actor, id)
		return err
	})
	return out, gone, err
}

// back is the project as it was before e. Where that is under way again there
// must still be room; a sponsor who has left meanwhile does not come back.
func (t *projectTx) back(ctx context.Context, p accord.Project, e accord.Event) (accord.Project, error) {
	var data struct {
		Before accord.Project `json:"before"`
	}
	if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
		return p, fmt.Errorf("read the project before: %w", err)
	}
	before := data.Before
	before.WorkspaceID, before.Version = p.WorkspaceID, p.Version
	if before.State == accord.ProjectActive && p.State != accord.ProjectActive {
		if err := t.room(ctx, p.TeamID); err != nil {
			return p, err
		}
	}
	for _, side := range accord.LeadSides() {
		id := before.Sponsor(side)
		if id == "" {
			continue
		}
		who, err := t.tx.Person(ctx, string(id))
		if err != nil {
			return p, err
		}
		if accord.CheckSponsor(side, who) != nil {
			before = before.WithSponsor(side, "")
		}
	}
	return before, nil
}

// room refuses one more project of the team under way where there is none left.
func (t *projectTx) room(ctx context.Context, teamID accord.NullID) error {
	w, err := t.tx.Workspace(ctx)
	if err != nil {
		return err
	}
	active, err := t.tx.ActiveProjects(ctx, teamID)
	if err != nil {
		return err
	}
	return accord.ProjectRoom(active, w.ActiveProjects())
}
