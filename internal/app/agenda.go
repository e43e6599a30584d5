package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// AgendaItem gives one agenda item.
func (a *App) AgendaItem(ctx context.Context, actor accord.Actor, id string) (accord.AgendaItem, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return accord.AgendaItem{}, err
	}
	item, _, _, err := a.loadAgendaItem(ctx, a.store, actor, id, a.now())
	return item, err
}

// loadAgendaItem finds an agenda item the actor may see, with its meeting or,
// where it is in a backlog, a head that knows its series and team only.
func (a *App) loadAgendaItem(ctx context.Context, s *store.Store, actor accord.Actor, id string, now time.Time) (accord.AgendaItem, store.MeetingHead, Standing, error) {
	item, err := s.AgendaItem(ctx, id)
	if err != nil {
		return item, store.MeetingHead{}, Standing{}, err
	}
	if item.MeetingID != "" {
		head, standing, err := a.loadMeeting(ctx, s, actor, string(item.MeetingID), now)
		if accord.CodeOf(err) == accord.CodeNotFound {
			err = accord.NotFound("agenda item")
		}
		return item, head, standing, err
	}
	series, err := s.Series(ctx, string(item.SeriesID))
	if err != nil {
		return item, store.MeetingHead{}, Standing{}, err
	}
	teamID := accord.NullID(series.TeamID)
	if err := a.seesTeam(ctx, s, actor, teamID, "agenda item"); err != nil {
		return item, store.MeetingHead{}, Standing{}, err
	}
	standing, err := a.teamStanding(ctx, s, actor, teamID)
	standing.Facilitator = string(series.FacilitatorID) == actor.PersonID
	return item, store.MeetingHead{Meeting: accord.Meeting{SeriesID: item.SeriesID, TeamID: teamID}}, standing, err
}

// atAgendaItem runs fn in one transaction on an agenda item the actor sees and
// has the right for. For an item of a backlog the meeting is empty but for its
// series and team.
func (a *App) atAgendaItem(ctx context.Context, actor accord.Actor, act Action, id string, r right, fn func(ctx context.Context, t *meetingTx, item accord.AgendaItem) error) error {
	return a.change(ctx, actor, act, func(ctx context.Context, tx *store.Store, now time.Time) error {
		item, head, standing, err := a.loadAgendaItem(ctx, tx, actor, id, now)
		if err != nil {
			return err
		}
		if err := r.check(standing); err != nil {
			return err
		}
		return fn(ctx, &meetingTx{app: a, tx: tx, by: actor, now: now, head: head, m: head.Meeting, standing: standing}, item)
	})
}

// NewAgendaItem is a matter somebody would like on the agenda.
type NewAgendaItem struct {
	Title       string
	Kind        accord.AgendaKind
	Side        accord.Side
	Minutes     int
	PresenterID string
	Notes       string
	Why         string
}

// ProposeAgendaItem puts a matter before a meeting (A1): on the agenda from
// whoever runs it, unless that is locked, else as a proposal.
func (a *App) ProposeAgendaItem(ctx context.Context, actor accord.Actor, meetingID string, in NewAgendaItem) (accord.AgendaItem, error) {
	var item accord.AgendaItem
	err := a.atMeeting(ctx, actor, ActPropose, meetingID, mayPropose, func(ctx context.Context, t *meetingTx) error {
		if err := t.m.Open(); err != nil {
			return err
		}
		item = t.newItem(in)
		if t.standing.Runs() && t.m.AgendaOpen() == nil {
			item.Status = accord.AgendaAccepted
		}
		if err := t.checkItem(ctx, item); err != nil {
			return err
		}
		agenda, err := t.tx.Agenda(ctx, meetingID)
		if err != nil {
			return err
		}
		item.Position = lastPosition(agenda) + 1
		if err := t.tx.CreateAgendaItem(ctx, &item); err != nil {
			return err
		}
		_, err = t.record(ctx, "agenda_item."+string(item.Status), "agenda_item", item.ID, facts{"title": item.Title})
		return err
	})
	return item, err
}

// newItem is the proposal as it was typed.
func (t *meetingTx) newItem(in NewAgendaItem) accord.AgendaItem {
	return accord.AgendaItem{
		ID: store.NewID(), SeriesID: t.m.SeriesID, MeetingID: accord.NullID(t.m.ID), Title: strings.TrimSpace(in.Title), Kind: in.Kind,
		Side: in.Side, Minutes: in.Minutes, PresenterID: accord.NullID(in.PresenterID), Notes: in.Notes, Why: strings.TrimSpace(in.Why),
		Status: accord.AgendaProposed, NotesVersion: 1, ProposedBy: t.by.PersonID, CreatedAt: t.now, Version: 1,
	}
}

// checkItem checks the words of an item, and that its presenter is here.
func (t *meetingTx) checkItem(ctx context.Context, item accord.AgendaItem) error {
	var v accord.Validation
	v.Add("", item.Check())
	if item.PresenterID != "" {
		p, err := t.tx.Person(ctx, string(item.PresenterID))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil && p.Active(), "presenter_id", "Choose somebody who is here.")
	}
	return v.Err()
}

