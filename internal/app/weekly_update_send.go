package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// close sends the update to everybody of both sides, or counts the week as
// missed where nothing stands in it. The mails are queued in the transaction that
// marks it sent, each once a reader.
func (t *updateTx) close(ctx context.Context) error {
	due := t.settings.DueAt(t.d.WeeklyUpdate)
	t.d.WeeklyUpdate = t.d.Close(t.workspace, t.now)
	if t.d.Status == accord.UpdateMissed {
		return t.save(ctx, "missed", facts{})
	}
	if err := t.freeze(ctx); err != nil {
		return err
	}
	readers, err := t.tx.UpdateReaders(ctx)
	if err != nil {
		return err
	}
	late := t.now.Sub(due) > accord.UpdateMailed
	for _, p := range readers {
		if quiet(ctx) {
			break
		}
		if err := t.tx.Queue(ctx, updateMail(t.d.WeeklyUpdate, p, late)); err != nil {
			return err
		}
		if !late {
			t.d.Recipients++
		}
	}
	return t.save(ctx, "sent", facts{
		"missing_sales": t.d.SalesMissing, "missing_marketing": t.d.MarketingMissing, "recipients": t.d.Recipients,
		"revenue_to_date": t.d.RevenueToDate, "revenue_goal": t.d.RevenueGoal,
		"as_of": t.d.AsOf, "working_days_elapsed": t.d.DaysElapsed, "working_days": t.d.DaysTotal,
	})
}

// updateMail is an update to one reader; its key makes it once.
func updateMail(u accord.WeeklyUpdate, p accord.Person, late bool) accord.Delivery {
	d := accord.Delivery{
		Key: "weekly_update:" + u.ID + ":" + p.ID, Kind: accord.MailWeeklyUpdate, PersonID: accord.NullID(p.ID), Recipient: p.Email,
		SubjectType: "weekly_update", SubjectID: u.ID,
	}
	if late {
		d.State, d.LastError = accord.DeliverySkipped, "late"
	}
	return d
}

// freeze keeps the facts of now: what is told stays as it was told. They are
// found as everybody sees them, whoever closes the update; each reader sees what
// they may.
func (t *updateTx) freeze(ctx context.Context) error {
	all := *t.updateDesk
	var err error
	if all.view, err = t.tx.View(ctx, accord.SystemID, accord.RoleAdmin); err != nil {
		return err
	}
	found, err := all.facts(ctx, t.d.Week())
	if err != nil {
		return err
	}
	return t.tx.AddUpdateLines(ctx, t.d.Week(), found)
}

// updatesDue closes updates that are due: the worker's chore. Weeks count from
// the first that anybody began; an instrument nobody uses is not missed.
func (a *App) updatesDue(ctx context.Context, g glance) (next time.Time, err error) {
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return next, err
	}
	list, err := a.store.WeeklyUpdates(ctx, "", accord.ArchiveWeeks)
	if err != nil || len(list) == 0 {
		return next, err
	}
	s := w.Updates()
	kept := map[accord.Week]accord.WeeklyUpdate{}
	for _, u := range list {
		kept[u.Week()] = u
	}
	var failed []error
	current := s.Current(g.now)
	first := max(list[len(list)-1].Week(), current.Add(1-accord.ArchiveWeeks))
	for week := first; week <= current; week = week.Add(1) {
		u, ok := kept[week]
		if !ok {
			u = accord.WeeklyUpdate{ID: string(week), Status: accord.UpdateDraft}
		}
		switch due := s.DueAt(u); {
		case u.Status != accord.UpdateDraft:
		case due.After(g.now):
			next = sooner(next, due)
		default:
			failed = append(failed, a.closeDue(ctx, g, week))
		}
	}
	return sooner(next, s.Ends(current)), errors.Join(failed...)
}

// closeDue closes one week's update, if it is still due.
func (a *App) closeDue(ctx context.Context, g glance, week accord.Week) error {
	system := accord.System(g.workspace)
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		desk, err := a.updates(ctx, tx, system, g.now)
		if err != nil {
			return err
		}
		t := &updateTx{updateDesk: desk, tx: tx, by: system}
		t.d, err = desk.one(ctx, week)
		if accord.CodeOf(err) == accord.CodeNotFound {
			var u accord.WeeklyUpdate
			u, err = desk.blank(ctx, week)
			t.d = desk.frame(u)
		}
		if err != nil {
			return err
		}
		if t.d.Status != accord.UpdateDraft || t.settings.DueAt(t.d.WeeklyUpdate).After(g.now) {
			return nil
		}
		if err := t.begin(ctx); err != nil {
			return err
		}
		if err := t.close(ctx); err != nil {
			return fmt.Errorf("close update %s: %w", week, err)
		}
		return nil
	})
}

// UpdateMails says who an update would be mailed to, and why (S5).
func (a *App) UpdateMails(ctx context.Context, actor accord.Actor) ([]accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActWriteUpdates)
	if err != nil {
		return nil, err
	}
	return a.store.UpdateReaders(ctx)
}
