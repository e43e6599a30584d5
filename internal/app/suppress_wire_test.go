package app

import (
	"context"
	"fmt"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// An address the server refuses for good, since nobody is there, is tried three
// times and then left alone, whatever there is to say, until an admin lifts it;
// what was left out meanwhile does not come afterwards. Others get their mail.
func TestSuppress_Wire(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		server, tried := newWire(t), 0
		server.set(func(s *wire) {
			s.rcpt = func(to string) error {
				if to != "leo@example.com" {
					return nil
				}
				tried++
				return errNobody
			}
		})
		w.item("Write the brief", "leo", "2026-12-01")
		n := 0
		tell := func(who ...string) {
			t.Helper()
			n++
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				for _, id := range who {
					d := accord.Delivery{
						Key: fmt.Sprint(id, n), Kind: accord.MailItem + accord.ItemNoted, PersonID: accord.NullID(id), Recipient: id + "@example.com",
						SubjectType: "action_item", SubjectID: "item1",
					}
					if err := tx.Queue(ctx, d); err != nil {
						return err
					}
				}
				return nil
			})
			w.post(server.sender(""))
		}
		arrived := func(who string) int { return len(server.take(who + "@example.com")) }
		for range 5 {
			tell("leo", "mia")
		}
		if mia := arrived("mia"); tried != 3 || mia != 5 {
			t.Errorf("5 mails each: Leo's server was asked %d times and Mia got %d, want 3 and 5", tried, mia)
		}
		w.clock.set("2026-11-24T12:00")
		d := w.weeklyCall()
		w.post(server.sender(""))
		if tried != 3 || arrived("mia") != 1 {
			t.Errorf("an invitation: Leo's server was asked %d times, want no more than 3", tried)
		}

		server.set(func(s *wire) { s.rcpt = nil })
		tell("leo")
		if got := arrived("leo"); got != 0 {
			t.Errorf("before it is lifted Leo got %d mails, want none", got)
		}
		w.must(w.app.AllowAddress(w.ctx(), w.admin(), "leo@example.com"))
		w.post(server.sender(""))
		if got := arrived("leo"); got != 0 {
			t.Errorf("lifting it sent %d mails of before, want none", got)
		}
		w.movedTo(d.ID, "2027-01-12T10:00", "2027-01-13T10:00")
		tell("leo")
		if got := arrived("leo"); got != 2 {
			t.Errorf("after it is lifted Leo got %d mails, want the moved date and the note", got)
		}
	})
}
