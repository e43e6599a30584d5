package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// reminders queues n reminders, one a person's item, due now.
func (w *workplace) reminders(n int) []string {
	w.t.Helper()
	want := []string{}
	people := []string{"ana", "leo", "mia", "ben"}
	for i := range n {
		who := people[i%len(people)]
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			m := w.held(ctx, tx, fmt.Sprint("m", i))
			return tx.Queue(ctx, accord.Delivery{
				Key: m.ID, Kind: accord.MailMinutes, PersonID: accord.NullID(who), Recipient: who + "@example.com",
				SubjectType: "meeting", SubjectID: m.ID,
			})
		})
		want = append(want, "minutes "+who+"@example.com")
	}
	return want
}

// held makes a meeting that was held, with the whole team.
func (w *workplace) held(ctx context.Context, tx *store.Store, id string) accord.Meeting {
	w.t.Helper()
	now := accord.Instant(w.clock.Now())
	began := now.Add(-time.Hour)
	m := accord.Meeting{
		ID: id, TeamID: "team", Title: "Strategic team", StartsAt: began, DurationMinutes: 60, TimeZone: "Europe/Berlin",
		Status: accord.MeetingClosed, NotesVersion: 1, StartedAt: &began, ClosedAt: &now, CreatedBy: "ana", CreatedAt: began, Version: 1,
	}
	if err := tx.CreateMeeting(ctx, &m); err != nil {
		w.t.Fatal(err)
	}
	people, err := tx.TeamAsInvited(ctx, "team", m.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := tx.Invite(ctx, people); err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *workplace) states() map[accord.DeliveryState]int {
	w.t.Helper()
	counts, err := w.store.DeliveryCounts(w.ctx())
	if err != nil {
		w.t.Fatal(err)
	}
	return counts
}

func TestDeliver_TwoWorkersAtOnce(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(50)
		box := &postbox{}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if err := w.app.Deliver(context.Background(), box); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		ids := map[string]int{}
		for _, m := range box.mails {
			ids[m.MessageID]++
		}
		if len(box.mails) != 50 || len(ids) != 50 {
			t.Errorf("sent %d mails, %d of them different; want 50 and 50", len(box.mails), len(ids))
		}
	})
}

func TestDeliver_Failures(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want accord.DeliveryState
		goOn bool // the other mail is sent too
	}{
		{"temporary is put off", &accord.MailError{Err: errors.New("451 later")}, accord.DeliveryQueued, true},
		{"an error of another kind is put off", errors.New("odd"), accord.DeliveryQueued, true},
		{"permanent has failed", &accord.MailError{Permanent: true, Err: errors.New("550 no such user")}, accord.DeliveryFailed, true},
		{"an unknown end waits for an admin", &accord.MailError{Unknown: true, Err: errors.New("line cut")}, accord.DeliveryUncertain, true},
		{"a refused login stops the batch", &accord.MailError{Halt: true, Err: errors.New("535")}, accord.DeliveryQueued, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
				w.reminders(2)
				first := true
				box := &postbox{fail: func(accord.Mail) error {
					defer func() { first = false }()
					if first {
						return c.err
					}
					return nil
				}}
				err := w.app.Deliver(context.Background(), box)
				if (err == nil) != c.goOn {
					t.Errorf("Deliver() = %v, want an error: %v", err, !c.goOn)
				}
				counts := w.states()
				sent := 0
				if c.goOn {
					sent = 1
				}
				if counts[c.want] != 2-sent || counts[accord.DeliverySent] != sent {
					t.Errorf("states = %v, want %d sent and the rest %s", counts, sent, c.want)
				}
				box.got()
				w.clock.add(10 * time.Minute)
				w.deliver(box)
				if got, again := len(box.got()), c.want == accord.DeliveryQueued; (got > 0) != again {
					t.Errorf("sent %d ten minutes later, want a second try: %v", got, again)
				}
			})
		})
	}
}

