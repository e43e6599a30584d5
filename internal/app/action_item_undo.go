package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// UndoItem takes back what the actor did to an item last, or the event seq
// where it is not 0: within ten minutes and while nothing depends on it (P8).
func (a *App) UndoItem(ctx context.Context, actor accord.Actor, ref string, seq int64) (accord.ActionItem, error) {
	var out accord.ActionItem
	err := a.change(ctx, actor, ActChangeItems, func(ctx context.Context, tx *store.Store, now time.Time) error {
		item, err := a.loadItem(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		events, err := tx.Events(ctx, item.ID)
		if err != nil {
			return err
		}
		e, err := a.undoable(ctx, tx, item, events, seq, actor, now)
		if err != nil {
			return err
		}
		w := &itemWork{tx: tx, actor: actor, now: now, item: item}
		if err := w.around(ctx, a, item.TeamID); err != nil {
			return err
		}
		out, err = a.takeBack(ctx, w, e)
		return err
	})
	return out, err
}

// undoKinds are the changes somebody takes back who made them. What else happens
// to an item follows from something that stays: a meeting was held, somebody
// left, nobody answered.
var undoKinds = map[string]bool{
	itemCreated: true, itemEdited: true, itemAccepted: true, itemDeclined: true, itemBlocked: true, itemUnblocked: true, itemDone: true,
	itemConfirmed: true, itemReturned: true, itemDropAsked: true, itemDropRefused: true, itemDropped: true, itemKept: true,
	itemRescheduled: true, itemHandedOver: true,
}

// undoable finds the event to take back and asks the rule. The item's page asks
// it too.
func (a *App) undoable(ctx context.Context, tx *store.Store, item accord.ActionItem, events []accord.Event, seq int64, actor accord.Actor, now time.Time) (accord.Event, error) {
	standing := standingEvents(events)
	if len(standing) == 0 {
		return accord.Event{}, accord.NotFound("change")
	}
	last := standing[len(standing)-1]
	e := last
	if seq != 0 {
		e = accord.Event{}
		for _, x := range events {
			if x.Seq == seq {
				e = x
			}
		}
		if e.Seq == 0 {
			return e, accord.NotFound("change")
		}
	}
	if err := accord.Undo(e, last.Seq, actor, now); err != nil {
		return e, err
	}
	switch kind := strings.TrimPrefix(e.Kind, itemKind); {
	case !undoKinds[kind]:
		return e, accord.Errorf(accord.CodeConflict, "This cannot be undone.").By("P8")
	case kind == itemCreated:
		if err := a.nothingDependsOn(ctx, tx, e, events); err != nil {
			return e, err
		}
	default:
		if err := a.ownerIsHere(ctx, tx, item, e); err != nil {
			return e, err
		}
	}
	if e.MeetingID == "" {
		return e, nil
	}
	m, err := tx.Meeting(ctx, string(e.MeetingID))
	if err == nil && m.ClosedAt != nil && m.StartedAt != nil && !e.At.Before(*m.StartedAt) && !e.At.After(*m.ClosedAt) {
		err = accord.Errorf(accord.CodeConflict, "The minutes of the meeting tell of it; it can no longer be undone.").By("P8")
	}
	return e, err
}

// ownerIsHere refuses to give an item back to somebody who left, observes or no
// longer sees it (P9).
func (a *App) ownerIsHere(ctx context.Context, tx *store.Store, item accord.ActionItem, e accord.Event) error {
	data, err := accord.ItemEventOf(e)
	if err != nil {
		return err
	}
	before, err := data.Changes.Back(item)
	if err != nil || before.OwnerID == "" || !before.Unfinished() {
		return err
	}
	can, err := a.canOwn(ctx, tx, before.OwnerID, before.TeamID)
	if err == nil && !can {
		err = accord.Errorf(accord.CodeConflict, "Whoever owned it then no longer can; it cannot be undone.").By("P9")
	}
	return err
}

// standingEvents leaves out what was undone, the undoing, and notes.
func standingEvents(events []accord.Event) []accord.Event {
	undone := map[int64]bool{}
	for _, e := range events {
		if e.Undoes != nil {
			undone[*e.Undoes] = true
		}
	}
	var standing []accord.Event
	for _, e := range events {
		if !undone[e.Seq] && e.Undoes == nil && e.Kind != itemKind+itemNoted {
			standing = append(standing, e)
		}
	}
	return standing
}

// nothingDependsOn refuses to take back the making of an item that somebody
// wrote about, or that stands in the opening of a meeting that began since (P4).
func (a *App) nothingDependsOn(ctx context.Context, tx *store.Store, made accord.Event, events []accord.Event) error {
	opened, err := tx.TeamMetSince(ctx, string(made.TeamID), made.At)
	if err == nil && (opened || noted(events)) {
		err = accord.Errorf(accord.CodeConflict, "Something happened since that depends on it; it can no longer be undone.").By("P8")
	}
	return err
}

// noted reports whether somebody wrote a note: what is written about an item
// depends on its being there.
func noted(events []accord.Event) bool {
	return slices.ContainsFunc(events, func(e accord.Event) bool { return e.Kind == itemKind+itemNoted })
}

// takeBack writes the item as it was before e, an event that names e, and
// withdraws the mail e caused.
func (a *App) takeBack(ctx context.Context, w *itemWork, e accord.Event) (accord.ActionItem, error) {
	if e.Kind == itemKind+itemCreated {
		return w.item, a.unmake(ctx, w, e)
	}
	data, err := accord.ItemEventOf(e)
	if err != nil {
		return w.item, err
	}
	after, err := data.Changes.Back(w.item)
	if err != nil {
		return w.item, err
	}
	after.UpdatedAt = w.now
	if err := w.tx.SaveActionItem(ctx, &after); err != nil {
		return after, err
	}
	back, _ := json.Marshal(accord.ItemEvent{Number: after.Number, Title: after.Title, Changes: accord.ChangesOf(w.item, after)})
	undo := w.event(after, itemUndone, "")
	undo.Undoes, undo.Data = &e.Seq, string(back)
	if _, err := w.tx.Record(ctx, undo); err != nil {
		return after, err
	}
	if err := w.tx.UndoSpan(ctx, after.ID, e.Seq); err != nil {
		return after, err
	}
	_, err = w.tx.Withdraw(ctx, e.Seq)
	return after, err
}

// unmake takes away an item whose making is undone: no list, figure or opening
// has it any more, while the two events tell of it for ever. Its number is not
// given again.
func (a *App) unmake(ctx context.Context, w *itemWork, e accord.Event) error {
	undo := w.event(w.item, itemUndone, "")
	undo.Undoes = &e.Seq
	if _, err := w.tx.Record(ctx, undo); err != nil {
		return err
	}
	if err := w.unbecome(ctx); err != nil {
		return err
	}
	if err := w.tx.DeleteActionItem(ctx, w.item.ID); err != nil {
		return err
	}
	if err := a.reopenLines(ctx, w.tx, accord.RepActionItem, w.item.ID, w.actor.PersonID, w.now); err != nil {
		return err
	}
	_, err := w.tx.WithdrawAbout(ctx, "action_item", w.item.ID)
	return err
}

// unbecome writes, for whatever became the item, an event that takes back the
// one that says so (P8).
func (w *itemWork) unbecome(ctx context.Context) error {
	named, err := w.tx.ItemNamedBy(ctx, w.item.ID)
	if err != nil {
		return err
	}
	for _, by := range named {
		events, err := w.tx.Events(ctx, by.SubjectID)
		if err != nil {
			return err
		}
		for _, e := range standingEvents(events) {
			if e.SubjectType != by.SubjectType || !strings.Contains(e.Data, w.item.ID) {
				continue
			}
			undo := accord.Event{
				At: w.now, ActorID: w.actor.PersonID, Kind: by.SubjectType + ".undone", SubjectType: e.SubjectType, SubjectID: e.SubjectID,
				MeetingID: e.MeetingID, TeamID: e.TeamID, Undoes: &e.Seq,
			}
			if _, err := w.tx.Record(ctx, undo); err != nil {
				return err
			}
		}
	}
	return nil
}
