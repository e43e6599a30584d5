package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// newMeetingView is the form of a one-time meeting.
type newMeetingView struct {
	Base
	Form   *Form
	Teams  []Option
	People []Option
}

func (p *Pages) newMeeting(c echo.Context) error {
	b := p.Base(c, "meetings", "meeting.new")
	form := BlankForm(b.L, "day", string(b.Today.AddDays(1)), "time", "10:00", "minutes", "45")
	return p.showNewMeeting(c, b, form, http.StatusOK)
}

func (p *Pages) showNewMeeting(c echo.Context, b Base, form *Form, status int) error {
	ctx, actor := c.Request().Context(), Actor(c)
	v := &newMeetingView{Base: b, Form: form, Teams: []Option{{Label: b.L.T("meeting.no_team")}}}
	teams, err := p.app.LedTeams(ctx, actor)
	if err != nil {
		return err
	}
	for _, t := range teams {
		v.Teams = append(v.Teams, Option{Value: t.ID, Label: t.Name})
	}
	people, err := p.app.Colleagues(ctx, actor)
	if err != nil {
		return err
	}
	for _, x := range people {
		if x.Active() && x.ID != actor.PersonID {
			v.People = append(v.People, Option{Value: x.ID, Label: x.Name})
		}
	}
	return p.Page(c, status, "meeting_new", v)
}

func (p *Pages) createMeeting(c echo.Context) error {
	form := NewForm(c)
	in := app.NewMeeting{Title: form.Get("title"), Location: form.Get("location"), TeamID: form.Get("team_id"), People: form.All("people"), DurationMinutes: wholeNumber(form.Get("minutes"))}
	var d accord.MeetingDetail
	local, err := accord.ParseLocalTime(form.Get("day") + "T" + form.Get("time"))
	if err != nil {
		form.Fail("day", form.L.Error(err))
	} else {
		in.StartsAt = local.In(form.L.Zone())
		d, err = p.app.CreateMeeting(c.Request().Context(), Actor(c), in)
		form.Failed(renamed(err, "duration_minutes", "minutes", "starts_at", "day"))
	}
	if form.Bad() {
		return p.showNewMeeting(c, p.Base(c, "meetings", "meeting.new"), form, form.Status())
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/meetings/"+d.ID)
}

// wholeNumber reads what was typed as a whole number, 0 where it is none.
func wholeNumber(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1_000_000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// renamed gives the fields of an error the names they have in a form.
func renamed(err error, names ...string) error {
	e, ok := err.(*accord.Error) //nolint:errorlint // straight from a use case
	if !ok {
		return err
	}
	changed := *e
	changed.Fields = slices.Clone(e.Fields)
	for i := range changed.Fields {
		for n := 0; n+1 < len(names); n += 2 {
			if changed.Fields[i].Location == names[n] {
				changed.Fields[i].Location = names[n+1]
			}
		}
	}
	return &changed
}
