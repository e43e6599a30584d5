package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Sender hands one mail to the outside. Its errors are [accord.MailError].
type Sender interface {
	Send(ctx context.Context, m accord.Mail) error
}

// The lease of a claimed mail: longer than any one mail takes, and renewed
// before each. A batch is small, so that a worker that dies holds up few.
const (
	deliveryLease = 2 * time.Minute
	deliveryBatch = 20
)

// Deliver sends everything that is due, until nothing is or the server cannot
// be reached. Each mail is claimed by lease, checked again against what may be
// seen and still holds, handed over outside any transaction, and its end
// written; several processes may deliver at once. A nil sender leaves the mails
// where they are, to be seen under deliveries. What goes wrong with one mail
// keeps no other from going out, nor one workspace another.
func (a *App) Deliver(ctx context.Context, sender Sender) error {
	if sender == nil {
		return nil
	}
	workspaces, err := a.store.WorkspacesWithMailDue(ctx)
	if err != nil {
		return err
	}
	courier := &courier{app: a, sender: sender, owner: store.NewID()}
	var failed []error
	for _, id := range workspaces {
		for more := true; more && ctx.Err() == nil; {
			if more, err = courier.batch(ctx, id); err != nil {
				failed = append(failed, fmt.Errorf("deliver in %s: %w", id, err))
			}
		}
		if courier.halted != nil {
			failed = append(failed, courier.halted)
			break
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// courier delivers for one call of Deliver; its name marks the leases.
type courier struct {
	app    *App
	sender Sender
	owner  string
	halted error // no mail can be sent now
}

// batch claims and sends some mails of a workspace; more says to go on.
func (c *courier) batch(ctx context.Context, workspaceID string) (more bool, err error) {
	var claimed []accord.Delivery
	err = c.app.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		claimed, err = tx.Claim(ctx, c.owner, deliveryLease, deliveryBatch)
		return err
	})
	if err != nil {
		return false, err
	}
	err = c.deliverEach(ctx, workspaceID, gather(claimed))
	return len(claimed) > 0 && c.halted == nil, err
}

// deliverEach sends groups one after the other. Once their lease is half used
// up, as by a slow server, or nothing can be sent, the rest is given back: that
// was no try of theirs. The first always has its turn.
func (c *courier) deliverEach(ctx context.Context, workspaceID string, groups [][]accord.Delivery) error {
	var failed []error
	for i, group := range groups {
		tired := i > 0 && c.app.now().After(group[0].LeaseUntil.Add(-deliveryLease/2))
		if c.halted != nil || ctx.Err() != nil || tired {
			return errors.Join(append(failed, c.release(ctx, workspaceID, slices.Concat(groups[i:]...)))...)
		}
		failed = append(failed, c.deliver(ctx, workspaceID, group))
	}
	return errors.Join(failed...)
}

// gather makes one group of all mails about action items to one person, one of
// those about their duties, and one of every other mail. What an admin sends
// again stays the mail it was: it may have arrived, and who has it drops another
// of its name.
func gather(claimed []accord.Delivery) [][]accord.Delivery {
	type bundle struct {
		person accord.NullID
		name   string
		again  string // the Message-ID it had
	}
	var groups [][]accord.Delivery
	at := map[bundle]int{}
	for _, d := range claimed {
		b := bundle{person: d.PersonID, name: d.Bundle()}
		if d.Attempts == 1 { // the first try, and yet it has a name
			b.again = d.MessageID
		}
		if i, ok := at[b]; ok && d.Gathers() {
			groups[i] = append(groups[i], d)
			continue
		}
		if d.Gathers() {
			at[b] = len(groups)
		}
		groups = append(groups, []accord.Delivery{d})
	}
	return groups
}

// deliver sends one group as one mail. What is checked and composed commits
// before, what became of it after. A group that cannot be put together goes out
// one by one, so that one bad mail spoils no other; alone, it is put off.
func (c *courier) deliver(ctx context.Context, workspaceID string, group []accord.Delivery) error {
	var ready []accord.Delivery
	var mail accord.Mail
	err := c.app.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		var err error
		ready, mail, err = c.prepare(ctx, tx, group)
		return err
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return c.release(ctx, workspaceID, group)
	case err != nil && len(group) > 1:
		return c.deliverEach(ctx, workspaceID, slices.Collect(slices.Chunk(group, 1)))
	case err != nil:
		return c.putOff(ctx, workspaceID, group[0], err)
	case len(ready) == 0:
		return nil
	}
	sendErr := c.sender.Send(ctx, mail)
	// What the server answered is written down even when the process is told to
	// stop: else the next one would send it again.
	ctx = context.WithoutCancel(ctx)
	return c.app.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		for _, d := range ready {
			if err := c.finish(ctx, tx, d, sendErr); err != nil {
				return err
			}
		}
		return nil
	})
}

