package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"accord/internal/accord"
	"accord/internal/store"
)

// manyVisits writes visits of every kind, over more than the half year that
// counts.
func (w *workplace) manyVisits(n int) []accord.ExchangeVisit {
	w.t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	var list []accord.ExchangeVisit
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		for i := range n {
			created := w.clock.Now().AddDate(0, 0, -rng.IntN(230))
			from := accord.DateOf(created, time.UTC).AddDays(rng.IntN(20))
			v := accord.ExchangeVisit{
				ID: fmt.Sprintf("v%03d", i), VisitorID: []string{"mia", "ben", "leo", "ana"}[rng.IntN(4)], VisitorSide: accord.Marketing,
				FromOn: from, ToOn: from.AddDays(rng.IntN(4)), Status: accord.VisitPlanned, CreatedBy: "ana", CreatedAt: created, Version: 1,
			}
			if v.VisitorID == "leo" || v.VisitorID == "ana" {
				v.VisitorSide = accord.Sales
			}
			v.HostSide = v.VisitorSide.Other()
			later := created.AddDate(0, 0, rng.IntN(60))
			switch v.DueOn = v.ToOn.AddDays(accord.ReportDays); rng.IntN(4) {
			case 0:
				v.Status, v.OffAt = accord.VisitCancelled, &later
			case 1, 2:
				v.ReportedAt = &later
			}
			if err := tx.CreateExchangeVisit(ctx, &v); err != nil {
				return err
			}
			list = append(list, v)
		}
		return nil
	})
	return list
}

// What the strip says of visits is counted by the database; it is what counting
// one by one gives, however many there are.
func TestVisits_totals_are_those_of_every_visit(t *testing.T) {
	eachWorkplace(t, "2026-10-01T09:00", func(t *testing.T, w *workplace) {
		w.clock.set("2027-06-01T09:00")
		w.manyVisits(700)
		left := w.clock.Now().AddDate(0, 0, -1)
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			p, err := tx.Person(ctx, "ben")
			p.LeftAt = &left
			return errors.Join(err, tx.SavePerson(ctx, &p))
		})
		for _, today := range []accord.Date{"2027-06-01", "2027-05-12", "2027-02-01"} {
			f := store.VisitFilter{PersonID: "ana", From: accord.CoverageFrom(today), To: today.AddDays(accord.VisitLead)}
			every, _, err := w.store.ExchangeVisits(w.ctx(), f, accord.Page{})
			w.must(err)
			got, err := w.store.VisitTotals(w.ctx(), f, today, w.clock.Now())
			w.must(err)
			want := accord.VisitTotalsOf(every, today, w.clock.Now())
			inOrder := cmpopts.SortSlices(func(x, y accord.VisitTally) bool { return x.VisitorID < y.VisitorID })
			if diff := cmp.Diff(want, got, inOrder); diff != "" || got.Due == 0 || got.Missing == 0 || len(got.Tallies) != 4 {
				t.Errorf("on %s: %+v (-want +got) %s", today, got, diff)
			}
		}
	})
}

// Every visit is on one page of the list, in order, however many there are.
func TestVisits_pages_of_the_list(t *testing.T) {
	eachWorkplace(t, "2027-06-01T09:00", func(t *testing.T, w *workplace) {
		visits := w.manyVisits(520)
		seen, last, pages := map[string]bool{}, accord.VisitDetail{}, 0
		for p := (accord.Page{Limit: 50}); ; pages++ {
			list, next, err := w.app.ExchangeVisits(w.ctx(), w.as("ana"), VisitQuery{}, p)
			w.must(err)
			for _, v := range list {
				if seen[v.ID] || last.ID != "" && (v.FromOn > last.FromOn || v.FromOn == last.FromOn && v.ID > last.ID) {
					t.Fatalf("%s of %s after %s of %s", v.ID, v.FromOn, last.ID, last.FromOn)
				}
				seen[v.ID], last = true, v
			}
			if p.After = next; next == nil {
				break
			}
		}
		if len(seen) != len(visits) || pages != 10 {
			t.Errorf("%d visits on %d pages, want %d on 11", len(seen), pages+1, len(visits))
		}
	})
}
