package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// NewActionItem is what somebody asks for.
type NewActionItem struct {
	accord.ItemDraft
	OwnerID      string // "" leaves it without owner
	MeetingID    string // the meeting it is made in
	AgendaItemID string // the matter it came from
	TeamID       string // given by hand, where it comes from no meeting
	ProjectID    string // the growth project it serves; without meeting or team, it belongs to the project's
}

// CreateActionItem makes an action item (P1) with the next short number (P7).
// It belongs to the team of its meeting, to the one given, or to none (P4).
func (a *App) CreateActionItem(ctx context.Context, actor accord.Actor, in NewActionItem) (accord.ActionItem, error) {
	var out accord.ActionItem
	err := a.change(ctx, actor, ActChangeItems, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w := &itemWork{tx: tx, actor: actor, now: now}
		from, err := a.itemOrigin(ctx, w, in)
		if err != nil {
			return err
		}
		if err := a.joinProject(ctx, tx, actor, &from, in.ProjectID); err != nil {
			return err
		}
		owner, err := a.itemOwner(ctx, tx, in.OwnerID, from.TeamID)
		if err != nil {
			return err
		}
		item, err := accord.Offer(in.ItemDraft, owner, w.meeting != nil && w.present[in.OwnerID], actor, now)
		if err != nil {
			return err
		}
		item.ID, item.TeamID, item.SeriesID, item.MeetingID, item.AgendaItemID = store.NewID(), from.TeamID, from.SeriesID, from.MeetingID, from.AgendaItemID
		item.ProjectID = from.ProjectID
		if item.Number, err = tx.Number(ctx, store.CounterActionItem); err != nil {
			return err
		}
		out, err = a.saveItem(ctx, w, item, itemCreated, "")
		return err
	})
	return out, err
}

// itemOrigin finds the meeting, matter and team a new item belongs to, and
// whether the actor may add to them.
func (a *App) itemOrigin(ctx context.Context, w *itemWork, in NewActionItem) (accord.ActionItem, error) {
	from := accord.ActionItem{TeamID: accord.NullID(in.TeamID), AgendaItemID: accord.NullID(in.AgendaItemID)}
	if in.AgendaItemID != "" {
		matter, err := w.tx.AgendaItem(ctx, in.AgendaItemID)
		if accord.CodeOf(err) == accord.CodeNotFound || err == nil && (matter.MeetingID == "" || in.MeetingID != "" && string(matter.MeetingID) != in.MeetingID) {
			return from, accord.BadField("agenda_item_id", "There is no such agenda item in this meeting.")
		}
		if err != nil {
			return from, err
		}
		in.MeetingID = string(matter.MeetingID)
	}
	if in.MeetingID == "" {
		return from, a.itemTeam(ctx, w, in.TeamID)
	}
	m, err := w.tx.Meeting(ctx, in.MeetingID)
	if err == nil {
		err = a.seesTeam(ctx, w.tx, w.actor, m.TeamID, "meeting")
	}
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		return from, accord.BadField("meeting_id", "There is no such meeting.")
	case err != nil:
		return from, err
	case in.TeamID != "" && in.TeamID != string(m.TeamID):
		return from, accord.BadField("team_id", "An action item of a meeting belongs to the meeting's team.")
	}
	from.MeetingID, from.TeamID, from.SeriesID = accord.NullID(m.ID), m.TeamID, m.SeriesID
	return from, a.mayRecordItem(ctx, w, m)
}

// itemTeam checks a team given by hand.
func (a *App) itemTeam(ctx context.Context, w *itemWork, teamID string) error {
	if teamID == "" {
		return nil
	}
	_, err := w.tx.Team(ctx, teamID)
	if err == nil {
		err = a.seesTeam(ctx, w.tx, w.actor, accord.NullID(teamID), "team")
	}
	if accord.CodeOf(err) == accord.CodeNotFound {
		return accord.BadField("team_id", "There is no such team.")
	}
	return err
}

// mayRecordItem says who adds action items to a meeting: while it runs those who
// record it, before that those who may propose for it; afterwards nobody (M4).
func (a *App) mayRecordItem(ctx context.Context, w *itemWork, m accord.Meeting) error {
	standing, err := a.teamStanding(ctx, w.tx, w.actor, m.TeamID)
	if err != nil {
		return err
	}
	people, err := w.tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.PersonID == w.actor.PersonID {
			standing.Invited, standing.Present = true, p.Present
		}
	}
	standing.Facilitator = string(m.FacilitatorID) == w.actor.PersonID
	standing.MinuteTaker = string(m.MinuteTakerID) == w.actor.PersonID
	w.leads = standing.TeamRole == accord.TeamLeader
	switch {
	case m.Status == accord.MeetingClosed || m.Status == accord.MeetingCancelled:
		return accord.Errorf(accord.CodeConflict, "This meeting is over; its minutes stay as they are.").By("M4")
	case m.Status == accord.MeetingInProgress && !standing.Records():
		return accord.Errorf(accord.CodeDenied, "Action items are recorded by those present, the minute taker and whoever runs the meeting.").By("X4")
	case m.Status != accord.MeetingInProgress && !standing.Proposes():
		return accord.Errorf(accord.CodeDenied, "Only people of the meeting can add action items to it.").By("X4")
	case m.Status == accord.MeetingInProgress:
		return w.in(ctx, m)
	}
	return nil
}

// itemOwner finds who is to own an item. Whoever cannot see the team's things
// cannot own one of them.
func (a *App) itemOwner(ctx context.Context, tx *store.Store, id string, teamID accord.NullID) (*accord.Person, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // no owner is an answer here
	}
	p, err := personNamed(ctx, tx, "owner_id", id)
	if err != nil {
		return nil, err
	}
	view, err := tx.View(ctx, p.ID, p.Role)
	if err != nil {
		return nil, err
	}
	if p.Role != accord.RoleObserver && !view.Sees(string(teamID)) {
		return nil, accord.BadField("owner_id", "%s does not belong to this closed team.", p.Name)
	}
	return &p, nil
}

// canOwn reports whether somebody can have an item of the team: who is here, does
// more than observe and sees what the team has.
func (a *App) canOwn(ctx context.Context, s *store.Store, id, teamID accord.NullID) (bool, error) {
	p, err := s.Person(ctx, string(id))
	if err != nil || !p.Active() || p.Role == accord.RoleObserver {
		return false, err
	}
	view, err := s.View(ctx, p.ID, p.Role)
	return view.Sees(string(teamID)), err
}
