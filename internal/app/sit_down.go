package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// NewSitDown names the two counterparts; "" is the actor, on their own side.
type NewSitDown struct {
	SalesID     string
	MarketingID string
}

// BeginSitDown begins a sit-down of two counterparts and tells them by mail.
func (a *App) BeginSitDown(ctx context.Context, actor accord.Actor, in NewSitDown) (accord.SitDownDetail, error) {
	return a.sitDownTx(ctx, actor, func(ctx context.Context, t *sitDownTx) error {
		if in.SalesID == "" && actor.Side == accord.Sales {
			in.SalesID = actor.PersonID
		}
		if in.MarketingID == "" && actor.Side == accord.Marketing {
			in.MarketingID = actor.PersonID
		}
		sales, err := t.counterpart(ctx, "sales_id", in.SalesID)
		if err != nil {
			return err
		}
		marketing, err := t.counterpart(ctx, "marketing_id", in.MarketingID)
		if err != nil {
			return err
		}
		if t.d, err = accord.BeginSitDown(sales, marketing, actor, t.now); err != nil {
			return err
		}
		_, err = t.tx.PrivateSitDown(ctx, sales.ID, marketing.ID)
		if err == nil {
			return accord.Errorf(accord.CodeConflict, "%s and %s have a sit-down that is not revealed yet.", sales.Name, marketing.Name).By("X2")
		}
		if accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		t.d.ID = store.NewID()
		if err := t.tx.CreateSitDown(ctx, &t.d); err != nil {
			return err
		}
		return t.recordAndTell(ctx, accord.SitDownBegun, "sales_id", t.d.SalesID, "marketing_id", t.d.MarketingID)
	})
}

// counterpart finds one of the two.
func (t *sitDownTx) counterpart(ctx context.Context, field, id string) (accord.Person, error) {
	if id == "" {
		return accord.Person{}, accord.BadField(field, "Choose somebody of this side.")
	}
	return personNamed(ctx, t.tx, field, id)
}

// sitDownTx is one change of a sit-down while it is made.
type sitDownTx struct {
	app *App
	tx  *store.Store
	by  accord.Actor
	now time.Time
	d   accord.SitDown
}

// sitDownTx runs fn in one transaction and gives the sit-down it leaves as the
// actor sees it.
func (a *App) sitDownTx(ctx context.Context, actor accord.Actor, fn func(ctx context.Context, t *sitDownTx) error) (accord.SitDownDetail, error) {
	var out accord.SitDownDetail
	err := a.change(ctx, actor, ActSitDown, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t := &sitDownTx{app: a, tx: tx, by: actor, now: now}
		if err := fn(ctx, t); err != nil {
			return err
		}
		var err error
		out, err = a.sitDownDetail(ctx, tx, actor, t.d)
		return err
	})
	return out, err
}

// atSitDown runs fn in one transaction on a sit-down.
func (a *App) atSitDown(ctx context.Context, actor accord.Actor, id string, match accord.Match, fn func(ctx context.Context, t *sitDownTx) error) (accord.SitDownDetail, error) {
	return a.sitDownTx(ctx, actor, func(ctx context.Context, t *sitDownTx) error {
		var err error
		if t.d, err = t.tx.SitDown(ctx, id); err != nil {
			return err
		}
		if side := t.d.SideOf(actor.PersonID); match.Check(t.d.VersionFor(side), nil) != nil {
			current, err := a.sitDownDetail(ctx, t.tx, actor, t.d)
			if err != nil {
				return err
			}
			return match.Check(current.Version, current)
		}
		return fn(ctx, t)
	})
}

// The events of what the figures of two lists follow from.
const (
	sitDownRevealed = "sit_down.revealed"
	sitDownPaired   = "sit_down.paired"
)

// revealedFacts are what the figures of two lists follow from, without a word of
// them: the priorities in their order, how each side scored the questions, and
// the pairs (P8).
func revealedFacts(l accord.SitDownLists) []any {
	data := []any{"pairs", l.Pairs}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		part, ids, scores := l.Part(side), []string{}, map[accord.SitDownQuestion]int{}
		for _, p := range part.Priorities {
			ids = append(ids, p.ID)
		}
		for _, a := range part.Answers {
			scores[a.Question] = a.Score
		}
		data = append(data, string(side), ids, string(side)+"_scores", scores)
	}
	return data
}

// record tells of what happened; events carry ids, never a word of either list
// (X2).
func (t *sitDownTx) record(ctx context.Context, what string, ids ...any) error {
	_, err := t.tx.Record(ctx, t.event(what, ids...))
	return err
}

func (t *sitDownTx) event(what string, ids ...any) accord.Event {
	return accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "sit_down." + what, SubjectType: "sit_down", SubjectID: t.d.ID, Data: jsonObject(ids...),
	}
}

// recordAndTell records what happened and tells the others of it by mail.
func (t *sitDownTx) recordAndTell(ctx context.Context, what string, ids ...any) error {
	e, err := t.tx.Record(ctx, t.event(what, ids...))
	if err != nil {
		return err
	}
	return t.tell(ctx, what, e.Seq)
}

