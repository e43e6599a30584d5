package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/app"
)

func (p *Pages) diagnosticRoutes() []Route {
	return []Route{
		{http.MethodGet, "/alignment", app.ActSeeDiagnostics, p.diagnostics},
	}
}

// diagnosticsView is the first tab of /alignment: the rounds of the diagnostic.
type diagnosticsView struct {
	Base
}

func (p *Pages) diagnostics(c echo.Context) error {
	return p.Page(c, http.StatusOK, "diagnostics", &diagnosticsView{Base: p.Base(c, "alignment", "alignment.title")})
}
