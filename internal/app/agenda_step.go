package app

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// itemStep is one step of whoever runs the meeting with an agenda item.
func (a *App) itemStep(ctx context.Context, actor accord.Actor, id string, match accord.Match, kind string, rule func(ctx context.Context, t *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error)) (accord.AgendaItem, error) {
	var out accord.AgendaItem
	err := a.atAgendaItem(ctx, actor, ActRunMeeting, id, mayRun, func(ctx context.Context, t *meetingTx, item accord.AgendaItem) error {
		if err := match.Check(item.Version, item); err != nil {
			return err
		}
		if err := t.m.AgendaOpen(); err != nil && item.MeetingID != "" {
			return err
		}
		after, err := rule(ctx, t, item)
		if err != nil {
			return err
		}
		if err := t.leaveCurrent(ctx, after); err != nil {
			return err
		}
		if err := t.tx.SaveAgendaItem(ctx, &after); err != nil {
			return err
		}
		out = after
		_, err = t.record(ctx, "agenda_item."+kind, "agenda_item", id, facts{"title": after.Title, "reason": after.Reason})
		return err
	})
	return out, err
}

// leaveCurrent turns the running meeting away from an item that leaves its
// agenda.
func (t *meetingTx) leaveCurrent(ctx context.Context, after accord.AgendaItem) error {
	gone := after.Status != accord.AgendaAccepted || string(after.MeetingID) != t.m.ID
	if t.m.ID == "" || !gone || string(t.m.CurrentItemID) != after.ID {
		return nil
	}
	agenda, err := t.tx.Agenda(ctx, t.m.ID)
	if err != nil {
		return err
	}
	next, err := targetItem(agenda, after.ID, "next")
	if err == nil && next == after.ID {
		next, err = targetItem(agenda, after.ID, "previous")
	}
	if err != nil {
		return err
	}
	if next == after.ID {
		next = ""
	}
	t.m.CurrentItemID, t.m.CurrentItemStartedAt = accord.NullID(next), &t.now
	if next == "" {
		t.m.CurrentItemStartedAt = nil
	}
	return t.tx.SaveMeeting(ctx, &t.m)
}

// AcceptAgendaItem puts a proposal on the agenda, at its end (A1).
func (a *App) AcceptAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.AgendaItem, error) {
	return a.itemStep(ctx, actor, id, match, "accepted", func(ctx context.Context, t *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
		if i.MeetingID == "" {
			return i, accord.Errorf(accord.CodeConflict, "It stands in the backlog; move it to a meeting.").By("A1")
		}
		agenda, err := t.tx.Agenda(ctx, t.m.ID)
		if err != nil {
			return i, err
		}
		i.Position = lastPosition(agenda) + 1
		return i.Accept()
	})
}

// ParkAgendaItem takes an item off the meeting into the series' backlog (A1).
func (a *App) ParkAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match, reason string) (accord.AgendaItem, error) {
	return a.itemStep(ctx, actor, id, match, "parked", func(_ context.Context, _ *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
		return i.Park(strings.TrimSpace(reason))
	})
}

// DeclineAgendaItem refuses a proposal with a reason its author sees (A1).
func (a *App) DeclineAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match, reason string) (accord.AgendaItem, error) {
	return a.itemStep(ctx, actor, id, match, "declined", func(_ context.Context, _ *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
		return i.Decline(strings.TrimSpace(reason))
	})
}

// MergeAgendaItem folds an item into another of the same meeting, which takes
// over its notes (A1).
func (a *App) MergeAgendaItem(ctx context.Context, actor accord.Actor, id, into string, match accord.Match) (accord.AgendaItem, error) {
	return a.itemStep(ctx, actor, id, match, "merged", func(ctx context.Context, t *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
		other, err := t.tx.AgendaItem(ctx, into)
		if accord.CodeOf(err) == accord.CodeNotFound {
			return i, accord.BadField("into", "There is no such agenda item.")
		}
		if err != nil {
			return i, err
		}
		return t.fold(ctx, i, other)
	})
}

// fold merges an item into another, which takes over its notes.
func (t *meetingTx) fold(ctx context.Context, i, other accord.AgendaItem) (accord.AgendaItem, error) {
	merged, err := i.Merge(other)
	if err != nil || i.Notes == "" {
		return merged, err
	}
	both := strings.TrimSpace(other.Notes + "\n\n" + i.Notes)
	if len(both) > accord.MaxNotes {
		return i, accord.Errorf(accord.CodeConflict, "The notes of both together are longer than 8 KiB.").By("A1")
	}
	other.Notes, other.NotesVersion = both, other.NotesVersion+1
	return merged, t.tx.SaveAgendaItem(ctx, &other)
}
