package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// ConfirmSilentItems confirms what the other side did not answer within five
// working days (P3) and returns how many. The worker calls it for each
// workspace; it does everything that is due, whenever it was due.
func (a *App) ConfirmSilentItems(ctx context.Context, workspaceID string) (int, error) {
	ctx = store.Within(ctx, workspaceID)
	days, zone, err := a.workCalendar(ctx, a.store)
	if err != nil {
		return 0, err
	}
	waiting, err := a.store.AwaitingConfirmation(ctx)
	if err != nil {
		return 0, err
	}
	confirmed := 0
	for _, item := range waiting {
		if a.now().Before(item.ConfirmsItselfAt(days, zone)) {
			continue
		}
		_, err := a.changeItem(ctx, accord.System(workspaceID), item.ID, accord.MatchVersion(item.Version), itemSelfConfirmed, "",
			func(_ context.Context, w *itemWork) (accord.ActionItem, error) {
				return w.item.ConfirmItself(days, zone, w.now)
			})
		switch accord.CodeOf(err) {
		case "":
			if err != nil {
				return confirmed, err
			}
			confirmed++
		case accord.CodeStale, accord.CodeConflict: // somebody answered meanwhile
		default:
			return confirmed, err
		}
	}
	return confirmed, nil
}

// releaseItems takes every unfinished item from somebody who leaves (P9): it is
// given to the person of to, by item id or under "" for all others, or stands
// without owner on top of the next opening.
func (a *App) releaseItems(ctx context.Context, tx *store.Store, actor accord.Actor, from accord.Person, to map[string]string, now time.Time) error {
	items, err := tx.UnfinishedOf(ctx, from.ID)
	if err != nil {
		return err
	}
	for _, item := range items {
		receiver, ok := to[item.ID]
		if !ok {
			receiver = to[""]
		}
		w := &itemWork{tx: tx, actor: actor, now: now, item: item}
		if err := a.releaseItem(ctx, w, receiver); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) releaseItem(ctx context.Context, w *itemWork, receiver string) error {
	owner, err := a.itemOwner(ctx, w.tx, receiver, w.item.TeamID)
	if err != nil {
		return err
	}
	after := w.item.Orphan(w.now)
	if owner == nil {
		_, err = a.saveItem(ctx, w, after, itemOrphaned, "")
		return err
	}
	if after, err = after.HandOver(*owner, "", false, w.actor, true, w.now); err != nil {
		return err
	}
	_, err = a.saveItem(ctx, w, after, itemHandedOver, "")
	return err
}

// carryItems counts the meeting that is being closed for every item that was
// open at its start (P5).
func (a *App) carryItems(ctx context.Context, tx *store.Store, actor accord.Actor, m accord.Meeting, now time.Time) error {
	if m.TeamID == "" || m.StartedAt == nil {
		return nil
	}
	opening, err := tx.OpeningAsOf(ctx, string(m.TeamID), *m.StartedAt, *m.StartedAt)
	if err != nil {
		return err
	}
	lineage, err := tx.LineageIDs(ctx, string(m.SeriesID))
	if err != nil {
		return err
	}
	for _, o := range opening {
		if !o.Status.Running() {
			continue
		}
		item, err := tx.ActionItem(ctx, o.ID)
		if err != nil {
			return err
		}
		after := item.CarriedAt(m, lineage...)
		if after.Carried == item.Carried {
			continue
		}
		after.UpdatedAt = now
		w := &itemWork{tx: tx, actor: actor, now: now, item: item, meeting: &m}
		if _, err := a.saveItem(ctx, w, after, itemCarried, ""); err != nil {
			return err
		}
	}
	return nil
}
