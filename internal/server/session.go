package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/pages"
	"accord/internal/store"
)

const (
	// sessionLife is how long a session lives, however much it is used.
	sessionLife = 30 * 24 * time.Hour
	// seenEvery is how often a session's last use is written at most.
	seenEvery = time.Hour

	keyWorkspace = "workspace"
	keyPerson    = "person"
	keyAgent     = "agent"
)

// sessions signs browsers in and out. They are rows of the database, known by
// the hash of the cookie's value; there is no idle timeout, since with one
// every page view would be a committed write.
type sessions struct {
	scs   *scs.SessionManager
	app   *app.App
	after http.Cookie // the path somebody wanted before they had to sign in
}

func newSessions(cfg Config, secure bool) *sessions {
	m := scs.New()
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		cfg.Log.ErrorContext(r.Context(), "session failed", "request_id", accord.RequestID(r.Context()), "error", err)
		http.Error(w, "Something failed on our side.", http.StatusInternalServerError)
	}
	m.Lifetime, m.IdleTimeout, m.HashTokenInStore = sessionLife, 0, true
	m.Store = &sessionStore{store: cfg.Store, clock: cfg.Clock, codec: m.Codec}
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.SameSite = "accord_session", secure, http.SameSiteLaxMode
	after := http.Cookie{Name: "accord_after", Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode, MaxAge: 600}
	if secure {
		m.Cookie.Name, after.Name = "__Host-accord_session", "__Host-accord_after"
	}
	return &sessions{scs: m, app: cfg.App, after: after}
}

// middleware loads the session and whoever it belongs to.
func (s *sessions) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.scs.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c.SetRequest(r)
			c.SetResponse(echo.NewResponse(w, c.Echo()))
			err := s.setActor(c)
			if err == nil {
				err = next(c)
			}
			if err != nil { // answered here, while the session can still be saved
				c.Error(err)
			}
		})).ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// setActor tells the pages who it is. A session whose person is gone is
// nobody's.
func (s *sessions) setActor(c echo.Context) error {
	ctx := c.Request().Context()
	person := s.scs.GetString(ctx, keyPerson)
	if person == "" {
		return nil
	}
	actor, err := s.app.SessionActor(ctx, s.scs.GetString(ctx, keyWorkspace), person)
	switch {
	case accord.CodeOf(err) == accord.CodeUnauthenticated:
		return nil
	case err != nil:
		return err
	}
	actor.SessionID = sessionID(s.scs.Token(ctx))
	pages.SetActor(c, actor, func() (string, string) { return s.app.SideNames(ctx, actor.WorkspaceID) })
	return nil
}

// Again is whoever the session of the request belongs to by now; unauthenticated
// where it was ended or has run out since the request began.
func (s *sessions) Again(ctx context.Context, c echo.Context) (accord.Actor, error) {
	store, ok := s.scs.Store.(*sessionStore)
	if !ok {
		return accord.Actor{}, errNoContext
	}
	id := sessionID(s.scs.Token(c.Request().Context()))
	_, found, err := store.FindCtx(ctx, id)
	if err != nil {
		return accord.Actor{}, err
	}
	actor := accord.Actor{}
	if found {
		was := pages.Actor(c)
		actor.WorkspaceID, actor.PersonID = was.WorkspaceID, was.PersonID
	}
	actor, err = s.app.SessionActor(ctx, actor.WorkspaceID, actor.PersonID)
	actor.SessionID = id
	return actor, err
}

// SignIn begins a session for the person under a new token.
func (s *sessions) SignIn(c echo.Context, p accord.Person) error {
	ctx := c.Request().Context()
	if err := s.scs.RenewToken(ctx); err != nil {
		return err
	}
	s.scs.Put(ctx, keyWorkspace, p.WorkspaceID)
	s.scs.Put(ctx, keyPerson, p.ID)
	agent := c.Request().UserAgent()
	s.scs.Put(ctx, keyAgent, accord.Plain(agent[:min(len(agent), 200)]))
	return nil
}

// SignOut ends the session of the request, and with it the streams it opened.
func (s *sessions) SignOut(c echo.Context) error {
	if err := s.scs.Destroy(c.Request().Context()); err != nil {
		return err
	}
	if workspaceID := pages.Actor(c).WorkspaceID; workspaceID != "" {
		s.app.Committed(workspaceID)
	}
	return nil
}

// remember keeps the path that was asked for until somebody has signed in.
func (s *sessions) remember(c echo.Context) {
	cookie := s.after
	cookie.Value = base64.RawURLEncoding.EncodeToString([]byte(c.Request().URL.RequestURI()))
	if len(cookie.Value) < 2000 {
		c.SetCookie(&cookie)
	}
}

// After is the path somebody wanted before they signed in, "" for none; it is
// always one of ours.
func (s *sessions) After(c echo.Context) string {
	cookie, err := c.Cookie(s.after.Name)
	if err != nil {
		return ""
	}
	gone := s.after
	gone.MaxAge = -1
	c.SetCookie(&gone)
	b, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	path := string(b)
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return ""
	}
	return path
}

// sessionID is how the store knows a session's token.
func sessionID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// sessionStore keeps sessions in the database, by our clock.
type sessionStore struct {
	store *store.Store
	clock func() time.Time
	codec scs.Codec
}

// FindCtx returns the data of a session that has not expired. It notes at most
// hourly that the session was used.
func (s *sessionStore) FindCtx(ctx context.Context, id string) ([]byte, bool, error) {
	session, err := s.store.Session(ctx, id)
	now := accord.Instant(s.clock())
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case !now.Before(session.ExpiresAt):
		return nil, false, nil
	}
	if now.Sub(session.LastSeenAt) >= seenEvery {
		if err := s.store.TouchSession(ctx, id, now); err != nil {
			return nil, false, err
		}
	}
	return session.Data, true, nil
}

// CommitCtx saves the session with whom it belongs to.
func (s *sessionStore) CommitCtx(ctx context.Context, id string, b []byte, _ time.Time) error {
	_, values, err := s.codec.Decode(b)
	if err != nil {
		return err
	}
	text := func(key string) string { v, _ := values[key].(string); return v }
	now := accord.Instant(s.clock())
	return s.store.SaveSession(ctx, accord.Session{
		ID: id, WorkspaceID: accord.NullID(text(keyWorkspace)), PersonID: accord.NullID(text(keyPerson)),
		Data: b, UserAgent: text(keyAgent), CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(sessionLife),
	})
}

// DeleteCtx ends the session.
func (s *sessionStore) DeleteCtx(ctx context.Context, id string) error {
	return s.store.DeleteSession(ctx, id)
}

// errNoContext: scs calls the methods with a context where there are any.
var errNoContext = errors.New("sessions: called without a context")

// Find is never called.
func (s *sessionStore) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit is never called.
func (s *sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete is never called.
func (s *sessionStore) Delete(string) error { return errNoContext }
