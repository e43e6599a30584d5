package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerReplies(a *API) {
	o := op("POST", "/calendar/replies", "Hand in an answer of a calendar program")
	o.Description = "The body is an iTIP REPLY (RFC 5546), one's own or, for an admin, anybody's."
	register(a, app.ActRespond, takesFile(calendarType, o), a.handInReply)
	register(a, app.ActRespond, op("PUT", "/series/{id}/response", "Answer for all dates of a series to come"), a.respondToSeries)
	register(a, app.ActRespond, op("PUT", "/series/{id}/occurrences/{original_start}/response", "Answer for one date of a series"), a.respondToDate)
}

type repliesTaken struct {
	Items []app.ReplyTaken `json:"items"`
}

func (a *API) handInReply(ctx context.Context, actor accord.Actor, in *calendarBody) (*bare[repliesTaken], error) {
	list, err := a.app.HandInReply(ctx, actor, in.RawBody)
	return &bare[repliesTaken]{repliesTaken{list}}, err
}

// responseBody is an answer to an invitation.
type responseBody struct {
	Response string `json:"response" enum:"yes,no,maybe," doc:"Empty takes the answer back"`
}

type respondToSeries struct {
	ID   string `path:"id" maxLength:"64"`
	Body responseBody
}

func (a *API) respondToSeries(ctx context.Context, actor accord.Actor, in *respondToSeries) (*bare[responseBody], error) {
	return &bare[responseBody]{in.Body}, a.app.RespondToSeries(ctx, actor, in.ID, "", in.Body.Response)
}

type respondToDate struct {
	ByOccurrence
	Body responseBody
}

func (a *API) respondToDate(ctx context.Context, actor accord.Actor, in *respondToDate) (*bare[responseBody], error) {
	return &bare[responseBody]{in.Body}, a.app.RespondToSeries(ctx, actor, in.ID, in.OriginalStart, in.Body.Response)
}
