package api

import (
	"context"
	"net/http"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerOccurrences(a *API) {
	register(a, app.ActSeeSeries, op("GET", "/series/{id}/occurrences", "List the occurrences of a series"), a.occurrences)
	register(a, app.ActChangeSeries, op("PATCH", "/series/{id}/occurrences/{original_start}", "Move, cancel or restore an occurrence"), a.changeOccurrence)
	register(a, app.ActPropose, op("POST", "/series/{id}/occurrences/{original_start}/open", "Open an occurrence"), a.openOccurrence)
}

type occurrencesInput struct {
	ID string `path:"id" maxLength:"64"`
	Paged
	From time.Time `query:"from" doc:"Now unless given"`
	To   time.Time `query:"to" doc:"A year after from unless given; at most 30 years after it"`
}

func (a *API) occurrences(ctx context.Context, actor accord.Actor, in *occurrencesInput) (*items[accord.SeriesDate], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	dates, err := a.app.Occurrences(ctx, actor, in.ID, in.From, in.To)
	return listed(pageOf(dates, p, func(d accord.SeriesDate) []string { return []string{string(d.OriginalStart)} })), err
}

// ByOccurrence is the input of an operation on one date of a series.
type ByOccurrence struct {
	ID            string `path:"id" maxLength:"64"`
	OriginalStart string `path:"original_start" maxLength:"16" doc:"The date's name: its first wall clock, 2027-01-12T10:00"`
}

type changeOccurrenceInput struct {
	ByOccurrence
	Body struct {
		StartsAt Opt[time.Time] `json:"starts_at,omitzero" doc:"The new start; the date keeps its name"`
		Status   Opt[string]    `json:"status,omitzero" doc:"cancelled calls it off, scheduled restores it"`
	}
}

func (a *API) changeOccurrence(ctx context.Context, actor accord.Actor, in *changeOccurrenceInput) (*one[accord.SeriesDate], error) {
	change := app.OccurrenceChange{Status: accord.MeetingStatus(in.Body.Status.Value)}
	if in.Body.StartsAt.Set && !in.Body.StartsAt.Null {
		change.StartsAt = &in.Body.StartsAt.Value
	}
	d, version, err := a.app.ChangeOccurrence(ctx, actor, in.ID, in.OriginalStart, match(ctx), change)
	return answer(d, version), err
}

func (a *API) openOccurrence(ctx context.Context, actor accord.Actor, in *ByOccurrence) (*opened[accord.Meeting], error) {
	m, made, err := a.app.OpenOccurrence(ctx, actor, in.ID, in.OriginalStart)
	out := &opened[accord.Meeting]{Status: http.StatusOK, ETag: etag(m.Version), Body: m}
	if made {
		out.Status = http.StatusCreated
	}
	return out, err
}
