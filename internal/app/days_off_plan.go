package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// AffectedDate is a date of a series that a change of the days off plans anew.
type AffectedDate struct {
	SeriesID      string
	Title         string
	TimeZone      string
	OriginalStart accord.LocalTime
	MeetingID     accord.NullID // "" while it is planned: it follows its series
	Before, After *time.Time    // when it is held; nil where it is left out
	DayOff        string        // the day off it is on afterwards; "" for none
	Stays         bool          // its series would have it in the past: it becomes a meeting where it is (S4)
}

// aroundDays is how far from a day off a date may lie that it decides about: it
// moves by a month, and what it meets there as far.
const aroundDays = 65

// replanning is a change of days off, or of working days, and what it does to
// the series that observe them (S3).
type replanning struct {
	app      *App
	s        *store.Store
	now      time.Time
	was, is  ownDays
	from, to accord.Date // the days that changed, "" for none
	series   []replannedSeries
}

// replannedSeries is one of them with its dates to come that become others.
type replannedSeries struct {
	accord.Series
	dates    []AffectedDate
	meetings map[accord.LocalTime]accord.Meeting
	told     bool                // planned dates are among them, which follow: its team is told
	stay     []accord.Occurrence // planned dates that are opened before the change, and stay
}

// reach widens the window to a day.
func (r *replanning) reach(d accord.Date) {
	if r.from == "" || d < r.from {
		r.from = d
	}
	r.to = max(r.to, d)
}

// compute finds the dates that become others, series by series.
func (r *replanning) compute(ctx context.Context) error {
	all, err := r.s.SeriesList(ctx, accord.View{}, accord.SeriesFilter{Status: accord.SeriesActive}, nil, everySeries)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(s accord.Series) bool { return !s.Observes() })
	for _, s := range all {
		one, err := r.of(ctx, s)
		if err != nil {
			return err
		}
		r.series = append(r.series, one)
	}
	return nil
}

// of compares the dates of one series before and after.
func (r *replanning) of(ctx context.Context, s accord.Series) (replannedSeries, error) {
	one := replannedSeries{Series: s}
	if r.from == "" {
		return one, nil
	}
	was, err := r.was.observed(s)
	if err != nil {
		return one, err
	}
	is, err := r.is.observed(s)
	if err != nil {
		return one, err
	}
	from, to := r.from.AddDays(-aroundDays).Time(), r.to.AddDays(aroundDays).Time()
	if early := r.now.AddDate(0, 0, -aroundDays); from.Before(early) {
		from = early
	}
	before, err := was.Named(from, to)
	if err != nil {
		return one, err
	}
	after, err := is.Named(from, to)
	if err != nil {
		return one, err
	}
	touched, err := r.app.touched(ctx, r.s, map[string]accord.ObservedSchedule{s.ID: was}, from, to)
	if err != nil {
		return one, err
	}
	one.meetings = map[accord.LocalTime]accord.Meeting{}
	for _, m := range touched[s.ID] {
		one.meetings[m.OriginalStart] = m
	}
	r.compare(&one, before, after)
	if err := r.stamped(&one, was); err != nil {
		return one, err
	}
	slices.SortFunc(one.dates, func(a, b AffectedDate) int { return cmp.Compare(a.OriginalStart, b.OriginalStart) })
	one.told = slices.ContainsFunc(one.dates, func(d AffectedDate) bool { return d.MeetingID == "" && !d.Stays })
	return one, nil
}

// compare notes the dates that become others, and those that would and stay.
func (r *replanning) compare(one *replannedSeries, before, after []accord.ObservedOccurrence) {
	names := map[accord.LocalTime]accord.ObservedOccurrence{}
	for _, o := range after {
		names[o.OriginalStart] = o
	}
	for _, o := range before {
		d, other := r.affected(*one, o, names[o.OriginalStart])
		if !other {
			continue
		}
		one.dates = append(one.dates, d)
		if d.Stays && d.MeetingID == "" {
			one.stay = append(one.stay, o.Occurrence)
		}
	}
}

// stamped finds the planned dates that the change itself would send away, not
// its days off: a date that a day off to come moved back to today is not moved to
// the day of a change, so it would go behind the day off. They stay.
func (r *replanning) stamped(one *replannedSeries, was accord.ObservedSchedule) error {
	if one.HolidayPolicy != accord.HolidayPrevious {
		return nil
	}
	unstamped := r.is
	unstamped.workspace.DaysOffChangedAt = r.was.workspace.DaysOffChangedAt
	as, err := unstamped.observed(one.Series)
	if err != nil {
		return err
	}
	coming, err := was.Named(r.now, r.now.AddDate(0, 0, aroundDays))
	if err != nil {
		return err
	}
	today := accord.DateOf(r.now, was.Zone)
	for _, o := range coming {
		if !o.Moved() || !o.StartsAt.After(r.now) || accord.DateOf(o.StartsAt, was.Zone) > today || !one.Plans(o.Occurrence) {
			continue
		}
		if same, ok := as.At(o.OriginalStart); !ok || same.Skipped || !same.StartsAt.Equal(o.StartsAt) {
			continue // its days off are others
		}
		one.dates = slices.DeleteFunc(one.dates, func(d AffectedDate) bool { return d.OriginalStart == o.OriginalStart })
		one.stay = append(one.stay, o.Occurrence)
	}
	return nil
}

