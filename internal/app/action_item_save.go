package app

import (
	"context"
	"encoding/json"
	"strings"

	"accord/internal/accord"
	"accord/internal/store"
)

// What can happen to an action item; with "action_item." before it, the kind of
// its event.
const (
	itemCreated       = "created"
	itemEdited        = "edited"
	itemAccepted      = "accepted"
	itemDeclined      = "declined"
	itemBlocked       = "blocked"
	itemUnblocked     = "unblocked"
	itemDone          = "done"
	itemConfirmed     = "confirmed"
	itemSelfConfirmed = "self_confirmed"
	itemReturned      = "returned"
	itemDropAsked     = "drop_asked"
	itemDropRefused   = "drop_refused"
	itemDropped       = "dropped"
	itemKept          = "kept"
	itemRescheduled   = "rescheduled"
	itemHandedOver    = "handed_over"
	itemOrphaned      = "orphaned"
	itemCarried       = "carried"
	itemNoted         = "noted"
	itemUndone        = "undone"
	itemRezoned       = "rezoned"
)

// itemKind leads the kinds of an action item's events.
const itemKind = "action_item."

// verbOf names what really happened, where a verb can end in two ways.
func verbOf(verb string, before, after accord.ActionItem) string {
	switch {
	case verb == itemDropped && after.Status != accord.StatusDropped:
		return itemDropAsked
	case verb == itemKept && before.AwaitsDrop() && !after.AwaitsDrop():
		return itemDropRefused
	}
	return verb
}

// saveItem is the one way an action item is written: the item, its event, the
// span figures of past dates read, and the mail it causes.
func (a *App) saveItem(ctx context.Context, w *itemWork, after accord.ActionItem, verb, reason string) (accord.ActionItem, error) {
	save := w.tx.SaveActionItem
	if w.item.ID == "" {
		save = w.tx.CreateActionItem
	}
	if err := save(ctx, &after); err != nil {
		return after, err
	}
	e, err := w.tx.Record(ctx, w.event(after, verb, reason))
	if err != nil {
		return after, err
	}
	if err := w.tx.SaveSpan(ctx, after, e); err != nil {
		return after, err
	}
	return after, a.mailItem(ctx, w.tx, itemMailing{Verb: verb, Before: w.item, After: after}, e, reason)
}

// event tells what changed, enough to tell the item's life again or take the
// change back (P8). It belongs to the live page of the meeting that runs.
func (w *itemWork) event(after accord.ActionItem, verb, reason string) accord.Event {
	data, _ := json.Marshal(accord.ItemEvent{ // text, numbers and times always marshal
		Number: after.Number, Title: after.Title, Reason: strings.TrimSpace(reason), Changes: accord.ChangesOf(w.item, after),
	})
	e := accord.Event{
		At: w.now, ActorID: w.actor.PersonID, Kind: itemKind + verb, SubjectType: "action_item", SubjectID: after.ID,
		MeetingID: after.MeetingID, TeamID: after.TeamID, Data: string(data),
	}
	if w.meeting != nil {
		e.MeetingID = accord.NullID(w.meeting.ID)
	}
	return e
}

// mailItem queues what a change causes.
func (a *App) mailItem(ctx context.Context, tx *store.Store, m itemMailing, e accord.Event, reason string) error {
	if quiet(ctx) || !m.Mails() {
		return nil
	}
	workspace, err := tx.Workspace(ctx)
	if err != nil {
		return err
	}
	asker, err := tx.Person(ctx, m.After.AskerID)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return err
	}
	what, people := m.To(workspace, asker.Side)
	return a.queueItem(ctx, tx, what, m.After, e, strings.TrimSpace(reason), people...)
}
