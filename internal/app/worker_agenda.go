package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// agendasDue takes the steps towards each coming meeting's agenda that are due
// (A3, A4).
func (a *App) agendasDue(ctx context.Context, g glance) (next time.Time, err error) {
	meetings, err := a.store.MeetingsToAskFor(ctx)
	if err != nil || len(meetings) == 0 {
		return next, err
	}
	series, err := a.seriesOfMeetings(ctx, meetings)
	if err != nil {
		return next, err
	}
	own, err := a.heededDays(ctx, a.store, slices.Collect(maps.Values(series)))
	if err != nil {
		return next, err
	}
	var failed []error
	for _, m := range meetings {
		s := series[string(m.SeriesID)]
		if first := m.StartsAt.Add(-s.LongestLead()); first.After(g.now) {
			next = sooner(next, first)
			continue
		}
		due, err := a.agendaDue(ctx, g, s, m, own)
		failed, next = append(failed, err), sooner(next, due)
	}
	return next, errors.Join(failed...)
}

// seriesOfMeetings loads the series of the meetings, by id.
func (a *App) seriesOfMeetings(ctx context.Context, meetings []accord.Meeting) (map[string]accord.Series, error) {
	var ids []string
	for _, m := range meetings {
		ids = append(ids, string(m.SeriesID))
	}
	slices.Sort(ids)
	list, err := a.store.SeriesOf(ctx, slices.Compact(ids))
	series := make(map[string]accord.Series, len(list))
	for _, s := range list {
		series[s.ID] = s
	}
	return series, err
}

// agendaDue takes the step of one meeting that is due and returns when the next
// one is.
func (a *App) agendaDue(ctx context.Context, g glance, s accord.Series, m accord.Meeting, own ownDays) (time.Time, error) {
	lead, err := a.leadTimesOf(ctx, a.store, s, m, own)
	if err != nil {
		return time.Time{}, err
	}
	if dueStep(m, lead, g.now) != "" {
		err = a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
			return a.agendaStep(ctx, tx, m.ID, g.now)
		})
	}
	for _, at := range []time.Time{lead.Ask, lead.Remind, lead.Send} {
		if at.After(g.now) {
			return at, err
		}
	}
	return time.Time{}, err
}

// agendaStep takes the latest step that is due; of earlier ones that were
// missed only the latest still says something, and they are written down as
// left out.
func (a *App) agendaStep(ctx context.Context, tx *store.Store, meetingID string, now time.Time) error {
	m, err := tx.Meeting(ctx, meetingID)
	if err != nil || m.Status != accord.MeetingScheduled || m.AgendaSentAt != nil {
		return err
	}
	s, err := tx.Series(ctx, string(m.SeriesID))
	if err != nil {
		return err
	}
	own, err := a.heededDays(ctx, tx, []accord.Series{s})
	if err != nil {
		return err
	}
	lead, err := a.leadTimesOf(ctx, tx, s, m, own)
	if err != nil {
		return err
	}
	step := dueStep(m, lead, now)
	for _, missed := range missedSteps(s, m, lead, step) {
		if err := a.leaveOutStep(ctx, tx, m, missed); err != nil {
			return err
		}
	}
	late := !now.Before(m.StartsAt)
	switch step {
	case stepSend:
		m.AgendaSentAt = &now
		if err := tx.StampAgenda(ctx, m); err != nil {
			return err
		}
		return a.sendAgenda(ctx, tx, m, late, now)
	case stepRemind:
		m.RemindedAt = &now
		if err := tx.StampAgenda(ctx, m); err != nil {
			return err
		}
		return a.askForProposals(ctx, tx, m, accord.MailProposalsMissing, late)
	case stepAsk:
		m.AskedAt = &now
		if err := tx.StampAgenda(ctx, m); err != nil {
			return err
		}
		return a.askForProposals(ctx, tx, m, accord.MailProposalsWanted, late)
	}
	return nil
}

// missedSteps are the steps before the one that is due which nobody took
// although their time came: they have been overtaken. What lay in the past
// already when the date was planned or moved was never due.
func missedSteps(s accord.Series, m accord.Meeting, lead accord.LeadTimes, step string) []string {
	since := s.CreatedAt
	for _, t := range []*time.Time{s.PlannedFrom, m.ChangedAt} {
		if t != nil && t.After(since) {
			since = *t
		}
	}
	var missed []string
	if (step == stepRemind || step == stepSend) && m.AskedAt == nil && lead.Ask.After(since) && lead.Ask.Before(lead.Remind) {
		missed = append(missed, stepAsk)
	}
	if step == stepSend && m.RemindedAt == nil && lead.Remind.After(since) && lead.Remind.Before(lead.Send) {
		missed = append(missed, stepRemind)
	}
	return missed
}

// leaveOutStep writes down that nobody is asked, or reminded, any more.
func (a *App) leaveOutStep(ctx context.Context, tx *store.Store, m accord.Meeting, step string) error {
	kind := accord.MailProposalsWanted
	if step == stepRemind {
		kind = accord.MailProposalsMissing
	}
	return a.askForProposals(ctx, tx, m, kind, true)
}

// The steps towards an agenda (A4).
const (
	stepAsk    = "ask"
	stepRemind = "remind"
	stepSend   = "send"
)

// dueStep is the latest step that is due and was not taken, or "".
func dueStep(m accord.Meeting, lead accord.LeadTimes, now time.Time) string {
	switch {
	case !now.Before(lead.Send):
		return stepSend
	case !now.Before(lead.Remind):
		if m.RemindedAt == nil {
			return stepRemind
		}
	case !now.Before(lead.Ask):
		if m.AskedAt == nil {
			return stepAsk
		}
	}
	return ""
}

