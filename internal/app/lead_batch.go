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
		old, there, err := fromElsewhere(ctx, b.ExternalID, tx.LeadBatchesByExternalID)
		if err != nil {
			return err
		}
		if known = there; known {
			b = old
		} else if err := serve(ctx, tx, &b, actor, now); err != nil {
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
