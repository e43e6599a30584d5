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
	asOf, _ = a.asOf(asOf)
	return a.flow(ctx, a.store, weeks, asOf)
}

func (a *App) flow(ctx context.Context, s *store.Store, weeks int, asOf time.Time) (accord.Flow, error) {
	zone, err := workspaceZone(ctx, s)
	if err != nil {
		return accord.Flow{}, err
	}
	to := accord.DateOf(asOf, zone)
	from := accord.FlowFrom(to, weeks)
	batches, err := s.LeadBatchesAsOf(ctx, from, asOf)
	if err != nil {
		return accord.Flow{}, err
	}
	told, err := s.IntelTold(ctx, from, to)
	if err != nil {
		return accord.Flow{}, err
	}
	f := accord.FlowOf(to, weeks, batches, told, asOf)
	f.Reasons, err = s.LeadRejectionsAsOf(ctx, from, asOf)
	return f, err
}

// stateWeeks is what the dashboard's strip counts.
const stateWeeks = 4

// IntelligenceState is what the dashboard says of leads and intelligence, as of
// an instant; zero is now.
func (a *App) IntelligenceState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.IntelligenceState, error) {
	ctx, err := a.read(ctx, actor, ActSeeIntelligence)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	zone, err := workspaceZone(ctx, a.store)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	asOf, past := a.asOf(asOf)
	told, err := a.store.IntelWaits(ctx, asOf)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	leads, err := a.store.LeadWaits(ctx, asOf, past)
	if err != nil {
		return accord.IntelligenceState{}, err
	}
	state := accord.IntelligenceStateOf(told, leads, accord.DateOf(asOf, zone))
	if state.Flow, err = a.flow(ctx, a.store, stateWeeks, asOf); err != nil {
		return state, err
	}
	state.Told, state.Served, err = a.store.AnyIntelligence(ctx, asOf)
	return state, err
}
