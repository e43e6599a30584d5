package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// The events of leads.
const (
	leadServed   = "lead_batch.served"
	leadJudged   = "lead_batch.judged"
	leadUndone   = "lead_batch.undone"
	leadReasons  = "lead_reasons.changed"
	leadSubject  = "lead_batch"
	stateWaiting = "waiting" // of a batch: leads without a verdict
	stateJudged  = "judged"
)

// ServeLeads enters a batch for Sales to judge. Where something of the same
// external id is there already nothing changes, and known says so.
func (a *App) ServeLeads(ctx context.Context, actor accord.Actor, d accord.LeadDraft) (out accord.LeadBatchDetail, known bool, err error) {
	err = a.change(ctx, actor, ActServeLeads, func(ctx context.Context, tx *store.Store, now time.Time) error {
		zone, err := workspaceZone(ctx, tx)
		if err != nil {
			return err
		}
		b, err := accord.ServeLeads(d, actor, accord.DateOf(now, zone), now)
		if err != nil {
			return err
		}
		if b.ExternalID != "" {
			there, err := tx.LeadBatchesByExternalID(ctx, []string{b.ExternalID})
			if err != nil {
				return err
			}
			if old, ok := there[b.ExternalID]; ok {
				known = true
				out, err = a.oneLeadBatch(ctx, tx, old.ID)
				return err
			}
		}
		if err := serve(ctx, tx, &b, actor, now); err != nil {
			return err
		}
		out, err = a.oneLeadBatch(ctx, tx, b.ID)
		return err
	})
	return out, known, err
}

// workspaceZone is the zone the workspace's days begin and end in.
func workspaceZone(ctx context.Context, s *store.Store) (*time.Location, error) {
	w, err := s.Workspace(ctx)
	return accord.Zone(w.TimeZone), err
}

// serve saves a new batch with its number and event.
func serve(ctx context.Context, tx *store.Store, b *accord.LeadBatch, actor accord.Actor, now time.Time) (err error) {
	b.ID = store.NewID()
	if b.Number, err = tx.Number(ctx, store.CounterLeadBatch); err != nil {
		return err
	}
	if err := tx.CreateLeadBatch(ctx, b); err != nil {
		return err
	}
	_, err = tx.Record(ctx, accord.Event{
		At: now, ActorID: actor.PersonID, Kind: leadServed, SubjectType: leadSubject, SubjectID: b.ID,
		Data: jsonObject("number", b.Number, "served_on", b.ServedOn, "source", b.Source, "count", b.Count, "external_id", b.ExternalID),
	})
	return err
}

// oneLeadBatch is a batch with its names and reasons.
func (a *App) oneLeadBatch(ctx context.Context, s *store.Store, id string) (accord.LeadBatchDetail, error) {
	list, _, err := s.LeadBatches(ctx, store.LeadBatchFilter{ID: id}, accord.Page{Limit: 1})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("batch")
	}
	if err != nil {
		return accord.LeadBatchDetail{}, err
	}
	return list[0], nil
}

// findLeadBatch finds a batch by id or by what people call it, "L-12".
func findLeadBatch(ctx context.Context, s *store.Store, ref string) (accord.LeadBatch, error) {
	if n, ok := shortNumber("L", ref); ok {
		return s.LeadBatchByNumber(ctx, n)
	}
	return s.LeadBatch(ctx, ref)
}

// shortNumber reads "L-12" or "l12" where the letter is L.
func shortNumber(letter, ref string) (int, bool) {
	rest, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(ref)), letter)
	if !ok || len(rest) > 10 {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(rest, "-"))
	return n, err == nil && n > 0
}

// LeadBatch gives one batch by id or number, with all its verdicts.
func (a *App) LeadBatch(ctx context.Context, actor accord.Actor, ref string) (accord.LeadBatchDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return accord.LeadBatchDetail{}, err
	}
	b, err := findLeadBatch(ctx, a.store, ref)
	if err != nil {
		return accord.LeadBatchDetail{}, err
	}
	return a.oneLeadBatch(ctx, a.store, b.ID)
}

