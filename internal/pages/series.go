package pages

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) seriesRoutes() []Route {
	return slices.Concat(p.seriesEditRoutes(), p.seriesImportRoutes(), p.seriesAgendaRoutes(), p.rotaRoutes(), p.repReportRoutes(), []Route{
		{http.MethodGet, "/series", app.ActSeeSeries, p.seriesList},
		{http.MethodGet, "/series/:id", app.ActSeeSeries, p.seriesShow},
		{http.MethodPost, "/series/:id/end", app.ActChangeSeries, p.endSeries},
		{http.MethodPost, "/series/:id/backlog", app.ActPropose, p.addToBacklog},
		{http.MethodPost, "/series/:id/respond", app.ActRespond, p.respondToSeries},
		{http.MethodGet, "/series/:id/:original", app.ActSeeSeries, p.occurrence},
		{http.MethodPost, "/series/:id/:original/prepare", app.ActPropose, p.prepareOccurrence},
		{http.MethodPost, "/series/:id/:original/respond", app.ActRespond, p.respondToDate},
		{http.MethodPost, "/series/:id/:original/move", app.ActChangeSeries, p.moveOccurrence},
		{http.MethodPost, "/series/:id/:original/cancel", app.ActChangeSeries, p.cancelOccurrence},
		{http.MethodPost, "/series/:id/:original/restore", app.ActChangeSeries, p.restoreOccurrence},
		{http.MethodGet, "/series/:id/:original/change", app.ActChangeSeries, p.changeOccurrence},
	})
}

// dateRow is one date of a series as the pages list it.
type dateRow struct {
	Day       string // in the series' zone: its own calendar day
	Time      string
	Elsewhere string // the reader's clock, where it shows another time
	Href      string
	Status    accord.MeetingStatus
	Chip      *Chip
	Off       bool // called off
}

// dateRows writes dates in the series' zone, and beside it in the reader's.
func dateRows(b Base, dates []accord.SeriesDate, zone, seriesID string) []dateRow {
	loc := accord.Zone(zone)
	rows := make([]dateRow, 0, len(dates))
	for _, d := range dates {
		row := dateRow{
			Day: b.L.Day(accord.DateOf(d.StartsAt, loc)), Time: b.L.ClockRange(d.StartsAt, d.EndsAt, loc),
			Status: d.Status, Off: d.Status == accord.MeetingCancelled, Chip: dateChip(b, d, loc),
		}
		if seriesID != "" {
			row.Href = "/series/" + seriesID + "/" + string(d.OriginalStart)
		}
		if d.StartsAt.In(loc).Format(accord.LocalLayout) != d.StartsAt.In(b.L.Zone()).Format(accord.LocalLayout) {
			row.Elsewhere = b.L.T("series.your_time", "Time", b.readerTime(d.StartsAt, loc))
		}
		rows = append(rows, row)
	}
	return rows
}

// readerTime is the reader's clock, with the day where it is another one.
func (b Base) readerTime(t time.Time, loc *time.Location) string {
	if accord.DateOf(t, loc) != b.L.DateOf(t) {
		return b.L.ShortDay(b.L.DateOf(t)) + ", " + b.L.Clock(t)
	}
	return b.L.Clock(t)
}

// dateChip says what is particular about a date; nil for one that is only
// planned.
func dateChip(b Base, d accord.SeriesDate, zone *time.Location) *Chip {
	switch {
	case d.Status == accord.MeetingCancelled:
		return &Chip{Icon: "circle-slash", Text: b.L.Word(d.Status)}
	case d.Status == accord.MeetingInProgress:
		return &Chip{Kind: "soon", Icon: "radio", Text: b.L.Word(d.Status)}
	case d.Status == accord.MeetingClosed:
		return &Chip{Kind: "done", Icon: "check", Text: b.L.T("series.held")}
	case dayOffChip(b, d, zone) != nil:
		return dayOffChip(b, d, zone)
	case d.Moved():
		return &Chip{Kind: "soon", Icon: "calendar-clock", Text: b.L.T("series.moved")}
	case d.Status == accord.MeetingScheduled:
		return &Chip{Icon: "notebook-pen", Text: b.L.T("series.prepared")}
	case d.DayOff != "":
		return &Chip{Icon: "calendar-days", Text: d.DayOff}
	}
	return nil
}

