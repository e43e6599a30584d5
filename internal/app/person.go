package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// People lists everybody of the workspace by name, those who left last.
func (a *App) People(ctx context.Context, actor accord.Actor) ([]accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActSeePeople)
	if err != nil {
		return nil, err
	}
	return a.store.People(ctx)
}

// Person returns one person of the workspace.
func (a *App) Person(ctx context.Context, actor accord.Actor, id string) (accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActSeePeople)
	if err != nil {
		return accord.Person{}, err
	}
	return a.store.Person(ctx, id)
}

// Me is the actor as the person they are.
func (a *App) Me(ctx context.Context, actor accord.Actor) (accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActSeeSelf)
	if err != nil {
		return accord.Person{}, err
	}
	return a.store.Person(ctx, actor.PersonID)
}

// CanSignIn tells who of the workspace has a password, for the admins' list.
func (a *App) CanSignIn(ctx context.Context, actor accord.Actor) (map[string]bool, error) {
	ctx, err := a.read(ctx, actor, ActChangePeople)
	if err != nil {
		return nil, err
	}
	return a.store.PeopleWithPassword(ctx)
}

// NewPerson is somebody to be added. Zone and locale are the workspace's and
// the admin's where they are empty; a person without an address is only a name.
type NewPerson struct {
	Name, Email      string
	Side             accord.Side
	Role             accord.Role
	Title            string
	TimeZone, Locale string
}

// AddPerson adds somebody and, where they have an address and it is wanted,
// invites them; link is the invitation to show, "" for none.
func (a *App) AddPerson(ctx context.Context, actor accord.Actor, n NewPerson, invite bool) (p accord.Person, link string, err error) {
	err = a.change(ctx, actor, ActChangePeople, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		if p, err = newPerson(ctx, tx, n, w, actor.Locale, now); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "person.added", SubjectType: "person", SubjectID: p.ID})
		if err != nil || !invite || p.Email == "" {
			return err
		}
		link, err = a.makeLink(ctx, tx, actor, p, accord.LinkInvitation)
		return err
	})
	return p, link, err
}

// newPerson checks and saves a person.
func newPerson(ctx context.Context, tx *store.Store, n NewPerson, w accord.Workspace, locale string, now time.Time) (accord.Person, error) {
	p := accord.Person{
		WorkspaceID: w.ID, ID: store.NewID(), Name: strings.TrimSpace(n.Name), Email: cleanEmail(n.Email), Side: n.Side, Role: n.Role,
		Title: strings.TrimSpace(n.Title), TimeZone: n.TimeZone, Locale: n.Locale, Version: 1, CreatedAt: now,
	}
	if p.TimeZone == "" {
		p.TimeZone = w.TimeZone
	}
	if p.Locale == "" {
		p.Locale = locale
	}
	if err := checkPerson(ctx, tx, p); err != nil {
		return p, err
	}
	return p, tx.CreatePerson(ctx, &p)
}

// checkPerson refuses wrong fields and an address somebody else has.
func checkPerson(ctx context.Context, tx *store.Store, p accord.Person) error {
	var v accord.Validation
	v.Add("", p.Check())
	if p.Email != "" {
		other, err := tx.PersonByEmail(ctx, p.Email)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err != nil || other.ID == p.ID, "email", "Somebody of this company has this address already.")
	}
	return v.Err()
}

// PersonPatch is a change of a person by an admin.
type PersonPatch struct {
	Name, Email, Title, TimeZone, Locale accord.Opt[string]
	Side                                 accord.Opt[accord.Side]
	Role                                 accord.Opt[accord.Role]
	Active                               accord.Opt[bool]
}

// apply gives the person after the change; changing side changes nothing that
// was frozen before (P9).
func (c PersonPatch) apply(p accord.Person) accord.Person {
	p.Name, p.Email = strings.TrimSpace(c.Name.Or(p.Name)), cleanEmail(c.Email.Or(p.Email))
	p.Title, p.TimeZone, p.Locale = strings.TrimSpace(c.Title.Or(p.Title)), c.TimeZone.Or(p.TimeZone), c.Locale.Or(p.Locale)
	p.Side, p.Role = c.Side.Or(p.Side), c.Role.Or(p.Role)
	return p
}

// ChangePerson changes a person. Active false lets them leave with nobody
// taking over (see [App.Leave]); true brings them back.
func (a *App) ChangePerson(ctx context.Context, actor accord.Actor, id string, m accord.Match, c PersonPatch) (p accord.Person, err error) {
	err = a.change(ctx, actor, ActChangePeople, func(ctx context.Context, tx *store.Store, now time.Time) error {
		before, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Check(before.Version, before); err != nil {
			return err
		}
		if before.ErasedAt != nil {
			return accord.Errorf(accord.CodeConflict, "An erased person cannot be changed.").By("P9")
		}
		if c.Active.Null {
			return accord.BadField("active", "Give true or false.")
		}
		p = c.apply(before)
		if c.Active.Set && c.Active.Value && !before.Active() {
			p.LeftAt = nil
		}
		p.DigestAt = p.DigestPlanned(before)
		if err := readdressed(ctx, tx, before, p); err != nil {
			return err
		}
		if err := checkPerson(ctx, tx, p); err != nil {
			return err
		}
		if err := a.keepsAdmin(ctx, tx, before, p); err != nil {
			return err
		}
		if err := a.keepsLeads(ctx, tx, before, p); err != nil {
			return err
		}
		if err := tx.SavePerson(ctx, &p); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			ActorID: actor.PersonID, Kind: "person.changed", SubjectType: "person", SubjectID: id,
			Data: jsonObject("was", accord.PlaceOf(before), "formerly", accord.FormerlyOf(before, p)),
		})
		if err != nil {
			return err
		}
		if err := a.followPerson(ctx, tx, actor, before, p, now); err != nil || !c.Active.Set || c.Active.Value || !before.Active() {
			return err
		}
		return a.letGo(ctx, tx, actor, &p, nil, now)
	})
	return p, err
}

