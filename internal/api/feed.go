package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

// feedBody is a calendar feed as the API shows it. Its address is a secret and
// is in the answer that makes it, nowhere else.
type feedBody struct {
	accord.Feed
	Title string `json:"title" doc:"Of its series; empty for a feed of all of one's meetings"`
	URL   string `json:"url,omitempty" doc:"The secret address; only in the answer to making or renewing it, and never in a repeated one"`
}

type makeFeed struct {
	Body struct {
		SeriesID string `json:"series_id,omitempty" maxLength:"64" doc:"All of one's meetings where it is missing"`
	}
}

func registerFeeds(a *API) {
	register(a, app.ActSeeFeeds, op("GET", "/feeds", "List my calendar feeds"), a.feeds)
	register(a, app.ActFeeds, secret("url", created(op("POST", "/feeds", "Make a calendar feed"))), a.makeFeed)
	register(a, app.ActFeeds, secret("url", op("POST", "/feeds/{id}/renew", "Give a calendar feed a new address")), a.renewFeed)
	register(a, app.ActFeeds, op("DELETE", "/feeds/{id}", "Revoke a calendar feed"), a.revokeFeed)
}

func (a *API) feeds(ctx context.Context, actor accord.Actor, in *Paged) (*items[feedBody], error) {
	page, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.Feeds(ctx, actor)
	bodies := make([]feedBody, len(list))
	for i, f := range list {
		bodies[i] = feedBody{Feed: f.Feed, Title: f.Title}
	}
	return listedFrom(bodies, page, func(f feedBody) string { return f.ID }), err
}

func (a *API) makeFeed(ctx context.Context, actor accord.Actor, in *makeFeed) (*one[feedBody], error) {
	url, f, err := a.app.CreateFeed(ctx, actor, in.Body.SeriesID)
	return answer(feedBody{Feed: f.Feed, Title: f.Title, URL: url}, 1), err
}

func (a *API) renewFeed(ctx context.Context, actor accord.Actor, in *ByID) (*one[feedBody], error) {
	url, f, err := a.app.RenewFeed(ctx, actor, in.ID)
	return answer(feedBody{Feed: f.Feed, Title: f.Title, URL: url}, 1), err
}

func (a *API) revokeFeed(ctx context.Context, actor accord.Actor, in *ByID) (*nothing, error) {
	return &nothing{}, a.app.RevokeFeed(ctx, actor, in.ID)
}
