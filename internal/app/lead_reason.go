package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// LeadReasons lists why leads are rejected: those to choose from, or with all
// also those that former verdicts alone have.
func (a *App) LeadReasons(ctx context.Context, actor accord.Actor, all bool) ([]accord.LeadReason, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, err
	}
	list, err := a.store.LeadReasons(ctx)
	if !all {
		list = accord.OfferedLeadReasons(list)
	}
	return list, err
}

// EditLeadReasons makes the list of reasons say the texts, in their order.
func (a *App) EditLeadReasons(ctx context.Context, actor accord.Actor, texts []string) (list []accord.LeadReason, err error) {
	err = a.change(ctx, actor, ActEditLeadReasons, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		before, err := tx.LeadReasons(ctx)
		if err != nil {
			return err
		}
		after, err := accord.EditLeadReasons(before, texts, w, actor, store.NewID)
		if err != nil {
			return err
		}
		list = accord.OfferedLeadReasons(after)
		if slices.Equal(before, after) {
			return nil
		}
		if err := tx.SaveLeadReasons(ctx, after); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: leadReasons, SubjectType: "workspace", SubjectID: actor.WorkspaceID, Data: jsonObject("reasons", texts),
		})
		return err
	})
	return list, err
}
