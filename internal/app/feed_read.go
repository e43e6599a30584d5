package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// What a feed writes date by date it writes for this year, the one before it
// and the two after. Whole years keep the bytes the same from day to day.
const (
	feedYearsBack = 1
	feedYearsOn   = 3 // the end is the first day of that year
)

// feedWindow is the stretch a feed writes date by date.
func feedWindow(now time.Time) (from, to time.Time) {
	year := now.UTC().Year()
	return time.Date(year-feedYearsBack, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year+feedYearsOn, 1, 1, 0, 0, 0, 0, time.UTC)
}

// CalendarFeed writes the calendar behind a feed's secret, as its person may
// see it now (X1): rights are asked at every reading. Not found where the
// secret is unknown or revoked, or the person left. It notes at most hourly
// that the feed was read.
func (a *App) CalendarFeed(ctx context.Context, secret string) ([]byte, error) {
	o, err := a.store.FeedOwner(ctx, hashSecret(secret))
	if err != nil || o.RevokedAt != nil || !o.Active() {
		return nil, cmpErr(err, accord.NotFound("feed"))
	}
	feed, err := a.feed(ctx, actorOf(o.Person), string(o.SeriesID))
	if err != nil {
		return nil, err
	}
	data, err := feed.Bytes()
	if err != nil {
		return nil, err
	}
	if now := a.now(); o.LastUsedAt == nil || now.Sub(*o.LastUsedAt) >= time.Hour {
		err = a.store.Tx(ctx, o.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
			return tx.FeedUsed(ctx, o.FeedID, now)
		})
	}
	return data, err
}

// feed gathers what the actor's calendar shows: one series, or with "" all
// meetings that are theirs, by the rule of the meetings' page.
func (a *App) feed(ctx context.Context, actor accord.Actor, seriesID string) (ical.Feed, error) {
	from, to := feedWindow(a.now())
	f := ical.Feed{From: from, To: to}
	if seriesID != "" {
		ctx, err := a.read(ctx, actor, ActSeeSeries)
		if err != nil {
			return f, err
		}
		series, _, err := a.seriesFor(ctx, a.store, actor, seriesID)
		if err != nil {
			return f, err
		}
		f.Name = series.Title
		return f, a.addSeries(ctx, &f, []accord.Series{series})
	}
	ctx, view, err := a.see(ctx, actor, ActSeeMeetings)
	if err != nil {
		return f, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return f, err
	}
	f.Name = "Accord: " + w.Name
	list, err := a.mySeries(ctx, view, actor.PersonID, from)
	if err != nil {
		return f, err
	}
	if err := a.addSeries(ctx, &f, list); err != nil {
		return f, err
	}
	if err := a.addStays(ctx, &f, actor); err != nil {
		return f, err
	}
	return f, a.addMeetings(ctx, &f, view, actor.PersonID, list)
}

// mySeries are the series of the person's teams, those that ended before from
// excepted.
func (a *App) mySeries(ctx context.Context, view accord.View, personID string, from time.Time) ([]accord.Series, error) {
	const everySeries = 10_000
	list, err := a.store.SeriesList(ctx, view, accord.SeriesFilter{}, nil, everySeries)
	if err != nil {
		return nil, err
	}
	teams, err := a.store.TeamsOf(ctx, personID)
	return slices.DeleteFunc(list, func(s accord.Series) bool {
		return !slices.Contains(teams, s.TeamID) || s.EndedAt != nil && s.EndedAt.Before(from)
	}), err
}

// addMeetings adds the person's meetings that belong to none of the series:
// one-time ones, and those of others' series they are invited to.
func (a *App) addMeetings(ctx context.Context, f *ical.Feed, view accord.View, personID string, list []accord.Series) error {
	meetings, err := a.store.MeetingsBetween(ctx, view, personID, f.From, f.To)
	for _, m := range meetings {
		ofListed := slices.ContainsFunc(list, func(s accord.Series) bool { return s.ID == string(m.SeriesID) })
		if !ofListed && m.Status != accord.MeetingCancelled {
			f.Meetings = append(f.Meetings, a.feedMeeting(m, ""))
		}
	}
	return err
}

// addSeries adds the series with their meetings, each as the one event of a
// rule where every program finds its dates, else date by date.
func (a *App) addSeries(ctx context.Context, f *ical.Feed, list []accord.Series) error {
	schedules, err := a.schedules(ctx, a.store, list)
	if err != nil {
		return err
	}
	rows, err := a.rowsOf(ctx, a.store, list)
	if err != nil {
		return err
	}
	for _, s := range list {
		plan, of := schedules[s.ID], rows[s.ID]
		if !s.Observes() && ical.Portable(plan.Schedule) {
			f.Series = append(f.Series, a.feedSeries(s, plan.Schedule, of))
			continue
		}
		singles, err := a.feedDates(s, plan, of, f.From, f.To)
		if err != nil {
			return err
		}
		f.Meetings = append(f.Meetings, singles...)
	}
	return nil
}

