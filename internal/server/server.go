// Package server puts Accord's web side together: the router with what runs
// around every request, sessions, errors, the pages and the API. What is served
// where stands in routes.go.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/api"
	"accord/internal/app"
	"accord/internal/pages"
	"accord/internal/store"
	"accord/web"
)

// Config is what the server needs.
type Config struct {
	App            *app.App
	Store          *store.Store
	Clock          func() time.Time
	Log            *slog.Logger
	BaseURL        string         // "https://accord.example", as people type it
	Secret         []byte         // signs the cookies that are no sessions
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none by default
}

// Server answers HTTP.
type Server struct {
	cfg      Config
	echo     *echo.Echo
	sessions *sessions
	pages    *pages.Pages
	api      *api.API
	metrics  *metrics
	limiter  *limiter
	routes   []Route
	assets   *web.Assets
	stop     context.Context //nolint:containedctx // ends the live streams at shutdown
	ending   context.CancelFunc
}

// New puts the server together. A route without a known action is an error.
func New(cfg Config) (*Server, error) {
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, errors.New("the base URL must be http://HOST or https://HOST")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	secure := base.Scheme == "https"
	s := &Server{cfg: cfg, echo: echo.New(), metrics: newMetrics(), limiter: newLimiter(cfg.Clock), assets: web.NewAssets()}
	s.stop, s.ending = context.WithCancel(context.Background()) //nolint:gosec // Shutdown calls ending
	s.sessions = newSessions(cfg, secure)
	s.pages, err = pages.New(pages.Config{
		App: cfg.App, Clock: cfg.Clock, Log: cfg.Log, Secret: cfg.Secret, Secure: secure, Assets: s.assets, Sessions: s.sessions,
	})
	if err != nil {
		return nil, fmt.Errorf("make pages: %w", err)
	}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = clientAddress(cfg.TrustedProxies)
	s.echo.HTTPErrorHandler = s.answerError
	if err := s.around(base); err != nil {
		return nil, err
	}
	return s, s.mount()
}

// Handler answers every request.
func (s *Server) Handler() http.Handler { return head(s.echo) }

// Metrics answers GET /metrics on its own listener.
func (s *Server) Metrics() http.Handler { return s.metrics.handler() }

// HTTP is the server for an address, with every timeout set. Live streams lift
// the write timeout for themselves and end at Shutdown.
func (s *Server) HTTP(addr string) *http.Server {
	srv := &http.Server{
		Addr: addr, Handler: s.Handler(),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(s.ending)
	return srv
}

// answerError is the one place errors become answers: problem+json below
// /api/, a page elsewhere.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok && he.Internal != nil && accord.CodeOf(he.Internal) != "" {
		err = he.Internal
	}
	if !strings.HasPrefix(c.Request().URL.Path, "/api/") {
		s.pageError(err, c)
		return
	}
	p := s.problem(err, c)
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	if sendErr := c.Blob(p.Status, p.ContentType(""), p.JSON()); sendErr != nil {
		s.cfg.Log.WarnContext(c.Request().Context(), "send problem", "error", sendErr)
	}
}

// problem is the problem of an error outside the operations of the API: an
// unknown route, a method that is not there, a panic.
func (s *Server) problem(err error, c echo.Context) *api.Problem {
	if he, ok := errors.AsType[*echo.HTTPError](err); ok && he.Code < http.StatusInternalServerError {
		switch he.Code {
		case http.StatusNotFound:
			return api.NewProblem(he.Code, "There is no such resource.")
		case http.StatusMethodNotAllowed:
			return api.NewProblem(he.Code, "The resource does not have this method.")
		}
		return api.NewProblem(he.Code, http.StatusText(he.Code)+".")
	}
	p, ok := api.ProblemOf(err)
	if !ok {
		p.ID = accord.RequestID(c.Request().Context())
		s.cfg.Log.ErrorContext(c.Request().Context(), "request failed", "request_id", p.ID, "error", err)
	}
	return p
}

// notFound loads the session first, which the router would have left to the
// route. The time the request was given may be over by now.
func (s *Server) notFound(err error, c echo.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), requestTime)
	defer cancel()
	c.SetRequest(c.Request().WithContext(ctx))
	_ = s.sessions.middleware(func(c echo.Context) error {
		s.pages.Error(c, err)
		return nil
	})(c)
}

// pageError sends a browser that is not signed in to the login page, and shows
// every other error as a page. What the router itself did not find is shown
// inside the pages of whoever is signed in, too.
func (s *Server) pageError(err error, c echo.Context) {
	if errors.Is(err, echo.ErrNotFound) || errors.Is(err, echo.ErrMethodNotAllowed) {
		s.notFound(err, c)
		return
	}
	if accord.CodeOf(err) != accord.CodeUnauthenticated || pages.Actor(c).PersonID != "" {
		s.pages.Error(c, err)
		return
	}
	h := c.Response().Header()
	if pages.Live(c) {
		h.Set("HX-Redirect", "/login")
		_ = c.NoContent(http.StatusUnauthorized)
		return
	}
	if c.Request().Method == http.MethodGet {
		s.sessions.remember(c)
	}
	_ = c.Redirect(http.StatusSeeOther, "/login")
}
