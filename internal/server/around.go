package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"accord/internal/accord"
)

// maxForm is the most a request may carry.
const maxForm = "1M"

// requestTime is how long a request that is no stream may take.
const requestTime = 30 * time.Second

// around sets what runs around every request, outermost first.
func (s *Server) around(base *url.URL) error {
	csrf := http.NewCrossOriginProtection()
	if err := csrf.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return fmt.Errorf("trust the base URL: %w", err)
	}
	// What is behind a link in a mail acts by the link alone and never looks at a
	// cookie, so there is nothing another site could borrow. Mail programs post
	// there (RFC 8058), and browsers say "Origin: null" after no-referrer.
	csrf.AddInsecureBypassPattern("POST /p/{token}")
	csrf.AddInsecureBypassPattern("POST /u/{token}")
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := s.echo.NewContext(r, w)
		s.answerError(accord.Errorf(accord.CodeDenied, "This came from another site and was not carried out."), c)
	}))
	s.echo.Use(
		s.identify,
		s.metrics.measure,
		s.headers(base.Scheme == "https"),
		s.recoverPanics,
		plainAddress,
		middleware.BodyLimit(maxForm),
		s.endStreams,
		middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{Timeout: requestTime, Skipper: streams}),
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 4, MinLength: 1024, Skipper: uncompressed}),
		echo.WrapMiddleware(csrf.Handler),
		s.limiter.middleware,
	)
	return nil
}

// head answers HEAD as GET does; net/http leaves the body out (RFC 9110,
// section 9.3.2). A stream has no head to ask for.
func head(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !streamed(r.URL.Path) {
			get := *r // net/http looks at its own request for the method
			get.Method = http.MethodGet
			r = &get
		}
		next.ServeHTTP(w, r)
	})
}

// streams says whether the request is for a live stream, which never ends.
func streams(c echo.Context) bool {
	return c.Request().Method == http.MethodGet && streamed(c.Request().URL.Path)
}

func streamed(path string) bool {
	return strings.HasSuffix(path, "/live") || strings.HasSuffix(path, "/stream")
}

// endStreams ends the context of a live stream at shutdown, which would wait
// for it otherwise.
func (s *Server) endStreams(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !streams(c) {
			return next(c)
		}
		ctx, cancel := context.WithCancel(c.Request().Context())
		defer cancel()
		defer context.AfterFunc(s.stop, cancel)()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// uncompressed are streams, what is kept compressed already, and feeds, whose
// strong ETag is of their very bytes.
func uncompressed(c echo.Context) bool {
	path := c.Request().URL.Path
	return streams(c) || strings.HasPrefix(path, "/static/") || strings.HasPrefix(path, feedPrefix)
}

var goodID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// identify names the request, by the proxy's name where it gives one, and logs
// how it went. Neither query nor one-time tokens reach the log: it has the
// route, not the path.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.cfg.Clock()
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !goodID.MatchString(id) {
			b := make([]byte, 8)
			_, _ = rand.Read(b)
			id = hex.EncodeToString(b)
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		ctx := accord.WithRequestID(c.Request().Context(), id)
		c.SetRequest(c.Request().WithContext(ctx))
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.cfg.Log.DebugContext(ctx, "request", "method", c.Request().Method, "route", c.Path(),
			"status", c.Response().Status, "took", s.cfg.Clock().Sub(start), "request_id", id)
		return nil
	}
}

// recoverPanics turns a panic into an error, with its stack in the log.
func (s *Server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r)
			default:
				s.cfg.Log.ErrorContext(c.Request().Context(), "panic", "route", c.Path(), "stack", string(debug.Stack()))
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		return next(c)
	}
}

// plainAddress refuses an address with letters that no text of ours has, and
// that PostgreSQL refuses to look for.
func plainAddress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		query, err := url.QueryUnescape(u.RawQuery)
		if err != nil || accord.Plain(query) != query || accord.Plain(u.Path) != u.Path {
			return echo.ErrBadRequest
		}
		return next(c)
	}
}

// contentPolicy lets nothing in that is not ours. Style attributes come from
// typed numbers only.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// headers sets what a browser must keep to.
func (s *Server) headers(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", contentPolicy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			if strings.HasPrefix(c.Request().URL.Path, "/api/") {
				h.Set("Cache-Control", "no-store")
			}
			return next(c)
		}
	}
}

// clientAddress finds where a request comes from: X-Forwarded-For is believed
// only as far as it was written by proxies we trust.
func clientAddress(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		options = append(options, echo.TrustIPRange(ipNet(p)))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