// followPerson does what a change of somebody has as its consequence for their
// promises, their duties and their calendar.
func (a *App) followPerson(ctx context.Context, tx *store.Store, actor accord.Actor, before, p accord.Person, now time.Time) error {
	observes := before.Role != accord.RoleObserver && p.Role == accord.RoleObserver
	if observes { // an observer promises nothing
		if err := a.releaseItems(ctx, tx, actor, p, nil, now); err != nil {
			return err
		}
	}
	if observes || before.Side != p.Side { // and visits nobody, as nobody does their own side
		if err := a.releaseVisits(ctx, tx, actor, p, now); err != nil {
			return err
		}
	}
	if before.Role != p.Role || before.Side != p.Side {
		if err := a.releaseProjects(ctx, tx, actor, p, nil, now); err != nil {
			return err
		}
		if err := a.fillTeamsOf(ctx, tx, p.ID, actor.PersonID, now); err != nil {
			return err
		}
	}
	if before.Email == p.Email || p.Email == "" || !p.Active() {
		return nil
	}
	return a.tellTeamsOf(ctx, tx, actor, p.ID, true)
}

// keepsAdmin refuses to take the last admin away.
func (a *App) keepsAdmin(ctx context.Context, tx *store.Store, before, after accord.Person) error {
	if before.Role != accord.RoleAdmin || !before.Active() || after.Role == accord.RoleAdmin && after.Active() {
		return nil
	}
	people, err := tx.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID != before.ID && p.Role == accord.RoleAdmin && p.Active() {
			return nil
		}
	}
	return accord.Errorf(accord.CodeConflict, "%s is the last admin. Make somebody else an admin first.", before.Name).By("X4")
}

// keepsLeads clears the lead or deputy a person was, where they changed side,
// observe from now on or left.
func (a *App) keepsLeads(ctx context.Context, tx *store.Store, before, after accord.Person) error {
	if before.Side == after.Side && after.Role != accord.RoleObserver && after.Active() {
		return nil
	}
	w, err := tx.Workspace(ctx)
	if err != nil {
		return err
	}
	was := w
	for _, id := range []*accord.NullID{&w.SalesLeadID, &w.MarketingLeadID, &w.SalesDeputyID, &w.MarketingDeputyID} {
		if *id == accord.NullID(before.ID) {
			*id = ""
		}
	}
	if w == was {
		return nil
	}
	return tx.SaveWorkspace(ctx, &w)
}

// SelfPatch is what somebody may change about themselves.
type SelfPatch struct {
	Name, Title, TimeZone, Locale string
}

// ChangeSelf changes the actor's own name, title, zone and locale.
func (a *App) ChangeSelf(ctx context.Context, actor accord.Actor, c SelfPatch) (p accord.Person, err error) {
	err = a.change(ctx, actor, ActOwnAccount, func(ctx context.Context, tx *store.Store, _ time.Time) error {
		if p, err = tx.Person(ctx, actor.PersonID); err != nil {
			return err
		}
		before := p
		p.Name, p.Title, p.TimeZone, p.Locale = strings.TrimSpace(c.Name), strings.TrimSpace(c.Title), c.TimeZone, c.Locale
		p.DigestAt = p.DigestPlanned(before)
		if err := p.Check(); err != nil {
			return err
		}
		if err := tx.SavePerson(ctx, &p); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			ActorID: actor.PersonID, Kind: "person.changed", SubjectType: "person", SubjectID: p.ID, Data: jsonObject("formerly", accord.FormerlyOf(before, p)),
		})
		return err
	})
	return p, err
}

// personNamed finds whom a field names; it is the field's error where that is nobody
// here.
func personNamed(ctx context.Context, tx *store.Store, field, id string) (accord.Person, error) {
	p, err := tx.Person(ctx, id)
	if accord.CodeOf(err) == accord.CodeNotFound {
		err = accord.BadField(field, "There is no such person.")
	}
	return p, err
}

// Erase takes name and address of somebody who left out of everything and puts
// a pseudonym there (P9). It cannot be undone.
func (a *App) Erase(ctx context.Context, actor accord.Actor, id string) error {
	return a.change(ctx, actor, ActChangePeople, func(ctx context.Context, tx *store.Store, now time.Time) error {
		p, err := tx.Person(ctx, id)
		switch {
		case err != nil:
			return err
		case p.ErasedAt != nil:
			return nil
		case p.LeftAt == nil:
			return accord.Errorf(accord.CodeConflict, "%s has not left yet: give away what is open first.", p.Name).By("P9")
		}
		n, err := tx.Number(ctx, "erased_person")
		if err != nil {
			return err
		}
		people, err := tx.People(ctx)
		if err != nil {
			return err
		}
		was := p
		p.Name, p.Email, p.Title, p.ErasedAt = accord.Pseudonym(accord.CompanyLocale(people, actor.Locale), n), "", "", &now
		if err := tx.SavePerson(ctx, &p); err != nil {
			return err
		}
		if err := tx.ErasePerson(ctx, was, p.Name, actor.PersonID, now); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "person.erased", SubjectType: "person", SubjectID: id})
		return err
	})
}
