package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// demoMeeting is one meeting of the demo while it is held.
type demoMeeting struct {
	*demo
	series demoSeries
	id     string
	starts time.Time
	number int // of the series, from 0
}

// makeSeries makes a series from each template and plans every meeting of it.
func (d *demo) makeSeries(ctx context.Context) error {
	for _, s := range demoSeriesList() {
		t, ok := accord.TemplateNamed(s.template, "en")
		if !ok {
			return fmt.Errorf("no template %s", s.template)
		}
		zone := accord.Zone(demoZone)
		made, err := d.app.CreateSeries(ctx, d.as(s.leads), NewSeries{
			Title: t.Title, TeamID: d.teams[s.team], Purpose: t.Purpose, Template: t.Key, Location: s.location,
			RotateFacilitator: true, RotateMinuteTaker: true, HostSide: demoHosts[s.template],
			ScheduleInput: accord.ScheduleInput{
				Rrule: t.Rrule, StartsAtLocal: string(t.FirstStart(accord.DateOf(d.at, zone))), TimeZone: demoZone, DurationMinutes: t.DurationMinutes,
			},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
		dates, err := d.app.Occurrences(ctx, d.as(s.leads), made.ID, d.at, d.now.AddDate(0, 0, s.prepareDays))
		if err != nil {
			return err
		}
		for n, o := range dates {
			d.planMeeting(s, made.ID, o, n)
		}
	}
	zone := accord.Zone(demoZone)
	for day := accord.DateOf(d.at, zone); ; day = day.AddDays(1) {
		eight := day.End(zone).In(zone).Add(8 * time.Hour)
		if eight.After(d.now) {
			break
		}
		d.plan(eight, d.app.Tick) // what Accord does by itself
	}
	return nil
}

// askAround lets people ask each other for something between the meetings, too
// late for an answer before now.
func (d *demo) askAround() {
	for n, ask := range []struct {
		by, of, title string
		side          accord.Side
	}{
		{"Greta", "Ana", "Choose the customer for the winter story", accord.Marketing},
		{"Ben", "Ines", "Add the two clinics to the campaign", accord.Sales},
		{"Ines", "Ben", "Read the mail to the hospitals once", accord.Marketing},
		{"Ana", "Greta", "Name the budget for the Hanover stand", accord.Sales},
	} {
		d.plan(d.now.Add(-time.Duration(4+11*n)*time.Hour), func(ctx context.Context) error {
			_, err := d.app.CreateActionItem(ctx, d.as(ask.by), NewActionItem{
				ItemDraft: accord.ItemDraft{
					Title: ask.title, ForSide: ask.side, DueOn: accord.WorkWeek("1,2,3,4,5").After(accord.DateOf(d.at, accord.Zone(demoZone)), 9+n),
				},
				OwnerID: d.people[ask.of].ID,
			})
			return err
		})
	}
}

// planMeeting plans one meeting from its first proposal to its closing. One
// call was moved to the next day, and one fell out.
func (d *demo) planMeeting(s demoSeries, seriesID string, o accord.SeriesDate, n int) {
	starts := o.StartsAt.UTC()
	lead := d.as(s.leads)
	switch {
	case s.template == "representative_call" && n == 9:
		d.plan(starts.AddDate(0, 0, -2), func(ctx context.Context) error {
			_, _, err := d.app.ChangeOccurrence(ctx, lead, seriesID, string(o.OriginalStart), accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled})
			return err
		})
		return
	case s.template == "representative_call" && n == 15:
		moved := starts.AddDate(0, 0, 1)
		d.plan(starts.AddDate(0, 0, -3), func(ctx context.Context) error {
			_, _, err := d.app.ChangeOccurrence(ctx, lead, seriesID, string(o.OriginalStart), accord.Match{}, OccurrenceChange{StartsAt: &moved})
			return err
		})
		starts = moved
	}
	opens := starts.AddDate(0, 0, -s.prepareDays)
	if opens.Before(d.at) { // the first meetings are prepared at once
		opens = d.at
	}
	if opens.After(d.now) {
		return
	}
	d.plan(opens.Add(time.Minute), func(ctx context.Context) error {
		m, _, err := d.app.OpenOccurrence(ctx, lead, seriesID, string(o.OriginalStart))
		if err != nil {
			return err
		}
		held := &demoMeeting{demo: d, series: s, id: m.ID, starts: starts, number: n}
		held.plan(opens.Add(15*time.Minute), held.writeIdeas)
		held.plan(opens.Add(20*time.Minute), held.propose)
		held.plan(starts.Add(2*time.Minute), held.hold)
		return nil
	})
}

// propose lets both sides name a question. The leader accepts the first at
// once; for the next meeting, the second still waits.
func (m *demoMeeting) propose(ctx context.Context) error {
	for i, side := range []accord.Side{accord.Sales, accord.Marketing} {
		by := m.of(side)
		item, err := m.app.ProposeAgendaItem(ctx, m.as(by), m.id, NewAgendaItem{
			Title: m.next("questions " + string(side)), Kind: []accord.AgendaKind{accord.KindSolve, accord.KindDecide}[m.number%2], Side: side,
			Minutes: m.series.minutes, PresenterID: m.people[by].ID, Why: m.next("why"), Horizon: demoHorizon(side, m.number),
		})
		if err != nil {
			return fmt.Errorf("propose: %w", err)
		}
		waits := m.starts.After(m.now) && i == 1
		if item.Status == accord.AgendaProposed && !waits {
			m.plan(m.at.Add(5*time.Hour), func(ctx context.Context) error {
				_, err := m.app.AcceptAgendaItem(ctx, m.as(m.series.leads), item.ID, accord.Match{})
				return err
			})
		}
	}
	return nil
}

// of is somebody of a side in the meeting's team, in turn.
func (m *demoMeeting) of(side accord.Side) string {
	var names []string
	for _, t := range demoTeams() {
		for _, member := range t.members {
			if t.name == m.series.team && m.people[member.first].Side == side && member.role != accord.TeamObserver {
				names = append(names, member.first)
			}
		}
	}
	return names[m.number%len(names)]
}

// next is the next text of a list, from the start again after the last.
func (d *demo) next(list string) string {
	texts := demoTexts()[list]
	n := d.used[list]
	d.used[list]++
	return texts[n%len(texts)]
}

// chance is true in so many of a hundred cases.
func (d *demo) chance(percent int) bool { return d.rng.IntN(100) < percent }
