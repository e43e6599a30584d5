package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// digestsOnce is how many people's digests one look takes care of.
const digestsOnce = 100

// digestRecorded is for how long back a digest that nobody sent is written down.
const digestRecorded = 30 * 24 * time.Hour

// digestsDue queues the week's mail of everybody for whom it is Monday at eight,
// and plans the next. What is more than a look takes is left to the next tick.
func (a *App) digestsDue(ctx context.Context, g glance) (next time.Time, err error) {
	people, err := a.store.DigestsBefore(ctx, g.now.Add(lookEvery), digestsOnce)
	if err != nil {
		return next, err
	}
	var failed []error
	for _, p := range people {
		if p.DigestAt != nil && p.DigestAt.After(g.now) {
			next = sooner(next, *p.DigestAt)
			continue
		}
		failed = append(failed, a.digestDue(ctx, g, p))
		if len(people) == digestsOnce {
			next = g.now
		}
	}
	return next, errors.Join(failed...)
}

// digestDue queues one person's digest, writes down those that are too late, and
// plans the next. An empty week, and who wants none, leaves no trace.
func (a *App) digestDue(ctx context.Context, g glance, p accord.Person) error {
	var due []accord.Delivery
	next := accord.DigestAfter(g.now, p.Zone())
	if p.DigestAt != nil && !quiet(ctx) {
		var err error
		if due, err = a.digests(ctx, p, g.now); err != nil {
			return err
		}
	}
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		for _, d := range due {
			if err := tx.Queue(ctx, d); err != nil {
				return err
			}
		}
		return tx.SetDigest(ctx, p.ID, next)
	})
}

// digests are the mails of all the weeks since the one planned last.
func (a *App) digests(ctx context.Context, p accord.Person, now time.Time) (due []accord.Delivery, err error) {
	if no, err := a.optedOut(ctx, p.ID, accord.WishDigest); err != nil || no {
		return nil, err
	}
	zone := p.Zone()
	for at := *p.DigestAt; !at.After(now); at = accord.DigestAfter(at, zone) {
		monday := accord.DigestWeek(at, zone)
		d := accord.Delivery{
			Key: accord.DigestKey(p.ID, monday), Kind: accord.MailDigest, PersonID: accord.NullID(p.ID), Recipient: p.Email,
			SubjectType: "person", SubjectID: p.ID, Payload: pack(payload{Due: monday}),
		}
		switch {
		case now.Sub(at) > digestRecorded:
			continue
		case !now.Before(accord.DigestEnds(monday, zone)):
			d.State, d.LastError = accord.DeliverySkipped, "late"
		default:
			sections, err := a.digestOf(ctx, p, monday, now)
			if err != nil || len(sections) == 0 {
				return due, err
			}
		}
		due = append(due, d)
	}
	return due, nil
}

func (a *App) optedOut(ctx context.Context, personID, kind string) (bool, error) {
	kinds, err := a.store.OptedOut(ctx, personID)
	return slices.Contains(kinds, kind), err
}

// rezoneDigests moves the digests to come to Monday at eight by the clocks of
// today.
func (a *App) rezoneDigests(ctx context.Context, g glance) error {
	people, err := a.store.People(ctx)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		for _, p := range people {
			if p.DigestAt == nil || !p.DigestAt.After(g.now) {
				continue
			}
			at := accord.DigestIn(*p.DigestAt, p.Zone())
			if at.Equal(*p.DigestAt) {
				continue
			}
			if err := tx.SetDigest(ctx, p.ID, at); err != nil {
				return err
			}
		}
		return nil
	})
}
