package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// digestLines is how many lines a part of the week's mail has; the page has all.
const digestLines = 15

// digestOf is the week of one person as of now: what stands in their name, what
// is asked of them, what waits for their answer, and when they meet. It is empty
// where there is nothing to tell.
func (a *App) digestOf(ctx context.Context, p accord.Person, monday accord.Date, now time.Time) ([]accord.MailSection, error) {
	actor := actorOf(p)
	sunday := monday.AddDays(6)
	mine, err := a.MyItems(ctx, actor, sunday)
	if err != nil {
		return nil, err
	}
	workspace, err := a.store.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	meets, err := a.weekMeetings(ctx, actor, now, sunday.End(p.Zone()))
	if err != nil {
		return nil, err
	}
	c := &composer{app: a, now: now, workspace: workspace, person: p}
	other, others := c.askedLines(mine.Waiting.Accept)
	sections := []accord.MailSection{
		c.digestSection("mail.digest.overdue", mine.Overdue),
		c.digestSection("mail.digest.week", mine.ThisWeek),
	}
	sections = append(sections, other...)
	return filled(append(sections,
		c.digestSection("mail.digest.asked_else", others),
		c.digestSection("mail.digest.confirm", mine.Waiting.Confirm),
		c.digestSection("mail.digest.drop", mine.Waiting.Drop),
		c.digestSection("mail.digest.orphans", mine.Waiting.Orphans),
		c.projectsSection(mine.Waiting.Projects),
		accord.MailSection{Key: "mail.digest.meetings", Lines: meets},
	)...), nil
}

// askedLines parts what is asked of the reader by the other side, under its
// name, from the rest.
func (c *composer) askedLines(rows []accord.ItemRow) (other []accord.MailSection, rest []accord.ItemRow) {
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if side == c.person.Side {
			continue
		}
		s := c.digestSection("mail.digest.asked", slices.DeleteFunc(slices.Clone(rows), func(r accord.ItemRow) bool { return r.AskerSide != side }))
		s.Args = map[string]any{"Side": c.sideName(side)}
		other = append(other, s)
	}
	rest = slices.DeleteFunc(slices.Clone(rows), func(r accord.ItemRow) bool {
		return r.AskerSide != c.person.Side && r.AskerSide != accord.Neutral && r.AskerSide != ""
	})
	return other, rest
}

// digestSection lists action items, the answers to them beside those that are
// the reader's.
func (c *composer) digestSection(key string, rows []accord.ItemRow) accord.MailSection {
	s := accord.MailSection{Key: key}
	for i, r := range rows {
		if i == digestLines {
			more := accord.MailFact{Key: "mail.fact.more", Args: map[string]any{"Count": len(rows) - i}}
			s.Lines = append(s.Lines, accord.MailLine{Text: "…", Link: c.app.baseURL + "/action-items?owner=me", Facts: []accord.MailFact{more}})
			break
		}
		l := c.line(r.ActionItem)
		if r.AskerName != "" && r.AskerID != string(r.OwnerID) && r.AskerID != c.person.ID {
			l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.by", Args: map[string]any{"Name": r.AskerName}})
		}
		l.Actions = c.answerLinks(r.ActionItem)
		s.Lines = append(s.Lines, l)
	}
	return s
}

// projectsSection lists the growth projects that have lost a sponsor (P9).
func (c *composer) projectsSection(rows []accord.ProjectRow) accord.MailSection {
	s := accord.MailSection{Key: "mail.digest.projects"}
	for _, r := range rows {
		l := accord.MailLine{Text: r.Title, Link: c.app.baseURL + "/projects/" + r.ID}
		for _, side := range r.WithoutSponsor() {
			l.Facts = append(l.Facts, accord.MailFact{Key: "projects.sponsor_gone", Args: map[string]any{"Side": c.sideName(side)}})
		}
		s.Lines = append(s.Lines, l)
	}
	return s
}

// weekMeetings are the reader's meetings that still come, dates without a row
// among them.
func (a *App) weekMeetings(ctx context.Context, actor accord.Actor, from, to time.Time) ([]accord.MailLine, error) {
	entries, err := a.Calendar(ctx, actor, true, from, to)
	var lines []accord.MailLine
	for _, e := range entries {
		if e.Status != accord.MeetingCancelled && e.Status != accord.MeetingClosed {
			lines = append(lines, accord.MailLine{Text: e.Title, Link: a.baseURL + e.Path(), At: e.StartsAt})
		}
	}
	return lines, err
}

// within is the App as it reads inside a transaction; for reads alone.
func (a *App) within(tx *store.Store) *App {
	return &App{store: tx, clock: a.clock, log: a.log, baseURL: a.baseURL, secret: a.secret, sender: a.sender}
}

// checkDigest puts the week's mail together as it is now; what has settled since
// it was queued is not in it.
func (c *composer) checkDigest(ctx context.Context, d accord.Delivery) (verdict, error) {
	p, err := unpack(d)
	if err != nil {
		return send, err
	}
	if !c.now.Before(accord.DigestEnds(p.Due, c.person.Zone())) {
		return skip("late"), nil
	}
	c.week, err = c.app.within(c.tx).digestOf(ctx, c.person, p.Due, c.now)
	if err == nil && len(c.week) == 0 {
		return skip("settled"), nil
	}
	return send, err
}

func (c *composer) composeDigest(m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	p, err := unpack(d)
	m.Args, m.Sections, m.Link = map[string]any{"Day": p.Due}, c.week, c.app.baseURL+"/"
	return m, err
}
