package main

import (
	"fmt"

	"accord/internal/app"
	"accord/internal/store"
)

// tokenCmd is accord token.
type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make an API token; standard output is the token alone."`
}

type tokenCreateCmd struct {
	inWorkspace
	Email string `required:"" placeholder:"E" help:"Address of the person it acts for."`
	Name  string `required:"" placeholder:"N" help:"What it is for."`
	Scope string `default:"read" enum:"read,write" placeholder:"S" help:"read or write."`
}

// Run prints the token, which is stored nowhere.
func (c tokenCreateCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, _ *store.Store, _ settings) error {
		w, err := a.OperatorWorkspace(e.ctx, c.Workspace)
		if err != nil {
			return err
		}
		token, err := a.OperatorToken(e.ctx, w, c.Email, c.Name, c.Scope)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stderr, "A token that may %s, for %s. It is shown this once.\n", c.Scope, c.Email)
		fmt.Fprintln(e.stdout, token)
		return nil
	})
}
