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
		{http.MethodPost, "/settings/deliveries/test", app.ActChangeWorkspace, p.testMail},
		{http.MethodPost, "/settings/deliveries/allow", app.ActChangeWorkspace, p.allowAddress},
		{http.MethodPost, "/settings/deliveries/:id/again", app.ActChangeWorkspace, p.sendAgain},
	}
}

// deliveriesView is the queue of mails: what waits, what failed and why.
type deliveriesView struct {
	Base
	List  app.DeliveryList
	State accord.DeliveryState
	Pager Pager
	Tried *app.MailTest // the test mail just sent, nil for none
	Unset bool          // no mail server is named
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

// StateChip is the state of a mail as icon and word.
func (v deliveriesView) StateChip(d accord.Delivery) Chip {
	text := v.L.T("deliveries.state." + string(d.State))
	switch d.State {
	case accord.DeliveryFailed:
		return Chip{Kind: "late", Icon: "circle-alert", Text: text}
	case accord.DeliveryUncertain:
		return Chip{Kind: "soon", Icon: "circle-alert", Text: text}
	case accord.DeliverySent:
		return Chip{Kind: "done", Icon: "check", Text: text}
	case accord.DeliveryQueued, accord.DeliveryLeased:
		return Chip{Kind: "soon", Icon: "mail", Text: text}
	default:
		return Chip{Icon: "circle-slash", Text: text}
	}
}

// Again reports whether the mail can be sent again. To a sample's people
// nothing is: it would be left out again.
func (deliveriesView) Again(d accord.Delivery) bool {
	if d.LastError == "quiet" || d.LastError == "invented" {
		return false
	}
	return d.State == accord.DeliveryFailed || d.State == accord.DeliveryUncertain || d.State == accord.DeliverySkipped && !d.SecretLink()
}

func (p *Pages) deliveries(c echo.Context) error { return p.showDeliveries(c, nil) }

// testMail answers with the page itself: what the server said is shown once.
func (p *Pages) testMail(c echo.Context) error {
	t, err := p.app.TestMail(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	return p.showDeliveries(c, &t)
}

func (p *Pages) allowAddress(c echo.Context) error {
	err := p.app.AllowAddress(c.Request().Context(), Actor(c), NewForm(c).Get("address"))
	return p.back(c, err, "/settings/deliveries", "deliveries.allowed")
}

func (p *Pages) showDeliveries(c echo.Context, tried *app.MailTest) error {
	state := accord.DeliveryState(c.QueryParam("state"))
	list, err := p.app.Deliveries(c.Request().Context(), Actor(c), state, c.QueryParam("before"))
	if err != nil {
		return err
	}
	view := &deliveriesView{Base: p.Base(c, "settings", "deliveries.title"), List: list, State: state, Pager: Pager{L: Localizer(c)}, Tried: tried, Unset: !p.app.MailConfigured()}
	if list.Next != "" {
		view.Pager.Next = "/settings/deliveries?" + url.Values{"state": {string(state)}, "before": {list.Next}}.Encode()
	}
	return p.Page(c, http.StatusOK, "deliveries", view)
}

func (p *Pages) sendAgain(c echo.Context) error {
	err := p.app.SendAgain(c.Request().Context(), Actor(c), c.Param("id"))
	return p.back(c, err, "/settings/deliveries", "deliveries.queued_again")
}