func TestDeliver_GivesUpAfterManyTries(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(1)
		tries := 0
		box := &postbox{fail: func(accord.Mail) error {
			tries++
			return &accord.MailError{Err: errors.New("451")}
		}}
		for range 3 * accord.MaxAttempts {
			w.deliver(box)
			w.clock.add(8 * time.Hour)
		}
		if got := w.states(); tries != accord.MaxAttempts || got[accord.DeliveryFailed] != 1 {
			t.Errorf("tried %d times, states %v; want %d and one failed", tries, got, accord.MaxAttempts)
		}
	})
}

func TestDeliver_AServerThatIsAwayLosesNothing(t *testing.T) {
	eachWorkplace(t, "2026-11-20T18:00", func(t *testing.T, w *workplace) {
		want := w.reminders(3)
		box := &postbox{fail: func(accord.Mail) error {
			return &accord.MailError{Halt: true, Err: errors.New("connection refused")}
		}}
		for range 5 * 24 * 4 { // five days, every quarter of an hour
			_ = w.app.Deliver(context.Background(), box)
			w.clock.add(15 * time.Minute)
		}
		box.fail = nil
		w.clock.add(12 * time.Hour)
		w.deliver(box)
		if got := box.got(); len(got) != len(want) {
			t.Errorf("S6 sent %d mails when the server was back, want %d", len(got), len(want))
		}
	})
}

// A process that dies while it hands a mail over leaves it leased with its
// transport begun.
func TestDeliver_AfterACrash(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(3)
		until := w.clock.Now().Add(24 * time.Hour)
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			if err := store.Insert(ctx, tx, accord.Link{
				WorkspaceID: workID, ID: "link1", PersonID: "ben", Kind: accord.LinkInvitation, Hash: "h", ExpiresAt: until, CreatedAt: w.clock.Now(),
			}); err != nil {
				return err
			}
			p, err := tx.Person(ctx, "ben")
			if err != nil {
				return err
			}
			return w.app.queueLink(ctx, tx, accord.MailInvitation, p, accord.Link{ID: "link1", ExpiresAt: until}, "https://accord.example/join/secret", "Ana")
		})
		// Two are on their way (one of them the invitation), two only claimed.
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			list, err := tx.Claim(ctx, "dead", deliveryLease, 10)
			if err != nil {
				return err
			}
			for _, d := range list {
				if d.Key == "m0" || d.Kind == accord.MailInvitation {
					d.MessageID = "before@accord.example"
					if _, err := tx.BeginTransport(ctx, d, deliveryLease); err != nil {
						return err
					}
				}
			}
			return nil
		})
		box := &postbox{}
		w.deliver(box)
		same(t, "while the dead worker's lease lasts", box.got())
		w.clock.add(deliveryLease)
		w.deliver(box)
		for _, m := range box.mails {
			if m.Kind == accord.MailInvitation && m.MessageID != "before@accord.example" {
				t.Errorf("repeated invitation's Message-ID = %s, want the first try's", m.MessageID)
			}
		}
		same(t, "after it", box.got(), "invitation ben@example.com", "minutes leo@example.com", "minutes mia@example.com")
		if got := w.states(); got[accord.DeliveryUncertain] != 1 || got[accord.DeliverySent] != 3 {
			t.Errorf("states = %v, want three sent and the minutes uncertain", got)
		}
		list, err := w.store.Deliveries(w.ctx(), accord.DeliverySent, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if strings.Contains(d.Payload, "secret") {
				t.Error("the invitation's link stayed in the queue after it was sent")
			}
		}
	})
}

func TestDeliver_StopsBetweenMails(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(10)
		ctx, cancel := context.WithCancel(context.Background())
		box := &postbox{}
		box.fail = func(accord.Mail) error {
			if len(box.mails) == 3 {
				cancel()
			}
			return nil
		}
		if err := w.app.Deliver(ctx, box); !errors.Is(err, context.Canceled) {
			t.Errorf("Deliver() = %v, want canceled", err)
		}
		got := w.states()
		if got[accord.DeliverySent] != 4 || got[accord.DeliveryQueued] != 6 {
			t.Errorf("states = %v, want 4 sent and 6 given back at once", got)
		}
		box.fail = nil
		w.deliver(box)
		if len(box.mails) != 10 {
			t.Errorf("sent %d altogether, want each of 10 once", len(box.mails))
		}
	})
}

