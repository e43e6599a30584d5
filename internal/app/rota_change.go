package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// rotaTx is one change of the turns of a series, inside its transaction.
type rotaTx struct {
	*rota
	app      *App
	tx       *store.Store
	standing Standing
	kind     accord.RotaKind
	name     accord.LocalTime
	now      time.Time
}

// SkipTurn passes over whoever has the turn of a duty at a date: they keep their
// place and are asked the next time. Leaders of the team and admins may, and
// whoever has the turn. It answers with the turns as they are then.
func (a *App) SkipTurn(ctx context.Context, actor accord.Actor, seriesID, name, kind string) (RotaPage, error) {
	return a.changeRota(ctx, actor, seriesID, name, kind, func(ctx context.Context, t *rotaTx) (accord.Event, error) {
		turn, err := t.own(t.name)
		if err != nil {
			return accord.Event{}, err
		}
		skip, err := t.rounds[t.kind].Skip(t.dates[t.kind], t.name, actor.PersonID, t.now)
		if err != nil {
			return accord.Event{}, err
		}
		skip.SeriesID = turn.SeriesID
		if err := t.tx.CreateRotaSkip(ctx, skip); err != nil {
			return accord.Event{}, err
		}
		return t.event("series.turn_skipped", "person_id", skip.PersonID), nil
	})
}

// UndoSkip takes the last skip of a duty at a date back, at any time before the
// meeting. Whoever may skip may, and who was skipped or did it.
func (a *App) UndoSkip(ctx context.Context, actor accord.Actor, seriesID, name, kind string) (RotaPage, error) {
	return a.changeRota(ctx, actor, seriesID, name, kind, func(ctx context.Context, t *rotaTx) (accord.Event, error) {
		skips := t.skipsAt(t.name)
		turn, ok := t.turn(t.kind, t.name)
		if len(skips) == 0 || !ok {
			return accord.Event{}, accord.NotFound("turn")
		}
		last := skips[len(skips)-1]
		if !turn.StartsAt.After(t.now) {
			return accord.Event{}, accord.Errorf(accord.CodeConflict, "This turn has passed.")
		}
		if !t.standing.Leads() && !slices.Contains([]string{last.PersonID, last.CreatedBy}, actor.PersonID) {
			return accord.Event{}, accord.Errorf(accord.CodeDenied, "Only whoever was passed over, leaders of the team and admins can take this back.").By("X4")
		}
		if err := t.tx.DeleteRotaSkip(ctx, last); err != nil {
			return accord.Event{}, err
		}
		return t.event("series.turn_restored", "person_id", last.PersonID), nil
	})
}

// SwapTurns lets the people of two turns to come do each other's. Leaders of
// the team and admins may, and whoever has one of the two. Doing it again swaps
// them back.
func (a *App) SwapTurns(ctx context.Context, actor accord.Actor, seriesID, name, kind, with string) (RotaPage, error) {
	return a.changeRota(ctx, actor, seriesID, name, kind, func(ctx context.Context, t *rotaTx) (accord.Event, error) {
		other, err := t.other(ctx, with)
		if err != nil {
			return accord.Event{}, err
		}
		turn, err := t.own(t.name)
		if accord.CodeOf(err) == accord.CodeDenied {
			turn, err = t.own(other)
		}
		if err == nil {
			err = t.free(other)
		}
		if err != nil {
			return accord.Event{}, err
		}
		swap, err := t.rounds[t.kind].Swap(t.dates[t.kind], t.name, other, actor.PersonID, t.now)
		if err != nil {
			return accord.Event{}, err
		}
		swap.ID, swap.SeriesID = store.NewID(), turn.SeriesID
		if err := t.tx.CreateRotaSwap(ctx, swap); err != nil {
			return accord.Event{}, err
		}
		return t.event("series.turns_swapped", "first_id", swap.FirstID, "second_id", swap.SecondID, "with", other), nil
	})
}

// changeRota is what every change of turns has in common.
func (a *App) changeRota(ctx context.Context, actor accord.Actor, seriesID, name, kind string, fn func(ctx context.Context, t *rotaTx) (accord.Event, error)) (p RotaPage, err error) {
	err = a.change(ctx, actor, ActTurn, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, standing, err := a.seriesFor(ctx, tx, actor, seriesID)
		if err != nil {
			return err
		}
		t := &rotaTx{app: a, tx: tx, standing: standing, now: now}
		if t.name, err = parseName(name); err != nil {
			return err
		}
		if t.kind, err = accord.ParseRotaKind(kind); err != nil {
			return err
		}
		if !series.Rotates(t.kind) {
			return accord.Errorf(accord.CodeConflict, "This duty does not go by turn in this series.")
		}
		if t.rota, err = a.loadRota(ctx, tx, series, t.name, now); err != nil {
			return err
		}
		e, err := fn(ctx, t)
		if err != nil {
			return err
		}
		if _, err := tx.Record(ctx, e); err != nil {
			return err
		}
		if err := a.fillRota(ctx, tx, series, actor.PersonID, now); err != nil {
			return err
		}
		p, err = a.rotaPage(ctx, tx, standing, series, now)
		return err
	})
	return p, err
}

// own is the turn at a date, where the actor may change it and nobody was
// chosen by hand.
func (t *rotaTx) own(name accord.LocalTime) (accord.RotaTurn, error) {
	turn, ok := t.turn(t.kind, name)
	if !ok {
		return turn, accord.NotFound("turn")
	}
	if !t.standing.turns(turn) {
		return turn, accord.Errorf(accord.CodeDenied, "Only whoever has the turn, leaders of the team and admins can change it.").By("X4")
	}
	return turn, t.free(name)
}

// free refuses a date for which somebody was chosen by hand.
func (t *rotaTx) free(name accord.LocalTime) error {
	if m, ok := t.rows[name]; ok && m.ByHand(t.kind) {
		return accord.Errorf(accord.CodeConflict, "For this date somebody was chosen by hand. Change it at the meeting.")
	}
	return nil
}

// other is the date to swap with; it may lie behind those shown.
func (t *rotaTx) other(ctx context.Context, with string) (accord.LocalTime, error) {
	name, err := accord.ParseLocalTime(with)
	if err == nil {
		t.rota, err = t.app.loadRota(ctx, t.tx, t.series, max(name, t.name), t.now)
		if err != nil {
			return "", err
		}
		if _, ok := t.turn(t.kind, name); ok {
			return name, nil
		}
	}
	return "", accord.BadField("with", "Choose another turn of this series.")
}

// skipsAt are the skips of the duty at a date, oldest first.
func (r *rota) skipsOf(kind accord.RotaKind, name accord.LocalTime) []accord.RotaSkip {
	var skips []accord.RotaSkip
	for _, s := range r.rounds[kind].Skips {
		if s.Kind == kind && s.OriginalStart == name {
			skips = append(skips, s)
		}
	}
	return skips
}

func (t *rotaTx) skipsAt(name accord.LocalTime) []accord.RotaSkip { return t.skipsOf(t.kind, name) }

// event tells of a change of turns.
func (t *rotaTx) event(kind string, pairs ...any) accord.Event {
	e := seriesEvent(t.standing.Actor, kind, t.series, t.now)
	e.Data = jsonObject(append([]any{"kind", t.kind, "original_start", t.name}, pairs...)...)
	return e
}

// turns reports whether somebody may skip or swap a turn: their own, any as a
// leader of the team or an admin.
func (s Standing) turns(t accord.RotaTurn) bool {
	return s.Leads() || s.Actor.PersonID != "" && string(t.HolderID) == s.Actor.PersonID && s.Actor.Role != accord.RoleObserver
}
