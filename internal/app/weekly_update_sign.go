package app

import (
	"context"
	"encoding/json"

	"accord/internal/accord"
)

// The kinds of event a signature makes and takes back.
const (
	updateSigned   = "signed"
	updateUnsigned = "unsigned"
)

// SignUpdate puts the actor's name under their side's part. With both names it is
// sent at once, to everybody of both sides.
func (a *App) SignUpdate(ctx context.Context, actor accord.Actor, week accord.Week, match accord.Match) (accord.UpdateDetail, error) {
	return a.atUpdate(ctx, actor, week, func(ctx context.Context, t *updateTx) error {
		if err := match.Check(t.d.Version, t.d); err != nil {
			return err
		}
		return t.sign(ctx)
	})
}

// UnsignUpdate takes the name under the actor's part back while the update is
// not sent; what is written stays.
func (a *App) UnsignUpdate(ctx context.Context, actor accord.Actor, week accord.Week, match accord.Match) (accord.UpdateDetail, error) {
	return a.atUpdate(ctx, actor, week, func(ctx context.Context, t *updateTx) error {
		if err := match.Check(t.d.Version, t.d); err != nil {
			return err
		}
		return t.unsign(ctx)
	})
}

// signsFor is the part the actor may put a name under.
func (t *updateTx) signsFor() (*accord.UpdatePartDetail, error) {
	side := t.workspace.UpdateSide(t.by.PersonID)
	if side == "" {
		return nil, accord.Errorf(accord.CodeDenied, "Only the lead of a side or their deputy signs its part of the update.").By("X4")
	}
	return t.d.Part(side), nil
}

// sign puts the actor's name under their side's part.
func (t *updateTx) sign(ctx context.Context) error {
	part, err := t.signsFor()
	if err != nil {
		return err
	}
	signed, err := part.Sign(t.by, t.workspace, t.now)
	if err != nil {
		return err
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	part.WeeklyUpdatePart, part.SignedName = signed, t.by.Name
	if err := t.tx.SaveUpdatePart(ctx, &part.WeeklyUpdatePart); err != nil {
		return err
	}
	if err := t.save(ctx, updateSigned, facts{"side": part.Side, "as_deputy": signed.AsDeputy}); err != nil || !t.d.Complete() {
		return err
	}
	return t.close(ctx)
}

// unsign takes the name under the actor's part back (P8).
func (t *updateTx) unsign(ctx context.Context) error {
	part, err := t.signsFor()
	if err != nil {
		return err
	}
	if part.WeeklyUpdatePart, err = part.TakeBack(t.by, t.workspace); err != nil {
		return err
	}
	if err := t.tx.SaveUpdatePart(ctx, &part.WeeklyUpdatePart); err != nil {
		return err
	}
	undoes, err := t.signature(ctx, part.Side)
	if err != nil {
		return err
	}
	t.undoes = undoes
	return t.save(ctx, updateUnsigned, facts{"side": part.Side, "unsigned": []accord.Side{part.Side}})
}

// signature is the event that put a side's name there last.
func (t *updateTx) signature(ctx context.Context, side accord.Side) (*int64, error) {
	events, err := t.tx.Events(ctx, t.d.ID)
	var last *int64
	for _, e := range events {
		var data struct{ Side accord.Side }
		if e.SubjectType != "weekly_update" || e.Kind != "weekly_update."+updateSigned || json.Unmarshal([]byte(e.Data), &data) != nil || data.Side != side {
			continue
		}
		last = &e.Seq
	}
	return last, err
}