type seriesListView struct {
	Base
	Active, Ended []seriesRow
	Pager         Pager
	CanMake       bool
}

// NewLink leads to the editor, for those who may use it.
func (v *seriesListView) NewLink() string { return newSeriesLink(v.Base) }

func newSeriesLink(b Base) string {
	if !b.CanEdit {
		return ""
	}
	return "/series/new"
}

type seriesRow struct {
	app.SeriesDetail
	Next *dateRow
}

func (p *Pages) seriesList(c echo.Context) error {
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	list, next, err := p.app.SeriesList(c.Request().Context(), Actor(c), accord.SeriesFilter{}, accord.Page{Limit: 50, After: after})
	if err != nil {
		return err
	}
	v := &seriesListView{Base: p.Base(c, "meetings", "series.title")}
	v.Pager.L, v.CanMake = v.L, v.CanEdit
	if next != nil {
		v.Pager.Next = "/series?cursor=" + accord.EncodeCursor(next)
	}
	for _, d := range list {
		row := seriesRow{SeriesDetail: d}
		for _, r := range dateRows(v.Base, d.Next, d.TimeZone, d.ID) {
			if !r.Off {
				row.Next = &r
				break
			}
		}
		if d.Status == accord.SeriesEnded {
			v.Ended = append(v.Ended, row)
		} else {
			v.Active = append(v.Active, row)
		}
	}
	return p.Page(c, http.StatusOK, "series", v)
}

// seriesShowView is the page of one series.
type seriesShowView struct {
	Base
	app.SeriesPage
	Form *Form // a new entry of the backlog
	Turn *Form // a change of a turn that failed; nil for none

	Concerns []accord.RepLine // that nothing came of yet
	RepDue   accord.Date      // when what comes of one is due, unless said otherwise
	Visits   []accord.VisitDetail
}

// Dates writes the next dates for the reader.
func (v *seriesShowView) Dates() []dateRow {
	return dateRows(v.Base, v.Next, v.TimeZone, v.SeriesPage.ID)
}

// History writes the dates of the past year, newest first.
func (v *seriesShowView) History() []dateRow {
	var rows []dateRow
	for _, d := range v.Past {
		rows = append(rows, dateRows(v.Base, []accord.SeriesDate{d.SeriesDate}, d.TimeZone, d.SeriesID)...)
	}
	return rows
}

// Strip is the cadence of the past year and the dates to come, one square a
// date, oldest first.
func (v *seriesShowView) Strip() []CadenceWeek {
	var squares []CadenceWeek
	add := func(d app.PastDate, state accord.CadenceState, word string) {
		squares = append(squares, CadenceWeek{
			State: state, Text: v.L.Day(accord.DateOf(d.StartsAt, accord.Zone(d.TimeZone))) + ": " + word, Href: "/series/" + d.SeriesID + "/" + string(d.OriginalStart),
		})
	}
	const most = 26
	for i := min(len(v.Past), most) - 1; i >= 0; i-- {
		d := v.Past[i]
		switch {
		case d.Status == accord.MeetingClosed && d.Moved():
			add(d, accord.CadenceMoved, v.L.T("series.moved"))
		case d.Status == accord.MeetingClosed:
			add(d, accord.CadenceHeld, v.L.T("series.held"))
		case !d.Listed:
			add(d, accord.CadenceMissed, v.L.T("series.missed"))
		}
	}
	for _, d := range v.Next {
		if d.Status != accord.MeetingCancelled {
			add(app.PastDate{SeriesDate: d, SeriesID: v.SeriesPage.ID, TimeZone: v.TimeZone}, accord.CadencePlanned, v.L.Word(accord.MeetingPlanned))
		}
	}
	return squares
}

// Legend names the shapes of the strip.
func (v *seriesShowView) Legend() []CadenceWeek {
	return []CadenceWeek{
		{State: accord.CadenceHeld, Text: v.L.T("series.held")},
		{State: accord.CadenceMoved, Text: v.L.T("series.moved")},
		{State: accord.CadenceMissed, Text: v.L.T("series.missed")},
		{State: accord.CadencePlanned, Text: v.L.Word(accord.MeetingPlanned)},
	}
}

