package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
)

// charterChanged stands for the charter's words as what a mail is about.
const charterChanged = "changed"

// tellChanged mails both leads, whoever changed it apart, that words fell which
// a side had agreed to. Several changes within a minute are one mail (S5).
func (t *charterTx) tellChanged(ctx context.Context, v accord.CharterVersion, withdrawn []string) error {
	if t.untold || quiet(ctx) || len(t.was.Fallen(withdrawn)) == 0 {
		return nil
	}
	w, err := t.tx.Workspace(ctx)
	if err != nil {
		return err
	}
	for _, id := range w.Speakers() {
		if string(id) == t.by.PersonID {
			continue
		}
		if _, err := t.tx.WithdrawAboutTo(ctx, id, "charter", charterChanged); err != nil {
			return err
		}
		err := t.app.queueReminder(ctx, t.tx, accord.Delivery{
			Key: "charter_changed:" + v.ID + ":" + string(id), Kind: accord.MailCharterChanged, PersonID: id,
			SubjectType: "charter", SubjectID: charterChanged, DueAt: t.now.Add(time.Minute), Payload: pack(payload{By: t.by.Name}),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CharterMails are those who would be mailed where a change of the actor's made
// an agreement fall (S5); nobody while nothing is agreed.
func (a *App) CharterMails(ctx context.Context, actor accord.Actor) ([]accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActChangeCharter)
	if err != nil {
		return nil, err
	}
	c, err := a.charter(ctx, a.store, actor, a.now())
	if err != nil || len(c.Agreed) == 0 {
		return nil, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	people, err := a.store.People(ctx)
	return slices.DeleteFunc(people, func(p accord.Person) bool {
		return p.ID == actor.PersonID || !slices.Contains(w.Speakers(), accord.NullID(p.ID)) || !p.Active() || p.Email == ""
	}), err
}

// reopened are the entries of the charter that wait for agreement again.
func (c *composer) reopened(ctx context.Context) (accord.CharterDetail, []accord.CharterEntry, error) {
	detail, err := c.app.charter(ctx, c.tx, actorOf(c.person), c.now)
	if err != nil {
		return detail, nil, err
	}
	withdrawn, err := c.tx.CharterWithdrawn(ctx)
	return detail, detail.Reopened(withdrawn), err
}

// checkCharterChanged leaves the mail out once everything is agreed again, and
// for who leads no side any more.
func (c *composer) checkCharterChanged(ctx context.Context) (verdict, error) {
	_, open, err := c.reopened(ctx)
	if err != nil || len(open) > 0 && c.workspace.Leads(c.person.ID) {
		return send, err
	}
	return skip("settled"), nil
}

// composeCharterChanged lists what waits for agreement again, and whose.
func (c *composer) composeCharterChanged(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	detail, open, err := c.reopened(ctx)
	if err != nil {
		return m, err
	}
	p, err := unpack(d)
	m.Link, m.Args = c.app.baseURL+"/alignment/charter", map[string]any{"By": p.By}
	again := accord.MailSection{Key: "mail.charter_changed.again"}
	for _, e := range open {
		again.Lines = append(again.Lines, c.reopenedLine(detail, e))
	}
	m.Sections = []accord.MailSection{again}
	return m, err
}

// reopenedLine is an entry as it reads now, with whose yes is missing.
func (c *composer) reopenedLine(detail accord.CharterDetail, e accord.CharterEntry) accord.MailLine {
	line, missing := accord.MailLine{Text: e.Title, Link: c.app.baseURL + "/alignment/charter#d-" + e.ID}, "charter.not_agreed"
	if detail.Leaving(e.ID) {
		line.Facts = append(line.Facts, accord.MailFact{Key: "charter.removal_asked"})
	}
	if d, ok := detail.Definition(e.ID); ok {
		line.Facts = append(line.Facts, whole(d.Text))
	} else {
		line.Said, line.Link, missing = accord.MailFact{Key: "charter.pledge"}, c.app.baseURL+"/alignment/charter#pledge", "charter.not_signed"
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if detail.AgreedBy(e.ID, side) == nil {
			line.Facts = append(line.Facts, accord.MailFact{Key: missing, Args: map[string]any{"Side": c.sideName(side)}})
		}
	}
	return line
}
