package app

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/store"
)

// live lets chance act on items for some weeks: whatever the rules refuse is
// refused, the rest happens. It returns the items made.
func (f *itemFixture) live(seed uint64, acts int) []string {
	f.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	ctx := context.Background()
	person := func() accord.Actor { return itemActor(itemPeople[rng.IntN(len(itemPeople)-2)].ID) }
	var items []string
	for range acts {
		f.now = f.now.Add(time.Duration(rng.IntN(10*60)) * time.Minute)
		if len(items) == 0 || rng.IntN(4) == 0 {
			owner := itemPeople[rng.IntN(5)]
			item, err := f.app.CreateActionItem(ctx, person(), NewActionItem{
				ItemDraft: accord.ItemDraft{
					Title: "Something", DueOn: accord.DateOf(f.now, time.UTC).AddDays(rng.IntN(9)), ForSide: accord.Sides()[rng.IntN(3)],
				},
				OwnerID: owner.ID, TeamID: []string{"", "team", "secret"}[rng.IntN(3)],
			})
			if err == nil {
				items = append(items, item.ID)
			}
			continue
		}
		id := items[rng.IntN(len(items))]
		f.act(rng, id, person())
	}
	return items
}

// act does one thing to an item, mostly as its owner.
func (f *itemFixture) act(rng *rand.Rand, id string, by accord.Actor) {
	ctx, m := context.Background(), accord.Match{}
	item, err := f.app.ActionItem(ctx, itemActor("adm"), id)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		f.Fatal(err)
	}
	if rng.IntN(4) > 0 && item.OwnerID != "" {
		by = itemActor(string(item.OwnerID))
	}
	due := accord.DateOf(f.now, time.UTC).AddDays(rng.IntN(14))
	switch rng.IntN(9) {
	case 0, 1:
		_, err = f.app.AcceptItem(ctx, by, id, m, "", "")
	case 2, 3:
		_, err = f.app.DoneItem(ctx, by, id, m)
	case 4:
		_, err = f.app.ConfirmItem(ctx, itemActor([]string{"ana", "mia"}[rng.IntN(2)]), id, m)
	case 5:
		_, err = f.app.ReturnItem(ctx, itemActor([]string{"luis", "max"}[rng.IntN(2)]), id, m, "Not yet")
	case 6:
		_, err = f.app.RescheduleItem(ctx, by, id, m, due, "Later")
	case 7:
		_, err = f.app.HandOverItem(ctx, by, id, m, itemPeople[rng.IntN(5)].ID, "Yours")
	default:
		_, err = f.app.UndoItem(ctx, by, id, 0)
	}
	if err != nil && accord.CodeOf(err) == "" {
		f.Fatal(err)
	}
}

// told is an item as its events tell it: a state after each standing event.
type told struct {
	at     []time.Time
	states []accord.ActionItem
}

// tell replays the events of an item, leaving out what was undone.
func (f *itemFixture) tell(id string) told {
	f.Helper()
	ctx := store.Within(context.Background(), "w")
	item, err := f.store.ActionItem(ctx, id)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return told{} // its making was undone
	}
	if err != nil {
		f.Fatal(err)
	}
	events, err := f.store.Events(ctx, id)
	if err != nil {
		f.Fatal(err)
	}
	state := accord.ActionItem{ID: id, CreatedAt: item.CreatedAt}
	var t told
	for _, e := range standingEvents(events) {
		data, err := accord.ItemEventOf(e)
		if err != nil {
			f.Fatal(err)
		}
		if state, err = data.Changes.Forth(state); err != nil {
			f.Fatal(err)
		}
		t.at, t.states = append(t.at, e.At), append(t.states, state)
	}
	return t
}

// count is the oracle: it counts one item by brute force.
func (h told) count(tally *accord.Tally, p accord.Period) {
	for i, at := range slices.Backward(h.at) {
		if !at.After(p.AsOf) {
			tally.AddItem(accord.FactOf(h.states[i]), p)
			break
		}
	}
	for i := 0; i < len(h.states); {
		end := i + 1
		for end < len(h.states) && h.states[end].Status == h.states[i].Status {
			end++
		}
		s := h.states[i]
		step := accord.StepFact{OwnerSide: s.OwnerSide, ForSide: s.ForSide, Status: s.Status, At: h.at[i], AcceptedAt: s.AcceptedAt}
		if end < len(h.states) {
			step.Next, step.NextAt, step.ByTime = h.states[end].Status, &h.at[end], h.states[end].SelfConfirmed
		}
		if s.Status == accord.StatusProposed || s.Status == accord.StatusDone {
			tally.AddStep(step, p)
		}
		i = end
	}
}

