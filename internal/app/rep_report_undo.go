package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

const (
	repTurned = "rep_line.turned"
	repUndone = "rep_line.undone"
)

// UndoRepLine takes back what the actor turned a line into: within ten minutes,
// and while nothing happened to what it became (P8). The line waits again.
func (a *App) UndoRepLine(ctx context.Context, actor accord.Actor, lineID string) (line accord.RepLine, err error) {
	if err := Allow(actor, ActReport); err != nil {
		return line, err
	}
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		t, before, err := a.turning(ctx, tx, actor, lineID)
		if err != nil {
			return err
		}
		if before.Became == accord.RepOpen {
			return accord.Errorf(accord.CodeConflict, "Nothing was made of this line.").By("P8")
		}
		e, err := lastStanding(ctx, tx, lineID, actor, t.now)
		if err != nil {
			return err
		}
		line = before.Reopen()
		if err := tx.SaveRepLine(ctx, &line); err != nil {
			return err
		}
		if err := t.unmakeThing(ctx, before); err != nil {
			return err
		}
		return t.app.recordReopened(ctx, tx, actor.PersonID, line, t.m, e.Seq, t.now)
	})
	return line, err
}

// unmakeThing takes away what a line was turned into, as its own undo does.
func (t *meetingTx) unmakeThing(ctx context.Context, line accord.RepLine) error {
	id := string(line.BecameID)
	switch line.Became {
	case accord.RepActionItem:
		made, err := t.maker(ctx, id, itemKind+itemCreated)
		if err == nil {
			_, err = t.app.UndoItem(ctx, t.by, id, made.Seq)
		}
		return err
	case accord.RepIntel:
		if _, err := t.maker(ctx, id, intelTold); err != nil {
			return err
		}
		_, err := t.app.UndoIntel(ctx, t.by, id)
		return err
	case accord.RepProposal:
		made, err := t.maker(ctx, id, "agenda_item.")
		if err != nil {
			return err
		}
		if err := t.tx.DeleteAgendaItem(ctx, id); err != nil {
			return err
		}
		_, err = t.tx.Record(ctx, accord.Event{
			At: t.now, ActorID: t.by.PersonID, Kind: "agenda_item.undone", SubjectType: "agenda_item", SubjectID: id,
			MeetingID: made.MeetingID, TeamID: made.TeamID, Undoes: &made.Seq,
		})
		return err
	default:
		return nil
	}
}

// maker is the event that made a thing, where nothing happened to it since.
func (t *meetingTx) maker(ctx context.Context, id, kind string) (accord.Event, error) {
	events, err := t.tx.Events(ctx, id)
	if err != nil {
		return accord.Event{}, err
	}
	standing := standingEvents(events)
	if len(standing) != 1 || !strings.HasPrefix(standing[0].Kind, kind) {
		return accord.Event{}, accord.Errorf(accord.CodeConflict, "Something happened since that depends on it; it can no longer be undone.").By("P8")
	}
	return standing[0], nil
}

// reopenLines lets the lines wait again that had become a thing whose making was
// undone by itself.
func (a *App) reopenLines(ctx context.Context, tx *store.Store, into accord.RepTurn, id, by string, now time.Time) error {
	lines, err := tx.RepLinesThatBecame(ctx, into, id)
	if err != nil {
		return err
	}
	for _, l := range lines {
		l = l.Reopen()
		if err := tx.SaveRepLine(ctx, &l); err != nil {
			return err
		}
		m, err := tx.Meeting(ctx, l.MeetingID)
		if err != nil {
			return err
		}
		events, err := tx.Events(ctx, l.ID)
		if err != nil {
			return err
		}
		var turned int64
		for _, e := range standingEvents(events) {
			if e.Kind == repTurned {
				turned = e.Seq
			}
		}
		if err := a.recordReopened(ctx, tx, by, l, m, turned, now); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) recordReopened(ctx context.Context, tx *store.Store, by string, l accord.RepLine, m accord.Meeting, turned int64, now time.Time) error {
	e := accord.Event{
		At: now, ActorID: by, Kind: repUndone, SubjectType: "rep_line", SubjectID: l.ID, MeetingID: accord.NullID(m.ID), TeamID: m.TeamID,
	}
	if turned > 0 {
		e.Undoes = &turned
	}
	_, err := tx.Record(ctx, e)
	return err
}
