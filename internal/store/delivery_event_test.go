package store

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

// told is a mail about a calendar event, in the lane of its series.
func told(key, person, subject string) accord.Delivery {
	return accord.Delivery{
		Key: key, Kind: accord.MailMeetingMoved, PersonID: accord.NullID(person), Recipient: "x@example.com", SubjectType: "meeting", SubjectID: subject,
		EventUID: "s@accord", Lane: "s", DueAt: start,
	}
}

func queueEvents(t *testing.T, s *Store, list ...accord.Delivery) {
	t.Helper()
	must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
		for _, d := range list {
			if err := tx.QueueEvent(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}))
}

// keysOf claims what can be claimed and names it.
func keysOf(list []accord.Delivery) []string {
	keys := []string{}
	for _, d := range list {
		keys = append(keys, d.Key)
	}
	return keys
}

// handOver takes a claimed mail through its transport to the state it ends in.
func handOver(t *testing.T, s *Store, d accord.Delivery, state accord.DeliveryState) {
	t.Helper()
	must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
		d.MessageID = d.Key + "@accord.example"
		d, err := tx.BeginTransport(ctx, d, testLease)
		if err != nil {
			return err
		}
		if d.State = state; state == accord.DeliveryFailed {
			d.TransportStartedAt = nil
		}
		return tx.FinishDelivery(ctx, d)
	}))
}

func TestClaim_OneAfterTheOtherInALane(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		now := movable(s)
		early := told("3", "ann", "m3")
		queueEvents(t, s, told("1", "ann", "m1"), told("2", "ann", "m2"), told("bo", "bo", "m1"), early)
		now.Add(1)
		first := claim(t, s, "one", 10)
		handOver(t, s, first[1], accord.DeliverySent)
		if diff := cmp.Diff([]string{"1", "bo"}, keysOf(first)); diff != "" {
			t.Fatalf("claimed (-want +got):\n%s", diff)
		}
		if got := claim(t, s, "two", 10); len(got) != 0 {
			t.Errorf("claimed %v while the first goes out, want nothing", keysOf(got))
		}
		later := first[0]
		later.State, later.DueAt = accord.DeliveryQueued, start.Add(time.Hour)
		inTx(t, s, func(ctx context.Context, tx *Store) error { return tx.FinishDelivery(ctx, later) })
		if got := claim(t, s, "two", 10); len(got) != 0 {
			t.Errorf("claimed %v while the first waits for another try, want nothing", keysOf(got))
		}
		now.Add(time.Hour.Microseconds())
		again := claim(t, s, "two", 10)
		handOver(t, s, again[0], accord.DeliveryFailed)
		if got := keysOf(claim(t, s, "two", 10)); len(got) != 1 || got[0] != "2" {
			t.Errorf("claimed %v after the first was given up, want the second", got)
		}
	})
}

func TestQueueEvent_TakesThePlaceOfWhatWasNotSent(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		now := movable(s)
		one, two := told("1", "ann", "m1"), told("2", "ann", "m1")
		one.DueAt, two.DueAt = start.Add(time.Minute), start.Add(100*time.Second)
		queueEvents(t, s, one, told("other", "ann", "m2"), told("bo", "bo", "m1"), two)
		list, err := s.Deliveries(Within(t.Context(), "a"), accord.DeliveryWithdrawn, "", 10)
		must(t, err)
		if len(list) != 1 || list[0].Key != "1" || list[0].LastError != "superseded" {
			t.Fatalf("withdrawn = %+v, want the first, superseded", list)
		}
		now.Add(time.Minute.Microseconds())
		if got := keysOf(claim(t, s, "one", 10)); !cmp.Equal(got, []string{"other", "bo"}) {
			t.Errorf("claimed %v, want what the other mail was not about", got)
		}
	})
}

// A claimed mail whose newer one was queued before it was handed over must not
// be handed over any more; one that was is told, and the newer waits for it.
func TestQueueEvent_AndWhatIsUnderWay(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		now := movable(s)
		about := told("1", "ann", "m1")
		queueEvents(t, s, about)
		first := claim(t, s, "one", 10)[0]
		queueEvents(t, s, told("2", "ann", "m1"))
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error {
			_, err := tx.BeginTransport(ctx, first, testLease)
			return err
		}); code != accord.CodeConflict {
			t.Errorf("BeginTransport of a superseded mail = %q, want conflict", code)
		}
		second := claim(t, s, "one", 10)[0]
		if code := inTx(t, s, func(ctx context.Context, tx *Store) error { _, err := tx.EventTold(ctx, about, ""); return err }); code != accord.CodeNotFound {
			t.Errorf("EventTold before anything was handed over = %q, want not found", code)
		}
		inTx(t, s, func(ctx context.Context, tx *Store) error {
			second.MessageID = "2@accord.example"
			_, err := tx.BeginTransport(ctx, second, testLease)
			return err
		})
		queueEvents(t, s, told("3", "ann", "m1"))
		if got := claim(t, s, "two", 10); len(got) != 0 {
			t.Errorf("claimed %v while the one before is handed over", keysOf(got))
		}
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			d, err := tx.EventTold(ctx, about, "")
			if err != nil || d.Key != "2" {
				t.Errorf("EventTold = %s, %v, want the one under way", d.Key, err)
			}
			id, err := tx.FirstOfEvent(ctx, "ann", "s@accord")
			if id != "2@accord.example" {
				t.Errorf("FirstOfEvent = %q, want the one handed over", id)
			}
			if newer, err := tx.EventSuperseded(ctx, d); err != nil || !newer {
				t.Errorf("EventSuperseded = %v, %v, want true", newer, err)
			}
			return err
		}))
		now.Add(testLease.Microseconds())
		if got := keysOf(claim(t, s, "two", 10)); !cmp.Equal(got, []string{"2"}) {
			t.Errorf("claimed %v after its worker died, want the one that may have arrived, alone", got)
		}
	})
}

// What its reader may have is not forgotten when an admin sends it again.
func TestSendAgain_KeepsThatItsReaderMayHaveIt(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		plain := minutes("plain")
		queueEvents(t, s, told("1", "ann", "m1"))
		queue(t, s, "a", plain)
		list := claim(t, s, "one", 10)
		for _, d := range list {
			handOver(t, s, d, accord.DeliveryUncertain)
			if code := inTx(t, s, func(ctx context.Context, tx *Store) error { return tx.SendAgain(ctx, d.ID) }); code != "" {
				t.Errorf("SendAgain(%s) = %q, want none", d.Key, code)
			}
		}
		if len(list) != 2 {
			t.Fatalf("claimed %v, want both", keysOf(list))
		}
		for _, d := range list {
			if got := stateOf(t, s, d.ID); (got.TransportStartedAt != nil) != (d.Key == "1") {
				t.Errorf("%s: handed over at %v, want it kept of the calendar event alone", d.Key, got.TransportStartedAt)
			}
		}
	})
}
