package app

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// unmakes holds the undo of making an item: it is gone from every list and
// figure, the log tells of both, its mail is withdrawn, its number is not given
// again; and it is refused when something depends on it.
func (f *itemFixture) unmakes(t *testing.T) {
	f.Helper()
	ctx, ana := t.Context(), itemActor("ana")
	figures := func() accord.Figures {
		d, err := f.app.Dashboard(ctx, ana, DashboardQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return d.Figures
	}
	before := figures()
	item := f.asks("ana", "luis")
	_, err := f.verb("undo", "luis", item.ID)
	wantItemCode(t, "undo of making it by its owner", err, accord.CodeDenied)
	f.ok(f.verb("undo", "ana", item.ID))
	_, err = f.app.ActionItem(ctx, ana, item.Ref())
	wantItemCode(t, "an item never made", err, accord.CodeNotFound)
	if diff := cmp.Diff(before, figures()); diff != "" {
		t.Errorf("P8: figures see the pair (-before +after):\n%s", diff)
	}
	if got := f.mails(item.ID, accord.DeliveryWithdrawn); got != "asked luis" {
		t.Errorf("P8: withdrawn %q, want what asked luis", got)
	}
	events, err := f.store.Events(store.Within(ctx, "w"), item.ID)
	if err != nil || len(events) != 2 || events[1].Undoes == nil || *events[1].Undoes != events[0].Seq {
		t.Errorf("P8: the log tells %+v, %v, want both events", events, err)
	}
	_, err = f.verb("undo", "ana", item.ID)
	wantItemCode(t, "undo once more", err, accord.CodeNotFound)
	if next := f.asks("ana", "luis"); next.Number != item.Number+1 {
		t.Errorf("P7: the next is %s after %s was taken back", next.Ref(), item.Ref())
	}

	accepted := f.asks("ana", "luis")
	f.ok(f.verb("accept", "luis", accepted.ID))
	_, err = f.verb("undo", "ana", accepted.ID)
	wantItemCode(t, "undo of making what was accepted", err, accord.CodeDenied)
	noted := f.asks("ana", "luis")
	f.ok(f.verb("note", "luis", noted.ID))
	_, err = f.verb("undo", "ana", noted.ID)
	wantItemCode(t, "undo of making what was written about", err, accord.CodeConflict)
	shown := f.asks("ana", "luis")
	once, err := f.app.CreateMeeting(ctx, ana, NewMeeting{Title: "Once", TeamID: "team", StartsAt: f.now, DurationMinutes: 30})
	if err == nil {
		_, err = f.app.StartMeeting(ctx, ana, once.ID, accord.Match{})
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.verb("undo", "ana", shown.ID)
	wantItemCode(t, "undo of making what an opening shows (P4)", err, accord.CodeConflict)
	if _, err := f.app.CloseMeeting(ctx, ana, once.ID, accord.Match{}, Closing{Override: true}); err != nil {
		t.Fatal(err)
	}
	f.now = f.now.Add(time.Minute)
	late := f.asks("ana", "luis")
	f.now = f.now.Add(11 * time.Minute)
	_, err = f.verb("undo", "ana", late.ID)
	wantItemCode(t, "undo of making it after ten minutes", err, accord.CodeConflict)
	f.now = f.now.Add(-11 * time.Minute)
}

func TestActionItem_undo(t *testing.T) {
	f := newItemFixture(t)
	item := f.asks("ana", "luis")
	open := f.ok(f.verb("accept", "luis", item.ID))
	done := f.ok(f.verb("done", "luis", item.ID))
	f.now = f.now.Add(9 * time.Minute)
	back := f.ok(f.verb("undo", "luis", item.ID))
	open.Version, open.UpdatedAt = done.Version+1, f.now
	if d := cmp.Diff(open, back); d != "" {
		t.Errorf("P8: undone item differs (-want +got):\n%s", d)
	}
	if got := f.mails(item.ID, accord.DeliveryWithdrawn); got != "done mia" {
		t.Errorf("P8: withdrawn %q, want the mail of done", got)
	}
	events, err := f.app.ItemEvents(t.Context(), itemActor("mia"), item.ID)
	if err != nil || len(events) != 4 || events[3].Kind != "action_item.undone" || events[3].Undoes == nil || *events[3].Undoes != events[2].Seq {
		t.Errorf("P8: events = %+v, %v", events, err)
	}
	// Undo goes on backwards, to the acceptance.
	if i := f.ok(f.verb("undo", "luis", item.ID)); i.Status != accord.StatusProposed || i.OriginalDueOn != "" {
		t.Errorf("P8: undone acceptance = %+v", i)
	}

	t.Run("P8 making it is undone while nothing depends on it", func(t *testing.T) { f.unmakes(t) })
	t.Run("P8 refused", func(t *testing.T) {
		f.ok(f.verb("accept", "luis", item.ID))
		f.ok(f.verb("done", "luis", item.ID))
		_, err := f.verb("undo", "ana", item.ID)
		wantItemCode(t, "undo by another", err, accord.CodeDenied)
		f.now = f.now.Add(11 * time.Minute)
		_, err = f.verb("undo", "luis", item.ID)
		wantItemCode(t, "undo after ten minutes", err, accord.CodeConflict)
		f.ok(f.verb("return", "mia", item.ID))
		f.ok(f.verb("done", "luis", item.ID))
		events, _ := f.app.ItemEvents(t.Context(), itemActor("luis"), item.ID)
		seq := events[len(events)-1].Seq
		f.ok(f.verb("note", "luis", item.ID))
		f.ok(f.verb("confirm", "mia", item.ID))
		_, err = f.app.UndoItem(t.Context(), itemActor("luis"), item.ID, seq)
		wantItemCode(t, "undo of what was confirmed since", err, accord.CodeConflict)
	})
	t.Run("P8 not once the minutes tell of it", func(t *testing.T) {
		m := f.meeting("m", "ana", "luis")
		i := f.asks("luis", "luis", func(in *NewActionItem) { in.MeetingID = m.ID })
		f.ok(f.verb("block", "luis", i.ID))
		f.now = f.now.Add(time.Minute)
		f.tx(func(ctx context.Context, tx *store.Store) error {
			closed := f.now
			m.Status, m.ClosedAt = accord.MeetingClosed, &closed
			return tx.SaveMeeting(ctx, &m)
		})
		_, err := f.verb("undo", "luis", i.ID)
		wantItemCode(t, "undo after closing", err, accord.CodeConflict)
	})
}
