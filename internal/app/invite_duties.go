package app

import (
	"cmp"
	"context"
	"strings"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// holders is who does which duty at a meeting, as one word for comparing.
func holders(m accord.Meeting) string {
	var list []string
	for _, kind := range accord.RotaKinds() {
		if id := m.Holder(kind); id != "" {
			list = append(list, string(kind)+":"+string(id))
		}
	}
	return strings.Join(list, ",")
}

// newDuties reports whether nothing is new but who does what: that is text alone,
// and raises no SEQUENCE.
func (n *news) newDuties() bool {
	was := n.was
	was.Duties = n.says.Duties
	return n.says.same(was)
}

// knowsDate reports whether somebody has a meeting in their calendar as an event
// of its own, whose description names who does what.
func (a *App) knowsDate(ctx context.Context, tx *store.Store, t topic, p accord.Person) (bool, error) {
	about := t.about(p.ID)
	about.Recipient = p.Email
	last, err := tx.EventTold(ctx, about, "")
	if accord.CodeOf(err) == accord.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	told, err := unpack(last)
	return err == nil && told.Told != nil && told.Told.Method == ical.MethodRequest, err
}

// duties names who facilitates and who takes the minutes.
func (c *composer) duties(ctx context.Context, m accord.Meeting) (accord.MailSection, error) {
	s := accord.MailSection{Key: "mail.invite.duties"}
	d, err := c.app.dutiesOf(ctx, c.tx, m)
	keys := map[accord.RotaKind]string{accord.RotaFacilitator: "mail.fact.facilitates", accord.RotaMinuteTaker: "mail.fact.takes_minutes"}
	for _, duty := range d.List() {
		fact := accord.MailFact{Key: cmp.Or(keys[duty.Kind], "mail.fact.reports")}
		s.Lines = append(s.Lines, accord.MailLine{Text: duty.Name, Side: duty.Side, Facts: []accord.MailFact{fact}})
	}
	return s, err
}

// nextSection lists the next dates of a series, with who does the duties there
// as far as they go by turn.
func (c *composer) nextSection(ctx context.Context, series accord.Series) (accord.MailSection, error) {
	next := accord.MailSection{Key: "mail.series.next"}
	dates, err := c.app.upcoming(ctx, c.tx, []accord.Series{series}, c.now, nextShown)
	if err != nil {
		return next, err
	}
	var r *rota
	if series.HasRota() {
		if r, err = c.app.loadRota(ctx, c.tx, series, "", c.now); err != nil {
			return next, err
		}
	}
	for _, date := range dates[series.ID] {
		if date.Status == accord.MeetingCancelled {
			continue
		}
		line := accord.MailLine{At: date.StartsAt}
		if r != nil {
			duties, err := c.app.dutiesOf(ctx, c.tx, r.meetingAt(date.OriginalStart))
			if err != nil {
				return next, err
			}
			line.Facts = c.dutyFacts(duties)
		}
		next.Lines = append(next.Lines, line)
	}
	return next, nil
}
