package main

import (
	"fmt"

	"accord/internal/app"
	"accord/internal/store"
)

// workspaceCmd is accord workspace.
type workspaceCmd struct {
	Add  workspaceAddCmd  `cmd:"" help:"Add a further company."`
	List workspaceListCmd `cmd:"" help:"List the companies: id and name."`
}

type (
	workspaceAddCmd struct {
		Name     string `required:"" placeholder:"N" help:"Name of the company."`
		TimeZone string `default:"Europe/Berlin" placeholder:"ZONE" help:"Time zone, by its IANA name."`
	}
	workspaceListCmd struct{}
)

// Run adds the company and prints its id.
func (c workspaceAddCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, _ *store.Store, _ settings) error {
		w, err := a.OperatorAddWorkspace(e.ctx, c.Name, c.TimeZone)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stderr, "%s is added. Its first person: accord user add --workspace %s --role admin …\n", w.Name, w.ID)
		fmt.Fprintln(e.stdout, w.ID)
		return nil
	})
}

// Run lists the companies.
func (workspaceListCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, _ *store.Store, _ settings) error {
		all, err := a.OperatorWorkspaces(e.ctx)
		for _, w := range all {
			fmt.Fprintf(e.stdout, "%s\t%s\n", w.ID, w.Name)
		}
		return err
	})
}
