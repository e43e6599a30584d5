package store

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
)

// lives writes the life of an item: each step changes it and is recorded with
// its span, an hour after the one before.
func lives(t *testing.T, s *Store, item accord.ActionItem, steps ...func(*accord.ActionItem)) {
	t.Helper()
	at := item.CreatedAt
	for i, step := range append([]func(*accord.ActionItem){func(*accord.ActionItem) {}}, steps...) {
		step(&item)
		item.Version = i + 1
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			var err error
			if i == 0 {
				err = rowsOf[accord.ActionItem](tx.db).Create(ctx, &item)
			} else {
				err = save(ctx, tx, "action item", item.ID, item.Version, item)
			}
			if err != nil {
				return err
			}
			e, err := tx.Record(ctx, accord.Event{Kind: "action_item.changed", SubjectType: "action_item", SubjectID: item.ID, At: at, ActorID: "ann"})
			if err != nil {
				return err
			}
			return tx.SaveSpan(ctx, item, e)
		}))
		at = at.Add(time.Hour)
	}
}

// offered is an item of Ann's for Marketing, offered a week before start.
func offered(id string, number int) accord.ActionItem {
	made := start.AddDate(0, 0, -7)
	return accord.ActionItem{
		WorkspaceID: "a", ID: id, Number: number, Title: id, OwnerID: "ann", OwnerSide: accord.Sales, OwnerZone: "UTC", AskerID: "bo",
		ForSide: accord.Marketing, Status: accord.StatusProposed, CreatedAt: made, UpdatedAt: made,
	}
}

func accept(due accord.Date) func(*accord.ActionItem) {
	return func(a *accord.ActionItem) {
		ends, at := due.End(time.UTC), a.CreatedAt.Add(time.Hour)
		a.Status, a.AcceptedAt, a.OriginalDueOn, a.DueOn, a.OriginalDueEndsAt, a.DueEndsAt = accord.StatusOpen, &at, due, due, &ends, &ends
	}
}

func done(a *accord.ActionItem) {
	at := a.CreatedAt.Add(2 * time.Hour)
	a.Status, a.DoneAt, a.EndedAt = accord.StatusDone, &at, &at
}

func TestStore_Tally(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		today := accord.DateOf(start, time.UTC)
		lives(t, s, offered("kept", 1), accept(today.AddDays(-3)), done, func(a *accord.ActionItem) { a.Status = accord.StatusConfirmed })
		lives(t, s, offered("late", 2), accept(today.AddDays(-3)))
		lives(t, s, offered("returned", 3), accept(today.AddDays(-3)), done, func(a *accord.ActionItem) {
			a.Status, a.DoneAt, a.EndedAt = accord.StatusOpen, nil, nil
		})
		lives(t, s, offered("silent", 4))
		ctx := Within(t.Context(), "a")
		figures := func(asOf time.Time, past bool) accord.Figures {
			period := accord.Period{From: today.AddDays(-27), To: today, AsOf: asOf, Zone: time.UTC}
			tally, err := s.Tally(ctx, FigureQuery{Period: period, Past: past})
			must(t, err)
			return tally.Figures()
		}
		check := func(when string, figures accord.Figures, key accord.FigureKey, numerator, denominator int) {
			t.Helper()
			if f := figures[key].Sales; f.Numerator != numerator || f.Denominator != denominator {
				t.Errorf("%s %s = %d of %d, want %d of %d", key, when, f.Numerator, f.Denominator, numerator, denominator)
			}
		}
		for when, past := range map[string]bool{"now": false, "now, from the spans": true} {
			now := figures(start, past)
			check(when, now, accord.KeptOnTime, 1, 3)
			check(when, now, accord.OverdueItems, 2, 2)
			check(when, now, accord.Acceptance, 3, 4)
			check(when, now, accord.Confirmation, 1, 2)
			check(when, now, accord.Returned, 1, 2)
			check(when, now, accord.CrossSideKept, 1, 3)
		}
		// Two and a half hours in, two had been done and nothing was due.
		then := figures(start.AddDate(0, 0, -7).Add(150*time.Minute), true)
		check("then", then, accord.KeptOnTime, 0, 0)
		check("then", then, accord.OverdueItems, 0, 1)
		check("then", then, accord.Confirmation, 0, 2)
		check("then", then, accord.Returned, 0, 2)
	})
}

func TestStore_UndoSpan(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		lives(t, s, offered("item", 1), accept("2027-01-10"), done)
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error { return tx.UndoSpan(ctx, "item", 3) }))
		spans, err := rowsOf[accord.ActionItemSpan](s.db).Order("seq").Find(Within(t.Context(), "a"))
		must(t, err)
		if len(spans) != 2 || spans[1].Status != accord.StatusOpen || !spans[1].ToAt.Equal(accord.Forever()) || spans[1].NextStatus != "" {
			t.Errorf("spans after the undo = %+v, want offered and open for ever", spans)
		}
	})
}
