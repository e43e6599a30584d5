package app

import (
	"context"
	"errors"
	"fmt"

	"accord/internal/accord"
	"accord/internal/store"
)

// SetupSample fills the empty database with a sample company and makes the
// founder one of its admins. Nobody knows the passwords of the others. It can
// be removed again as a whole, see [App.RemoveSample].
func (a *App) SetupSample(ctx context.Context, key string, f Founder) (p accord.Person, err error) {
	if err = a.CheckSetup(ctx, key); err != nil {
		return p, err
	}
	n := NewPerson{Name: f.Name, Email: f.Email, Side: f.Side, Role: accord.RoleAdmin, TimeZone: f.TimeZone, Locale: f.Locale}
	p = accord.Person{Name: n.Name, Email: cleanEmail(n.Email), Side: n.Side, Role: n.Role, TimeZone: n.TimeZone, Locale: n.Locale}
	var v accord.Validation
	v.Check(p.Email != "", "email", "Give an address like ana@example.com.")
	v.Add("", p.Check())
	checkPassword(&v, f.Password, p.Email)
	if err = v.Err(); err != nil {
		return p, err
	}
	hash, err := a.hasher.hash(ctx, f.Password)
	if err != nil {
		return p, err
	}
	ctx = context.WithoutCancel(ctx) // half a company helps nobody
	secret, _ := newSecret("")
	id, err := a.liveDemo(ctx, secret)
	if err == nil {
		err = a.store.Tx(ctx, id, func(ctx context.Context, tx *store.Store) error {
			p, err = a.joinSample(ctx, tx, n, hash)
			return err
		})
	}
	if err != nil && id != "" {
		err = errors.Join(err, a.store.DeleteWorkspace(ctx, id))
	}
	return p, err
}

// joinSample marks the workspace as a sample and adds its admin.
func (a *App) joinSample(ctx context.Context, tx *store.Store, n NewPerson, hash string) (accord.Person, error) {
	w, err := tx.Workspace(ctx)
	if err != nil {
		return accord.Person{}, err
	}
	w.SampleData = true
	if err := tx.SaveWorkspace(ctx, &w); err != nil {
		return accord.Person{}, err
	}
	p, err := newPerson(ctx, tx, n, w, n.Locale, a.now())
	if err != nil {
		return p, err
	}
	return p, tx.SaveCredential(ctx, accord.Credential{PersonID: p.ID, PasswordHash: hash, ChangedAt: a.now()})
}

// RemoveSample takes the sample company away with everything in it and returns
// the path of the set-up, or of the login where there are other companies.
func (a *App) RemoveSample(ctx context.Context, actor accord.Actor) (string, error) {
	if err := Allow(actor, ActRemoveSample); err != nil {
		return "", err
	}
	w, err := a.store.Workspace(store.Within(ctx, actor.WorkspaceID))
	if err != nil {
		return "", err
	}
	if !w.SampleData {
		return "", accord.Errorf(accord.CodeConflict, "This is no sample company.")
	}
	if err := a.store.DeleteWorkspace(ctx, w.ID); err != nil {
		return "", fmt.Errorf("remove the sample company: %w", err)
	}
	open, err := a.SetupOpen(ctx)
	if err != nil || !open {
		return "/login", err
	}
	return "/setup?key=" + a.setupKey(), nil
}
