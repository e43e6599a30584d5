package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// This file is the whole list of what reads, or writes, across workspaces: who
// may be meant by a credential nobody has a workspace for yet, what is due in
// any of them, and sessions. A test knows the list by name; what is not on it
// runs scoped. Each returns as little as leads into a workspace.

// unscoped runs a query that names no workspace. Only this file calls it.
func (s *Store) unscoped(ctx context.Context, query string, params map[string]any) result {
	st, err := compile(query, false)
	if err != nil {
		return result{err: err}
	}
	db, err := s.systemDB(ctx)
	if err != nil {
		return result{err: err}
	}
	return s.query(ctx, db, st, params, workspaceOf(ctx))
}

// unscopedExec runs a statement that names no workspace, in a transaction of
// its own unless there is one. Only this file calls it.
func (s *Store) unscopedExec(ctx context.Context, query string, params map[string]any) (int, error) {
	st, err := compile(query, false)
	if err != nil {
		return 0, err
	}
	db, err := s.systemDB(ctx)
	if err != nil {
		return 0, err
	}
	if !s.inTx && joined(ctx) == nil {
		db = s.shared.writer
	}
	return s.execute(ctx, db, st, params, workspaceOf(ctx))
}

// systemDB is the handle, unless a transaction is being read past.
func (s *Store) systemDB(ctx context.Context) (*gorm.DB, error) {
	if db := joined(ctx); db != nil && !s.inTx {
		return db, nil
	}
	if !s.inTx && ctx.Value(txKey{}) != nil {
		return nil, errors.New("inside a transaction use the store it gives")
	}
	return s.db, nil
}

// WorkspaceIDs lists every workspace, oldest first.
func (s *Store) WorkspaceIDs(ctx context.Context) ([]string, error) {
	var ids []string
	if err := s.unscoped(ctx, `SELECT id FROM workspaces ORDER BY created_at, id`, nil).Scan(&ids); err != nil {
		return nil, fmt.Errorf("list workspaces: %w", err)
	}
	return ids, nil
}

// Pulse says whether anything happened since it was taken last: every change
// writes an event, so one of the two is another then.
type Pulse struct {
	Workspaces int64
	Events     int64 // of all of them
}

// Pulse counts the events of all workspaces, which the worker asks at every
// tick; it reads a number of each. It takes microseconds, so that ctx does not
// interrupt it: being able to would cost the driver as much again.
func (s *Store) Pulse(ctx context.Context) (Pulse, error) {
	var p Pulse
	ctx = context.WithoutCancel(ctx)
	err := s.unscoped(ctx, `SELECT (SELECT COUNT(*) FROM workspaces) AS workspaces, COALESCE(SUM(value), 0) AS events FROM counters WHERE name = 'event'`, nil).Scan(&p)
	if err != nil {
		return p, fmt.Errorf("count events: %w", err)
	}
	return p, nil
}

// NewestEvent is the seq of a workspace's latest event, 0 for none yet.
type NewestEvent struct {
	WorkspaceID string
	Seq         int64
}

// NewestEvents returns the latest event of every workspace, oldest workspace
// first. The worker serves all of them.
func (s *Store) NewestEvents(ctx context.Context) ([]NewestEvent, error) {
	var list []NewestEvent
	err := s.unscoped(ctx, `SELECT w.id AS workspace_id, COALESCE(c.value, 0) AS seq FROM workspaces w
LEFT JOIN counters c ON c.workspace_id = w.id AND c.name = 'event' ORDER BY w.created_at, w.id`, nil).Scan(&list)
	if err != nil {
		return nil, fmt.Errorf("read newest events: %w", err)
	}
	return list, nil
}

