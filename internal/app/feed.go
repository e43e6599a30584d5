package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// maxFeeds bounds a person's calendar feeds.
const maxFeeds = 50

// FeedDetail is one of the actor's calendar feeds, as they manage it.
type FeedDetail struct {
	accord.Feed
	Title string // of its series; "" for all of the person's meetings
}

// Feeds lists the actor's calendar feeds that were not revoked, the newest
// first. One of a series they no longer see stays listed, without its title.
func (a *App) Feeds(ctx context.Context, actor accord.Actor) ([]FeedDetail, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeFeeds)
	if err != nil {
		return nil, err
	}
	feeds, err := a.store.Feeds(ctx, actor.PersonID)
	if err != nil {
		return nil, err
	}
	list := make([]FeedDetail, len(feeds))
	for i, f := range feeds {
		if list[i], err = feedDetail(ctx, a.store, view, f); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func feedDetail(ctx context.Context, s *store.Store, view accord.View, f accord.Feed) (FeedDetail, error) {
	d := FeedDetail{Feed: f}
	if f.SeriesID == "" {
		return d, nil
	}
	series, err := s.Series(ctx, string(f.SeriesID))
	if err == nil && view.Sees(series.TeamID) {
		d.Title = series.Title
	}
	return d, err
}

// feedAddress is where a calendar program reads the feed with the secret.
func (a *App) feedAddress(secret string) string { return a.baseURL + "/calendar/" + secret + ".ics" }

// CreateFeed makes a calendar feed of a series, or with "" of all meetings that
// are the actor's. Its secret address is shown once and never stored.
func (a *App) CreateFeed(ctx context.Context, actor accord.Actor, seriesID string) (address string, d FeedDetail, err error) {
	err = a.change(ctx, actor, ActFeeds, func(ctx context.Context, tx *store.Store, now time.Time) error {
		var v accord.Validation
		if seriesID != "" {
			series, _, err := a.seriesFor(ctx, tx, actor, seriesID)
			if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
				return err
			}
			v.Check(err == nil, "series_id", "There is no such series.")
			d.Title = series.Title
		}
		if err := v.Err(); err != nil {
			return err
		}
		feeds, err := tx.Feeds(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if len(feeds) >= maxFeeds {
			return accord.Errorf(accord.CodeConflict, "You have %d calendar feeds; revoke one first.", len(feeds))
		}
		secret, hash := newSecret("")
		address = a.feedAddress(secret)
		d.Feed = accord.Feed{ID: store.NewID(), PersonID: actor.PersonID, SeriesID: accord.NullID(seriesID), Hash: hash, CreatedAt: now}
		if err := tx.CreateFeed(ctx, &d.Feed); err != nil {
			return err
		}
		return recordFeed(ctx, tx, "feed.made", d.Feed, now)
	})
	return address, d, err
}

// RenewFeed gives one of the actor's feeds a new secret address; the old one
// stops at once.
func (a *App) RenewFeed(ctx context.Context, actor accord.Actor, id string) (address string, d FeedDetail, err error) {
	err = a.changeFeed(ctx, actor, id, "feed.renewed", func(ctx context.Context, tx *store.Store, f *accord.Feed, _ time.Time) error {
		var secret string
		secret, f.Hash = newSecret("")
		f.LastUsedAt = nil
		address = a.feedAddress(secret)
		view, err := a.view(ctx, tx, actor)
		if err != nil {
			return err
		}
		d, err = feedDetail(ctx, tx, view, *f)
		return err
	})
	return address, d, err
}

// RevokeFeed ends one of the actor's feeds.
func (a *App) RevokeFeed(ctx context.Context, actor accord.Actor, id string) error {
	return a.changeFeed(ctx, actor, id, "feed.revoked", func(_ context.Context, _ *store.Store, f *accord.Feed, now time.Time) error {
		f.RevokedAt = &now
		return nil
	})
}

// changeFeed changes one of the actor's own feeds. Anybody else's does not
// exist.
func (a *App) changeFeed(ctx context.Context, actor accord.Actor, id, kind string, fn func(context.Context, *store.Store, *accord.Feed, time.Time) error) error {
	return a.change(ctx, actor, ActFeeds, func(ctx context.Context, tx *store.Store, now time.Time) error {
		f, err := tx.Feed(ctx, id)
		if err != nil || f.PersonID != actor.PersonID || f.RevokedAt != nil {
			return cmpErr(err, accord.NotFound("feed"))
		}
		if err := fn(ctx, tx, &f, now); err != nil {
			return err
		}
		if err := tx.SaveFeed(ctx, f); err != nil {
			return err
		}
		return recordFeed(ctx, tx, kind, f, now)
	})
}

// recordFeed tells of a feed; who has its address is nothing an event says.
func recordFeed(ctx context.Context, tx *store.Store, kind string, f accord.Feed, now time.Time) error {
	_, err := tx.Record(ctx, accord.Event{At: now, ActorID: f.PersonID, Kind: kind, SubjectType: "feed", SubjectID: f.ID})
	return err
}
