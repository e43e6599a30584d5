package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerDeliveries(a *API) {
	register(a, app.ActChangeWorkspace, op("GET", "/deliveries", "List the mails"), a.deliveries)
	register(a, app.ActChangeWorkspace, op("POST", "/deliveries/{id}/send-again", "Send a mail again"), a.sendAgain)
	register(a, app.ActChangeWorkspace, op("POST", "/deliveries/test", "Send a test mail to myself"), a.testMail)
	register(a, app.ActChangeWorkspace, op("GET", "/suppressed-addresses", "List the suppressed addresses"), a.suppressed)
	register(a, app.ActChangeWorkspace, op("DELETE", "/suppressed-addresses/{address}", "Allow mail to an address again"), a.allowAddress)
}

type deliveriesInput struct {
	Paged
	State string `query:"state" enum:"queued,leased,sent,failed,skipped,withdrawn,uncertain" doc:"All unless given"`
}

// deliveries lists mails, the newest first, without what is in them.
func (a *API) deliveries(ctx context.Context, actor accord.Actor, in *deliveriesInput) (*items[accord.Delivery], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	before := ""
	if len(p.After) > 0 {
		before = p.After[0]
	}
	list, next, err := a.app.DeliveryPage(ctx, actor, accord.DeliveryState(in.State), before, p.Limit)
	if next != "" {
		return listed(list, []string{next}), err
	}
	return listed(list, nil), err
}

func (a *API) sendAgain(ctx context.Context, actor accord.Actor, in *ByID) (*nothing, error) {
	return &nothing{}, a.app.SendAgain(ctx, actor, in.ID)
}

func (a *API) testMail(ctx context.Context, actor accord.Actor, _ *struct{}) (*bare[app.MailTest], error) {
	t, err := a.app.TestMail(ctx, actor)
	return &bare[app.MailTest]{Body: t}, err
}

func (a *API) suppressed(ctx context.Context, actor accord.Actor, in *struct{ Paged }) (*items[accord.SuppressedAddress], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.SuppressedAddresses(ctx, actor)
	return listed(pageOf(list, p, func(s accord.SuppressedAddress) []string { return []string{s.Address} })), err
}

type addressInput struct {
	Address string `path:"address" maxLength:"254"`
}

func (a *API) allowAddress(ctx context.Context, actor accord.Actor, in *addressInput) (*nothing, error) {
	return &nothing{}, a.app.AllowAddress(ctx, actor, in.Address)
}
