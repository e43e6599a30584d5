package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// releaseProjects takes the growth projects that go on from a sponsor who, as
// they are now, can no longer answer for them: they left, observe or changed
// side (P9). Each is given to the person of to, by its id, or stands without
// sponsor until somebody of the side takes it.
func (a *App) releaseProjects(ctx context.Context, tx *store.Store, actor accord.Actor, from accord.Person, to map[string]string, now time.Time) error {
	projects, err := tx.ProjectsSponsoredBy(ctx, from.ID)
	if err != nil {
		return err
	}
	t := &projectTx{app: a, tx: tx, by: actor, now: now}
	for _, p := range projects {
		for _, side := range accord.LeadSides() {
			if string(p.Sponsor(side)) != from.ID || accord.CheckSponsor(side, from) == nil {
				continue
			}
			next, err := t.nextSponsor(ctx, side, p.ID, from.ID, to[p.ID])
			if err != nil {
				return err
			}
			after := p.WithSponsor(side, next)
			if err := t.save(ctx, projectSponsorLeft, p, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// nextSponsor is who takes a project over from somebody, "" for nobody yet.
func (t *projectTx) nextSponsor(ctx context.Context, side accord.Side, projectID, from, id string) (accord.NullID, error) {
	next, err := heir(ctx, t.tx, projectID, id)
	if err != nil || next == nil {
		return "", err
	}
	if next.ID == from || accord.CheckSponsor(side, *next) != nil {
		return "", accord.BadField("to_"+projectID, "Choose somebody of this side who is here.")
	}
	return accord.NullID(next.ID), nil
}
