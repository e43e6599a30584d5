package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// The events of what Sales tells.
const (
	intelTold     = "intel.told"
	intelAnswered = "intel.answered"
	intelTurned   = "intel.turned" // into an action item or a proposal
	intelUndone   = "intel.undone"
	intelSubject  = "intel"
)

// TellIntel enters what the market says, for Marketing to answer. Where
// something of the same external id is there already nothing changes, and known
// says so.
func (a *App) TellIntel(ctx context.Context, actor accord.Actor, d accord.IntelDraft) (out accord.IntelDetail, known bool, err error) {
	err = a.change(ctx, actor, ActTellIntel, func(ctx context.Context, tx *store.Store, now time.Time) error {
		days, zone, err := a.workCalendar(ctx, tx)
		if err != nil {
			return err
		}
		i, err := accord.TellIntel(d, actor, days, zone, now)
		if err != nil {
			return err
		}
		old, there, err := fromElsewhere(ctx, i.ExternalID, tx.IntelByExternalID)
		if err != nil {
			return err
		}
		if known = there; known {
			i = old
		} else if err := tell(ctx, tx, &i, actor, now); err != nil {
			return err
		}
		out, err = a.oneIntel(ctx, tx, actor, i.ID)
		return err
	})
	return out, known, err
}

// tell saves something new with its number and event.
func tell(ctx context.Context, tx *store.Store, i *accord.IntelItem, actor accord.Actor, now time.Time) (err error) {
	i.ID = store.NewID()
	if i.Number, err = tx.Number(ctx, store.CounterIntel); err != nil {
		return err
	}
	if err := tx.CreateIntelItem(ctx, i); err != nil {
		return err
	}
	_, err = tx.Record(ctx, accord.Event{
		At: now, ActorID: actor.PersonID, Kind: intelTold, SubjectType: intelSubject, SubjectID: i.ID,
		Data: jsonObject("number", i.Number, "told_on", i.ToldOn, "due_on", i.DueOn, "text", i.Text, "heard_from", i.HeardFrom, "external_id", i.ExternalID),
	})
	return err
}

// oneIntel is something told as the actor sees it.
func (a *App) oneIntel(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.IntelDetail, error) {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return accord.IntelDetail{}, err
	}
	list, _, err := s.IntelItems(ctx, store.IntelFilter{ID: id}, accord.Page{Limit: 1})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("intelligence")
	}
	if err != nil {
		return accord.IntelDetail{}, err
	}
	return list[0].Seen(view), nil
}

// findIntel finds something told by id or by what people call it, "I-34".
func findIntel(ctx context.Context, s *store.Store, ref string) (accord.IntelItem, error) {
	if n, ok := shortNumber("I", ref); ok {
		return s.IntelItemByNumber(ctx, n)
	}
	return s.IntelItem(ctx, ref)
}

// IntelItem gives one thing told, by id or number.
func (a *App) IntelItem(ctx context.Context, actor accord.Actor, ref string) (accord.IntelDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return accord.IntelDetail{}, err
	}
	i, err := findIntel(ctx, a.store, ref)
	if err != nil {
		return accord.IntelDetail{}, err
	}
	return a.oneIntel(ctx, a.store, actor, i.ID)
}

// IntelQuery says what somebody asks for of what was told.
type IntelQuery struct {
	State    accord.IntelState // or store.IntelAnswered; "" for all
	Answer   accord.IntelAnswer
	From, To accord.Date
	Open     bool // what waits for an answer, the first due first
	Mine     bool // what the actor told and was answered lately, the latest answer first
}

// answeredLately is for how long an answer is shown to whoever waited for it.
const answeredLately = 30 * 24 * time.Hour

