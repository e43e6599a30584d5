package app

import (
	"context"

	"accord/internal/accord"
)

// AcceptItem is the owner's promise (P1), for the asked day or the one named.
func (a *App) AcceptItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, due accord.Date, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemAccepted, reason, func(ctx context.Context, w *itemWork) (accord.ActionItem, error) {
		me, err := w.tx.Person(ctx, actor.PersonID)
		if err != nil {
			return w.item, err
		}
		return w.item.Accept(due, reason, actor, me, w.now)
	})
}

// DeclineItem is the owner's no to what was asked of them (P1).
func (a *App) DeclineItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemDeclined, reason, func(ctx context.Context, w *itemWork) (accord.ActionItem, error) {
		item := w.item
		if item.PreviousOwnerID != "" {
			can, err := a.canOwn(ctx, w.tx, item.PreviousOwnerID, item.TeamID)
			if err != nil {
				return item, err
			}
			if !can { // P9: then it stands without owner
				item.PreviousOwnerID, item.PreviousOwnerSide, item.PreviousOwnerZone = "", "", ""
			}
		}
		return item.Decline(reason, actor, w.now)
	})
}

// BlockItem says what stands in the way.
func (a *App) BlockItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemBlocked, reason, func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Block(reason, actor, w.now)
	})
}

// UnblockItem says that the work goes on.
func (a *App) UnblockItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemUnblocked, "", func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Unblock(actor, w.now)
	})
}

// DoneItem is the owner's word that it is done (P3).
func (a *App) DoneItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemDone, "", func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Done(actor, w.now)
	})
}

// ConfirmItem is the other side's agreement (P3).
func (a *App) ConfirmItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemConfirmed, "", func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Confirm(actor, w.now)
	})
}

// ReturnItem opens a done item again, with a reason (P3).
func (a *App) ReturnItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemReturned, reason, func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Return(reason, actor, w.now)
	})
}

// DropItem gives an item up, asks for it, or agrees to it (P6).
func (a *App) DropItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemDropped, reason, func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Drop(reason, actor, w.leads, w.now)
	})
}

// KeepItem keeps an item: against a request to drop it, by the side it is for
// (P6), or where it was carried twice, knowingly and as it is (P5).
func (a *App) KeepItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemKept, reason, func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		if w.item.AwaitsDrop() {
			return w.item.RefuseDrop(reason, actor, w.now)
		}
		return w.item.Keep(reason, actor, w.leads, w.now)
	})
}

// RescheduleItem moves the due date of a promise, with a reason (P2).
func (a *App) RescheduleItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, due accord.Date, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemRescheduled, reason, func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
		return w.item.Reschedule(due, reason, actor, w.now)
	})
}

// HandOverItem gives an item to another owner, who accepts anew (P2).
func (a *App) HandOverItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, ownerID, reason string) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemHandedOver, reason, func(ctx context.Context, w *itemWork) (accord.ActionItem, error) {
		to, err := a.itemOwner(ctx, w.tx, ownerID, w.item.TeamID)
		if err != nil {
			return w.item, err
		}
		if to == nil {
			return w.item, accord.BadField("owner_id", "Say who takes it over.")
		}
		return w.item.HandOver(*to, reason, w.present[to.ID], actor, w.leads, w.now)
	})
}

// ItemPatch is a change of an item's words; a field left alone stays.
type ItemPatch struct {
	Title   accord.Opt[string]
	Details accord.Opt[string]
	DueOn   accord.Opt[accord.Date] // the day asked for, while nobody promised one
	Horizon accord.Opt[accord.Horizon]
	Project accord.Opt[accord.NullID]
}

// EditItem changes the words of an item: by its owner, its asker, a leader of
// its team or an admin.
func (a *App) EditItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, p ItemPatch) (accord.ActionItem, error) {
	return a.changeItem(ctx, actor, ref, m, itemEdited, "", func(ctx context.Context, w *itemWork) (accord.ActionItem, error) {
		if !w.item.Manages(actor, w.leads) {
			return w.item, accord.Errorf(accord.CodeDenied, "Its owner, its asker, a leader of its team or an admin edits %s.", w.item.Ref()).By("X4")
		}
		item := w.item
		if p.Project.Set {
			item.ProjectID = ""
			if err := a.joinProject(ctx, w.tx, actor, &item, string(p.Project.Value)); err != nil {
				return w.item, err
			}
		}
		return item.Edit(accord.ItemDraft{
			Title: p.Title.Or(item.Title), Details: p.Details.Or(item.Details), DueOn: p.DueOn.Or(item.DueOn), Horizon: p.Horizon.Or(item.Horizon),
		}, w.now)
	})
}
