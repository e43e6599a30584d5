package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
)

// MeetingPatch changes a meeting's words, times or notes; what is not set stays.
type MeetingPatch struct {
	Title           accord.Opt[string]
	Location        accord.Opt[string]
	StartsAt        accord.Opt[time.Time]
	DurationMinutes accord.Opt[int]
	FacilitatorID   accord.Opt[string]
	MinuteTakerID   accord.Opt[string]
	Notes           accord.Opt[string]
	NotesVersion    int // of the notes that were changed; 0 overwrites
}

// ChangeMeeting changes a meeting that is not over. A new time mails those
// invited.
func (a *App) ChangeMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match, p MeetingPatch) (accord.MeetingDetail, error) {
	act := ActRunMeeting
	if p.onlyNotes() {
		act = ActRecord
		if p.NotesVersion > 0 {
			match = accord.Match{} // they are merged with what was written since
		}
	}
	var out accord.MeetingDetail
	err := a.atMeeting(ctx, actor, act, id, p.right(), func(ctx context.Context, t *meetingTx) error {
		if err := match.Check(t.m.Version, t.m); err != nil {
			return err
		}
		if err := t.m.Open(); err != nil {
			return err
		}
		if p.Notes.Set {
			if _, err := t.saveNotes(ctx, p.Notes.Value, p.NotesVersion, accord.KeepAsk); err != nil {
				return err
			}
		}
		if !p.onlyNotes() {
			if err := t.patch(ctx, p); err != nil {
				return err
			}
		}
		var err error
		out, err = t.detail(ctx)
		return err
	})
	return out, err
}

// onlyNotes reports whether nothing but the notes changes.
func (p MeetingPatch) onlyNotes() bool {
	notes := p.Notes.Set
	p.Notes, p.NotesVersion = accord.Opt[string]{}, 0
	return notes && p == MeetingPatch{}
}

// right is who may make the change: moving a meeting is its leaders'.
func (p MeetingPatch) right() right {
	switch {
	case p.StartsAt.Set || p.DurationMinutes.Set:
		return mayLead
	case p.onlyNotes():
		return mayWrite
	}
	return mayRun
}

// patch applies, checks and saves the change.
func (t *meetingTx) patch(ctx context.Context, p MeetingPatch) error {
	before := t.m
	t.m.Title, t.m.Location = strings.TrimSpace(p.Title.Or(t.m.Title)), strings.TrimSpace(p.Location.Or(t.m.Location))
	t.m.DurationMinutes = p.DurationMinutes.Or(t.m.DurationMinutes)
	t.m = t.m.Choose(accord.RotaFacilitator, accord.NullID(p.FacilitatorID.Or(string(t.m.FacilitatorID))))
	t.m = t.m.Choose(accord.RotaMinuteTaker, accord.NullID(p.MinuteTakerID.Or(string(t.m.MinuteTakerID))))
	if p.StartsAt.Set && !accord.Instant(p.StartsAt.Value).Equal(t.m.StartsAt) {
		moved, err := t.m.Move(p.StartsAt.Value)
		if err != nil {
			return err
		}
		t.m = moved
	}
	var v accord.Validation
	v.Add("", t.m.Check())
	for location, id := range map[string]accord.NullID{"facilitator_id": t.m.FacilitatorID, "minute_taker_id": t.m.MinuteTakerID} {
		if id == "" {
			continue
		}
		person, err := t.tx.Person(ctx, string(id))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil && person.Active() && person.Role != accord.RoleObserver, location, "Choose somebody who is here and does more than observe.")
	}
	if err := v.Err(); err != nil {
		return err
	}
	if !t.m.StartsAt.Equal(before.StartsAt) {
		var err error
		if t.m, err = t.app.retime(ctx, t.tx, t.m, before.StartsAt, t.now); err != nil {
			return err
		}
		return t.saveDate(ctx, "moved", accord.MailMeetingMoved)
	}
	return t.saveWords(ctx, before)
}

