package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// queueDuty queues the mail about somebody's duties at a meeting; was is what
// they did there before.
func (a *App) queueDuty(ctx context.Context, tx *store.Store, m accord.Meeting, e accord.Event, personID, was string) error {
	if quiet(ctx) {
		return nil
	}
	p, err := tx.Person(ctx, personID)
	if err != nil || !p.Active() || p.Email == "" {
		return err
	}
	seq := e.Seq
	return tx.Queue(ctx, accord.Delivery{
		Key:  fmt.Sprintf("duty:%s:%d:%s", m.ID, e.Seq, personID),
		Kind: accord.MailDuty, PersonID: accord.NullID(personID), Recipient: p.Email, SubjectType: "meeting", SubjectID: m.ID,
		EventSeq: &seq, DueAt: a.now().Add(time.Minute), Payload: pack(payload{Was: was}),
	})
}

// checkDuty leaves out what is as it was when somebody was told last, and what
// is over.
func (c *composer) checkDuty(d accord.Delivery, m accord.Meeting) (verdict, error) {
	p, err := unpack(d)
	switch {
	case err != nil:
		return send, err
	case m.Status != accord.MeetingScheduled || !c.now.Before(m.StartsAt):
		return skip("past"), nil
	case p.Was == dutyNames(m, c.person.ID):
		return skip("settled"), nil
	}
	return send, nil
}

// composeDuties makes one mail of everything that changed about somebody's
// duties.
func (c *composer) composeDuties(ctx context.Context, m accord.Mail, group []accord.Delivery) (accord.Mail, error) {
	section := accord.MailSection{Key: "mail.duty.meetings"}
	for _, d := range group {
		meeting, err := c.tx.Meeting(ctx, d.SubjectID)
		if err != nil {
			return m, err
		}
		duties, err := c.app.dutiesOf(ctx, c.tx, meeting)
		if err != nil {
			return m, err
		}
		line := accord.MailLine{Text: meeting.Title, At: meeting.StartsAt, Link: c.app.baseURL + "/meetings/" + meeting.ID, Facts: c.dutyFacts(duties)}
		section.Lines = append(section.Lines, line)
		m.Link = line.Link
		m.Args = map[string]any{"Title": meeting.Title, "Start": meeting.StartsAt, "Count": len(group)}
	}
	m.Sections = filled(section)
	return m, nil
}

// dutyFacts say who does the duties of a meeting, to whoever reads.
func (c *composer) dutyFacts(d accord.Duties) []accord.MailFact {
	var facts []accord.MailFact
	for _, duty := range d.List() {
		key := "mail.duty." + string(duty.Kind)
		if string(duty.PersonID) == c.person.ID {
			key += "_you"
		}
		facts = append(facts, accord.MailFact{Key: key, Args: map[string]any{"Name": duty.Name}})
	}
	return facts
}
