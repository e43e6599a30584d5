package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Open is what somebody who leaves still has (P9).
type Open struct {
	Items         []accord.ActionItem
	Presentations []accord.AgendaItem
	Projects      []accord.Project // they answer for
}

// OpenOf lists what a person would leave behind.
func (a *App) OpenOf(ctx context.Context, actor accord.Actor, personID string) (o Open, err error) {
	ctx, err = a.read(ctx, actor, ActChangePeople)
	if err != nil {
		return o, err
	}
	if _, err = a.store.Person(ctx, personID); err != nil {
		return o, err
	}
	if o.Items, err = a.store.UnfinishedOf(ctx, personID); err != nil {
		return o, err
	}
	if o.Presentations, err = a.store.PresentationsOf(ctx, personID); err != nil {
		return o, err
	}
	o.Projects, err = a.store.ProjectsSponsoredBy(ctx, personID)
	return o, err
}

// Leave lets a person leave. to says who gets which of their action items,
// presentations and growth projects, by id; what is not in it stands without
// owner until somebody gets it (P9). They can no longer sign in; their past stays under their name.
func (a *App) Leave(ctx context.Context, actor accord.Actor, personID string, to map[string]string) (p accord.Person, err error) {
	err = a.change(ctx, actor, ActChangePeople, func(ctx context.Context, tx *store.Store, now time.Time) error {
		if p, err = tx.Person(ctx, personID); err != nil {
			return err
		}
		if !p.Active() {
			return accord.Errorf(accord.CodeConflict, "%s has left already.", p.Name).By("P9")
		}
		return a.letGo(ctx, tx, actor, &p, to, now)
	})
	return p, err
}

// letGo is the leaving itself.
func (a *App) letGo(ctx context.Context, tx *store.Store, actor accord.Actor, p *accord.Person, to map[string]string, now time.Time) error {
	after := *p
	after.LeftAt = &now
	if err := a.keepsAdmin(ctx, tx, *p, after); err != nil {
		return err
	}
	if err := a.keepsLeads(ctx, tx, *p, after); err != nil {
		return err
	}
	if err := a.releaseItems(ctx, tx, actor, *p, to, now); err != nil {
		return err
	}
	if err := a.releaseProjects(ctx, tx, actor, after, to, now); err != nil {
		return err
	}
	list, err := tx.PresentationsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	if err := a.givePresentations(ctx, tx, actor, list, to); err != nil {
		return err
	}
	if err := a.releaseVisits(ctx, tx, actor, *p, now); err != nil {
		return err
	}
	if err := a.tellTeamsOf(ctx, tx, actor, p.ID, false); err != nil { // while they are still invited
		return err
	}
	*p = after
	if err := tx.SavePerson(ctx, p); err != nil {
		return err
	}
	teams, err := tx.TeamsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, end := range []func() error{
		func() error { return tx.EndSessions(ctx, p.ID, "") },
		func() error { return tx.RevokeTokens(ctx, p.ID, now) },
		func() error { return tx.RevokeFeeds(ctx, p.ID, now) },
		func() error { return tx.SpendLinks(ctx, p.ID, now, accord.LinkInvitation, accord.LinkPassword) },
		func() error { return tx.LeaveTeams(ctx, p.ID) },
		func() error { return a.fillTeams(ctx, tx, teams, actor.PersonID, now) },
	} {
		if err := end(); err != nil {
			return err
		}
	}
	_, err = tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "person.left", SubjectType: "person", SubjectID: p.ID})
	return err
}

// heir is whoever gets the thing with that id, which the field "to_" and its id
// names; nil for nobody.
func heir(ctx context.Context, tx *store.Store, thing, id string) (*accord.Person, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // nobody is meant
	}
	p, err := personNamed(ctx, tx, "to_"+thing, id)
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// givePresentations gives agenda items to other presenters, by id of the item;
// those to has nobody for stand without one.
func (a *App) givePresentations(ctx context.Context, tx *store.Store, actor accord.Actor, list []accord.AgendaItem, to map[string]string) error {
	for _, item := range list {
		h, err := heir(ctx, tx, item.ID, to[item.ID])
		if err != nil {
			return err
		}
		item.PresenterID = ""
		if h != nil {
			item.PresenterID = accord.NullID(h.ID)
		}
		if err := tx.SaveAgendaItem(ctx, &item); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			ActorID: actor.PersonID, Kind: "agenda_item.changed", SubjectType: "agenda_item", SubjectID: item.ID, MeetingID: item.MeetingID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