// leadTimes computes a meeting's lead times from its series (A4).
func (a *App) leadTimes(ctx context.Context, tx *store.Store, m accord.Meeting) (accord.LeadTimes, error) {
	s, err := tx.Series(ctx, string(m.SeriesID))
	if err != nil {
		return accord.LeadTimes{}, err
	}
	own, err := a.heededDays(ctx, tx, []accord.Series{s})
	if err != nil {
		return accord.LeadTimes{}, err
	}
	return a.leadTimesOf(ctx, tx, s, m, own)
}

// leadTimesOf is leadTimes where the series and the workspace's own days were
// read already.
func (a *App) leadTimesOf(ctx context.Context, db *store.Store, s accord.Series, m accord.Meeting, own ownDays) (accord.LeadTimes, error) {
	dates, err := a.datesOf(ctx, db, s, own, m.StartsAt.Add(-lookBack(s)), m.StartsAt)
	if err != nil {
		return accord.LeadTimes{}, err
	}
	o := accord.Occurrence{OriginalStart: m.OriginalStart, StartsAt: m.StartsAt, EndsAt: m.EndsAt()}
	return s.LeadTimes(m.StartsAt, previousEnd(dates, o)), nil
}

// retime counts the steps towards the agenda of a moved meeting from its new
// start; old is the start it had.
func (a *App) retime(ctx context.Context, tx *store.Store, m accord.Meeting, old, now time.Time) (accord.Meeting, error) {
	if m.SeriesID == "" {
		return m, nil
	}
	lead, err := a.leadTimes(ctx, tx, m)
	return m.Retimed(lead, old, now), err
}

// askForProposals asks everybody who may propose, or with MailProposalsMissing
// only the side nobody proposed anything for. A locked agenda asks nobody.
func (a *App) askForProposals(ctx context.Context, tx *store.Store, m accord.Meeting, kind string, late bool) error {
	if m.LockedAt != nil {
		return nil
	}
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	missing := map[accord.Side]bool{}
	for _, s := range accord.SidesWithoutProposal(agenda) {
		missing[s] = true
	}
	people, err := tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return err
	}
	var to []string
	for _, p := range people {
		if p.TeamRole == accord.TeamObserver || (kind == accord.MailProposalsMissing && !missing[p.Side]) {
			continue
		}
		to = append(to, p.PersonID)
	}
	return a.queueStep(ctx, tx, kind, m, late, to)
}

// sendAgenda locks the agenda where both sides are on it and sends it; where
// one is missing the agenda stays open and the team's leaders are told which
// (A3).
func (a *App) sendAgenda(ctx context.Context, tx *store.Store, m accord.Meeting, late bool, now time.Time) error {
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	people, err := tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return err
	}
	var all, leaders []string
	for _, p := range people {
		all = append(all, p.PersonID)
		if p.TeamRole == accord.TeamLeader {
			leaders = append(leaders, p.PersonID)
		}
	}
	if m.LockedAt == nil && !late {
		locked, err := m.Lock(agenda, false, accord.SystemID, now)
		if accord.CodeOf(err) == accord.CodeConflict {
			return a.queueStep(ctx, tx, accord.MailAgendaOpen, m, late, leaders)
		}
		if err != nil {
			return err
		}
		m = locked
		if err := tx.SaveMeeting(ctx, &m); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, accord.Event{
			At: now, ActorID: accord.SystemID, Kind: "meeting.locked", SubjectType: "meeting", SubjectID: m.ID,
			MeetingID: accord.NullID(m.ID), TeamID: m.TeamID,
		}); err != nil {
			return err
		}
	}
	return a.queueStep(ctx, tx, accord.MailAgenda, m, late, all)
}

// sendLocked sends an agenda that somebody locks after its lock time, when it
// could not lock itself (A3). Before that time it is sent then, after the start
// no more.
func (a *App) sendLocked(ctx context.Context, tx *store.Store, m accord.Meeting, now time.Time) error {
	if m.SeriesID == "" || !now.Before(m.StartsAt) {
		return nil
	}
	lead, err := a.leadTimes(ctx, tx, m)
	if err != nil || now.Before(lead.Send) {
		return err
	}
	m.AgendaSentAt = &now
	if err := tx.StampAgenda(ctx, m); err != nil {
		return err
	}
	return a.sendAgenda(ctx, tx, m, false, now)
}

// queueStep queues the mails of a step, once a meeting and person. A step whose
// meeting has begun is written down as left out.
func (a *App) queueStep(ctx context.Context, tx *store.Store, kind string, m accord.Meeting, late bool, people []string) error {
	if late {
		return a.queueLeftOut(ctx, tx, kind, m, people)
	}
	return a.queueMeeting(ctx, tx, kind, stepKey(m), m, accord.Event{ActorID: accord.SystemID}, "", people)
}

// stepKey makes each step's mail once a meeting, start and person: a meeting
// that is moved takes its steps anew.
func stepKey(m accord.Meeting) string { return "step:" + m.StartsAt.UTC().Format("20060102T150405Z") }

// queueLeftOut records mails that came too late to be sent.
func (a *App) queueLeftOut(ctx context.Context, tx *store.Store, kind string, m accord.Meeting, people []string) error {
	for _, id := range people {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		err = tx.Queue(ctx, accord.Delivery{
			Key: meetingKey(m.ID, kind, stepKey(m), id), Kind: kind, PersonID: accord.NullID(id), Recipient: p.Email,
			SubjectType: "meeting", SubjectID: m.ID, State: accord.DeliverySkipped, LastError: "late",
		})
		if err != nil {
			return err
		}
	}
	return nil
}
