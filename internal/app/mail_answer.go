package app

import "accord/internal/accord"

// answerLinks gives the links by which the reader answers about their own
// action item without signing in: what is asked of them to accept, to name
// another day or to decline; what they promised to say done or to move.
func (c *composer) answerLinks(item accord.ActionItem) []accord.MailAction {
	if string(item.OwnerID) != c.person.ID || c.person.Role == accord.RoleObserver {
		return nil
	}
	switch {
	case item.Status == accord.StatusProposed:
		return c.itemLinks(item, accord.LinkAccept, accord.LinkDate, accord.LinkDecline)
	case item.Status.Running():
		return c.itemLinks(item, accord.LinkDone, accord.LinkDate)
	}
	return nil
}

func (c *composer) itemLinks(item accord.ActionItem, purposes ...accord.LinkPurpose) []accord.MailAction {
	actions := make([]accord.MailAction, len(purposes))
	for i, purpose := range purposes {
		actions[i] = accord.MailAction{Key: "mail.act." + string(purpose), Link: c.answerURL(accord.MailLink{
			Purpose: purpose, SubjectID: item.ID, ExpiresAt: c.now.Add(accord.MailLinkLife),
		})}
	}
	return actions
}

// rsvpLinks lets the reader answer an invitation, until the meeting's end.
func (c *composer) rsvpLinks(m accord.Meeting) []accord.MailAction {
	if m.Status != accord.MeetingScheduled || !c.now.Before(m.EndsAt()) {
		return nil
	}
	return c.threeAnswers(accord.MailLink{Purpose: accord.LinkRSVP, SubjectID: m.ID, ExpiresAt: m.EndsAt()})
}

// seriesLinks lets the reader answer for all dates of a series to come.
func (c *composer) seriesLinks(s accord.Series) []accord.MailAction {
	return c.threeAnswers(accord.MailLink{Purpose: accord.LinkSeries, SubjectID: s.ID, ExpiresAt: c.now.Add(accord.MailLinkLife)})
}

func (c *composer) threeAnswers(l accord.MailLink) []accord.MailAction {
	var actions []accord.MailAction
	for _, answer := range []string{"yes", "maybe", "no"} {
		l.Detail = answer
		actions = append(actions, accord.MailAction{Key: "mail.act." + answer, Link: c.answerURL(l)})
	}
	return actions
}

// answerURL is the address of a page that shows what would happen and does it
// when it is confirmed.
func (c *composer) answerURL(l accord.MailLink) string {
	l.WorkspaceID, l.PersonID = c.workspace.ID, c.person.ID
	return c.app.baseURL + "/p/" + c.app.signLink(l, c.person.Email)
}