// WorkspacesWithMailDue lists the workspaces with a mail to send at now, or one
// whose lease ran out. The worker serves all of them.
func (s *Store) WorkspacesWithMailDue(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.unscoped(ctx, `SELECT DISTINCT workspace_id FROM deliveries
		WHERE state IN ('queued', 'leased') AND due_at <= :now AND (state = 'queued' OR lease_until <= :now) ORDER BY workspace_id`,
		map[string]any{"now": s.Now()}).Scan(&ids)
	if err != nil {
		return nil, fmt.Errorf("list workspaces with mail due: %w", err)
	}
	return ids, nil
}

// Login is a person an address may belong to, with their password's hash, ""
// for none yet.
type Login struct {
	WorkspaceID, PersonID, PasswordHash string
}

// Logins finds who an address in lower case may belong to: nobody has a
// workspace before they signed in.
func (s *Store) Logins(ctx context.Context, email string) ([]Login, error) {
	if email == "" {
		return nil, nil
	}
	var logins []Login
	err := s.unscoped(ctx, `SELECT p.workspace_id, p.id AS person_id, COALESCE(c.password_hash, '') AS password_hash
FROM people p LEFT JOIN credentials c ON c.workspace_id = p.workspace_id AND c.person_id = p.id
WHERE p.email = @email AND p.left_at IS NULL AND p.erased_at IS NULL ORDER BY p.created_at, p.id`,
		map[string]any{"email": email}).Scan(&logins)
	return logins, domainError(err, "person")
}

// TokenOwner is the person an API token belongs to, with the token.
type TokenOwner struct {
	accord.Person
	TokenID    string
	TokenScope string
	LastUsedAt *time.Time // the token
	RevokedAt  *time.Time
}

// TokenOwner finds whom an API token belongs to, and with them the workspace it
// opens, in one statement: every request of the API asks it.
func (s *Store) TokenOwner(ctx context.Context, hash string) (TokenOwner, error) {
	var o TokenOwner
	err := s.unscoped(ctx, `SELECT p.*, t.id AS token_id, t.scope AS token_scope, t.last_used_at, t.revoked_at
FROM tokens t JOIN people p ON p.workspace_id = t.workspace_id AND p.id = t.person_id WHERE t.hash = @hash`,
		map[string]any{"hash": hash}).One(&o, "token")
	return o, err
}

// FeedOwner is the person a calendar feed belongs to, with the feed.
type FeedOwner struct {
	accord.Person
	FeedID     string
	SeriesID   accord.NullID // "" for all of the person's meetings
	LastUsedAt *time.Time    // the feed
	RevokedAt  *time.Time
}

// FeedOwner finds whose meetings the secret address of a feed shows, and with
// them the workspace: a calendar program brings nothing else.
func (s *Store) FeedOwner(ctx context.Context, hash string) (FeedOwner, error) {
	var o FeedOwner
	err := s.unscoped(ctx, `SELECT p.*, f.id AS feed_id, f.series_id, f.last_used_at, f.revoked_at
FROM feeds f JOIN people p ON p.workspace_id = f.workspace_id AND p.id = f.person_id WHERE f.hash = @hash`,
		map[string]any{"hash": hash}).One(&o, "feed")
	return o, err
}

// LinkByHash finds a one-time link: it says which workspace it opens.
func (s *Store) LinkByHash(ctx context.Context, hash string) (accord.Link, error) {
	var l accord.Link
	err := s.unscoped(ctx, `SELECT * FROM links WHERE hash = @hash`, map[string]any{"hash": hash}).One(&l, "link")
	return l, err
}

// Session finds a browser's session by the hash of its cookie, before anybody
// is known.
func (s *Store) Session(ctx context.Context, id string) (accord.Session, error) {
	var session accord.Session
	err := s.unscoped(ctx, `SELECT * FROM sessions WHERE id = @id`, map[string]any{"id": id}).One(&session, "session")
	return session, err
}