// IntelItems lists what was told, the newest first.
func (a *App) IntelItems(ctx context.Context, actor accord.Actor, q IntelQuery, p accord.Page) ([]accord.IntelDetail, []string, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, nil, err
	}
	states := []accord.IntelState{"", accord.IntelWaiting, accord.IntelMissed, accord.IntelInTime, accord.IntelLate, store.IntelAnswered}
	if !slices.Contains(states, q.State) {
		return nil, nil, accord.BadField("state", "Choose waiting, overdue, answered, in_time or late.")
	}
	if q.Answer != "" && !slices.Contains(accord.IntelAnswers(), q.Answer) {
		return nil, nil, accord.BadField("answer", "Choose used, noted or not_now.")
	}
	f := store.IntelFilter{State: q.State, Answer: q.Answer, From: q.From, To: q.To, Now: a.now(), Open: q.Open}
	if q.Mine {
		f.ToldBy, f.AnsweredSince = actor.PersonID, f.Now.Add(-answeredLately)
	}
	list, next, err := a.store.IntelItems(ctx, f, p)
	for n := range list {
		list[n] = list[n].Seen(view)
	}
	return list, next, err
}

// answerBefore is what an answer took the place of, for its undo.
type answerBefore struct {
	Answer     accord.IntelAnswer `json:"answer"`
	Why        string             `json:"why"`
	AnsweredBy accord.NullID      `json:"answered_by"`
	AnsweredAt *time.Time         `json:"answered_at"`
}

// AnswerIntel is Marketing's answer to something Sales told.
func (a *App) AnswerIntel(ctx context.Context, actor accord.Actor, ref string, match accord.Match, answer accord.IntelAnswer, why string) (out accord.IntelDetail, err error) {
	err = a.change(ctx, actor, ActAnswerIntel, func(ctx context.Context, tx *store.Store, now time.Time) error {
		before, err := findIntel(ctx, tx, ref)
		if err != nil {
			return err
		}
		if err := match.Check(before.Version, before); err != nil {
			return err
		}
		i, err := before.Reply(answer, why, actor, now)
		if err != nil {
			return err
		}
		if err := tx.SaveIntelItem(ctx, &i); err != nil {
			return err
		}
		e, err := tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: intelAnswered, SubjectType: intelSubject, SubjectID: i.ID,
			Data: jsonObject("number", i.Number, "answer", i.Answer, "why", i.Why,
				"before", answerBefore{before.Answer, before.Why, before.AnsweredBy, before.AnsweredAt}),
		})
		if err != nil {
			return err
		}
		if err := a.queueAnswered(ctx, tx, i, e); err != nil {
			return err
		}
		out, err = a.oneIntel(ctx, tx, actor, i.ID)
		return err
	})
	return out, err
}

// UndoIntel takes back what the actor did last, within ten minutes (P8): an
// answer, or the telling of what has none yet.
func (a *App) UndoIntel(ctx context.Context, actor accord.Actor, ref string) (out accord.IntelDetail, err error) {
	err = a.change(ctx, actor, ActUndoIntelligence, func(ctx context.Context, tx *store.Store, now time.Time) error {
		i, err := findIntel(ctx, tx, ref)
		if err != nil {
			return err
		}
		if out, err = a.oneIntel(ctx, tx, actor, i.ID); err != nil {
			return err
		}
		undone := accord.Event{At: now, Kind: intelUndone, SubjectType: intelSubject, SubjectID: i.ID, Data: jsonObject("number", i.Number)}
		e, err := takeBack(ctx, tx, actor, undone, func(e accord.Event) error { return undoIntel(ctx, tx, i, e) })
		if err == nil && e.Kind == intelTold {
			err = a.reopenLines(ctx, tx, accord.RepIntel, i.ID, actor.PersonID, now)
		}
		if err == nil && e.Kind == intelAnswered {
			out, err = a.oneIntel(ctx, tx, actor, i.ID)
		}
		return err
	})
	return out, err
}

func undoIntel(ctx context.Context, tx *store.Store, i accord.IntelItem, e accord.Event) error {
	switch e.Kind {
	case intelTold:
		return tx.DeleteIntelItem(ctx, i.ID)
	case intelAnswered:
		var data struct {
			Before answerBefore `json:"before"`
		}
		if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
			return fmt.Errorf("read answer: %w", err)
		}
		b := data.Before
		i.Answer, i.Why, i.AnsweredBy, i.AnsweredAt = b.Answer, b.Why, b.AnsweredBy, b.AnsweredAt
		if _, err := tx.Withdraw(ctx, e.Seq); err != nil {
			return err
		}
		return tx.SaveIntelItem(ctx, &i)
	default: // what it became is taken back there
		return accord.Errorf(accord.CodeConflict, "This cannot be undone.").By("P8")
	}
}
