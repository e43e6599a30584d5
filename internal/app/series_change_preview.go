package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
)

// ChangePreview is all that a change of a series would do (S4, S5), before
// anything is saved.
type ChangePreview struct {
	SeriesPreview // of the series as it goes on
	Before        accord.Series
	After         accord.Series // what goes on: the successor where it is split
	Changes       bool          // false: there is nothing to save
	Replans       bool          // dates to come are others, or of another series
	Split         bool
	Dates         []accord.DateChange // the next dates before and after
	Moved         []MeetingChange     // meetings to come that take another name or time
	Listed        []ListedDate        // those the new dates leave out
	Untouched     int                 // meetings that stay as they are: past, closed, or left alone
}

// MeetingChange is a meeting to come before and after a change.
type MeetingChange struct {
	Before, After accord.SeriesDate
	KeepsTime     bool // somebody gave it its time: it keeps that
}

// ListedDate is a meeting to come that has no date of the new rule.
type ListedDate struct {
	accord.SeriesDate
	What string // what it is: one of the Listed… constants
	Drop bool   // it is called off; else it is kept as it is
}

// What a listed meeting is, the strongest first.
const (
	ListedCancelled = "cancelled"
	ListedMoved     = "moved"
	ListedAnnotated = "annotated"
	ListedPrepared  = "prepared"
)

// PreviewChange computes what [App.ChangeSeries] would make of a series, and
// whom it would mail, by the same plan. It saves nothing.
func (a *App) PreviewChange(ctx context.Context, actor accord.Actor, id string, match accord.Match, p SeriesPatch) (ChangePreview, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return ChangePreview{}, err
	}
	c, err := a.planChange(ctx, a.store, actor, id, match, p, a.now())
	if err != nil {
		return ChangePreview{}, err
	}
	return c.preview(ctx)
}

// preview describes the plan.
func (c *seriesChange) preview(ctx context.Context) (ChangePreview, error) {
	p := ChangePreview{
		Before: c.before, After: c.goesOn(), Changes: c.plan.Changes, Replans: c.plan.Replans, Split: c.plan.Split(),
		Dates: c.plan.Dates, Untouched: len(c.plan.Untouched), Moved: []MeetingChange{}, Listed: []ListedDate{},
	}
	for _, r := range c.plan.Rekeys {
		after := r.Rekeyed(c.before, c.part(r.SeriesID), c.now)
		p.Moved = append(p.Moved, MeetingChange{Before: c.before.MeetingDate(r.Meeting), After: p.After.MeetingDate(after), KeepsTime: !r.Follows})
	}
	for _, l := range c.plan.Listed {
		p.Listed = append(p.Listed, ListedDate{SeriesDate: c.before.MeetingDate(l.Meeting), What: c.listedAs(l.Meeting), Drop: l.Drop})
	}
	schedule, err := p.After.Schedule()
	if err != nil {
		return p, err
	}
	observed := schedule.Observing(c.is)
	p.SeriesPreview = SeriesPreview{
		RuleText: schedule.Text(c.by.Locale), Phrases: schedule.Phrases(c.by.Locale), Next: c.next(observed),
		MonthEndMatters: schedule.MonthEndMatters(), Total: total(observed), Mails: []PreviewMail{}, Kept: c.kept(),
	}
	if p.HolidaysHit, err = c.app.holidaysHit(ctx, c.tx, p.After, c.now); err != nil {
		return p, err
	}
	if p.Clashes, err = c.app.clashes(ctx, c.tx, c.before, p.Next); err != nil {
		return p, err
	}
	p.Mails, err = c.mails(ctx)
	return p, err
}

// listedAs says why a meeting is worth a look before it is left where it is.
func (c *seriesChange) listedAs(m accord.Meeting) string {
	switch {
	case m.Status == accord.MeetingCancelled:
		return ListedCancelled
	case c.before.MeetingDate(m).Moved():
		return ListedMoved
	case m.Notes != "":
		return ListedAnnotated
	}
	return ListedPrepared
}

