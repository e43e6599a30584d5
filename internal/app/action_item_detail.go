package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
)

// ItemDetail is an action item with all that its page shows.
type ItemDetail struct {
	accord.ItemRow
	Meeting *accord.Meeting   // it came from; nil for none
	Notes   []accord.ItemNote // newest first
	History []ItemHappening   // newest first
	Names   map[string]string // everybody's, by id
	May     map[string]bool   // the verbs open to the actor, by their name in the API
	Mails   map[string][]string
	// ConfirmsItselfAt is when silence confirms it (P3); zero where it waits
	// for nobody.
	ConfirmsItselfAt time.Time
}

// ItemHappening is one event of an item's history.
type ItemHappening struct {
	accord.Event
	accord.ItemEvent
	Undone bool // a later event takes it back
}

// ItemDetail returns an action item by id or short number, with its history,
// its notes, and what the actor may do.
func (a *App) ItemDetail(ctx context.Context, actor accord.Actor, ref string) (ItemDetail, error) {
	var d ItemDetail
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return d, err
	}
	item, err := a.loadItem(ctx, a.store, actor, ref)
	if err != nil {
		return d, err
	}
	if d.ItemRow, err = a.store.ItemRow(ctx, item.ID); err != nil {
		return d, err
	}
	if d.Names, err = a.store.PersonNames(ctx); err != nil {
		return d, err
	}
	if d.Notes, err = a.store.ItemNotes(ctx, item.ID); err != nil {
		return d, err
	}
	slices.Reverse(d.Notes)
	if item.MeetingID != "" {
		m, err := a.store.Meeting(ctx, string(item.MeetingID))
		if err != nil {
			return d, err
		}
		d.Meeting = &m
	}
	events, err := a.store.Events(ctx, item.ID)
	if err != nil {
		return d, err
	}
	if d.History, err = historyOf(events); err != nil {
		return d, err
	}
	return d, a.itemOptions(ctx, actor, &d, events)
}

// historyOf reads the events, newest first.
func historyOf(events []accord.Event) ([]ItemHappening, error) {
	undone := map[int64]bool{}
	for _, e := range events {
		if e.Undoes != nil {
			undone[*e.Undoes] = true
		}
	}
	history := make([]ItemHappening, 0, len(events))
	for _, e := range slices.Backward(events) {
		data, err := accord.ItemEventOf(e)
		if err != nil {
			return nil, err
		}
		history = append(history, ItemHappening{Event: e, ItemEvent: data, Undone: undone[e.Seq]})
	}
	return history, nil
}

// itemOptions finds what the actor may do and whom it would mail.
func (a *App) itemOptions(ctx context.Context, actor accord.Actor, d *ItemDetail, events []accord.Event) error {
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return err
	}
	standing, err := a.teamStanding(ctx, a.store, actor, d.TeamID)
	if err != nil {
		return err
	}
	now := a.now()
	if d.AwaitsConfirmation() {
		days, zone, err := a.workCalendar(ctx, a.store)
		if err != nil {
			return err
		}
		d.ConfirmsItselfAt = d.ActionItem.ConfirmsItselfAt(days, zone)
	}
	d.May = map[string]bool{}
	if Allow(actor, ActChangeItems) == nil {
		d.May = itemVerbs(d.ActionItem, actor, standing.TeamRole == accord.TeamLeader, now)
		_, err := a.undoable(ctx, a.store, d.ActionItem, events, 0, actor, now)
		if d.May["undo"] = err == nil; err != nil && accord.CodeOf(err) == "" {
			return err
		}
	}
	d.Mails, err = a.itemMails(ctx, actor, w, d)
	return err
}

// itemVerbs asks the rules themselves what is open to the actor.
func itemVerbs(i accord.ActionItem, by accord.Actor, leads bool, now time.Time) map[string]bool {
	later := max(i.DueOn, accord.DateOf(now, accord.Zone(i.OwnerZone))).AddDays(1)
	me := accord.Person{ID: by.PersonID, Side: by.Side, Role: by.Role, TimeZone: by.TimeZone}
	may := func(_ accord.ActionItem, err error) bool { return err == nil }
	return map[string]bool{
		"accept":     may(i.Accept(later, "x", by, me, now)),
		"decline":    may(i.Decline("x", by, now)),
		"block":      may(i.Block("x", by, now)),
		"unblock":    may(i.Unblock(by, now)),
		"done":       may(i.Done(by, now)),
		"confirm":    may(i.Confirm(by, now)),
		"return":     may(i.Return("x", by, now)),
		"drop":       may(i.Drop("x", by, leads, now)),
		"keep":       i.AwaitsDrop() && may(i.RefuseDrop("x", by, now)) || !i.AwaitsDrop() && may(i.Keep("x", by, leads, now)),
		"reschedule": may(i.Reschedule(later, "x", by, now)),
		"hand-over":  may(i.HandOver(accord.Person{ID: "somebody else"}, "x", false, by, leads, now)),
		"edit":       i.Unfinished() && i.Manages(by, leads),
		"note":       i.Manages(by, leads),
	}
}

// itemMails says who would be mailed by each verb the actor may use, by name
// (S5).
func (a *App) itemMails(ctx context.Context, actor accord.Actor, w accord.Workspace, d *ItemDetail) (map[string][]string, error) {
	asker, err := a.store.Person(ctx, d.AskerID)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return nil, err
	}
	kinds := map[string]string{
		"accept": itemAccepted, "decline": itemDeclined, "done": itemDone, "confirm": itemConfirmed, "return": itemReturned,
		"drop": itemDropped, "keep": itemDropRefused, "reschedule": itemRescheduled, "note": itemNoted,
	}
	if !d.Consents(actor) {
		kinds["drop"] = itemDropAsked
	}
	mails := map[string][]string{}
	for verb, kind := range kinds {
		if !d.May[verb] {
			continue
		}
		_, people := itemMailing{Verb: kind, Before: d.ActionItem, After: d.ActionItem}.To(w, asker.Side)
		for _, id := range people {
			if name := d.Names[string(id)]; name != "" && string(id) != actor.PersonID {
				mails[verb] = append(mails[verb], name)
			}
		}
	}
	return mails, nil
}
