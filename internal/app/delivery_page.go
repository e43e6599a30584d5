package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// DeliveryList is what the admins see of the queue of mails.
type DeliveryList struct {
	Counts map[accord.DeliveryState]int
	Rows   []accord.Delivery
	Names  map[accord.NullID]string // of the recipients
	Next   string                   // the id the next page begins before, "" for none
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
	if list.Rows, err = a.store.Deliveries(ctx, state, before, deliveriesShown+1); err != nil {
		return list, err
	}
	if len(list.Rows) > deliveriesShown {
		list.Rows = list.Rows[:deliveriesShown]
		list.Next = list.Rows[deliveriesShown-1].ID
	}
	people, err := a.store.People(ctx)
	for _, p := range people {
		list.Names[accord.NullID(p.ID)] = p.Name
	}
	for i := range list.Rows {
		list.Rows[i].Payload = "" // may hold a one-time link
	}
	return list, err
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
