package app

import (
	"context"
	"slices"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// skipped lists who is passed over in the lineage of the weekly series, by date.
func (w *workplace) skipped() []string {
	w.t.Helper()
	skips, err := w.store.RotaSkips(w.ctx(), "strategic")
	if err != nil {
		w.t.Fatal(err)
	}
	var list []string
	for _, s := range skips {
		list = append(list, string(s.OriginalStart)+" "+s.PersonID)
	}
	slices.Sort(list)
	return list
}

// replied lists the answers to dates without a meeting.
func (w *workplace) replied(seriesID string, names ...accord.LocalTime) []string {
	w.t.Helper()
	list := []string{}
	for _, name := range names {
		replies, err := w.store.SeriesReplies(w.ctx(), seriesID, name)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range replies {
			list = append(list, string(r.OriginalStart)+" "+r.PersonID+" "+r.Response)
		}
	}
	return list
}

// at is the day of a date at another hour.
func at(name accord.LocalTime, hour string) accord.LocalTime {
	return accord.LocalTime(string(name.Date()) + "T" + hour)
}

func TestApp_ChangeSeries_carries_turns(t *testing.T) {
	for what, scope := range map[string]SeriesScope{
		"S5 all":       {Scope: "all"},
		"S5 following": {Scope: "following", From: string(monday(3))},
	} {
		t.Run(what, func(t *testing.T) {
			eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
				w.weekly()
				var want []string
				for _, i := range []int{5, 15} {
					p, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(i)), "facilitator")
					if err != nil {
						t.Fatal(err)
					}
					if p.Facilitator.Turns == nil {
						t.Fatal("no turns")
					}
				}
				for _, s := range w.skipped() {
					name := accord.LocalTime(s[:16])
					want = append(want, string(at(name, "11:00"))+s[16:])
				}
				if _, err := w.app.SwapTurns(w.ctx(), w.as("ana"), "strategic", string(monday(20)), "facilitator", string(monday(21))); err != nil {
					t.Fatal(err)
				}
				w.changes("strategic", SeriesPatch{StartsAtLocal: accord.Some(string(at(monday(0), "11:00"))), SeriesScope: scope})
				same(t, "skips", w.skipped(), want...)
				swaps, err := w.store.RotaSwaps(w.ctx(), "strategic")
				if err != nil || len(swaps) != 1 || swaps[0].FirstStart != at(monday(20), "11:00") || swaps[0].SecondStart != at(monday(21), "11:00") {
					t.Errorf("swaps = %+v, %v, want both dates at 11:00", swaps, err)
				}
			})
		})
	}
}

func TestApp_ChangeSeries_splits_between_turns(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		for _, i := range []int{5, 15, 25} {
			if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(i)), "facilitator"); err != nil {
				t.Fatal(err)
			}
		}
		want := w.skipped()
		for _, i := range []int{1, 2} {
			want[i] = string(at(accord.LocalTime(want[i][:16]), "11:00")) + want[i][16:]
		}
		d := w.changes("strategic", following(string(monday(10)), SeriesPatch{StartsAtLocal: accord.Some(string(at(monday(10), "11:00")))}))
		same(t, "skips", w.skipped(), want...)
		skips, err := w.store.RotaSkips(w.ctx(), "strategic")
		for _, s := range skips {
			if goesOn := s.OriginalStart >= monday(10); goesOn != (s.SeriesID == d.Successor.ID) {
				t.Errorf("the skip at %s is of %s, %v", s.OriginalStart, s.SeriesID, err)
			}
		}
	})
}

func TestApp_ChangeSeries_carries_answers(t *testing.T) {
	answered := func(t *testing.T, w *workplace) {
		w.weekly()
		for i, response := range map[int]string{2: "no", 20: "maybe"} {
			if err := w.app.RespondToSeries(w.ctx(), w.as("ben"), "strategic", string(monday(i)), response); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.app.RespondToSeries(w.ctx(), w.as("leo"), "strategic", "", "yes"); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("S4 in place they go with their dates", func(t *testing.T) {
		eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
			answered(t, w)
			w.changes("strategic", SeriesPatch{StartsAtLocal: accord.Some(string(at(monday(0), "11:00")))})
			far := at(monday(20), "11:00")
			same(t, "answers", w.replied("strategic", far), " leo yes", string(far)+" ben maybe")
			same(t, "under the old name", w.replied("strategic", monday(2)), " leo yes")
			m := w.opened("strategic", string(at(monday(2), "11:00")))
			people, err := w.store.MeetingPeople(w.ctx(), m.ID)
			i := slices.IndexFunc(people, func(p accord.MeetingPerson) bool { return p.PersonID == "ben" })
			if err != nil || i < 0 || people[i].Response != "no" {
				t.Errorf("opened: %+v, %v, want no of ben", people, err)
			}
		})
	})
	t.Run("S4 after a split they stay with the old invitation", func(t *testing.T) {
		eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
			answered(t, w)
			d := w.changes("strategic", following(string(monday(10)), SeriesPatch{StartsAtLocal: accord.Some(string(at(monday(10), "11:00")))}))
			same(t, "before", w.replied("strategic", monday(2)), " leo yes", string(monday(2))+" ben no")
			same(t, "after", w.replied("strategic", monday(20)), " leo yes", string(monday(20))+" ben maybe")
			if got := w.replied(d.Successor.ID, at(monday(20), "11:00")); len(got) != 0 {
				t.Errorf("of the new series = %v, want none", got)
			}
		})
	})
}

func TestStore_RekeySeriesReplies(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		for i, response := range []string{"yes", "no", "maybe"} {
			if err := w.app.RespondToSeries(w.ctx(), w.as("ben"), "strategic", string(monday(i)), response); err != nil {
				t.Fatal(err)
			}
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return tx.RekeySeriesReplies(ctx, "strategic", map[accord.LocalTime]accord.LocalTime{monday(0): monday(1), monday(1): monday(0)})
		})
		same(t, "answers", w.replied("strategic", monday(0), monday(1), monday(2)),
			string(monday(0))+" ben no", string(monday(1))+" ben yes", string(monday(2))+" ben maybe")
	})
}
