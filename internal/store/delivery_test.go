package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

const testLease = time.Minute

// movable gives the store a clock the test sets.
func movable(s *Store) *atomic.Int64 {
	now := &atomic.Int64{}
	now.Store(start.UnixMicro())
	s.shared.clock = func() time.Time { return time.UnixMicro(now.Load()) }
	return now
}

func queue(t *testing.T, s *Store, workspaceID string, list ...accord.Delivery) {
	t.Helper()
	must(t, s.Tx(t.Context(), workspaceID, func(ctx context.Context, tx *Store) error {
		for _, d := range list {
			if err := tx.Queue(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}))
}

func claim(t *testing.T, s *Store, owner string, limit int) []accord.Delivery {
	t.Helper()
	var list []accord.Delivery
	must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) (err error) {
		list, err = tx.Claim(ctx, owner, testLease, limit)
		return err
	}))
	return list
}

// inTx runs one of the store's deliveries' methods and returns its error's code.
func inTx(t *testing.T, s *Store, fn func(ctx context.Context, tx *Store) error) accord.Code {
	t.Helper()
	err := s.Tx(t.Context(), "a", fn)
	if err != nil && accord.CodeOf(err) == "" {
		t.Fatal(err)
	}
	return accord.CodeOf(err)
}

func stateOf(t *testing.T, s *Store, id string) accord.Delivery {
	t.Helper()
	d, err := s.Delivery(Within(t.Context(), "a"), id)
	must(t, err)
	return d
}

func minutes(key string) accord.Delivery {
	return accord.Delivery{Key: key, Kind: accord.MailMinutes, PersonID: "ann", Recipient: "ann@example.com", SubjectType: "meeting", SubjectID: "m"}
}

func TestQueue_SameKeyIsOneMail(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		queue(t, s, "a", minutes("m:1"), minutes("m:1"), minutes("m:2"), minutes(""), minutes(""))
		queue(t, s, "a", minutes("m:2"))
		queue(t, s, "b", minutes("m:1"))
		counts, err := s.DeliveryCounts(Within(t.Context(), "a"))
		must(t, err)
		if diff := cmp.Diff(map[accord.DeliveryState]int{accord.DeliveryQueued: 4}, counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
	})
}

func TestClaim_ManyWorkersTakeEachMailOnce(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		const mails = 60
		for i := range mails {
			queue(t, s, "a", minutes(fmt.Sprint("m:", i)))
		}
		var mu sync.Mutex
		taken := map[string]int{}
		var wg sync.WaitGroup
		for w := range 3 {
			wg.Go(func() {
				for {
					var list []accord.Delivery
					err := s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) (err error) {
						list, err = tx.Claim(ctx, fmt.Sprint("worker", w), testLease, 7)
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, d := range list {
						taken[d.ID]++
					}
					mu.Unlock()
					if len(list) == 0 {
						return
					}
				}
			})
		}
		wg.Wait()
		for id, n := range taken {
			if n != 1 {
				t.Errorf("%s was claimed %d times, want once", id, n)
			}
		}
		if len(taken) != mails {
			t.Errorf("claimed %d mails, want %d", len(taken), mails)
		}
	})
}

