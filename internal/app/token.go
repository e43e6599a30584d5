package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
	"accord/internal/store"
)

// tokenPrefix lets people and scanners recognise a token.
const tokenPrefix = "accord_"

// Tokens lists the actor's tokens that were not revoked.
func (a *App) Tokens(ctx context.Context, actor accord.Actor) ([]accord.Token, error) {
	ctx, err := a.read(ctx, actor, ActTokens)
	if err != nil {
		return nil, err
	}
	return a.store.Tokens(ctx, actor.PersonID)
}

// CreateToken makes a token that may what the actor may, or only read. The
// secret is shown once and never stored.
func (a *App) CreateToken(ctx context.Context, actor accord.Actor, name, scope string) (secret string, t accord.Token, err error) {
	name = strings.TrimSpace(name)
	var v accord.Validation
	v.Check(name != "", "name", "Give a name.")
	v.Check(utf8.RuneCountInString(name) <= 80, "name", "Give at most %d characters.", 80)
	v.Check(scope == "read" || scope == "write", "scope", "Choose read or write.")
	if err := v.Err(); err != nil {
		return "", t, err
	}
	err = a.change(ctx, actor, ActTokens, func(ctx context.Context, tx *store.Store, now time.Time) error {
		var hash string
		secret, hash = newSecret(tokenPrefix)
		t = accord.Token{ID: store.NewID(), PersonID: actor.PersonID, Name: name, Scope: scope, Hash: hash, CreatedAt: now}
		if err := tx.CreateToken(ctx, &t); err != nil {
			return err
		}
		_, err := tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "token.created", SubjectType: "token", SubjectID: t.ID})
		return err
	})
	return secret, t, err
}

// RevokeToken ends one of the actor's tokens.
func (a *App) RevokeToken(ctx context.Context, actor accord.Actor, id string) error {
	return a.change(ctx, actor, ActTokens, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t, err := tx.Token(ctx, id)
		if err != nil || t.PersonID != actor.PersonID || t.RevokedAt != nil {
			return cmpErr(err, accord.NotFound("token"))
		}
		t.RevokedAt = &now
		if err := tx.SaveToken(ctx, t); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "token.revoked", SubjectType: "token", SubjectID: id})
		return err
	})
}
