package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// MailStop is what the page behind the link that ends a kind of mail shows.
type MailStop struct {
	Person    accord.Person
	Workspace accord.Workspace
	Kind      string // one of [accord.Wishes]
	Stopped   bool   // it has ended already
}

// MailStop reads such a link. It changes nothing.
func (a *App) MailStop(ctx context.Context, token string) (MailStop, error) {
	var s MailStop
	l, err := a.readLink(token)
	if err == nil && (l.Purpose != accord.LinkStop || !slices.Contains(accord.Wishes, l.Detail)) {
		err = deadMailLink()
	}
	if err != nil {
		return s, err
	}
	s.Kind = l.Detail
	if s.Person, err = a.linkReader(ctx, l); err != nil {
		return s, err
	}
	ctx = store.Within(ctx, l.WorkspaceID)
	if s.Workspace, err = a.store.Workspace(ctx); err != nil {
		return s, err
	}
	out, err := a.store.OptedOut(ctx, s.Person.ID)
	s.Stopped = slices.Contains(out, s.Kind)
	return s, err
}

// StopMail ends a kind of mail for whoever the link was sent to, without any
// sign-in (RFC 8058). Once more changes nothing.
func (a *App) StopMail(ctx context.Context, token string) (MailStop, error) {
	s, err := a.MailStop(ctx, token)
	if err != nil || s.Stopped {
		return s, err
	}
	err = a.WishMail(ctx, linkActor(s.Person), s.Kind, false)
	s.Stopped = err == nil
	return s, err
}

// MailWishes says of each kind of mail one can do without whether the actor
// gets it.
func (a *App) MailWishes(ctx context.Context, actor accord.Actor) (map[string]bool, error) {
	ctx, err := a.read(ctx, actor, ActOwnAccount)
	if err != nil {
		return nil, err
	}
	out, err := a.store.OptedOut(ctx, actor.PersonID)
	wishes := map[string]bool{}
	for _, kind := range accord.Wishes {
		wishes[kind] = !slices.Contains(out, kind)
	}
	return wishes, err
}

// WishMail switches a kind of mail to the actor on or off. Mails of the kind
// that still wait are left out when their time comes.
func (a *App) WishMail(ctx context.Context, actor accord.Actor, kind string, on bool) error {
	return a.WishMails(ctx, actor, map[string]bool{kind: on})
}

// WishMails switches several kinds of mail at once; those not named stay.
func (a *App) WishMails(ctx context.Context, actor accord.Actor, wishes map[string]bool) error {
	for kind := range wishes {
		if !slices.Contains(accord.Wishes, kind) {
			return accord.BadField("kind", "Choose one of the kinds of mail that can be switched off.")
		}
	}
	return a.change(ctx, actor, ActOwnAccount, func(ctx context.Context, tx *store.Store, now time.Time) error {
		out, err := tx.OptedOut(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		for _, kind := range accord.Wishes {
			on, named := wishes[kind]
			if !named || on != slices.Contains(out, kind) {
				continue
			}
			if err := wishMail(ctx, tx, actor.PersonID, kind, on, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func wishMail(ctx context.Context, tx *store.Store, personID, kind string, on bool, now time.Time) error {
	wish := tx.OptOut
	if on {
		wish = tx.OptIn
	}
	if err := wish(ctx, personID, kind); err != nil {
		return err
	}
	_, err := tx.Record(ctx, accord.Event{
		At: now, ActorID: personID, Kind: "person.mail_wish", SubjectType: "person", SubjectID: personID, Data: jsonObject("kind", kind, "on", on),
	})
	return err
}

// unwanted reports whether the reader has switched this kind of mail off.
func (c *composer) unwanted(ctx context.Context, d accord.Delivery) (bool, error) {
	kind := d.Wish()
	if kind == "" {
		return false, nil
	}
	out, err := c.tx.OptedOut(ctx, c.person.ID)
	return slices.Contains(out, kind), err
}

// stoppable gives the mail the link that ends its kind, where all that is in it
// is of one kind that can be ended.
func (c *composer) stoppable(m accord.Mail, group []accord.Delivery) accord.Mail {
	kind := group[0].Wish()
	for _, d := range group {
		if d.Wish() != kind {
			return m
		}
	}
	if kind != "" {
		m.StopKind = kind
		m.Stop = c.app.baseURL + "/u/" + c.app.signLink(accord.MailLink{
			WorkspaceID: c.workspace.ID, PersonID: c.person.ID, Purpose: accord.LinkStop, Detail: kind,
		}, c.person.Email)
	}
	return m
}
