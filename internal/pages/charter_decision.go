package pages

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// HTML renders what people wrote.
func (v *charterView) HTML(text string) template.HTML { return Markdown(text) }

// askInput puts the question onto the form whether what is recorded in the
// other side's domain is input, where err asks it.
func (p *Pages) askInput(c echo.Context, form *Form, err error) {
	id, ok := accord.AsksInput(err)
	if !ok {
		return
	}
	domains, err := p.app.CharterDomains(c.Request().Context(), Actor(c))
	if err != nil {
		return // the error itself says it in words
	}
	for _, d := range domains {
		if d.ID == id {
			form.Asks = &d
		}
	}
}
