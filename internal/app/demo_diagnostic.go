package app

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"accord/internal/accord"
)

// demoRound is one round of the diagnostic in the demo: how long ago it opened,
// who answered, and where each side saw the themes, from 1 to 5.
type demoRound struct {
	days             int
	answering        []string
	sales, marketing [5]float64
}

func demoRounds() []demoRound {
	return []demoRound{
		{161, []string{"Ana", "Ben", "Carla", "Elif", "Greta", "Hugo", "Ines", "Kira"}, [5]float64{3.2, 1.9, 2.4, 3.0, 3.1}, [5]float64{3.6, 3.7, 2.9, 2.1, 3.4}},
		{63, []string{"Ana", "Ben", "Carla", "David", "Elif", "Greta", "Hugo", "Ines", "Jan", "Kira"}, [5]float64{3.9, 2.8, 2.9, 3.3, 3.6}, [5]float64{4.0, 3.8, 3.2, 2.7, 3.9}},
		{4, []string{"Ben", "Carla", "Elif", "Hugo", "Kira"}, [5]float64{4, 3, 3, 4, 4}, [5]float64{4, 4, 3, 3, 4}}, // still open
	}
}

// askRounds lets the company answer the diagnostic once a quarter. The first
// round runs into its deadline, since not everybody answered.
func (d *demo) askRounds() {
	rng := rand.New(rand.NewPCG(5, 20)) //nolint:gosec // a story, no secret
	for n, r := range demoRounds() {
		opens := d.now.AddDate(0, 0, -r.days)
		d.plan(opens, func(ctx context.Context) error {
			by := []string{"Greta", "Ana"}[n%2]
			round, err := d.app.OpenDiagnostic(ctx, d.as(by), NewDiagnostic{Deadline: accord.DateOf(d.at, accord.Zone(demoZone)).AddDays(accord.DiagnosticDays)})
			if err != nil {
				return err
			}
			for i, first := range r.answering {
				d.plan(opens.Add(time.Duration(3+9*i)*time.Hour), func(ctx context.Context) error {
					_, err := d.app.AnswerDiagnostic(ctx, d.as(first), round.ID, r.answers(d.people[first].Side, rng))
					return err
				})
			}
			return nil
		})
	}
}

// answers are one person's: around where their side sees each theme.
func (r demoRound) answers(side accord.Side, rng *rand.Rand) map[string]int {
	around := r.sales
	if side == accord.Marketing {
		around = r.marketing
	}
	answers := map[string]int{}
	for _, s := range accord.ShippedStatements() {
		theme := slices.Index(accord.DiagnosticThemes(), s.Theme)
		lean := float64(s.Position%4)*0.3 - 0.45
		if side == accord.Marketing {
			lean = -lean
		}
		answers[s.Name] = min(max(int(around[theme]+lean+rng.NormFloat64()*0.6+0.5), 1), 5)
	}
	return answers
}
