package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// The weeks of the demo in which the round was no plain one, counted from the
// first.
const (
	demoMissedUpdate = 11 // a week of trade fairs: nobody wrote
	demoDeputyUpdate = 15 // Ana was away, Ben signed for Sales
	demoLateUpdate   = 19 // Marketing wrote and did not sign; it went at the deadline
)

// demoGoal is the revenue the demo company wants of a quarter.
const demoGoal = 1_200_000

// updates lets both leads write the weekly update for half a year.
func (d *demo) updates(ctx context.Context) error {
	w, _, err := d.app.ChangeWorkspace(ctx, d.as("Ana"), accord.Match{}, WorkspacePatch{
		Currency: accord.Some("EUR"), SalesDeputyID: accord.Some(accord.NullID(d.people["Ben"].ID)),
	})
	if err != nil {
		return fmt.Errorf("weekly updates: %w", err)
	}
	s := w.Updates()
	first := s.Current(d.at).Add(1)
	for n := 0; ; n++ {
		week := first.Add(n)
		if week > s.Current(d.now) {
			return nil
		}
		u := &demoUpdate{demo: d, week: week, n: n}
		deadline := s.Deadline(week)
		if n != demoMissedUpdate {
			d.plan(deadline.Add(-28*time.Hour), u.sales)
			d.plan(deadline.Add(-26*time.Hour), u.marketing)
			if !deadline.After(d.now) { // else it waits for the visitor's signature
				d.plan(deadline.Add(-4*time.Hour), u.signSales)
				d.plan(deadline.Add(-3*time.Hour), u.signMarketing)
			}
		}
		d.plan(deadline, u.close)
		d.plan(s.Ends(week), u.close)
	}
}

// demoUpdate is one week's update in the demo.
type demoUpdate struct {
	*demo
	week accord.Week
	n    int
}

func (u *demoUpdate) sales(ctx context.Context) error {
	calendar, zone, err := u.app.workCalendar(store.Within(ctx, u.workspace.ID), u.app.store)
	if err != nil {
		return err
	}
	goal := float64(demoGoal)
	pace := accord.PaceOf(accord.WeeklyUpdate{ID: string(u.week), Status: accord.UpdateDraft}, accord.DateOf(u.at, zone), calendar)
	factor := []float64{0.93, 0.96, 1.02, 1.04, 0.98, 1.05, 1.01}[u.n%7]
	toDate := float64(int(goal*factor*float64(pace.Elapsed)/float64(max(pace.Total, 1))/1000)) * 1000
	won := demoWins[u.n%len(demoWins)]
	p := UpdatePatch{
		Side: accord.Sales, RevenueToDate: accord.Some(toDate), RevenueGoal: accord.Some(goal),
		Wins: demoLines(won), News: accord.Some(demoNews[u.n%len(demoNews)]),
	}
	if u.n%3 == 0 {
		p.Wins = demoLines(won, demoWins[(u.n+5)%len(demoWins)])
	}
	if u.n%2 == 0 {
		p.Asks = demoLines([2]string{demoAsks[u.n/2%len(demoAsks)]})
	}
	_, err = u.app.ChangeUpdate(ctx, u.as("Ana"), u.week, accord.Match{}, p)
	return err
}

func (u *demoUpdate) marketing(ctx context.Context) error {
	tool := demoTools[u.n%len(demoTools)]
	p := UpdatePatch{Side: accord.Marketing, Tools: demoLines(tool, demoTools[(u.n+4)%len(demoTools)])}
	if u.n%4 == 1 {
		p.Asks = demoLines([2]string{demoAsksOfSales[u.n/4%len(demoAsksOfSales)]})
	}
	_, err := u.app.ChangeUpdate(ctx, u.as("Greta"), u.week, accord.Match{}, p)
	return err
}

func (u *demoUpdate) signSales(ctx context.Context) error {
	who := "Ana"
	if u.n == demoDeputyUpdate {
		who = "Ben"
	}
	_, err := u.app.SignUpdate(ctx, u.as(who), u.week, accord.Match{})
	return err
}

func (u *demoUpdate) signMarketing(ctx context.Context) error {
	if u.n == demoLateUpdate {
		return nil
	}
	_, err := u.app.SignUpdate(ctx, u.as("Greta"), u.week, accord.Match{})
	return err
}

// close is what the worker does when an update is due.
func (u *demoUpdate) close(ctx context.Context) error {
	_, err := u.app.updatesDue(store.Within(ctx, u.workspace.ID), glance{workspace: u.workspace.ID, now: u.app.now()})
	return err
}

func demoLines(pairs ...[2]string) UpdateLines {
	list := make([]UpdateLine, len(pairs))
	for i, p := range pairs {
		list[i] = UpdateLine{Text: p[0], Detail: accord.Some(p[1])}
	}
	return UpdateLines{accord.Some(list)}
}

// What the demo's leads write: customers with the marketing that helped, tools
// with what came of them, asks and news.
var (
	demoWins = [][2]string{
		{"Kettering University, two spectrometers", "The application note on trace metals"},
		{"Nordlab, service contract for three years", "The reference visit in Lund"},
		{"Halden Water Works", "The webinar on drinking water"},
		{"Casa Alba, first order", "The Spanish brochure"},
		{"Ferris Pharma, 14 laboratories", "The validation guide"},
		{"Delta Polymers", "The stand at the spring fair"},
		{"City hospital of Graz", "The case study on blood gas"},
		{"Osprey Foods", "The calculator for cost per sample"},
		{"Tromsø Research Park", "The newsletter for the north"},
	}
	demoTools = [][2]string{
		{"Webinar on drinking water", "41 took part, nine asked for an offer"},
		{"Application note on trace metals", "120 downloads, six of them at open offers"},
		{"Case study on blood gas", "used in four visits"},
		{"Calculator for cost per sample", "32 calculations, three sent by Sales"},
		{"Newsletter for universities", "18 answers, two visits arranged"},
		{"Comparison sheet for distributors", "in every offer of the south"},
		{"Spring fair stand", "57 talks noted, 21 followed up"},
	}
	demoAsks = []string{
		"A one-page answer to the price question of distributors", "The case study in Spanish", "Names of those who were at the webinar twice",
		"Slides on validation without the old logo", "Two references from food laboratories",
	}
	demoAsksOfSales = []string{
		"Tell us after each visit which sheet was used", "Three customers who would talk to us on camera", "Which questions came up at the fair",
	}
	demoNews = []string{
		"David visits the distributors in the south next week.", "The new price list holds from the first of the month.",
		"Elif runs the demo room on Tuesdays from now on.", "The service team answers within a day again.",
		"Carla has taken over the universities of the north.",
	}
)
