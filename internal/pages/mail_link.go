package pages

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// What is behind the links of mails asks for no sign-in and looks at no cookie:
// the link says who acts. GET shows, POST acts.
func (p *Pages) mailLinkRoutes() []Route {
	return []Route{
		{http.MethodGet, "/p/:token", app.ActPublic, p.mailLink},
		{http.MethodPost, "/p/:token", app.ActPublic, p.useMailLink},
		{http.MethodGet, "/u/:token", app.ActPublic, p.mailStop},
		{http.MethodPost, "/u/:token", app.ActPublic, p.stopMail},
	}
}

// mailLinkView is one answer to one thing, before and after it is given.
type mailLinkView struct {
	formView
	app.MailLinkPage
	Link string // of the page itself
	Dead bool   // nothing is shown but that it does not work
}

// Headline asks for the answer, or says that there is nothing left to do.
func (v *mailLinkView) Headline() string {
	switch {
	case v.Dead:
		return v.L.T("mail_link.dead")
	case !v.Open:
		return v.L.T("mail_link.settled")
	case v.MailLinkPage.Link.Purpose.Answers():
		return v.L.T("mail_link.rsvp." + v.MailLinkPage.Link.Detail)
	}
	return v.L.T("mail_link." + string(v.MailLinkPage.Link.Purpose))
}

// Button names the act.
func (v *mailLinkView) Button() string {
	if v.MailLinkPage.Link.Purpose.Answers() {
		return v.L.T("mail.act." + v.MailLinkPage.Link.Detail)
	}
	return v.L.T("mail.act." + string(v.MailLinkPage.Link.Purpose))
}

// Fields are what the act needs to know.
func (v *mailLinkView) Fields() []Field {
	l, f := v.L, v.Form
	today := string(accord.DateOf(v.Now, v.Person.Zone()))
	due := f.Input("date", "due_on", l.T("action_items.promise_for")).Between(today, "").Need()
	reason := f.Area("reason", l.T("action_items.why_optional")).Long(accord.MaxReason, 2)
	why := f.Area("reason", l.T("action_items.why")).Long(accord.MaxReason, 2).Need()
	switch {
	case v.MailLinkPage.Link.Purpose == accord.LinkAccept && v.Item.DueOn == "":
		return []Field{due}
	case v.MailLinkPage.Link.Purpose == accord.LinkDecline:
		return []Field{reason}
	case v.MailLinkPage.Link.Purpose == accord.LinkDate && v.Item.Accepted():
		return []Field{due, why}
	case v.MailLinkPage.Link.Purpose == accord.LinkDate:
		return []Field{due}
	}
	return nil
}

// About is the page in Accord of what the answer is about.
func (v *mailLinkView) About() string {
	switch {
	case v.Item.ID != "":
		return "/action-items/" + v.Item.Ref()
	case v.Series.ID != "":
		return "/series/" + v.Series.ID
	}
	return "/meetings/" + v.Meeting.ID
}

// Settled says in a sentence how the thing stands.
func (v *mailLinkView) Settled() string {
	if v.Series.Status == accord.SeriesEnded {
		return v.L.T("mail_link.series_ended")
	}
	if v.Series.ID != "" {
		return v.L.T("mail_link.answered." + v.Response)
	}
	if v.MailLinkPage.Link.Purpose == accord.LinkRSVP {
		if v.Meeting.Status == accord.MeetingScheduled {
			return v.L.T("mail_link.answered." + v.Response)
		}
		return v.L.T("mail_link.meeting." + string(v.Meeting.Status))
	}
	if string(v.Item.OwnerID) != v.Person.ID {
		return v.L.T("mail_link.item.other", "Ref", v.Item.Ref())
	}
	return v.L.T("mail_link.item."+string(v.Item.Status), "Ref", v.Item.Ref(), "Due", v.L.Day(v.Item.DueOn))
}

// forReader makes the page the reader's: in their language and zone, whoever is
// signed in in this browser. Nothing that follows a link from it learns the
// address, which is a secret.
func forReader(c echo.Context, person accord.Person, w accord.Workspace) {
	SetActor(c, accord.Actor{}, nil)
	c.Set(localizerKey, nil)
	if person.ID != "" {
		c.Set(localizerKey, web.NewLocalizer(person.Locale, person.Zone()).Naming(w.SideNames))
	}
	h := c.Response().Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
}

func (p *Pages) mailLink(c echo.Context) error {
	page, err := p.app.MailLink(c.Request().Context(), c.Param("token"))
	return p.showMailLink(c, page, nil, err)
}

func (p *Pages) useMailLink(c echo.Context) error {
	form := NewForm(c)
	version, _ := strconv.Atoi(form.Get("version"))
	page, err := p.app.UseMailLink(c.Request().Context(), c.Param("token"), app.MailAnswer{
		Version: version, DueOn: accord.Date(form.Get("due_on")), Reason: form.Get("reason"),
	})
	if page.Person.ID != "" {
		forReader(c, page.Person, page.Workspace)
		form.L = Localizer(c)
	}
	if err == nil {
		return p.SeeOther(c, "/p/"+c.Param("token"))
	}
	if form.Failed(err) {
		return p.showMailLink(c, page, form, nil)
	}
	return p.showMailLink(c, page, nil, err)
}

// showMailLink shows the page, with what was typed where a form failed; a link
// that does not work has a page of its own.
func (p *Pages) showMailLink(c echo.Context, page app.MailLinkPage, form *Form, err error) error {
	dead := isDead(err)
	if err != nil && !dead {
		return err
	}
	forReader(c, page.Person, page.Workspace)
	status := http.StatusOK
	switch {
	case dead:
		status, page = http.StatusNotFound, app.MailLinkPage{}
	case form != nil:
		status = form.Status()
	}
	if form == nil {
		form = BlankForm(Localizer(c), "version", strconv.Itoa(page.Item.Version), "due_on", string(page.Item.DueOn))
	}
	v := &mailLinkView{formView: formView{p.Base(c, "", ""), form}, MailLinkPage: page, Link: "/p/" + c.Param("token"), Dead: dead}
	v.Title, v.Path = v.Headline(), "/"
	return p.Page(c, status, "mail_link", v)
}

func isDead(err error) bool {
	e, ok := errors.AsType[*accord.Error](err)
	return ok && e.Code == accord.CodeNotFound
}

// mailStopView ends a kind of mail.
type mailStopView struct {
	Base
	app.MailStop
	Link string
	Dead bool
}

func (p *Pages) mailStop(c echo.Context) error {
	stop, err := p.app.MailStop(c.Request().Context(), c.Param("token"))
	return p.showMailStop(c, stop, err)
}

// stopMail answers 200 without leading elsewhere, as mail programs want it.
func (p *Pages) stopMail(c echo.Context) error {
	stop, err := p.app.StopMail(c.Request().Context(), c.Param("token"))
	return p.showMailStop(c, stop, err)
}

func (p *Pages) showMailStop(c echo.Context, stop app.MailStop, err error) error {
	dead, status := isDead(err), http.StatusOK
	if err != nil && !dead {
		return err
	}
	if dead {
		stop, status = app.MailStop{}, http.StatusNotFound
	}
	forReader(c, stop.Person, stop.Workspace)
	v := &mailStopView{Base: p.Base(c, "", "mail_link.dead"), MailStop: stop, Link: "/u/" + c.Param("token"), Dead: dead}
	switch {
	case stop.Stopped:
		v.Title = v.L.T("mail_stop.done")
	case !dead:
		v.Title = v.L.T("mail_stop.title")
	}
	v.Path = "/"
	return p.Page(c, status, "mail_stop", v)
}
