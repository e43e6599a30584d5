package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

const (
	// liveBeat is how often a follower hears that the stream lives, and how
	// long after losing the right to see the meeting it ends at the latest.
	liveBeat = 20 * time.Second
	// liveEvents is the most events told at once.
	liveEvents = 200
)

// Following is how somebody follows a meeting.
type Following struct {
	MeetingID string
	// Who says who follows, from the session or the token as it is now. It is
	// asked before anything is told: who was signed out, left or lost the right
	// to see the meeting hears nothing more.
	Who func(ctx context.Context) (accord.Actor, error)
	// After is the seq of the last event known, 0 for none.
	After int64
	// Tell is called once at the start, and then after each change.
	Tell func(ctx context.Context, c LiveChange) error
	// Beat is called when nothing was told for a while.
	Beat func() error
}

// LiveChange is what somebody who follows a meeting is told.
type LiveChange struct {
	Actor    accord.Actor
	Seq      int64          // everything up to it is in what is told
	Events   []accord.Event // since the last time; text only where the actor may read it
	Snapshot bool           // nothing is known: tell everything
	more     bool           // there are further events
}

// Follow tells of a meeting as it goes on (M1), until ctx ends or telling
// fails. It returns the error where the actor may not see the meeting, or no
// longer may.
func (a *App) Follow(ctx context.Context, f Following) error {
	err := a.follow(ctx, f)
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was ended: whatever failed then failed for it
	}
	return err
}

func (a *App) follow(ctx context.Context, f Following) error {
	actor, err := f.Who(ctx)
	if err != nil {
		return err
	}
	woken, leave := a.join(ctx, actor.WorkspaceID)
	defer leave()
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	seen := int64(-1)
	for {
		c, err := a.liveChange(ctx, f, seen)
		if err != nil {
			return err
		}
		if seen < 0 || len(c.Events) > 0 {
			if err := f.Tell(ctx, c); err != nil {
				return err
			}
		}
		seen = c.Seq
		if c.more {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-woken:
		case <-beat.C:
			if err := f.Beat(); err != nil {
				return err
			}
		}
	}
}

// liveChange is what has happened since seen, for whoever follows as they are
// now. The last seq is read first: what happens after it is told next time.
func (a *App) liveChange(ctx context.Context, f Following, seen int64) (LiveChange, error) {
	var c LiveChange
	var err error
	if c.Actor, err = f.Who(ctx); err != nil {
		return c, err
	}
	if ctx, err = a.read(ctx, c.Actor, ActSeeMeetings); err != nil {
		return c, err
	}
	head, _, err := a.loadMeeting(ctx, a.store, c.Actor, f.MeetingID, a.now())
	if err != nil {
		return c, err
	}
	if c.Seq, err = a.store.LastSeq(ctx); err != nil {
		return c, err
	}
	if seen < 0 && f.After > 0 && f.After <= c.Seq { // a later one is of another database: tell everything
		seen = f.After
	}
	if seen < 0 {
		c.Snapshot = true
		return c, nil
	}
	if c.Events, err = a.store.EventsAt(ctx, head.Meeting, seen, c.Seq, liveEvents); err != nil {
		return c, err
	}
	if c.more = len(c.Events) == liveEvents; c.more {
		c.Seq = c.Events[liveEvents-1].Seq
	}
	return c, a.hideEvents(ctx, c.Actor, f.MeetingID, c.Events)
}

// hideEvents takes the text out of events that are not the meeting's own and
// not for the actor (X1): a guest sees the meeting, not what else its team has.
func (a *App) hideEvents(ctx context.Context, actor accord.Actor, meetingID string, events []accord.Event) error {
	if len(events) == 0 {
		return nil
	}
	view, err := a.view(ctx, a.store, actor)
	for i, e := range events {
		if string(e.MeetingID) != meetingID && hidden(e, view, actor) {
			events[i].Data = "{}"
		}
	}
	return err
}

// pollOnce wakes the followers of every workspace whose last seq is no longer
// the one known.
func (a *App) pollOnce(ctx context.Context, known map[string]int64) error {
	for _, id := range a.live.workspaces() {
		seq, err := a.store.LastSeq(store.Within(ctx, id))
		if err != nil {
			return err
		}
		if seq != known[id] {
			known[id] = seq
			a.live.wake(id)
		}
	}
	return nil
}
