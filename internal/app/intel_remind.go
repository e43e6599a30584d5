package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// intelDue reminds the lead of Marketing of answers that are overdue, once of
// each, in one mail for those that became so together. While Marketing has no
// lead it waits for one; the dashboard shows them meanwhile.
func (a *App) intelDue(ctx context.Context, g glance) (next time.Time, err error) {
	unanswered, err := a.store.UnansweredIntel(ctx, false)
	if err != nil || len(unanswered) == 0 {
		return next, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return next, err
	}
	var due []string
	for _, i := range unanswered {
		if at := i.RemindAt(accord.Zone(w.TimeZone)); at.After(g.now) {
			next = sooner(next, at)
		} else {
			due = append(due, i.ID)
		}
	}
	if len(due) == 0 || w.MarketingLeadID == "" {
		return next, nil
	}
	return next, a.remindOfIntel(ctx, g, w.MarketingLeadID, due)
}

// remindOfIntel queues the mail about answers that are overdue, of which another
// process may have told meanwhile.
func (a *App) remindOfIntel(ctx context.Context, g glance, lead accord.NullID, due []string) error {
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		first, err := tx.RemindedOfIntel(ctx, due, g.now)
		if err != nil || len(first) == 0 {
			return err
		}
		return a.queueReminder(ctx, tx, accord.Delivery{
			Key: "intel:overdue:" + first[0], Kind: accord.MailIntelOverdue, PersonID: lead,
			SubjectType: intelSubject, SubjectID: first[0], Payload: pack(payload{Until: &g.now}),
		})
	})
}

// remindedOf are the answers a reminder is about that are still missing.
func (c *composer) remindedOf(ctx context.Context, d accord.Delivery) ([]accord.IntelItem, error) {
	p, err := unpack(d)
	if err != nil {
		return nil, err
	}
	unanswered, err := c.tx.UnansweredIntel(ctx, true)
	var list []accord.IntelItem
	for _, i := range unanswered {
		if p.Until != nil && i.RemindedAt.Equal(*p.Until) {
			list = append(list, i)
		}
	}
	return list, err
}

// checkIntel asks whether the reader still leads Marketing and an answer is
// still missing.
func (c *composer) checkIntel(ctx context.Context, d accord.Delivery) (verdict, error) {
	list, err := c.remindedOf(ctx, d)
	if err == nil && (len(list) == 0 || string(c.workspace.MarketingLeadID) != c.person.ID) {
		return skip("settled"), nil
	}
	return send, err
}

// composeIntel lists what waits for an answer.
func (c *composer) composeIntel(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	list, err := c.remindedOf(ctx, d)
	section := accord.MailSection{Key: "mail.intel_overdue.list"}
	for _, i := range list {
		section.Lines = append(section.Lines, accord.MailLine{
			Text: i.Ref() + " " + i.Text, Link: c.app.baseURL + "/alignment/intel/" + i.Ref(), Side: accord.Sales,
			Facts: []accord.MailFact{{Key: "mail.fact.was_due", Args: map[string]any{"Due": i.DueOn}}},
		})
	}
	m.Args, m.Sections, m.Link = map[string]any{"Count": len(list)}, []accord.MailSection{section}, c.app.baseURL+"/alignment/intel"
	return m, err
}
