package app

import (
	"context"
	"encoding/json"

	"accord/internal/accord"
	"accord/internal/store"
)

// carryOut does what the plan says, in its order: no row ever meets the
// original start of another one.
func (c *seriesChange) carryOut(ctx context.Context) error {
	if !c.plan.Changes && !c.patch.Agenda.Set {
		return nil
	}
	for _, o := range c.plan.Open {
		m, err := c.app.openMeeting(ctx, c.tx, c.before, o, accord.SystemID, c.now)
		if err != nil {
			return err
		}
		c.meetings = append(c.meetings, m) // one still to come gets the new words
	}
	for _, step := range []func(context.Context) error{c.saveSeries, c.saveSuccessor, c.saveRekeys, c.rekeyRota, c.rekeyReplies, c.saveListed, c.saveWords, c.retime} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	e, err := c.record(ctx)
	if err != nil {
		return err
	}
	if err := c.drop(ctx, e); err != nil {
		return err
	}
	if err := c.dropSeats(ctx); err != nil {
		return err
	}
	if err := c.app.tellSeries(ctx, c.tx, c.plan, e); err != nil {
		return err
	}
	for _, s := range c.parts() {
		if err := c.app.planNext(ctx, c.tx, s, c.now); err != nil {
			return err
		}
	}
	return c.app.fillRota(ctx, c.tx, c.goesOn(), c.by.PersonID, c.now)
}

// parts are the series that the change leaves: itself, and what goes on.
func (c *seriesChange) parts() []accord.Series {
	if c.plan.Split() {
		return []accord.Series{c.plan.Updated, *c.plan.Successor}
	}
	return []accord.Series{c.plan.Updated}
}

// part is one of them by its id.
func (c *seriesChange) part(id string) accord.Series {
	if c.plan.Split() && id == c.plan.Successor.ID {
		return *c.plan.Successor
	}
	return c.plan.Updated
}

// goesOn is what the change was meant for: the successor, or the series itself.
func (c *seriesChange) goesOn() accord.Series { return c.parts()[len(c.parts())-1] }

// saveSeries writes the series itself and, where it goes on, its agenda.
func (c *seriesChange) saveSeries(ctx context.Context) error {
	s := c.plan.Updated
	if c.plan.Changes {
		s.ChangedAt = &c.now
	}
	if c.plan.Bumps {
		var err error
		if s.Sequence, err = c.tx.NextSequence(ctx, s.ID, s.Sequence); err != nil {
			return err
		}
	}
	if c.other && !c.plan.Split() {
		s.ObservedFrom = &c.now
	}
	if err := c.tx.SaveSeries(ctx, &s); err != nil {
		return err
	}
	c.plan.Updated = s
	if c.plan.Split() || !c.patch.Agenda.Set {
		return nil
	}
	return c.tx.SetSeriesAgenda(ctx, s.ID, c.patch.Agenda.Value)
}

// saveSuccessor makes the series that goes on: of the same lineage, with a copy
// of the agenda to start from and all of the backlog.
func (c *seriesChange) saveSuccessor(ctx context.Context) error {
	if !c.plan.Split() {
		return nil
	}
	s := *c.plan.Successor
	s.CreatedBy = c.by.PersonID
	if c.other {
		s.ObservedFrom = &c.now
	}
	if err := c.tx.CreateSeries(ctx, &s); err != nil {
		return err
	}
	c.plan.Successor = &s
	agenda := c.patch.Agenda.Value
	if !c.patch.Agenda.Set {
		var err error
		if agenda, err = c.tx.SeriesAgenda(ctx, c.before.ID); err != nil {
			return err
		}
	}
	if err := c.tx.SetSeriesAgenda(ctx, s.ID, agenda); err != nil {
		return err
	}
	return c.tx.MoveBacklog(ctx, c.before.ID, s.ID)
}

// saveRekeys gives meetings their new names and times, in the order of the plan.
func (c *seriesChange) saveRekeys(ctx context.Context) error {
	for _, r := range c.plan.Rekeys {
		m := r.Rekeyed(c.before, c.part(r.SeriesID), c.now)
		if err := c.saveMeeting(ctx, m, r.Meeting); err != nil {
			return err
		}
	}
	return nil
}

// rekeyRota carries what was said of turns over to the dates that stand in the
// place of theirs.
func (c *seriesChange) rekeyRota(ctx context.Context) error {
	skips, err := c.tx.RotaSkips(ctx, c.before.LineageID)
	if err != nil {
		return err
	}
	swaps, err := c.tx.RotaSwaps(ctx, c.before.LineageID)
	if err != nil {
		return err
	}
	var names []accord.LocalTime
	for _, s := range skips {
		names = append(names, s.OriginalStart)
	}
	for _, s := range swaps {
		names = append(names, s.FirstStart, s.SecondStart)
	}
	to := map[store.RotaName]store.RotaName{}
	for name, next := range c.plan.Counterparts(names) {
		to[store.RotaName{SeriesID: c.before.ID, OriginalStart: name}] = store.RotaName{SeriesID: c.goesOn().ID, OriginalStart: next}
	}
	for _, r := range c.plan.Rekeys {
		to[store.RotaName{SeriesID: c.before.ID, OriginalStart: r.Meeting.OriginalStart}] = store.RotaName{SeriesID: r.SeriesID, OriginalStart: r.Original}
	}
	return c.tx.RekeyRota(ctx, c.before.LineageID, to)
}

