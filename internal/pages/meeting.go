package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) meetingRoutes() []Route {
	return slices.Concat([]Route{
		{http.MethodGet, "/meetings/new", app.ActPropose, p.newMeeting},
		{http.MethodPost, "/meetings", app.ActPropose, p.createMeeting},
		{http.MethodGet, "/meetings/:id", app.ActSeeMeetings, p.meeting},
		{http.MethodPost, "/meetings/:id/respond", app.ActRespond, p.respond},
		{http.MethodPost, "/meetings/:id/lock", app.ActRunMeeting, p.lockAgenda},
		{http.MethodPost, "/meetings/:id/unlock", app.ActRunMeeting, p.unlockAgenda},
		{http.MethodPost, "/meetings/:id/start", app.ActRunMeeting, p.startMeeting},
		{http.MethodPost, "/meetings/:id/cancel", app.ActRunMeeting, p.cancelMeeting},
		{http.MethodPost, "/meetings/:id/restore", app.ActRunMeeting, p.restoreMeeting},
	}, p.agendaRoutes(), p.meetingRunRoutes(), p.meetingCloseRoutes(), p.minutesRoutes())
}

// meetingView is a meeting's page while it is prepared and while it runs.
type meetingView struct {
	Base
	D        accord.MeetingDetail
	S        app.Standing
	People   []accord.Person // who may own, present, attend
	Backlog  []accord.AgendaItem
	Reps     app.RepCall              // what the representatives report
	RepDue   accord.Date              // when what comes of it is due, unless said otherwise
	Mails    []app.PreviewMail        // who is told when it is called off or brought back (S5)
	Since    map[string]accord.Status // what became of the opening's promises since the start
	Form     *Form                    // what was typed and did not go through
	Failed   string                   // which form that was
	Span     accord.HorizonSpan       // how far its agenda should look
	Promised accord.HorizonBalance    // how far the team's open promises look
	Kind     string                   // what the capture bar recorded last
	Domains  []accord.CharterDomain   // of the charter, for decisions

	Projects []Option           // growth projects that what is recorded can serve
	Project  *accord.ProjectRow // the one the current item proposes, where the reader sees it
	Chooses  bool               // the reader can choose it now

	Unsponsored []accord.ProjectRow // of its team, on top of the opening
}

// meeting shows the meeting in the state it is in: prepared, running, closed.
func (p *Pages) meeting(c echo.Context) error { return p.showMeeting(c, nil, "") }

// showMeeting shows the meeting's page again with a form that failed.
func (p *Pages) showMeeting(c echo.Context, form *Form, failed string) error {
	v, err := p.meetingView(c)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return p.visited(c, c.Param("id"))
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Form = form; form == nil {
		v.Form = BlankForm(v.L, "minutes", "10", "kind", "decide")
	} else {
		v.Failed, status = failed, form.Status()
	}
	switch v.D.Status {
	case accord.MeetingClosed:
		return p.SeeOther(c, v.Path()+"/minutes")
	case accord.MeetingInProgress:
		v.Focus = true
		return p.Page(c, status, "meeting_run", v)
	default:
		return p.Page(c, status, "meeting_prepare", v)
	}
}

// meetingView loads the meeting of the request.
func (p *Pages) meetingView(c echo.Context) (*meetingView, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	v := &meetingView{Base: p.Base(c, "meetings", "")}
	var err error
	if v.D, v.S, err = p.app.Meeting(ctx, actor, c.Param("id")); err != nil {
		return nil, err
	}
	if v.People, err = p.app.Colleagues(ctx, actor); err != nil {
		return nil, err
	}
	if v.D.SeriesID != "" {
		if v.Backlog, err = p.app.Backlog(ctx, actor, string(v.D.SeriesID)); err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return nil, err
		}
	}
	if v.D.Status == accord.MeetingScheduled {
		if v.Span, err = p.app.HorizonSpan(ctx, actor, string(v.D.SeriesID)); err != nil {
			return nil, err
		}
		if v.Promised, err = p.app.PromisedHorizons(ctx, actor, app.PromiseQuery{TeamID: string(v.D.TeamID)}); err != nil {
			return nil, err
		}
	}
	if v.Unsponsored, err = p.app.Unsponsored(ctx, actor, v.D.TeamID); err != nil {
		return nil, err
	}
	if v.Reps, err = p.app.RepCall(ctx, actor, v.D.ID); err != nil {
		return nil, err
	}
	if v.Reps.MayTurn {
		if v.RepDue, err = p.app.DayIn(ctx, actor, accord.RepDueDays); err != nil {
			return nil, err
		}
	}
	if v.D.Status == accord.MeetingInProgress {
		if v.Since, err = p.app.StatusesOf(ctx, actor, v.D.Opening); err != nil {
			return nil, err
		}
		if v.Domains, err = p.app.CharterDomains(ctx, actor); err != nil {
			return nil, err
		}
		if v.Projects, err = p.projectOptions(c, string(v.Current().ProjectID)); err != nil {
			return nil, err
		}
		if err := p.proposedProject(ctx, v); err != nil {
			return nil, err
		}
	}
	if v.D.Status == accord.MeetingScheduled || v.D.Status == accord.MeetingCancelled {
		if v.Mails, err = p.app.CancelMails(ctx, actor, v.D.ID); err != nil {
			return nil, err
		}
	}
	v.Title, v.Kind = v.D.Title, c.QueryParam("what")
	return v, nil
}

// act does one thing to the meeting of the request and goes back to its page;
// a rule that forbids it is said there.
func (p *Pages) act(c echo.Context, do func(ctx context.Context, actor accord.Actor, id string, form *Form) error) error {
	form := NewForm(c)
	if err := do(c.Request().Context(), Actor(c), c.Param("id"), form); err != nil {
		if form.Failed(err) {
			return p.showMeeting(c, form, "")
		}
		return err
	}
	return p.SeeOther(c, "/meetings/"+c.Param("id"))
}

func (p *Pages) respond(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		_, err := p.app.Respond(ctx, actor, id, actor.PersonID, form.Get("response"))
		return err
	})
}

func (p *Pages) lockAgenda(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		_, err := p.app.LockAgenda(ctx, actor, id, accord.Match{}, form.Has("waive"))
		return err
	})
}

func (p *Pages) unlockAgenda(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, _ *Form) error {
		_, err := p.app.UnlockAgenda(ctx, actor, id, accord.Match{})
		return err
	})
}

func (p *Pages) startMeeting(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, _ *Form) error {
		_, err := p.app.StartMeeting(ctx, actor, id, accord.Match{})
		return err
	})
}

func (p *Pages) cancelMeeting(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, _ *Form) error {
		_, err := p.app.CancelMeeting(ctx, actor, id, accord.Match{})
		return err
	})
}

func (p *Pages) restoreMeeting(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, _ *Form) error {
		_, err := p.app.RestoreMeeting(ctx, actor, id, accord.Match{})
		return err
	})
}
