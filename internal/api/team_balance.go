package api

import (
	"context"

	"accord/internal/accord"
)

// balanceBody is how the sides stand in a team.
type balanceBody struct {
	accord.TeamBalance
	Strategic bool        `json:"strategic" doc:"Its meetings choose growth projects: it needs a leader and two representatives of each side"`
	Balanced  bool        `json:"balanced"`
	Uneven    accord.Side `json:"uneven" doc:"The side the other has more than twice the people of; empty for none"`
}

func (a *API) teamBalance(ctx context.Context, actor accord.Actor, in *ByID) (*bare[balanceBody], error) {
	b, strategic, err := a.app.TeamBalance(ctx, actor, in.ID)
	return &bare[balanceBody]{Body: balanceBody{b, strategic, b.Balanced(), b.Uneven()}}, err
}
