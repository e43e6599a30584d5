package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"accord/internal/accord"
)

// The events of a sit-down that whoever caused them takes back (P8), besides
// [sitDownPaired].
const (
	sitDownReady = "sit_down.ready"
	sitDownEnded = "sit_down.gap_ended"
)

// UndoSitDown takes back what the actor did last, within ten minutes: the end of
// a gap with what it was made into, the pairs, or that they are ready. reason is
// what whoever runs a meeting reads where a matter leaves its agenda.
func (a *App) UndoSitDown(ctx context.Context, actor accord.Actor, id, reason string) (accord.SitDownDetail, error) {
	return a.joinedAtSitDown(ctx, actor, id, func(ctx context.Context, t *sitDownTx) error { return t.undo(ctx, reason) })
}

func (t *sitDownTx) undo(ctx context.Context, reason string) error {
	standing, err := t.standing(ctx)
	if err != nil {
		return err
	}
	e := standing[len(standing)-1]
	if err := accord.Undo(e, e.Seq, t.by, t.now); err != nil {
		return err
	}
	switch e.Kind {
	case sitDownReady:
		t.d, err = t.d.NotReady(t.by)
	case sitDownPaired:
		err = t.repair(ctx, standing[:len(standing)-1])
	case sitDownEnded:
		err = t.reopen(ctx, e, reason)
	default:
		err = accord.Errorf(accord.CodeConflict, "This cannot be undone.").By("P8")
	}
	if err != nil {
		return err
	}
	if err := t.tx.SaveSitDown(ctx, &t.d); err != nil {
		return err
	}
	_, err = t.tx.Record(ctx, accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "sit_down.undone", SubjectType: "sit_down", SubjectID: t.d.ID, Undoes: &e.Seq, Data: "{}",
	})
	if err == nil {
		_, err = t.tx.Withdraw(ctx, e.Seq)
	}
	return err
}

// standing is what happened and was not taken back, at least that it was begun.
func (t *sitDownTx) standing(ctx context.Context) ([]accord.Event, error) {
	events, err := t.tx.Events(ctx, t.d.ID)
	if err != nil {
		return nil, err
	}
	standing := standingEvents(events)
	if len(standing) == 0 {
		return nil, accord.NotFound("change")
	}
	return standing, nil
}

// repair sets the pairs as the events before had them.
func (t *sitDownTx) repair(ctx context.Context, before []accord.Event) error {
	pairs, err := pairsIn(before)
	if err != nil {
		return err
	}
	for i := range pairs {
		pairs[i].SitDownID = t.d.ID
	}
	return t.tx.SetSitDownPairs(ctx, t.d.ID, pairs)
}

// reopen takes the end of a gap back, with the action item or the matter it was
// made into as long as nothing happened to that.
func (t *sitDownTx) reopen(ctx context.Context, e accord.Event, reason string) error {
	var ended struct {
		Gap string `json:"gap"`
	}
	if err := json.Unmarshal([]byte(e.Data), &ended); err != nil {
		return fmt.Errorf("read %s: %w", e.Kind, err)
	}
	o, err := t.tx.SitDownOutcome(ctx, t.d.ID, ended.Gap)
	if err != nil {
		return err
	}
	if err := t.tx.ReopenSitDownGap(ctx, t.d.ID, ended.Gap); err != nil {
		return err
	}
	switch {
	case o.ActionItemID != "":
		events, err := t.tx.Events(ctx, string(o.ActionItemID))
		if err != nil {
			return err
		}
		made := slices.IndexFunc(events, func(e accord.Event) bool { return e.Kind == itemKind+itemCreated })
		if made < 0 {
			return accord.NotFound("change")
		}
		_, err = t.app.UndoItem(ctx, t.by, string(o.ActionItemID), events[made].Seq)
		return err
	case o.AgendaItemID != "":
		return t.withdraw(ctx, string(o.AgendaItemID), reason)
	}
	return nil
}

// withdraw takes a matter that nobody has touched off an agenda that is still
// open, or out of the backlog.
func (t *sitDownTx) withdraw(ctx context.Context, id, reason string) error {
	item, err := t.tx.AgendaItem(ctx, id)
	if err != nil {
		return err
	}
	if item.Version > 1 {
		return accord.Errorf(accord.CodeConflict, "Something happened since that depends on it; it can no longer be undone.").By("P8")
	}
	event := accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "agenda_item.declined", SubjectType: "agenda_item", SubjectID: id, MeetingID: item.MeetingID,
		Data: jsonObject("title", item.Title, "reason", reason),
	}
	if item.MeetingID != "" {
		m, err := t.tx.Meeting(ctx, string(item.MeetingID))
		if err == nil {
			err = m.AgendaOpen()
		}
		if err != nil {
			return err
		}
		event.TeamID = m.TeamID
	}
	item.Status, item.Reason = accord.AgendaDeclined, reason
	if err := t.tx.SaveAgendaItem(ctx, &item); err != nil {
		return err
	}
	_, err = t.tx.Record(ctx, event)
	return err
}
