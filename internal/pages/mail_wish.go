package pages

import (
	"slices"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// mailForm says which of the kinds of mail one can do without the actor gets.
func (p *Pages) mailForm(c echo.Context) (*Form, error) {
	wishes, err := p.app.MailWishes(c.Request().Context(), Actor(c))
	form := BlankForm(Localizer(c))
	for _, kind := range accord.Wishes {
		if wishes[kind] {
			form.Values.Add("kind", kind)
		}
	}
	return form, err
}

// WishOptions are the kinds of mail that can be switched off.
func (v accountView) WishOptions() []Option {
	options := make([]Option, len(accord.Wishes))
	for i, kind := range accord.Wishes {
		options[i] = Option{Value: kind, Label: v.L.T("account.mail." + kind)}
	}
	return options
}

func (p *Pages) wishMail(c echo.Context) error {
	wanted := NewForm(c).All("kind")
	wishes := map[string]bool{}
	for _, kind := range accord.Wishes {
		wishes[kind] = slices.Contains(wanted, kind)
	}
	return p.back(c, p.app.WishMails(c.Request().Context(), Actor(c), wishes), "/account", "account.mail_saved")
}
