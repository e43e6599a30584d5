package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// proposalMinutes is what a proposal made of something told asks for.
const proposalMinutes = 10

// IntelToItem makes an action item of something told. Whoever of Marketing does
// it promises it themselves; anybody else asks the lead of Marketing. Once more
// gives the item there is.
func (a *App) IntelToItem(ctx context.Context, actor accord.Actor, ref string) (item accord.ActionItem, err error) {
	err = a.turnIntel(ctx, actor, ref, func(ctx context.Context, tx *store.Store, i *accord.IntelItem, now time.Time) error {
		if i.ActionItemID != "" {
			item, err = a.ActionItem(ctx, actor, string(i.ActionItemID))
			return err
		}
		days, zone, err := a.workCalendar(ctx, tx)
		if err != nil {
			return err
		}
		owner := actor.PersonID
		if actor.Side != accord.Marketing {
			w, err := tx.Workspace(ctx)
			if err != nil {
				return err
			}
			owner = string(w.MarketingLeadID)
		}
		item, err = a.CreateActionItem(ctx, actor, NewActionItem{ItemDraft: i.ActionItemDraft(days, accord.DateOf(now, zone)), OwnerID: owner})
		i.ActionItemID = accord.NullID(item.ID)
		return err
	})
	return item, err
}

// IntelToProposal puts something told into a series' backlog, as a proposal of
// Sales. Once more gives the one there is.
func (a *App) IntelToProposal(ctx context.Context, actor accord.Actor, ref, seriesID string) (item accord.AgendaItem, err error) {
	err = a.turnIntel(ctx, actor, ref, func(ctx context.Context, _ *store.Store, i *accord.IntelItem, _ time.Time) error {
		if i.AgendaItemID != "" {
			item, err = a.AgendaItem(ctx, actor, string(i.AgendaItemID))
			return err
		}
		if seriesID == "" {
			return accord.BadField("series_id", "Choose a series.")
		}
		item, err = a.AddToBacklog(ctx, actor, seriesID, accord.AgendaItem{
			Title: accord.Shorten(i.Text, accord.MaxTitle), Kind: accord.KindSolve, Side: accord.Sales, Minutes: proposalMinutes, Notes: i.Ref() + ": " + i.Text,
		})
		i.AgendaItemID = accord.NullID(item.ID)
		return err
	})
	return item, err
}

// turnIntel runs fn, which makes something of what was told by its own use case,
// and saves what came of it in the same transaction.
func (a *App) turnIntel(ctx context.Context, actor accord.Actor, ref string, fn func(ctx context.Context, tx *store.Store, i *accord.IntelItem, now time.Time) error) error {
	if err := Allow(actor, ActTurnIntel); err != nil {
		return err
	}
	return a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		i, err := findIntel(ctx, tx, ref)
		if err != nil {
			return err
		}
		before, now := i, a.now()
		if err := fn(ctx, tx, &i, now); err != nil || i == before {
			return err
		}
		if err := tx.SaveIntelItem(ctx, &i); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: intelTurned, SubjectType: intelSubject, SubjectID: i.ID,
			Data: jsonObject("number", i.Number, "action_item_id", i.ActionItemID, "agenda_item_id", i.AgendaItemID),
		})
		return err
	})
}
