package app

import (
	"context"
	"slices"
	"strings"

	"accord/internal/accord"
)

// LockAgenda fixes the agenda (A3); waive says that a side without an item is
// accepted. Once the lock time has passed it is sent.
func (a *App) LockAgenda(ctx context.Context, actor accord.Actor, id string, match accord.Match, waive bool) (accord.MeetingDetail, error) {
	return a.runMeeting(ctx, actor, id, match, func(ctx context.Context, t *meetingTx) error {
		agenda, err := t.tx.Agenda(ctx, t.m.ID)
		if err != nil {
			return err
		}
		if t.m, err = t.m.Lock(agenda, waive, t.by.PersonID, t.now); err != nil {
			return err
		}
		if _, err = t.save(ctx, "locked", facts{"waived_sides": t.m.WaivedSides}); err != nil {
			return err
		}
		return a.sendLocked(ctx, t.tx, t.m, t.now)
	})
}

// UnlockAgenda opens a locked agenda again before the meeting.
func (a *App) UnlockAgenda(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.MeetingDetail, error) {
	return a.runMeeting(ctx, actor, id, match, func(ctx context.Context, t *meetingTx) error {
		var err error
		if t.m, err = t.m.Unlock(); err != nil {
			return err
		}
		_, err = t.save(ctx, "unlocked", nil)
		return err
	})
}

// StartMeeting begins a scheduled meeting: the agenda locks, people's sides and
// roles and the shared goal are kept as they are now, whoever starts it is
// there, and the first item is up.
func (a *App) StartMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match) (accord.MeetingDetail, error) {
	return a.runMeeting(ctx, actor, id, match, func(ctx context.Context, t *meetingTx) error {
		agenda, err := t.tx.Agenda(ctx, t.m.ID)
		if err != nil {
			return err
		}
		if t.m, err = t.m.Start(agenda, t.by.PersonID, t.now); err != nil {
			return err
		}
		goal := goalOf(t.head)
		t.m.GoalTitle, t.m.GoalMeasure, t.m.GoalTarget, t.m.GoalBy = goal.Title, goal.Measure, goal.Target, goal.By
		if i := slices.IndexFunc(agenda, func(i accord.AgendaItem) bool { return i.Status == accord.AgendaAccepted }); i >= 0 {
			t.m.CurrentItemID, t.m.CurrentItemStartedAt = accord.NullID(agenda[i].ID), &t.now
		}
		if err := t.gather(ctx); err != nil {
			return err
		}
		if err := t.keepTurns(ctx); err != nil {
			return err
		}
		if _, err = t.save(ctx, "started", facts{"waived_sides": t.m.WaivedSides}); err != nil {
			return err
		}
		return t.planNext(ctx) // it may begin before its time
	})
}

// gather invites who joined the team since, freezes everybody's side and role,
// and marks whoever starts the meeting as present.
func (t *meetingTx) gather(ctx context.Context) error {
	if t.m.TeamID != "" {
		team, err := t.tx.TeamAsInvited(ctx, string(t.m.TeamID), t.m.ID)
		if err != nil {
			return err
		}
		if err := t.tx.Invite(ctx, team); err != nil {
			return err
		}
	}
	if err := t.tx.FreezeAttendees(ctx, t.m.ID, string(t.m.TeamID)); err != nil {
		return err
	}
	people, err := t.tx.MeetingPeople(ctx, t.m.ID)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.PersonID == t.by.PersonID {
			p.Present, p.UpdatedAt = true, &t.now
			return t.tx.SaveAttendee(ctx, p)
		}
	}
	return nil
}

// runMeeting is one step of whoever runs the meeting.
func (a *App) runMeeting(ctx context.Context, actor accord.Actor, id string, match accord.Match, fn func(ctx context.Context, t *meetingTx) error) (accord.MeetingDetail, error) {
	var out accord.MeetingDetail
	err := a.atMeeting(ctx, actor, ActRunMeeting, id, mayRun, func(ctx context.Context, t *meetingTx) error {
		if err := match.Check(t.m.Version, t.m); err != nil {
			return err
		}
		if err := fn(ctx, t); err != nil {
			return err
		}
		var err error
		out, err = t.detail(ctx)
		return err
	})
	return out, err
}

