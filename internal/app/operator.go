package app

import (
	"context"
	"strings"

	"accord/internal/accord"
	"accord/internal/store"
)

// What the operator may do by the shell without signing in: whoever runs the program owns the
// database. Nothing here is reached by HTTP.

// OperatorWorkspace finds a workspace by id or name; "" means the only one.
func (a *App) OperatorWorkspace(ctx context.Context, name string) (accord.Workspace, error) {
	all, err := a.OperatorWorkspaces(ctx)
	if err != nil {
		return accord.Workspace{}, err
	}
	var found []accord.Workspace
	for _, w := range all {
		if name == "" || w.ID == name || strings.EqualFold(w.Name, name) {
			found = append(found, w)
		}
	}
	switch {
	case len(all) == 0:
		return accord.Workspace{}, accord.Errorf(accord.CodeNotFound, "There is no workspace yet. Open the set-up link accord serve prints, or use accord user add --role admin.")
	case len(found) == 1:
		return found[0], nil
	case name == "":
		return accord.Workspace{}, accord.Errorf(accord.CodeInvalid, "There are several workspaces. Say which by --workspace; accord workspace list shows them.")
	case len(found) > 1:
		return accord.Workspace{}, accord.Errorf(accord.CodeInvalid, "Several workspaces have this name. Say which by its id; accord workspace list shows them.")
	}
	return accord.Workspace{}, accord.NotFound("workspace")
}

// OperatorWorkspaces lists every workspace, oldest first.
func (a *App) OperatorWorkspaces(ctx context.Context) ([]accord.Workspace, error) {
	ids, err := a.store.WorkspaceIDs(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]accord.Workspace, len(ids))
	for i, id := range ids {
		if all[i], err = a.store.Workspace(store.Within(ctx, id)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// OperatorAddWorkspace makes a further company, nobody in it yet.
func (a *App) OperatorAddWorkspace(ctx context.Context, name, zone string) (accord.Workspace, error) {
	w := accord.Workspace{
		ID: store.NewWorkspaceID(), Name: name, SalesName: "Sales", MarketingName: "Marketing", TimeZone: zone,
		WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: a.now(),
	}
	if err := w.Check(); err != nil {
		return w, err
	}
	all, err := a.OperatorWorkspaces(ctx)
	if err != nil {
		return w, err
	}
	for _, other := range all {
		if strings.EqualFold(other.Name, name) {
			return w, accord.Errorf(accord.CodeConflict, "There is already a workspace of this name.")
		}
	}
	return w, a.store.Tx(ctx, w.ID, func(ctx context.Context, tx *store.Store) error {
		if err := tx.CreateWorkspace(ctx, &w); err != nil {
			return err
		}
		_, err := tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "workspace.created", SubjectType: "workspace", SubjectID: w.ID})
		return err
	})
}

// OperatorFound makes the first workspace with its admin. Without a password the
// admin gets an invitation link.
func (a *App) OperatorFound(ctx context.Context, f Founder) (p accord.Person, link string, err error) {
	if p, err = a.found(ctx, f, false); err != nil || f.Password != "" {
		return p, "", err
	}
	err = a.store.Tx(ctx, p.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		link, err = a.makeLink(ctx, tx, accord.System(p.WorkspaceID), p, accord.LinkInvitation)
		return err
	})
	return p, link, err
}

// OperatorAddPerson adds a person to a workspace. Without a password they get an
// invitation link, which is returned and queued as mail.
func (a *App) OperatorAddPerson(ctx context.Context, w accord.Workspace, p accord.Person, password string) (_ accord.Person, link string, err error) {
	p.ID, p.Email, p.Version, p.CreatedAt = store.NewID(), cleanEmail(p.Email), 1, a.now()
	var v accord.Validation
	v.Check(p.Email != "", "email", "Give an address like ana@example.com.")
	v.Add("", p.Check())
	hash := ""
	if password != "" {
		checkPassword(&v, password, p.Email)
	}
	if err = v.Err(); err != nil {
		return p, "", err
	}
	if password != "" {
		if hash, err = a.hasher.hash(ctx, password); err != nil {
			return p, "", err
		}
	}
	err = a.store.Tx(ctx, w.ID, func(ctx context.Context, tx *store.Store) error {
		link, err = a.saveOperatorPerson(ctx, tx, w, &p, hash)
		return err
	})
	return p, link, err
}

func (a *App) saveOperatorPerson(ctx context.Context, tx *store.Store, w accord.Workspace, p *accord.Person, hash string) (string, error) {
	if err := tx.CreatePerson(ctx, p); err != nil {
		return "", err
	}
	_, err := tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "person.added", SubjectType: "person", SubjectID: p.ID})
	if err != nil {
		return "", err
	}
	if hash == "" {
		return a.makeLink(ctx, tx, accord.System(w.ID), *p, accord.LinkInvitation)
	}
	return "", tx.SaveCredential(ctx, accord.Credential{PersonID: p.ID, PasswordHash: hash, ChangedAt: a.now()})
}

// operatorPerson finds an active person by address.
func (a *App) operatorPerson(ctx context.Context, w accord.Workspace, email string) (accord.Person, error) {
	people, err := a.store.People(store.Within(ctx, w.ID))
	if err != nil {
		return accord.Person{}, err
	}
	for _, p := range people {
		if p.Active() && p.Email == cleanEmail(email) && p.Email != "" {
			return p, nil
		}
	}
	return accord.Person{}, accord.NotFound("person")
}

// OperatorPassword gives a person a new password and ends all their sessions.
func (a *App) OperatorPassword(ctx context.Context, w accord.Workspace, email, password string) error {
	p, err := a.operatorPerson(ctx, w, email)
	if err != nil {
		return err
	}
	var v accord.Validation
	checkPassword(&v, password, p.Email)
	if err := v.Err(); err != nil {
		return err
	}
	return a.setPassword(ctx, w.ID, p.ID, password, "", accord.SystemID)
}

// OperatorToken makes an API token of a person and returns it, this once.
func (a *App) OperatorToken(ctx context.Context, w accord.Workspace, email, name, scope string) (string, error) {
	p, err := a.operatorPerson(ctx, w, email)
	if err != nil {
		return "", err
	}
	secret, hash := newSecret("accord_")
	t := accord.Token{ID: store.NewID(), PersonID: p.ID, Name: strings.TrimSpace(name), Scope: scope, Hash: hash, CreatedAt: a.now()}
	err = a.store.Tx(ctx, w.ID, func(ctx context.Context, tx *store.Store) error { return a.saveOperatorToken(ctx, tx, t) })
	return secret, err
}

func (a *App) saveOperatorToken(ctx context.Context, tx *store.Store, t accord.Token) error {
	var v accord.Validation
	const most = 80
	v.Check(t.Name != "" && len(t.Name) <= most, "name", "Give a name of at most %d characters.", most)
	if err := v.Err(); err != nil {
		return err
	}
	if err := tx.CreateToken(ctx, &t); err != nil {
		return err
	}
	_, err := tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "token.made", SubjectType: "token", SubjectID: t.ID})
	return err
}