// putOff writes down a mail that could not be put together, to be tried again
// like one its server did not take.
func (c *courier) putOff(ctx context.Context, workspaceID string, d accord.Delivery, cause error) error {
	return c.app.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		if d.TransportStartedAt != nil && !d.Repeatable() {
			return lost(tx.FinishDelivery(ctx, unsure.apply(d)))
		}
		return c.finish(ctx, tx, doubt(d), cause)
	})
}

// prepare checks each mail of the group again, writes off those that are not
// to be sent, marks the others as being handed over and puts them into one mail.
func (c *courier) prepare(ctx context.Context, tx *store.Store, group []accord.Delivery) ([]accord.Delivery, accord.Mail, error) {
	composer, err := c.app.newComposer(ctx, tx, group[0], c.app.now())
	if err != nil {
		return nil, accord.Mail{}, err
	}
	holding, err := c.sift(ctx, tx, composer, group)
	if err != nil || len(holding) == 0 {
		return nil, accord.Mail{}, err
	}
	// Of those that hold alone: what may have arrived under another's name is no
	// reason for anybody's mail program to drop this one.
	id, ready := c.app.messageID(holding), []accord.Delivery(nil)
	for _, d := range holding {
		d = doubt(d)
		d.MessageID, d.Recipient = id, composer.person.Email
		d, err = tx.BeginTransport(ctx, d, deliveryLease)
		if accord.CodeOf(err) == accord.CodeConflict {
			continue
		}
		if err != nil {
			return nil, accord.Mail{}, err
		}
		ready = append(ready, d)
	}
	if len(ready) == 0 {
		return nil, accord.Mail{}, nil
	}
	mail, err := composer.compose(ctx, ready)
	mail.MessageID = id
	return ready, mail, err
}

// sift returns the mails of a group that are to be sent and writes off the
// others.
func (c *courier) sift(ctx context.Context, tx *store.Store, composer *composer, group []accord.Delivery) (holding []accord.Delivery, err error) {
	for _, d := range group {
		verdict := unsure
		if d.TransportStartedAt == nil || d.Repeatable() {
			if verdict, err = composer.check(ctx, d); err != nil {
				return nil, err
			}
		}
		if verdict == send {
			holding = append(holding, d)
			continue
		}
		if err := lost(tx.FinishDelivery(ctx, verdict.apply(d))); err != nil {
			return nil, err
		}
	}
	return holding, nil
}

// finish writes what the sender's answer means.
func (c *courier) finish(ctx context.Context, tx *store.Store, d accord.Delivery, sendErr error) error {
	now := c.app.now()
	answer, _ := errors.AsType[*accord.MailError](sendErr)
	switch {
	case sendErr == nil:
		d.State, d.SentAt, d.LastError = accord.DeliverySent, &now, ""
		if d.SecretLink() {
			d.Payload = ""
		}
	case answer != nil && answer.Unknown && !d.Repeatable():
		d.State, d.LastError = accord.DeliveryUncertain, sendErr.Error()
	case answer != nil && answer.Permanent, d.Attempts >= accord.MaxAttempts && (answer == nil || !answer.Halt):
		d.State, d.LastError, d.NoAddress = accord.DeliveryFailed, sendErr.Error(), answer != nil && answer.NoAddress
	default:
		d.State, d.LastError = accord.DeliveryQueued, sendErr.Error()
		d.DueAt = now.Add(accord.RetryAfter(d.Attempts, rand.Float64())) //nolint:gosec // chance, no secret
	}
	arrived := sendErr == nil || d.State == accord.DeliveryUncertain || answer != nil && answer.Unknown
	if !arrived && !mayHaveArrived(d) {
		d.TransportStartedAt = nil
	}
	if answer != nil && answer.Halt {
		c.halted = sendErr
	}
	if sendErr != nil {
		c.app.log.Warn("mail not sent", "delivery", d.ID, "kind", d.LogKind(), "state", string(d.State), "attempts", d.Attempts, "error", sendErr)
	}
	if err := tx.FinishDelivery(ctx, d); err != nil || !d.NoAddress {
		return lost(err)
	}
	return refused(ctx, tx, d)
}

// release gives claimed mails back that were not tried, so that nobody waits
// for their leases to run out.
func (c *courier) release(ctx context.Context, workspaceID string, group []accord.Delivery) error {
	ctx = context.WithoutCancel(ctx)
	return c.app.store.Tx(ctx, workspaceID, func(ctx context.Context, tx *store.Store) error {
		for _, d := range group {
			if d.TransportStartedAt != nil && !d.Repeatable() {
				continue // its lease ran out while it was handed over: the next claim judges it
			}
			d.State, d.Attempts = accord.DeliveryQueued, d.Attempts-1
			if c.halted != nil {
				d.DueAt = c.app.now().Add(accord.RetryAfter(1, rand.Float64())) //nolint:gosec // chance, no secret
			}
			if err := lost(tx.FinishDelivery(ctx, d)); err != nil {
				return err
			}
		}
		return nil
	})
}

// lost takes a lost lease for what it is: somebody else's mail now.
func lost(err error) error {
	if accord.CodeOf(err) == accord.CodeConflict {
		return nil
	}
	return err
}