// SaveSession writes a session; one that is there keeps its beginning and its
// end.
func (s *Store) SaveSession(ctx context.Context, v accord.Session) error {
	_, err := s.unscopedExec(ctx, `INSERT INTO sessions (id, workspace_id, person_id, data, user_agent, created_at, last_seen_at, expires_at)
VALUES (@id, @workspace_id, @person_id, @data, @user_agent, @created_at, @last_seen_at, @expires_at)
ON CONFLICT (id) DO UPDATE SET workspace_id = excluded.workspace_id, person_id = excluded.person_id, data = excluded.data,
user_agent = excluded.user_agent, last_seen_at = excluded.last_seen_at`, map[string]any{
		"id": v.ID, "workspace_id": v.WorkspaceID, "person_id": v.PersonID, "data": v.Data, "user_agent": v.UserAgent,
		"created_at": v.CreatedAt, "last_seen_at": v.LastSeenAt, "expires_at": v.ExpiresAt,
	})
	return domainError(err, "session")
}

// TouchSession notes that a session was used.
func (s *Store) TouchSession(ctx context.Context, id string, at time.Time) error {
	_, err := s.unscopedExec(ctx, `UPDATE sessions SET last_seen_at = @at WHERE id = @id`, map[string]any{"id": id, "at": at})
	return domainError(err, "session")
}

// DeleteSession ends a session.
func (s *Store) DeleteSession(ctx context.Context, id string) error {
	_, err := s.unscopedExec(ctx, `DELETE FROM sessions WHERE id = @id`, map[string]any{"id": id})
	return domainError(err, "session")
}

// DeleteExpired clears sessions and kept answers that are past their time,
// whosever they are.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) error {
	_, err := s.unscopedExec(ctx, `DELETE FROM sessions WHERE expires_at <= @now`, map[string]any{"now": now})
	if err == nil {
		_, err = s.unscopedExec(ctx, `DELETE FROM idempotency_keys WHERE created_at <= @day`, map[string]any{"day": now.Add(-24 * time.Hour)})
	}
	return domainError(err, "session")
}

// LastEventAt is when anything last happened in any workspace, so that doctor
// sees a clock that was set back; zero where nothing ever did.
func (s *Store) LastEventAt(ctx context.Context) (time.Time, error) {
	var at Instant
	err := s.unscoped(ctx, `SELECT max(at) FROM events`, nil).Scan(&at)
	return at.Time, err
}

// SessionsOf returns where a person is signed in, the latest first.
func (s *Store) SessionsOf(ctx context.Context, personID string, now time.Time) ([]accord.Session, error) {
	var sessions []accord.Session
	err := s.unscoped(ctx, `SELECT * FROM sessions WHERE workspace_id = :workspace AND person_id = @person AND expires_at > @now
ORDER BY last_seen_at DESC, id`, map[string]any{"person": personID, "now": now}).Scan(&sessions)
	return sessions, domainError(err, "session")
}

// EndSession ends one of a person's sessions.
func (s *Store) EndSession(ctx context.Context, personID, id string) error {
	n, err := s.unscopedExec(ctx, `DELETE FROM sessions WHERE workspace_id = :workspace AND person_id = @person AND id = @id`,
		map[string]any{"person": personID, "id": id})
	if err == nil && n == 0 {
		return accord.NotFound("session")
	}
	return domainError(err, "session")
}

// EndSessions ends all of a person's sessions but the one to keep, "" for none.
func (s *Store) EndSessions(ctx context.Context, personID, keep string) error {
	_, err := s.unscopedExec(ctx, `DELETE FROM sessions WHERE workspace_id = :workspace AND person_id = @person AND id <> @keep`,
		map[string]any{"person": personID, "keep": keep})
	return domainError(err, "session")
}

// endWorkspaceSessions signs everybody of the context's workspace out.
func (s *Store) endWorkspaceSessions(ctx context.Context) error {
	_, err := s.unscopedExec(ctx, `DELETE FROM sessions WHERE workspace_id = :workspace`, nil)
	return domainError(err, "session")
}
