package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SetupLink is the one-time link by which the first person sets an empty
// database up; "" where there is a workspace already. It is signed, not stored:
// a restart prints the same one, and it dies with the first workspace.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	open, err := a.SetupOpen(ctx)
	if err != nil || !open {
		return "", err
	}
	return a.baseURL + "/setup?key=" + a.setupKey(), nil
}

// SetupOpen reports an empty database: nobody can sign in, somebody can set up.
func (a *App) SetupOpen(ctx context.Context) (bool, error) {
	ids, err := a.store.WorkspaceIDs(ctx)
	return err == nil && len(ids) == 0, err
}

func (a *App) setupKey() string {
	m := hmac.New(sha256.New, a.secret)
	m.Write([]byte("accord set-up"))
	return hex.EncodeToString(m.Sum(nil))[:40]
}

// CheckSetup returns not found unless the key opens the set-up of an empty
// database.
func (a *App) CheckSetup(ctx context.Context, key string) error {
	open, err := a.SetupOpen(ctx)
	if err != nil {
		return err
	}
	if !open || !hmac.Equal([]byte(key), []byte(a.setupKey())) {
		return accord.Errorf(accord.CodeNotFound, "This set-up link was used before, or is not ours. Sign in instead.")
	}
	return nil
}

// Founder is whoever sets a company up.
type Founder struct {
	Company, Name, Email, Password string
	Side                           accord.Side
	TimeZone, Locale               string
}

// Setup makes the first workspace and its first admin, once per key.
func (a *App) Setup(ctx context.Context, key string, f Founder) (accord.Person, error) {
	if err := a.CheckSetup(ctx, key); err != nil {
		return accord.Person{}, err
	}
	return a.found(ctx, f, true)
}

// found makes a workspace with an admin. The password may be missing only from
// the shell.
func (a *App) found(ctx context.Context, f Founder, needPassword bool) (accord.Person, error) {
	now := a.now()
	w := accord.Workspace{
		ID: store.NewWorkspaceID(), Name: f.Company, SalesName: "Sales", MarketingName: "Marketing",
		TimeZone: f.TimeZone, WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: now,
	}
	if f.Locale == "de" {
		w.SalesName = "Vertrieb"
	}
	p := accord.Person{
		WorkspaceID: w.ID, ID: store.NewID(), Name: f.Name, Email: cleanEmail(f.Email), Side: f.Side, Role: accord.RoleAdmin,
		TimeZone: f.TimeZone, Locale: f.Locale, Version: 1, CreatedAt: now,
	}
	var v accord.Validation
	v.Check(f.Company != "", "company", "Give a name.")
	v.Check(p.Email != "", "email", "Give an address like ana@example.com.")
	if f.Company != "" {
		v.Add("company", w.Check())
	}
	v.Add("", p.Check())
	if needPassword || f.Password != "" {
		checkPassword(&v, f.Password, p.Email)
	}
	if err := v.Err(); err != nil {
		return p, err
	}
	hash := ""
	if f.Password != "" {
		var err error
		if hash, err = a.hasher.hash(ctx, f.Password); err != nil {
			return p, err
		}
	}
	return p, a.saveFounded(ctx, w, p, hash, needPassword, now)
}

func (a *App) saveFounded(ctx context.Context, w accord.Workspace, p accord.Person, hash string, first bool, now time.Time) error {
	return a.store.Tx(ctx, w.ID, func(ctx context.Context, tx *store.Store) error {
		if first { // two browsers with the same link: the second finds a workspace
			if err := tx.LockFounding(ctx); err != nil {
				return err
			}
			if ids, err := tx.WorkspaceIDs(ctx); err != nil || len(ids) > 0 {
				return cmpErr(err, accord.Errorf(accord.CodeConflict, "This company was set up meanwhile. Sign in instead."))
			}
		}
		if err := tx.CreateWorkspace(ctx, &w); err != nil {
			return err
		}
		if err := tx.CreatePerson(ctx, &p); err != nil {
			return err
		}
		if hash != "" {
			if err := tx.SaveCredential(ctx, accord.Credential{PersonID: p.ID, PasswordHash: hash, ChangedAt: now}); err != nil {
				return err
			}
		}
		_, err := tx.Record(ctx, accord.Event{ActorID: p.ID, Kind: "workspace.created", SubjectType: "workspace", SubjectID: w.ID})
		return err
	})
}

// cmpErr is the first error that is one.
func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
