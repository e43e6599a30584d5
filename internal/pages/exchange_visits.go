package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// visitsListed is how many visits a page of their list has.
const visitsListed = 50

// visitsView is the page of all visits.
type visitsView struct {
	Base
	Form     *Form
	Seat     bool // the form that did not go through took a seat
	Rows     []visitRow
	Pager    Pager
	Seats    []accord.SeatDate
	Coverage []accord.VisitCoverage
	People   []accord.Person
}

// NewLink leads to a new staff meeting with visitors, for those who may make one.
func (v *visitsView) NewLink() string {
	if link := newSeriesLink(v.Base); link != "" {
		return link + "?template=" + accord.TemplateExchangeVisit
	}
	return ""
}

// Figure is how many of a side have been with the other; "-" where it has nobody.
func (v *visitsView) Figure(c accord.VisitCoverage) string {
	if c.Of == 0 {
		return "–"
	}
	return v.L.Int(len(c.Visitors))
}

// CoverText says who visited a side in the last half year.
func (v *visitsView) CoverText(c accord.VisitCoverage) string {
	visiting := v.SideName(c.Host.Other())
	if c.Visits == 0 {
		return v.L.T("visits.cover_none", "Side", visiting)
	}
	names := make([]string, 0, len(c.Visitors))
	for _, id := range c.Visitors {
		names = append(names, nameOf(v.People, id))
	}
	text := v.L.N("visits.cover", c.Visits, "Reported", strconv.Itoa(c.Reported))
	if len(names) > 0 {
		text += " " + v.L.T("visits.cover_names", "Names", v.L.Join(names))
	}
	return text
}

// Hosts are those of the other side somebody can shadow.
func (v *visitsView) Hosts() []Option { return hostOptions(v.Base, v.People, v.Actor.Side.Other()) }

// hostOptions are the people of a side, after nobody in particular.
func hostOptions(b Base, people []accord.Person, side accord.Side) []Option {
	options := []Option{{Label: b.L.T("visits.host_anybody")}}
	for _, p := range people {
		if p.Active() && p.Side == side {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return options
}

// Visits reports whether the reader can plan days of their own.
func (v *visitsView) Visits() bool {
	return v.Actor.Role != accord.RoleObserver && v.Actor.Side != accord.Neutral
}

// seatRow is a date with visiting seats.
type seatRow struct {
	accord.SeatDate
	When  When
	Taken []Mark   // who has a seat
	Next  []string // whose turn the free ones are
	Takes bool     // the reader may take one
}

// SeatRows are the next dates with seats.
func (v *visitsView) SeatRows() []seatRow {
	rows := make([]seatRow, 0, len(v.Seats))
	for _, d := range v.Seats {
		row := seatRow{SeatDate: d, When: v.When(d.StartsAt, d.TimeZone), Takes: d.Takes(v.Actor)}
		for _, t := range d.Visits {
			row.Taken = append(row.Taken, v.MarkText(t.Side, t.Name))
		}
		for _, t := range d.Next {
			row.Next = append(row.Next, t.Name)
		}
		rows = append(rows, row)
	}
	return rows
}

func (p *Pages) visits(c echo.Context) error { return p.showVisits(c, nil) }

func (p *Pages) showVisits(c echo.Context, form *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	v := &visitsView{Base: p.Base(c, "meetings", "visits.title"), Form: form}
	status := http.StatusOK
	if form == nil {
		day, err := p.app.DayIn(ctx, actor, accord.VisitAhead)
		if err != nil {
			return err
		}
		v.Form = BlankForm(v.L, "from_on", string(day), "to_on", string(day))
	} else {
		status, v.Seat = form.Status(), form.Has("series_id")
	}
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	list, next, err := p.app.ExchangeVisits(ctx, actor, app.VisitQuery{}, accord.Page{Limit: visitsListed, After: after})
	if err != nil {
		return err
	}
	v.Pager.L = v.L
	if next != nil {
		v.Pager.Next = "/exchange-visits?cursor=" + url.QueryEscape(accord.EncodeCursor(next)) + "#visits"
	}
	if after != nil {
		v.Pager.First = "/exchange-visits#visits"
	}
	for _, visit := range list {
		v.Rows = append(v.Rows, v.visitRow(visit))
	}
	if v.Coverage, err = p.app.VisitCoverage(ctx, actor); err != nil {
		return err
	}
	slices.Reverse(v.Coverage) // Sales, who visit Marketing, stand left
	if v.Seats, err = p.app.VisitSeats(ctx, actor); err != nil {
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
		SeriesID: form.Get("series_id"), OriginalStart: form.Get("original_start"),
		FromOn: accord.Date(form.Get("from_on")), ToOn: accord.Date(form.Get("to_on")), HostID: form.Get("host_id"), What: form.Get("what"),
	})
	if form.Failed(err) {
		return p.showVisits(c, form)
	}
	if err != nil {
		return err
	}
	said := p.mailKey("visits.planned")
	switch {
	case visit.MeetingID != "":
		said = p.mailKey("visits.taken")
	case visit.ToOn < Localizer(c).DateOf(p.app.Now()):
		said = "visits.planned_past"
	}
	p.Flash(c, Localizer(c).T(said), "")
	return p.SeeOther(c, "/exchange-visits/"+visit.ID)
}
