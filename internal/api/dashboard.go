package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

type dashboardInput struct {
	From   string `query:"from" format:"date" doc:"First day of the period; twelve weeks ago where absent"`
	To     string `query:"to" format:"date" doc:"Last day of the period; today where absent"`
	AsOf   string `query:"as_of" maxLength:"40" doc:"A day, at whose end it looks, or an instant; now where absent"`
	Series string `query:"series" maxLength:"64"`
	Team   string `query:"team" maxLength:"64"`
}

type dashboardBody struct {
	From    accord.Date            `json:"from"`
	To      accord.Date            `json:"to"`
	AsOf    time.Time              `json:"as_of"`
	Figures map[string]figureSplit `json:"figures" doc:"By key: kept_on_time, kept, open, overdue and so on"`
}

// figureSplit is a figure for all together, then for each side.
type figureSplit struct {
	Joint     figure `json:"joint"`
	Sales     figure `json:"sales"`
	Marketing figure `json:"marketing"`
}

type figure struct {
	Numerator   int            `json:"numerator"`
	Denominator int            `json:"denominator"`
	Value       any            `json:"value" doc:"0 to 1, days for medians, counts by name for distributions; null without data"`
	Few         bool           `json:"few" doc:"Fewer than five: show counts, no per cent"`
	List        string         `json:"list" doc:"The list of what was counted"`
	Detail      map[string]int `json:"detail,omitempty" doc:"What is counted apart beside it"`
}

func registerDashboard(a *API) {
	register(a, app.ActSeeDashboard, op("GET", "/dashboard", "Get the figures of a period"), a.dashboard)
}

func (a *API) dashboard(ctx context.Context, actor accord.Actor, in *dashboardInput) (*bare[dashboardBody], error) {
	d, err := a.app.Dashboard(ctx, actor, app.DashboardQuery{
		From: accord.Date(in.From), To: accord.Date(in.To), AsOf: in.AsOf, SeriesID: in.Series, TeamID: in.Team,
	})
	if err != nil {
		return nil, err
	}
	return &bare[dashboardBody]{Body: dashboardAnswer(d, actor)}, nil
}

func dashboardAnswer(d app.Dashboard, actor accord.Actor) dashboardBody {
	body := dashboardBody{
		From: d.Period.From, To: d.Period.To, AsOf: d.Period.AsOf.In(actor.Zone()),
		Figures: make(map[string]figureSplit, len(d.Figures)),
	}
	for key, split := range d.Figures {
		of := func(side accord.Side) figure { return figureAnswer(d, key, side, split.Of(side)) }
		body.Figures[string(key)] = figureSplit{Joint: of(accord.Neutral), Sales: of(accord.Sales), Marketing: of(accord.Marketing)}
	}
	return body
}

func figureAnswer(d app.Dashboard, key accord.FigureKey, side accord.Side, f accord.Figure) figure {
	list := accord.ListOf(key, side, d.Period, d.Past, d.Query.SeriesID, d.Query.TeamID)
	path := Prefix + "/action-items?"
	if list.Meetings {
		path = Prefix + "/meetings?"
	}
	out := figure{Numerator: f.Numerator, Denominator: f.Denominator, Few: f.Few(), List: path + list.Query.Encode()}
	switch {
	case len(f.Buckets) > 0:
		out.Value = bucketsAnswer(f.Buckets)
	case f.Value != nil:
		out.Value = *f.Value
	}
	for _, b := range f.Detail {
		if out.Detail == nil {
			out.Detail = map[string]int{}
		}
		out.Detail[b.Name] = b.Count
	}
	return out
}

// bucketsAnswer is a distribution as an object; two of them are two objects.
func bucketsAnswer(buckets []accord.Bucket) map[string]any {
	out := map[string]any{}
	for _, b := range buckets {
		if b.Group == "" {
			out[b.Name] = b.Count
			continue
		}
		group, ok := out[b.Group].(map[string]int)
		if !ok {
			group = map[string]int{}
			out[b.Group] = group
		}
		group[b.Name] = b.Count
	}
	return out
}
