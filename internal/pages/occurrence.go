package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// occurrenceView is a date of a series that nobody has prepared: when it is,
// and what can be done with it.
type occurrenceView struct {
	Base
	app.OccurrencePage
	Form *Form // a new time
}

// Row writes the date for the reader.
func (v *occurrenceView) Row() dateRow {
	return dateRows(v.Base, []accord.SeriesDate{v.Date}, v.TimeZone, v.OccurrencePage.ID)[0]
}

// Path is the page's own address.
func (v *occurrenceView) Path() string {
	return "/series/" + v.OccurrencePage.ID + "/" + string(v.Date.OriginalStart)
}

// Far says how far the date is from today.
func (v *occurrenceView) Far() string { return v.L.Relative(v.Today, v.L.DateOf(v.Date.StartsAt)) }

// occurrence shows a date: the meeting's page where there is one.
func (p *Pages) occurrence(c echo.Context) error { return p.showOccurrence(c, nil, http.StatusOK) }

func (p *Pages) showOccurrence(c echo.Context, form *Form, status int) error {
	page, err := p.app.OccurrencePage(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"))
	if err != nil {
		return err
	}
	if form == nil {
		local := accord.LocalTimeOf(page.Date.StartsAt, accord.Zone(page.TimeZone)).Floating()
		form = BlankForm(Localizer(c), "day", local.Format(time.DateOnly), "time", local.Format("15:04"))
		if page.Date.MeetingID != "" && page.Date.Status != accord.MeetingCancelled {
			return p.SeeOther(c, "/meetings/"+string(page.Date.MeetingID))
		}
	}
	v := &occurrenceView{Base: p.Base(c, "meetings", ""), OccurrencePage: page, Form: form}
	v.Base.Title = page.Series.Title
	return p.Page(c, status, "occurrence", v)
}

// occurrencePath is the address of the date the request is about.
func occurrencePath(c echo.Context) string {
	return "/series/" + c.Param("id") + "/" + c.Param("original")
}

func (p *Pages) prepareOccurrence(c echo.Context) error {
	if _, _, err := p.app.OpenOccurrence(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original")); err != nil {
		return err
	}
	return p.SeeOther(c, occurrencePath(c))
}

func (p *Pages) moveOccurrence(c echo.Context) error {
	form := NewForm(c)
	page, err := p.app.OccurrencePage(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"))
	if err != nil {
		return err
	}
	local, err := accord.ParseLocalTime(form.Get("day") + "T" + form.Get("time"))
	if err != nil {
		form.Fail("day", form.L.Error(err))
		return p.showOccurrence(c, form, form.Status())
	}
	at := local.In(accord.Zone(page.TimeZone))
	return p.changeDate(c, app.OccurrenceChange{StartsAt: &at}, "series.moved_now")
}

func (p *Pages) cancelOccurrence(c echo.Context) error {
	return p.changeDate(c, app.OccurrenceChange{Status: accord.MeetingCancelled}, "series.cancelled_now")
}

func (p *Pages) restoreOccurrence(c echo.Context) error {
	return p.changeDate(c, app.OccurrenceChange{Status: accord.MeetingScheduled}, "series.restored_now")
}

// changeDate changes the date the request is about and says what happened.
func (p *Pages) changeDate(c echo.Context, change app.OccurrenceChange, said string) error {
	d, _, err := p.app.ChangeOccurrence(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"), accord.Match{}, change)
	if err != nil {
		return err
	}
	l := Localizer(c)
	p.Flash(c, l.T(said, "When", l.DateTime(d.StartsAt)), "")
	return p.SeeOther(c, "/series/"+c.Param("id"))
}
