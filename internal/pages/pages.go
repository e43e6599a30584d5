package pages

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// Pages serves the HTML pages.
type Pages struct {
	Config
	app    *app.App
	render *Renderer
}

// Config is what the pages need from outside.
type Config struct {
	App      *app.App
	Sessions Sessions
	Clock    func() time.Time
	Log      *slog.Logger
	Secret   []byte // signs the flash cookie
	Secure   bool   // served over https: cookies are Secure
	Assets   *web.Assets
}

// Sessions signs browsers in and out; the server has them.
type Sessions interface {
	// SignIn begins a session for the person under a new token.
	SignIn(c echo.Context, p accord.Person) error
	// Again is whoever the session of the request belongs to by now.
	Again(ctx context.Context, c echo.Context) (accord.Actor, error)
	// SignOut ends the session of the request.
	SignOut(c echo.Context) error
	// After is the path of ours somebody wanted before they signed in, or "".
	After(c echo.Context) string
}

// New parses the templates and makes the pages.
func New(config Config) (*Pages, error) {
	if config.Assets == nil {
		config.Assets = web.NewAssets()
	}
	render, err := NewRenderer(config.Assets)
	if err != nil {
		return nil, err
	}
	return &Pages{Config: config, app: config.App, render: render}, nil
}

// The names under which a request carries what the server found out about it.
const (
	actorKey     = "accord.actor"
	localizerKey = "accord.localizer"
)

// SetActor says who makes the request, and what their workspace calls the sides,
// which is asked for where a text needs it; the session's middleware calls it.
func SetActor(c echo.Context, actor accord.Actor, sides func() (sales, marketing string)) {
	c.Set(actorKey, actor)
	c.Set(localizerKey, web.NewLocalizer(actor.Locale, actor.Zone()).Naming(sides))
}

// Actor is who makes the request, the zero Actor where nobody is signed in.
func Actor(c echo.Context) accord.Actor {
	actor, _ := c.Get(actorKey).(accord.Actor)
	return actor
}

// Localizer writes for the reader of this request: by their settings, or, where
// nobody is signed in, by what the browser asks for.
func Localizer(c echo.Context) *web.Localizer {
	if l, ok := c.Get(localizerKey).(*web.Localizer); ok {
		return l
	}
	l := web.NewLocalizer(web.AcceptLocale(c.Request().Header.Get("Accept-Language")), time.UTC)
	c.Set(localizerKey, l)
	return l
}

// Base is what a view embeds; titleKey is the message key of its title, nav the
// active entry of the sidebar.
func (p *Pages) Base(c echo.Context, nav, titleKey string) Base {
	l, actor, now := Localizer(c), Actor(c), p.Clock()
	b := Base{
		L: l, Actor: actor, Nav: nav, Theme: theme(c), Path: c.Request().URL.RequestURI(),
		Now: now, Today: l.DateOf(now), Assets: p.Assets,
		CanEdit: actor.Role == accord.RoleMember || actor.Role == accord.RoleAdmin,
		NoMail:  p.app != nil && p.app.MailsWait(),
	}
	if actor.PersonID != "" && p.app != nil {
		var err error
		if b.Workspace, b.Counts, err = p.app.Shell(c.Request().Context(), actor); err != nil {
			p.Log.ErrorContext(c.Request().Context(), "load what stands around a page", "error", err)
		}
		b.L = l.Naming(b.Workspace.SideNames)
		c.Set(localizerKey, b.L)
	}
	if titleKey != "" {
		b.Title = b.L.T(titleKey)
	}
	return b
}

// mailKey is [Base.MailKey] for an answer without a page.
func (p *Pages) mailKey(key string) string { return Base{NoMail: !p.app.MailConfigured()}.MailKey(key) }

// framed is a view that embeds [Base].
type framed interface{ frame() *Base }

func (b *Base) frame() *Base { return b }

