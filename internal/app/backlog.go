package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Backlog lists a series' agenda items that are on no meeting, oldest first.
func (a *App) Backlog(ctx context.Context, actor accord.Actor, seriesID string) ([]accord.AgendaItem, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return nil, err
	}
	if _, _, err := a.seriesFor(ctx, a.store, actor, seriesID); err != nil {
		return nil, err
	}
	return a.store.Backlog(ctx, seriesID)
}

// AddToBacklog puts an agenda item into a series' backlog: parked by whoever
// runs its meetings, else a proposal (A1).
func (a *App) AddToBacklog(ctx context.Context, actor accord.Actor, seriesID string, item accord.AgendaItem) (accord.AgendaItem, error) {
	err := a.change(ctx, actor, ActPropose, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, standing, err := a.seriesFor(ctx, tx, actor, seriesID)
		if err != nil {
			return err
		}
		switch {
		case !standing.Proposes():
			return accord.Errorf(accord.CodeDenied, "Only people of its team can propose for this series.").By("X4")
		case series.Status == accord.SeriesEnded:
			return accord.Errorf(accord.CodeConflict, "This series has ended.").By("S4")
		}
		item = backlogItem(series, standing, item, now)
		return a.addToBacklog(ctx, tx, series, item, actor.PersonID)
	})
	return item, err
}

// addToBacklog writes an entry of a series' backlog, with the event of whoever
// put it there.
func (a *App) addToBacklog(ctx context.Context, tx *store.Store, series accord.Series, item accord.AgendaItem, by string) error {
	if err := a.checkBacklogItem(ctx, tx, item); err != nil {
		return err
	}
	if err := tx.CreateAgendaItem(ctx, &item); err != nil {
		return err
	}
	_, err := tx.Record(ctx, accord.Event{
		At: item.CreatedAt, ActorID: by, Kind: "agenda_item.proposed", SubjectType: "agenda_item", SubjectID: item.ID, TeamID: accord.NullID(series.TeamID),
	})
	return err
}

func backlogItem(series accord.Series, standing Standing, item accord.AgendaItem, now time.Time) accord.AgendaItem {
	item.WorkspaceID, item.ID, item.SeriesID, item.MeetingID = series.WorkspaceID, store.NewID(), accord.NullID(series.ID), ""
	item.Status = accord.AgendaProposed
	if standing.Runs() {
		item.Status = accord.AgendaParked
	}
	item.ProposedBy, item.CreatedAt, item.NotesVersion, item.Version = standing.Actor.PersonID, now, 1, 1
	return item
}

func (a *App) checkBacklogItem(ctx context.Context, tx *store.Store, item accord.AgendaItem) error {
	var v accord.Validation
	v.Add("", item.Check())
	if item.PresenterID != "" {
		p, err := tx.Person(ctx, string(item.PresenterID))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil && p.Active(), "presenter_id", "Choose somebody who is here.")
	}
	return v.Err()
}
