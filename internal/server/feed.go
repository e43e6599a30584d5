package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// feedPrefix is where calendar feeds are.
const feedPrefix = "/calendar/"

// mountFeeds serves calendar feeds. Calendar programs bring neither session nor
// token: the secret in the address is all, so it is neither logged (the log has
// the route) nor sent on.
func (s *Server) mountFeeds() {
	s.echo.GET(feedPrefix+":feed", s.feed)
	s.routes = append(s.routes, Route{Method: http.MethodGet, Path: feedPrefix + "{feed_token}.ics", Action: app.ActPublic})
}

// feed answers with the calendar, or with 304 where the program has it. What
// it answers to a wrong address says nothing of whether there ever was a feed.
func (s *Server) feed(c echo.Context) error {
	machine := network(c.RealIP()) //nolint:forbidigo // the extractor believes trusted proxies only
	h := c.Response().Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private")
	if s.limiter.feeds.spent(machine) {
		h.Set("Retry-After", "900")
		return c.String(http.StatusTooManyRequests, "Too many wrong addresses; wait a quarter of an hour.\n")
	}
	data, err := s.feedData(c)
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		s.limiter.feeds.may(machine)
		return c.String(http.StatusNotFound, "There is no such calendar.\n")
	case err != nil:
		s.cfg.Log.ErrorContext(c.Request().Context(), "write calendar feed", "error", err)
		return c.String(http.StatusInternalServerError, "The calendar could not be written; try again later.\n")
	}
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h.Set("ETag", tag)
	if matches(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Disposition", `inline; filename="accord.ics"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", data)
}

// feedData finds the calendar of the address.
func (s *Server) feedData(c echo.Context) ([]byte, error) {
	secret, ok := strings.CutSuffix(c.Param("feed"), ".ics")
	if !ok || secret == "" {
		return nil, accord.NotFound("feed")
	}
	return s.cfg.App.CalendarFeed(c.Request().Context(), secret)
}

// matches reports whether one of the entity tags a program holds is this one
// (RFC 9110, section 13.1.2: the comparison is weak).
func matches(held []string, tag string) bool {
	for _, line := range held {
		for t := range strings.SplitSeq(line, ",") {
			t = strings.TrimPrefix(strings.TrimSpace(t), "W/")
			if t == tag || t == "*" {
				return true
			}
		}
	}
	return false
}
