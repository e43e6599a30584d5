package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// PairPriorities says by hand how the two lists belong together, in place of
// what was suggested or set before.
func (a *App) PairPriorities(ctx context.Context, actor accord.Actor, id string, match accord.Match, pairs []accord.SitDownPair) (accord.SitDownDetail, error) {
	return a.atSitDown(ctx, actor, id, match, func(ctx context.Context, t *sitDownTx) error {
		if err := t.d.Judging(actor); err != nil {
			return err
		}
		lists, err := t.tx.SitDownLists(ctx, id)
		if err != nil {
			return err
		}
		before := lists[id].Pairs
		pairs, err := t.d.PairUp(lists[id].Sales.Priorities, lists[id].Marketing.Priorities, pairs)
		if err != nil {
			return err
		}
		if len(before) == len(pairs) && !slices.ContainsFunc(pairs, func(p accord.SitDownPair) bool { return !slices.ContainsFunc(before, p.Same) }) {
			return nil
		}
		for i, p := range pairs { // what nobody changed is still a suggestion
			pairs[i].Suggested = slices.ContainsFunc(before, func(b accord.SitDownPair) bool {
				return b.Suggested && b.Same(p)
			})
		}
		if err := t.tx.SetSitDownPairs(ctx, id, pairs); err != nil {
			return err
		}
		if err := t.tx.SaveSitDown(ctx, &t.d); err != nil {
			return err
		}
		return t.record(ctx, "paired", "pairs", pairs)
	})
}

// EndGap says what becomes of one gap.
type EndGap struct {
	Gap     string // its key
	Outcome accord.GapEnd
	Title   string // of the action item or the agenda item

	OwnerID string // of the action item; "" leaves it without owner
	DueOn   accord.Date
	ForSide accord.Side

	SeriesID  string // the backlog it is proposed for,
	MeetingID string // or the meeting
	Minutes   int    // 0 is a quarter of an hour
	Why       string
}

// gapMinutes is what a gap gets on an agenda unless somebody says otherwise.
const gapMinutes = 15

// EndSitDownGap ends one gap in an action item, a proposal for an agenda, or by
// leaving it.
func (a *App) EndSitDownGap(ctx context.Context, actor accord.Actor, id string, in EndGap) (accord.SitDownDetail, error) {
	return a.joinedAtSitDown(ctx, actor, id, func(ctx context.Context, t *sitDownTx) error { return t.end(ctx, in) })
}

// joinedAtSitDown is [App.atSitDown] for what other use cases have a part in:
// what they make or take back is of the same transaction.
func (a *App) joinedAtSitDown(ctx context.Context, actor accord.Actor, id string, fn func(ctx context.Context, t *sitDownTx) error) (accord.SitDownDetail, error) {
	var out accord.SitDownDetail
	if err := Allow(actor, ActSitDown); err != nil {
		return out, err
	}
	err := a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, _ *store.Store) error {
		var err error
		out, err = a.atSitDown(ctx, actor, id, accord.Match{}, fn)
		return err
	})
	return out, err
}

func (t *sitDownTx) end(ctx context.Context, in EndGap) error {
	if err := t.d.Judging(t.by); err != nil {
		return err
	}
	lists, err := t.tx.SitDownLists(ctx, t.d.ID)
	if err != nil {
		return err
	}
	gaps := lists[t.d.ID].Gaps()
	at := slices.IndexFunc(gaps, func(g accord.SitDownGap) bool { return g.Key == in.Gap })
	switch {
	case at < 0:
		return accord.BadField("gap", "There is no such gap between the two lists.")
	case gaps[at].Outcome != "":
		return accord.Errorf(accord.CodeConflict, "This gap has ended already.")
	}
	o := accord.SitDownOutcome{SitDownID: t.d.ID, Gap: in.Gap, Outcome: in.Outcome, EndedBy: t.by.PersonID, EndedAt: t.now}
	if err := t.make(ctx, in, &o); err != nil {
		return err
	}
	if err := t.tx.EndSitDownGap(ctx, &o); err != nil {
		return err
	}
	if err := t.tx.SaveSitDown(ctx, &t.d); err != nil {
		return err
	}
	return t.record(ctx, "gap_ended", "gap", o.Gap, "outcome", o.Outcome, "action_item_id", o.ActionItemID, "agenda_item_id", o.AgendaItemID)
}

// make makes what the gap ends in.
func (t *sitDownTx) make(ctx context.Context, in EndGap, o *accord.SitDownOutcome) error {
	switch in.Outcome {
	case accord.GapLeft:
		return nil
	case accord.GapActionItem:
		item, err := t.app.CreateActionItem(ctx, t.by, NewActionItem{
			ItemDraft: accord.ItemDraft{Title: in.Title, ForSide: in.ForSide, DueOn: in.DueOn}, OwnerID: in.OwnerID,
		})
		o.ActionItemID = accord.NullID(item.ID)
		return err
	case accord.GapAgendaItem:
		item, err := t.propose(ctx, in)
		o.AgendaItemID = accord.NullID(item.ID)
		return err
	}
	return accord.BadField("outcome", "Choose action_item, agenda_item or leave.")
}

// propose puts the gap before a meeting, or into a series' backlog.
func (t *sitDownTx) propose(ctx context.Context, in EndGap) (accord.AgendaItem, error) {
	if in.Minutes == 0 {
		in.Minutes = gapMinutes
	}
	switch {
	case in.MeetingID != "":
		return t.app.ProposeAgendaItem(ctx, t.by, in.MeetingID, NewAgendaItem{
			Title: in.Title, Kind: accord.KindDecide, Side: accord.Neutral, Minutes: in.Minutes, Why: in.Why,
		})
	case in.SeriesID != "":
		return t.app.AddToBacklog(ctx, t.by, in.SeriesID, accord.AgendaItem{
			Title: in.Title, Kind: accord.KindDecide, Side: accord.Neutral, Minutes: in.Minutes, Why: in.Why,
		})
	}
	return accord.AgendaItem{}, accord.BadField("series_id", "Choose the series or the meeting it is for.")
}

// SitDownPlace is where a gap can be put on an agenda: a meeting to come, or the
// backlog of a series.
type SitDownPlace struct {
	MeetingID string // "" for the backlog
	SeriesID  string
	Title     string
	StartsAt  time.Time // of the meeting
}

// SitDownPlaces lists the meetings to come and the series whose agendas the
// actor can propose for: those of their teams, meetings first.
func (a *App) SitDownPlaces(ctx context.Context, actor accord.Actor) ([]SitDownPlace, error) {
	const nextMeetings = 6
	meetings, _, err := a.Meetings(ctx, actor, MeetingQuery{Mine: true, From: a.now(), Status: accord.MeetingScheduled}, accord.Page{Limit: nextMeetings})
	if err != nil {
		return nil, err
	}
	places := make([]SitDownPlace, 0, len(meetings))
	for _, m := range meetings {
		places = append(places, SitDownPlace{MeetingID: m.ID, Title: m.Title, StartsAt: m.StartsAt})
	}
	ctx, view, err := a.see(ctx, actor, ActSeeSeries)
	if err != nil {
		return nil, err
	}
	series, err := a.store.SeriesOfTeams(ctx, view.Teams)
	for _, s := range series {
		places = append(places, SitDownPlace{SeriesID: s.ID, Title: s.Title})
	}
	return places, err
}