// RankPriorities puts the actor's list in place of the one before (X2: theirs
// alone, until both reveal).
func (a *App) RankPriorities(ctx context.Context, actor accord.Actor, id string, match accord.Match, list []accord.SitDownPriority) (accord.SitDownDetail, error) {
	return a.atSitDown(ctx, actor, id, match, func(ctx context.Context, t *sitDownTx) error {
		side, err := t.d.Writing(actor)
		if err != nil {
			return err
		}
		ranked, err := t.d.RankPriorities(side, list)
		if err != nil {
			return err
		}
		for i := range ranked {
			ranked[i].ID = store.NewID()
		}
		if err := t.tx.SetSitDownPriorities(ctx, t.d.ID, side, ranked); err != nil {
			return err
		}
		return t.wrote(ctx, side)
	})
}

// AnswerSitDown puts the actor's answers in place of those before.
func (a *App) AnswerSitDown(ctx context.Context, actor accord.Actor, id string, match accord.Match, list []accord.SitDownAnswer) (accord.SitDownDetail, error) {
	return a.atSitDown(ctx, actor, id, match, func(ctx context.Context, t *sitDownTx) error {
		side, err := t.d.Writing(actor)
		if err != nil {
			return err
		}
		answers, err := t.d.Answer(side, list)
		if err != nil {
			return err
		}
		if err := t.tx.SetSitDownAnswers(ctx, t.d.ID, side, answers); err != nil {
			return err
		}
		return t.wrote(ctx, side)
	})
}

// wrote raises the version of what one side wrote. There is no event of it: even
// one that is hidden, or the number it has, would tell the other side when
// somebody writes (X2). What was written stands in that of the reveal.
func (t *sitDownTx) wrote(ctx context.Context, side accord.Side) error {
	if err := t.tx.RaiseSitDownPart(ctx, t.d.ID, side); err != nil {
		return err
	}
	var err error
	t.d, err = t.tx.SitDown(ctx, t.d.ID)
	return err
}

// RevealSitDown says that the actor is ready. Once both are, the lists are
// revealed together, and pairs are suggested.
func (a *App) RevealSitDown(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.SitDownDetail, error) {
	return a.atSitDown(ctx, actor, id, match, func(ctx context.Context, t *sitDownTx) error {
		written, err := t.tx.SitDownPriorities(ctx, id, t.d.SideOf(actor.PersonID))
		if err != nil {
			return err
		}
		before := t.d
		if t.d, err = t.d.Reveal(actor, len(written), t.now); err != nil || t.d == before {
			return err
		}
		if err := t.tx.SaveSitDown(ctx, &t.d); err != nil {
			return err
		}
		if t.d.RevealedAt == nil {
			return t.recordAndTell(ctx, accord.SitDownReady)
		}
		lists, err := t.tx.SitDownLists(ctx, id)
		if err != nil {
			return err
		}
		l := lists[id]
		l.Pairs = accord.SuggestPairs(l.Sales.Priorities, l.Marketing.Priorities)
		if err := t.tx.SetSitDownPairs(ctx, id, l.Pairs); err != nil {
			return err
		}
		return t.recordAndTell(ctx, accord.SitDownOpened, revealedFacts(l)...)
	})
}

// CallOffSitDown takes a sit-down that was not revealed away, with every word in
// it.
func (a *App) CallOffSitDown(ctx context.Context, actor accord.Actor, id string, match accord.Match) error {
	return a.change(ctx, actor, ActSitDown, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t := &sitDownTx{app: a, tx: tx, by: actor, now: now}
		var err error
		if t.d, err = tx.SitDown(ctx, id); err != nil {
			return err
		}
		if err := match.Check(t.d.VersionFor(t.d.SideOf(actor.PersonID)), nil); err != nil {
			return err
		}
		if err := t.d.Cancelling(actor); err != nil {
			return err
		}
		if err := tx.DeleteSitDown(ctx, id); err != nil {
			return err
		}
		return t.record(ctx, "called_off")
	})
}

// WriteSitDown puts the actor's list and answers in place of those before and,
// with reveal, says that they are ready; all of it or nothing.
func (a *App) WriteSitDown(ctx context.Context, actor accord.Actor, id string, match accord.Match, part accord.SitDownPart, reveal bool) (accord.SitDownDetail, error) {
	var out accord.SitDownDetail
	if err := Allow(actor, ActSitDown); err != nil {
		return out, err
	}
	err := a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, _ *store.Store) error {
		if _, err := a.RankPriorities(ctx, actor, id, match, part.Priorities); err != nil {
			return err
		}
		var err error
		out, err = a.AnswerSitDown(ctx, actor, id, accord.Match{}, part.Answers)
		if err == nil && reveal {
			out, err = a.RevealSitDown(ctx, actor, id, accord.Match{})
		}
		return err
	})
	return out, err
}
