package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// askDays is how many working days the other side gets for what it is asked in an
// update, unless it names another day.
const askDays = 5

// UpdateAsk says what an ask would become: whose action item, due when.
type UpdateAsk struct {
	Owner accord.Person // the other side's lead or deputy; the zero person where it has none
	DueOn accord.Date
}

// UpdateAsk tells what [App.AskInUpdate] would make of a side's asks.
func (a *App) UpdateAsk(ctx context.Context, actor accord.Actor, side accord.Side) (UpdateAsk, error) {
	ctx, err := a.read(ctx, actor, ActSeeUpdates)
	if err != nil {
		return UpdateAsk{}, err
	}
	return a.updateAsk(ctx, a.store, side)
}

func (a *App) updateAsk(ctx context.Context, s *store.Store, side accord.Side) (ask UpdateAsk, err error) {
	days, zone, err := a.workCalendar(ctx, s)
	if err != nil {
		return ask, err
	}
	ask.DueOn = days.After(accord.DateOf(a.now(), zone), askDays)
	w, err := s.Workspace(ctx)
	if err != nil {
		return ask, err
	}
	lead, deputy := w.Lead(side.Other())
	for _, id := range []accord.NullID{lead, deputy} {
		if id == "" {
			continue
		}
		p, err := s.Person(ctx, string(id))
		if err != nil {
			return ask, err
		}
		if p.Active() && p.Role != accord.RoleObserver {
			ask.Owner = p
			return ask, nil
		}
	}
	return ask, nil
}

// AskInUpdate makes an action item for the other side of an ask: its lead's, to
// accept, for the side that asks. It is made once; leads, deputies and admins do
// it, while the update is written or after it was sent.
func (a *App) AskInUpdate(ctx context.Context, actor accord.Actor, week accord.Week, lineID string) (item accord.ActionItem, err error) {
	if err := Allow(actor, ActWriteUpdates); err != nil {
		return item, err
	}
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		desk, err := a.updates(ctx, tx, actor, a.now())
		if err != nil {
			return err
		}
		t := &updateTx{updateDesk: desk, tx: tx, by: actor}
		if t.d, err = desk.seen(ctx, actor, week); err != nil {
			return err
		}
		line, err := t.ask(ctx, lineID)
		if err != nil {
			return err
		}
		if item, err = a.makeAsk(ctx, tx, actor, line); err != nil {
			return err
		}
		if err := tx.LinkUpdateLine(ctx, line.ID, item.ID); err != nil {
			return err
		}
		return t.record(ctx, "asked", facts{"line_id": line.ID, "action_item_id": item.ID})
	})
	return item, err
}

// ask finds an ask that became nothing yet.
func (t *updateTx) ask(ctx context.Context, lineID string) (accord.WeeklyUpdateLine, error) {
	l, err := t.tx.UpdateLine(ctx, lineID)
	switch {
	case err != nil:
		return l, err
	case l.UpdateID != t.d.ID || l.Kind != accord.LineAsk:
		return l, accord.NotFound("ask")
	case !t.workspace.SeesDrafts(t.by):
		return l, accord.Errorf(accord.CodeDenied, "The leads of both sides, their deputies and admins make action items of asks.").By("X4")
	case l.ActionItemID != "":
		return l, accord.Errorf(accord.CodeConflict, "This ask is an action item already.")
	}
	return l, nil
}

func (a *App) makeAsk(ctx context.Context, tx *store.Store, actor accord.Actor, l accord.WeeklyUpdateLine) (accord.ActionItem, error) {
	ask, err := a.updateAsk(ctx, tx, l.Side)
	if err != nil {
		return accord.ActionItem{}, err
	}
	draft := accord.ItemDraft{Title: l.Text, ForSide: l.Side, DueOn: ask.DueOn}
	if title := accord.TitleOf(l.Text); title != l.Text {
		draft.Title, draft.Details = title, l.Text
	}
	return a.CreateActionItem(ctx, actor, NewActionItem{ItemDraft: draft, OwnerID: ask.Owner.ID})
}