func lastPosition(agenda []accord.AgendaItem) int {
	last := 0
	for _, i := range agenda {
		last = max(last, i.Position)
	}
	return last
}

// AgendaPatch changes an agenda item; what is not set stays.
type AgendaPatch struct {
	Title        accord.Opt[string]
	Kind         accord.Opt[accord.AgendaKind]
	Side         accord.Opt[accord.Side]
	Minutes      accord.Opt[int]
	PresenterID  accord.Opt[string]
	Why          accord.Opt[string]
	Notes        accord.Opt[string]
	NotesVersion int // of the notes that were changed; 0 overwrites
	Outcome      accord.Opt[accord.Outcome]
	OutcomeText  accord.Opt[string]
}

// ChangeAgendaItem changes an agenda item's words, notes or outcome. Words are
// those of whoever runs the meeting and, while it is a proposal, its author's;
// notes and outcome belong to those who record the meeting.
func (a *App) ChangeAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match, p AgendaPatch) (accord.AgendaItem, error) {
	if p.Notes.Set {
		if _, err := a.SaveItemNotes(ctx, actor, id, p.Notes.Value, p.NotesVersion, accord.KeepAsk); err != nil {
			return accord.AgendaItem{}, err
		}
		match = accord.Match{}
	}
	var out accord.AgendaItem
	err := a.atAgendaItem(ctx, actor, ActPropose, id, mayWrite, func(ctx context.Context, t *meetingTx, item accord.AgendaItem) error {
		if err := match.Check(item.Version, item); err != nil {
			return err
		}
		changed, err := t.patchItem(item, p)
		if out = changed; err != nil || changed == item {
			return err
		}
		if err := t.checkItem(ctx, changed); err != nil {
			return err
		}
		if err := t.tx.SaveAgendaItem(ctx, &changed); err != nil {
			return err
		}
		out = changed
		_, err = t.record(ctx, "agenda_item.changed", "agenda_item", item.ID, facts{"title": changed.Title, "outcome": changed.Outcome})
		return err
	})
	return out, err
}

// patchItem applies a change, with the rights and states each part of it needs.
func (t *meetingTx) patchItem(item accord.AgendaItem, p AgendaPatch) (accord.AgendaItem, error) {
	before := item
	item.Title, item.Why = strings.TrimSpace(p.Title.Or(item.Title)), strings.TrimSpace(p.Why.Or(item.Why))
	item.Kind, item.Side, item.Minutes = p.Kind.Or(item.Kind), p.Side.Or(item.Side), p.Minutes.Or(item.Minutes)
	item.PresenterID = accord.NullID(p.PresenterID.Or(string(item.PresenterID)))
	if item != before {
		own := item.ProposedBy == t.by.PersonID && item.Status == accord.AgendaProposed
		if !own {
			if err := mayRun.check(t.standing); err != nil {
				return before, err
			}
		}
		if err := t.m.AgendaOpen(); err != nil && !own {
			return before, err
		}
	}
	if !p.Outcome.Set && !p.OutcomeText.Set {
		return item, nil
	}
	if err := mayRecord.check(t.standing); err != nil {
		return before, err
	}
	if err := t.m.Running(); err != nil {
		return before, err
	}
	return item.Decided(p.Outcome.Or(item.Outcome), strings.TrimSpace(p.OutcomeText.Or(item.OutcomeText)))
}

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
			return i, badField("into", "There is no such agenda item.")
		}
		if err != nil {
			return i, err
		}
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
	})
}

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
		return a.itemStep(ctx, actor, id, match, "moved", func(_ context.Context, _ *meetingTx, i accord.AgendaItem) (accord.AgendaItem, error) {
			if to.SeriesID != string(i.SeriesID) {
				return i, badField("series_id", "An item goes to the backlog of its own series.")
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

// toMeeting puts an item on another meeting the actor runs.
func (t *meetingTx) toMeeting(ctx context.Context, i accord.AgendaItem, meetingID string) (accord.AgendaItem, error) {
	head, standing, err := t.app.loadMeeting(ctx, t.tx, t.by, meetingID, t.now)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return i, badField("meeting_id", "There is no such meeting.")
	}
	if err != nil {
		return i, err
	}
	if err := mayRun.check(standing); err != nil {
		return i, err
	}
	if head.SeriesID != i.SeriesID {
		return i, badField("meeting_id", "An item goes to a meeting of its own series.")
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
	i.MeetingID, i.Position = accord.NullID(meetingID), lastPosition(agenda)+1
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
		return 0, badField("before", "Say where it goes: before, after, meeting_id or series_id.")
	case at < 0:
		return 0, badField(location, "There is no such item on this agenda.")
	case at == from:
		return from, nil
	case at > from:
		at--
	}
	return at + offset, nil
}
