package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// nobodyThere refuses mail to one address for good.
func nobodyThere(address string) *postbox {
	return &postbox{fail: func(m accord.Mail) error {
		if m.Address == address {
			return &accord.MailError{Permanent: true, NoAddress: true, Err: errors.New("550 5.1.1 no such user")}
		}
		return nil
	}}
}

// tell queues one mail to Leo and delivers.
func (w *workplace) tellLeo(n int, box *postbox) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		return tx.Queue(ctx, accord.Delivery{
			Key: fmt.Sprint("k", n), Kind: accord.MailItem + accord.ItemNoted, PersonID: "leo", Recipient: "x", SubjectType: "action_item", SubjectID: "item1",
		})
	})
	w.deliver(box)
	w.clock.add(time.Minute)
}

func TestSuppress_AfterThreeRefusals(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-12-01")
		box := nobodyThere("leo@example.com")
		admin := w.admin()
		for n := range 5 {
			w.tellLeo(n, box)
			list, err := w.app.SuppressedAddresses(context.Background(), admin)
			if want := n >= 2; err != nil || (len(list) == 1) != want {
				t.Fatalf("after %d refusals %v, %v are suppressed, want it: %v", n+1, list, err, want)
			}
		}
		want := []string{"action_item.noted leo failed", "action_item.noted leo failed", "action_item.noted leo failed", "action_item.noted leo skipped", "action_item.noted leo skipped"}
		got := w.queued()
		slices.Sort(got)
		same(t, "mails", got, want...)
		if err := w.app.AllowAddress(context.Background(), w.as("leo"), "leo@example.com"); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("AllowAddress(leo) = %v, want denied", err)
		}
		if err := w.app.AllowAddress(context.Background(), admin, "Leo@Example.com "); err != nil {
			t.Fatal(err)
		}
		if err := w.app.AllowAddress(context.Background(), admin, "leo@example.com"); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("a second time = %v, want not found", err)
		}
		w.tellLeo(6, box) // counted from nought again
		if list, _ := w.app.SuppressedAddresses(context.Background(), admin); len(list) != 0 {
			t.Errorf("one refusal after it was allowed suppresses %v", list)
		}
		w.tellLeo(7, &postbox{})
		if got := w.queued(); !slices.Contains(got, "action_item.noted leo sent") {
			t.Errorf("mails = %v, want the last one sent", got)
		}
	})
}

func TestSuppress_AnotherAddressClears(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-12-01")
		box := nobodyThere("leo@example.com")
		for n := range 3 {
			w.tellLeo(n, box)
		}
		for _, address := range []string{"leo@other.example", "leo@example.com"} {
			if _, err := w.app.ChangePerson(context.Background(), w.admin(), "leo", accord.Match{}, PersonPatch{Email: accord.Some(address)}); err != nil {
				t.Fatal(err)
			}
		}
		if list, err := w.app.SuppressedAddresses(context.Background(), w.admin()); err != nil || len(list) != 0 {
			t.Errorf("suppressed = %v, %v, want none", list, err)
		}
	})
}

// A mail that is refused for what it is, says nothing of the address.
func TestSuppress_OtherRefusalsDoNotCount(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-12-01")
		box := &postbox{fail: func(accord.Mail) error { return &accord.MailError{Permanent: true, Err: errors.New("554 5.7.1 spam")} }}
		for n := range 4 {
			w.tellLeo(n, box)
		}
		if list, err := w.app.SuppressedAddresses(context.Background(), w.admin()); err != nil || len(list) != 0 {
			t.Errorf("suppressed = %v, %v, want none", list, err)
		}
	})
}

func TestTestMail_SaysWhatTheServerAnswered(t *testing.T) {
	for want, fail := range map[string]error{
		MailTaken: nil, MailRefused: &accord.MailError{Permanent: true, Err: errors.New("550 not allowed")},
		MailUnreachable: &accord.MailError{Halt: true, Err: errors.New("dial: refused")}, MailTrouble: &accord.MailError{Err: errors.New("451 later")},
	} {
		eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
			if got, err := w.app.TestMail(context.Background(), w.admin()); err != nil || got.Result != MailUnset {
				t.Errorf("without a server TestMail() = %+v, %v", got, err)
			}
			box := &postbox{fail: func(accord.Mail) error { return fail }}
			w.app.mailer = box
			got, err := w.app.TestMail(context.Background(), w.admin())
			if err != nil || got.Result != want || got.To == "" || fail != nil && got.Answer != fail.Error() {
				t.Errorf("TestMail() = %+v, %v, want %s", got, err, want)
			}
			if _, err := w.app.TestMail(context.Background(), w.as("leo")); accord.CodeOf(err) != accord.CodeDenied {
				t.Errorf("TestMail(leo) = %v, want denied", err)
			}
		})
	}
}