// Page renders a whole page. The view is a pointer to a struct that embeds
// [Base]; a flash message waiting in the cookie is put into it.
func (p *Pages) Page(c echo.Context, status int, name string, view framed) error {
	if flash := p.takeFlash(c); flash != nil {
		view.frame().Flash = flash
	}
	b, err := p.render.Page(name, view)
	if err != nil {
		return err
	}
	return p.send(c, status, b)
}

// Fragment renders a part of a page, for htmx.
func (p *Pages) Fragment(c echo.Context, status int, page, part string, view any) error {
	b, err := p.render.Fragment(page, part, view)
	if err != nil {
		return err
	}
	return p.send(c, status, b)
}

// Render renders a part of a page to bytes, for a live stream.
func (p *Pages) Render(page, part string, view any) ([]byte, error) {
	return p.render.Fragment(page, part, view)
}

func (p *Pages) send(c echo.Context, status int, body []byte) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-store")
	h.Add("Vary", "HX-Request")
	return c.HTMLBlob(status, bytes.TrimSpace(body))
}

// SeeOther answers a POST: 303 to a path of ours.
func (p *Pages) SeeOther(c echo.Context, path string) error {
	return c.Redirect(http.StatusSeeOther, path)
}

// Live says whether htmx asks: the answer may then be a fragment.
func Live(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// errorView is the page of an error.
type errorView struct {
	Base
	Status         int
	Headline, Text string
	Rule, ID       string
	Current        string // for a conflict: what is there now
}

// Error shows an error as a page; the server's error handler calls it. Anything
// but the domain's own errors is logged here with an id, which the page shows.
func (p *Pages) Error(c echo.Context, err error) {
	if c.Response().Committed {
		return
	}
	l := Localizer(c)
	view := &errorView{Base: p.Base(c, "", ""), Status: http.StatusInternalServerError}
	if e, ok := errors.AsType[*accord.Error](err); ok {
		view.Status, view.Text, view.Rule = statusOf(e.Code), l.Error(e), e.Rule
		for _, f := range e.Fields {
			view.Text += " " + l.FieldError(f)
		}
	} else if he, ok := errors.AsType[*echo.HTTPError](err); ok && he.Code < http.StatusInternalServerError {
		view.Status = he.Code
	} else {
		view.ID = newErrorID()
		p.Log.ErrorContext(c.Request().Context(), "request failed", "error", err, "error_id", view.ID, "path", c.Path())
	}
	view.describe()
	view.Title = view.Headline
	if sendErr := p.Page(c, view.Status, "error", view); sendErr != nil {
		p.Log.ErrorContext(c.Request().Context(), "show error page", "error", sendErr)
	}
}

// describe finds the words for the status.
func (v *errorView) describe() {
	key := "error.internal"
	switch v.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		key = "error.not_found"
	case http.StatusForbidden:
		key = "error.denied"
	case http.StatusUnauthorized:
		key = "error.unauthenticated"
	case http.StatusConflict:
		key = "error.conflict"
	case http.StatusPreconditionFailed:
		key = "error.stale"
	case http.StatusTooManyRequests:
		key = "error.limited"
	case http.StatusRequestEntityTooLarge:
		key = "error.too_large"
	default:
		if v.Status < http.StatusInternalServerError {
			key = "error.invalid"
		}
	}
	v.Headline = v.L.T(key + ".title")
	if v.Text == "" || v.Status == http.StatusNotFound {
		v.Text = v.L.T(key + ".text")
	}
}

// newErrorID names one failure, so that a person can say which.
func newErrorID() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// statusOf is the HTTP status of a code.
func statusOf(code accord.Code) int {
	switch code {
	case accord.CodeInvalid:
		return http.StatusUnprocessableEntity
	case accord.CodeNotFound:
		return http.StatusNotFound
	case accord.CodeConflict:
		return http.StatusConflict
	case accord.CodeDenied:
		return http.StatusForbidden
	case accord.CodeUnauthenticated:
		return http.StatusUnauthorized
	case accord.CodeStale:
		return http.StatusPreconditionFailed
	case accord.CodeLimited:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}
