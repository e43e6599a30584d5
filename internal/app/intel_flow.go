package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// maxFlowWeeks is the longest stretch that is counted week by week.
const maxFlowWeeks = 104

// IntelligenceFlow counts leads and what was told, week by week, as known at
// the instant; the zero time is now.
func (a *App) IntelligenceFlow(ctx context.Context, actor accord.Actor, weeks int, asOf time.Time) (accord.Flow, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return accord.Flow{}, err
	}
	if weeks < 1 || weeks > maxFlowWeeks {
		return accord.Flow{}, accord.BadField("weeks", "Give a whole number from %d to %d.", 1, maxFlowWeeks)
	}
	if asOf.IsZero() || asOf.After(a.now()) {
		asOf = a.now()
	}
	return a.flow(ctx, a.store, weeks, accord.Instant(asOf))
}

func (a *App) flow(ctx context.Context, s *store.Store, weeks int, asOf time.Time) (accord.Flow, error) {
	zone, err := workspaceZone(ctx, s)
	if err != nil {
		return accord.Flow{}, err
	}
	to := accord.DateOf(asOf, zone)
	from := accord.FlowFrom(to, weeks)
	batches, err := s.LeadBatchesAsOf(ctx, from, to, asOf)
	if err != nil {
		return accord.Flow{}, err
	}
	told, err := s.IntelTold(ctx, from, to)
	return accord.FlowOf(to, weeks, batches, told, asOf), err
}

// stateWeeks is what the dashboard's strip counts.
const stateWeeks = 4

// IntelligenceState is what the dashboard says of leads and intelligence.
func (a *App) IntelligenceState(ctx context.Context, actor accord.Actor) (accord.IntelligenceState, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	zone, err := workspaceZone(ctx, a.store)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	unanswered, err := a.store.UnansweredIntel(ctx)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	unjudged, err := a.store.UnjudgedLeads(ctx)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	now := a.now()
	state := accord.IntelligenceStateOf(unanswered, unjudged, accord.DateOf(now, zone), now)
	if state.Flow, err = a.flow(ctx, a.store, stateWeeks, now); err != nil {
		return state, err
	}
	state.Used, err = a.store.AnyIntelligence(ctx)
	return state, err
}
