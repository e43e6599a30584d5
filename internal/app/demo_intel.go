package app

import (
	"context"
	"math/rand/v2"
	"time"

	"accord/internal/accord"
)

// demoSources are where the demo company's leads come from, with how good they
// are: of a hundred so many are accepted.
func demoSources() []struct {
	source      string
	count, good int
} {
	return []struct {
		source      string
		count, good int
	}{
		{"Webinar: clean rooms in practice", 38, 62},
		{"Trade fair Analytica", 64, 48},
		{"White paper on calibration", 22, 71},
		{"Search campaign, microscopes", 45, 34},
		{"University day", 17, 80},
		{"Newsletter of the month", 12, 66},
	}
}

// demoTold is what the market says to the demo company.
func demoTold() [][2]string {
	return [][2]string{
		{"Two laboratories wait for the smaller model before they order.", "Alba Labs"},
		{"Nobody finds the service price on our site.", "Technical University"},
		{"The new one from Keller is quoted 12 % below ours.", "Nordlicht Pharma"},
		{"Purchasing asks for a carbon footprint by instrument.", "City hospital"},
		{"The calibration video saved them a visit.", "Institute Weber"},
		{"They want to rent before they buy.", "Start-up Genomia"},
		{"The brochure speaks of a port the device no longer has.", "Distributor Lund"},
		{"Students know the brand from practice week.", "Technical University"},
		{"A trade-in of the old series would decide it.", "Alba Labs"},
		{"They compare us by service hours, not by price.", "Nordlicht Pharma"},
	}
}

// demoAnswers are what Marketing says to it in turn.
func demoAnswers() []struct {
	answer accord.IntelAnswer
	why    string
} {
	return []struct {
		answer accord.IntelAnswer
		why    string
	}{
		{accord.IntelUsed, "In the landing page of the campaign"},
		{accord.IntelNoted, ""},
		{accord.IntelUsed, "The price is on the page now"},
		{accord.IntelNotNow, "The budget of this quarter is spent; we look again in January"},
		{accord.IntelNoted, "For the next brochure"},
	}
}

// demoIntel lets the demo company serve and judge leads, and tell and answer,
// for half a year. It draws from chance of its own, so that the rest of the
// story stays as it is.
type demoIntel struct {
	*demo
	rng *rand.Rand
}

// serveAndTell plans a batch and a thing or two told for every week.
func (d *demo) serveAndTell() {
	i := &demoIntel{demo: d, rng: rand.New(rand.NewPCG(3, 19))} //nolint:gosec // a story, no secret
	for week := range demoWeeks {
		monday := d.at.AddDate(0, 0, 7*week)
		d.plan(monday.Add(26*time.Hour), func(ctx context.Context) error { return i.serve(ctx, week) })
		for n := range 1 + week%2 {
			d.plan(monday.Add(time.Duration(50+22*n)*time.Hour), func(ctx context.Context) error { return i.tell(ctx, 2*week+n) })
		}
	}
}

// serve enters a batch, which Sales judges within two weeks, of one in four
// first in part.
func (i *demoIntel) serve(ctx context.Context, week int) error {
	s := demoSources()[week%len(demoSources())]
	by := i.as([]string{"Ines", "Kira", "Hugo"}[week%3])
	count := s.count + i.rng.IntN(9)
	b, _, err := i.app.ServeLeads(ctx, by, accord.LeadDraft{Source: s.source, Count: count})
	if err != nil {
		return err
	}
	accepted := min(count, count*(s.good+week/3-4+i.rng.IntN(9))/100)
	reasons := accord.ShippedLeadReasons()
	first := (count - accepted) * 2 / 3
	judge := func(part int) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := i.app.JudgeLeads(ctx, i.as([]string{"Ben", "Carla", "Elif"}[week%3]), b.ID, accord.Match{}, Verdict{
				Accepted: accepted / part, Rejections: []accord.LeadRejection{
					{ReasonID: reasons[week%3].ID, Count: first / part}, {ReasonID: reasons[3+week%3].ID, Count: (count - accepted - first) / part},
				},
			})
			return err
		}
	}
	if week%4 == 1 {
		i.plan(i.at.AddDate(0, 0, 3), judge(2))
	}
	i.plan(i.at.AddDate(0, 0, 5+i.rng.IntN(8)), judge(1))
	return nil
}

// tell enters what somebody heard. Most of it is answered in time, a little
// late, and of the last weeks something not at all.
func (i *demoIntel) tell(ctx context.Context, n int) error {
	t := demoTold()[n%len(demoTold())]
	told, _, err := i.app.TellIntel(ctx, i.as([]string{"Ben", "Elif", "Carla", "Ana"}[n%4]), accord.IntelDraft{Text: t[0], HeardFrom: t[1]})
	if err != nil {
		return err
	}
	days := 1 + i.rng.IntN(9)
	switch n % 9 {
	case 4:
		days = 17 + i.rng.IntN(6)
	case 7:
		days = 30
	}
	if n/2 >= demoWeeks-4 && n%2 == 0 { // of late nobody found the time
		return nil
	}
	a := demoAnswers()[n%len(demoAnswers())]
	i.plan(i.at.AddDate(0, 0, days), func(ctx context.Context) error {
		_, err := i.app.AnswerIntel(ctx, i.as([]string{"Greta", "Jan", "Hugo"}[n%3]), told.ID, accord.Match{}, a.answer, a.why)
		return err
	})
	return nil
}
