package app

import (
	"cmp"
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// Closing is how somebody closes a meeting.
type Closing struct {
	Override bool              // close although something overridable is missing (M2)
	LeftOver string            // where left-over agenda items go: "next", "backlog"
	Items    map[string]string // the same for single ones, by id (A3)
}

func (c Closing) check() error {
	var v accord.Validation
	v.Add("left_over", accord.CheckLeftOver("left_over", c.LeftOver))
	for _, choice := range c.Items {
		v.Add("items", accord.CheckLeftOver("items", choice))
	}
	return v.Err()
}

// CloseMeeting ends a running meeting: what M2 finds missing stops it, quorum
// (M3) decides whether its decisions are provisional, left-over agenda items go
// on (A3), promises that stayed open are counted as carried (P5), and the
// minutes are frozen and mailed to everybody of the meeting.
func (a *App) CloseMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match, c Closing) (accord.MeetingDetail, error) {
	if err := c.check(); err != nil {
		return accord.MeetingDetail{}, err
	}
	return a.runMeeting(ctx, actor, id, match, func(ctx context.Context, t *meetingTx) error {
		d, err := t.detail(ctx)
		if err != nil {
			return err
		}
		if err := t.endMeeting(ctx, d, c.Override); err != nil {
			return err
		}
		left, err := t.sendOn(ctx, d, c)
		if err != nil {
			return err
		}
		t.m.LeftOver = len(left)
		if err := a.carryItems(ctx, t.tx, actor, t.m, t.now); err != nil {
			return err
		}
		e, err := t.save(ctx, "closed", facts{"quorum_met": *t.m.QuorumMet, "left_over": len(left)})
		if err != nil {
			return err
		}
		return t.publish(ctx, e, d.Agenda, left)
	})
}

// endMeeting applies M2 and M3: the item that is up gets its time, what was
// settled without saying so its outcome.
func (t *meetingTx) endMeeting(ctx context.Context, d accord.MeetingDetail, override bool) error {
	workspace, err := t.tx.Workspace(ctx)
	if err != nil {
		return err
	}
	missing := accord.ClosingMissing(t.m, d.People(), d.Agenda, d.PlainDecisions(), d.PlainItems())
	running := t.m
	if t.m, err = t.m.Close(missing, override, t.m.HasQuorum(d.People(), workspace), t.by.PersonID, t.now); err != nil {
		return err
	}
	if !*t.m.QuorumMet {
		if err := t.tx.SetProvisional(ctx, t.m.ID); err != nil {
			return err
		}
	}
	named := map[accord.NullID]bool{}
	for _, x := range d.Decisions {
		named[x.AgendaItemID] = true
	}
	for _, x := range d.ActionItems {
		named[x.AgendaItemID] = true
	}
	_, last, spent, err := running.GoTo("", t.now)
	if err != nil {
		return err
	}
	for n, i := range d.Agenda {
		before := i
		if i.ID == last {
			i.SpentSeconds += spent
		}
		if i.Status == accord.AgendaAccepted && i.Outcome == "" && named[accord.NullID(i.ID)] {
			i.Outcome = accord.OutcomeSettled
		}
		if i != before {
			if err := t.tx.SaveAgendaItem(ctx, &i); err != nil {
				return err
			}
			d.Agenda[n] = i
		}
	}
	return nil
}

// sendOn sends every left-over agenda item to the next meeting or the backlog
// (A3). Without a choice it is the next meeting; where the series has none, the
// backlog. A one-time meeting keeps its items: there is nowhere to go.
func (t *meetingTx) sendOn(ctx context.Context, d accord.MeetingDetail, c Closing) ([]accord.MinutesLeftOver, error) {
	left := []accord.MinutesLeftOver{}
	if t.m.SeriesID == "" {
		return left, nil
	}
	if err := t.tx.KeepLeftOver(ctx, accord.LeftWithoutOutcome(t.m.ID, d.Agenda)); err != nil {
		return nil, err
	}
	var next *accord.Meeting
	for _, i := range d.Agenda {
		if !i.LeftOver() {
			continue
		}
		to := cmp.Or(c.Items[i.ID], c.LeftOver, accord.LeftOverNext)
		if to == accord.LeftOverNext && next == nil {
			m, err := t.app.nextOccurrence(ctx, t.tx, string(t.m.SeriesID), t.m.StartsAt, t.by.PersonID, t.now)
			if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
				return nil, err
			}
			next = &m
		}
		var there accord.Meeting
		if to == accord.LeftOverNext {
			there = *next
		}
		if there.ID == "" {
			to = accord.LeftOverBacklog
		}
		if err := t.sendItem(ctx, i, there); err != nil {
			return nil, err
		}
		left = append(left, accord.MinutesLeftOver{ID: i.ID, Title: i.Title, To: to})
	}
	return left, nil
}

// sendItem sends one item on to a meeting, or to the backlog where there is no
// next one; a continued one goes on as a new one. What the next agenda asks
// already, a standing question, joins the item there.
func (t *meetingTx) sendItem(ctx context.Context, i accord.AgendaItem, next accord.Meeting) error {
	position := 0
	var there accord.AgendaItem
	if next.ID != "" {
		agenda, err := t.tx.Agenda(ctx, next.ID)
		if err != nil {
			return err
		}
		position, there = lastPosition(agenda)+1, i.AskedAlready(agenda)
	}
	on := i.GoesOn(t.m, next.ID)
	if i.Outcome == accord.OutcomeContinued {
		on = i.Continuation(store.NewID(), t.m, next.ID)
		on.CreatedAt = t.now
	}
	on.Position, on.SeriesID = position, cmp.Or(next.SeriesID, i.SeriesID)
	on, err := t.goOn(ctx, i, on, there)
	if err != nil {
		return err
	}
	_, err = t.record(ctx, "agenda_item.left_over", "agenda_item", on.ID, facts{"title": i.Title, "meeting_id": next.ID})
	return err
}

// goOn saves what a left-over item goes on as, merged into the one that asks the
// same there already, unless there is none or their notes are too long together.
func (t *meetingTx) goOn(ctx context.Context, i, on, there accord.AgendaItem) (accord.AgendaItem, error) {
	switch {
	case on.ID != i.ID && there.ID != "":
		return there, nil // its outcome stands in the minutes, and it brings no notes
	case on.ID != i.ID:
		return on, t.tx.CreateAgendaItem(ctx, &on)
	case there.ID != "":
		merged, err := t.fold(ctx, on, there)
		if err != nil && accord.CodeOf(err) != accord.CodeConflict {
			return on, err
		}
		on = merged
	}
	return on, t.tx.SaveAgendaItem(ctx, &on)
}

// publish freezes the first version of the minutes, as the meeting stood at its
// end, and mails it to everybody of the meeting. agenda is what it had before
// the left-over items went on.
func (t *meetingTx) publish(ctx context.Context, e accord.Event, agenda []accord.AgendaItem, left []accord.MinutesLeftOver) error {
	d, err := t.detail(ctx)
	if err != nil {
		return err
	}
	d.Agenda = agenda
	reports, err := t.tx.RepReports(ctx, t.m.ID)
	if err != nil {
		return err
	}
	minutes := accord.NewMinutes(d, left, t.by.PersonID, t.now).WithReports(reports)
	if err := t.tx.AddMinutes(ctx, minutes); err != nil {
		return err
	}
	return t.app.queueMeeting(ctx, t.tx, accord.MailMinutes, firstMinutes, t.m, e, "", idsOf(d.People()))
}
