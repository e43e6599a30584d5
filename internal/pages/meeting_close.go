package pages

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) meetingCloseRoutes() []Route {
	return []Route{
		{http.MethodGet, "/meetings/:id/close", app.ActRunMeeting, p.closing},
		{http.MethodPost, "/meetings/:id/close", app.ActRunMeeting, p.closeMeeting},
	}
}

// closingView reads the promises back by side and asks what is still missing.
type closingView struct {
	*meetingView
	Missing []accord.Missing
	Quorum  bool
	Mailed  int // how many people get the minutes
}

// Missed is one thing that is missing, in words.
type Missed struct {
	Text, Link  string
	Overridable bool
}

// What lists what is missing (M2).
func (v *closingView) What() []Missed {
	var list []Missed
	for _, m := range v.Missing {
		subject := ""
		for _, i := range v.D.Agenda {
			if i.ID == m.SubjectID {
				subject = i.Title
			}
		}
		for _, i := range v.D.ActionItems {
			if i.ID == m.SubjectID {
				subject = i.Ref() + " " + i.Title
			}
		}
		list = append(list, Missed{Text: v.L.T("meeting.missing."+m.Code, "Subject", subject), Overridable: m.Overridable})
	}
	return list
}

// Stops reports whether something missing cannot be overridden.
func (v *closingView) Stops() bool {
	for _, m := range v.Missing {
		if !m.Overridable {
			return true
		}
	}
	return false
}

// LeftOver are the agenda items that go on, whatever becomes of the others.
func (v *closingView) LeftOver() []accord.AgendaItem {
	var left []accord.AgendaItem
	for _, i := range v.D.Agenda {
		if i.LeftOver() && (i.Status == accord.AgendaProposed || i.Outcome != "" || !v.named(i.ID)) {
			left = append(left, i)
		}
	}
	return left
}

// Promises are the action items given to the people of a side.
func (v *closingView) Promises(side accord.Side) []accord.MeetingPromise {
	var list []accord.MeetingPromise
	for _, i := range v.D.Given() {
		if i.OwnerSide == side {
			list = append(list, i)
		}
	}
	return list
}

func (p *Pages) closing(c echo.Context) error { return p.showClosing(c, nil) }

func (p *Pages) showClosing(c echo.Context, form *Form) error {
	mv, err := p.meetingView(c)
	if err != nil {
		return err
	}
	if mv.D.Status != accord.MeetingInProgress {
		return p.SeeOther(c, mv.Path())
	}
	status := http.StatusOK
	if mv.Form = form; form == nil {
		mv.Form = BlankForm(mv.L)
	} else {
		status = form.Status()
	}
	v := &closingView{meetingView: mv, Quorum: mv.D.HasQuorum(mv.D.People(), mv.Workspace)}
	v.Missing = accord.ClosingMissing(mv.D.Meeting, mv.D.People(), mv.D.Agenda, mv.D.PlainDecisions(), mv.D.PlainItems())
	for _, a := range mv.D.Attendance {
		for _, x := range mv.People {
			if x.ID == a.PersonID && x.Active() && x.Email != "" {
				v.Mailed++
			}
		}
	}
	return p.Page(c, status, "meeting_close", v)
}

func (p *Pages) closeMeeting(c echo.Context) error {
	form := NewForm(c)
	closing := app.Closing{Override: form.Has("override"), Items: map[string]string{}}
	for name := range form.Values {
		if id, ok := cutPrefix(name, "left-"); ok {
			closing.Items[id] = form.Get(name)
		}
	}
	_, err := p.app.CloseMeeting(c.Request().Context(), Actor(c), c.Param("id"), accord.Match{}, closing)
	if e, ok := errors.AsType[*accord.Error](err); ok && e.Code == accord.CodeConflict && e.Rule != "M2" {
		return err
	}
	if form.Failed(err) {
		return p.showClosing(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("meeting.closed_now"), "")
	return p.SeeOther(c, "/meetings/"+c.Param("id")+"/minutes")
}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return "", false
}
