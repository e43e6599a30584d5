package app

import (
	"context"
	"time"

	"accord/internal/accord"
)

// ProjectMomentum tells how growth projects moved in the last months, as of an
// instant; zero is now. Ideas nothing was promised for are not among them.
func (a *App) ProjectMomentum(ctx context.Context, actor accord.Actor, months int, asOf time.Time) (accord.Momentum, error) {
	var m accord.Momentum
	var v accord.Validation
	v.Check(months > 0 && months <= 36, "months", "Give 1 to 36 months.")
	if err := v.Err(); err != nil {
		return m, err
	}
	ctx, view, err := a.see(ctx, actor, ActSeeProjects)
	if err != nil {
		return m, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return m, err
	}
	asOf, _ = a.asOf(asOf)
	zone := accord.Zone(w.TimeZone)
	first := accord.MonthsUntil(accord.DateOf(asOf, zone), months)
	from := first[0].AddDays(-1).End(zone)
	projects, err := a.store.ProjectsWithin(ctx, view, from, asOf)
	if err != nil {
		return m, err
	}
	spans, err := a.store.ProjectSpans(ctx, view, from, asOf)
	if err != nil {
		return m, err
	}
	return accord.MomentumOf(projects, spans, first, asOf, zone), nil
}

// ProjectState sums the growth projects up, as the actor sees them and as they
// stood at an instant; zero is now.
func (a *App) ProjectState(ctx context.Context, actor accord.Actor, asOf time.Time) (s accord.ProjectCounts, err error) {
	m, err := a.ProjectMomentum(ctx, actor, 1, asOf)
	if err != nil {
		return s, err
	}
	asOf, _ = a.asOf(asOf)
	w, err := a.Workspace(ctx, actor)
	if err != nil {
		return s, err
	}
	s = accord.ProjectCounts{Active: m.Active, Limit: w.ActiveProjects(), Moved: m.Moved, Stalled: m.Stalled}
	ctx, view, err := a.see(ctx, actor, ActSeeProjects)
	if err != nil {
		return s, err
	}
	s.Ideas, err = a.store.CountIdeas(ctx, view, asOf)
	return s, err
}
