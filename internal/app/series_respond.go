package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// responder keeps somebody's answers within one transaction.
type responder struct {
	app   *App
	tx    *store.Store
	by    accord.Actor // who hands it in
	whose accord.Actor // whose answer it is
	now   time.Time
}

// RespondToSeries keeps the actor's answer to all dates of a series to come, or
// with a name to that one date, opened or not. An answer somebody gave for one
// date stays when they answer for all.
func (a *App) RespondToSeries(ctx context.Context, actor accord.Actor, seriesID, name, response string) error {
	return a.change(ctx, actor, ActRespond, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w := &responder{app: a, tx: tx, by: actor, whose: actor, now: now}
		series, err := tx.Series(ctx, seriesID)
		if err != nil {
			return err
		}
		if err := w.sees(ctx, series); err != nil {
			return err
		}
		given := answer{response: response, stamp: now}
		if name == "" {
			_, err = w.toSeries(ctx, series, given)
			return err
		}
		o, m, err := a.occurrenceNamed(ctx, tx, series, name)
		if err != nil {
			return err
		}
		_, err = w.toDate(ctx, series, o.Occurrence, m, given)
		return err
	})
}

// OwnAnswer is what somebody said to a series, or to one of its dates.
type OwnAnswer struct {
	May      bool   // they are invited and can answer
	Response string // "" for none
}

// ownAnswer is the actor's answer to a date of a series, or with "" to all of
// its dates to come; open says whether it takes answers at all.
func (a *App) ownAnswer(ctx context.Context, actor accord.Actor, series accord.Series, open bool, slot accord.LocalTime) (o OwnAnswer, err error) {
	if !open {
		return o, nil
	}
	role, err := a.store.TeamRole(ctx, series.TeamID, actor.PersonID)
	if o.May = role != ""; err != nil || !o.May {
		return o, err
	}
	replies, err := a.store.SeriesReplies(ctx, series.ID, slot)
	for _, r := range replies { // those to the series come first
		if r.PersonID == actor.PersonID {
			o.Response = r.Response
		}
	}
	return o, err
}

// sees refuses a series that whoever hands the answer in, or whoever gave it,
// may not see: it does not exist for them (X4). Its people alone are asked.
func (w *responder) sees(ctx context.Context, series accord.Series) error {
	if w.by.PersonID != w.whose.PersonID {
		if err := w.app.seesTeam(ctx, w.tx, w.by, accord.NullID(series.TeamID), "series"); err != nil {
			return err
		}
	}
	return w.app.seesTeam(ctx, w.tx, w.whose, accord.NullID(series.TeamID), "series")
}

// ofTeam refuses an answer of somebody who is not invited to every date.
func (w *responder) ofTeam(ctx context.Context, series accord.Series) error {
	role, err := w.tx.TeamRole(ctx, series.TeamID, w.whose.PersonID)
	if err == nil && role == "" {
		return accord.Errorf(accord.CodeDenied, "Only people of its team are invited to this series.").By("X4")
	}
	return err
}

// toMeeting keeps an answer to one meeting; taken is false where they said
// something else since.
func (w *responder) toMeeting(ctx context.Context, m accord.Meeting, given answer) (taken bool, err error) {
	head, standing, err := w.app.loadMeeting(ctx, w.tx, w.whose, m.ID, w.now)
	if err != nil {
		return false, err
	}
	if !standing.Invited && standing.TeamRole == "" {
		return false, accord.Errorf(accord.CodeDenied, "You are not invited to this meeting.").By("X4")
	}
	t := &meetingTx{app: w.app, tx: w.tx, by: w.by, now: w.now, head: head, m: head.Meeting, standing: standing}
	p, err := t.attendee(ctx, w.whose.PersonID)
	if err != nil {
		return false, err
	}
	next, taken, err := p.Replied(t.m, given.response, given.comment, given.stamp)
	if err != nil || !taken {
		return taken, err
	}
	return true, t.saveAttendee(ctx, next, "meeting.responded", facts{"response": given.response})
}

