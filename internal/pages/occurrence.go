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

// Prepared says whether the date is a meeting with a page of its own.
func (v *occurrenceView) Prepared() bool { return ownPage(v.Date) }

// Changes says whether the date can still be moved or called off.
func (v *occurrenceView) Changes() bool {
	return v.Leads && v.Opens && (v.Date.Status == accord.MeetingPlanned || v.Date.Status == accord.MeetingScheduled)
}

// ownPage reports whether a date has the page of a meeting.
func ownPage(d accord.SeriesDate) bool {
	return d.MeetingID != "" && d.Status != accord.MeetingCancelled
}

// occurrence shows a date: the meeting's page where there is one.
func (p *Pages) occurrence(c echo.Context) error {
	page, err := p.app.OccurrencePage(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"))
	if accord.CodeOf(err) == accord.CodeNotFound {
		series, name, err := p.app.WentTo(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"))
		if err != nil {
			return err
		}
		return p.SeeOther(c, "/series/"+series+"/"+string(name))
	}
	if err != nil {
		return err
	}
	if ownPage(page.Date) {
		return p.SeeOther(c, "/meetings/"+string(page.Date.MeetingID))
	}
	return p.showOccurrence(c, page, BlankForm(Localizer(c)), http.StatusOK)
}

// changeOccurrence shows how to move a date or call it off, prepared or not.
func (p *Pages) changeOccurrence(c echo.Context) error {
	page, err := p.app.OccurrencePage(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"))
	if err != nil {
		return err
	}
	if !page.Leads {
		return accord.Errorf(accord.CodeDenied, "Only a leader of its team or an admin can change this series.").By("X4")
	}
	form := BlankForm(Localizer(c))
	if start, err := accord.ParseLocalTime("2000-01-01T" + c.QueryParam("time")); err == nil { // as it was typed for the series
		form.Set("time", start.Floating().Format("15:04"))
	}
	return p.showOccurrence(c, page, form, http.StatusOK)
}

// showOccurrence draws a date; what the form lacks is the date's own time.
func (p *Pages) showOccurrence(c echo.Context, page app.OccurrencePage, form *Form, status int) error {
	if form.Values["day"] == nil {
		local := accord.LocalTimeOf(page.Date.StartsAt, accord.Zone(page.TimeZone)).Floating()
		form.Set("day", local.Format(time.DateOnly))
		if !form.Has("time") {
			form.Set("time", local.Format("15:04"))
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
		return p.showOccurrence(c, page, form, form.Status())
	}
	at := local.In(accord.Zone(page.TimeZone))
	return p.changeDate(c, form, app.OccurrenceChange{StartsAt: &at}, "series.moved_now")
}

func (p *Pages) cancelOccurrence(c echo.Context) error {
	return p.changeDate(c, NewForm(c), app.OccurrenceChange{Status: accord.MeetingCancelled}, "series.cancelled_now")
}

func (p *Pages) restoreOccurrence(c echo.Context) error {
	return p.changeDate(c, NewForm(c), app.OccurrenceChange{Status: accord.MeetingScheduled}, "series.restored_now")
}

// changeDate changes the date the request is about and says what happened.
func (p *Pages) changeDate(c echo.Context, form *Form, change app.OccurrenceChange, said string) error {
	ctx := c.Request().Context()
	d, _, err := p.app.ChangeOccurrence(ctx, Actor(c), c.Param("id"), c.Param("original"), accord.Match{}, change)
	if form.Failed(err) {
		page, err := p.app.OccurrencePage(ctx, Actor(c), c.Param("id"), c.Param("original"))
		if err != nil {
			return err
		}
		return p.showOccurrence(c, page, form, form.Status())
	}
	if err != nil {
		return err
	}
	l := Localizer(c)
	p.Flash(c, l.T(said, "When", l.DateTime(d.StartsAt)), "")
	return p.SeeOther(c, "/series/"+c.Param("id"))
}