// rowsOf reads every meeting of the series at once.
func (a *App) rowsOf(ctx context.Context, s *store.Store, list []accord.Series) (map[string][]accord.Meeting, error) {
	ids := make([]string, len(list))
	for i, series := range list {
		ids[i] = series.ID
	}
	meetings, err := s.MeetingsOfSeries(ctx, ids, time.Time{}, time.Time{}, "", "")
	of := map[string][]accord.Meeting{}
	for _, m := range meetings {
		of[string(m.SeriesID)] = append(of[string(m.SeriesID)], m)
	}
	return of, err
}

// feedDates writes the dates of the window as events of their own, exactly
// those that the series lists.
func (a *App) feedDates(s accord.Series, plan accord.ObservedSchedule, rows []accord.Meeting, from, to time.Time) ([]ical.Meeting, error) {
	planned, err := plan.Between(from, to)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]accord.Meeting, len(rows))
	for _, m := range rows {
		byID[m.ID] = m
	}
	var list []ical.Meeting
	for _, d := range s.Dates(planned, rows, from, to) {
		m, touched := byID[string(d.MeetingID)]
		switch {
		case d.Status == accord.MeetingCancelled:
		case touched:
			list = append(list, a.feedMeeting(m, s.Purpose))
		default:
			details := a.seriesDetails(s)
			details.URL = a.baseURL + "/series/" + s.ID + "/" + string(d.OriginalStart)
			details.Description = describeEvent(s.Purpose, details.URL)
			list = append(list, ical.Meeting{
				UID: ical.Series{UID: seriesUID(s.ID)}.UIDOf(d.OriginalStart), Details: details,
				StartsAt: d.StartsAt, Length: d.EndsAt.Sub(d.StartsAt), Zone: plan.Zone,
			})
		}
	}
	return list, nil
}

// feedSeries is a series whose rule every program understands. A rule that was
// changed begins where the change was made, an ended one stops there.
func (a *App) feedSeries(s accord.Series, plan accord.Schedule, rows []accord.Meeting) ical.Series {
	out := ical.Series{UID: seriesUID(s.ID), Details: a.seriesDetails(s), Schedule: plan}
	if s.EndedAt != nil {
		out.Ends = *s.EndedAt
	}
	if s.PlannedFrom != nil {
		left, ok := plan.From(*s.PlannedFrom)
		if out.Schedule = left; !ok {
			out.Ends = time.Unix(0, 0) // the rule has no date that is planned
		}
	}
	for _, m := range rows {
		e := ical.Exception{
			OriginalStart: m.OriginalStart, StartsAt: m.StartsAt, Length: m.EndsAt().Sub(m.StartsAt), Cancelled: m.Status == accord.MeetingCancelled,
		}
		if o, named := out.Schedule.At(m.OriginalStart); named && !e.Cancelled && asPlanned(s, o, m) {
			out.Modified = latest(out.Modified, m.ChangedAt) // it may have been another, or off
			continue
		}
		e.Details = a.feedMeeting(m, s.Purpose).Details
		e.Sequence = max(e.Sequence, s.Sequence) // programs leave a date aside that is older than its series
		if e.Cancelled {                         // the series' event says so, by leaving the date out
			out.Modified = latest(out.Modified, &e.Modified)
		}
		out.Exceptions = append(out.Exceptions, e)
	}
	return out
}

// asPlanned reports whether a meeting shows nothing its series does not.
func asPlanned(s accord.Series, o accord.Occurrence, m accord.Meeting) bool {
	return m.StartsAt.Equal(o.StartsAt) && m.DurationMinutes == s.DurationMinutes && m.Title == s.Title && m.Location == s.Location &&
		(s.EndedAt == nil || o.StartsAt.Before(*s.EndedAt))
}

// seriesDetails is what a series' event says besides its times.
func (a *App) seriesDetails(s accord.Series) ical.Details {
	url := a.baseURL + "/series/" + s.ID
	return ical.Details{
		Title: s.Title, Description: describeEvent(s.Purpose, url), Location: s.Location, URL: url, Sequence: s.Sequence,
		Modified: latest(s.CreatedAt, s.ChangedAt, s.PlannedFrom, s.ObservedFrom, s.EndedAt),
	}
}

// feedMeeting is a meeting as an event of its own; purpose is its series'.
func (a *App) feedMeeting(m accord.Meeting, purpose string) ical.Meeting {
	e := EntryOf(m)
	uid := meetingUID(m.ID)
	if m.SeriesID != "" {
		uid = ical.Series{UID: seriesUID(string(m.SeriesID))}.UIDOf(m.OriginalStart)
	}
	url := a.baseURL + e.Path()
	return ical.Meeting{
		UID: uid, StartsAt: m.StartsAt, Length: m.EndsAt().Sub(m.StartsAt), Zone: accord.Zone(m.TimeZone),
		Details: ical.Details{
			Title: m.Title, Description: describeEvent(purpose, url), Location: m.Location, URL: url, Sequence: m.Sequence,
			Modified: latest(m.CreatedAt, m.ChangedAt, m.CancelledAt),
		},
	}
}

// describeEvent is the text of an event: what it is for, and where its agenda
// and minutes are.
func describeEvent(purpose, url string) string {
	if purpose == "" {
		return url
	}
	return purpose + "\n\n" + url
}

// latest is the last of some times; nil ones do not count.
func latest(t time.Time, others ...*time.Time) time.Time {
	for _, o := range others {
		if o != nil && o.After(t) {
			t = *o
		}
	}
	return t
}