// The figures of any past date equal those of an oracle that replays the event
// log, for people who see a closed team and for people who do not (X4, P8).
func TestDashboard_past_dates_equal_the_events(t *testing.T) {
	for seed := range uint64(3) {
		f := newItemFixture(t)
		from := f.now
		var tales []told
		for _, id := range f.live(seed, 250) {
			if tale := f.tell(id); len(tale.states) > 0 {
				tales = append(tales, tale)
			}
		}
		span := int(f.now.Sub(from) / time.Minute)
		today := accord.DateOf(f.now, time.UTC)
		rapid.Check(t, func(rt *rapid.T) {
			asOf := from.Add(time.Duration(rapid.IntRange(1, span).Draw(rt, "minutes")) * time.Minute)
			days := rapid.IntRange(0, 60).Draw(rt, "days")
			to := today.AddDays(-rapid.IntRange(0, 60).Draw(rt, "ago"))
			reader := rapid.SampledFrom([]string{"luis", "ana", "obi"}).Draw(rt, "reader")
			q := DashboardQuery{From: to.AddDays(-days), To: to, AsOf: asOf.Format(time.RFC3339)}
			got, err := f.app.Dashboard(context.Background(), itemActor(reader), q)
			if err != nil {
				rt.Fatal(err)
			}
			view, err := f.app.view(store.Within(context.Background(), "w"), f.store, itemActor(reader))
			if err != nil {
				rt.Fatal(err)
			}
			var want accord.Tally
			for _, tale := range tales {
				if view.Sees(string(tale.states[0].TeamID)) {
					tale.count(&want, got.Period)
				}
			}
			if diff := cmp.Diff(want.Figures(), got.Figures); diff != "" {
				rt.Errorf("figures of %s as of %s for %s (-oracle +dashboard):\n%s", q.From, asOf, reader, diff)
			}
			if diff := cmp.Diff(want.Owed(), got.Tally.Owed()); diff != "" {
				rt.Errorf("who owed whom %s as of %s for %s (-oracle +dashboard):\n%s", q.From, asOf, reader, diff)
			}
		})
	}
}

// The spans can be thrown away: the events give them back.
func TestRebuildSpans(t *testing.T) {
	f := newItemFixture(t)
	items := f.live(7, 150)
	ctx := store.Within(context.Background(), "w")
	for _, id := range items {
		before, err := f.store.ItemSpans(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		f.tx(func(ctx context.Context, tx *store.Store) error {
			item, err := tx.ActionItem(ctx, id)
			if accord.CodeOf(err) == accord.CodeNotFound {
				return nil // its making was undone
			}
			if err != nil {
				return err
			}
			return f.app.RebuildSpans(ctx, tx, item)
		})
		after, err := f.store.ItemSpans(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("spans of %s rebuilt (-written +rebuilt):\n%s", id, diff)
		}
	}
}

func TestDashboard_as_of(t *testing.T) {
	f := newItemFixture(t)
	for _, c := range []struct {
		in   DashboardQuery
		code accord.Code
		past bool
	}{
		{DashboardQuery{}, "", false},
		{DashboardQuery{AsOf: "2020-01-01"}, "", true},
		{DashboardQuery{AsOf: "2199-01-01"}, "", false},
		{DashboardQuery{AsOf: "yesterday"}, accord.CodeInvalid, false},
		{DashboardQuery{From: "2026-02-30"}, accord.CodeInvalid, false},
		{DashboardQuery{From: "2026-03-01", To: "2026-02-01"}, accord.CodeInvalid, false},
		{DashboardQuery{From: "1950-01-01", To: "2026-02-01"}, accord.CodeInvalid, false},
	} {
		d, err := f.app.Dashboard(context.Background(), itemActor("luis"), c.in)
		if accord.CodeOf(err) != c.code || d.Past != c.past {
			t.Errorf("Dashboard(%+v) = past %v, %v; want past %v, %q", c.in, d.Past, err, c.past, c.code)
		}
	}
}

// Every figure of items opens a list that holds as many as it counted.
func TestDashboard_lists(t *testing.T) {
	f := newItemFixture(t)
	f.live(3, 200)
	ctx, luis := context.Background(), itemActor("luis")
	d, err := f.app.Dashboard(ctx, luis, DashboardQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []accord.FigureKey{
		accord.KeptOnTime, accord.Kept, accord.OpenItems, accord.OverdueItems, accord.SlipRate, accord.CarriedItems, accord.CrossSideKept, accord.Balance,
	} {
		items, _, err := f.app.ActionItems(ctx, luis, ItemQuery{Figure: key, FigureOf: DashboardQuery{}}, accord.Page{Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		split := d.Figures[key].Joint
		want := split.Denominator
		if key == accord.OverdueItems || key == accord.SlipRate || key == accord.CarriedItems {
			want = split.Numerator
		}
		if len(items) != want {
			t.Errorf("the list of %s has %d items, want %d", key, len(items), want)
		}
	}
	all := 0
	for _, owed := range d.Tally.Owed() {
		q := ItemQuery{Figure: accord.KeptOnTime, Side: owed.Owner, ForSide: owed.For, FigureOf: DashboardQuery{}}
		items, _, err := f.app.ActionItems(ctx, luis, q, accord.Page{Limit: 200})
		if err != nil || len(items) != owed.Count {
			t.Errorf("the list of what %s owed %s has %d items, %v; want %d", owed.Owner, owed.For, len(items), err, owed.Count)
		}
		all += owed.Count
	}
	if all == 0 {
		t.Error("nobody owed anybody anything: the company is too idle for this test")
	}
	if _, _, err := f.app.ActionItems(ctx, luis, ItemQuery{Figure: "quorum"}, accord.Page{Limit: 1}); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("a list of items for quorum = %v, want invalid", err)
	}
}
