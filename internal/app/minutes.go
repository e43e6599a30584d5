package app

import (
	"context"
	"strconv"
	"strings"

	"accord/internal/accord"
)

// Minutes gives a version of a closed meeting's minutes; 0 is the newest.
func (a *App) Minutes(ctx context.Context, actor accord.Actor, id string, number int) (accord.Minutes, Standing, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return accord.Minutes{}, Standing{}, err
	}
	_, standing, err := a.loadMeeting(ctx, a.store, actor, id, a.now())
	if err != nil {
		return accord.Minutes{}, standing, err
	}
	m, err := a.store.Minutes(ctx, id, number)
	return m, standing, err
}

// CorrectMinutes publishes a new version of closed minutes with what changed
// (M4), and mails it.
func (a *App) CorrectMinutes(ctx context.Context, actor accord.Actor, id string, match accord.Match, c accord.Correction) (accord.Minutes, error) {
	c.Reason = strings.TrimSpace(c.Reason)
	var out accord.Minutes
	err := a.atMeeting(ctx, actor, ActRunMeeting, id, mayRun, func(ctx context.Context, t *meetingTx) error {
		if t.m.Status != accord.MeetingClosed {
			return accord.Errorf(accord.CodeConflict, "Only the minutes of a closed meeting are corrected; this one is %s.", t.m.Status).By("M4")
		}
		if err := match.Check(t.m.MinutesVersion, t.m); err != nil {
			return err
		}
		minutes, err := t.tx.Minutes(ctx, id, 0)
		if err != nil {
			return err
		}
		if out, err = minutes.Correct(c, t.by.PersonID, t.now); err != nil {
			return err
		}
		if err := t.tx.AddMinutes(ctx, out); err != nil {
			return err
		}
		t.m.MinutesVersion = out.Number
		e, err := t.save(ctx, "corrected", facts{"minutes_version": out.Number, "reason": out.Reason})
		if err != nil {
			return err
		}
		people, err := t.tx.MeetingPeople(ctx, id)
		if err != nil {
			return err
		}
		return a.queueMeeting(ctx, t.tx, accord.MailMinutesCorrected, strconv.Itoa(out.Number), t.m, e, out.Reason, idsOf(people))
	})
	return out, err
}
