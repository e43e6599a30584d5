package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
	"accord/internal/store"
)

// One mail that cannot be put together holds up no other: not of its person,
// not of its workspace, not of the workspaces after it.
func TestDeliver_GoesOnPastAMailThatCannotBeMade(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.found("w2")
		for _, id := range []string{workID, "w2"} {
			w.tx(id, func(ctx context.Context, tx *store.Store) error {
				for _, what := range []string{accord.ItemNoted, accord.ItemAccepted} { // the first of them is broken
					i := accord.ActionItem{
						WorkspaceID: id, ID: what, Number: len(what), Title: what, OwnerID: "leo", OwnerSide: accord.Sales,
						OwnerZone: "Europe/Berlin", AskerID: "mia", ForSide: accord.Marketing, TeamID: "team", Status: accord.StatusOpen, DueOn: "2026-12-01", CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now(), Version: 1,
					}
					if err := tx.CreateActionItem(ctx, &i); err != nil {
						return err
					}
					payload := "{}"
					if what == accord.ItemNoted {
						payload = "{"
					}
					if err := tx.Queue(ctx, accord.Delivery{
						Kind: accord.MailItem + what, PersonID: "leo", Recipient: "leo@example.com", SubjectType: "action_item", SubjectID: i.ID, Payload: payload,
					}); err != nil {
						return err
					}
				}
				return tx.Queue(ctx, accord.Delivery{
					Kind: accord.MailMinutes, PersonID: "ana", Recipient: "ana@example.com", SubjectType: "meeting", SubjectID: w.held(ctx, tx, "m1").ID,
				})
			})
		}
		box := &postbox{}
		w.deliver(box)
		same(t, "mails past the broken one", box.got(),
			"items leo@example.com", "items leo@example.com", "minutes ana@example.com", "minutes ana@example.com")
		if got := w.states(); got[accord.DeliveryQueued] != 1 || got[accord.DeliverySent] != 2 {
			t.Errorf("states = %v, want the broken one put off and the others sent", got)
		}
		for range 3 * accord.MaxAttempts {
			w.clock.add(8 * time.Hour)
			w.deliver(box)
		}
		same(t, "mails later", box.got())
		failed, err := w.store.Deliveries(w.ctx(), accord.DeliveryFailed, "", 10)
		if err != nil || len(failed) != 1 || failed[0].Attempts != accord.MaxAttempts || failed[0].LastError == "" {
			t.Errorf("failed = %+v, %v; want the broken one after %d tries, with its error", failed, err, accord.MaxAttempts)
		}
	})
}

func TestDeliver_OfWhatIsGone(t *testing.T) {
	for _, c := range []struct{ name, kind, subject string }{
		{"an action item", accord.MailItem + accord.ItemNoted, "action_item"},
		{"a meeting", accord.MailMinutes, "meeting"},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
				w.tx(workID, func(ctx context.Context, tx *store.Store) error {
					return tx.Queue(ctx, accord.Delivery{
						Kind: c.kind, PersonID: "leo", Recipient: "leo@example.com", SubjectType: c.subject, SubjectID: "gone",
					})
				})
				box := &postbox{}
				w.deliver(box)
				same(t, "mails", box.got())
				list, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
				if err != nil || len(list) != 1 || list[0].LastError != "settled" {
					t.Errorf("skipped = %+v, %v; want it left out as settled", list, err)
				}
			})
		})
	}
}

// Undoing the making of an item withdraws every mail about it that has not
// gone out, whatever caused it.
func TestUndoItem_P8_WithdrawsAllMailOfAnItemThatIsUnmade(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		item, err := w.app.CreateActionItem(context.Background(), w.as("mia"), NewActionItem{
			ItemDraft: accord.ItemDraft{Title: "Write the brief", ForSide: accord.Marketing, DueOn: "2026-12-01"}, OwnerID: "leo", TeamID: "team",
		})
		if err != nil {
			t.Fatal(err)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return tx.Queue(ctx, accord.Delivery{
				Kind: accord.MailItem + accord.ItemDueTomorrow, PersonID: "leo", Recipient: "leo@example.com", SubjectType: "action_item", SubjectID: item.ID,
			})
		})
		if _, err := w.app.UndoItem(context.Background(), w.as("mia"), item.ID, 0); err != nil {
			t.Fatal(err)
		}
		same(t, "queue", w.queued(), "action_item.asked leo withdrawn", "action_item.due_tomorrow leo withdrawn")
	})
}