// rekeyReplies carries what people answered for dates nobody opened over to
// their new names. After a split they stay: the new invitation asks anew.
func (c *seriesChange) rekeyReplies(ctx context.Context) error {
	if c.plan.Split() {
		return nil
	}
	names, err := c.tx.AnsweredDates(ctx, c.before.ID)
	if err != nil {
		return err
	}
	return c.tx.RekeySeriesReplies(ctx, c.before.ID, c.plan.Counterparts(names))
}

// saveListed gives what is kept without a date of the new rule to the series
// that goes on, under its old name.
func (c *seriesChange) saveListed(ctx context.Context) error {
	for _, l := range c.plan.Listed {
		if l.Drop || l.SeriesID == c.before.ID {
			continue
		}
		if err := c.saveMeeting(ctx, l.Kept(c.before, c.part(l.SeriesID), c.now), l.Meeting); err != nil {
			return err
		}
	}
	return nil
}

// saveWords gives the meetings whose dates stay the new words of their series.
// In a split none of them is among those changed.
func (c *seriesChange) saveWords(ctx context.Context) error {
	if c.plan.Split() {
		return nil
	}
	done := map[string]bool{}
	for _, r := range c.plan.Rekeys {
		done[r.Meeting.ID] = true
	}
	for _, l := range c.plan.Listed {
		done[l.Meeting.ID] = l.Drop
	}
	for _, m := range c.meetings {
		if done[m.ID] || m.Begun(c.now) {
			continue
		}
		if err := c.saveMeeting(ctx, m.InWordsOf(c.before, c.plan.Updated, c.now), m); err != nil {
			return err
		}
	}
	return nil
}

// saveMeeting writes a meeting that was changed, its agenda with it; a new time
// is told to those who follow it.
func (c *seriesChange) saveMeeting(ctx context.Context, m, old accord.Meeting) error {
	if m == old {
		return nil
	}
	if m.SeriesID != old.SeriesID {
		if err := c.tx.AgendaToSeries(ctx, m.ID, string(m.SeriesID)); err != nil {
			return err
		}
	}
	t := &meetingTx{app: c.app, tx: c.tx, by: c.by, now: c.now, m: m}
	var err error
	if m.StartsAt.Equal(old.StartsAt) || m.Status != accord.MeetingScheduled {
		err = c.tx.SaveMeeting(ctx, &m)
	} else {
		_, err = t.save(ctx, "moved", facts{"title": m.Title, "starts_at": m.StartsAt})
	}
	if err != nil {
		return err
	}
	return c.app.visitsFollow(ctx, c.tx, m, c.by.PersonID, c.now)
}

// retime counts the steps towards the agendas of moved meetings from their new
// starts (A4), once all of them stand where they belong.
func (c *seriesChange) retime(ctx context.Context) error {
	for _, r := range c.plan.Rekeys {
		if r.StartsAt.Equal(r.Meeting.StartsAt) || r.Meeting.Status != accord.MeetingScheduled {
			continue
		}
		m, err := c.tx.Meeting(ctx, r.Meeting.ID)
		if err != nil {
			return err
		}
		timed, err := c.app.retime(ctx, c.tx, m, r.Meeting.StartsAt, c.now)
		if err != nil {
			return err
		}
		if timed == m {
			continue
		}
		if err := c.tx.SaveMeeting(ctx, &timed); err != nil {
			return err
		}
	}
	return nil
}

// record tells of the change, and of a split on both series.
func (c *seriesChange) record(ctx context.Context) (accord.Event, error) {
	if !c.plan.Split() {
		return c.tx.Record(ctx, seriesEvent(c.by, "series.changed", c.plan.Updated, c.now))
	}
	e := seriesEvent(c.by, "series.split", c.plan.Updated, c.now)
	data, err := json.Marshal(facts{"successor_id": c.plan.Successor.ID, "from": c.patch.From})
	if err != nil {
		return e, err
	}
	e.Data = string(data)
	if e, err = c.tx.Record(ctx, e); err != nil {
		return e, err
	}
	_, err = c.tx.Record(ctx, seriesEvent(c.by, "series.created", *c.plan.Successor, c.now))
	return e, err
}

// drop calls off the listed meetings that were given up. One beside its series'
// event goes with the new dates of that.
func (c *seriesChange) drop(ctx context.Context, e accord.Event) error {
	events, err := c.app.eventsOf(ctx, c.tx, c.before, nil)
	if err != nil {
		return err
	}
	for _, l := range c.plan.Listed {
		if !l.Drop {
			continue
		}
		told := ctx
		if _, beside := events.Place(l.Meeting.OriginalStart); beside {
			told = WithoutMail(ctx)
		}
		if err := c.app.cancelMeeting(told, c.tx, c.by, l.Meeting, c.now); err != nil {
			return err
		}
		if told == ctx {
			continue
		}
		if err := c.app.inviteGuests(ctx, c.tx, accord.MailMeetingCancelled, l.Meeting.ID, e); err != nil {
			return err
		}
	}
	return nil
}

// detail is what the change leaves, for the answer.
func (c *seriesChange) detail(ctx context.Context) (ChangedSeries, error) {
	var d ChangedSeries
	series, err := c.tx.Series(ctx, c.before.ID)
	if err != nil {
		return d, err
	}
	if d.SeriesDetail, err = c.app.seriesDetail(ctx, c.tx, c.standing, series); err != nil || !c.plan.Split() {
		return d, err
	}
	if series, err = c.tx.Series(ctx, c.plan.Successor.ID); err != nil {
		return d, err
	}
	next, err := c.app.seriesDetail(ctx, c.tx, c.standing, series)
	d.Successor = &next
	return d, err
}
