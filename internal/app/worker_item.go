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

// remindersOnce is how many reminders of a kind are queued in one go.
const remindersOnce = 200

// remindersDue queues the reminders of items due tomorrow and of those past
// their day, each once for its due day and owner. After a gap it writes down
// those that have lost their point meanwhile.
func (a *App) remindersDue(ctx context.Context, g glance) (next time.Time, err error) {
	tomorrow, err := a.store.UnsaidDays(ctx, accord.ItemDueTomorrow, g.now, soon+lookEvery)
	if err != nil {
		return next, err
	}
	overdue, err := a.store.UnsaidDays(ctx, accord.ItemOverdue, g.now, lookEvery)
	if err != nil {
		return next, err
	}
	due := g.gap
	for _, d := range tomorrow {
		if at := d.DueTomorrowAt(); at.After(g.now) {
			next = sooner(next, at)
		} else if !d.DueDayBegun(g.now) {
			due = true
		}
	}
	for _, d := range overdue {
		if at := d.OverdueAt(); at.After(g.now) {
			next = sooner(next, at)
		} else {
			due = true
		}
	}
	if !due {
		return next, nil
	}
	more, err := a.remind(ctx, g)
	if more {
		next = g.now
	}
	return next, err
}

// remind queues what is due, at most [remindersOnce] of a kind; more says that
// there are others.
func (a *App) remind(ctx context.Context, g glance) (more bool, err error) {
	tomorrow, err := a.store.ItemsDue(ctx, accord.ItemDueTomorrow, g.now, soon)
	if err != nil {
		return false, err
	}
	overdue, err := a.store.ItemsDue(ctx, accord.ItemOverdue, g.now, 0)
	if err != nil {
		return false, err
	}
	list, more := remindersOf(accord.ItemDueTomorrow, tomorrow, func(i accord.ActionItem) bool { return i.RemindsTomorrow(g.now) })
	late, others := remindersOf(accord.ItemOverdue, overdue, func(i accord.ActionItem) bool { return !g.now.Before(i.OverdueAt()) })
	list, more = append(list, late...), more || others
	if g.gap {
		missed, err := a.missedReminders(ctx, g.now)
		if err != nil {
			return false, err
		}
		list = append(list, missed...)
	}
	if len(list) == 0 {
		return false, nil
	}
	return more, a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		for _, d := range list {
			if err := a.queueReminder(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// remindersOf makes the reminders of the items that are due, the first
// [remindersOnce] of them.
func remindersOf(what string, items []accord.ActionItem, due func(accord.ActionItem) bool) (list []accord.Delivery, more bool) {
	for _, i := range items {
		switch {
		case !due(i):
		case len(list) == remindersOnce:
			return list, true
		default:
			list = append(list, reminder(what, i))
		}
	}
	return list, false
}

// missedReminders are those that nobody sent in time and that say nothing any
// more, as they are written down: an item is due today, not tomorrow, or has
// been overdue for weeks.
func (a *App) missedReminders(ctx context.Context, now time.Time) ([]accord.Delivery, error) {
	var list []accord.Delivery
	for _, what := range []string{accord.ItemDueTomorrow, accord.ItemOverdue} {
		items, err := a.store.ItemsMissed(ctx, what, now)
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			if what == accord.ItemOverdue || i.MissedTomorrow(now) {
				d := reminder(what, i)
				d.State, d.LastError = accord.DeliverySkipped, "late"
				list = append(list, d)
			}
		}
	}
	return list, nil
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
	case d.State == accord.DeliverySkipped:
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
func (a *App) confirmSilent(ctx context.Context, g glance) (time.Time, error) {
	first, err := a.store.LongestSilent(ctx)
	if err != nil || first.DoneAt == nil {
		return time.Time{}, err
	}
	days, zone, err := a.workCalendar(ctx, a.store)
	if err != nil {
		return time.Time{}, err
	}
	next := first.ConfirmsItselfAt(days, zone)
	if next.After(g.now) {
		return next, nil
	}
	n, err := a.ConfirmSilentItems(ctx, g.workspace)
	if n > 0 {
		a.log.InfoContext(ctx, "confirmed by silence", "workspace", g.workspace, "items", n)
	}
	if err != nil || n == 0 {
		return g.now, err
	}
	return a.confirmSilent(ctx, g)
}
