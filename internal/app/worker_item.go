package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// soon is how long before the end of its due day an item is looked at: two
// days, and the hours clocks may change by.
const soon = 50 * time.Hour

// remindersDue queues the reminders of items due tomorrow and of those past
// their day, each once for its due day and owner.
func (a *App) remindersDue(ctx context.Context, workspaceID string) error {
	now := a.now()
	tomorrow, err := a.store.ItemsDueSoon(ctx, now, soon)
	if err != nil {
		return err
	}
	overdue, err := a.store.ItemsOverdue(ctx, now)
	if err != nil {
		return err
	}
	reminders := map[string]accord.Delivery{}
	order := []string{}
	add := func(what string, items []accord.ActionItem, due func(accord.ActionItem) bool) {
		for _, i := range items {
			if due(i) {
				d := reminder(what, i)
				reminders[d.Key] = d
				order = append(order, d.Key)
			}
		}
	}
	add(accord.ItemDueTomorrow, tomorrow, func(i accord.ActionItem) bool { return i.RemindsTomorrow(now) })
	add(accord.ItemOverdue, overdue, func(i accord.ActionItem) bool { return !now.Before(i.OverdueAt()) })
	if len(order) == 0 {
		return nil
	}
	return a.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		for _, key := range order {
			if err := a.queueReminder(ctx, tx, reminders[key]); err != nil {
				return err
			}
		}
		return nil
	})
}

// reminder is the mail about an item and its due day; its key makes it
// once for each owner. The store looks for the same key.
func reminder(what string, i accord.ActionItem) accord.Delivery {
	return accord.Delivery{
		Key: "item:" + i.ID + ":" + what + ":" + string(i.DueOn) + ":" + string(i.OwnerID), Kind: accord.MailItem + what, PersonID: i.OwnerID,
		SubjectType: "action_item", SubjectID: i.ID, Payload: pack(payload{Due: i.DueOn}),
	}
}

// queueReminder queues a reminder; for somebody without an address it is
// written down as left out, as it is where nothing is mailed, so that it is not looked for again.
func (a *App) queueReminder(ctx context.Context, tx *store.Store, d accord.Delivery) error {
	p, err := tx.Person(ctx, string(d.PersonID))
	if err != nil {
		return err
	}
	d.Recipient = p.Email
	switch {
	case quiet(ctx):
		d.State, d.LastError = accord.DeliverySkipped, "quiet"
	case !p.Active():
		d.State, d.LastError = accord.DeliverySkipped, "left"
	case p.Email == "":
		d.State, d.LastError = accord.DeliverySkipped, "no_address"
	}
	return tx.Queue(ctx, d)
}

// confirmSilent lets five working days of silence confirm (P3).
func (a *App) confirmSilent(ctx context.Context, workspaceID string) error {
	n, err := a.ConfirmSilentItems(ctx, workspaceID)
	if n > 0 {
		a.log.InfoContext(ctx, "confirmed by silence", "workspace", workspaceID, "items", n)
	}
	return err
}
