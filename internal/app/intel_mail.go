package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// queueAnswered tells whoever told something what Marketing does with it; the
// answers of a minute come in one mail.
func (a *App) queueAnswered(ctx context.Context, tx *store.Store, i accord.IntelItem, e accord.Event) error {
	if quiet(ctx) || i.ToldBy == e.ActorID {
		return nil
	}
	p, err := tx.Person(ctx, i.ToldBy)
	if err != nil || !p.Active() || p.Email == "" {
		return err
	}
	seq := e.Seq
	return tx.Queue(ctx, accord.Delivery{
		Key: fmt.Sprintf("intel:answered:%s:%d", i.ID, e.Seq), Kind: accord.MailIntelAnswered, PersonID: accord.NullID(p.ID), Recipient: p.Email,
		SubjectType: intelSubject, SubjectID: i.ID, EventSeq: &seq, DueAt: e.At.Add(time.Minute),
	})
}

// checkAnswered leaves out an answer that another has taken the place of.
func (c *composer) checkAnswered(ctx context.Context, d accord.Delivery) (verdict, error) {
	last, err := lastAnswer(ctx, c.tx, d.SubjectID)
	if err == nil && (d.EventSeq == nil || last != *d.EventSeq) {
		return skip("settled"), nil
	}
	return send, err
}

// lastAnswer is the event of the answer that stands, 0 for none.
func lastAnswer(ctx context.Context, s *store.Store, id string) (seq int64, err error) {
	events, err := s.Events(ctx, id)
	for _, e := range standingEvents(events) {
		if e.Kind == intelAnswered {
			seq = e.Seq
		}
	}
	return seq, err
}

// composeAnswered lists what was told, each with its answer.
func (c *composer) composeAnswered(ctx context.Context, m accord.Mail, group []accord.Delivery) (accord.Mail, error) {
	section := accord.MailSection{Key: "mail.intel_answered.list"}
	for _, d := range group {
		i, err := c.app.oneIntel(ctx, c.tx, accord.System(c.workspace.ID), d.SubjectID)
		if err != nil {
			return m, err
		}
		line := accord.MailLine{
			Text: i.Ref() + " " + i.Text, Link: c.app.baseURL + "/alignment/intel/" + i.Ref(), Side: accord.Marketing,
			Facts: []accord.MailFact{{Key: "mail.intel_answered." + string(i.Answer), Args: map[string]any{"Name": i.AnsweredByName}}},
		}
		if i.Why != "" {
			line.Facts = append(line.Facts, accord.MailFact{Key: "mail.intel_answered.why", Args: map[string]any{"Why": i.Why}})
		}
		section.Lines, m.Link = append(section.Lines, line), line.Link
	}
	if len(group) > 1 {
		m.Link = c.app.baseURL + "/alignment/intel"
	}
	m.Args, m.Sections = map[string]any{"Count": len(group)}, []accord.MailSection{section}
	return m, nil
}
