package app

import (
	"fmt"
	"time"

	"accord/internal/accord"
)

// seedWeeks is how far back the meetings of test data go: two years, or more
// where they are so many that a meeting a week or a month is not enough.
const seedWeeks = 104

// makeSeries makes series with an equal share of the past meetings each, half
// of them by weeks and half by months, and the next meeting of every series.
func (s *seeder) makeSeries() {
	for i := range s.size.Series {
		share := s.size.Meetings / s.size.Series
		if i < s.size.Meetings%s.size.Series {
			share++
		}
		team := i / 2
		key, rule, every := "representative_call", "FREQ=WEEKLY", max(1, seedWeeks/max(1, share))
		if i%2 == 1 {
			key, rule, every = "strategic_team", "FREQ=MONTHLY", max(1, seedWeeks*12/52/max(1, share))
		}
		t, _ := accord.TemplateNamed(key, "en")
		starts := s.starts(rule, share, every, i)
		if every > 1 {
			rule += fmt.Sprintf(";INTERVAL=%d", every)
		}
		id := s.id()
		series := accord.Series{
			ID: id, LineageID: id, TeamID: s.teams[team].ID, Title: fmt.Sprintf("%s %d", t.Title, i+1), Purpose: t.Purpose, Template: t.Key,
			Rrule: rule, StartsAtLocal: starts[0], TimeZone: s.workspace.TimeZone, DurationMinutes: t.DurationMinutes, MonthEnd: "skip", HolidayPolicy: accord.HolidayKeep,
			AskMinutes: t.AskMinutes, RemindMinutes: t.RemindMinutes, SendMinutes: t.SendMinutes, Status: accord.SeriesActive,
			CreatedBy: s.teamOf[team][0].ID, CreatedAt: accord.Instant(starts[0].In(s.zone).AddDate(0, 0, -14)), Version: 1,
		}
		next := accord.Instant(starts[len(starts)-1].In(s.zone))
		series.NextStartsAt = &next
		s.series = append(s.series, series)
		for n, start := range starts {
			s.makeMeeting(series, team, start, n == len(starts)-1)
		}
	}
}

// starts are the wall clocks of so many past dates, every so many weeks or
// months, and of the next one.
func (s *seeder) starts(rule string, past, every, i int) []accord.LocalTime {
	today := accord.DateOf(s.now, s.zone).Time()
	clock := time.Duration(8+i%9)*time.Hour + time.Duration(i%4)*15*time.Minute
	next := today.AddDate(0, 0, 1+i%(7*every)) // else nearly all would have met in the same weeks
	if rule == "FREQ=MONTHLY" {
		next = time.Date(today.Year(), today.Month(), 1+i%28, 0, 0, 0, 0, time.UTC)
		if !next.After(today) {
			next = next.AddDate(0, 1, 0)
		}
		next = next.AddDate(0, i/28%every, 0)
	}
	list := make([]accord.LocalTime, past+1)
	for n := range list {
		back := (past - n) * every
		day := next.AddDate(0, 0, -7*back)
		if rule == "FREQ=MONTHLY" {
			day = next.AddDate(0, -back, 0)
		}
		list[n] = accord.LocalTime(day.Add(clock).Format(accord.LocalLayout))
	}
	return list
}

// makeMeeting makes a held meeting, or the next one with its proposals.
func (s *seeder) makeMeeting(series accord.Series, team int, start accord.LocalTime, coming bool) {
	at := accord.Instant(start.In(s.zone))
	leader := accord.NullID(s.teamOf[team][0].ID)
	m := accord.Meeting{
		ID: s.id(), SeriesID: accord.NullID(series.ID), OriginalStart: start, TeamID: accord.NullID(series.TeamID), Title: series.Title,
		StartsAt: at, DurationMinutes: series.DurationMinutes, TimeZone: series.TimeZone, Status: accord.MeetingScheduled,
		FacilitatorID: leader, NotesVersion: 1, CreatedBy: string(leader), CreatedAt: accord.Instant(at.AddDate(0, 0, -10)), Version: 1,
	}
	if !coming {
		locked, ended, quorum := at.AddDate(0, 0, -2), m.EndsAt(), true
		m.Status, m.LockedAt, m.StartedAt, m.ClosedAt, m.QuorumMet = accord.MeetingClosed, &locked, &at, &ended, &quorum
		m.LockedBy, m.StartedBy, m.ClosedBy, m.Version = leader, leader, leader, 4
		s.happened(at, "meeting.started", "meeting", m.ID, m, leader)
		s.happened(ended, "meeting.closed", "meeting", m.ID, m, leader)
	} else {
		m.CreatedAt = accord.Instant(s.now.Add(-time.Hour))
	}
	s.meetings = append(s.meetings, m)
	for i, p := range s.teamOf[team] {
		role := accord.TeamMemberRole
		if i < 2 {
			role = accord.TeamLeader
		}
		s.invited = append(s.invited, accord.MeetingPerson{
			MeetingID: m.ID, PersonID: p.ID, Side: p.Side, TeamRole: role, Response: "yes", Present: !coming && (i < 2 || s.chance(85)),
		})
	}
	s.makeAgenda(m, team, coming)
}

// makeAgenda gives a meeting three matters, the past ones settled; every second
// meeting decides something.
func (s *seeder) makeAgenda(m accord.Meeting, team int, coming bool) {
	for i, side := range accord.Sides() {
		item := accord.AgendaItem{
			ID: s.id(), SeriesID: m.SeriesID, MeetingID: accord.NullID(m.ID), Title: pick(s, seedQuestions), Kind: accord.KindSolve,
			Side: side, PresenterID: accord.NullID(pick(s, s.teamOf[team]).ID), Minutes: 10, NotesVersion: 1, Position: i + 1,
			Status: accord.AgendaAccepted, ProposedBy: pick(s, s.teamOf[team]).ID, CreatedAt: m.CreatedAt, Version: 1,
		}
		if !coming {
			item.Outcome, item.OutcomeText, item.SpentSeconds = accord.OutcomeSettled, "Settled as proposed.", 300+s.rng.IntN(600)
		} else if i == 1 {
			item.Status = accord.AgendaProposed
		}
		s.agenda = append(s.agenda, item)
	}
	if coming || !s.chance(50) {
		return
	}
	text := pick(s, seedDecisions)
	d := accord.Decision{
		ID: s.id(), Number: len(s.decisions) + 1, Text: text, MeetingID: accord.NullID(m.ID), SeriesID: m.SeriesID, TeamID: m.TeamID,
		DecidedOn: accord.DateOf(m.StartsAt, s.zone), SearchText: foldText(text), CreatedBy: string(m.StartedBy), CreatedAt: *m.ClosedAt, Version: 1,
	}
	s.decisions = append(s.decisions, d)
	s.happened(*m.ClosedAt, "decision.made", "decision", d.ID, m, m.StartedBy)
}

// happened notes an event of a meeting.
func (s *seeder) happened(at time.Time, kind, subject, id string, m accord.Meeting, by accord.NullID) {
	s.facts = append(s.facts, fact{event: accord.Event{
		At: at, ActorID: string(by), Kind: kind, SubjectType: subject, SubjectID: id, MeetingID: accord.NullID(m.ID), TeamID: m.TeamID, Data: "{}",
	}})
}