// saveWords saves a change of a meeting's words, length or duties. A new place or
// length is told to those invited, as a new time is.
func (t *meetingTx) saveWords(ctx context.Context, before accord.Meeting) error {
	shown := t.m.Location != before.Location || t.m.DurationMinutes != before.DurationMinutes
	if shown {
		if err := t.raiseSequence(ctx); err != nil {
			return err
		}
	}
	if t.m.Title != before.Title {
		t.m.ChangedAt = &t.now
	}
	e, err := t.save(ctx, "changed", facts{"title": t.m.Title, "starts_at": t.m.StartsAt})
	if err != nil {
		return err
	}
	if t.m.Holder(accord.RotaFacilitator) != before.FacilitatorID || t.m.Holder(accord.RotaMinuteTaker) != before.MinuteTakerID {
		if err := t.choseDuties(ctx, before, e); err != nil {
			return err
		}
	}
	if !shown || t.m.Status != accord.MeetingScheduled {
		return nil
	}
	return t.app.inviteMeeting(ctx, t.tx, accord.MailMeetingMoved, t.m, e)
}

// raiseSequence counts a change that calendars must not take for an older one.
func (t *meetingTx) raiseSequence(ctx context.Context) error {
	next := t.m.Sequence + 1
	if t.m.SeriesID != "" {
		series, err := t.tx.Series(ctx, string(t.m.SeriesID))
		if err != nil {
			return err
		}
		if next, err = t.tx.NextSequence(ctx, series.ID, max(t.m.Sequence, series.Sequence)); err != nil {
			return err
		}
	}
	t.m.Sequence, t.m.ChangedAt = next, &t.now
	return nil
}

// saveDate is the one way a meeting is moved, called off and restored: saved,
// recorded, its people mailed, and its series told when it meets next.
func (t *meetingTx) saveDate(ctx context.Context, kind, mail string) error {
	if err := t.raiseSequence(ctx); err != nil {
		return err
	}
	e, err := t.save(ctx, kind, facts{"title": t.m.Title, "starts_at": t.m.StartsAt})
	if err != nil {
		return err
	}
	if err := t.planNext(ctx); err != nil {
		return err
	}
	if err := t.app.visitsFollow(ctx, t.tx, t.m, t.by.PersonID, t.now); err != nil {
		return err
	}
	return t.app.inviteMeeting(ctx, t.tx, mail, t.m, e)
}

// planNext writes when the meeting's series meets next, after a change that
// may have been about that date.
func (t *meetingTx) planNext(ctx context.Context) error {
	if t.m.SeriesID == "" {
		return nil
	}
	series, err := t.tx.Series(ctx, string(t.m.SeriesID))
	if err != nil {
		return err
	}
	if err := t.app.planNext(ctx, t.tx, series, t.now); err != nil || !series.HasRota() {
		return err
	}
	t.m, err = t.tx.Meeting(ctx, t.m.ID) // its duties may be others' now
	return err
}

// CancelMeeting calls off a scheduled meeting and mails those invited.
func (a *App) CancelMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.MeetingDetail, error) {
	return a.turnMeeting(ctx, actor, id, match, "cancelled", accord.MailMeetingCancelled, func(t *meetingTx) (accord.Meeting, error) {
		return t.m.Cancel(t.now)
	})
}

// RestoreMeeting brings a cancelled meeting back to its time.
func (a *App) RestoreMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.MeetingDetail, error) {
	return a.turnMeeting(ctx, actor, id, match, "restored", accord.MailMeeting, func(t *meetingTx) (accord.Meeting, error) {
		return t.m.Restore()
	})
}

func (a *App) turnMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match, kind, mail string, rule func(t *meetingTx) (accord.Meeting, error)) (accord.MeetingDetail, error) {
	var out accord.MeetingDetail
	err := a.atMeeting(ctx, actor, ActRunMeeting, id, mayLead, func(ctx context.Context, t *meetingTx) error {
		if err := match.Check(t.m.Version, t.m); err != nil {
			return err
		}
		var err error
		if t.m, err = rule(t); err != nil {
			return err
		}
		if err := t.saveDate(ctx, kind, mail); err != nil {
			return err
		}
		out, err = t.detail(ctx)
		return err
	})
	return out, err
}
