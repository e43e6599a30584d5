package store

import (
	"context"
	"testing"
	"time"

	"accord/internal/accord"
)

// feedStore has one person of one workspace, and a series of theirs.
func feedStore(t *testing.T, s *Store) context.Context {
	t.Helper()
	ctx := Within(t.Context(), "w")
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *Store) error {
		for _, insert := range []func() error{
			func() error {
				return tx.CreateWorkspace(ctx, &accord.Workspace{ID: "w", Name: "W", SalesName: "S", MarketingName: "M", TimeZone: "UTC", WorkingDays: "1", Version: 1, CreatedAt: start})
			},
			func() error {
				return Insert(ctx, tx, accord.Person{WorkspaceID: "w", ID: "ana", Name: "Ana", Email: "ana@w.test", Side: accord.Sales, Role: accord.RoleMember, TimeZone: "UTC", Locale: "en", Version: 1, CreatedAt: start})
			},
			func() error {
				return Insert(ctx, tx, accord.Team{WorkspaceID: "w", ID: "t", Name: "T", Version: 1, CreatedAt: start})
			},
			func() error {
				return tx.CreateSeries(ctx, &accord.Series{
					ID: "s", TeamID: "t", Title: "Weekly", Rrule: "FREQ=WEEKLY", StartsAtLocal: "2027-01-05T10:00", TimeZone: "UTC", DurationMinutes: 60,
					MonthEnd: "skip", Status: accord.SeriesActive, CreatedBy: "ana", CreatedAt: start, Version: 1,
				})
			},
		} {
			if err := insert(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func TestFeeds(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := feedStore(t, s)
		later := start.Add(time.Hour)
		err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *Store) error {
			for _, f := range []accord.Feed{{ID: "f1", PersonID: "ana", Hash: "h1", CreatedAt: start}, {ID: "f2", PersonID: "ana", SeriesID: "s", Hash: "h2", CreatedAt: later}} {
				if err := tx.CreateFeed(ctx, &f); err != nil {
					return err
				}
			}
			return tx.FeedUsed(ctx, "f2", later)
		})
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.FeedOwner(t.Context(), "h2")
		if err != nil || o.WorkspaceID != "w" || o.ID != "ana" || o.FeedID != "f2" || o.SeriesID != "s" || o.LastUsedAt == nil || !o.LastUsedAt.Equal(later) || o.RevokedAt != nil {
			t.Errorf("FeedOwner = %+v, %v", o, err)
		}
		if _, err := s.FeedOwner(t.Context(), "h3"); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("FeedOwner of an unknown hash = %v, want not found", err)
		}
		list, err := s.Feeds(ctx, "ana")
		if err != nil || len(list) != 2 || list[0].ID != "f2" || list[1].SeriesID != "" || list[1].LastUsedAt != nil {
			t.Errorf("Feeds = %+v, %v, want the newest first", list, err)
		}
		err = s.Tx(t.Context(), "w", func(ctx context.Context, tx *Store) error { return tx.RevokeFeeds(ctx, "ana", later) })
		if err != nil {
			t.Fatal(err)
		}
		if o, err := s.FeedOwner(t.Context(), "h1"); err != nil || o.RevokedAt == nil {
			t.Errorf("FeedOwner of a revoked feed = %+v, %v, want that it is told", o, err)
		}
		if list, err := s.Feeds(ctx, "ana"); err != nil || len(list) != 0 {
			t.Errorf("Feeds after all were revoked = %v, %v, want none", list, err)
		}
	})
}

func TestSeriesReplies(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := feedStore(t, s)
		err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *Store) error {
			for _, r := range []accord.SeriesReply{
				{OriginalStart: "2027-01-12T10:00", Response: "no"},
				{OriginalStart: "", Response: "maybe"},
				{OriginalStart: "2027-01-19T10:00", Response: "no"},
				{OriginalStart: "", Response: "yes", Comment: "Gladly"},
			} {
				r.SeriesID, r.PersonID, r.Stamp, r.CreatedAt = "s", "ana", start, start
				if err := tx.SaveSeriesReply(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.SeriesReplies(ctx, "s", "2027-01-12T10:00")
		if err != nil || len(list) != 2 || list[0].Response != "yes" || list[0].Comment != "Gladly" || list[1].Response != "no" {
			t.Errorf("SeriesReplies = %+v, %v, want the one to the series first", list, err)
		}
		if _, err := s.SeriesReply(ctx, "s", "2027-01-26T10:00", "ana"); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("SeriesReply of a date nobody answered = %v, want not found", err)
		}
		err = s.Tx(t.Context(), "w", func(ctx context.Context, tx *Store) error {
			if err := tx.CreateFeed(ctx, &accord.Feed{ID: "f", PersonID: "ana", SeriesID: "s", Hash: "h", CreatedAt: start}); err != nil {
				return err
			}
			return tx.RemoveSeries(ctx, "s")
		})
		if _, gone := s.FeedOwner(t.Context(), "h"); err != nil || accord.CodeOf(gone) != accord.CodeNotFound {
			t.Errorf("RemoveSeries = %v, its feed afterwards %v, want that it goes too", err, gone)
		}
	})
}
