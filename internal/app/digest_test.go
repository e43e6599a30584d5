package app

import (
	"context"
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// wantsDigest lets the week's mail reach people, and plans it.
func (w *workplace) wantsDigest(people ...string) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		for _, id := range people {
			if err := tx.OptIn(ctx, id, accord.WishDigest); err != nil {
				return err
			}
		}
		return nil
	})
	w.tick()
}

func (w *workplace) digests(state accord.DeliveryState) []string {
	w.t.Helper()
	list, err := w.store.Deliveries(w.ctx(), state, "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	out := []string{}
	for _, d := range list {
		if d.Kind == accord.MailDigest {
			out = append(out, d.Key+" "+d.LastError)
		}
	}
	slices.Sort(out)
	return out
}

func TestDigest_MondayAtEight(t *testing.T) {
	eachWorkplace(t, "2026-11-19T12:00", func(t *testing.T, w *workplace) {
		w.item("Past its date", "leo", "2026-11-18", func(i *accord.ActionItem) {})
		w.item("Due this week", "leo", "2026-11-29")
		w.item("Due later", "leo", "2026-11-30")
		w.item("Asked of him", "leo", "2026-12-10", offered)
		s := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2026-11-24T10:00" })
		w.wantsDigest("leo", "ben")
		for _, step := range []struct {
			now  accord.LocalTime
			want []string
		}{
			{"2026-11-23T07:59", []string{}},
			{"2026-11-23T08:00", []string{"digest:ben:2026-W48 ", "digest:leo:2026-W48 "}},
			{"2026-11-23T08:01", []string{"digest:ben:2026-W48 ", "digest:leo:2026-W48 "}},
		} {
			w.clock.set(step.now)
			w.tick()
			same(t, "digests at "+string(step.now), w.digests(accord.DeliveryQueued), step.want...)
		}
		box := &postbox{}
		w.deliver(box)
		i := slices.IndexFunc(box.mails, func(m accord.Mail) bool { return m.Kind == accord.MailDigest && m.Address == "leo@example.com" })
		if i < 0 {
			t.Fatalf("mails %v, want Leo's digest; not sent: %v", box.got(), append(w.digests(accord.DeliverySkipped), w.digests(accord.DeliveryQueued)...))
		}
		m := box.mails[i]
		var got []string
		for _, part := range m.Sections {
			for _, l := range part.Lines {
				got = append(got, part.Key+": "+l.Text)
			}
		}
		same(t, "Leo's week", got, "mail.digest.overdue: A-1 Past its date", "mail.digest.week: A-2 Due this week",
			"mail.digest.asked: A-4 Asked of him", "mail.digest.meetings: "+s.Title)
		if m.StopKind != accord.WishDigest || m.Args["Day"] != accord.Date("2026-11-23") || len(m.Sections[2].Lines[0].Actions) != 3 {
			t.Errorf("mail = %+v, want it to be stoppable, of the day, with answers", m)
		}
	})
}

func TestDigest_S6_LateUntilWednesdayEnds(t *testing.T) {
	for _, c := range []struct {
		now           accord.LocalTime
		queued, late  []string
		queuedAfterIt accord.LocalTime
	}{
		{now: "2026-11-25T23:59", queued: []string{"digest:leo:2026-W48 "}, late: []string{}},
		{now: "2026-11-26T00:00", queued: []string{}, late: []string{"digest:leo:2026-W48 late"}},
		{now: "2026-12-08T09:00", queued: []string{"digest:leo:2026-W50 "}, late: []string{"digest:leo:2026-W48 late", "digest:leo:2026-W49 late"}},
	} {
		t.Run(string(c.now), func(t *testing.T) {
			eachWorkplace(t, "2026-11-19T12:00", func(t *testing.T, w *workplace) {
				w.item("Past its date", "leo", "2026-11-20")
				w.wantsDigest("leo")
				w.clock.set(c.now)
				w.tick()
				w.tick()
				same(t, "queued", w.digests(accord.DeliveryQueued), c.queued...)
				same(t, "left out", w.digests(accord.DeliverySkipped), c.late...)
			})
		})
	}
}

// Queued on Monday, it waits for the mail server no longer than Wednesday; and
// what has settled meanwhile, or is not wanted any more, is not sent.
func TestDigest_CheckedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *workplace, item accord.ActionItem)
		reason string
	}{
		"Thursday": {func(w *workplace, _ accord.ActionItem) { w.clock.set("2026-11-26T00:00") }, "late"},
		"opted out": {func(w *workplace, _ accord.ActionItem) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.OptOut(ctx, "leo", accord.WishDigest) })
		}, "opted_out"},
		"nothing left": {func(w *workplace, i accord.ActionItem) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				i.Status = accord.StatusDropped
				return tx.SaveActionItem(ctx, &i)
			})
		}, "settled"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2026-11-19T12:00", func(t *testing.T, w *workplace) {
				item := w.item("Past its date", "leo", "2026-11-20")
				w.wantsDigest("leo")
				w.clock.set("2026-11-23T08:00")
				w.tick()
				c.change(w, item)
				box := &postbox{}
				w.deliver(box)
				same(t, "left out", w.digests(accord.DeliverySkipped), "digest:leo:2026-W48 "+c.reason)
			})
		})
	}
}

func TestDigest_EmptyAndUnwantedLeaveNoTrace(t *testing.T) {
	eachWorkplace(t, "2026-11-19T12:00", func(t *testing.T, w *workplace) {
		w.item("Past its date", "ben", "2026-11-20") // who wants none
		w.wantsDigest("leo")                         // who has nothing
		w.clock.set("2026-11-23T08:00")
		w.tick()
		same(t, "digests", w.digests(""))
		p, err := w.store.Person(w.ctx(), "leo")
		if want := accord.LocalTime("2026-11-30T08:00").In(accord.Zone("Europe/Berlin")); err != nil || p.DigestAt == nil || !p.DigestAt.Equal(want) {
			t.Errorf("next digest %v, %v, want %v", p.DigestAt, err, want)
		}
	})
}

// Whoever moves gets each week's digest once, in the zone they are in.
func TestDigest_FollowsThePersonsZone(t *testing.T) {
	for _, c := range []struct{ at, zone, before, due string }{
		{"2026-11-22T12:00", "America/Los_Angeles", "2026-11-23T16:59", "2026-11-23T17:00"}, // Berlin's clock
		{"2026-11-23T07:00", "Asia/Tokyo", "", "2026-11-23T07:00"},                          // eight was hours ago there
	} {
		t.Run(c.zone, func(t *testing.T) {
			eachWorkplace(t, "2026-11-19T12:00", func(t *testing.T, w *workplace) {
				w.item("Past its date", "leo", "2026-11-20")
				w.wantsDigest("leo")
				w.clock.set(accord.LocalTime(c.at))
				w.tick()
				if _, err := w.app.ChangeSelf(context.Background(), w.as("leo"), SelfPatch{Name: "Leo", TimeZone: c.zone, Locale: "en"}); err != nil {
					t.Fatal(err)
				}
				if c.before != "" {
					w.clock.set(accord.LocalTime(c.before))
					w.tick()
					same(t, "before", w.digests(""))
				}
				w.clock.set(accord.LocalTime(c.due))
				w.tick()
				w.clock.add(6 * time.Hour)
				w.tick()
				same(t, "due", w.digests(accord.DeliveryQueued), "digest:leo:2026-W48 ")
			})
		})
	}
}
