package app

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/mail"
	"accord/internal/store"
)

// ids are the Message-IDs of mails, in order.
func ids(list []letter) []string {
	out := []string{}
	for _, l := range list {
		out = append(out, l.id)
	}
	return out
}

// later delivers again and again, each time after the longest pause there is.
func (w *workplace) later(s Sender, times int) {
	w.t.Helper()
	for range times {
		w.clock.add(7 * time.Hour)
		_ = w.app.Deliver(context.Background(), s) // it says that the server is away
	}
}

// Whatever the mail server does, each message arrives, in its order, and once or
// under the same Message-ID.
func TestInvite_Wire_TroubleWithTheServer(t *testing.T) {
	only := func(to string) func(string) error {
		return func(rcpt string) error {
			if rcpt == to {
				return errLater
			}
			return nil
		}
	}
	for _, c := range []struct {
		name    string
		options string
		breaks  func(w *wire)
		twice   bool // what arrived before the trouble was known arrives again
	}{
		{"451 to a recipient", "", func(w *wire) { w.rcpt = only("leo@example.com") }, false},
		{"451 after the data", "", func(w *wire) { w.data = func() error { return errLater } }, false},
		{"the line cut after the data", "", func(w *wire) { w.cut = true }, true},
		{"no TLS where it is a must", "?tls=mandatory", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
				server := newWire(t)
				if c.breaks != nil {
					server.set(c.breaks)
				}
				d := tuesdays(w)
				w.clock.add(time.Minute)
				_ = w.app.Deliver(context.Background(), server.sender(c.options))
				early := server.take("leo@example.com")
				w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
				w.clock.add(time.Minute)
				_ = w.app.Deliver(context.Background(), server.sender(c.options))
				early = append(early, server.take("leo@example.com")...)
				server.set(func(s *wire) { s.rcpt, s.data, s.cut = nil, nil, false })
				w.later(server.sender(""), 3)
				got := server.take("leo@example.com")
				uid := d.ID + "@accord"
				w.says("in the end", got, "REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU",
					"REQUEST "+uid+" SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
				for _, id := range ids(early) {
					if !c.twice || id != got[0].id {
						t.Errorf("%s came early, then %v: want the same Message-ID", id, ids(got))
					}
				}
				if (len(early) > 0) != c.twice {
					t.Errorf("%d mails arrived in the trouble", len(early))
				}
				if got := w.states(); got[accord.DeliverySent] != 10 || len(got) != 1 {
					t.Errorf("states = %v, want all sent", got)
				}
			})
		})
	}
}

// A server that is away keeps nothing from being written down, and nobody from
// working; what was changed meanwhile is told as it is in the end.
func TestInvite_Wire_ServerAway(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		away, err := mail.NewSMTP("smtp://"+l.Addr().String(), "accord@example.com")
		if err != nil {
			t.Fatal(err)
		}
		d := tuesdays(w)
		w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
		w.later(away, 1)
		w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-21T12:00")
		w.later(away, 2)
		server := newWire(t)
		w.later(server.sender(""), 2)
		uid := d.ID + "@accord"
		w.says("what holds in the end", server.take("mia@example.com"), "REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU",
			"REQUEST "+uid+" SEQ 2 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270121T120000")
	})
}

// An address nobody has fails for good, is seen, and holds up nobody; later
// there is nothing to take back from it.
func TestInvite_Wire_NobodyThere(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		server.set(func(s *wire) {
			s.rcpt = func(to string) error {
				if to == "leo@example.com" {
					return errNobody
				}
				return nil
			}
		})
		d := tuesdays(w)
		w.post(server.sender(""))
		if got := w.states(); got[accord.DeliveryFailed] != 1 || got[accord.DeliverySent] != 4 {
			t.Errorf("states = %v, want one failed", got)
		}
		server.set(func(s *wire) { s.rcpt = nil })
		server.take("")
		w.clock.add(time.Hour)
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.post(server.sender(""))
		w.says("who heard of it", server.take("mia@example.com"), "CANCEL "+d.ID+"@accord SEQ 1 FREQ=WEEKLY;BYDAY=TU")
		w.says("who never did", server.take("leo@example.com"))
	})
}

