package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Charter is the charter as it stands, with who agreed to it. Until somebody
// changes it, it is what ships, in the reader's language, as version 0.
func (a *App) Charter(ctx context.Context, actor accord.Actor) (accord.CharterDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeCharter)
	if err != nil {
		return accord.CharterDetail{}, err
	}
	return a.charter(ctx, a.store, actor, a.now())
}

// CharterState sums the charter up for the actor, as of an instant; zero is now.
// Only of now it says what the actor is asked.
func (a *App) CharterState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.CharterState, error) {
	ctx, err := a.read(ctx, actor, ActSeeCharter)
	if err != nil {
		return accord.CharterState{}, err
	}
	asOf, past := a.asOf(asOf)
	c, err := a.charter(ctx, a.store, actor, asOf)
	if past {
		c.Leads = ""
	}
	return c.State(actor.Today(asOf)), err
}

// charter loads the version that was the newest at an instant, with the
// agreements that held then.
func (a *App) charter(ctx context.Context, s *store.Store, actor accord.Actor, asOf time.Time) (c accord.CharterDetail, err error) {
	w, err := s.Workspace(ctx)
	if err != nil {
		return c, err
	}
	c.Leads, c.Edits = w.SpeaksFor(actor), w.ChangesCharter(actor)
	v, err := s.CharterVersion(ctx, asOf)
	if accord.CodeOf(err) == accord.CodeNotFound {
		c.Charter = accord.CharterTemplate(actor.Locale, w, accord.DateOf(asOf, accord.Zone(w.TimeZone)))
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if c.Charter, err = charterOf(v); err != nil {
		return c, err
	}
	c.Version, c.ChangedAt, c.ChangedBy = v.Number, &v.CreatedAt, accord.NullID(v.CreatedBy)
	c.Agreed, err = s.CharterAgreements(ctx, asOf)
	return c, err
}

// charterOf reads the words of a version.
func charterOf(v accord.CharterVersion) (c accord.Charter, err error) {
	if err := json.Unmarshal([]byte(v.Body), &c); err != nil {
		return c, fmt.Errorf("read version %d of the charter: %w", v.Number, err)
	}
	return c, nil
}

// charterTx is one change of the charter, inside its transaction.
type charterTx struct {
	app *App
	tx  *store.Store
	by  accord.Actor
	now time.Time
	was accord.CharterDetail

	untold bool // nobody is mailed
}

// changeCharter runs fn on the charter the actor has seen, and gives what it is
// then.
func (a *App) changeCharter(ctx context.Context, actor accord.Actor, m accord.Match, fn func(ctx context.Context, t *charterTx) error) (c accord.CharterDetail, err error) {
	err = a.change(ctx, actor, ActChangeCharter, func(ctx context.Context, tx *store.Store, now time.Time) error {
		was, err := a.charter(ctx, tx, actor, now)
		if err != nil {
			return err
		}
		if err := was.MayEdit(); err != nil {
			return err
		}
		if err := m.Check(was.Version, was); err != nil {
			return err
		}
		if err := fn(ctx, &charterTx{app: a, tx: tx, by: actor, now: now, was: was}); err != nil {
			return err
		}
		c, err = a.charter(ctx, tx, actor, now)
		return err
	})
	return c, err
}

// ChangeCharter makes the next version of the charter. Entries with an id are
// those it has, others are new. What was agreed of changed words is withdrawn;
// the side of a lead who wrote them agrees by that. What the other side agreed to
// is marked to be removed where it is left out. Where nothing differs there is no
// new version.
func (a *App) ChangeCharter(ctx context.Context, actor accord.Actor, m accord.Match, to accord.Charter) (accord.CharterDetail, error) {
	return a.changeCharter(ctx, actor, m, func(ctx context.Context, t *charterTx) error {
		next, err := t.was.Edit(to, store.NewID)
		if err == nil {
			next, err = t.keep(ctx, next)
		}
		if err == nil {
			err = next.Check()
		}
		if err != nil || t.was.Version > 0 && t.was.Same(next) {
			return err
		}
		return t.write(ctx, next)
	})
}

// write keeps the next version with what follows for the agreements.
func (t *charterTx) write(ctx context.Context, next accord.Charter) error {
	body, err := json.Marshal(next)
	if err != nil {
		return err
	}
	v := accord.CharterVersion{ID: store.NewID(), Number: t.was.Version + 1, Body: string(body), CreatedBy: t.by.PersonID, CreatedAt: t.now}
	if err := t.tx.CreateCharterVersion(ctx, &v); err != nil {
		return err
	}
	withdrawn := t.was.Reworded(next)
	if err := t.tx.WithdrawCharterAgreements(ctx, withdrawn, t.now); err != nil {
		return err
	}
	changed := []string{}
	for _, c := range next.ChangesFrom(t.was.Charter) {
		changed = append(changed, c.ID)
	}
	if err := t.record(ctx, "changed", v.ID, "version", v.Number, "changed", changed, "withdrawn", withdrawn,
		"definitions", next.Reviews(), "unanswered", next.Unanswered()); err != nil {
		return err
	}
	if err := t.tellChanged(ctx, v, withdrawn); err != nil {
		return err
	}
	agreed := t.was
	t.was.Version, t.was.Charter = v.Number, next
	if t.was.Leads == "" {
		return nil
	}
	for _, id := range agreed.Agrees(next) {
		if err := t.agree(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// agree writes the side's agreement to an entry as it is.
func (t *charterTx) agree(ctx context.Context, entryID string) error {
	kind := "agreed"
	if entryID == accord.CharterPledge && !t.was.PledgeRemove {
		kind = "signed"
	}
	err := t.tx.CreateCharterAgreement(ctx, &accord.CharterAgreement{
		ID: store.NewID(), EntryID: entryID, Side: t.was.Leads, Version: t.was.Version, PersonID: t.by.PersonID, AgreedAt: t.now,
	})
	if err != nil {
		return err
	}
	return t.record(ctx, kind, entryID, "version", t.was.Version, "side", t.was.Leads)
}

func (t *charterTx) record(ctx context.Context, kind, id string, data ...any) error {
	_, err := t.tx.Record(ctx, accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "charter." + kind, SubjectType: "charter", SubjectID: id, Data: jsonObject(data...),
	})
	return err
}

// AgreeCharter gives the yes of the actor's side to a definition, or its
// signature under the pledge. Once more changes nothing. What ships becomes the
// first version by it.
func (a *App) AgreeCharter(ctx context.Context, actor accord.Actor, m accord.Match, entryID string) (accord.CharterDetail, error) {
	return a.changeCharter(ctx, actor, m, func(ctx context.Context, t *charterTx) error {
		_, known := t.was.Definition(entryID)
		switch {
		case !known && (entryID != accord.CharterPledge || t.was.Pledge == ""):
			return accord.NotFound("definition")
		case t.was.Leads == "":
			return accord.Errorf(accord.CodeDenied, "Only the lead of a side and the deputy agree for it. An admin names them in the settings.")
		case t.was.AgreedBy(entryID, t.was.Leads) != nil:
			return nil
		}
		if t.was.Version == 0 {
			if err := t.adopt(ctx); err != nil {
				return err
			}
		}
		if err := t.agree(ctx, entryID); err != nil {
			return err
		}
		return t.removeAgreed(ctx, entryID)
	})
}

// adopt makes what ships the first version, as the actor reads it. Nobody agrees
// to all of it by that.
func (t *charterTx) adopt(ctx context.Context) error {
	leads, ships := t.was.Leads, t.was.Charter
	t.was.Leads = ""
	err := t.write(ctx, ships)
	t.was.Leads = leads
	return err
}

// CharterStep is one version of the charter with what it changed.
type CharterStep struct {
	accord.CharterVersion
	Name    string // of whoever made it
	Charter accord.Charter
	Changes []accord.CharterChange // against the version before
}

// CharterVersion gives one version with what it changed.
func (a *App) CharterVersion(ctx context.Context, actor accord.Actor, number int) (CharterStep, error) {
	steps, _, err := a.CharterVersions(ctx, actor, accord.Page{Limit: 1, After: []string{strconv.Itoa(number + 1)}})
	if err == nil && (number < 1 || len(steps) == 0 || steps[0].Number != number) {
		err = accord.NotFound("version of the charter")
	}
	if err != nil {
		return CharterStep{}, err
	}
	return steps[0], nil
}

// CharterVersions gives a page of the versions, the newest first, each with
// what it changed against the one before. What the first one changed is what
// differs from what ships.
func (a *App) CharterVersions(ctx context.Context, actor accord.Actor, p accord.Page) ([]CharterStep, []string, error) {
	ctx, err := a.read(ctx, actor, ActSeeCharter)
	if err != nil {
		return nil, nil, err
	}
	before := 0
	if len(p.After) == 1 {
		before, _ = strconv.Atoi(p.After[0])
	}
	rows, err := a.store.CharterVersions(ctx, before, p.Limit+1)
	if err != nil {
		return nil, nil, err
	}
	steps := make([]CharterStep, len(rows))
	for i := len(rows) - 1; i >= 0; i-- {
		c, err := charterOf(rows[i].CharterVersion)
		if err != nil {
			return nil, nil, err
		}
		steps[i] = CharterStep{CharterVersion: rows[i].CharterVersion, Name: rows[i].Name, Charter: c, Changes: []accord.CharterChange{}}
		if i+1 < len(rows) {
			steps[i].Changes = c.ChangesFrom(steps[i+1].Charter)
		}
	}
	steps, next := accord.Cut(steps, p, func(s CharterStep) []string { return []string{strconv.Itoa(s.Number)} })
	return steps, next, nil
}
