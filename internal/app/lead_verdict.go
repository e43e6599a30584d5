package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Verdict is what Sales says of a batch, as it is sent: reasons by id or words.
type Verdict struct {
	Accepted   int
	Rejections []accord.LeadRejection
	Note       string
}

// JudgeLeads gives a verdict on the whole batch, in the place of the one before.
func (a *App) JudgeLeads(ctx context.Context, actor accord.Actor, ref string, match accord.Match, in Verdict) (out accord.LeadBatchDetail, err error) {
	err = a.change(ctx, actor, ActJudgeLeads, func(ctx context.Context, tx *store.Store, now time.Time) error {
		b, err := findLeadBatch(ctx, tx, ref)
		if err != nil {
			return err
		}
		if err := match.Check(b.Version, b); err != nil {
			return err
		}
		reasons, err := tx.LeadReasons(ctx)
		if err != nil {
			return err
		}
		draft := accord.VerdictDraft{Accepted: in.Accepted, Note: in.Note, Rejections: namedRejections(in.Rejections, reasons, actor.Locale)}
		b, verdict, err := b.Judge(draft, reasons, actor, now)
		if err != nil {
			return err
		}
		if err := saveVerdict(ctx, tx, &b, verdict, draft.Rejections, reasons); err != nil {
			return err
		}
		out, err = a.oneLeadBatch(ctx, tx, b.ID)
		return err
	})
	return out, err
}

// namedRejections puts ids in the place of words, and leaves out what counts
// nothing.
func namedRejections(list []accord.LeadRejection, reasons []accord.LeadReason, locale string) []accord.LeadRejection {
	var named []accord.LeadRejection
	for _, r := range list {
		if r.Count != 0 {
			named = append(named, accord.LeadRejection{ReasonID: accord.FindLeadReason(reasons, r.ReasonID, locale), Count: r.Count})
		}
	}
	return named
}

func saveVerdict(ctx context.Context, tx *store.Store, b *accord.LeadBatch, v accord.LeadVerdict, rejections []accord.LeadRejection, reasons []accord.LeadReason) error {
	before, err := tx.LeadVerdicts(ctx, b.ID)
	if err != nil {
		return err
	}
	v.ID, v.Number = store.NewID(), 1
	if n := len(before); n > 0 {
		v.Number = before[n-1].Number + 1
	}
	if len(rejections) > 0 { // the list that ships has no rows until one of it is needed
		if err := tx.SaveLeadReasons(ctx, reasons); err != nil {
			return err
		}
	}
	if err := tx.CreateLeadVerdict(ctx, &v, rejections); err != nil {
		return err
	}
	if err := tx.SaveLeadBatch(ctx, b); err != nil {
		return err
	}
	byReason := map[string]int{}
	for _, r := range rejections {
		byReason[r.ReasonID] = r.Count
	}
	_, err = tx.Record(ctx, accord.Event{
		At: v.JudgedAt, ActorID: v.JudgedBy, Kind: leadJudged, SubjectType: leadSubject, SubjectID: b.ID,
		Data: jsonObject("number", b.Number, "verdict_id", v.ID, "accepted", v.Accepted, "rejected", v.Rejected, "rejections", byReason, "note", v.Note),
	})
	return err
}

// UndoLeads takes back what the actor did to a batch last, within ten minutes
// (P8): a verdict, or the serving of a batch without one.
func (a *App) UndoLeads(ctx context.Context, actor accord.Actor, ref string) (out accord.LeadBatchDetail, err error) {
	err = a.change(ctx, actor, ActUndoIntelligence, func(ctx context.Context, tx *store.Store, now time.Time) error {
		b, err := findLeadBatch(ctx, tx, ref)
		if err != nil {
			return err
		}
		if out, err = a.oneLeadBatch(ctx, tx, b.ID); err != nil {
			return err
		}
		undone := accord.Event{At: now, Kind: leadUndone, SubjectType: leadSubject, SubjectID: b.ID, Data: jsonObject("number", b.Number)}
		e, err := takeBack(ctx, tx, actor, undone, func(e accord.Event) error { return a.undoLeads(ctx, tx, b, e) })
		if err == nil && e.Kind == leadJudged {
			out, err = a.oneLeadBatch(ctx, tx, b.ID)
		}
		return err
	})
	return out, err
}

func (a *App) undoLeads(ctx context.Context, tx *store.Store, b accord.LeadBatch, e accord.Event) error {
	if e.Kind == leadServed {
		return tx.DeleteLeadBatch(ctx, b.ID)
	}
	verdicts, err := tx.LeadVerdicts(ctx, b.ID)
	if err != nil || len(verdicts) == 0 {
		return err
	}
	last := len(verdicts) - 1
	if err := tx.DeleteLeadVerdict(ctx, verdicts[last].ID); err != nil {
		return err
	}
	var before *accord.LeadVerdict
	if last > 0 {
		before = &verdicts[last-1]
	}
	b = b.Under(before)
	return tx.SaveLeadBatch(ctx, &b)
}
