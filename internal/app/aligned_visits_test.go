package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// standsThen is where somebody stood in the company from an instant on, as the
// test noted it: people are no events.
type standsThen struct {
	id   string
	from time.Time
	side accord.Side
	here bool
}

// staff makes Sales' weekly staff meeting of ana and leo, with two seats for the
// others.
func (w *alignedPlace) staff() {
	w.t.Helper()
	s := w.series("staff", "FREQ=WEEKLY;BYDAY=WE", "2026-11-25T09:00", 3*1440, 1440, 240).WithSeats(accord.Sales, 2)
	s.TeamID = "staff"
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		now := accord.Instant(w.clock.Now())
		if err := store.Insert(ctx, tx, accord.Team{WorkspaceID: workID, ID: "staff", Name: "Sales", Version: 1, CreatedAt: now}); err != nil {
			return err
		}
		for _, id := range []string{"ana", "leo"} {
			if err := store.Insert(ctx, tx, accord.TeamMember{WorkspaceID: workID, TeamID: "staff", PersonID: id, Role: accord.TeamLeader, AddedAt: now}); err != nil {
				return err
			}
		}
		return tx.SaveSeries(ctx, &s)
	})
	people, err := w.store.People(w.ctx())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range people {
		if p.Role != accord.RoleObserver {
			w.stands = append(w.stands, standsThen{p.ID, p.CreatedAt, p.Side, true})
		}
	}
}

// visit plans days with the other side, moves, swaps, calls off and reports
// visits, and moves the meetings that are visited.
func (w *alignedPlace) visit() {
	ida := w.as("ida")
	today := accord.DateOf(w.clock.Now(), accord.Zone("Europe/Berlin"))
	list, _, err := w.app.ExchangeVisits(w.ctx(), ida, VisitQuery{}, accord.Page{})
	if err != nil {
		w.t.Fatal(err)
	}
	w.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	one := func(try func(accord.VisitDetail) error) { // the first that can
		_ = slices.ContainsFunc(list, func(v accord.VisitDetail) bool { return try(v) == nil })
	}
	first := today.AddDays(w.rng.IntN(20))
	last := first.AddDays(w.rng.IntN(4))
	switch w.rng.IntN(10) {
	case 0, 1:
		_, _ = w.app.PlanVisit(w.ctx(), ida, NewVisit{VisitorID: anyOf(w.rng, "leo", "ben", "kim", "max"), FromOn: first, ToOn: last})
	case 2, 3:
		one(func(v accord.VisitDetail) error {
			_, err := w.app.ChangeVisit(w.ctx(), ida, v.ID, accord.Match{}, VisitPatch{FromOn: accord.Some(first.AddDays(-4)), ToOn: accord.Some(last)})
			return err
		})
	case 4:
		one(func(v accord.VisitDetail) error {
			_, err := w.app.CallOffVisit(w.ctx(), ida, v.ID, accord.Match{})
			return err
		})
	case 5:
		one(func(v accord.VisitDetail) error {
			_, err := w.app.SwapVisits(w.ctx(), ida, v.ID, accord.Match{}, list[0].ID)
			return err
		})
	case 6:
		w.dates(today)
	case 7:
		w.moves()
	default:
		one(func(v accord.VisitDetail) error {
			if v.VisitorLeftAt != nil || v.ReportedAt != nil {
				return accord.NotFound("visitor")
			}
			_, err := w.app.ReportVisit(w.ctx(), w.as(v.VisitorID), v.ID, accord.Match{}, "They call twice", "")
			return err
		})
	}
}

// dates moves, cancels or restores a date of the staff meeting.
func (w *alignedPlace) dates(today accord.Date) {
	day := today.AddDays(w.rng.IntN(14))
	for day.Time().Weekday() != time.Wednesday {
		day = day.AddDays(1)
	}
	name := accord.LocalTime(string(day) + "T09:00")
	at := name.In(accord.Zone("Europe/Berlin")).AddDate(0, 0, w.rng.IntN(9)-3)
	change := anyOf(w.rng,
		OccurrenceChange{Status: accord.MeetingCancelled}, OccurrenceChange{Status: accord.MeetingScheduled},
		OccurrenceChange{StartsAt: &at})
	_, _, _ = w.app.ChangeOccurrence(w.ctx(), w.as("ana"), "staff", string(name), accord.Match{}, change)
}

// moves lets max change sides, leave or come back.
func (w *alignedPlace) moves() {
	p, err := w.store.Person(w.ctx(), "max")
	if err != nil {
		w.t.Fatal(err)
	}
	patch := anyOf(w.rng, PersonPatch{Side: accord.Some(p.Side.Other())}, PersonPatch{Active: accord.Some(!p.Active())})
	if p, err = w.app.ChangePerson(w.ctx(), w.as("ida"), "max", accord.Match{}, patch); err != nil {
		w.t.Fatal(err)
	}
	w.stands = append(w.stands, standsThen{"max", accord.Instant(w.clock.Now()), p.Side, p.Active()})
}

// visits counts who has been with whom, and whose reports are wanted.
func (l *ledger) visits() (s accord.ExchangeState) {
	people := map[string]standsThen{}
	for _, p := range l.w.stands {
		if !p.from.After(l.asOf) {
			people[p.id] = p
		}
	}
	type visit struct {
		VisitorID     string      `json:"visitor_id"`
		HostSide      accord.Side `json:"host_side"`
		FromOn        string      `json:"from_on"`
		ToOn          string      `json:"to_on"`
		off, reported bool
		seat          bool
	}
	visits := map[string]visit{}
	each(l, "exchange_visit", func(what string, e accord.Event, d visit) {
		d.off, d.reported = visits[e.SubjectID].off, visits[e.SubjectID].reported
		d.seat = e.MeetingID != ""
		switch what {
		case "planned":
			d.off = false
		case "called_off":
			d.off = true
		case "reported":
			d.reported = true
		}
		visits[e.SubjectID] = d
	})
	later := func(day string, months, days int) string {
		t, _ := time.Parse(time.DateOnly, day)
		return t.AddDate(0, months, days).Format(time.DateOnly)
	}
	s.Today = accord.Date(l.today)
	for _, host := range []accord.Side{accord.Sales, accord.Marketing} {
		c := accord.VisitCoverage{Host: host}
		for _, p := range people {
			if p.here && p.side == host.Other() {
				c.Of++
			}
		}
		s.Coverage = append(s.Coverage, c)
	}
	for _, v := range visits {
		if v.FromOn < later(l.today, -6, 0) || v.FromOn > later(l.today, 0, 14) {
			continue
		}
		s.Used = true
		visitor := people[v.VisitorID]
		if c := &s.Coverage[slices.Index([]accord.Side{accord.Sales, accord.Marketing}, v.HostSide)]; !v.off && v.FromOn <= l.today {
			c.Visits++
			if v.reported {
				c.Reported++
			}
			if visitor.here && visitor.side == v.HostSide.Other() && !slices.Contains(c.Visitors, v.VisitorID) {
				c.Visitors = append(c.Visitors, v.VisitorID)
			}
		}
		over := v.ToOn < l.today || v.seat && v.ToOn == l.today
		switch {
		case v.off || v.reported || !visitor.here || !over:
		case l.today <= later(v.ToOn, 0, 7):
			s.Due++
		default:
			s.Missing++
		}
	}
	return s
}