func TestDeliver_WithoutAServer(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		w.reminders(2)
		if err := w.app.Deliver(context.Background(), nil); err != nil {
			t.Error(err)
		}
		if got := w.states(); got[accord.DeliveryQueued] != 2 {
			t.Errorf("states = %v, want both still queued", got)
		}
	})
}

func TestDeliver_ChecksAgainWhenSending(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(ctx context.Context, w *workplace, tx *store.Store, item accord.ActionItem) error
		want   []string
		reason string
	}{
		{"nothing changed", nil, []string{"items leo@example.com"}, ""},
		{"X1 whoever left gets nothing", func(ctx context.Context, w *workplace, tx *store.Store, _ accord.ActionItem) error {
			p, err := tx.Person(ctx, "leo")
			now := w.clock.Now()
			p.LeftAt = &now
			return errors.Join(err, tx.SavePerson(ctx, &p))
		}, []string{}, "left"},
		{"X4 a team closed to its reader since mails nothing of it", func(ctx context.Context, _ *workplace, tx *store.Store, _ accord.ActionItem) error {
			team, err := tx.Team(ctx, "team")
			team.Closed = true
			return errors.Join(err, tx.SaveTeam(ctx, &team), tx.DeleteTeamMember(ctx, "team", "leo"))
		}, []string{}, "hidden"},
		{"a new address is used", func(ctx context.Context, _ *workplace, tx *store.Store, _ accord.ActionItem) error {
			p, err := tx.Person(ctx, "leo")
			p.Email = "leo@new.example"
			return errors.Join(err, tx.SavePerson(ctx, &p))
		}, []string{"items leo@new.example"}, ""},
		{"what was accepted is not asked", func(ctx context.Context, _ *workplace, tx *store.Store, i accord.ActionItem) error {
			i.Status = accord.StatusOpen
			return tx.SaveActionItem(ctx, &i)
		}, []string{}, "settled"},
		{"what was handed on is not asked", func(ctx context.Context, _ *workplace, tx *store.Store, i accord.ActionItem) error {
			i.OwnerID = "ben"
			return tx.SaveActionItem(ctx, &i)
		}, []string{}, "settled"},
		{"P8 what was undone is not told", func(ctx context.Context, _ *workplace, tx *store.Store, _ accord.ActionItem) error {
			_, err := tx.Withdraw(ctx, 77)
			return err
		}, []string{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
				item := w.item("Write the brief", "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
				w.tx(workID, func(ctx context.Context, tx *store.Store) error {
					return w.app.queueItem(ctx, tx, accord.ItemAsked, item, accord.Event{Seq: 77, ActorID: "mia"}, "", "leo", "mia")
				})
				if c.change != nil {
					w.tx(workID, func(ctx context.Context, tx *store.Store) error { return c.change(ctx, w, tx, item) })
				}
				w.clock.add(time.Minute)
				box := &postbox{}
				w.deliver(box)
				same(t, "mails", box.got(), c.want...)
				list, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
				if err != nil {
					t.Fatal(err)
				}
				if c.reason != "" && (len(list) != 1 || list[0].LastError != c.reason) {
					t.Errorf("skipped = %+v, want one for %q", list, c.reason)
				}
			})
		})
	}
}

func TestDeliver_GathersAMinuteIntoOneMail(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		box := &postbox{}
		for i := range 3 {
			item := w.item(fmt.Sprint("Item ", i), "leo", "2026-12-01", func(i *accord.ActionItem) { i.Status = accord.StatusProposed })
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				return w.app.queueItem(ctx, tx, accord.ItemAsked, item, accord.Event{Seq: int64(i + 1), ActorID: "mia"}, "", "leo")
			})
			w.deliver(box)
			w.clock.add(20 * time.Second)
		}
		w.deliver(box)
		if len(box.mails) != 1 || len(box.mails[0].Sections) != 1 || len(box.mails[0].Sections[0].Lines) != 3 {
			t.Errorf("S5 mails = %+v, want one with all three", box.mails)
		}
	})
}

