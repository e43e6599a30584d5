package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// fillRota gives the scheduled meetings of a series those whose turn it is now,
// unless somebody chose by hand, and tells whose part changed. Whatever changes
// dates, people or turns calls it.
func (a *App) fillRota(ctx context.Context, tx *store.Store, series accord.Series, by string, now time.Time) error {
	if !series.HasRota() || series.Status != accord.SeriesActive {
		return nil
	}
	r, err := a.loadRota(ctx, tx, series, "", now)
	if err != nil {
		return err
	}
	for _, d := range r.turnDates() {
		was, ok := r.rows[d]
		if !ok {
			continue
		}
		if is := r.filled(was); is != was {
			if err := a.saveDuties(ctx, tx, was, is, by, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// turnDates are the names of all dates with a turn, in order.
func (r *rota) turnDates() []accord.LocalTime {
	var names []accord.LocalTime
	seen := map[accord.LocalTime]bool{}
	for _, kind := range accord.RotaKinds() {
		for _, d := range r.dates[kind] {
			if !seen[d.OriginalStart] {
				seen[d.OriginalStart] = true
				names = append(names, d.OriginalStart)
			}
		}
	}
	return names
}

// fillTeam fills the rotas of a team whose people are others now.
func (a *App) fillTeam(ctx context.Context, tx *store.Store, teamID, by string, now time.Time) error {
	list, err := tx.RotatingSeries(ctx, teamID)
	if err != nil {
		return err
	}
	filled := map[string]bool{}
	for _, series := range list {
		if filled[series.LineageID] {
			continue
		}
		filled[series.LineageID] = true
		if err := a.fillRota(ctx, tx, series, by, now); err != nil {
			return err
		}
	}
	return nil
}

// fillTeams is fillTeam for several.
func (a *App) fillTeams(ctx context.Context, tx *store.Store, teams []string, by string, now time.Time) error {
	for _, id := range teams {
		if err := a.fillTeam(ctx, tx, id, by, now); err != nil {
			return err
		}
	}
	return nil
}

// fillTeamsOf fills the rotas of the teams of somebody whose side or role is
// another one now.
func (a *App) fillTeamsOf(ctx context.Context, tx *store.Store, personID, by string, now time.Time) error {
	teams, err := tx.TeamsOf(ctx, personID)
	if err != nil {
		return err
	}
	return a.fillTeams(ctx, tx, teams, by, now)
}

// saveDuties writes whose duties at a meeting are others now, and tells them.
func (a *App) saveDuties(ctx context.Context, tx *store.Store, was, is accord.Meeting, by string, now time.Time) error {
	is.ChangedAt = &now
	if err := tx.SaveMeeting(ctx, &is); err != nil {
		return err
	}
	e, err := tx.Record(ctx, accord.Event{
		At: now, ActorID: by, Kind: "meeting.duties_given", SubjectType: "meeting", SubjectID: is.ID, MeetingID: accord.NullID(is.ID), TeamID: is.TeamID,
		Data: jsonObject("facilitator_id", is.FacilitatorID, "minute_taker_id", is.MinuteTakerID, "sales_rep_id", is.SalesRepID, "marketing_rep_id", is.MarketingRepID),
	})
	if err != nil {
		return err
	}
	return a.mailDuties(ctx, tx, was, is, e)
}

// mailDuties tells whoever has a duty or has it no more: by the event in their
// calendar where that is of this date and names who does what, else by a mail of
// its own. Whoever changed it needs no mail, but their calendar does.
func (a *App) mailDuties(ctx context.Context, tx *store.Store, was, is accord.Meeting, e accord.Event) error {
	t, err := a.meetingTopic(ctx, tx, is)
	if err != nil {
		return err
	}
	var knows []accord.Person
	for _, id := range newHolders(was, is) {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		by, err := a.knowsDate(ctx, tx, t, p)
		switch {
		case err != nil:
			return err
		case by:
			knows = append(knows, p)
		case id == e.ActorID:
		default:
			if err := a.mailDuty(ctx, tx, was, is, e, id); err != nil {
				return err
			}
		}
	}
	return a.queueEvent(ctx, tx, accord.MailMeetingMoved, t, e, knows)
}

// newHolders are those who do something else at a meeting than they did.
func newHolders(was, is accord.Meeting) []string {
	var ids []string
	for _, m := range []accord.Meeting{was, is} {
		for _, kind := range accord.RotaKinds() {
			id := string(m.Holder(kind))
			if id != "" && !slices.Contains(ids, id) && dutyNames(was, id) != dutyNames(is, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// mailDuty queues the mail about somebody's duties, gathered for a minute; while
// an earlier one waits, that one says what is true then.
func (a *App) mailDuty(ctx context.Context, tx *store.Store, was, is accord.Meeting, e accord.Event, personID string) error {
	waits, err := tx.MailPending(ctx, accord.MailDuty, is.ID, personID)
	if err != nil || waits {
		return err
	}
	return a.queueDuty(ctx, tx, is, e, personID, dutyNames(was, personID))
}

// dutyNames is what somebody does at a meeting, as one word for comparing.
func dutyNames(m accord.Meeting, personID string) string {
	var names []string
	for _, kind := range m.DutiesOf(personID) {
		names = append(names, string(kind))
	}
	return strings.Join(names, ",")
}

// keepTurns stores whose turn the duties of a starting meeting are; from then on
// they never change. Who the meeting names does it: with nobody chosen by hand
// it counts as their turn, whatever became of the rota since they were told.
func (t *meetingTx) keepTurns(ctx context.Context) error {
	if t.m.SeriesID == "" {
		return nil
	}
	series, err := t.tx.Series(ctx, string(t.m.SeriesID))
	if err != nil || !series.HasRota() {
		return err
	}
	r, err := t.app.loadRota(ctx, t.tx, series, t.m.OriginalStart, t.now)
	if err != nil {
		return err
	}
	r.include(series, t.head.Meeting)
	for _, kind := range accord.RotaKinds() {
		if !series.Rotates(kind) {
			continue
		}
		turn, err := r.take(kind, t.head.Meeting)
		if err != nil {
			return err
		}
		if err := t.tx.SaveRotaTurn(ctx, turn); err != nil {
			return err
		}
		t.m = t.m.Give(kind, turn.HolderID, t.m.ByHand(kind))
	}
	return nil
}

// include counts a meeting among the dates that has ended by its plan and
// starts only now.
func (r *rota) include(series accord.Series, m accord.Meeting) {
	if _, ok := r.of[m.OriginalStart]; ok {
		return
	}
	r.rows[m.OriginalStart] = m
	date := accord.RotaDate{OriginalStart: m.OriginalStart, StartsAt: m.StartsAt}
	r.of[m.OriginalStart] = series
	for _, kind := range accord.RotaKinds() {
		if series.Rotates(kind) {
			r.dates[kind] = append([]accord.RotaDate{date}, r.dates[kind]...)
		}
	}
	r.compute()
}

// take is the turn to store for a meeting that starts.
func (r *rota) take(kind accord.RotaKind, m accord.Meeting) (accord.RotaTurn, error) {
	turn, ok := r.turn(kind, m.OriginalStart)
	if !ok {
		return turn, accord.NotFound("turn")
	}
	if holder := m.Holder(kind); holder != turn.HolderID && holder != "" && !m.ByHand(kind) {
		turn.OwnerID, turn.HolderID = holder, holder
		for _, p := range r.people {
			if p.ID == string(holder) {
				turn.Side = p.Side
			}
		}
	}
	return turn, nil
}