// kept are the meetings to come that keep their times though the rule does not.
func (c *seriesChange) kept() []accord.SeriesDate {
	var kept []accord.SeriesDate
	for _, r := range c.plan.Rekeys {
		if !r.Follows {
			kept = append(kept, c.before.MeetingDate(r.Meeting))
		}
	}
	for _, l := range c.plan.Listed {
		if !l.Drop {
			kept = append(kept, c.before.MeetingDate(l.Meeting))
		}
	}
	for _, m := range c.opening() {
		kept = append(kept, c.before.MeetingDate(m))
	}
	slices.SortFunc(kept, func(a, b accord.SeriesDate) int { return a.StartsAt.Compare(b.StartsAt) })
	return kept
}

// opening are the meetings to come that the plan makes of dates the rule names in
// the past; they stay where a day off put them.
func (c *seriesChange) opening() (list []accord.Meeting) {
	for _, o := range c.plan.Open {
		if o.StartsAt.After(c.now) {
			list = append(list, accord.Meeting{
				SeriesID: accord.NullID(c.before.ID), OriginalStart: o.OriginalStart, Title: c.plan.Updated.Title, StartsAt: o.StartsAt,
				DurationMinutes: c.before.DurationMinutes, TimeZone: c.before.TimeZone, Status: accord.MeetingScheduled,
			})
		}
	}
	return list
}

// next are the next dates of what goes on, with its meetings as the plan leaves
// them.
func (c *seriesChange) next(schedule accord.ObservedSchedule) []accord.SeriesDate {
	series, rows := c.goesOn(), c.opening()
	moved := map[string]bool{}
	for _, r := range c.plan.Rekeys {
		moved[r.Meeting.ID] = true
		rows = append(rows, r.Rekeyed(c.before, c.part(r.SeriesID), c.now))
	}
	for _, l := range c.plan.Listed {
		moved[l.Meeting.ID] = true
		if !l.Drop {
			rows = append(rows, l.Meeting)
		}
	}
	for _, m := range c.meetings {
		if !moved[m.ID] && !c.plan.Split() {
			rows = append(rows, m)
		}
	}
	planned := schedule.Next(c.now.Add(-time.Microsecond), nextShown+len(rows))
	dates := series.Dates(planned, rows, c.now, time.Time{})
	return dates[:min(nextShown, len(dates))]
}

// mails lists who is told, each once, and why (S5): the team of its new dates,
// guests of meetings that move, and who was invited to what is called off.
func (c *seriesChange) mails(ctx context.Context) ([]PreviewMail, error) {
	var list []PreviewMail
	if c.plan.Replans || c.plan.Bumps {
		team, err := c.app.previewMails(ctx, c.tx, c.before.TeamID)
		if err != nil {
			return nil, err
		}
		list = team
		for i := range list {
			list[i].Twice = c.plan.Split()
		}
	}
	var others []accord.Meeting
	for _, l := range c.plan.Listed {
		if l.Drop {
			others = append(others, l.Meeting)
		}
	}
	invited, err := c.app.meetingsMails(ctx, c.tx, others)
	if err != nil {
		return nil, err
	}
	for _, r := range c.plan.Rekeys {
		guests, err := c.guests(ctx, r)
		if err != nil {
			return nil, err
		}
		invited = append(invited, guests...)
	}
	for _, m := range invited {
		if !slices.ContainsFunc(list, func(o PreviewMail) bool { return o.PersonID == m.PersonID }) {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b PreviewMail) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// guests are those of a meeting that moves who are not of the team.
func (c *seriesChange) guests(ctx context.Context, r accord.Rekey) ([]PreviewMail, error) {
	if r.StartsAt.Equal(r.Meeting.StartsAt) || r.Meeting.Status != accord.MeetingScheduled {
		return nil, nil
	}
	guests, err := c.app.guestsOf(ctx, c.tx, r.Meeting)
	if err != nil || len(guests) == 0 {
		return nil, err
	}
	all, err := c.app.invitedMails(ctx, c.tx, r.Meeting)
	return slices.DeleteFunc(all, func(p PreviewMail) bool {
		return !slices.ContainsFunc(guests, func(g accord.Person) bool { return g.ID == p.PersonID })
	}), err
}
