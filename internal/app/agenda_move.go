package app

import (
	"context"
	"slices"

	"accord/internal/accord"
)

// AgendaMove says where an agenda item goes: before or after another one, to
// another meeting, or to a series' backlog.
type AgendaMove struct {
	Before, After       string
	MeetingID, SeriesID string
	Up, Down            bool // one place, for the buttons
}

// MoveAgendaItem puts an item elsewhere: to another place in the order, to
// another meeting of the series, or to its backlog.
func (a *App) MoveAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match, to AgendaMove) (accord.AgendaItem, error) {
	switch {
	case to.MeetingID != "":
		return a.itemStep(ctx, actor, id, match, "moved", func(ctx context.Context, t *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
			return t.toMeeting(ctx, i, to.MeetingID)
		})
	case to.SeriesID != "":
		return a.itemStep(ctx, actor, id, match, "moved", func(ctx context.Context, t *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
			same, err := t.sameLineage(ctx, i.SeriesID, accord.NullID(to.SeriesID))
			if err != nil {
				return i, err
			}
			if !same {
				return i, accord.BadField("series_id", "An item goes to the backlog of its own series.")
			}
			return i.Park("")
		})
	}
	var out accord.AgendaItem
	err := a.atAgendaItem(ctx, actor, ActRunMeeting, id, mayRun, func(ctx context.Context, t *meetingTx, item accord.AgendaItem) error {
		if err := match.Check(item.Version, item); err != nil {
			return err
		}
		if err := t.m.AgendaOpen(); err != nil {
			return err
		}
		var err error
		out, err = t.reorder(ctx, item, to)
		return err
	})
	return out, err
}

// sameLineage reports whether two series are one to agenda items: the same, or
// parts of one that was split (S4).
func (t *meetingTx) sameLineage(ctx context.Context, a, b accord.NullID) (bool, error) {
	if a == b {
		return true, nil
	}
	lineage, err := t.tx.LineageIDs(ctx, string(a))
	return slices.Contains(lineage, b), err
}

// toMeeting puts an item on another meeting the actor runs.
func (t *meetingTx) toMeeting(ctx context.Context, i accord.AgendaItem, meetingID string) (accord.AgendaItem, error) {
	head, standing, err := t.app.loadMeeting(ctx, t.tx, t.by, meetingID, t.now)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return i, accord.BadField("meeting_id", "There is no such meeting.")
	}
	if err != nil {
		return i, err
	}
	if err := mayRun.check(standing); err != nil {
		return i, err
	}
	same, err := t.sameLineage(ctx, i.SeriesID, head.SeriesID)
	if err != nil {
		return i, err
	}
	if !same {
		return i, accord.BadField("meeting_id", "An item goes to a meeting of its own series.")
	}
	if err := head.AgendaOpen(); err != nil {
		return i, err
	}
	agenda, err := t.tx.Agenda(ctx, meetingID)
	if err != nil {
		return i, err
	}
	if i.Status == accord.AgendaParked || i.Status == accord.AgendaProposed && i.MeetingID == "" {
		i.Status, i.Reason = accord.AgendaAccepted, ""
	}
	i.MeetingID, i.SeriesID, i.Position = accord.NullID(meetingID), head.SeriesID, lastPosition(agenda)+1
	if t.m.ID == "" {
		t.m.ID = meetingID // the event belongs to where it arrives
		t.head, t.m = head, head.Meeting
	}
	return i, nil
}

// reorder gives the agenda's items their places anew.
func (t *meetingTx) reorder(ctx context.Context, item accord.AgendaItem, to AgendaMove) (accord.AgendaItem, error) {
	agenda, err := t.tx.Agenda(ctx, t.m.ID)
	if err != nil {
		return item, err
	}
	order := slices.DeleteFunc(agenda, func(i accord.AgendaItem) bool { return i.Status != accord.AgendaAccepted })
	from := slices.IndexFunc(order, func(i accord.AgendaItem) bool { return i.ID == item.ID })
	if from < 0 {
		return item, accord.Errorf(accord.CodeConflict, "Only an item on the agenda can be put in order; this one is %s.", item.Status).By("A1")
	}
	place, err := placeOf(order, from, to)
	if err != nil {
		return item, err
	}
	order = slices.Insert(slices.Delete(order, from, from+1), place, item)
	for n, i := range order {
		if i.ID == item.ID {
			item.Position = n + 1
		}
		if err := t.tx.PlaceAgendaItem(ctx, i.ID, n+1); err != nil {
			return item, err
		}
	}
	_, err = t.record(ctx, "agenda_item.moved", "agenda_item", item.ID, facts{"place": item.Position})
	return item, err
}

// placeOf is the index an item goes to once it was taken out of its own.
func placeOf(order []accord.AgendaItem, from int, to AgendaMove) (int, error) {
	last := len(order) - 1
	switch {
	case to.Up:
		return max(0, from-1), nil
	case to.Down:
		return min(last, from+1), nil
	}
	location, target, offset := "before", to.Before, 0
	if target == "" {
		location, target, offset = "after", to.After, 1
	}
	at := slices.IndexFunc(order, func(i accord.AgendaItem) bool { return i.ID == target })
	switch {
	case target == "":
		return 0, accord.BadField("before", "Say where it goes: before, after, meeting_id or series_id.")
	case at < 0:
		return 0, accord.BadField(location, "There is no such item on this agenda.")
	case at == from:
		return from, nil
	case at > from:
		at--
	}
	return at + offset, nil
}