// FirstHref leads to the next date that takes place; "" where there is none.
func (v *seriesShowView) FirstHref() string {
	for _, row := range v.Dates() {
		if !row.Off {
			return row.Href
		}
	}
	return ""
}

// EndedOn is the day an ended series ended.
func (v *seriesShowView) EndedOn() string {
	if v.EndedAt == nil {
		return ""
	}
	return v.L.Date(v.L.DateOf(*v.EndedAt))
}

// Square gives the class and sign of a square.
func (w CadenceWeek) Square() [2]string { return cadenceShapes[w.State] }

// Minutes is what the agenda to start from plans per side.
func (v *seriesShowView) Minutes() accord.AgendaMinutes {
	return accord.SeriesAgendaMinutes(v.Agenda, v.DurationMinutes)
}

// Facilitator names who leads through the meetings; "" is nobody in particular.
func (v *seriesShowView) Facilitator() string {
	for _, p := range v.People {
		if p.ID == string(v.FacilitatorID) {
			return p.Name
		}
	}
	return ""
}

// Lead writes a lead time.
func (b Base) Lead(minutes int) string {
	if minutes%(24*60) == 0 {
		return b.L.N("series.days_before", minutes/(24*60))
	}
	return b.L.T("series.before", "Length", b.L.Minutes(minutes))
}

// Kinds are what an agenda item can be for.
func (v *seriesShowView) Kinds() []Option { return agendaKinds(v.Base) }

func (p *Pages) seriesShow(c echo.Context) error {
	return p.showSeries(c, backlogForm(c), http.StatusOK)
}

// backlogForm is the form of a new entry of the backlog before anything is typed.
func backlogForm(c echo.Context) *Form {
	return BlankForm(Localizer(c), "minutes", "10", "side", string(Actor(c).Side), "kind", string(accord.KindDecide))
}

// showTurns shows the series with a change of a turn that failed.
func (p *Pages) showTurns(c echo.Context, turn *Form) error {
	return p.drawSeries(c, &seriesShowView{Form: backlogForm(c), Turn: turn}, turn.Status())
}

func (p *Pages) showSeries(c echo.Context, form *Form, status int) error {
	return p.drawSeries(c, &seriesShowView{Form: form}, status)
}

// drawSeries puts the series behind the forms of its page.
func (p *Pages) drawSeries(c echo.Context, v *seriesShowView, status int) error {
	page, err := p.app.SeriesPage(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	v.Base, v.SeriesPage = p.Base(c, "meetings", ""), page
	v.Base.Title = page.Series.Title
	if v.Concerns, err = p.app.OpenConcerns(c.Request().Context(), Actor(c), page.Series.ID); err != nil {
		return err
	}
	if len(v.Concerns) > 0 {
		if v.RepDue, err = p.app.DayIn(c.Request().Context(), Actor(c), accord.RepDueDays); err != nil {
			return err
		}
	}
	if page.HasVisits() {
		if v.Visits, _, err = p.app.ExchangeVisits(c.Request().Context(), Actor(c), app.VisitQuery{SeriesID: page.Series.ID}, accord.Page{Limit: visitsShown}); err != nil {
			return err
		}
	}
	return p.Page(c, status, "series_show", v)
}

func (p *Pages) addToBacklog(c echo.Context) error {
	form := NewForm(c)
	minutes, _ := strconv.Atoi(form.Get("minutes"))
	_, err := p.app.AddToBacklog(c.Request().Context(), Actor(c), c.Param("id"), accord.AgendaItem{
		Title: form.Get("title"), Kind: accord.AgendaKind(form.Get("kind")), Side: accord.Side(form.Get("side")), Minutes: minutes, Why: form.Get("why"),
	})
	if form.Failed(err) {
		return p.showSeries(c, form, form.Status())
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/series/"+c.Param("id")+"#backlog")
}

func (p *Pages) endSeries(c echo.Context) error {
	form := NewForm(c)
	removed, err := p.app.EndSeries(c.Request().Context(), Actor(c), c.Param("id"), form.Match())
	if err != nil {
		return err
	}
	if removed {
		p.Flash(c, Localizer(c).T("series.removed"), "")
		return p.SeeOther(c, "/series")
	}
	p.Flash(c, Localizer(c).T("series.ended_now"), "")
	return p.SeeOther(c, "/series/"+c.Param("id"))
}