// LeadVerdicts lists the verdicts on a batch, the one that stands last.
func (a *App) LeadVerdicts(ctx context.Context, actor accord.Actor, ref string) ([]accord.LeadVerdict, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, err
	}
	b, err := findLeadBatch(ctx, a.store, ref)
	if err != nil {
		return nil, err
	}
	return a.store.LeadVerdicts(ctx, b.ID)
}

// LeadQuery says which batches somebody asks for.
type LeadQuery struct {
	State    string // "waiting", "judged" or ""
	From, To accord.Date
	Source   string // "" for all
	Reason   string // by id: leads of it are rejected for that; "" for all
}

// LeadBatches lists batches, the newest first.
func (a *App) LeadBatches(ctx context.Context, actor accord.Actor, q LeadQuery, p accord.Page) ([]accord.LeadBatchDetail, []string, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains([]string{"", stateWaiting, stateJudged}, q.State) {
		return nil, nil, accord.BadField("state", "Choose waiting or judged.")
	}
	return a.store.LeadBatches(ctx, store.LeadBatchFilter{State: q.State, From: q.From, To: q.To, Source: q.Source, Reason: q.Reason}, p)
}

// mostSources bounds the sources there are to choose from.
const mostSources = 50

// LeadSources lists where leads came from, the latest first.
func (a *App) LeadSources(ctx context.Context, actor accord.Actor) ([]string, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, err
	}
	return a.store.LeadSources(ctx, mostSources)
}

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
		e, err := lastStanding(ctx, tx, b.ID, actor, now)
		if err != nil {
			return err
		}
		if out, err = a.oneLeadBatch(ctx, tx, b.ID); err != nil {
			return err
		}
		if err := a.undoLeads(ctx, tx, b, e); err != nil {
			return err
		}
		seq := e.Seq
		if _, err := tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: leadUndone, SubjectType: leadSubject, SubjectID: b.ID, Undoes: &seq, Data: jsonObject("number", b.Number),
		}); err != nil {
			return err
		}
		if e.Kind == leadJudged {
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

// lastStanding is the last thing done to a subject, where the actor may take it
// back (P8).
func lastStanding(ctx context.Context, s *store.Store, subjectID string, actor accord.Actor, now time.Time) (accord.Event, error) {
	events, err := s.Events(ctx, subjectID)
	if err != nil {
		return accord.Event{}, err
	}
	standing := standingEvents(events)
	if len(standing) == 0 {
		return accord.Event{}, accord.NotFound("change")
	}
	last := standing[len(standing)-1]
	return last, accord.Undo(last, last.Seq, actor, now)
}

// LeadReasons lists why leads are rejected: those to choose from, or with all
// also those that former verdicts alone have.
func (a *App) LeadReasons(ctx context.Context, actor accord.Actor, all bool) ([]accord.LeadReason, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return nil, err
	}
	list, err := a.store.LeadReasons(ctx)
	if !all {
		list = accord.OfferedLeadReasons(list)
	}
	return list, err
}

// EditLeadReasons makes the list of reasons say the texts, in their order.
func (a *App) EditLeadReasons(ctx context.Context, actor accord.Actor, texts []string) (list []accord.LeadReason, err error) {
	err = a.change(ctx, actor, ActEditLeadReasons, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		before, err := tx.LeadReasons(ctx)
		if err != nil {
			return err
		}
		after, err := accord.EditLeadReasons(before, texts, w, actor, store.NewID)
		if err != nil {
			return err
		}
		list = accord.OfferedLeadReasons(after)
		if slices.Equal(before, after) {
			return nil
		}
		if err := tx.SaveLeadReasons(ctx, after); err != nil {
			return err
		}
		_, err = tx.Record(ctx, accord.Event{
			At: now, ActorID: actor.PersonID, Kind: leadReasons, SubjectType: "workspace", SubjectID: actor.WorkspaceID, Data: jsonObject("reasons", texts),
		})
		return err
	})
	return list, err
}
