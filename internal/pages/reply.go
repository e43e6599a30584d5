package pages

import (
	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// respondToSeries keeps the reader's answer to all dates of a series to come.
func (p *Pages) respondToSeries(c echo.Context) error {
	err := p.app.RespondToSeries(c.Request().Context(), Actor(c), c.Param("id"), "", NewForm(c).Get("response"))
	return p.back(c, err, "/series/"+c.Param("id"), "reply.kept_series")
}

// respondToDate keeps the reader's answer to one date that nobody opened yet.
func (p *Pages) respondToDate(c echo.Context) error {
	err := p.app.RespondToSeries(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"), NewForm(c).Get("response"))
	return p.back(c, err, occurrencePath(c), "reply.kept_date")
}

// handInReply takes the file a calendar program made of an answer.
func (p *Pages) handInReply(c echo.Context) error {
	form, data := NewUpload(c, "file")
	if data == nil {
		form.Fail("file", form.L.Error(accord.Errorf(accord.CodeInvalid, "Choose a file.")))
		return p.showMyCalendar(c, form.Status(), myCalendarView{Reply: form})
	}
	list, err := p.app.HandInReply(c.Request().Context(), Actor(c), data)
	if form.Failed(err) {
		return p.showMyCalendar(c, form.Status(), myCalendarView{Reply: form})
	}
	if err != nil {
		return err
	}
	p.Flash(c, repliesSaid(Localizer(c), list), "")
	return p.SeeOther(c, "/account/calendar")
}

// repliesSaid tells what became of the answers of a file; of several the first
// one not taken, else the last.
func repliesSaid(l *web.Localizer, list []app.ReplyTaken) string {
	if len(list) == 0 {
		return ""
	}
	said := list[len(list)-1]
	for _, r := range list {
		if !r.Taken {
			said = r
			break
		}
	}
	when := said.Title
	if said.OriginalStart != "" {
		when += ", " + l.Day(accord.DateOf(said.OriginalStart.Floating(), accord.Zone("UTC")))
	}
	switch {
	case !said.Taken:
		return l.T("reply.older", "What", when)
	case said.Response == "":
		return l.T("reply.taken_back", "What", when)
	}
	return l.T("reply.taken", "What", when, "Answer", l.T("meeting.response."+said.Response))
}