// While a slow server holds a mail, people go on working: what they do only
// writes rows, and dials nobody.
func TestInvite_Wire_RequestsDoNotWait(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		server.set(func(s *wire) { s.gate, s.arrived = make(chan struct{}), make(chan struct{}, 10) })
		d := tuesdays(w)
		if server.dialled != 0 {
			t.Fatal("making a series dialled the mail server")
		}
		w.clock.add(time.Minute)
		done := make(chan error, 1)
		go func() { done <- w.app.Deliver(context.Background(), server.sender("")) }()
		<-server.arrived // a mail is being handed over, and will be for as long as we like
		w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
		w.occurs(d.ID, "2027-01-26T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		server.mu.Lock()
		dialled := server.dialled
		server.mu.Unlock()
		if dialled != 1 {
			t.Errorf("dialled %d times, want once, by the delivery", dialled)
		}
		close(server.gate)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		w.clock.add(time.Minute)
		w.later(server.sender(""), 1)
		if got := server.take("leo@example.com"); len(got) != 3 && len(got) != 2 {
			t.Errorf("Leo got %d mails, want the series and what changed", len(got))
		}
	})
}

// A process that dies between the server's answer and writing it down sends the
// message again, under its Message-ID; what is known by then to be newer goes
// out under its own, after it or in its place.
func TestInvite_Wire_CrashAfterData(t *testing.T) {
	for _, newer := range []bool{false, true} {
		name := "nothing new"
		if newer {
			name = "moved again meanwhile"
		}
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
				server := newWire(t)
				d := tuesdays(w)
				w.tell(server, "leo@example.com")
				w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
				w.clock.add(time.Minute)
				w.crash(server)
				first := server.take("")
				if len(first) != 1 {
					t.Fatalf("%d mails before the crash, want one", len(first))
				}
				who := first[0].to
				if newer {
					w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-21T12:00")
				}
				w.clock.add(deliveryLease + time.Minute)
				w.later(server.sender(""), 1)
				got := server.take(who)
				if len(got) != 1 {
					t.Fatalf("%d mails after the crash, want one", len(got))
				}
				if again := got[0].id == first[0].id; again == newer {
					t.Errorf("Message-ID %s after %s; the same only where it says the same", got[0].id, first[0].id)
				}
				if !newer && got[0].said() != first[0].said() {
					t.Errorf("said %s, then %s under one Message-ID", first[0].said(), got[0].said())
				}
				if newer && (got[0].prop("SEQUENCE") != "2" || !strings.Contains(got[0].text, "Thu 21 Jan 2027, 12:00")) {
					t.Errorf("the newer one says %s", got[0].said())
				}
			})
		})
	}
}

// crash hands one mail over and dies before it is written down.
func (w *workplace) crash(server *wire) {
	w.t.Helper()
	c := &courier{app: w.app, sender: server.sender(""), owner: "dies"}
	var claimed []accord.Delivery
	var mail accord.Mail
	w.tx(workID, func(ctx context.Context, tx *store.Store) (err error) {
		claimed, err = tx.Claim(ctx, c.owner, deliveryLease, 1)
		return err
	})
	w.tx(workID, func(ctx context.Context, tx *store.Store) (err error) {
		_, mail, err = c.prepare(ctx, tx, claimed)
		return err
	})
	if err := c.sender.Send(context.Background(), mail); err != nil {
		w.t.Fatal(err)
	}
}

// A mail that may have arrived counts as told: what it invited to is called off,
// not forgotten.
func TestInvite_Wire_CalledOffAfterAnUnknownEnd(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		server.set(func(s *wire) { s.cut = true })
		d := tuesdays(w)
		w.clock.add(time.Minute)
		_ = w.app.Deliver(context.Background(), server.sender(""))
		server.take("")
		server.set(func(s *wire) { s.cut = false; s.rcpt = func(string) error { return errLater } })
		w.later(server.sender(""), 1)
		server.set(func(s *wire) { s.rcpt = nil })
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.later(server.sender(""), 2)
		got := server.take("leo@example.com")
		if !slices.ContainsFunc(got, func(l letter) bool { return l.mimeMethod == "CANCEL" }) {
			t.Errorf("got %d mails, want the cancellation of what may have arrived", len(got))
		}
	})
}

// A mail whose worker died while handing it over, and that cannot be put
// together the next time, may have arrived all the same.
func TestInvite_Wire_CalledOffAfterACrashAndAPause(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		w.clock.add(time.Minute)
		w.crash(server)
		who := server.take("")[0].to
		w.clock.add(deliveryLease + time.Minute)
		c := &courier{app: w.app, owner: "next"}
		var claimed []accord.Delivery
		w.tx(workID, func(ctx context.Context, tx *store.Store) (err error) {
			claimed, err = tx.Claim(ctx, c.owner, deliveryLease, 1)
			return err
		})
		if len(claimed) != 1 || claimed[0].Recipient != who {
			t.Fatalf("claimed %+v, want the mail to %s", claimed, who)
		}
		if err := c.putOff(context.Background(), workID, claimed[0], errors.New("the database is away")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.later(server.sender(""), 2)
		w.says("what may have arrived is called off", server.take(who), "CANCEL "+d.ID+"@accord SEQ 1 FREQ=WEEKLY;BYDAY=TU")
	})
}
