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

// SitDown gives one sit-down as the actor may see it (X2).
func (a *App) SitDown(ctx context.Context, actor accord.Actor, id string) (accord.SitDownDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeSitDowns)
	if err != nil {
		return accord.SitDownDetail{}, err
	}
	d, err := a.store.SitDown(ctx, id)
	if err != nil {
		return accord.SitDownDetail{}, err
	}
	return a.sitDownDetail(ctx, a.store, actor, d)
}

// SitDowns lists the company's sit-downs, those begun last first; what is in
// them shows as figures, after the reveal.
func (a *App) SitDowns(ctx context.Context, actor accord.Actor, p accord.Page) ([]accord.SitDownRow, []string, error) {
	rows, _, next, err := a.SitDownsWhole(ctx, actor, p)
	return rows, next, err
}

// SitDownsWhole is [App.SitDowns] with what is in those that are revealed, by
// their ids.
func (a *App) SitDownsWhole(ctx context.Context, actor accord.Actor, p accord.Page) (rows []accord.SitDownRow, lists map[string]accord.SitDownLists, next []string, err error) {
	if ctx, err = a.read(ctx, actor, ActSeeSitDowns); err != nil {
		return nil, nil, nil, err
	}
	list, next, err := a.store.SitDowns(ctx, p)
	if err != nil {
		return nil, nil, nil, err
	}
	names, err := a.store.PersonNames(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	lists, err = a.store.SitDownLists(ctx, revealedOf(list)...)
	rows = make([]accord.SitDownRow, len(list))
	for i, d := range list {
		rows[i] = sitDownRow(actor, d, names)
		if l, ok := lists[d.ID]; ok {
			f := l.Figures()
			rows[i].Figures = &f
		}
	}
	return rows, lists, next, err
}

// revealedOf gives the ids of those that are revealed: only their lists are
// ever read for others than their writers (X2).
func revealedOf(list []accord.SitDown) []string {
	var ids []string
	for _, d := range list {
		if d.RevealedAt != nil {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// sitDownRow is what everybody may know of a sit-down.
func sitDownRow(actor accord.Actor, d accord.SitDown, names map[string]string) accord.SitDownRow {
	row := accord.SitDownRow{
		SitDown: d, SalesName: names[d.SalesID], MarketingName: names[d.MarketingID], State: d.Stage(), Mine: d.SideOf(actor.PersonID),
	}
	row.Version = d.VersionFor(row.Mine)
	return row
}

// sitDownDetail composes what the actor may see. Until the reveal nothing but
// their own part is even read.
func (a *App) sitDownDetail(ctx context.Context, s *store.Store, actor accord.Actor, d accord.SitDown) (accord.SitDownDetail, error) {
	names, err := s.PersonNames(ctx)
	if err != nil {
		return accord.SitDownDetail{}, err
	}
	out := accord.SitDownDetail{
		SitDownRow: sitDownRow(actor, d, names), Pairs: []accord.SitDownPair{}, Gaps: []accord.SitDownGap{}, Trend: []accord.SitDownPoint{},
	}
	if d.RevealedAt != nil {
		return out, a.revealed(ctx, s, &out)
	}
	if out.Mine == "" {
		return out, nil
	}
	own := &accord.SitDownPart{}
	if own.Priorities, err = s.SitDownPriorities(ctx, d.ID, out.Mine); err != nil {
		return out, err
	}
	if own.Answers, err = s.SitDownAnswers(ctx, d.ID, out.Mine); err != nil {
		return out, err
	}
	if out.Mine == accord.Sales {
		out.Sales = own
	} else {
		out.Marketing = own
	}
	return out, nil
}

// revealed fills in both parts, what was made of them, and the pair's history up
// to then.
func (a *App) revealed(ctx context.Context, s *store.Store, out *accord.SitDownDetail) error {
	history, err := s.SitDownsOfPair(ctx, out.SalesID, out.MarketingID)
	if err != nil {
		return err
	}
	lists, err := s.SitDownLists(ctx, revealedOf(history)...)
	if err != nil {
		return err
	}
	l := lists[out.ID]
	out.Sales, out.Marketing, out.Pairs, out.Gaps = &l.Sales, &l.Marketing, l.Pairs, l.Gaps()
	figures := l.Figures()
	out.Figures = &figures
	for _, d := range history {
		f := lists[d.ID].Figures()
		out.Trend = append(out.Trend, accord.SitDownPoint{ID: d.ID, RevealedAt: *d.RevealedAt, Shared: f.Shared, Total: f.Total, RankGap: f.RankGap})
		if d.ID == out.ID {
			break
		}
	}
	return nil
}

// EarlierPriorities is the actor's list of the sit-down they revealed last, to
// go on from; empty where there is none.
func (a *App) EarlierPriorities(ctx context.Context, actor accord.Actor) ([]accord.SitDownPriority, error) {
	ctx, err := a.read(ctx, actor, ActSeeSitDowns)
	if err != nil {
		return nil, err
	}
	d, err := a.store.LastSitDown(ctx, actor.PersonID, a.now())
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return a.store.SitDownPriorities(ctx, d.ID, d.SideOf(actor.PersonID))
}

// SitDownState is what the dashboard says of the sit-downs, as of an instant;
// zero is now. Only of now it says what the reader can do.
func (a *App) SitDownState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.SitDownState, error) {
	var state accord.SitDownState
	ctx, err := a.read(ctx, actor, ActSeeSitDowns)
	if err != nil {
		return state, err
	}
	asOf, past := a.asOf(asOf)
	if past {
		return state, a.lastSitDown(ctx, &state, asOf, past)
	}
	if state.Any, err = a.store.AnySitDown(ctx); err != nil {
		return state, err
	}
	if !state.Any {
		state.Offer, err = a.couldSitDown(ctx, actor)
		return state, err
	}
	waiting, err := a.store.SitDownToReveal(ctx, actor.PersonID)
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return state, err
	}
	state.WaitingID = waiting.ID
	return state, a.lastSitDown(ctx, &state, asOf, past)
}

// lastSitDown fills in the sit-down revealed last before an instant, with its
// figures as they stood then.
func (a *App) lastSitDown(ctx context.Context, state *accord.SitDownState, asOf time.Time, past bool) error {
	last, err := a.store.LastSitDown(ctx, "", asOf)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	lists, err := a.store.SitDownLists(ctx, last.ID)
	if err != nil {
		return err
	}
	l := lists[last.ID]
	if past {
		pairs, err := pairsAt(ctx, a.store, last.ID, asOf)
		if err != nil {
			return err
		}
		l = l.AsOf(pairs, asOf)
	}
	figures := l.Figures()
	state.Any, state.LastID, state.LastOn, state.Figures = true, last.ID, last.RevealedAt, &figures
	return nil
}

// pairsAt are the pairs of a sit-down as somebody had set them at an instant: of
// those set before only the events know (P8).
func pairsAt(ctx context.Context, s *store.Store, id string, asOf time.Time) ([]accord.SitDownPair, error) {
	events, err := s.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	return pairsIn(slices.DeleteFunc(standingEvents(events), func(e accord.Event) bool { return e.At.After(asOf) }))
}

// pairsIn are the pairs that the last of the events set.
func pairsIn(events []accord.Event) ([]accord.SitDownPair, error) {
	var set struct {
		Pairs []accord.SitDownPair `json:"pairs"`
	}
	for _, e := range events {
		if e.Kind != sitDownRevealed && e.Kind != sitDownPaired {
			continue
		}
		set.Pairs = nil
		if err := json.Unmarshal([]byte(e.Data), &set); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Kind, err)
		}
	}
	return set.Pairs, nil
}

// couldSitDown reports whether there are two people the actor could bring
// together: oneself and a counterpart, or for an admin any two.
func (a *App) couldSitDown(ctx context.Context, actor accord.Actor) (bool, error) {
	people, err := a.store.People(ctx)
	if err != nil {
		return false, err
	}
	here := map[accord.Side]bool{}
	for _, p := range people {
		if p.Active() && p.Role != accord.RoleObserver {
			here[p.Side] = true
		}
	}
	both := here[accord.Sales] && here[accord.Marketing]
	return both && (actor.Admin() || actor.Side != accord.Neutral), nil
}
