package app

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// How long one-time links live.
const (
	invitationLife = 7 * 24 * time.Hour
	passwordLife   = 24 * time.Hour
)

// linkPaths is where each kind of link leads.
var linkPaths = map[string]string{accord.LinkInvitation: "/join/", accord.LinkPassword: "/password/"}

// Invite makes a one-time link by which a person joins, replacing earlier ones,
// and queues it as mail. The link is shown to the admin too: nobody needs SMTP.
func (a *App) Invite(ctx context.Context, actor accord.Actor, personID string) (string, error) {
	return a.sendLink(ctx, actor, personID, accord.LinkInvitation)
}

// PasswordLink makes a one-time link by which a person sets a new password, for
// an admin to pass on.
func (a *App) PasswordLink(ctx context.Context, actor accord.Actor, personID string) (string, error) {
	return a.sendLink(ctx, actor, personID, accord.LinkPassword)
}

func (a *App) sendLink(ctx context.Context, actor accord.Actor, personID, kind string) (link string, err error) {
	err = a.change(ctx, actor, ActChangePeople, func(ctx context.Context, tx *store.Store, now time.Time) error {
		p, err := tx.Person(ctx, personID)
		if err != nil {
			return err
		}
		if !p.Active() {
			return accord.Errorf(accord.CodeConflict, "%s has left and cannot sign in.", p.Name)
		}
		if err := tx.SpendLinks(ctx, p.ID, now, kind); err != nil { // the newest is the one that counts
			return err
		}
		link, err = a.makeLink(ctx, tx, actor, p, kind)
		return err
	})
	return link, err
}

// makeLink saves a link of the kind and queues it as mail.
func (a *App) makeLink(ctx context.Context, tx *store.Store, actor accord.Actor, p accord.Person, kind string) (string, error) {
	now, life := a.now(), invitationLife
	if kind == accord.LinkPassword {
		life = passwordLife
	}
	secret, hash := newSecret("")
	l := accord.Link{
		ID: store.NewID(), PersonID: p.ID, Kind: kind, Hash: hash, ExpiresAt: now.Add(life),
		CreatedBy: accord.NullID(actor.PersonID), CreatedAt: now,
	}
	if err := tx.CreateLink(ctx, &l); err != nil {
		return "", err
	}
	_, err := tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "person.link_made", SubjectType: "person", SubjectID: p.ID, Data: jsonObject("kind", kind)})
	if err != nil {
		return "", err
	}
	link := a.baseURL + linkPaths[kind] + secret
	mail := accord.MailInvitation
	if kind == accord.LinkPassword {
		mail = accord.MailPassword
	}
	return link, a.queueLink(ctx, tx, mail, p, l, link, actor.Name)
}

// Forgot queues a mail with a one-time link where the address is somebody's. It
// answers at once and alike whether it is: the work is done behind the answer.
// Links handed out before stay good: anybody may type anybody's address.
func (a *App) Forgot(ctx context.Context, email string) {
	ctx = context.WithoutCancel(ctx)
	a.behind(ctx, "forgotten password", func() error { return a.forgot(ctx, cleanEmail(email)) })
}

func (a *App) forgot(ctx context.Context, email string) error {
	logins, err := a.store.Logins(ctx, email)
	if err != nil || email == "" {
		return err
	}
	for _, l := range logins[:min(len(logins), 5)] {
		err := a.store.Tx(ctx, l.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
			p, err := tx.Person(ctx, l.PersonID)
			if err != nil || !p.Active() {
				return err
			}
			_, err = a.makeLink(ctx, tx, accord.System(l.WorkspaceID), p, accord.LinkPassword)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// LinkPerson is whoever a one-time link is for and where; not found where the
// link is unknown, used or too old.
func (a *App) LinkPerson(ctx context.Context, secret, kind string) (accord.Person, accord.Workspace, error) {
	l, err := a.link(ctx, a.store, secret, kind)
	if err != nil {
		return accord.Person{}, accord.Workspace{}, err
	}
	ctx = store.Within(ctx, l.WorkspaceID)
	p, err := a.store.Person(ctx, l.PersonID)
	if err == nil && !p.Active() {
		err = deadLink()
	}
	if err != nil {
		return accord.Person{}, accord.Workspace{}, err
	}
	w, err := a.store.Workspace(ctx)
	return p, w, err
}

func deadLink() error {
	return accord.Errorf(accord.CodeNotFound, "This link was used before, or is too old. Ask an admin for a new one.")
}

func (a *App) link(ctx context.Context, s *store.Store, secret, kind string) (accord.Link, error) {
	l, err := s.LinkByHash(ctx, hashSecret(secret))
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		return l, deadLink()
	case err != nil:
		return l, err
	case l.Kind != kind || l.UsedAt != nil || !l.ExpiresAt.After(a.now()):
		return l, deadLink()
	}
	return l, nil
}

// Join is what somebody who is invited says about themselves; empty fields
// stay as the admin wrote them.
type Join struct {
	Name, TimeZone, Locale string
	Password               string
}

// UseLink sets the password of whoever the link is for, once, and returns them
// to be signed in. Their other sessions end.
func (a *App) UseLink(ctx context.Context, secret, kind string, j Join) (accord.Person, error) {
	p, _, err := a.LinkPerson(ctx, secret, kind)
	if err != nil {
		return p, err
	}
	var v accord.Validation
	checkPassword(&v, j.Password, p.Email)
	before := p
	p.Name, p.TimeZone, p.Locale = cmp.Or(j.Name, p.Name), cmp.Or(j.TimeZone, p.TimeZone), cmp.Or(j.Locale, p.Locale)
	v.Add("", p.Check())
	if err := v.Err(); err != nil {
		return p, err
	}
	hash, err := a.hasher.hash(ctx, j.Password)
	if err != nil {
		return p, err
	}
	err = a.store.Tx(ctx, p.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		if _, err := a.link(ctx, tx, secret, kind); err != nil { // somebody was faster
			return err
		}
		if err := tx.SavePerson(ctx, &p); err != nil {
			return err
		}
		if before.Name != p.Name {
			_, err := tx.Record(ctx, accord.Event{
				ActorID: p.ID, Kind: "person.changed", SubjectType: "person", SubjectID: p.ID, Data: jsonObject("formerly", accord.FormerlyOf(before, p)),
			})
			if err != nil {
				return err
			}
		}
		return a.savePassword(ctx, tx, p.ID, hash, "", p.ID)
	})
	return p, err
}

// jsonObject is the JSON object of an event or a mail: name, value and so on.
func jsonObject(pairs ...any) string {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		m[name] = pairs[i+1]
	}
	b, err := json.Marshal(m)
	if err != nil {
		return "{}"
	}
	return string(b)
}
