package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SuppressedAddresses lists the addresses nothing is mailed to any more. Admins
// only.
func (a *App) SuppressedAddresses(ctx context.Context, actor accord.Actor) ([]accord.SuppressedAddress, error) {
	ctx, err := a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return nil, err
	}
	return a.store.SuppressedAddresses(ctx)
}

// AllowAddress lets mail reach an address again. Admins only.
func (a *App) AllowAddress(ctx context.Context, actor accord.Actor, address string) error {
	return a.change(ctx, actor, ActChangeWorkspace, func(ctx context.Context, tx *store.Store, now time.Time) error {
		found, err := tx.Allow(ctx, cleanEmail(address))
		switch {
		case err != nil:
			return err
		case !found:
			return accord.NotFound("address")
		}
		_, err = tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: "address.allowed", SubjectType: "workspace", SubjectID: actor.WorkspaceID,
		})
		return err
	})
}

// readdressed forgets what servers said of somebody's old and new address.
func readdressed(ctx context.Context, tx *store.Store, before, after accord.Person) error {
	if before.Email == after.Email {
		return nil
	}
	for _, address := range []string{before.Email, after.Email} {
		if _, err := tx.Allow(ctx, address); err != nil {
			return err
		}
	}
	return nil
}

// refused ends mail to an address that a server has refused for good often
// enough, since there is nobody.
func refused(ctx context.Context, tx *store.Store, d accord.Delivery) error {
	n, err := tx.Refusals(ctx, d.Recipient)
	if err != nil || n < accord.RefusalsToSuppress {
		return err
	}
	if known, err := tx.Suppressed(ctx, d.Recipient); err != nil || known {
		return err
	}
	if err := tx.Suppress(ctx, d.Recipient, d.LastError); err != nil {
		return err
	}
	_, err = tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "address.suppressed", SubjectType: "person", SubjectID: string(d.PersonID)})
	return err
}
