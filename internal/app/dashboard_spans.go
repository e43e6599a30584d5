package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// RebuildSpans makes the spans of an item again from its events, in the running
// transaction: the events are the truth, the spans only make figures of past
// dates cheap.
func (a *App) RebuildSpans(ctx context.Context, tx *store.Store, item accord.ActionItem) error {
	if err := tx.ForgetSpans(ctx, item.ID); err != nil {
		return err
	}
	events, err := tx.Events(ctx, item.ID)
	if err != nil {
		return err
	}
	state := accord.ActionItem{WorkspaceID: item.WorkspaceID, ID: item.ID, CreatedAt: item.CreatedAt}
	for i, e := range standingEvents(events) {
		data, err := accord.ItemEventOf(e)
		if err != nil {
			return err
		}
		if state, err = data.Changes.Forth(state); err != nil {
			return err
		}
		state.Version = i + 1
		if err := tx.SaveSpan(ctx, state, e); err != nil {
			return err
		}
	}
	return nil
}
