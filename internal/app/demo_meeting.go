package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// hold starts the meeting and plans the rest of it.
func (m *demoMeeting) hold(ctx context.Context) error {
	lead := m.as(m.series.leads)
	detail, err := m.app.StartMeeting(ctx, lead, m.id, accord.Match{})
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	for i, p := range detail.Attendance {
		// Both leaders come, except to one call, whose decisions are provisional.
		missing := m.series.template == "representative_call" && m.number == 6 && p.TeamRole == accord.TeamLeader && p.PersonID != lead.PersonID
		present := !missing && (p.TeamRole == accord.TeamLeader || m.chance(86))
		if _, err := m.app.Attend(ctx, lead, m.id, p.PersonID, present, !present && i%2 == 0); err != nil {
			return fmt.Errorf("attendance: %w", err)
		}
	}
	if m.series.template == accord.TemplateStrategicTeam && m.number == 0 {
		goal := accord.SharedGoal{
			Title: "Forty new laboratories a quarter", Measure: "signed contracts", Target: "40",
			By: accord.DateOf(m.now, accord.Zone(demoZone)).AddDays(45),
		}
		if err := m.app.SetSharedGoal(ctx, lead, m.id, goal); err != nil {
			return fmt.Errorf("shared goal: %w", err)
		}
	}
	if err := m.report(ctx); err != nil {
		return err
	}
	length := time.Duration(detail.DurationMinutes) * time.Minute
	m.plan(m.at.Add(length/4), m.listen)
	if m.series.template == accord.TemplateStrategicTeam {
		m.plan(m.at.Add(length/2), m.chooseProjects)
	}
	planned := 0
	for _, item := range detail.Agenda {
		planned += item.Minutes
	}
	spent := 0
	for i, item := range detail.Agenda {
		spent += item.Minutes
		if item.Status == accord.AgendaAccepted {
			at := m.at.Add((length - 3*time.Minute) * time.Duration(spent) / time.Duration(planned))
			m.plan(at, func(ctx context.Context) error { return m.settle(ctx, item, i) })
		}
	}
	m.plan(m.at.Add(length-time.Minute), func(ctx context.Context) error {
		_, err := m.app.CloseMeeting(ctx, lead, m.id, accord.Match{}, Closing{Override: true})
		return err
	})
	return nil
}

