package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerExchangeVisits(a *API) {
	register(a, app.ActSeeVisits, op("GET", "/exchange-visits", "List exchange visits"), a.exchangeVisits)
	register(a, app.ActVisit, created(op("POST", "/exchange-visits", "Plan an exchange visit")), a.planVisit)
	register(a, app.ActSeeVisits, op("GET", "/exchange-visits/coverage", "Get who visited whom in the last half year"), a.visitCoverage)
	register(a, app.ActSeeVisits, op("GET", "/exchange-visits/seats", "List the next dates with visiting seats"), a.visitSeats)
	register(a, app.ActSeeVisits, op("GET", "/exchange-visits/{id}", "Get an exchange visit"), a.exchangeVisit)
	register(a, app.ActVisit, op("PATCH", "/exchange-visits/{id}", "Change days with the other side"), a.changeVisit)
	register(a, app.ActVisit, op("POST", "/exchange-visits/{id}/swap", "Swap the seats of two visits"), a.swapVisits)
	register(a, app.ActVisit, op("POST", "/exchange-visits/{id}/report", "Report what a visit taught"), a.reportVisit)
	register(a, app.ActVisit, op("POST", "/exchange-visits/{id}/call-off", "Call a visit off"), a.callOffVisit)
}

// visitBody is a visit as the API answers it.
type visitBody struct {
	accord.VisitDetail
	State accord.VisitState `json:"state" doc:"coming, now, report_due, report_missing, reported or off"`
}

func (a *API) visitResult(actor accord.Actor, v accord.VisitDetail, err error) (*one[visitBody], error) {
	show := func(v accord.VisitDetail) visitBody {
		return visitBody{VisitDetail: v, State: v.State(a.day(actor), a.app.Now())}
	}
	if err != nil {
		return nil, restated(err, show)
	}
	return answer(show(v), v.Version), nil
}

type listVisitsInput struct {
	Paged
	Series  string `query:"series" maxLength:"64"`
	Meeting string `query:"meeting" maxLength:"64"`
	Visitor string `query:"visitor" maxLength:"64"`
	From    string `query:"from" maxLength:"10" doc:"First days from this day on"`
	To      string `query:"to" maxLength:"10" doc:"First days up to this day"`
}

func (a *API) exchangeVisits(ctx context.Context, actor accord.Actor, in *listVisitsInput) (*items[visitBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.ExchangeVisits(ctx, actor, app.VisitQuery{
		SeriesID: in.Series, MeetingID: in.Meeting, VisitorID: in.Visitor, From: accord.Date(in.From), To: accord.Date(in.To),
	}, p)
	bodies := make([]visitBody, len(list))
	for i, v := range list {
		bodies[i] = visitBody{VisitDetail: v, State: v.State(a.day(actor), a.app.Now())}
	}
	return listed(bodies, next), err
}

type planVisitInput struct {
	Body struct {
		SeriesID      accord.NullID `json:"series_id,omitempty" doc:"A seat at a date of this series; else days with the other side"`
		OriginalStart string        `json:"original_start,omitempty" doc:"Of the date, with series_id"`
		VisitorID     accord.NullID `json:"visitor_id,omitempty" doc:"The caller unless given"`
		HostID        accord.NullID `json:"host_id,omitempty" doc:"Of days: whom they shadow"`
		FromOn        accord.Date   `json:"from_on,omitempty" doc:"Of days: the first"`
		ToOn          accord.Date   `json:"to_on,omitempty" doc:"Of days: the last"`
		What          string        `json:"what,omitempty"`
	}
}

func (a *API) planVisit(ctx context.Context, actor accord.Actor, in *planVisitInput) (*one[visitBody], error) {
	b := in.Body
	v, err := a.app.PlanVisit(ctx, actor, app.NewVisit{
		SeriesID: string(b.SeriesID), OriginalStart: b.OriginalStart, VisitorID: string(b.VisitorID), HostID: string(b.HostID),
		FromOn: b.FromOn, ToOn: b.ToOn, What: b.What,
	})
	return a.visitResult(actor, v, err)
}

func (a *API) exchangeVisit(ctx context.Context, actor accord.Actor, in *ByID) (*one[visitBody], error) {
	v, err := a.app.ExchangeVisit(ctx, actor, in.ID)
	return a.visitResult(actor, v, err)
}

type reportVisitInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Learned string `json:"learned" doc:"What I learned"`
		Told    string `json:"told,omitempty" doc:"What I told them"`
	}
}

func (a *API) reportVisit(ctx context.Context, actor accord.Actor, in *reportVisitInput) (*one[visitBody], error) {
	v, err := a.app.ReportVisit(ctx, actor, in.ID, match(ctx), in.Body.Learned, in.Body.Told)
	return a.visitResult(actor, v, err)
}

func (a *API) callOffVisit(ctx context.Context, actor accord.Actor, in *ByID) (*one[visitBody], error) {
	v, err := a.app.CallOffVisit(ctx, actor, in.ID, match(ctx))
	return a.visitResult(actor, v, err)
}

func (a *API) visitCoverage(ctx context.Context, actor accord.Actor, _ *struct{}) (*items[accord.VisitCoverage], error) {
	list, err := a.app.VisitCoverage(ctx, actor)
	return listed(list, nil), err
}

// seatBody is a date with visiting seats.
type seatBody struct {
	accord.SeatDate
	Free int  `json:"free" doc:"How many nobody has; next says whose turn they are, which is named two weeks ahead"`
	Mine bool `json:"mine" doc:"The caller may take one: POST /exchange-visits with series_id and original_start"`
}

func (a *API) visitSeats(ctx context.Context, actor accord.Actor, _ *struct{}) (*items[seatBody], error) {
	list, err := a.app.VisitSeats(ctx, actor)
	bodies := make([]seatBody, len(list))
	for i, d := range list {
		bodies[i] = seatBody{SeatDate: d, Free: d.Free(), Mine: d.Takes(actor)}
	}
	return listed(bodies, nil), err
}

type changeVisitInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		FromOn Opt[accord.Date] `json:"from_on,omitzero" doc:"The first day"`
		ToOn   Opt[accord.Date] `json:"to_on,omitzero" doc:"The last day"`
		HostID Opt[string]      `json:"host_id,omitzero" doc:"Whom they shadow; null for nobody in particular"`
		What   Opt[string]      `json:"what,omitzero"`
	}
}

func (a *API) changeVisit(ctx context.Context, actor accord.Actor, in *changeVisitInput) (*one[visitBody], error) {
	b := in.Body
	v, err := a.app.ChangeVisit(ctx, actor, in.ID, match(ctx), app.VisitPatch{FromOn: b.FromOn.Opt, ToOn: b.ToOn.Opt, HostID: b.HostID.Opt, What: b.What.Opt})
	return a.visitResult(actor, v, err)
}

type swapVisitsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		With string `json:"with" doc:"Id of the visit whose seat it is swapped with; the answer is the caller's own, else this one"`
	}
}

func (a *API) swapVisits(ctx context.Context, actor accord.Actor, in *swapVisitsInput) (*one[visitBody], error) {
	v, err := a.app.SwapVisits(ctx, actor, in.ID, match(ctx), in.Body.With)
	return a.visitResult(actor, v, err)
}
