package pages

import (
	"net/http"
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
	state := v.State(b.Today)
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

// visitsView is the page of all visits.
type visitsView struct {
	Base
	Form     *Form
	Rows     []visitRow
	Coverage []accord.VisitCoverage
	People   []accord.Person
}

// CoverText says who visited a side in the last three months.
func (v *visitsView) CoverText(c accord.VisitCoverage) string {
	visiting := v.SideName(c.Host.Other())
	if c.Visits == 0 {
		return v.L.T("visits.cover_none", "Side", visiting)
	}
	names := make([]string, 0, len(c.Visitors))
	for _, id := range c.Visitors {
		names = append(names, nameOf(v.People, id))
	}
	return v.L.N("visits.cover", c.Visits, "Side", visiting, "People", strconv.Itoa(len(c.Visitors)), "Of", strconv.Itoa(c.Of), "Reported", strconv.Itoa(c.Reported), "Names", v.L.Join(names))
}

// Hosts are those of the other side somebody can shadow.
func (v *visitsView) Hosts() []Option {
	options := []Option{{Label: v.L.T("visits.host_anybody")}}
	for _, p := range v.People {
		if p.Active() && p.Side == v.Actor.Side.Other() {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return options
}

// Visits reports whether the reader can plan days of their own.
func (v *visitsView) Visits() bool {
	return v.Actor.Role != accord.RoleObserver && v.Actor.Side != accord.Neutral
}

func (p *Pages) visits(c echo.Context) error { return p.showVisits(c, nil) }

func (p *Pages) showVisits(c echo.Context, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	v := &visitsView{Base: p.Base(c, "meetings", "visits.title"), Form: form}
	status := http.StatusOK
	if form == nil {
		v.Form = BlankForm(v.L, "from_on", string(v.Today.AddDays(7)), "to_on", string(v.Today.AddDays(7)))
	} else {
		status = form.Status()
	}
	list, err := p.app.ExchangeVisits(ctx, actor, app.VisitQuery{})
	if err != nil {
		return err
	}
	for _, visit := range list {
		v.Rows = append(v.Rows, v.visitRow(visit))
	}
	if v.Coverage, err = p.app.VisitCoverage(ctx, actor); err != nil {
		return err
	}
	if v.People, err = p.app.Colleagues(ctx, actor); err != nil {
		return err
	}
	return p.Page(c, status, "exchange_visits", v)
}

func (p *Pages) planVisit(c echo.Context) error {
	form := NewForm(c)
	visit, err := p.app.PlanVisit(c.Request().Context(), Actor(c), app.NewVisit{
		FromOn: accord.Date(form.Get("from_on")), ToOn: accord.Date(form.Get("to_on")), HostID: form.Get("host_id"), What: form.Get("what"),
	})
	if form.Failed(err) {
		return p.showVisits(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("visits.planned"), "")
	return p.SeeOther(c, "/exchange-visits/"+visit.ID)
}

// visitView is one visit: what the meeting shares, and the report.
type visitView struct {
	Base
	Form    *Form
	V       visitRow
	Meeting *accord.MeetingDetail // as the reader may see it; nil for days
	State   accord.VisitState
}

// Mine reports whether the reader is the visitor.
func (v *visitView) Mine() bool { return v.V.VisitorID == v.Actor.PersonID }

// Reports reports whether the reader can write the report now.
func (v *visitView) Reports() bool {
	return v.Mine() && v.V.Status == accord.VisitPlanned && v.Today >= v.V.FromOn
}

// Shared are the agenda items the reader sees of the meeting.
func (v *visitView) Shared() []accord.AgendaItem {
	if v.Meeting == nil {
		return nil
	}
	return v.Meeting.Agenda
}

func (p *Pages) visit(c echo.Context) error { return p.showVisit(c, nil) }

func (p *Pages) showVisit(c echo.Context, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	visit, err := p.app.ExchangeVisit(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	v := &visitView{Base: p.Base(c, "meetings", "visits.one"), Form: form}
	v.V, v.State = v.visitRow(visit), visit.State(v.Today)
	status := http.StatusOK
	if form == nil {
		v.Form = BlankForm(v.L, "learned", visit.Learned, "told", visit.Told)
	} else {
		status = form.Status()
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

func (p *Pages) reportVisit(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.ReportVisit(c.Request().Context(), Actor(c), c.Param("id"), form.Get("learned"), form.Get("told"))
	return p.visitChanged(c, form, err, "visits.reported")
}

func (p *Pages) callOffVisit(c echo.Context) error {
	_, err := p.app.CallOffVisit(c.Request().Context(), Actor(c), c.Param("id"))
	return p.visitChanged(c, NewForm(c), err, "visits.called_off")
}

func (p *Pages) visitChanged(c echo.Context, form *Form, err error, said string) error {
	if form.Failed(err) {
		return p.showVisit(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T(said), "")
	return p.SeeOther(c, "/exchange-visits/"+c.Param("id"))
}

// visitsCSV gives every visit the reader may see.
func (p *Pages) visitsCSV(c echo.Context) error {
	list, err := p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{})
	if err != nil {
		return err
	}
	today := Localizer(c).DateOf(p.app.Now())
	rows := make([][]string, 0, len(list))
	for _, v := range list {
		rows = append(rows, []string{
			string(v.FromOn), string(v.ToOn), v.VisitorName, string(v.VisitorSide), string(v.HostSide), v.HostName, v.SeriesTitle, v.What,
			string(v.State(today)), v.Learned, v.Told,
		})
	}
	return p.CSV(c, "exchange-visits.csv", []string{"from_on", "to_on", "visitor", "visitor_side", "host_side", "host", "series", "what", "state", "learned", "told"}, rows)
}

// visited leads a visitor of a closed team from the meeting to their visit.
func (p *Pages) visited(c echo.Context, meetingID string) error {
	list, err := p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{MeetingID: meetingID, VisitorID: Actor(c).PersonID})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("meeting")
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/exchange-visits/"+list[0].ID)
}

// VisitRows are the visits of the series, the latest first.
func (v *seriesShowView) VisitRows() []visitRow {
	const shown = 8
	rows := make([]visitRow, 0, shown)
	for _, visit := range v.Visits[:min(shown, len(v.Visits))] {
		rows = append(rows, v.visitRow(visit))
	}
	return rows
}
