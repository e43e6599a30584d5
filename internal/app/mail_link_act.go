package app

import (
	"context"
	"slices"

	"accord/internal/accord"
	"accord/internal/store"
)

// MailLinkPage is what the page behind a link in a mail shows.
type MailLinkPage struct {
	Link      accord.MailLink
	Person    accord.Person // who acts by it
	Workspace accord.Workspace
	Item      accord.ActionItem // for what is about an action item
	Asker     string
	Meeting   accord.Meeting // for an answer to an invitation
	Series    accord.Series  // for one to all dates of a series
	Rule      string         // of the series, in words
	Response  string         // the answer given so far
	Open      bool           // false: there is nothing left to do
}

// MailLink loads what a link in a mail leads to. It changes nothing: programs
// that look after mail open every link in it.
func (a *App) MailLink(ctx context.Context, token string) (MailLinkPage, error) {
	var p MailLinkPage
	l, err := a.readLink(token)
	if err == nil && (l.Purpose == accord.LinkStop || l.Purpose == accord.LinkDiagnostic) {
		err = deadMailLink()
	}
	if err != nil {
		return p, err
	}
	p.Link = l
	if p.Person, err = a.linkReader(ctx, l); err != nil {
		return p, err
	}
	ctx = store.Within(ctx, l.WorkspaceID)
	if p.Workspace, err = a.store.Workspace(ctx); err != nil {
		return p, err
	}
	switch l.Purpose {
	case accord.LinkRSVP:
		err = a.linkMeeting(ctx, &p)
	case accord.LinkSeries:
		err = a.linkSeries(ctx, &p)
	default:
		err = a.linkItem(ctx, &p)
	}
	return p, hiddenIsDead(err)
}

func (a *App) linkItem(ctx context.Context, p *MailLinkPage) error {
	actor := linkActor(p.Person)
	if err := Allow(actor, ActChangeItems); err != nil {
		return err
	}
	var err error
	if p.Item, err = a.ActionItem(ctx, actor, p.Link.SubjectID); err != nil {
		return err
	}
	p.Open = string(p.Item.OwnerID) == p.Person.ID && p.Link.Purpose.Open(p.Item)
	if p.Item.AskerID == accord.SystemID {
		return nil
	}
	asker, err := a.store.Person(ctx, p.Item.AskerID)
	p.Asker = asker.Name
	return err
}

func (a *App) linkMeeting(ctx context.Context, p *MailLinkPage) error {
	now := a.now()
	head, standing, err := a.loadMeeting(ctx, a.store, linkActor(p.Person), p.Link.SubjectID, now)
	switch {
	case err != nil:
		return err
	case !standing.Invited && standing.TeamRole == "":
		return deadMailLink()
	}
	people, err := a.store.MeetingPeople(ctx, head.ID)
	if i := slices.IndexFunc(people, func(x accord.MeetingPerson) bool { return x.PersonID == p.Person.ID }); i >= 0 {
		p.Response = people[i].Response
	}
	p.Meeting = head.Meeting
	p.Open = head.Status == accord.MeetingScheduled && now.Before(head.EndsAt()) && p.Response != p.Link.Detail
	return err
}

func (a *App) linkSeries(ctx context.Context, p *MailLinkPage) error {
	actor := linkActor(p.Person)
	series, err := a.store.Series(ctx, p.Link.SubjectID)
	if err != nil {
		return err
	}
	if err := a.seesTeam(ctx, a.store, actor, accord.NullID(series.TeamID), "series"); err != nil {
		return err
	}
	answer, err := a.ownAnswer(ctx, actor, series, true, "")
	switch {
	case err != nil:
		return err
	case !answer.May:
		return deadMailLink()
	}
	plan, err := a.schedule(ctx, a.store, series)
	if err != nil {
		return err
	}
	p.Series, p.Rule, p.Response = series, plan.Text(p.Person.Locale), answer.Response
	p.Open = series.Status != accord.SeriesEnded && p.Response != p.Link.Detail
	return nil
}

// MailAnswer is what somebody says on the page behind a link in a mail.
type MailAnswer struct {
	Version int         // of the action item as the page showed it
	DueOn   accord.Date // the day named, "" for the one asked for
	Reason  string
}

// UseMailLink does the one thing a link is for, as the person it was sent to
// and through the same use case as everywhere else. What was done already stays
// as it is, without an error.
func (a *App) UseMailLink(ctx context.Context, token string, in MailAnswer) (MailLinkPage, error) {
	p, err := a.MailLink(ctx, token)
	if err != nil || !p.Open {
		return p, err
	}
	var v accord.Validation
	if in.DueOn != "" {
		_, err := accord.ParseDate(string(in.DueOn))
		v.Add("due_on", err)
	}
	if err := v.Err(); err != nil {
		return p, err
	}
	return p, hiddenIsDead(a.actByLink(ctx, p, in))
}

func (a *App) actByLink(ctx context.Context, p MailLinkPage, in MailAnswer) error {
	actor, m, id := linkActor(p.Person), accord.MatchVersion(in.Version), p.Link.SubjectID
	var err error
	switch p.Link.Purpose {
	case accord.LinkAccept:
		_, err = a.AcceptItem(ctx, actor, id, m, in.DueOn, in.Reason)
	case accord.LinkDecline:
		_, err = a.DeclineItem(ctx, actor, id, m, in.Reason)
	case accord.LinkDone:
		_, err = a.DoneItem(ctx, actor, id, m)
	case accord.LinkDate:
		switch {
		case in.DueOn == "":
			err = accord.BadField("due_on", "Name the day you promise it for.")
		case p.Item.Status == accord.StatusProposed:
			_, err = a.AcceptItem(ctx, actor, id, m, in.DueOn, in.Reason)
		default:
			_, err = a.RescheduleItem(ctx, actor, id, m, in.DueOn, in.Reason)
		}
	case accord.LinkRSVP:
		_, err = a.Respond(ctx, actor, id, actor.PersonID, p.Link.Detail)
	case accord.LinkSeries:
		err = a.RespondToSeries(ctx, actor, id, "", p.Link.Detail)
	default:
		err = deadMailLink()
	}
	return err
}
