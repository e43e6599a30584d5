package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// A crash in the middle of sending to 500 people, again and again, after the
// server took the mail or before: everybody has the update, and whoever has it
// twice has it under one Message-ID. The sender dies where kill -9 would: what
// was committed stays, what came after is lost.
func TestUpdate_CrashWhileSendingTo500(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		const people = 500
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			var list []accord.Person
			for i := range people - 4 {
				list = append(list, accord.Person{
					WorkspaceID: workID, ID: fmt.Sprint("p", i), Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("p%d@example.com", i),
					Side: []accord.Side{accord.Sales, accord.Marketing}[i%2], Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "de", Version: 1, CreatedAt: tx.Now(),
				})
			}
			return store.Insert(ctx, tx, list...)
		})
		w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
		w.sign("ana", week3)
		if d := w.sign("mia", week3); d.Recipients != people {
			t.Fatalf("sent to %d, want %d", d.Recipients, people)
		}
		box := map[string][]string{} // address → Message-IDs
		calls, kills := 0, 0
		sender := senderFunc(func(m accord.Mail) error {
			calls++
			switch calls % 67 {
			case 13: // before the server has it
				panic("killed")
			case 29: // after it has it, before that is written down
				box[m.Address] = append(box[m.Address], m.MessageID)
				panic("killed")
			case 41:
				return &accord.MailError{Err: errors.New("451 later")}
			case 57:
				box[m.Address] = append(box[m.Address], m.MessageID)
				return &accord.MailError{Unknown: true, Err: errors.New("line cut")}
			}
			box[m.Address] = append(box[m.Address], m.MessageID)
			return nil
		})
		for round := 0; round < 100 && (len(box) < people || w.states()[accord.DeliverySent] < people); round++ {
			if dies(func() error { return w.app.Deliver(context.Background(), sender) }) {
				kills++
			}
			w.clock.add(deliveryLease + accord.RetryAfter(1, 1))
			w.tick() // what is due is looked for again, and nothing is sent anew
		}
		twice := 0
		for address, ids := range box {
			for _, id := range ids[1:] {
				if twice++; id != ids[0] {
					t.Errorf("%s has it as %s and as %s", address, ids[0], id)
				}
			}
		}
		if states := w.states(); len(box) != people || states[accord.DeliverySent] != people {
			t.Errorf("%d of %d have it, states %v", len(box), people, states)
		}
		if kills < 10 || twice < kills/2-1 {
			t.Errorf("killed %d times with %d repeats: the test tests nothing", kills, twice)
		}
	})
}

// senderFunc sends by a function.
type senderFunc func(m accord.Mail) error

func (f senderFunc) Send(_ context.Context, m accord.Mail) error { return f(m) }

// dies reports whether fn did not come back.
func dies(fn func() error) (died bool) {
	defer func() { died = recover() != nil }()
	_ = fn()
	return false
}

func TestUpdate_Mail(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.setWorkspace(func(ws *accord.Workspace) { ws.SalesDeputyID, ws.Currency = "leo", "EUR" })
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.OptOut(ctx, "ben", accord.WishUpdates) })
		w.patch("leo", week3, UpdatePatch{
			Wins: lines("Kettering | Webinar"), RevenueToDate: accord.Some(10.0), RevenueGoal: accord.Some(0.0), Asks: lines("References"),
			News: accord.Some("One.\n\nTwo. " + strings.Repeat("long ", 60)),
		})
		w.sign("leo", week3) // Ana is away
		w.clock.set("2027-01-22T16:00")
		w.tick()
		box := &postbox{}
		w.deliver(box)
		if len(box.mails) != 3 {
			t.Fatalf("%d mails, want 3: one has opted out", len(box.mails))
		}
		var got []string
		m := box.mails[0]
		for _, s := range m.Sections {
			for _, l := range s.Lines {
				text := l.Text
				if l.Said.Key != "" {
					text = l.Said.Key
				}
				got = append(got, s.Key+": "+text+" "+string(l.Side))
			}
		}
		want := []string{
			"mail.weekly_update.missing: updates.missing.empty ", "updates.wins: mail.weekly_update.whole sales", "updates.revenue: updates.pace.zero_goal ",
			"updates.asks: mail.weekly_update.whole sales", "updates.news: mail.weekly_update.whole sales", "updates.news: mail.weekly_update.whole sales",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"Leo"}, m.From); diff != "" || m.StopKind != accord.WishUpdates || m.Link != "https://accord.example/updates/2027-W03" {
			t.Errorf("from %v, stop %q, link %q", m.From, m.StopKind, m.Link)
		}
	})
}
