package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// DeliveryList is what the admins see of the queue of mails.
type DeliveryList struct {
	Counts     map[accord.DeliveryState]int
	Rows       []accord.Delivery
	Names      map[accord.NullID]string // of the recipients
	Suppressed []accord.SuppressedAddress
	Next       string // the id the next page begins before, "" for none
}

// deliveriesShown is a page of the queue.
const deliveriesShown = 50

// Deliveries lists the mails of the workspace, the newest first; state "" is
// all, before the id a page begins before. Admins only.
func (a *App) Deliveries(ctx context.Context, actor accord.Actor, state accord.DeliveryState, before string) (DeliveryList, error) {
	list := DeliveryList{Names: map[accord.NullID]string{}}
	ctx, err := a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return list, err
	}
	if list.Counts, err = a.store.DeliveryCounts(ctx); err != nil {
		return list, err
	}
	if list.Rows, list.Next, err = a.DeliveryPage(ctx, actor, state, before, deliveriesShown); err != nil {
		return list, err
	}
	if list.Suppressed, err = a.store.SuppressedAddresses(ctx); err != nil {
		return list, err
	}
	people, err := a.store.People(ctx)
	for _, p := range people {
		list.Names[accord.NullID(p.ID)] = p.Name
	}
	return list, err
}

// DeliveryPage is one page of the queue alone; next is the id the following one
// begins before, "" for none. Admins only.
func (a *App) DeliveryPage(ctx context.Context, actor accord.Actor, state accord.DeliveryState, before string, limit int) (rows []accord.Delivery, next string, err error) {
	if ctx, err = a.read(ctx, actor, ActChangeWorkspace); err != nil {
		return nil, "", err
	}
	if rows, err = a.store.Deliveries(ctx, state, before, limit+1); err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	for i := range rows {
		rows[i].Payload = "" // may hold a one-time link
	}
	return rows, next, nil
}

// SendAgain queues a mail anew that failed, was left out, or may not have
// arrived. It is a conflict for one that was sent or is about to be. Admins only.
func (a *App) SendAgain(ctx context.Context, actor accord.Actor, id string) error {
	return a.change(ctx, actor, ActChangeWorkspace, func(ctx context.Context, tx *store.Store, now time.Time) error {
		d, err := tx.Delivery(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.SendAgain(ctx, id); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: "delivery.sent_again", SubjectType: "delivery", SubjectID: d.ID,
		})
		return err
	})
}
