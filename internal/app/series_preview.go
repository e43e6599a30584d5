package app

import (
	"context"
	"time"

	"accord/internal/accord"
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
	return a.preview(ctx, actor, series, now)
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
