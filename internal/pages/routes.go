package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Route is one page's method and path with the action it needs; the server
// refuses to start with a route that has none.
type Route struct {
	Method, Path string
	Action       string // an action of the policy
	Handler      echo.HandlerFunc
}

// The actions of pages that are not about a thing of the workspace.
const (
	ActionPublic   = "public"    // anybody, signed in or not
	ActionSignedIn = "signed_in" // anybody who is signed in
)

// shellRoutes are the pages that belong to no feature.
func (p *Pages) shellRoutes() []Route {
	return []Route{
		{http.MethodGet, "/help", ActionSignedIn, p.help},
		{http.MethodPost, "/theme", ActionPublic, p.setTheme},
	}
}

// Routes lists every page, feature by feature.
func (p *Pages) Routes() []Route {
	var routes []Route
	routes = append(routes, p.shellRoutes()...)
	return routes
}
