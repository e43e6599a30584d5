package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// visitedMeeting is a closed team's meeting as a visitor sees it: when and where
// it is, themselves, and the agenda items marked shared. Of the team, its
// promises, decisions and words there is nothing (X4).
func (a *App) visitedMeeting(ctx context.Context, actor accord.Actor, id string) (accord.MeetingDetail, Standing, error) {
	head, standing, err := a.loadVisited(ctx, a.store, actor, id)
	if err != nil {
		return accord.MeetingDetail{}, standing, err
	}
	agenda, err := a.store.Agenda(ctx, id)
	if err != nil {
		return accord.MeetingDetail{}, standing, err
	}
	attendance, err := a.store.Attendees(ctx, id)
	if err != nil {
		return accord.MeetingDetail{}, standing, err
	}
	return accord.VisitorsView(head.Meeting, agenda, attendance, actor.PersonID), standing, nil
}

// loadVisited finds a closed team's meeting for one of its visitors.
func (a *App) loadVisited(ctx context.Context, s *store.Store, actor accord.Actor, id string) (store.MeetingHead, Standing, error) {
	head, err := s.MeetingHead(ctx, id, actor.PersonID, a.now())
	if err == nil && !visitsOnly(standingAt(actor, head), head) {
		err = accord.NotFound("meeting")
	}
	if err != nil {
		return store.MeetingHead{}, Standing{}, err
	}
	return head, Standing{Actor: actor, Invited: head.Invited, Visitor: true}, nil
}

// comes reports whether somebody is invited to a meeting, as one of its people
// or with a visitor's seat. Only the invitation itself asks here: agenda and
// minutes go to those who may see them whole.
func (c *composer) comes(ctx context.Context, m accord.Meeting) (bool, error) {
	invited, err := c.invited(ctx, m)
	if err != nil || invited {
		return invited, err
	}
	return c.tx.Visits(ctx, m.ID, c.person.ID)
}
