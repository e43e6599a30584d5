package api

import (
	"context"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerMinutes(a *API) {
	get := op("GET", "/meetings/{id}/minutes", "Get the minutes of a meeting")
	get.Description = "As JSON, or as text/markdown where Accept asks for it."
	register(a, app.ActSeeMeetings, get, a.minutes)
	// huma describes raw bytes as a file; the answer is one of these two.
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[accord.Minutes](), true, "Minutes")
	a.huma.OpenAPI().Paths["/meetings/{id}/minutes"].Get.Responses["200"].Content = map[string]*huma.MediaType{
		"application/json": {Schema: schema}, "text/markdown": {Schema: &huma.Schema{Type: huma.TypeString}},
	}
	register(a, app.ActRunMeeting, op("POST", "/meetings/{id}/minutes", "Correct the minutes of a meeting"), a.correctMinutes)
}

type minutesInput struct {
	ID     string `path:"id" maxLength:"64"`
	Accept string `header:"Accept"`
	Number int    `query:"version" minimum:"1" doc:"The newest unless given"`
}

type minutesOutput struct {
	ContentType string `header:"Content-Type"`
	ETag        string `header:"ETag"`
	Body        []byte
}

func (a *API) minutes(ctx context.Context, actor accord.Actor, in *minutesInput) (*minutesOutput, error) {
	m, _, err := a.app.Minutes(ctx, actor, in.ID, in.Number)
	if err != nil {
		return nil, err
	}
	if strings.Contains(in.Accept, "text/markdown") {
		workspace, err := a.app.Workspace(ctx, actor)
		return &minutesOutput{ContentType: "text/markdown; charset=utf-8", ETag: etag(m.Number), Body: []byte(m.Markdown(actor.Locale, workspace))}, err
	}
	body, err := marshalText(m)
	return &minutesOutput{ContentType: "application/json", ETag: etag(m.Number), Body: []byte(body)}, err
}

type correctMinutesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason     string            `json:"reason"`
		Notes      *string           `json:"notes,omitempty" doc:"Of the meeting as a whole"`
		Agenda     []correctedItem   `json:"agenda,omitempty"`
		Attendance []correctedPerson `json:"attendance,omitempty"`
	}
}

type correctedItem struct {
	ID          string  `json:"id"`
	Notes       *string `json:"notes,omitempty"`
	OutcomeText *string `json:"outcome_text,omitempty"`
}

type correctedPerson struct {
	PersonID string `json:"person_id"`
	Present  bool   `json:"present"`
}

func (a *API) correctMinutes(ctx context.Context, actor accord.Actor, in *correctMinutesInput) (*one[accord.Minutes], error) {
	c := accord.Correction{Reason: in.Body.Reason, Notes: in.Body.Notes}
	for _, i := range in.Body.Agenda {
		c.Items = append(c.Items, accord.ItemCorrection{ID: i.ID, Notes: i.Notes, OutcomeText: i.OutcomeText})
	}
	for _, p := range in.Body.Attendance {
		c.People = append(c.People, accord.PersonCorrection{PersonID: p.PersonID, Present: p.Present})
	}
	m, err := a.app.CorrectMinutes(ctx, actor, in.ID, match(ctx), c)
	if err != nil {
		return nil, err
	}
	return answer(m, m.Number), nil
}