// What a server says is written down as text any database takes: a Latin-1
// answer is refused by PostgreSQL, and so is NUL.
func TestDeliver_KeepsAnAnswerInAnyEncoding(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(2)
		answer := "550 Empf\xe4nger unbekannt\x00 " + strings.Repeat("\xfc", 5000)
		first := true
		box := &postbox{fail: func(accord.Mail) error {
			defer func() { first = false }()
			if first {
				return &accord.MailError{Permanent: true, Err: errors.New(answer)}
			}
			return nil
		}}
		w.deliver(box)
		if got := w.states(); got[accord.DeliveryFailed] != 1 || got[accord.DeliverySent] != 1 {
			t.Fatalf("states = %v, want one failed and the other sent", got)
		}
		list, err := w.store.Deliveries(w.ctx(), accord.DeliveryFailed, "", 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("failed = %+v, %v", list, err)
		}
		got := list[0].LastError
		if !strings.HasPrefix(got, "550 Empf\ufffdnger unbekannt ") || !utf8.ValidString(got) || strings.ContainsRune(got, 0) || len(got) > 1000 {
			t.Errorf("last error = %d bytes %q, want short, valid text", len(got), got)
		}
	})
}

// What is queued after a crash is another mail than the one that may have
// arrived: under its Message-ID the reader's mail program would drop it.
func TestDeliver_S6_WhatComesAfterACrashHasAMessageIDOfItsOwn(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		ask := func(n int) {
			item := w.item(fmt.Sprint("Item ", n), "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				return w.app.queueItem(ctx, tx, accord.ItemAsked, item, accord.Event{Seq: int64(n), ActorID: "mia"}, "", "leo")
			})
			w.clock.add(time.Minute)
		}
		ask(1)
		dying := &postbox{fail: func(accord.Mail) error { panic("killed") }}
		func() {
			defer func() { _ = recover() }()
			_ = w.app.Deliver(context.Background(), dying)
		}()
		first, err := w.store.Deliveries(w.ctx(), accord.DeliveryLeased, "", 10)
		if err != nil || len(first) != 1 || first[0].MessageID == "" {
			t.Fatalf("left leased = %v %v, want the one that was handed over", first, err)
		}
		w.clock.add(deliveryLease)
		ask(2)
		box := &postbox{}
		w.deliver(box)
		if got := w.states(); len(box.mails) != 1 || got[accord.DeliveryUncertain] != 1 {
			t.Fatalf("%d mails, states = %v, want one sent and the first uncertain", len(box.mails), got)
		}
		if id := box.mails[0].MessageID; id == first[0].MessageID {
			t.Errorf("the second mail is called %s like the first, which may have arrived", id)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SendAgain(ctx, first[0].ID) })
		ask(3)
		box = &postbox{}
		w.deliver(box)
		if len(box.mails) != 2 || box.mails[0].MessageID == box.mails[1].MessageID ||
			box.mails[0].MessageID != first[0].MessageID && box.mails[1].MessageID != first[0].MessageID {
			t.Errorf("sent again with one that is new: %+v, want two mails, one of them called %s", box.mails, first[0].MessageID)
		}
	})
}

// A slow server holds up what was claimed along with the mails it has; that is
// no try of theirs.
func TestDeliver_ASlowServerCostsOthersNoTry(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		want := w.reminders(6)
		box := &postbox{fail: func(accord.Mail) error {
			w.clock.add(50 * time.Second)
			return nil
		}}
		w.deliver(box)
		slices.Sort(want)
		same(t, "mails", box.got(), want...)
		list, err := w.store.Deliveries(w.ctx(), accord.DeliverySent, "", 10)
		if err != nil || len(list) != len(want) {
			t.Fatalf("%d sent, %v; want %d in one go", len(list), err, len(want))
		}
		for _, d := range list {
			if d.Attempts != 1 {
				t.Errorf("%s took %d tries, want one", d.Key, d.Attempts)
			}
		}
	})
}
