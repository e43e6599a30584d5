package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) deliveryRoutes() []Route {
	return []Route{
		{http.MethodGet, "/settings/deliveries", app.ActChangeWorkspace, p.deliveries},
		{http.MethodPost, "/settings/deliveries/:id/again", app.ActChangeWorkspace, p.sendAgain},
	}
}

// deliveriesView is the queue of mails: what waits, what failed and why.
type deliveriesView struct {
	Base
	List  app.DeliveryList
	State accord.DeliveryState
	Pager Pager
}

// States are the parts of the queue, what needs an admin first.
func (deliveriesView) States() []accord.DeliveryState {
	return []accord.DeliveryState{
		accord.DeliveryFailed, accord.DeliveryUncertain, accord.DeliveryQueued, accord.DeliveryLeased,
		accord.DeliverySent, accord.DeliverySkipped, accord.DeliveryWithdrawn,
	}
}

// Kind says what a mail is about.
func (v deliveriesView) Kind(d accord.Delivery) string {
	if what, ok := strings.CutPrefix(d.Kind, accord.MailItem); ok {
		return v.L.T("mail.items." + what)
	}
	return v.L.T("deliveries.kind." + d.Kind)
}

// Reason says why a mail was not sent, in the reader's words where it is ours
// and as the mail server wrote it where it is not.
func (v deliveriesView) Reason(d accord.Delivery) string {
	if key := "deliveries.reason." + d.LastError; d.LastError != "" && v.L.Has(key) {
		return v.L.T(key)
	}
	return d.LastError
}

// Again reports whether the mail can be sent again.
func (deliveriesView) Again(d accord.Delivery) bool {
	return d.State == accord.DeliveryFailed || d.State == accord.DeliveryUncertain || d.State == accord.DeliverySkipped && !d.SecretLink()
}

func (p *Pages) deliveries(c echo.Context) error {
	state := accord.DeliveryState(c.QueryParam("state"))
	list, err := p.app.Deliveries(c.Request().Context(), Actor(c), state, c.QueryParam("before"))
	if err != nil {
		return err
	}
	view := &deliveriesView{Base: p.Base(c, "settings", "deliveries.title"), List: list, State: state, Pager: Pager{L: Localizer(c)}}
	if list.Next != "" {
		view.Pager.Next = "/settings/deliveries?" + url.Values{"state": {string(state)}, "before": {list.Next}}.Encode()
	}
	return p.Page(c, http.StatusOK, "deliveries", view)
}

func (p *Pages) sendAgain(c echo.Context) error {
	err := p.app.SendAgain(c.Request().Context(), Actor(c), c.Param("id"))
	return p.back(c, err, "/settings/deliveries", "deliveries.queued_again")
}
