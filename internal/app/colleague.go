package app

import (
	"context"

	"accord/internal/accord"
)

// Colleagues lists everybody of the workspace by name, for pickers and names;
// those who left are among them.
func (a *App) Colleagues(ctx context.Context, actor accord.Actor) ([]accord.Person, error) {
	ctx, err := a.read(ctx, actor, ActSeePeople)
	if err != nil {
		return nil, err
	}
	return a.store.People(ctx)
}