func TestDeliver_HoldsBackInARunningMeeting(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		asked := func(id, owner string, m accord.Meeting) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				item := w.itemIn(ctx, tx, id, owner, m)
				e, err := tx.Record(ctx, accord.Event{ActorID: "mia", Kind: "action_item.created", SubjectType: "action_item", SubjectID: item.ID, MeetingID: accord.NullID(m.ID)})
				if err != nil {
					return err
				}
				return w.app.queueItem(ctx, tx, accord.ItemAsked, item, e, "", accord.NullID(owner))
			})
		}
		var m accord.Meeting
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			if err := store.Insert(ctx, tx, accord.Person{
				WorkspaceID: workID, ID: "zoe", Name: "Zoe", Email: "zoe@example.com", Side: accord.Sales, Role: accord.RoleMember,
				TimeZone: "UTC", Locale: "de", Version: 1, CreatedAt: w.clock.Now(),
			}); err != nil {
				return err
			}
			m = w.held(ctx, tx, "m1")
			m.Status, m.ClosedAt = accord.MeetingInProgress, nil
			return tx.SaveMeeting(ctx, &m)
		})
		asked("a", "leo", m)
		asked("b", "zoe", m) // not of the meeting: she gets no minutes
		box := &postbox{}
		for range 5 {
			w.clock.add(5 * time.Minute)
			w.deliver(box)
		}
		same(t, "S5 while it runs", box.got())
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			now := accord.Instant(w.clock.Now())
			m.Status, m.ClosedAt = accord.MeetingClosed, &now
			if err := tx.SaveMeeting(ctx, &m); err != nil {
				return err
			}
			return w.app.queueMeeting(ctx, tx, accord.MailMinutes, "1", m, accord.Event{ActorID: "ana"}, "", []string{"ana", "leo"})
		})
		w.clock.add(time.Minute)
		w.deliver(box)
		for _, mail := range box.mails {
			if mail.Address == "leo@example.com" && (len(mail.Sections) == 0 || mail.Sections[0].Key != "mail.minutes.promises") {
				t.Errorf("Leo's minutes begin with %+v, want his own promises", mail.Sections)
			}
		}
		same(t, "S5 after it closed", box.got(), "items zoe@example.com", "minutes ana@example.com", "minutes leo@example.com")
	})
}

// The minutes list what was asked and promised, with nothing of what was said
// to it: only what they list, and only to whom they go, is left to them.
func TestDeliver_S5_OnlyWhatTheMinutesListIsLeftToThem(t *testing.T) {
	all := []string{"ana", "leo", "mia", "ben", "oz"}
	for _, c := range []struct {
		what    string
		to      string
		status  accord.Status
		minutes []string // who they go to; none is a closing without mail
		listed  bool
	}{
		{accord.ItemAsked, "leo", accord.StatusProposed, all, true},
		{accord.ItemHandedOver, "leo", accord.StatusProposed, all, true},
		{accord.ItemAccepted, "mia", accord.StatusOpen, all, true},
		{accord.ItemAccepted, "mia", accord.StatusDone, all, false}, // finished: not on the list
		{accord.ItemReturned, "leo", accord.StatusOpen, all, false},
		{accord.ItemDropped, "leo", accord.StatusDropped, all, false},
		{accord.ItemNoted, "leo", accord.StatusOpen, all, false},
		{accord.ItemKept, "mia", accord.StatusOpen, all, false},
		{accord.ItemRescheduled, "mia", accord.StatusOpen, all, false},
		{accord.ItemConfirmed, "leo", accord.StatusConfirmed, all, false},
		{accord.ItemDeclined, "mia", accord.StatusDeclined, all, false},
		{accord.ItemAsked, "leo", accord.StatusProposed, nil, false},
		{accord.ItemAsked, "leo", accord.StatusProposed, []string{"ana", "mia"}, false},
	} {
		t.Run(fmt.Sprintf("%s %s minutes to %d", c.what, c.status, len(c.minutes)), func(t *testing.T) {
			eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
				m := w.running("m1")
				w.clock.add(time.Minute)
				w.happened(m, c.what, c.to, c.status)
				w.clock.add(10 * time.Minute)
				box := &postbox{}
				w.deliver(box)
				same(t, "S5 while it runs", box.got())
				w.close(m, c.minutes)
				w.clock.add(2 * time.Minute)
				w.deliver(box)
				want := []string{}
				if !c.listed {
					want = append(want, "items "+c.to+"@example.com")
				}
				for _, id := range c.minutes {
					want = append(want, "minutes "+id+"@example.com")
				}
				slices.Sort(want)
				same(t, "S5 after it closed", box.got(), want...)
			})
		})
	}
}

