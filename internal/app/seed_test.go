package app

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// Test data is what living would have written: the spans of its items are those
// its events give.
func TestSeed_SpansFollowFromEvents(t *testing.T) {
	s := storetest.Open(t)
	a := New(Config{Store: s, Clock: s.Now})
	w, err := a.OperatorAddWorkspace(t.Context(), "Co", "Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Seed(t.Context(), w, SeedSize{People: 8, Series: 4, Meetings: 60, Actions: 150, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	ctx := store.Within(t.Context(), w.ID)
	items, _, err := s.ActionItems(ctx, store.ItemFilter{}, accord.Page{Limit: 200})
	if err != nil || len(items) < 100 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	for _, item := range items {
		seeded, err := s.ItemSpans(ctx, item.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Tx(t.Context(), w.ID, func(ctx context.Context, tx *store.Store) error { return a.RebuildSpans(ctx, tx, item) })
		if err != nil {
			t.Fatal(err)
		}
		rebuilt, err := s.ItemSpans(ctx, item.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rebuilt, seeded); diff != "" {
			t.Fatalf("spans of %s (-from events +seeded):\n%s", item.Ref(), diff)
		}
	}
}