// GoToItem turns the running meeting to an agenda item; "next" and "previous"
// are the ones after and before the current one.
func (a *App) GoToItem(ctx context.Context, actor accord.Actor, id, to string) error {
	return a.atMeeting(ctx, actor, ActRecord, id, mayRecord, func(ctx context.Context, t *meetingTx) error {
		agenda, err := t.tx.Agenda(ctx, t.m.ID)
		if err != nil {
			return err
		}
		target, err := targetItem(agenda, string(t.m.CurrentItemID), to)
		if err != nil || target == string(t.m.CurrentItemID) {
			return err
		}
		if err := t.goTo(ctx, agenda, target); err != nil {
			return err
		}
		_, err = t.save(ctx, "went_to", facts{"agenda_item_id": target})
		return err
	})
}

// goTo turns to the item and notes the time spent on the one before.
func (t *meetingTx) goTo(ctx context.Context, agenda []accord.AgendaItem, target string) error {
	next, left, spent, err := t.m.GoTo(target, t.now)
	if err != nil {
		return err
	}
	t.m = next
	for _, i := range agenda {
		if i.ID == left && spent > 0 {
			i.SpentSeconds += spent
			return t.tx.SaveAgendaItem(ctx, &i)
		}
	}
	return nil
}

// targetItem finds the item to turn to. Past either end it stays.
func targetItem(agenda []accord.AgendaItem, current, to string) (string, error) {
	var ids []string
	for _, i := range agenda {
		if i.Status == accord.AgendaAccepted {
			ids = append(ids, i.ID)
		}
	}
	at := slices.Index(ids, current)
	switch {
	case to == "next" && at+1 < len(ids):
		return ids[at+1], nil
	case to == "previous" && at > 0:
		return ids[at-1], nil
	case to == "next" || to == "previous":
		return current, nil
	case slices.Contains(ids, to):
		return to, nil
	}
	return "", accord.NotFound("agenda item")
}

// SaySomething keeps what a side heard or thanks the other for at the running
// meeting; it is shown at the next opening. An empty text takes it away.
func (a *App) SaySomething(ctx context.Context, actor accord.Actor, id, kind string, side accord.Side, text string) error {
	var v accord.Validation
	v.Check(kind == accord.WordHeard || kind == accord.WordThanks, "kind", "Choose heard or thanks.")
	v.Check(side == accord.Sales || side == accord.Marketing, "side", "Choose sales or marketing.")
	v.Check(len(text) <= 1000, "text", "Keep it under 1,000 characters.")
	if err := v.Err(); err != nil {
		return err
	}
	return a.atMeeting(ctx, actor, ActRecord, id, mayRecord, func(ctx context.Context, t *meetingTx) error {
		if err := t.m.Running(); err != nil {
			return err
		}
		err := t.tx.SaveWord(ctx, accord.MeetingWord{
			MeetingID: id, Kind: kind, Side: side, Text: strings.TrimSpace(text), AuthorID: t.by.PersonID, UpdatedAt: t.now,
		})
		if err != nil {
			return err
		}
		_, err = t.record(ctx, "meeting."+kind, "meeting", id, facts{"side": side})
		return err
	})
}

// SetSharedGoal writes the goal of the meeting's series, for its next meeting.
func (a *App) SetSharedGoal(ctx context.Context, actor accord.Actor, id string, goal accord.SharedGoal) error {
	if err := goal.Check(); err != nil {
		return err
	}
	return a.atMeeting(ctx, actor, ActRecord, id, mayRecord, func(ctx context.Context, t *meetingTx) error {
		if err := t.m.Open(); err != nil {
			return err
		}
		if t.m.SeriesID == "" {
			return accord.Errorf(accord.CodeConflict, "Only a series has a shared goal.")
		}
		series, err := t.tx.Series(ctx, string(t.m.SeriesID))
		if err != nil {
			return err
		}
		series.GoalTitle, series.GoalMeasure, series.GoalTarget, series.GoalBy = goal.Title, goal.Measure, goal.Target, goal.By
		if err := t.tx.SaveSeries(ctx, &series); err != nil {
			return err
		}
		_, err = t.record(ctx, "series.goal_set", "series", series.ID, facts{"title": goal.Title})
		return err
	})
}
