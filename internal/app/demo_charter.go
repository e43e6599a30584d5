package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// charterStory lets the two leads work on the charter as the months pass: they
// agree, sign, answer the ground rules one after the other, and sharpen what a
// qualified lead is. The last change still waits for Marketing.
func (d *demo) charterStory() {
	start := d.at.AddDate(0, 0, 9).Add(3 * time.Hour)
	lead := func(days int, by string, change func(*accord.Charter)) {
		d.plan(start.AddDate(0, 0, days), func(ctx context.Context) error {
			c, err := d.app.Charter(ctx, d.as(by))
			if err == nil && change != nil {
				change(&c.Charter)
				_, err = d.app.ChangeCharter(ctx, d.as(by), accord.Match{}, c.Charter)
			}
			if err != nil {
				return fmt.Errorf("charter: %w", err)
			}
			return nil
		})
	}
	agree := func(days int, by string, entries ...int) {
		d.plan(start.AddDate(0, 0, days), func(ctx context.Context) error {
			c, err := d.app.Charter(ctx, d.as(by))
			for _, i := range entries {
				id := accord.CharterPledge
				if i >= 0 {
					id = c.Definitions[i].ID
				}
				if err == nil {
					_, err = d.app.AgreeCharter(ctx, d.as(by), accord.Match{}, id)
				}
			}
			return err
		})
	}
	answer := func(question int, text string) func(*accord.Charter) {
		return func(c *accord.Charter) { c.Rules[question].Answer = text }
	}
	agree(0, "Ana", -1, 0, 1)
	agree(1, "Greta", -1, 0, 1, 2)
	agree(5, "Ana", 2)
	lead(20, "Greta", answer(0, "Whoever was asked by the customer. Sales hears of it the same day, in the lead itself."))
	lead(48, "Ana", answer(1, "After two working days it goes back to Marketing, and both leads see it on the dashboard."))
	lead(76, "Greta", answer(2, "Names, examples and the order. Claims, figures and pictures stay as they are."))
	lead(110, "Ana", func(c *accord.Charter) {
		c.Definitions[0].Text = "A person at a laboratory or clinic we want as a customer, with a need we can meet this year, who asked to hear from us and can be reached. Anything less is a contact."
		c.Definitions[0].ReviewOn = accord.DateOf(d.now, accord.Zone(demoZone)).AddDays(120)
	})
	agree(114, "Greta", 0)
	lead(150, "Ana", func(c *accord.Charter) {
		c.Definitions[1].Text = "A lead is handed over once Sales can see name, way to reach the person and what they asked for. From then on Sales answers for it and calls within 48 hours."
	})
}
