package app

import (
	"context"
	"strings"

	"accord/internal/accord"
	"accord/internal/store"
)

// ReadQuick reads a line captured at a meeting: who, when, the growth project and
// how far it looks are taken out of the words.
func (a *App) ReadQuick(ctx context.Context, actor accord.Actor, meetingID, line string) (accord.Quick, error) {
	ctx, err := a.read(ctx, actor, ActRecord)
	if err != nil {
		return accord.Quick{}, err
	}
	if _, _, err := a.loadMeeting(ctx, a.store, actor, meetingID, a.now()); err != nil {
		return accord.Quick{}, err
	}
	people, err := a.store.People(ctx)
	if err != nil {
		return accord.Quick{}, err
	}
	able := people[:0]
	for _, p := range people {
		if p.Active() && p.Role != accord.RoleObserver {
			able = append(able, p)
		}
	}
	line, horizon := accord.TakeHorizon(line)
	line, project, err := a.takeProject(ctx, actor, line)
	q := accord.ParseQuick(line, able, actor.Today(a.now()))
	q.Horizon, q.ProjectID = horizon, project
	return q, err
}

// takeProject takes a growth project named by #word out of a line.
func (a *App) takeProject(ctx context.Context, actor accord.Actor, line string) (rest string, id accord.NullID, err error) {
	if !strings.Contains(line, "#") {
		return line, "", nil
	}
	view, err := a.view(ctx, a.store, actor)
	if err != nil {
		return line, "", err
	}
	going, err := a.store.GoingProjects(ctx, view, mostGoing)
	rest, id = accord.TakeProject(line, going)
	return rest, id, err
}

// ReadProject takes the growth project a decision is about out of its words.
func (a *App) ReadProject(ctx context.Context, actor accord.Actor, line string) (rest string, id accord.NullID, err error) {
	if ctx, err = a.read(ctx, actor, ActRecord); err != nil {
		return line, "", err
	}
	return a.takeProject(ctx, actor, line)
}

// parkedMinutes is what a matter parked in a meeting is planned with until
// somebody says more.
const parkedMinutes = 10

// ParkWords puts a matter that came up in a running meeting into the series'
// backlog, for another time.
func (a *App) ParkWords(ctx context.Context, actor accord.Actor, meetingID, words string) (accord.AgendaItem, error) {
	var item accord.AgendaItem
	err := a.atMeeting(ctx, actor, ActRecord, meetingID, mayRecord, func(ctx context.Context, t *meetingTx) error {
		if err := t.m.Running(); err != nil {
			return err
		}
		item = t.newItem(NewAgendaItem{Title: strings.TrimSpace(words), Kind: accord.KindSolve, Side: actor.Side, Minutes: parkedMinutes})
		item.ID = store.NewID()
		if err := t.checkItem(ctx, item); err != nil {
			return err
		}
		var err error
		if item, err = item.Park(""); err != nil {
			return err
		}
		if err := t.tx.CreateAgendaItem(ctx, &item); err != nil {
			return err
		}
		_, err = t.record(ctx, "agenda_item.parked", "agenda_item", item.ID, facts{"title": item.Title})
		return err
	})
	return item, err
}

// StatusesOf gives what became of action items by now, by id: the opening of a
// running meeting is as of its start.
func (a *App) StatusesOf(ctx context.Context, actor accord.Actor, items []accord.OpeningItem) (map[string]accord.Status, error) {
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	return a.store.ItemStatuses(ctx, ids)
}
