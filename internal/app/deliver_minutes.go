package app

import (
	"context"
	"time"

	"accord/internal/accord"
)

// heldAfterEnd is how long after its planned end a meeting that still runs
// holds mail back. Meetings run over by an hour or two; one that runs for
// longer was forgotten, and its team's promises are not to wait for that.
const heldAfterEnd = 3 * time.Hour

// heldUntil is when a running meeting stops to hold mail back at the latest.
func heldUntil(m accord.Meeting) time.Time {
	end := m.EndsAt()
	if m.StartedAt.After(m.StartsAt) {
		end = end.Add(m.StartedAt.Sub(m.StartsAt))
	}
	return end.Add(heldAfterEnd)
}

// inMeeting holds back what happened to an item in a running meeting, and
// leaves out afterwards what the minutes tell the person (S5).
func (c *composer) inMeeting(ctx context.Context, d accord.Delivery, what string, item accord.ActionItem) (verdict, error) {
	if d.EventSeq == nil {
		return send, nil
	}
	events, err := c.tx.EventsAfter(ctx, *d.EventSeq-1, 1)
	if err != nil || len(events) == 0 || events[0].MeetingID == "" {
		return send, err
	}
	m, err := c.tx.Meeting(ctx, string(events[0].MeetingID))
	if err != nil || m.StartedAt == nil || d.CreatedAt.Before(*m.StartedAt) {
		return send, err
	}
	if m.Status == accord.MeetingInProgress {
		if limit := heldUntil(m); c.now.Before(limit) {
			return hold(earlier(c.now.Add(time.Minute), limit)), nil
		}
		return send, nil
	}
	if m.ClosedAt == nil || d.CreatedAt.After(*m.ClosedAt) || !c.listed(what, item, m) {
		return send, nil
	}
	mailed, err := c.tx.MailGoes(ctx, meetingKey(m.ID, accord.MailMinutes, firstMinutes, c.person.ID))
	if err != nil || !mailed {
		return send, err
	}
	return skip("in_minutes"), nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// listed reports whether the minutes mail of the meeting says to the person
// what the mail would: that they were asked, or that what they asked for was
// accepted. Reasons and notes, what was dropped, returned or confirmed stand in
// no minutes mail; see minutesSections for what does.
func (c *composer) listed(what string, item accord.ActionItem, m accord.Meeting) bool {
	ofMeeting := string(item.MeetingID) == m.ID
	switch what {
	case accord.ItemAsked, accord.ItemHandedOver:
		return ofMeeting || m.TeamID != "" && item.TeamID == m.TeamID
	case accord.ItemAccepted:
		return ofMeeting && item.Unfinished()
	}
	return false
}
