package app

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// compose puts the facts of one mail together; the group is one mail, or
// several about action items.
func (c *composer) compose(ctx context.Context, group []accord.Delivery) (accord.Mail, error) {
	m := accord.Mail{
		Kind: group[0].Kind, Name: c.person.Name, Address: c.person.Email, Locale: c.person.Locale, TimeZone: c.person.TimeZone,
		Workspace: c.workspace.Name, Sides: [2]string{c.workspace.SalesName, c.workspace.MarketingName}, SentAt: c.now,
	}
	m = c.stoppable(m, group)
	switch {
	case group[0].EventUID != "":
		return c.composeEvent(ctx, m, &group[0])
	case group[0].Kind == accord.MailDuty:
		return c.composeDuties(ctx, m, group)
	case group[0].Kind == accord.MailIntelAnswered:
		return c.composeAnswered(ctx, m, group)
	case group[0].Gathers():
		return c.composeItems(ctx, m, group)
	case group[0].SecretLink():
		p, err := unpack(group[0])
		m.Link = p.Link
		m.Args = map[string]any{"By": p.By, "Workspace": c.workspace.Name}
		if p.Until != nil {
			m.Args["Until"] = *p.Until
		}
		return m, err
	case group[0].Kind == accord.MailIntelOverdue:
		return c.composeIntel(ctx, m, group[0])
	case group[0].Kind == accord.MailCharterReview:
		return c.composeCharterReview(ctx, m, group[0])
	case group[0].Kind == accord.MailVisitReport:
		return c.composeVisitReport(ctx, m, group[0])
	case group[0].Kind == accord.MailCharterChanged:
		return c.composeCharterChanged(ctx, m, group[0])
	case group[0].Kind == accord.MailDigest:
		return c.composeDigest(m, group[0])
	case group[0].SubjectType == "diagnostic":
		return c.composeDiagnostic(ctx, m, group[0])
	case group[0].Kind == accord.MailWeeklyUpdate:
		return c.composeUpdate(ctx, m, group[0])
	case group[0].SubjectType == "sit_down":
		return c.composeSitDown(ctx, m, group[0])
	default:
		return c.composeMeeting(ctx, m, group[0])
	}
}

// itemOrder is the order of the parts of a mail about action items: what asks
// for an answer first.
var itemOrder = []string{
	accord.ItemAsked, accord.ItemHandedOver, accord.ItemReturned, accord.ItemDone, accord.ItemDropAsked,
	accord.ItemOverdue, accord.ItemDueTomorrow, accord.ItemAccepted, accord.ItemDeclined, accord.ItemRescheduled,
	accord.ItemConfirmed, accord.ItemSelfConfirmed, accord.ItemDropped, accord.ItemKept, accord.ItemNoted,
}

// asksOwner are the parts that ask something of the item's owner.
var asksOwner = map[string]bool{
	accord.ItemAsked: true, accord.ItemHandedOver: true, accord.ItemReturned: true, accord.ItemDueTomorrow: true, accord.ItemOverdue: true,
}

// composeItems makes one mail of everything about action items.
func (c *composer) composeItems(ctx context.Context, m accord.Mail, group []accord.Delivery) (accord.Mail, error) {
	m.Kind = "items"
	m.Link = c.app.baseURL + "/action-items?owner=me"
	lines := map[string][]accord.MailLine{}
	var title, first string
	for _, d := range group {
		item, err := c.tx.ActionItem(ctx, d.SubjectID)
		if err != nil {
			return m, err
		}
		p, err := unpack(d)
		if err != nil {
			return m, err
		}
		what := strings.TrimPrefix(d.Kind, accord.MailItem)
		l := c.itemLine(what, item, p)
		if asksOwner[what] {
			l.Actions = c.answerLinks(item)
		}
		if len(group) == 1 {
			m.Link = c.itemURL(item)
			if len(l.Actions) > 0 { // the likeliest answer is the button
				m.Link, m.LinkKey, l.Actions = l.Actions[0].Link, l.Actions[0].Key, l.Actions[1:]
			}
		}
		lines[what] = append(lines[what], l)
		title, first = item.Ref()+" "+item.Title, what
	}
	for _, what := range itemOrder {
		if len(lines[what]) > 0 {
			m.Sections = append(m.Sections, accord.MailSection{Key: "mail.items." + what, Lines: lines[what]})
		}
	}
	m.Args = map[string]any{"Count": len(group), "Title": title, "What": accord.MailFact{Key: "mail.items." + first}}
	return m, nil
}

// itemLine is one item with what is to be known about it.
func (c *composer) itemLine(what string, item accord.ActionItem, p payload) accord.MailLine {
	l := c.line(item)
	if p.By != "" {
		l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.by", Args: map[string]any{"Name": p.By}})
	}
	if p.Reason != "" {
		l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.reason", Args: map[string]any{"Reason": p.Reason}})
	}
	if what == accord.ItemSelfConfirmed {
		l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.silence"})
	}
	return l
}

// line is an item with its dates.
func (c *composer) line(item accord.ActionItem) accord.MailLine {
	l := accord.MailLine{Text: item.Ref() + " " + item.Title, Link: c.itemURL(item), Side: item.OwnerSide}
	fact := func(key string, due accord.Date) {
		l.Facts = append(l.Facts, accord.MailFact{Key: key, Args: map[string]any{"Due": due}})
	}
	switch {
	case item.Status == accord.StatusProposed && item.AskedDueOn != "":
		fact("mail.fact.asked_due", item.AskedDueOn)
	case item.Overdue(c.now):
		fact("mail.fact.was_due", item.DueOn)
	case item.DueOn != "":
		fact("mail.fact.due", item.DueOn)
	}
	if item.Status == accord.StatusProposed {
		l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.not_accepted"})
	}
	return l
}

func (c *composer) itemURL(item accord.ActionItem) string {
	return c.app.baseURL + "/action-items/" + item.Ref()
}
