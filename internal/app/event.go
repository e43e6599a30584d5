package app

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// Events returns at most limit events of the workspace that follow seq, oldest
// first, through the policy (X1): what belongs to a team the actor may not see
// carries ids and no text, and so does what is about other people's accounts.
func (a *App) Events(ctx context.Context, actor accord.Actor, after int64, limit int) ([]accord.Event, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeEvents)
	if err != nil {
		return nil, err
	}
	events, err := a.store.EventsAfter(ctx, after, limit)
	for i, e := range events {
		if hidden(e, view, actor) {
			events[i].Data = "{}"
		}
	}
	return events, err
}

// hidden says whether the text of an event is not for the actor.
func hidden(e accord.Event, view accord.View, actor accord.Actor) bool {
	if e.TeamID != "" || view.OnlyTeams {
		return !view.Sees(string(e.TeamID))
	}
	about, _, _ := strings.Cut(e.Kind, ".")
	private := about == "person" || about == "token"
	return private && !actor.Admin() && e.SubjectID != actor.PersonID && e.ActorID != actor.PersonID
}