// A running meeting that nobody closes does not keep the mail of its items for
// ever.
func TestDeliver_S5_AForgottenMeetingHoldsNothingForLong(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		m := w.running("m1") // from eleven to noon
		w.happened(m, accord.ItemAsked, "leo", accord.StatusProposed)
		box := &postbox{}
		w.clock.set("2026-11-23T14:59")
		w.deliver(box)
		same(t, "within three hours of its planned end", box.got())
		w.clock.set("2026-11-23T15:00")
		w.deliver(box)
		same(t, "after them", box.got(), "items leo@example.com")
		w.happened(m, accord.ItemReturned, "leo", accord.StatusOpen)
		w.clock.add(time.Minute)
		w.deliver(box)
		same(t, "what happens then", box.got(), "items leo@example.com")
	})
}

// running makes a meeting of the whole team that began an hour ago.
func (w *workplace) running(id string) accord.Meeting {
	w.t.Helper()
	var m accord.Meeting
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		m = w.held(ctx, tx, id)
		m.Status, m.ClosedAt = accord.MeetingInProgress, nil
		return tx.SaveMeeting(ctx, &m)
	})
	return m
}

// close closes a meeting; its minutes are mailed to those people.
func (w *workplace) close(m accord.Meeting, minutes []string) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		now := accord.Instant(w.clock.Now())
		m.Status, m.ClosedAt = accord.MeetingClosed, &now
		if err := tx.SaveMeeting(ctx, &m); err != nil {
			return err
		}
		return w.app.queueMeeting(ctx, tx, accord.MailMinutes, "1", m, accord.Event{ActorID: "ana"}, "", minutes)
	})
}

// happened makes an action item of Leo's in a meeting that something is told of.
func (w *workplace) happened(m accord.Meeting, what, to string, status accord.Status) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		item := w.itemIn(ctx, tx, what, "leo", m)
		item.Status = status
		if err := tx.SaveActionItem(ctx, &item); err != nil {
			return err
		}
		e, err := tx.Record(ctx, accord.Event{ActorID: "ben", Kind: "action_item." + what, SubjectType: "action_item", SubjectID: item.ID, MeetingID: accord.NullID(m.ID)})
		if err != nil {
			return err
		}
		return w.app.queueItem(ctx, tx, what, item, e, "since", accord.NullID(to))
	})
}

// itemIn makes an action item asked for in a meeting.
func (w *workplace) itemIn(ctx context.Context, tx *store.Store, id, owner string, m accord.Meeting) accord.ActionItem {
	w.t.Helper()
	w.seq++
	i := accord.ActionItem{
		WorkspaceID: workID, ID: id, Number: w.seq, Title: "Asked in the meeting", OwnerID: accord.NullID(owner), OwnerSide: accord.Sales,
		OwnerZone: "Europe/Berlin", AskerID: "mia", ForSide: accord.Marketing, TeamID: m.TeamID, MeetingID: accord.NullID(m.ID),
		Status: accord.StatusProposed, AskedDueOn: "2026-12-01", CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now(), Version: 1,
	}
	if err := tx.CreateActionItem(ctx, &i); err != nil {
		w.t.Fatal(err)
	}
	return i
}
