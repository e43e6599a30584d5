package app

import (
	"context"
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
	Horizon     accord.Horizon
	ProjectID   string // the growth project it proposes to choose; see [App.ProposeProject]
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
		Side: in.Side, Minutes: in.Minutes, PresenterID: accord.NullID(in.PresenterID), Notes: in.Notes, Why: strings.TrimSpace(in.Why), Horizon: in.Horizon,
		ProjectID: accord.NullID(in.ProjectID),
		Status:    accord.AgendaProposed, NotesVersion: 1, ProposedBy: t.by.PersonID, CreatedAt: t.now, Version: 1,
	}
}

// checkItem checks the words of an item, and that its presenter is here.
func (t *meetingTx) checkItem(ctx context.Context, item accord.AgendaItem) error {
	var v accord.Validation
	v.Add("", item.Check())
	if item.PresenterID != "" {
		p, err := personNamed(ctx, t.tx, "presenter_id", string(item.PresenterID))
		if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
			return err
		}
		v.Add("", err)
		v.Check(err != nil || p.Active(), "presenter_id", "Choose somebody who is here.")
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
	Horizon      accord.Opt[accord.Horizon]
	Shared       accord.Opt[bool] // with the visitors of a closed team
	Notes        accord.Opt[string]
	NotesVersion int // of the notes that were changed; 0 overwrites
	Outcome      accord.Opt[accord.Outcome]
	OutcomeText  accord.Opt[string]
}

// onlyNotes reports whether nothing but the notes changes.
func (p AgendaPatch) onlyNotes() bool {
	notes := p.Notes.Set
	p.Notes, p.NotesVersion = accord.Opt[string]{}, 0
	return notes && p == AgendaPatch{}
}

// ChangeAgendaItem changes an agenda item's words, notes or outcome. Words are
// those of whoever runs the meeting and, while it is a proposal, its author's;
// notes and outcome belong to those who record the meeting.
func (a *App) ChangeAgendaItem(ctx context.Context, actor accord.Actor, id string, match accord.Match, p AgendaPatch) (accord.AgendaItem, error) {
	if p.onlyNotes() && p.NotesVersion > 0 {
		match = accord.Match{} // they are merged with what was written since
	}
	var out accord.AgendaItem
	err := a.atAgendaItem(ctx, actor, ActPropose, id, mayWrite, func(ctx context.Context, t *meetingTx, item accord.AgendaItem) error {
		if err := match.Check(item.Version, item); err != nil {
			return err
		}
		if p.Notes.Set {
			if _, err := t.saveItemNotes(ctx, &item, p.Notes.Value, p.NotesVersion, accord.KeepAsk); err != nil {
				return err
			}
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
		_, err = t.record(ctx, agendaChange(item, changed), "agenda_item", item.ID, facts{"title": changed.Title, "outcome": changed.Outcome})
		return err
	})
	return out, err
}

// agendaChange is the kind of event that tells of a change: what visitors of a
// closed team see from now on, or see no more, is said by itself.
func agendaChange(before, after accord.AgendaItem) string {
	alike := before
	alike.Shared, alike.Version = after.Shared, after.Version
	switch {
	case before.Shared == after.Shared || alike != after:
		return "agenda_item.changed"
	case after.Shared:
		return "agenda_item.shared"
	default:
		return "agenda_item.unshared"
	}
}

// patchItem applies a change, with the rights and states each part of it needs.
func (t *meetingTx) patchItem(item accord.AgendaItem, p AgendaPatch) (accord.AgendaItem, error) {
	before := item
	item.Title, item.Why = strings.TrimSpace(p.Title.Or(item.Title)), strings.TrimSpace(p.Why.Or(item.Why))
	item.Kind, item.Side, item.Minutes = p.Kind.Or(item.Kind), p.Side.Or(item.Side), p.Minutes.Or(item.Minutes)
	item.Horizon = p.Horizon.Or(item.Horizon)
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
	if shared := p.Shared.Or(item.Shared); shared != item.Shared {
		if err := mayRun.check(t.standing); err != nil {
			return before, err
		}
		item.Shared = shared
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
