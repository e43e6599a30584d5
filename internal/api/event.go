package api

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// eventBody is an event with its data as JSON.
type eventBody struct {
	Seq         int64         `json:"seq"`
	At          time.Time     `json:"at"`
	ActorID     string        `json:"actor_id"`
	Kind        string        `json:"kind"`
	SubjectType string        `json:"subject_type"`
	SubjectID   string        `json:"subject_id"`
	MeetingID   accord.NullID `json:"meeting_id"`
	TeamID      accord.NullID `json:"team_id"`
	Undoes      *int64        `json:"undoes"`
	Data        any           `json:"data" doc:"What changed; empty where it is hidden from you"`
}

// eventOf shows an event.
func eventOf(e accord.Event) eventBody {
	b := eventBody{
		Seq: e.Seq, At: e.At, ActorID: e.ActorID, Kind: e.Kind, SubjectType: e.SubjectType, SubjectID: e.SubjectID,
		MeetingID: e.MeetingID, TeamID: e.TeamID, Undoes: e.Undoes, Data: map[string]any{},
	}
	if json.Valid([]byte(e.Data)) {
		b.Data = json.RawMessage(e.Data)
	}
	return b
}

type listEvents struct {
	Paged
	After int64 `query:"after" minimum:"0" doc:"Only events that follow this seq"`
}

func registerEvents(a *API) {
	register(a, app.ActSeeEvents, op("GET", "/events", "List events"), a.events)
}

func (a *API) events(ctx context.Context, actor accord.Actor, in *listEvents) (*items[eventBody], error) {
	page, err := in.page()
	if err != nil {
		return nil, err
	}
	after := in.After
	if len(page.After) > 0 {
		after, _ = strconv.ParseInt(page.After[0], 10, 64)
	}
	list, err := a.app.Events(ctx, actor, after, page.Limit+1)
	if err != nil {
		return nil, err
	}
	list, next := accord.Cut(list, page, func(e accord.Event) []string { return []string{strconv.FormatInt(e.Seq, 10)} })
	var bodies []eventBody
	for _, e := range list {
		bodies = append(bodies, eventOf(e))
	}
	return listed(bodies, next), nil
}