// open makes meetings of the dates that stay, before the days off are saved.
func (r *replanning) open(ctx context.Context) error {
	for _, s := range r.series {
		for _, o := range s.stay {
			_, err := r.s.MeetingAt(ctx, s.ID, o.OriginalStart)
			if accord.CodeOf(err) == accord.CodeNotFound {
				_, err = r.app.openMeeting(ctx, r.s, s.Series, o, accord.SystemID, r.now)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// affected compares one date: as planned, or as the meeting stands that it is.
// What is past, running, over, called off or moved by somebody is none of this.
func (r *replanning) affected(s replannedSeries, before, after accord.ObservedOccurrence) (AffectedDate, bool) {
	d := AffectedDate{SeriesID: s.ID, Title: s.Title, TimeZone: s.TimeZone, OriginalStart: before.OriginalStart, DayOff: after.DayOff}
	start := func(o accord.ObservedOccurrence) *time.Time {
		if o.Skipped || !s.Plans(o.Occurrence) {
			return nil
		}
		return &o.StartsAt
	}
	d.Before, d.After = start(before), start(after)
	if m, ok := s.meetings[d.OriginalStart]; ok {
		if m.Status != accord.MeetingScheduled || !m.StartsAt.Equal(m.PlannedAt()) {
			return d, false
		}
		d.MeetingID, d.Before, d.Title = accord.NullID(m.ID), &m.StartsAt, m.Title
	}
	past := func(t *time.Time) bool { return t == nil || !t.After(r.now) }
	switch {
	case past(d.Before) && past(d.After), d.Before != nil && past(d.Before):
		return d, false
	case d.Before != nil && d.After != nil && past(d.After):
		d.After, d.Stays = d.Before, true
		return d, true
	case d.Before == nil || d.After == nil:
		return d, true
	}
	return d, !d.Before.Equal(*d.After)
}

// change is what the actor is shown of it: dates of series they see, and who is
// told of those.
func (r *replanning) change(ctx context.Context, actor accord.Actor, follow bool) (DaysOffChange, error) {
	c := DaysOffChange{Affected: []AffectedDate{}, Mails: []PreviewMail{}}
	view, err := r.app.view(ctx, r.s, actor)
	if err != nil {
		return c, err
	}
	var moving []accord.Meeting
	for _, s := range r.series {
		if !view.Sees(s.TeamID) {
			continue
		}
		c.Affected = append(c.Affected, s.dates...)
		if s.told {
			team, err := r.app.previewMails(ctx, r.s, s.TeamID)
			if err != nil {
				return c, err
			}
			c.Mails = append(c.Mails, team...)
		}
		for _, d := range s.dates {
			if follow && d.MeetingID != "" && !d.Stays {
				moving = append(moving, s.meetings[d.OriginalStart])
			}
		}
	}
	invited, err := r.app.meetingsMails(ctx, r.s, moving)
	c.Mails = append(c.Mails, invited...)
	slices.SortStableFunc(c.Mails, func(a, b PreviewMail) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.PersonID, b.PersonID))
	})
	c.Mails = slices.CompactFunc(c.Mails, func(a, b PreviewMail) bool { return a.PersonID == b.PersonID })
	slices.SortStableFunc(c.Affected, func(a, b AffectedDate) int {
		return cmp.Or(cmp.Compare(a.OriginalStart, b.OriginalStart), cmp.Compare(a.Title, b.Title))
	})
	return c, err
}

// carryOut plans the series anew once the days off are saved, tells their teams,
// and moves the meetings that follow where the actor sees them.
func (r *replanning) carryOut(ctx context.Context, actor accord.Actor, e accord.Event, follow bool) error {
	view, err := r.app.view(ctx, r.s, actor)
	if err != nil {
		return err
	}
	for _, s := range r.series {
		if slices.ContainsFunc(s.dates, func(d AffectedDate) bool { return !d.Stays }) {
			if err := r.save(ctx, s, e); err != nil {
				return err
			}
		}
		for _, d := range s.dates {
			if follow && d.MeetingID != "" && !d.Stays && view.Sees(s.TeamID) {
				if err := r.move(ctx, actor, s.meetings[d.OriginalStart], d.After); err != nil {
					return err
				}
			}
		}
		if err := r.app.planNext(ctx, r.s, s.Series, r.now); err != nil {
			return err
		}
	}
	return nil
}

// save notes for calendars that dates of the series are others, and tells its
// team.
func (r *replanning) save(ctx context.Context, s replannedSeries, e accord.Event) error {
	series, err := r.s.Series(ctx, s.ID)
	if err != nil {
		return err
	}
	if series.Sequence, err = r.s.NextSequence(ctx, series.ID, series.Sequence); err != nil {
		return err
	}
	series.ChangedAt = &r.now
	if err := r.s.SaveSeries(ctx, &series); err != nil || !s.told {
		return err
	}
	return r.app.mailSeries(ctx, r.s, series, e)
}

// move puts a meeting where its series has it now; a date that is left out is
// called off.
func (r *replanning) move(ctx context.Context, actor accord.Actor, m accord.Meeting, to *time.Time) error {
	if to == nil {
		return r.app.cancelMeeting(ctx, r.s, actor, m, r.now)
	}
	moved, err := m.Move(*to)
	if err != nil {
		return err
	}
	moved.PlannedOn = accord.DateOf(*to, accord.Zone(m.TimeZone))
	if moved, err = r.app.retime(ctx, r.s, moved, m.StartsAt, r.now); err != nil {
		return err
	}
	return r.app.saveDate(ctx, r.s, actor, &moved, "moved", accord.MailMeetingMoved, r.now)
}
