package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"accord/internal/accord"
)

// tell queues a mail about an event to the counterparts other than whoever did
// it; what is no longer so a minute later is not sent.
func (t *sitDownTx) tell(ctx context.Context, what string, seq int64) error {
	if quiet(ctx) {
		return nil
	}
	for _, id := range []string{t.d.SalesID, t.d.MarketingID} {
		p, err := t.tx.Person(ctx, id)
		if err != nil {
			return err
		}
		if id == t.by.PersonID || !p.Active() || p.Email == "" {
			continue
		}
		err = t.tx.Queue(ctx, accord.Delivery{
			Key: "sit_down:" + strconv.FormatInt(seq, 10) + ":" + id, EventSeq: &seq, Kind: accord.MailSitDown + what, PersonID: accord.NullID(id), Recipient: p.Email,
			SubjectType: "sit_down", SubjectID: t.d.ID, DueAt: t.now.Add(time.Minute), Payload: pack(payload{By: t.by.Name}),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSitDown asks whether what a mail says of a sit-down is still so.
func (c *composer) checkSitDown(ctx context.Context, d accord.Delivery) (verdict, error) {
	s, err := c.tx.SitDown(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	side := s.SideOf(c.person.ID)
	holds := s.RevealedAt != nil
	if d.Kind != accord.MailSitDown+accord.SitDownOpened {
		holds = s.RevealedAt == nil && !s.Ready(side) && (d.Kind != accord.MailSitDown+accord.SitDownReady || s.Ready(side.Other()))
	}
	switch {
	case side == "" || c.person.Role == accord.RoleObserver:
		return skip("hidden"), nil
	case !holds:
		return skip("settled"), nil
	}
	return send, nil
}

// composeSitDown words a mail about a sit-down: who, and where; nothing of what
// anybody wrote (X2).
func (c *composer) composeSitDown(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	s, err := c.tx.SitDown(ctx, d.SubjectID)
	if err != nil {
		return m, err
	}
	other := s.SalesID
	if s.SideOf(c.person.ID) == accord.Sales {
		other = s.MarketingID
	}
	p, err := c.tx.Person(ctx, other)
	m.Kind = strings.ReplaceAll(d.Kind, ".", "_")
	m.Link, m.Args = c.app.baseURL+"/sit-downs/"+s.ID, map[string]any{"Name": p.Name}
	return m, err
}
