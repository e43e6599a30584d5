package pages

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) exchangeVisitRoutes() []Route {
	return []Route{
		{http.MethodGet, "/exchange-visits", app.ActSeeVisits, p.visits},
		{http.MethodPost, "/exchange-visits", app.ActVisit, p.planVisit},
		{http.MethodGet, "/exchange-visits.csv", app.ActSeeVisits, p.visitsCSV},
		{http.MethodGet, "/exchange-visits/:id", app.ActSeeVisits, p.visit},
		{http.MethodPost, "/exchange-visits/:id", app.ActVisit, p.changeVisit},
		{http.MethodPost, "/exchange-visits/:id/swap", app.ActVisit, p.swapVisit},
		{http.MethodPost, "/exchange-visits/:id/report", app.ActVisit, p.reportVisit},
		{http.MethodPost, "/exchange-visits/:id/call-off", app.ActVisit, p.callOffVisit},
	}
}

// visitRow is a visit in a list.
type visitRow struct {
	accord.VisitDetail
	Visitor, Host Mark
	Day           string
	Chip          Chip
}

// visitRow writes a visit for a list.
func (b Base) visitRow(v accord.VisitDetail) visitRow {
	row := visitRow{VisitDetail: v, Visitor: b.MarkText(v.VisitorSide, v.VisitorName), Host: b.Mark(v.HostSide), Day: b.L.Day(v.FromOn)}
	if v.HostName != "" {
		row.Host = b.MarkText(v.HostSide, v.HostName)
	}
	if v.ToOn != v.FromOn {
		row.Day = b.L.T("visits.from_to", "From", b.L.Date(v.FromOn), "To", b.L.Date(v.ToOn))
	}
	state := v.State(b.Today, b.Now)
	row.Chip = visitChip(state)
	row.Chip.Text = b.L.T("visits.state." + string(state))
	return row
}

// visitChip is the look of a visit's state.
func visitChip(state accord.VisitState) Chip {
	switch state {
	case accord.VisitReported:
		return Chip{Kind: "done", Icon: "check"}
	case accord.VisitDue:
		return Chip{Kind: "soon", Icon: "notebook-pen"}
	case accord.VisitMissing:
		return Chip{Kind: "late", Icon: "circle-alert"}
	case accord.VisitOff:
		return Chip{Icon: "circle-slash"}
	default:
		return Chip{Icon: "calendar-days"}
	}
}

// visitView is one visit: what the meeting shares, and the report.
type visitView struct {
	Base
	Form    *Form
	V       visitRow
	Meeting *accord.MeetingDetail // as the reader may see it; nil for days
	State   accord.VisitState
	Plans   bool // the reader may move it, swap it and call it off
	People  []accord.Person
	Swaps   []Option // the seats it can be swapped with
	Failed  string   // which form did not go through: "report", "change" or "swap"
}

// Moves reports whether the reader can change the days.
func (v *visitView) Moves() bool { return v.Plans && v.V.CheckMovable(v.Today) == nil }

// CallsOff reports whether the reader can call the visit off.
func (v *visitView) CallsOff() bool { return v.Plans && v.State == accord.VisitComing || v.Moves() }

// Hosts are those of the hosting side, of whom one can be shadowed.
func (v *visitView) Hosts() []Option { return hostOptions(v.Base, v.People, v.V.HostSide) }

// Mine reports whether the reader is the visitor.
func (v *visitView) Mine() bool { return v.V.VisitorID == v.Actor.PersonID }

// Reports reports whether the reader can write the report now.
func (v *visitView) Reports() bool {
	return v.Mine() && v.V.Status == accord.VisitPlanned && v.V.Begun(v.Today, v.Now)
}

// Shared are the agenda items the reader sees of the meeting.
func (v *visitView) Shared() []accord.AgendaItem {
	if v.Meeting == nil {
		return nil
	}
	return v.Meeting.Agenda
}

func (p *Pages) visit(c echo.Context) error { return p.showVisit(c, nil, "") }