// listen notes what each side heard and what it thanks the other for.
func (m *demoMeeting) listen(ctx context.Context) error {
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		for _, kind := range []string{accord.WordHeard, accord.WordThanks} {
			if err := m.app.SaySomething(ctx, m.as(m.series.leads), m.id, kind, side, m.next(kind+" "+string(side))); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle ends one matter: with a decision, with promises, or with words. A few
// go on to the next meeting.
func (m *demoMeeting) settle(ctx context.Context, item accord.AgendaItem, n int) error {
	lead := m.as(m.series.leads)
	if n < m.series.decisions {
		d := NewDecision{Text: m.next("decisions"), AgendaItemID: item.ID, Domain: []string{"Lead quality", "Copy and plans", "Market intelligence", "Pricing"}[(m.number+n)%4], As: accord.AsDecision}
		if d.Supersedes = m.decided[demoSecondThoughts[d.Text]]; d.Supersedes == "" && d.Domain == "Copy and plans" && lead.Side == accord.Sales {
			d.As = accord.AsInput
		}
		if m.number%2 == 0 {
			d.ReviewOn = accord.DateOf(m.at, accord.Zone(demoZone)).AddDays(90)
		}
		made, err := m.app.RecordDecision(ctx, lead, m.id, d)
		if err != nil {
			return fmt.Errorf("decide: %w", err)
		}
		m.decided[d.Text] = made.ID
	}
	if n < m.series.matters {
		for range m.series.promises {
			if err := m.promise(ctx, item); err != nil {
				return fmt.Errorf("promise: %w", err)
			}
		}
	}
	outcome := accord.OutcomeSettled
	if m.chance(6) {
		outcome = accord.OutcomeContinued
	}
	if _, err := m.app.ChangeAgendaItem(ctx, lead, item.ID, accord.Match{}, AgendaPatch{
		Outcome: accord.Some(outcome), OutcomeText: accord.Some(m.next("outcomes")),
	}); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return m.app.GoToItem(ctx, lead, m.id, "next")
}

// promise makes one action item and plans its life.
func (m *demoMeeting) promise(ctx context.Context, from accord.AgendaItem) error {
	side := []accord.Side{accord.Sales, accord.Marketing}[m.used["promises"]%2]
	m.used["promises"]++
	owner := m.promiser(side)
	forSide := side
	if m.chance(60) {
		forSide = side.Other()
	}
	zone := accord.Zone(demoZone)
	item, err := m.app.CreateActionItem(ctx, m.as(m.series.leads), NewActionItem{
		ItemDraft: accord.ItemDraft{
			Title: m.next("promises " + string(side)), ForSide: forSide, DueOn: accord.WorkWeek("1,2,3,4,5").After(accord.DateOf(m.at, zone), 4+m.rng.IntN(14)),
			Horizon: m.lookingTo(side),
		},
		OwnerID: m.people[owner].ID, MeetingID: m.id, AgendaItemID: from.ID,
	})
	if err != nil {
		return err
	}
	(&demoItem{demo: m.demo, id: item.ID, owner: owner, due: item.DueOn.End(zone), series: m.series}).plan(item.Status == accord.StatusProposed)
	return nil
}

// lookingTo is how far the next promise of a side looks; of some nobody says.
func (m *demoMeeting) lookingTo(side accord.Side) accord.Horizon {
	n := m.used["promises"]
	if n%5 == 4 {
		return ""
	}
	return demoHorizon(side, n/2)
}

// promiser is somebody of the side who owns the next promise, by chance.
func (m *demoMeeting) promiser(side accord.Side) string {
	keep := m.number
	m.number = m.rng.IntN(100)
	name := m.of(side)
	m.number = keep
	return name
}

// demoItem is one promise of the demo and what becomes of it.
type demoItem struct {
	*demo
	id, owner string
	due       time.Time // when its day ends
	series    demoSeries
}

// plan decides what becomes of the promise. As the months pass, more are kept.
func (i *demoItem) plan(proposed bool) {
	own := i.as(i.owner)
	if proposed {
		i.demo.plan(i.at.Add(time.Duration(3+i.rng.IntN(50))*time.Hour), func(ctx context.Context) error {
			_, err := i.app.AcceptItem(ctx, own, i.id, accord.Match{}, "", "")
			return err
		})
	}
	weeks := int(i.now.Sub(i.at).Hours() / (24 * 7))
	onTime := 84 - weeks
	due := i.due.Add(-time.Duration(8+i.rng.IntN(40)) * time.Hour)
	switch p := i.rng.IntN(100); {
	case p < onTime:
		i.done(due)
	case p < onTime+6:
		i.slip(due, 3+i.rng.IntN(8))
	case p < 88:
		i.done(i.due.Add(time.Duration(10+i.rng.IntN(9*24)) * time.Hour))
	case p < 90:
		i.demo.plan(due, func(ctx context.Context) error {
			item, err := i.app.DropItem(ctx, own, i.id, accord.Match{}, i.next("reasons"))
			if err == nil && item.Status != accord.StatusDropped {
				i.consent(item)
			}
			return err
		})
	case p < 92:
		i.demo.plan(due, func(ctx context.Context) error {
			_, err := i.app.BlockItem(ctx, own, i.id, accord.Match{}, i.next("reasons"))
			return err
		})
		i.done(i.due.AddDate(0, 0, 16))
	default:
		i.note(due)
		i.done(i.due.AddDate(0, 0, 9+i.rng.IntN(18)))
	}
}

// done lets the owner be done and, where it is for the other side, one of them
// agree; now and then they return it first, or stay silent. What was done in
// the last three days still waits for them.
func (i *demoItem) done(at time.Time) {
	i.demo.plan(at, func(ctx context.Context) error {
		item, err := i.app.DoneItem(ctx, i.as(i.owner), i.id, accord.Match{})
		if err != nil || !item.NeedsConfirmation() || i.chance(12) || i.now.Sub(i.at) < 3*24*time.Hour {
			return err
		}
		judge := i.judge(item.ForSide)
		when := i.at.Add(time.Duration(4+i.rng.IntN(60)) * time.Hour)
		if i.chance(6) {
			i.demo.plan(when, func(ctx context.Context) error {
				_, err := i.app.ReturnItem(ctx, judge, i.id, accord.Match{}, i.next("returns"))
				return err
			})
			i.done(when.Add(30 * time.Hour))
			return nil
		}
		i.demo.plan(when, func(ctx context.Context) error {
			_, err := i.app.ConfirmItem(ctx, judge, i.id, accord.Match{})
			return err
		})
		return nil
	})
}

// judge is the lead of a side, or their neighbour where they own it themselves.
func (i *demoItem) judge(side accord.Side) accord.Actor {
	names := map[accord.Side][]string{accord.Sales: {"Ana", "Ben"}, accord.Marketing: {"Greta", "Hugo"}}[side]
	if names[0] == i.owner || i.chance(40) {
		return i.as(names[1])
	}
	return i.as(names[0])
}

// slip names a later day before the first is over, and keeps that.
func (i *demoItem) slip(at time.Time, days int) {
	zone := accord.Zone(demoZone)
	later := accord.DateOf(i.due, zone).AddDays(days)
	i.demo.plan(at, func(ctx context.Context) error {
		_, err := i.app.RescheduleItem(ctx, i.as(i.owner), i.id, accord.Match{}, later, i.next("reasons"))
		return err
	})
	i.note(at.Add(time.Hour))
	i.done(later.End(zone).Add(-20 * time.Hour))
}

func (i *demoItem) note(at time.Time) {
	i.demo.plan(at, func(ctx context.Context) error {
		_, err := i.app.AddItemNote(ctx, i.as(i.owner), i.id, i.next("notes"))
		return err
	})
}

// consent lets the side it was for agree to give it up, a day later.
func (i *demoItem) consent(item accord.ActionItem) {
	judge := i.judge(item.ForSide)
	i.demo.plan(i.at.Add(26*time.Hour), func(ctx context.Context) error {
		_, err := i.app.DropItem(ctx, judge, i.id, accord.Match{}, "")
		return err
	})
}
