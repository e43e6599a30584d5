package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// actorOf is the actor a person is.
func actorOf(p accord.Person) accord.Actor {
	return accord.Actor{
		WorkspaceID: p.WorkspaceID, PersonID: p.ID, Name: p.Name, Email: p.Email, Side: p.Side, Role: p.Role,
		TimeZone: p.TimeZone, Locale: p.Locale,
	}
}

func nobody() error { return accord.Errorf(accord.CodeUnauthenticated, "Sign in first.") }

// SessionActor is whoever a session belongs to; unauthenticated where the
// person is gone or has left.
func (a *App) SessionActor(ctx context.Context, workspaceID, personID string) (accord.Actor, error) {
	if workspaceID == "" || personID == "" {
		return accord.Actor{}, nobody()
	}
	p, err := a.store.Person(store.Within(ctx, workspaceID), personID)
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound || err == nil && !p.Active():
		return accord.Actor{}, nobody()
	case err != nil:
		return accord.Actor{}, err
	}
	return actorOf(p), nil
}

// TokenActor is whoever an API token belongs to. It notes at most hourly that
// the token was used.
func (a *App) TokenActor(ctx context.Context, secret string) (accord.Actor, error) {
	unknown := accord.Errorf(accord.CodeUnauthenticated, "This token is not known, or was revoked.")
	o, err := a.store.TokenOwner(ctx, hashSecret(secret))
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound || err == nil && (o.RevokedAt != nil || !o.Active()):
		return accord.Actor{}, unknown
	case err != nil:
		return accord.Actor{}, err
	}
	actor := actorOf(o.Person)
	actor.TokenScope = o.TokenScope
	if now := a.now(); o.LastUsedAt == nil || now.Sub(*o.LastUsedAt) >= time.Hour {
		err = a.store.Tx(ctx, o.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
			return tx.TokenUsed(ctx, o.TokenID, now)
		})
	}
	return actor, err
}

// Login finds the person of an address and a password. The answer is the same,
// and takes as long, whether the address is unknown or the password is wrong.
// One address may belong to people of several workspaces; the password says
// which is meant.
func (a *App) Login(ctx context.Context, email, password string) (accord.Person, error) {
	wrong := accord.Errorf(accord.CodeInvalid, "This address and password do not belong together.")
	logins, err := a.store.Logins(ctx, cleanEmail(email))
	if err != nil {
		return accord.Person{}, err
	}
	if len(logins) == 0 {
		logins = []store.Login{{}} // takes as long
	}
	for _, l := range logins[:min(len(logins), 5)] {
		ok, err := a.hasher.verify(ctx, password, l.PasswordHash)
		if err != nil {
			return accord.Person{}, err
		}
		if !ok || l.PersonID == "" {
			continue
		}
		p, err := a.store.Person(store.Within(ctx, l.WorkspaceID), l.PersonID)
		if err != nil || !p.Active() {
			return accord.Person{}, wrong
		}
		return p, nil
	}
	return accord.Person{}, wrong
}

// Sessions lists where the actor is signed in, the latest first.
func (a *App) Sessions(ctx context.Context, actor accord.Actor) ([]accord.Session, error) {
	ctx, err := a.read(ctx, actor, ActOwnAccount)
	if err != nil {
		return nil, err
	}
	return a.store.SessionsOf(ctx, actor.PersonID, a.now())
}

// EndSession signs the actor out where the session with that id is.
func (a *App) EndSession(ctx context.Context, actor accord.Actor, id string) error {
	return a.change(ctx, actor, ActOwnAccount, func(ctx context.Context, tx *store.Store, _ time.Time) error {
		return tx.EndSession(ctx, actor.PersonID, id)
	})
}

// EndOtherSessions signs the actor out everywhere else.
func (a *App) EndOtherSessions(ctx context.Context, actor accord.Actor) error {
	return a.change(ctx, actor, ActOwnAccount, func(ctx context.Context, tx *store.Store, _ time.Time) error {
		return tx.EndSessions(ctx, actor.PersonID, actor.SessionID)
	})
}

// ChangePassword sets a new password for somebody who knows the old one, and
// ends their other sessions.
func (a *App) ChangePassword(ctx context.Context, actor accord.Actor, old, password string) error {
	if err := Allow(actor, ActPassword); err != nil {
		return err
	}
	var v accord.Validation
	checkPassword(&v, password, actor.Email)
	if err := v.Err(); err != nil {
		return err
	}
	c, err := a.store.Credential(store.Within(ctx, actor.WorkspaceID), actor.PersonID)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return err
	}
	ok, err := a.hasher.verify(ctx, old, c.PasswordHash)
	if err != nil {
		return err
	}
	v.Check(ok, "old", "This is not your present password.")
	if err := v.Err(); err != nil {
		return err
	}
	return a.setPassword(ctx, actor.WorkspaceID, actor.PersonID, password, actor.SessionID, actor.PersonID)
}

// setPassword hashes outside the transaction, saves, and ends every session but
// the one to keep.
func (a *App) setPassword(ctx context.Context, workspaceID, personID, password, keepSession, by string) error {
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		return a.savePassword(ctx, tx, personID, hash, keepSession, by)
	})
}

func (a *App) savePassword(ctx context.Context, tx *store.Store, personID, hash, keepSession, by string) error {
	err := tx.SaveCredential(ctx, accord.Credential{PersonID: personID, PasswordHash: hash, ChangedAt: a.now()})
	if err != nil {
		return err
	}
	if err := tx.EndSessions(ctx, personID, keepSession); err != nil {
		return err
	}
	if err := tx.SpendLinks(ctx, personID, a.now(), accord.LinkInvitation, accord.LinkPassword); err != nil {
		return err
	}
	_, err = tx.Record(ctx, accord.Event{ActorID: by, Kind: "person.password_changed", SubjectType: "person", SubjectID: personID})
	return err
}

// cleanEmail is how addresses are stored and looked up.
func cleanEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
