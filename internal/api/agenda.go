package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerAgenda(a *API) {
	register(a, app.ActPropose, created(op("POST", "/meetings/{id}/agenda-items", "Propose an agenda item")), a.proposeItem)
	register(a, app.ActSeeMeetings, op("GET", "/agenda-items/{id}", "Get an agenda item"), a.agendaItem)
	register(a, app.ActPropose, op("PATCH", "/agenda-items/{id}", "Change an agenda item"), a.changeAgendaItem)
	register(a, app.ActRunMeeting, op("POST", "/agenda-items/{id}/accept", "Accept an agenda item"), a.acceptAgendaItem)
	register(a, app.ActRunMeeting, op("POST", "/agenda-items/{id}/park", "Park an agenda item"), a.parkAgendaItem)
	register(a, app.ActRunMeeting, op("POST", "/agenda-items/{id}/decline", "Decline a proposed agenda item"), a.declineAgendaItem)
	register(a, app.ActRunMeeting, op("POST", "/agenda-items/{id}/merge", "Merge an agenda item into another"), a.mergeAgendaItem)
	register(a, app.ActRunMeeting, op("POST", "/agenda-items/{id}/move", "Move an agenda item"), a.moveAgendaItem)
}

// agendaResult answers with an agenda item, or the error.
func agendaResult(i accord.AgendaItem, err error) (*one[accord.AgendaItem], error) {
	if err != nil {
		return nil, err
	}
	return answer(i, i.Version), nil
}

type newAgendaItemInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title       string         `json:"title"`
		Kind        string         `json:"kind" doc:"decide, solve, inform or plan"`
		Side        string         `json:"side" doc:"sales, marketing, or neutral for both"`
		Minutes     int            `json:"minutes"`
		PresenterID accord.NullID  `json:"presenter_id,omitempty"`
		Notes       string         `json:"notes,omitempty" doc:"Markdown, at most 8 KiB"`
		Why         string         `json:"why,omitempty"`
		Horizon     accord.Horizon `json:"horizon,omitempty" doc:"now, quarter, year, beyond; absent for none"`
	}
}

func (a *API) proposeItem(ctx context.Context, actor accord.Actor, in *newAgendaItemInput) (*one[accord.AgendaItem], error) {
	b := in.Body
	return agendaResult(a.app.ProposeAgendaItem(ctx, actor, in.ID, app.NewAgendaItem{
		Title: b.Title, Kind: accord.AgendaKind(b.Kind), Side: accord.Side(b.Side), Minutes: b.Minutes,
		PresenterID: string(b.PresenterID), Notes: b.Notes, Why: b.Why, Horizon: b.Horizon,
	}))
}

func (a *API) agendaItem(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.AgendaItem], error) {
	return agendaResult(a.app.AgendaItem(ctx, actor, in.ID))
}

type changeAgendaItemInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title        Opt[string]            `json:"title,omitzero"`
		Kind         Opt[accord.AgendaKind] `json:"kind,omitzero"`
		Side         Opt[accord.Side]       `json:"side,omitzero"`
		Minutes      Opt[int]               `json:"minutes,omitzero"`
		PresenterID  Opt[string]            `json:"presenter_id,omitzero"`
		Why          Opt[string]            `json:"why,omitzero"`
		Horizon      Opt[accord.Horizon]    `json:"horizon,omitzero" doc:"now, quarter, year, beyond; null for none"`
		Shared       Opt[bool]              `json:"shared,omitzero" doc:"Visitors of a closed team see it"`
		Notes        Opt[string]            `json:"notes,omitzero" doc:"Markdown, at most 8 KiB"`
		NotesVersion int                    `json:"notes_version,omitempty" minimum:"0" doc:"Of the notes that were changed: what others wrote since is merged by line"`
		Outcome      Opt[accord.Outcome]    `json:"outcome,omitzero" doc:"settled, continued, parked or dropped; null for none yet"`
		OutcomeText  Opt[string]            `json:"outcome_text,omitzero"`
	}
}

func (a *API) changeAgendaItem(ctx context.Context, actor accord.Actor, in *changeAgendaItemInput) (*one[accord.AgendaItem], error) {
	b := in.Body
	return agendaResult(a.app.ChangeAgendaItem(ctx, actor, in.ID, match(ctx), app.AgendaPatch{
		Title: b.Title.Opt, Kind: b.Kind.Opt, Side: b.Side.Opt, Minutes: b.Minutes.Opt, PresenterID: b.PresenterID.Opt, Why: b.Why.Opt, Horizon: b.Horizon.Opt, Shared: b.Shared.Opt,
		Notes: b.Notes.Opt, NotesVersion: b.NotesVersion, Outcome: b.Outcome.Opt, OutcomeText: b.OutcomeText.Opt,
	}))
}

func (a *API) acceptAgendaItem(ctx context.Context, actor accord.Actor, in *ByID) (*one[accord.AgendaItem], error) {
	return agendaResult(a.app.AcceptAgendaItem(ctx, actor, in.ID, match(ctx)))
}

// agendaReason is the input of a step with a reason.
type agendaReason struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason,omitempty" doc:"Its author sees it"`
	}
}

func (a *API) parkAgendaItem(ctx context.Context, actor accord.Actor, in *agendaReason) (*one[accord.AgendaItem], error) {
	return agendaResult(a.app.ParkAgendaItem(ctx, actor, in.ID, match(ctx), in.Body.Reason))
}

func (a *API) declineAgendaItem(ctx context.Context, actor accord.Actor, in *agendaReason) (*one[accord.AgendaItem], error) {
	return agendaResult(a.app.DeclineAgendaItem(ctx, actor, in.ID, match(ctx), in.Body.Reason))
}

type mergeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Into string `json:"into" doc:"Id of the item that takes it in"`
	}
}

func (a *API) mergeAgendaItem(ctx context.Context, actor accord.Actor, in *mergeInput) (*one[accord.AgendaItem], error) {
	return agendaResult(a.app.MergeAgendaItem(ctx, actor, in.ID, in.Body.Into, match(ctx)))
}

type moveAgendaInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Before    string `json:"before,omitempty" doc:"Id of the item it goes before"`
		After     string `json:"after,omitempty" doc:"Id of the item it goes after"`
		MeetingID string `json:"meeting_id,omitempty" doc:"Another meeting of the series"`
		SeriesID  string `json:"series_id,omitempty" doc:"Its series: to the backlog"`
	}
}

func (a *API) moveAgendaItem(ctx context.Context, actor accord.Actor, in *moveAgendaInput) (*one[accord.AgendaItem], error) {
	b := in.Body
	return agendaResult(a.app.MoveAgendaItem(ctx, actor, in.ID, match(ctx), app.AgendaMove{Before: b.Before, After: b.After, MeetingID: b.MeetingID, SeriesID: b.SeriesID}))
}
