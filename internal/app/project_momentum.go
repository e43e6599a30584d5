package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// mostProjects bounds the projects one page looks at.
const mostProjects = 200

// ProjectMomentum tells how growth projects moved in the last months, as of an
// instant; zero is now.
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
	if asOf.IsZero() || asOf.After(a.now()) {
		asOf = a.now()
	}
	zone := accord.Zone(w.TimeZone)
	first := accord.MonthsUntil(accord.DateOf(asOf, zone), months)
	from := first[0].AddDays(-1).End(zone)
	rows, _, err := a.store.ProjectRows(ctx, store.ProjectFilter{View: view}, accord.Page{Limit: mostProjects})
	if err != nil {
		return m, err
	}
	var projects []accord.Project
	for _, r := range rows {
		if r.StateAt(asOf) != "" && (r.EndedAt == nil || !r.EndedAt.Before(from)) {
			projects = append(projects, r.Project)
		}
	}
	spans, err := a.store.ProjectSpans(ctx, view, from, asOf)
	if err != nil {
		return m, err
	}
	return accord.MomentumOf(projects, spans, first, asOf, zone), nil
}

// ProjectState is what the dashboard says of growth projects.
type ProjectState struct {
	accord.ProjectCounts
	Gap accord.HorizonGap `json:"gap"` // what the chosen and active ones forget
}

// ProjectState sums the growth projects up, as the actor sees them.
func (a *App) ProjectState(ctx context.Context, actor accord.Actor) (s ProjectState, err error) {
	m, err := a.ProjectMomentum(ctx, actor, 1, time.Time{})
	if err != nil {
		return s, err
	}
	w, err := a.Workspace(ctx, actor)
	s.ProjectCounts = accord.ProjectCounts{Active: m.Active, Limit: w.ActiveProjects(), Moved: m.Moved, Stalled: m.Stalled}
	var projects []accord.Project
	for _, r := range m.Rows {
		projects = append(projects, r.Project)
		if r.Project.State == accord.ProjectIdea {
			s.Ideas++
		}
	}
	s.Gap = accord.HorizonMix(accord.ProjectHorizons(projects)).Gap(accord.SpanQuarter)
	return s, err
}
