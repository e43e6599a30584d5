package app

import (
	"context"
	"errors"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

func TestDeliveries_AdminsSeeTheQueueAndSendAgain(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(3)
		box := &postbox{fail: func(accord.Mail) error { return &accord.MailError{Permanent: true, Err: errors.New("550")} }}
		w.deliver(box)
		ctx := context.Background()
		admin := accord.Actor{WorkspaceID: workID, PersonID: "ana", Role: accord.RoleAdmin}
		member := accord.Actor{WorkspaceID: workID, PersonID: "leo", Role: accord.RoleMember}
		if _, err := w.app.Deliveries(ctx, member, "", ""); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X4 Deliveries(member) = %v, want denied", err)
		}
		list, err := w.app.Deliveries(ctx, admin, accord.DeliveryFailed, "")
		if err != nil || len(list.Rows) != 3 || list.Counts[accord.DeliveryFailed] != 3 || list.Rows[0].LastError != "550" {
			t.Fatalf("Deliveries(admin) = %+v, %v, want the three that failed", list, err)
		}
		id := list.Rows[0].ID
		if err := w.app.SendAgain(ctx, member, id); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X4 SendAgain(member) = %v, want denied", err)
		}
		if err := w.app.SendAgain(ctx, admin, "nothing"); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("SendAgain(unknown) = %v, want not found", err)
		}
		if err := w.app.SendAgain(ctx, admin, id); err != nil {
			t.Error(err)
		}
		box.fail = nil
		w.deliver(box)
		if got := box.got(); len(got) != 1 {
			t.Errorf("sent %v, want the one", got)
		}
		if err := w.app.SendAgain(ctx, admin, id); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("SendAgain of a sent mail = %v, want conflict", err)
		}
	})
}

func TestDeliveries_ShowNoSecrets(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			p, err := tx.Person(ctx, "ben")
			if err != nil {
				return err
			}
			return w.app.queueLink(ctx, tx, accord.MailPassword, p, accord.Link{ID: "l", ExpiresAt: w.clock.Now()}, "https://accord.example/password/secret", "")
		})
		list, err := w.app.Deliveries(context.Background(), accord.Actor{WorkspaceID: workID, PersonID: "ana", Role: accord.RoleAdmin}, "", "")
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Payload != "" {
			t.Errorf("Deliveries = %+v, %v, want one without its link", list.Rows, err)
		}
	})
}
