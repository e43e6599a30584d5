package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// SeriesPreview is what a series would be, before anything is saved.
type SeriesPreview struct {
	RuleText        string
	Phrases         []accord.Phrase
	Next            []accord.SeriesDate
	Total           int // how many dates in all, where the rule ends; 0 where it does not
	MonthEndMatters bool
	Mails           []PreviewMail
	HolidaysHit     []accord.HolidayHit // dates on days off, and what becomes of them (S3)
	Clashes         []Clash             // what else the team has at the next dates
	Kept            []accord.SeriesDate // of a change: meetings to come that keep their times
}

// PreviewMail is somebody who would be mailed, and why (S5).
type PreviewMail struct {
	PersonID string
	Name     string
	Side     accord.Side
	TeamRole accord.TeamRole
	Team     string
	Twice    bool // of the part of a series that ends and of the one that goes on
	Dates    int  // of a new series: the dates it brings along that take a mail each
}

// PreviewSeries computes with the scheduler's own code what CreateSeries would
// make, and whom it would mail. It saves nothing.
func (a *App) PreviewSeries(ctx context.Context, actor accord.Actor, in NewSeries) (SeriesPreview, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return SeriesPreview{}, err
	}
	now := a.now()
	series, _, _, err := a.draft(ctx, a.store, actor, in, now)
	if err != nil {
		return SeriesPreview{}, err
	}
	p, err := a.preview(ctx, actor, series, now)
	if err != nil || len(in.Changes) == 0 {
		return p, err
	}
	apart, err := a.carriedApart(ctx, series, in.Changes, now)
	for i := range p.Mails {
		p.Mails[i].Dates = apart
	}
	return p, err
}

// carriedApart counts the dates that would come along with a series and be
// invited to by mails of their own, as [App.inviteCarried] does.
func (a *App) carriedApart(ctx context.Context, series accord.Series, changes []ChangedDate, now time.Time) (int, error) {
	schedule, err := a.schedule(ctx, a.store, series)
	if err != nil {
		return 0, err
	}
	rows := map[accord.LocalTime]accord.Meeting{}
	for _, c := range changes {
		o, known := schedule.At(c.OriginalStart)
		start, moved := c.start(schedule.Zone)
		_, twice := rows[c.OriginalStart]
		if twice || !known || o.Skipped || c.Cancelled || !o.StartsAt.After(now) || !start.After(now) {
			continue
		}
		m := accord.Meeting{
			OriginalStart: c.OriginalStart, StartsAt: o.StartsAt, DurationMinutes: cmp.Or(c.DurationMinutes, series.DurationMinutes),
			Title: cmp.Or(c.Title, series.Title), Location: cmp.Or(c.Location, series.Location), TimeZone: series.TimeZone, Status: accord.MeetingScheduled,
		}
		if moved {
			m.StartsAt = accord.Instant(start)
		}
		rows[c.OriginalStart] = m
	}
	events, err := a.eventsOf(ctx, a.store, series, slices.Collect(maps.Values(rows)))
	if !events.Portable() {
		return len(rows), err
	}
	apart := len(events.Exceptions)
	for name := range rows {
		if _, beside := events.Place(name); !beside && !slices.ContainsFunc(events.Exceptions, func(e ical.Exception) bool { return e.OriginalStart == name }) {
			apart++ // an added date
		}
	}
	return apart, err
}

// preview describes an unsaved series.
func (a *App) preview(ctx context.Context, actor accord.Actor, series accord.Series, now time.Time) (SeriesPreview, error) {
	schedule, err := a.schedule(ctx, a.store, series)
	if err != nil {
		return SeriesPreview{}, err
	}
	dates, err := a.upcoming(ctx, a.store, []accord.Series{series}, now, nextShown)
	if err != nil {
		return SeriesPreview{}, err
	}
	p := SeriesPreview{
		RuleText: schedule.Text(actor.Locale), Phrases: schedule.Phrases(actor.Locale), Next: dates[series.ID],
		MonthEndMatters: schedule.MonthEndMatters(), Total: total(schedule), Mails: []PreviewMail{},
	}
	if p.HolidaysHit, err = a.holidaysHit(ctx, a.store, series, now); err != nil {
		return p, err
	}
	if p.Clashes, err = a.clashes(ctx, a.store, series, p.Next); err != nil {
		return p, err
	}
	p.Mails, err = a.previewMails(ctx, a.store, series.TeamID)
	return p, err
}

// previewMails lists who is told of the series.
func (a *App) previewMails(ctx context.Context, s *store.Store, teamID string) ([]PreviewMail, error) {
	team, err := s.Team(ctx, teamID)
	if err != nil {
		return nil, err
	}
	people, err := a.seriesPeople(ctx, s, teamID)
	mails := make([]PreviewMail, 0, len(people))
	for _, p := range people {
		mails = append(mails, PreviewMail{PersonID: p.ID, Name: p.Name, Side: p.Side, TeamRole: p.TeamRole, Team: team.Name})
	}
	return mails, err
}

// total counts the dates that take place of a schedule that ends, at most
// 1,000.
func total(s accord.ObservedSchedule) int {
	if s.Rule.Count == 0 && s.Rule.Until == (accord.Until{}) {
		return 0
	}
	return len(accord.TakingPlace(s.Next(time.Time{}, accord.MaxCount)))
}
