package app

import (
	"context"
	"encoding/json"

	"accord/internal/accord"
)

// keep lets stay what the actor alone may not take out of the charter: what the
// other side agrees to, and what was ever worded otherwise after an agreement.
func (t *charterTx) keep(ctx context.Context, next accord.Charter) (accord.Charter, error) {
	once, err := t.tx.CharterWithdrawn(ctx)
	return t.was.Keep(next, func(id string) bool {
		for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
			if side != t.was.Leads && t.was.AgreedBy(id, side) != nil {
				return true
			}
		}
		return once[id]
	}), err
}

// removeAgreed takes an entry out of the charter once both sides agreed to that.
// Nobody is mailed: whoever asked reads it on the page.
func (t *charterTx) removeAgreed(ctx context.Context, entryID string) error {
	if !t.was.Leaving(entryID) || t.was.AgreedBy(entryID, t.was.Leads.Other()) == nil {
		return nil
	}
	t.untold = true
	return t.write(ctx, t.was.Without(entryID))
}

// DisagreeCharter takes the yes of the actor's side to an entry, or its
// signature, back; as if it had never been given (P8). An entry that was to be
// removed stays by it, and both sides agree to its words anew.
func (a *App) DisagreeCharter(ctx context.Context, actor accord.Actor, m accord.Match, entryID string) (accord.CharterDetail, error) {
	return a.changeCharter(ctx, actor, m, func(ctx context.Context, t *charterTx) error {
		switch {
		case t.was.Leads == "":
			return accord.Errorf(accord.CodeDenied, "Only the lead of a side and the deputy agree for it. An admin names them in the settings.")
		case t.was.Leaving(entryID):
			return t.write(ctx, t.was.Staying(entryID))
		case t.was.AgreedBy(entryID, t.was.Leads) == nil:
			return accord.Errorf(accord.CodeConflict, "Your side has not agreed to this.")
		}
		if err := t.tx.DeleteCharterAgreement(ctx, entryID, t.was.Leads); err != nil {
			return err
		}
		undoes, err := t.agreement(ctx, entryID)
		if err != nil {
			return err
		}
		_, err = t.tx.Record(ctx, accord.Event{
			At: t.now, ActorID: t.by.PersonID, Kind: "charter.unagreed", SubjectType: "charter", SubjectID: entryID, Undoes: undoes,
			Data: jsonObject("side", t.was.Leads),
		})
		return err
	})
}

// agreement is the event by which the actor's side agreed to an entry last.
func (t *charterTx) agreement(ctx context.Context, entryID string) (last *int64, err error) {
	events, err := t.tx.Events(ctx, entryID)
	for _, e := range events {
		var data struct{ Side accord.Side }
		given := e.Kind == "charter.agreed" || e.Kind == "charter.signed"
		if given && json.Unmarshal([]byte(e.Data), &data) == nil && data.Side == t.was.Leads {
			last = &e.Seq
		}
	}
	return last, err
}

// RestoreCharter makes the words of an earlier version those of the next one.
// What was agreed of other words is withdrawn, as by any change; what both sides
// agreed to since waits for the other side before it goes.
func (a *App) RestoreCharter(ctx context.Context, actor accord.Actor, m accord.Match, number int) (accord.CharterDetail, error) {
	old, err := a.CharterVersion(ctx, actor, number)
	if err != nil {
		return accord.CharterDetail{}, err
	}
	return a.changeCharter(ctx, actor, m, func(ctx context.Context, t *charterTx) error {
		next := old.Charter
		for _, d := range old.Charter.Definitions {
			next = next.Staying(d.ID)
		}
		next, err := t.keep(ctx, next.Staying(accord.CharterPledge))
		if err == nil {
			err = next.Check()
		}
		if err != nil || t.was.Same(next) {
			return err
		}
		return t.write(ctx, next)
	})
}
