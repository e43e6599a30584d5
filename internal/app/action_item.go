package app

import (
	"context"
	"regexp"
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// itemWork is one change of an action item while it is made.
type itemWork struct {
	tx      *store.Store
	actor   accord.Actor
	now     time.Time
	item    accord.ActionItem // as it was loaded; zero for a new one
	leads   bool              // the actor leads its team
	meeting *accord.Meeting   // of its team, in progress; nil where none is
	present map[string]bool   // who is marked present there
}

var itemRef = regexp.MustCompile(`^[aA]-([0-9]{1,9})$`)

// loadItem finds an action item by its id or by what people call it, "A-128",
// and hides it from those who may not see what its team has.
func (a *App) loadItem(ctx context.Context, s *store.Store, actor accord.Actor, ref string) (accord.ActionItem, error) {
	var item accord.ActionItem
	var err error
	if m := itemRef.FindStringSubmatch(ref); m != nil {
		n, _ := strconv.Atoi(m[1]) // nine digits at most
		item, err = s.ActionItemByNumber(ctx, n)
	} else {
		item, err = s.ActionItem(ctx, ref)
	}
	if err != nil {
		return item, err
	}
	if err := a.seesTeam(ctx, s, actor, item.TeamID, "action item"); err != nil {
		return accord.ActionItem{}, err
	}
	return item, nil
}

// ActionItem returns one action item by id or short number.
func (a *App) ActionItem(ctx context.Context, actor accord.Actor, ref string) (accord.ActionItem, error) {
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return accord.ActionItem{}, err
	}
	return a.loadItem(ctx, a.store, actor, ref)
}

// around loads what stands around an item: whether the actor leads its team,
// and the meeting its team holds right now.
func (w *itemWork) around(ctx context.Context, a *App, teamID accord.NullID) error {
	standing, err := a.teamStanding(ctx, w.tx, w.actor, teamID)
	if err != nil || teamID == "" {
		return err
	}
	w.leads = standing.TeamRole == accord.TeamLeader
	m, err := w.tx.RunningMeeting(ctx, string(teamID))
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return w.in(ctx, m)
}

// in notes the running meeting and who is present there.
func (w *itemWork) in(ctx context.Context, m accord.Meeting) error {
	people, err := w.tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return err
	}
	w.meeting, w.present = &m, map[string]bool{}
	for _, p := range people {
		w.present[p.PersonID] = p.Present
	}
	return nil
}

// itemRule is what a verb does to an item.
type itemRule func(ctx context.Context, w *itemWork) (accord.ActionItem, error)

// changeItem runs one verb on one item in one transaction: load, rule, save
// with event, span and mail.
func (a *App) changeItem(ctx context.Context, actor accord.Actor, ref string, m accord.Match, verb, reason string, rule itemRule) (accord.ActionItem, error) {
	var out accord.ActionItem
	err := a.change(ctx, actor, ActChangeItems, func(ctx context.Context, tx *store.Store, now time.Time) error {
		item, err := a.loadItem(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		if err := m.Check(item.Version, item); err != nil {
			return err
		}
		w := &itemWork{tx: tx, actor: actor, now: now, item: item}
		if err := w.around(ctx, a, item.TeamID); err != nil {
			return err
		}
		after, err := rule(ctx, w)
		if err != nil {
			return err
		}
		out, err = a.saveItem(ctx, w, after, verbOf(verb, item, after), reason)
		return err
	})
	return out, err
}
