package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerRota(a *API) {
	register(a, app.ActSeeSeries, op("GET", "/series/{id}/rota", "Get whose turn the duties of a series are"), a.rota)
	register(a, app.ActTurn, op("POST", "/series/{id}/rota/{original_start}/skip", "Pass over whoever has a turn"), a.skipTurn)
	register(a, app.ActTurn, op("POST", "/series/{id}/rota/{original_start}/unskip", "Take the last skip of a turn back"), a.undoSkip)
	register(a, app.ActTurn, op("POST", "/series/{id}/rota/{original_start}/swap", "Swap two turns"), a.swapTurns)
}

// rotaBody is whose turn the duties of a series were and will be.
type rotaBody struct {
	Facilitator  rotaDuty `json:"facilitator"`
	MinuteTaker  rotaDuty `json:"minute_taker"`
	SalesRep     rotaDuty `json:"sales_rep" doc:"Who reports for Sales"`
	MarketingRep rotaDuty `json:"marketing_rep" doc:"Who reports for Marketing"`
}

type rotaDuty struct {
	ByTurn bool          `json:"by_turn" doc:"False where the duty does not go by turn in this series"`
	Takers int           `json:"takers" doc:"How many of the team take turns"`
	Alone  []accord.Side `json:"alone" doc:"The one side that has somebody to take turns, where the other has nobody"`
	Turns  []rotaTurn    `json:"turns" doc:"The next six"`
	Past   []rotaTurn    `json:"past" doc:"The last six, newest first"`
}

// rotaTurn is one duty at one date.
type rotaTurn struct {
	SeriesID      string           `json:"series_id" doc:"The series that has the date: where it was split, one of those the rota goes on through"`
	OriginalStart accord.LocalTime `json:"original_start"`
	StartsAt      time.Time        `json:"starts_at"`
	MeetingID     accord.NullID    `json:"meeting_id"`
	OwnerID       accord.NullID    `json:"owner_id" doc:"Whose turn it is in the round"`
	HolderID      accord.NullID    `json:"holder_id" doc:"Who does it: the owner, who they swapped with, or whom somebody chose for the meeting"`
	Side          accord.Side      `json:"side" doc:"The owner's"`
	ByHand        bool             `json:"by_hand" doc:"Somebody chose the holder for this meeting"`
	Skipped       []string         `json:"skipped" doc:"Who is passed over at this date, oldest first"`
	NextID        accord.NullID    `json:"next_id" doc:"Who would have the turn if the caller skipped it; null where they cannot"`
	Told          []string         `json:"told" doc:"Who would be mailed then"`
}

func rotaAnswer(p app.RotaPage) *bare[rotaBody] {
	zone := accord.Zone(p.TimeZone)
	return &bare[rotaBody]{rotaBody{
		Facilitator: rotaDutyOf(p.Facilitator, zone), MinuteTaker: rotaDutyOf(p.MinuteTaker, zone),
		SalesRep: rotaDutyOf(p.SalesRep, zone), MarketingRep: rotaDutyOf(p.MarketingRep, zone),
	}}
}

func rotaDutyOf(d app.RotaDuty, zone *time.Location) rotaDuty {
	return rotaDuty{
		ByTurn: d.ByTurn, Takers: d.Takers, Alone: append([]accord.Side{}, d.Alone...), Turns: rotaTurns(d.Turns, zone), Past: rotaTurns(d.Past, zone),
	}
}

// rotaTurns writes turns with the offset of their series' zone.
func rotaTurns(list []app.Turn, zone *time.Location) []rotaTurn {
	turns := make([]rotaTurn, 0, len(list))
	for _, t := range list {
		turns = append(turns, rotaTurn{
			SeriesID: t.SeriesID, OriginalStart: t.OriginalStart, StartsAt: t.StartsAt.In(zone), MeetingID: t.MeetingID, OwnerID: t.OwnerID, HolderID: t.HolderID,
			Side: t.Side, ByHand: t.ByHand, Skipped: personIDs(t.Skipped), NextID: accord.NullID(t.Next.ID), Told: personIDs(t.Told),
		})
	}
	return turns
}

func personIDs(people []app.PersonName) []string {
	ids := make([]string, 0, len(people))
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

func (a *API) rota(ctx context.Context, actor accord.Actor, in *ByID) (*bare[rotaBody], error) {
	p, err := a.app.RotaTurns(ctx, actor, in.ID)
	return rotaAnswer(p), err
}

// turnInput names a turn: a duty at a date.
type turnInput struct {
	ByOccurrence
	Body struct {
		Kind string `json:"kind" doc:"facilitator, minute_taker, sales_rep or marketing_rep"`
	}
}

func (a *API) skipTurn(ctx context.Context, actor accord.Actor, in *turnInput) (*bare[rotaBody], error) {
	p, err := a.app.SkipTurn(ctx, actor, in.ID, in.OriginalStart, in.Body.Kind)
	return rotaAnswer(p), err
}

func (a *API) undoSkip(ctx context.Context, actor accord.Actor, in *turnInput) (*bare[rotaBody], error) {
	p, err := a.app.UndoSkip(ctx, actor, in.ID, in.OriginalStart, in.Body.Kind)
	return rotaAnswer(p), err
}

type swapInput struct {
	ByOccurrence
	Body struct {
		Kind string `json:"kind" doc:"facilitator, minute_taker, sales_rep or marketing_rep"`
		With string `json:"with" doc:"Original start of the other date"`
	}
}

func (a *API) swapTurns(ctx context.Context, actor accord.Actor, in *swapInput) (*bare[rotaBody], error) {
	p, err := a.app.SwapTurns(ctx, actor, in.ID, in.OriginalStart, in.Body.Kind, in.Body.With)
	return rotaAnswer(p), err
}