// toDate keeps an answer to one date of a series: with its meeting where there
// is one, else until it is opened.
func (w *responder) toDate(ctx context.Context, series accord.Series, o accord.Occurrence, m *accord.Meeting, given answer) (taken bool, err error) {
	if m != nil {
		return w.toMeeting(ctx, *m, given)
	}
	if err := series.Opens(o); err != nil {
		return false, err
	}
	if !o.StartsAt.After(w.now) {
		return false, accord.Errorf(accord.CodeConflict, "This date has begun already; it takes no answers.")
	}
	return w.keep(ctx, series, o.OriginalStart, given)
}

// toSeries keeps an answer to all dates to come: those that are meetings get it
// now, where no answer of their own was given, the others when they are opened.
func (w *responder) toSeries(ctx context.Context, series accord.Series, given answer) (taken bool, err error) {
	if series.Status == accord.SeriesEnded {
		return false, accord.Errorf(accord.CodeConflict, "This series has ended.").By("S4")
	}
	if taken, err = w.keep(ctx, series, "", given); err != nil || !taken {
		return taken, err
	}
	meetings, err := w.tx.ScheduledMeetings(ctx, series.ID)
	if err != nil {
		return false, err
	}
	reply := accord.SeriesReply{Response: given.response, Comment: given.comment, Stamp: given.stamp}
	for _, m := range meetings {
		if !m.StartsAt.After(w.now) {
			continue
		}
		people, err := w.tx.MeetingPeople(ctx, m.ID)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(people, func(p accord.MeetingPerson) bool { return p.PersonID == w.whose.PersonID })
		if i < 0 || people[i].OwnAnswer() {
			continue
		}
		t := &meetingTx{app: w.app, tx: w.tx, by: w.by, now: w.now, m: m}
		if err := t.saveAttendee(ctx, people[i].Follows(reply), "meeting.responded", facts{"response": given.response}); err != nil {
			return false, err
		}
	}
	return true, nil
}

// keep writes an answer to a series, or to a date of it without a meeting.
func (w *responder) keep(ctx context.Context, series accord.Series, slot accord.LocalTime, given answer) (taken bool, err error) {
	if err := w.ofTeam(ctx, series); err != nil {
		return false, err
	}
	r := accord.SeriesReply{
		SeriesID: series.ID, OriginalStart: slot, PersonID: w.whose.PersonID, Response: given.response, Comment: given.comment, Stamp: given.stamp, CreatedAt: w.now,
	}
	if err := r.Check(); err != nil {
		return false, err
	}
	last, err := w.tx.SeriesReply(ctx, series.ID, slot, w.whose.PersonID)
	switch {
	case err == nil && !r.Supersedes(last):
		return false, nil
	case err != nil && accord.CodeOf(err) != accord.CodeNotFound:
		return false, err
	}
	if err := w.tx.SaveSeriesReply(ctx, r); err != nil {
		return false, err
	}
	e := seriesEvent(w.by, "series.responded", series, w.now)
	e.Data = jsonObject("person_id", r.PersonID, "response", r.Response, "original_start", slot)
	_, err = w.tx.Record(ctx, e)
	return true, err
}

// takeReplies puts what people answered before a date was opened onto its
// meeting: to the date, else to the whole series.
func (a *App) takeReplies(ctx context.Context, tx *store.Store, series accord.Series, m accord.Meeting, invited []accord.MeetingPerson) error {
	replies, err := tx.SeriesReplies(ctx, series.ID, m.OriginalStart)
	if err != nil {
		return err
	}
	answered := map[string]accord.MeetingPerson{}
	for _, r := range replies { // those to the series come first
		i := slices.IndexFunc(invited, func(p accord.MeetingPerson) bool { return p.PersonID == r.PersonID })
		if i < 0 {
			continue
		}
		p := invited[i].Follows(r)
		if r.OriginalStart != "" {
			p.UpdatedAt = &r.Stamp
		}
		answered[r.PersonID] = p
	}
	for _, p := range invited {
		if p, ok := answered[p.PersonID]; ok {
			if err := tx.SaveAttendee(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}
