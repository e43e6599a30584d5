package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// charterReviewsDue tells both leads once that a definition is to be looked at
// again, on its day at eight by the workspace's clocks. A side without a lead is
// told by its deputy; one with neither reads it on the page.
func (a *App) charterReviewsDue(ctx context.Context, g glance) (next time.Time, err error) {
	v, err := a.store.CharterVersion(ctx, g.now)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return next, nil // nobody agreed to anything yet
	}
	if err != nil {
		return next, err
	}
	c, err := charterOf(v)
	if err != nil {
		return next, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return next, err
	}
	var due []accord.Delivery
	for _, d := range c.Definitions {
		if at := d.ReviewSaidAt(accord.Zone(w.TimeZone)); at.After(g.now) {
			next = sooner(next, at)
		} else {
			due = append(due, charterReviews(w, d)...)
		}
	}
	return next, a.sayOnce(ctx, g, due)
}

// charterReviews are the mails about one definition and its day; their keys make
// each of them once.
func charterReviews(w accord.Workspace, d accord.CharterDefinition) []accord.Delivery {
	var list []accord.Delivery
	for _, id := range w.Speakers() {
		list = append(list, accord.Delivery{
			Key: "charter:" + d.ID + ":" + string(d.ReviewOn) + ":" + string(id), Kind: accord.MailCharterReview, PersonID: id,
			SubjectType: "charter", SubjectID: d.ID, Payload: pack(payload{Due: d.ReviewOn}),
		})
	}
	return list
}

// sayOnce queues those of the mails nobody has queued before.
func (a *App) sayOnce(ctx context.Context, g glance, list []accord.Delivery) error {
	keys := make([]string, len(list))
	for i, d := range list {
		keys[i] = d.Key
	}
	said, err := a.store.SaidOf(ctx, keys)
	if err != nil || len(said) == len(list) {
		return err
	}
	return a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		for _, d := range list {
			if said[d.Key] {
				continue
			}
			if err := a.queueReminder(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkCharterReview asks whether the definition still waits for its review, and
// the reader still leads a side.
func (c *composer) checkCharterReview(ctx context.Context, d accord.Delivery) (verdict, error) {
	definition, err := c.definition(ctx, d)
	if err != nil {
		return send, err
	}
	p, err := unpack(d)
	if err != nil || definition.ReviewOn == p.Due && c.workspace.Leads(c.person.ID) {
		return send, err
	}
	return skip("settled"), nil
}

// definition finds the definition a mail is about, as it is now.
func (c *composer) definition(ctx context.Context, d accord.Delivery) (accord.CharterDefinition, error) {
	v, err := c.tx.CharterVersion(ctx, c.now)
	if err != nil {
		return accord.CharterDefinition{}, err
	}
	charter, err := charterOf(v)
	definition, ok := charter.Definition(d.SubjectID)
	if err == nil && !ok {
		err = accord.NotFound("definition")
	}
	return definition, err
}

// composeCharterReview words the mail.
func (c *composer) composeCharterReview(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	definition, err := c.definition(ctx, d)
	m.Link = c.app.baseURL + "/alignment/charter#d-" + d.SubjectID
	m.Args = map[string]any{"Term": definition.Term, "Day": definition.ReviewOn}
	m.Sections = []accord.MailSection{{Key: "mail.charter_review.words", Lines: []accord.MailLine{{Text: definition.Text}}}}
	return m, err
}
