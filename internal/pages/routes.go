package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/app"
)

// Route is one page's method and path with the action it needs; the server
// refuses to start with a route that has none.
type Route struct {
	Method, Path string
	Action       app.Action
	Handler      echo.HandlerFunc
}

// shellRoutes are the pages that belong to no feature.
func (p *Pages) shellRoutes() []Route {
	return []Route{
		{http.MethodGet, "/help", app.ActOwnAccount, p.help},
		{http.MethodPost, "/theme", app.ActPublic, p.setTheme},
	}
}

// Routes lists every page, feature by feature. Parameters are echo's, ":id".
func (p *Pages) Routes() []Route {
	var routes []Route
	routes = append(routes, p.shellRoutes()...)
	routes = append(routes, p.searchRoutes()...)
	routes = append(routes, p.meetingRoutes()...)
	routes = append(routes, p.actionItemRoutes()...)
	routes = append(routes, p.sessionRoutes()...)
	routes = append(routes, p.setupRoutes()...)
	routes = append(routes, p.decisionRoutes()...)
	routes = append(routes, p.exchangeVisitRoutes()...)
	routes = append(routes, p.sitDownRoutes()...)
	routes = append(routes, p.projectRoutes()...)
	routes = append(routes, p.dashboardRoutes()...)
	routes = append(routes, p.updateRoutes()...)
	routes = append(routes, p.seriesRoutes()...)
	routes = append(routes, p.calendarRoutes()...)
	routes = append(routes, p.accountRoutes()...)
	routes = append(routes, p.feedRoutes()...)
	routes = append(routes, p.peopleRoutes()...)
	routes = append(routes, p.teamRoutes()...)
	routes = append(routes, p.settingsRoutes()...)
	routes = append(routes, p.daysOffRoutes()...)
	routes = append(routes, p.deliveryRoutes()...)
	routes = append(routes, p.mailLinkRoutes()...)
	routes = append(routes, p.charterRoutes()...)
	routes = append(routes, p.diagnosticRoutes()...)
	routes = append(routes, p.intelRoutes()...)
	routes = append(routes, p.leadBatchRoutes()...)
	return routes
}
