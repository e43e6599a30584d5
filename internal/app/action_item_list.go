package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// ItemQuery says which action items somebody asks for.
type ItemQuery struct {
	Owner     string // "me", an id, or "" for anybody's
	Statuses  []accord.Status
	Overdue   bool
	SeriesID  string
	TeamID    string
	ProjectID string
	Side      accord.Side
	ForSide   accord.Side
	Query     string
	Newest    bool
	Figure    accord.FigureKey // only what a figure counts
	FigureOf  DashboardQuery   // its period
}

// readItems opens the context to the items, and is the query as the store reads
// it, for what the actor may see.
func (a *App) readItems(ctx context.Context, actor accord.Actor, q ItemQuery) (context.Context, store.ItemFilter, error) {
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return ctx, store.ItemFilter{}, err
	}
	f, err := a.itemFilter(ctx, actor, q)
	return ctx, f, err
}

func (a *App) itemFilter(ctx context.Context, actor accord.Actor, q ItemQuery) (store.ItemFilter, error) {
	view, err := a.view(ctx, a.store, actor)
	f := store.ItemFilter{
		View: view, OwnerID: q.Owner, Statuses: q.Statuses, SeriesID: q.SeriesID, TeamID: q.TeamID, ProjectID: q.ProjectID,
		Side: q.Side, ForSide: q.ForSide, Query: q.Query, Newest: q.Newest,
	}
	if q.Owner == "me" {
		f.OwnerID = actor.PersonID
	}
	if q.Overdue {
		f.OverdueAt = a.now()
	}
	if q.Figure != "" && err == nil {
		// Side, team and series are those at the time of what the figure counted.
		q.FigureOf.SeriesID, q.FigureOf.TeamID = q.SeriesID, q.TeamID
		f.SeriesID, f.TeamID, f.Side = "", "", ""
		f.Figure, err = a.figureItems(ctx, actor, q)
	}
	return f, err
}

// ActionItems lists action items, by due day unless the newest come first.
func (a *App) ActionItems(ctx context.Context, actor accord.Actor, q ItemQuery, p accord.Page) ([]accord.ActionItem, []string, error) {
	ctx, f, err := a.readItems(ctx, actor, q)
	if err != nil {
		return nil, nil, err
	}
	return a.store.ActionItems(ctx, f, p)
}

// ItemRows is [App.ActionItems] with the names a page shows.
func (a *App) ItemRows(ctx context.Context, actor accord.Actor, q ItemQuery, p accord.Page) ([]accord.ItemRow, []string, error) {
	ctx, f, err := a.readItems(ctx, actor, q)
	if err != nil {
		return nil, nil, err
	}
	return a.store.ItemRows(ctx, f, p)
}

// MyItems are the action items of one person, as their own page shows them.
type MyItems struct {
	Waiting     store.Waiting
	Overdue     []accord.ItemRow
	ThisWeek    []accord.ItemRow // due by the end of the week
	Later       []accord.ItemRow
	Unconfirmed []accord.ItemRow // done, waiting for the other side
	More        bool             // there are more than a page of running ones
}

// Empty reports whether there is nothing at all.
func (m MyItems) Empty() bool {
	return m.Waiting.Count()+len(m.Overdue)+len(m.ThisWeek)+len(m.Later)+len(m.Unconfirmed) == 0
}

// myItems is how many running items of one person a page shows at most.
const myItems = 200

// MyItems gives what the actor owes and what waits for their answer. weekEnd is
// the last day of the reader's week.
func (a *App) MyItems(ctx context.Context, actor accord.Actor, weekEnd accord.Date) (MyItems, error) {
	var mine MyItems
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return mine, err
	}
	f, err := a.itemFilter(ctx, actor, ItemQuery{Owner: "me", Statuses: []accord.Status{accord.StatusOpen, accord.StatusBlocked}})
	if err != nil {
		return mine, err
	}
	rows, next, err := a.store.ItemRows(ctx, f, accord.Page{Limit: myItems})
	if err != nil {
		return mine, err
	}
	now := a.now()
	for _, r := range rows {
		switch {
		case r.Overdue(now):
			mine.Overdue = append(mine.Overdue, r)
		case r.DueOn <= weekEnd:
			mine.ThisWeek = append(mine.ThisWeek, r)
		default:
			mine.Later = append(mine.Later, r)
		}
	}
	mine.More = next != nil
	f.Statuses, f.Unconfirmed = []accord.Status{accord.StatusDone}, true
	if mine.Unconfirmed, _, err = a.store.ItemRows(ctx, f, accord.Page{Limit: myItems}); err != nil {
		return mine, err
	}
	mine.Waiting, err = a.waitingFor(ctx, actor, f.View)
	return mine, err
}

// WaitingFor gives what waits for the actor's answer.
func (a *App) WaitingFor(ctx context.Context, actor accord.Actor) (store.Waiting, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeItems)
	if err != nil {
		return store.Waiting{}, err
	}
	return a.waitingFor(ctx, actor, view)
}

func (a *App) waitingFor(ctx context.Context, actor accord.Actor, view accord.View) (store.Waiting, error) {
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return store.Waiting{}, err
	}
	return a.store.WaitingFor(ctx, actor, view, w.Leads(actor.PersonID))
}