func (p *Pages) showVisit(c echo.Context, form *Form, failed string) error {
	ctx, actor := c.Request().Context(), Actor(c)
	visit, err := p.app.ExchangeVisit(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	v := &visitView{Base: p.Base(c, "meetings", "visits.one"), Form: form, Failed: failed}
	v.V, v.State = v.visitRow(visit), visit.State(v.Today, v.Now)
	status := http.StatusOK
	stored := BlankForm(v.L, "version", strconv.Itoa(visit.Version), "learned", visit.Learned, "told", visit.Told,
		"from_on", string(visit.FromOn), "to_on", string(visit.ToOn), "host_id", string(visit.HostID), "what", visit.What)
	if form == nil {
		v.Form = stored
	} else {
		status = form.Status()
		form.Fill(stored)
	}
	if v.Plans, err = p.app.MayPlanVisit(ctx, actor, visit.ExchangeVisit); err != nil {
		return err
	}
	if v.Moves() || failed == "change" {
		if v.People, err = p.app.Colleagues(ctx, actor); err != nil {
			return err
		}
	}
	if err := p.swapOptions(c, v); err != nil {
		return err
	}
	if visit.MeetingID != "" && visit.Status == accord.VisitPlanned {
		d, _, err := p.app.Meeting(ctx, actor, string(visit.MeetingID))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		if err == nil {
			v.Meeting = &d
		}
	}
	return p.Page(c, status, "exchange_visit", v)
}

// swapOptions are the other seats to come of the series, as far as the reader
// sees them.
func (p *Pages) swapOptions(c echo.Context, v *visitView) error {
	if !v.Plans || v.V.MeetingID == "" || v.State != accord.VisitComing {
		return nil
	}
	list, _, err := p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{SeriesID: string(v.V.SeriesID), From: v.Today}, accord.Page{})
	if accord.CodeOf(err) == accord.CodeNotFound { // a closed team's: its people swap
		return nil
	}
	for _, o := range slices.Backward(list) {
		if o.VisitorID != v.V.VisitorID && o.State(v.Today, v.Now) == accord.VisitComing {
			v.Swaps = append(v.Swaps, Option{Value: o.ID, Label: v.L.Day(o.FromOn) + ", " + o.VisitorName})
		}
	}
	return err
}

func (p *Pages) reportVisit(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.ReportVisit(c.Request().Context(), Actor(c), c.Param("id"), form.Match(), form.Get("learned"), form.Get("told"))
	return p.visitChanged(c, form, err, "report", "visits.reported")
}

func (p *Pages) changeVisit(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.ChangeVisit(c.Request().Context(), Actor(c), c.Param("id"), form.Match(), app.VisitPatch{
		FromOn: accord.Some(accord.Date(form.Get("from_on"))), ToOn: accord.Some(accord.Date(form.Get("to_on"))),
		HostID: accord.Some(form.Get("host_id")), What: accord.Some(form.Get("what")),
	})
	return p.visitChanged(c, form, err, "change", p.mailKey("visits.changed"))
}

func (p *Pages) swapVisit(c echo.Context) error {
	form := NewForm(c)
	visit, err := p.app.SwapVisits(c.Request().Context(), Actor(c), c.Param("id"), form.Match(), form.Get("with"))
	if err == nil {
		c.SetParamValues(visit.ID)
	}
	return p.visitChanged(c, form, err, "swap", p.mailKey("visits.swapped"))
}

func (p *Pages) callOffVisit(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.CallOffVisit(c.Request().Context(), Actor(c), c.Param("id"), form.Match())
	return p.visitChanged(c, form, err, "off", "visits.called_off")
}

func (p *Pages) visitChanged(c echo.Context, form *Form, err error, failed, said string) error {
	if form.Failed(err) {
		return p.showVisit(c, form, failed)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T(said), "")
	return p.SeeOther(c, "/exchange-visits/"+c.Param("id"))
}

// visitsCSV gives every visit the reader may see.
func (p *Pages) visitsCSV(c echo.Context) error {
	now := p.app.Now()
	today := Localizer(c).DateOf(now)
	var rows [][]string
	for page := (accord.Page{Limit: 500}); ; {
		list, next, err := p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{}, page)
		if err != nil {
			return err
		}
		for _, v := range list {
			rows = append(rows, []string{
				string(v.FromOn), string(v.ToOn), v.VisitorName, string(v.VisitorSide), string(v.HostSide), v.HostName, v.SeriesTitle, v.What,
				string(v.State(today, now)), v.Learned, v.Told,
			})
		}
		if page.After = next; next == nil {
			break
		}
	}
	return p.CSV(c, "exchange-visits.csv", []string{"from_on", "to_on", "visitor", "visitor_side", "host_side", "host", "series", "what", "state", "learned", "told"}, rows)
}

// visited leads a visitor of a closed team from the meeting to their visit.
func (p *Pages) visited(c echo.Context, meetingID string) error {
	list, _, err := p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{MeetingID: meetingID, VisitorID: Actor(c).PersonID}, accord.Page{Limit: 1})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("meeting")
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/exchange-visits/"+list[0].ID)
}

// visitsShown is how many visits the page of a series has.
const visitsShown = 8

// VisitRows are the visits of the series, the latest first.
func (v *seriesShowView) VisitRows() []visitRow {
	rows := make([]visitRow, 0, len(v.Visits))
	for _, visit := range v.Visits {
		rows = append(rows, v.visitRow(visit))
	}
	return rows
}
