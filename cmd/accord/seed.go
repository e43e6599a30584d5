package main

import (
	"fmt"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// seedCmd is accord seed.
type seedCmd struct {
	inWorkspace
	People   int    `default:"200" placeholder:"N" help:"How many people."`
	Series   int    `default:"50" placeholder:"N" help:"How many series."`
	Meetings int    `default:"1000" placeholder:"N" help:"How many held meetings."`
	Actions  int    `default:"5000" placeholder:"N" help:"How many action items."`
	Seed     uint64 `default:"1" placeholder:"S" help:"The same seed makes the same data, relative to now."`
}

// Run fills an empty database, or a company nobody belongs to yet.
func (c seedCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, db *store.Store, _ settings) error {
		w, err := c.target(e, a, db)
		if err != nil {
			return err
		}
		start := e.clock()
		size := app.SeedSize{People: c.People, Series: c.Series, Meetings: c.Meetings, Actions: c.Actions, Seed: c.Seed}
		if err := a.Seed(e.ctx, w, size); err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%s holds %d people, %d series, %d meetings and %d action items (%.1f s).\n",
			w.Name, c.People, c.Series, c.Meetings, c.Actions, e.clock().Sub(start).Seconds())
		fmt.Fprintf(e.stdout, "Everybody's password: %s. The admin: person1@example.com.\n", app.SeedPassword)
		return nil
	})
}

// target is the company to fill; on an empty database it is made.
func (c seedCmd) target(e *env, a *app.App, db *store.Store) (accord.Workspace, error) {
	all, err := a.OperatorWorkspaces(e.ctx)
	if err != nil {
		return accord.Workspace{}, err
	}
	if len(all) == 0 {
		return a.OperatorAddWorkspace(e.ctx, "Seeded company", "Europe/Berlin")
	}
	w, err := a.OperatorWorkspace(e.ctx, c.Workspace)
	if err != nil {
		return w, err
	}
	people, err := db.People(store.Within(e.ctx, w.ID))
	if err == nil && len(people) > 0 {
		err = fmt.Errorf("%s has people already: seed fills only an empty company", w.Name)
	}
	return w, err
}
