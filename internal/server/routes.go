package server

import (
	"fmt"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"accord/internal/api"
	"accord/internal/app"
	"accord/internal/pages"
)

// Route is one thing that is served, with the action of the policy it needs.
type Route struct {
	Method string
	Path   string // parameters as {id}
	Action app.Action
	API    bool
}

// Routes lists everything that is served, for the test that asks each route
// who may use it.
func (s *Server) Routes() []Route { return s.routes }

// mount puts everything in its place:
//
//	/healthz, /readyz     for whoever watches over the process
//	/static/…             style sheets, scripts, icons
//	/calendar/….ics       calendar feeds, by the secret in their address
//	/api/v1/…             the API, by bearer token (internal/api/routes.go)
//	/…                    the pages, by session (internal/pages/routes.go)
func (s *Server) mount() error {
	s.echo.GET("/healthz", s.healthz)
	s.echo.GET("/readyz", s.readyz)
	s.echo.GET("/static/*", echo.WrapHandler(s.assets))
	s.mountFeeds()
	s.mountAPI()
	return s.mountPages()
}

func (s *Server) mountAPI() {
	s.api = api.New(api.Config{
		App: s.cfg.App, Log: s.cfg.Log, Authenticate: s.cfg.App.TokenActor, Once: s.cfg.App.Once,
		Adapter: func(c huma.Config) huma.API { return humaecho.NewWithGroup(s.echo, s.echo.Group(api.Prefix), c) },
	})
	for _, r := range s.api.Routes() {
		s.routes = append(s.routes, Route{Method: r.Method, Path: r.Path, Action: r.Action, API: true})
	}
	// Unknown paths below /api/ are found by the router's own 404, which
	// answerError turns into a problem.
}

func (s *Server) mountPages() error {
	for _, r := range s.pages.Routes() {
		if !app.Known(r.Action) {
			return fmt.Errorf("route %s %s has no action of the policy", r.Method, r.Path)
		}
		s.echo.Add(r.Method, r.Path, r.Handler, s.sessions.middleware, s.allow(r.Action))
		s.routes = append(s.routes, Route{Method: r.Method, Path: params.ReplaceAllString(r.Path, "{$1}"), Action: r.Action})
	}
	return nil
}

var params = regexp.MustCompile(`:(\w+)`)

// allow asks the policy before the handler runs; what may be done to one thing
// is asked by the use case.
func (s *Server) allow(action app.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := app.Allow(pages.Actor(c), action); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// healthz says that the process lives.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz says that the database answers and has our schema.
func (s *Server) readyz(c echo.Context) error {
	if err := s.cfg.App.Ready(c.Request().Context()); err != nil {
		s.cfg.Log.WarnContext(c.Request().Context(), "not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