func TestClaim_Lease(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		now := movable(s)
		queue(t, s, "a", minutes("m:1"))
		first := claim(t, s, "one", 10)
		if len(first) != 1 || len(claim(t, s, "two", 10)) != 0 {
			t.Fatalf("claimed %d, then more; want one, then none while it is leased", len(first))
		}
		now.Add((testLease - time.Microsecond).Microseconds())
		if got := claim(t, s, "two", 10); len(got) != 0 {
			t.Fatal("claimed before the lease ran out")
		}
		now.Add(1)
		if ids, err := s.WorkspacesWithMailDue(t.Context()); err != nil || len(ids) != 1 {
			t.Errorf("WorkspacesWithMailDue() = %v, %v, want a: its lease ran out", ids, err)
		}
		second := claim(t, s, "two", 10)
		if len(second) != 1 || second[0].Attempts != 2 {
			t.Fatalf("claimed %+v after the lease ran out, want the second attempt", second)
		}
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error {
			_, err := tx.BeginTransport(ctx, first[0], testLease)
			return err
		}); code != accord.CodeConflict {
			t.Errorf("BeginTransport by whoever lost the lease = %q, want conflict", code)
		}
		sent := first[0]
		sent.State = accord.DeliverySent
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error { return tx.FinishDelivery(ctx, sent) }); code != accord.CodeConflict {
			t.Errorf("FinishDelivery by whoever lost the lease = %q, want conflict", code)
		}
		sent = second[0]
		sent.State = accord.DeliverySent
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error {
			if _, err := tx.BeginTransport(ctx, sent, testLease); err != nil {
				return err
			}
			return tx.FinishDelivery(ctx, sent)
		}); code != "" {
			t.Errorf("the owner's finish = %q, want none", code)
		}
		if d := stateOf(t, s, sent.ID); d.State != accord.DeliverySent || d.LeaseUntil != nil {
			t.Errorf("delivery = %s, lease until %v; want sent, no lease", d.State, d.LeaseUntil)
		}
	})
}

func TestClaim_GathersOnePersonsItems(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		item := func(key string, person accord.NullID, in time.Duration) accord.Delivery {
			return accord.Delivery{
				Key: key, Kind: accord.MailItem + accord.ItemAsked, PersonID: person, Recipient: "x@example.com",
				SubjectType: "action_item", SubjectID: key, DueAt: start.Add(in),
			}
		}
		queue(t, s, "a", item("now", "ann", 0), item("soon", "ann", 50*time.Second), item("late", "ann", time.Hour), item("other", "bo", 50*time.Second))
		var got []string
		for _, d := range claim(t, s, "one", 10) {
			got = append(got, d.Key)
		}
		if diff := cmp.Diff([]string{"now", "soon"}, got); diff != "" {
			t.Errorf("claimed (-want +got):\n%s", diff)
		}
	})
}

func TestWithdraw(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		seq, other := int64(7), int64(8)
		one, two, three := minutes("1"), minutes("2"), minutes("3")
		one.EventSeq, two.EventSeq, three.EventSeq = &seq, &seq, &other
		queue(t, s, "a", one)
		leased := claim(t, s, "one", 10)
		queue(t, s, "a", two, three)
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			n, err := tx.Withdraw(ctx, seq)
			if n != 2 {
				t.Errorf("withdrew %d, want both of the event", n)
			}
			return err
		}))
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error {
			_, err := tx.BeginTransport(ctx, leased[0], testLease)
			return err
		}); code != accord.CodeConflict {
			t.Errorf("BeginTransport of a withdrawn mail = %q, want conflict", code)
		}
		if got := claim(t, s, "two", 10); len(got) != 1 || got[0].Key != "3" {
			t.Errorf("claimed %v after the withdrawal, want only the other event's", got)
		}
	})
}

func TestSendAgain(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		queue(t, s, "a", minutes("1"))
		d := claim(t, s, "one", 1)[0]
		again := func() accord.Code {
			return inTx(t, s, func(ctx context.Context, tx *Store) error { return tx.SendAgain(ctx, d.ID) })
		}
		if code := again(); code != accord.CodeConflict {
			t.Errorf("SendAgain of a leased mail = %q, want conflict", code)
		}
		d.State, d.LastError = accord.DeliveryFailed, "no such user"
		inTx(t, s, func(ctx context.Context, tx *Store) error { return tx.FinishDelivery(ctx, d) })
		if code := again(); code != "" {
			t.Errorf("SendAgain of a failed mail = %q, want none", code)
		}
		if got := claim(t, s, "two", 1); len(got) != 1 || got[0].Attempts != 1 || got[0].LastError != "" {
			t.Errorf("claimed %+v, want it as new", got)
		}
	})
}
