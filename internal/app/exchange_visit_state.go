package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// VisitCoverage counts who visited whom in the last half year, for each side,
// among what the actor may see.
func (a *App) VisitCoverage(ctx context.Context, actor accord.Actor) ([]accord.VisitCoverage, error) {
	s, err := a.VisitState(ctx, actor, time.Time{})
	return s.Coverage, err
}

// VisitState is what the dashboard says of exchange visits as of an instant, zero
// is now, among what the actor may see. Of a past instant it leaves out what the
// reader could have done then.
func (a *App) VisitState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.ExchangeState, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeVisits)
	if err != nil {
		return accord.ExchangeState{}, err
	}
	asOf, past := a.asOf(asOf)
	today := accord.DateOf(asOf, accord.Zone(actor.TimeZone))
	everybody, err := a.store.People(ctx)
	if err != nil {
		return accord.ExchangeState{}, err
	}
	f := store.VisitFilter{View: view, PersonID: actor.PersonID, From: accord.CoverageFrom(today), To: today.AddDays(accord.VisitLead)}
	var totals accord.VisitTotals
	var mine []accord.VisitDetail
	if past {
		totals, everybody, err = a.pastTotals(ctx, f, everybody, today, asOf)
	} else if totals, err = a.store.VisitTotals(ctx, f, today, asOf); err == nil {
		f.VisitorID = actor.PersonID
		mine, _, err = a.store.ExchangeVisits(ctx, f, accord.Page{})
	}
	return accord.ExchangeStateOf(totals, mine, today, asOf, accord.WhoVisits(everybody, asOf)), err
}

// pastTotals count the visits as they stood at an instant, whichever days they
// are on now, and give everybody as they were then.
func (a *App) pastTotals(ctx context.Context, f store.VisitFilter, everybody []accord.Person, today accord.Date, asOf time.Time) (accord.VisitTotals, []accord.Person, error) {
	from, to := f.From, f.To
	f.From, f.To = "", ""
	visits, _, err := a.store.ExchangeVisits(ctx, f, accord.Page{})
	if err != nil {
		return accord.VisitTotals{}, nil, err
	}
	if everybody, err = a.peopleAsOf(ctx, everybody, asOf); err != nil {
		return accord.VisitTotals{}, nil, err
	}
	steps, err := a.visitSteps(ctx)
	visits = accord.VisitsAsOf(visits, steps, everybody, asOf)
	visits = slices.DeleteFunc(visits, func(v accord.VisitDetail) bool { return v.FromOn < from || v.FromOn > to })
	return accord.VisitTotalsOf(visits, today, asOf), everybody, err
}

// visitSteps are what the events say of every visit, oldest first: of what it
// was before only they know (P8).
func (a *App) visitSteps(ctx context.Context) ([]accord.VisitStep, error) {
	events, err := a.store.VisitEvents(ctx)
	if err != nil {
		return nil, err
	}
	steps := make([]accord.VisitStep, len(events))
	for i, e := range events {
		steps[i] = accord.VisitStep{VisitID: e.SubjectID, At: e.At, What: strings.TrimPrefix(e.Kind, visitSubject+".")}
		if err := json.Unmarshal([]byte(e.Data), &steps[i]); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Kind, err)
		}
	}
	return steps, nil
}

// peopleAsOf are people as they stood at an instant: of what an admin changed
// since then the events know what was before (P8).
func (a *App) peopleAsOf(ctx context.Context, people []accord.Person, asOf time.Time) ([]accord.Person, error) {
	events, err := a.store.PeopleChanged(ctx, asOf)
	if err != nil {
		return nil, err
	}
	people = slices.Clone(people)
	for _, e := range slices.Backward(events) { // so that the first of them wins
		var d struct{ Was accord.PersonPlace }
		if err := json.Unmarshal([]byte(e.Data), &d); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Kind, err)
		}
		i := slices.IndexFunc(people, func(p accord.Person) bool { return p.ID == e.SubjectID })
		if i >= 0 && d.Was.Side != "" {
			people[i].Side, people[i].Role, people[i].LeftAt = d.Was.Side, d.Was.Role, d.Was.LeftAt
		}
	}
	return people, nil
}
