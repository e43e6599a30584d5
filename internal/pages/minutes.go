package pages

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) minutesRoutes() []Route {
	return []Route{
		{http.MethodGet, "/meetings/:id/minutes", app.ActSeeMeetings, p.minutes},
		{http.MethodGet, "/meetings/:id/minutes.md", app.ActSeeMeetings, p.minutesMarkdown},
		{http.MethodGet, "/meetings/:id/correct", app.ActRunMeeting, p.correction},
		{http.MethodPost, "/meetings/:id/correct", app.ActRunMeeting, p.correct},
	}
}

// minutesView is one version of the minutes.
type minutesView struct {
	Base
	M        accord.Minutes
	Runs     bool // the reader may correct them
	Form     *Form
	Versions []int // all there are, the newest first
}

// Path is the minutes' address.
func (v *minutesView) Path() string { return "/meetings/" + v.M.MeetingID }

// HTML renders notes.
func (v *minutesView) HTML(text string) template.HTML { return Markdown(text) }

// Held is when the meeting was held, for the reader.
func (v *minutesView) Held() When { return v.When(v.M.StartedAt, v.M.TimeZone) }

// Took is how long it took.
func (v *minutesView) Took() string {
	return v.L.Minutes(max(1, int(v.M.ClosedAt.Sub(v.M.StartedAt).Minutes())))
}

// Names lists who was present, excused or absent.
func (v *minutesView) Names(which string) []accord.MinutesPerson {
	return slices.DeleteFunc(slices.Clone(v.M.Attendance), func(a accord.MinutesPerson) bool {
		state := "absent"
		switch {
		case a.Present:
			state = "present"
		case a.Excused:
			state = "excused"
		}
		return state != which
	})
}

// Promises are the action items made here by the people of a side.
func (v *minutesView) Promises(side accord.Side) []accord.MinutesPromise {
	return slices.DeleteFunc(slices.Clone(v.M.ActionItems), func(i accord.MinutesPromise) bool { return i.OwnerSide != side })
}

// OfItem are the decisions of an agenda item.
func (v *minutesView) OfItem(id string) []accord.MinutesDecision {
	return slices.DeleteFunc(slices.Clone(v.M.Decisions), func(d accord.MinutesDecision) bool { return string(d.AgendaItemID) != id })
}

// SpentText is how long an item took against its plan.
func (v *minutesView) SpentText(i accord.MinutesItem) string {
	return v.L.T("meeting.spent", "Spent", i.SpentSeconds/60, "Minutes", i.Minutes)
}

func (p *Pages) minutesView(c echo.Context) (*minutesView, error) {
	m, standing, err := p.app.Minutes(c.Request().Context(), Actor(c), c.Param("id"), wholeNumber(c.QueryParam("version")))
	if err != nil {
		return nil, err
	}
	v := &minutesView{Base: p.Base(c, "meetings", ""), M: m, Runs: standing.Runs()}
	newest := m.Number
	if c.QueryParam("version") != "" {
		latest, _, err := p.app.Minutes(c.Request().Context(), Actor(c), c.Param("id"), 0)
		if err != nil {
			return nil, err
		}
		newest = latest.Number
	}
	for n := newest; n > 0; n-- {
		v.Versions = append(v.Versions, n)
	}
	v.Title = v.L.T("meeting.minutes_of", "Title", m.Title)
	return v, nil
}

// noMinutes leads to the meeting where there are no minutes yet.
func (p *Pages) noMinutes(c echo.Context, err error) error {
	if accord.CodeOf(err) != accord.CodeNotFound {
		return err
	}
	if _, _, err := p.app.Meeting(c.Request().Context(), Actor(c), c.Param("id")); err != nil {
		return err
	}
	return p.SeeOther(c, "/meetings/"+c.Param("id"))
}

func (p *Pages) minutes(c echo.Context) error {
	v, err := p.minutesView(c)
	if err != nil {
		return p.noMinutes(c, err)
	}
	return p.Page(c, http.StatusOK, "meeting_minutes", v)
}

func (p *Pages) minutesMarkdown(c echo.Context) error {
	v, err := p.minutesView(c)
	if err != nil {
		return p.noMinutes(c, err)
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="minutes.md"`)
	return c.Blob(http.StatusOK, "text/markdown; charset=utf-8", []byte(v.M.Markdown(v.Actor.Locale, v.Workspace)))
}

func (p *Pages) correction(c echo.Context) error { return p.showCorrection(c, nil) }

func (p *Pages) showCorrection(c echo.Context, form *Form) error {
	v, err := p.minutesView(c)
	if err != nil {
		return p.noMinutes(c, err)
	}
	status := http.StatusOK
	if v.Form = form; form == nil {
		v.Form = BlankForm(v.L, "notes", v.M.Notes, "version", strconv.Itoa(v.M.Number))
		for _, i := range v.M.Agenda {
			v.Form.Set("notes-"+i.ID, i.Notes)
			v.Form.Set("outcome-"+i.ID, i.OutcomeText)
		}
		for _, a := range v.M.Attendance {
			if a.Present {
				v.Form.Values.Add("present", a.PersonID)
			}
		}
	} else {
		if status = form.Status(); status == http.StatusConflict { // once more is on top of what is there now
			form.Set("version", strconv.Itoa(v.M.Number))
		}
	}
	return p.Page(c, status, "meeting_correct", v)
}

// PresentOptions are the people of the meeting.
func (v *minutesView) PresentOptions() []Option {
	options := make([]Option, len(v.M.Attendance))
	for n, a := range v.M.Attendance {
		options[n] = Option{Value: a.PersonID, Label: a.Name}
	}
	return options
}

func (p *Pages) correct(c echo.Context) error {
	form := NewForm(c)
	v, err := p.minutesView(c)
	if err != nil {
		return p.noMinutes(c, err)
	}
	text := func(name string) *string {
		s := strings.ReplaceAll(form.Values.Get(name), "\r\n", "\n")
		return &s
	}
	correction := accord.Correction{Reason: form.Get("reason"), Notes: text("notes")}
	for _, i := range v.M.Agenda {
		correction.Items = append(correction.Items, accord.ItemCorrection{ID: i.ID, Notes: text("notes-" + i.ID), OutcomeText: text("outcome-" + i.ID)})
	}
	for _, a := range v.M.Attendance {
		correction.People = append(correction.People, accord.PersonCorrection{PersonID: a.PersonID, Present: slices.Contains(form.All("present"), a.PersonID)})
	}
	_, err = p.app.CorrectMinutes(c.Request().Context(), Actor(c), c.Param("id"), formMatch(form), correction)
	if form.Failed(err) {
		return p.showCorrection(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, v.L.T("meeting.corrected_now"), "")
	return p.SeeOther(c, "/meetings/"+c.Param("id")+"/minutes")
}
