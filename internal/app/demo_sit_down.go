package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// What the two leads of the demo company care about: what they come to share,
// and what each has for itself.
var (
	demoShared = []string{
		"Call every qualified lead within 48 hours", "One definition of a qualified lead", "Win back three lost renewals", "Two customer stories from clinics",
	}
	demoOnlySales     = []string{"Shorter quotes for small deals", "A demo unit for every region", "End-of-quarter discounts in one hand", "Fewer fields in the forecast"}
	demoOnlyMarketing = []string{"Nordic launch page in spring", "Webinar series, second half", "A new look for the Hanover stand", "Name known in three more countries"}
	demoSitDownWords  = map[accord.Side][]string{
		accord.Sales:     {"The leads come, but late in the month.", "We still hear about campaigns from customers.", "Better since we agreed what a lead is."},
		accord.Marketing: {"We get numbers, seldom the reasons.", "The last three stories came from Sales.", "Plans are made; the follow-up is thin."},
	}
)

// demoSitDowns is how many the leads have had, every other week.
const demoSitDowns = 12

// sitDown lets the two leads compare their lists every other week; the one begun
// last still waits for Ana.
func (d *demo) sitDown() {
	for n := range demoSitDowns {
		at := d.now.AddDate(0, 0, -14*(demoSitDowns-n))
		for at.Weekday() != time.Thursday {
			at = at.AddDate(0, 0, -1)
		}
		d.plan(at.Truncate(24*time.Hour).Add(13*time.Hour), func(ctx context.Context) error { return d.oneSitDown(ctx, n) })
	}
	d.plan(d.now.Add(-44*time.Hour), func(ctx context.Context) error {
		next, err := d.app.BeginSitDown(ctx, d.as("Greta"), NewSitDown{SalesID: d.people["Ana"].ID})
		if err != nil {
			return err
		}
		return d.writes(ctx, next.ID, "Greta", demoSitDowns)
	})
}

// oneSitDown begins, writes, reveals and talks over one of them.
func (d *demo) oneSitDown(ctx context.Context, n int) error {
	s, err := d.app.BeginSitDown(ctx, d.as("Ana"), NewSitDown{MarketingID: d.people["Greta"].ID})
	if err != nil {
		return err
	}
	for _, who := range []string{"Ana", "Greta"} {
		if err := d.writes(ctx, s.ID, who, n); err != nil {
			return fmt.Errorf("%s: %w", who, err)
		}
	}
	if s, err = d.app.SitDown(ctx, d.as("Ana"), s.ID); err != nil {
		return err
	}
	open := 0
	if n == demoSitDowns-1 {
		open = 2 // the last ones still wait for a word
	}
	for i, g := range s.Gaps[:max(len(s.Gaps)-open, 0)] {
		if err := d.endsGap(ctx, s.ID, g, n, i); err != nil {
			return err
		}
	}
	return nil
}

// writes fills in one side's part and reveals it. As the months pass they come
// to share more, and to rank it alike.
func (d *demo) writes(ctx context.Context, id, who string, n int) error {
	side, shared := d.people[who].Side, min(1+n/3, len(demoShared))
	own, scores := demoOnlySales, []int{2 + n/5, 2 + n/4, 3, 3}
	titles := append([]string{}, demoShared[:shared]...)
	if side == accord.Marketing {
		own, scores = demoOnlyMarketing, []int{3 + n/9, 4, 2 + n/4, 3 + n/8}
		for i := 0; i+1 < len(titles); i += 2 {
			titles[i], titles[i+1] = titles[i+1], titles[i]
		}
		if n < 6 { // their own comes first
			titles = append([]string{own[3], own[(n+2)%3]}, titles...)
		}
	}
	titles = append(titles, own[n%3])
	if side == accord.Marketing || shared < 3 {
		titles = append(titles, own[(n+1)%3])
	}
	part := accord.SitDownPart{}
	for i, title := range titles {
		part.Priorities = append(part.Priorities, accord.SitDownPriority{Title: title, Horizon: demoHorizon(side, i)})
	}
	for i, q := range accord.SitDownQuestions() {
		words := ""
		if (n+i)%2 == 0 {
			words = demoSitDownWords[side][(n+i)/2%3]
		}
		part.Answers = append(part.Answers, accord.SitDownAnswer{Question: q, Score: min(scores[i], 5), Words: words})
	}
	_, err := d.app.WriteSitDown(ctx, d.as(who), id, accord.Match{}, part, true)
	return err
}

// demoHorizon is what the sources say of the two: one lives by the quarter, the
// other by the year.
func demoHorizon(side accord.Side, i int) accord.Horizon {
	if side == accord.Sales {
		return []accord.Horizon{accord.HorizonNow, accord.HorizonQuarter, accord.HorizonQuarter, accord.HorizonNow}[i%4]
	}
	return []accord.Horizon{accord.HorizonQuarter, accord.HorizonQuarter, accord.HorizonYear, accord.HorizonYear, accord.HorizonBeyond}[i%5]
}

// endsGap lets the first gap of every third sit-down become an action item, kept
// on time, and the others be left.
func (d *demo) endsGap(ctx context.Context, id string, g accord.SitDownGap, n, i int) error {
	in := EndGap{Gap: g.Key, Outcome: accord.GapLeft}
	if i == 0 && n%3 == 0 {
		in.Outcome, in.Title, in.OwnerID = accord.GapActionItem, "Show Marketing: "+g.Sales, d.people["Ana"].ID
		in.ForSide, in.DueOn = accord.Neutral, accord.WorkWeek("1,2,3,4,5").After(accord.DateOf(d.at, accord.Zone(demoZone)), 6)
	}
	s, err := d.app.EndSitDownGap(ctx, d.as("Ana"), id, in)
	if err != nil || in.Outcome == accord.GapLeft {
		return err
	}
	for _, ended := range s.Gaps {
		if ended.Key == g.Key {
			d.plan(in.DueOn.End(accord.Zone(demoZone)).Add(-30*time.Hour), func(ctx context.Context) error {
				_, err := d.app.DoneItem(ctx, d.as("Ana"), string(ended.ActionItemID), accord.Match{})
				return err
			})
		}
	}
	return nil
}
