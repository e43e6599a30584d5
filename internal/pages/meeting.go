package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

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
	D       accord.MeetingDetail
	S       app.Standing
	People  []accord.Person // who may own, present, attend
	Backlog []accord.AgendaItem
	Since   map[string]accord.Status // what became of the opening's promises since the start
	Form    *Form                    // what was typed and did not go through
	Failed  string                   // which form that was
	Kind    string                   // what the capture bar recorded last
}

// meeting shows the meeting in the state it is in: prepared, running, closed.
func (p *Pages) meeting(c echo.Context) error { return p.showMeeting(c, nil, "") }

// showMeeting shows the meeting's page again with a form that failed.
func (p *Pages) showMeeting(c echo.Context, form *Form, failed string) error {
	v, err := p.meetingView(c)
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
	if v.D.Status == accord.MeetingInProgress {
		if v.Since, err = p.app.StatusesOf(ctx, actor, v.D.Opening); err != nil {
			return nil, err
		}
	}
	v.Title, v.Kind = v.D.Title, c.QueryParam("what")
	return v, nil
}

// Path is the meeting's address.
func (v *meetingView) Path() string { return "/meetings/" + v.D.ID }

// Start is when the meeting begins, for the reader.
func (v *meetingView) Start() When { return v.When(v.D.StartsAt, v.D.TimeZone) }

// Far says how far the meeting is from today.
func (v *meetingView) Far() string { return v.L.Relative(v.Today, v.L.DateOf(v.D.StartsAt)) }

// Prepares reports whether the agenda can still change before the meeting.
func (v *meetingView) Prepares() bool { return v.D.Status == accord.MeetingScheduled }

// Orders reports whether the reader may put the agenda in order now.
func (v *meetingView) Orders() bool { return v.S.Runs() && v.D.AgendaOpen() == nil }

// Proposes reports whether the reader may propose now.
func (v *meetingView) Proposes() bool { return v.S.Proposes() && v.D.Open() == nil }

// Items are the items on the agenda, in order.
func (v *meetingView) Items() []accord.AgendaItem {
	return v.with(accord.AgendaAccepted, "")
}

// Proposals are the proposals of a side.
func (v *meetingView) Proposals(side accord.Side) []accord.AgendaItem {
	return v.with(accord.AgendaProposed, side)
}

// Declined are the reader's own proposals that were declined, with the reason.
func (v *meetingView) Declined() []accord.AgendaItem {
	return slices.DeleteFunc(v.with(accord.AgendaDeclined, ""), func(i accord.AgendaItem) bool { return i.ProposedBy != v.Actor.PersonID })
}

func (v *meetingView) with(status accord.AgendaStatus, side accord.Side) []accord.AgendaItem {
	var items []accord.AgendaItem
	for _, i := range v.D.Agenda {
		if i.Status == status && (side == "" || i.Side == side) {
			items = append(items, i)
		}
	}
	return items
}

// Missing are the sides without an item on the agenda (A3), by name.
func (v *meetingView) Missing() []string {
	var names []string
	for _, s := range accord.MissingSides(v.D.Agenda) {
		names = append(names, v.SideName(s))
	}
	return names
}

// MissingText names the sides without an item.
func (v *meetingView) MissingText() string { return v.L.Join(v.Missing()) }

// WaivedText names the sides whose item was waived.
func (v *meetingView) WaivedText() string {
	var names []string
	for side := range strings.SplitSeq(v.D.WaivedSides, ",") {
		names = append(names, v.SideName(accord.Side(side)))
	}
	return v.L.Join(names)
}

// Mine are the promises of the opening the reader owns: what they report.
func (v *meetingView) Mine() []accord.OpeningItem {
	var mine []accord.OpeningItem
	for _, i := range v.D.Opening {
		if string(i.OwnerID) == v.Actor.PersonID {
			mine = append(mine, i)
		}
	}
	return mine
}

// Me is the reader's own part in the meeting.
func (v *meetingView) Me() accord.MeetingPerson {
	for _, a := range v.D.Attendance {
		if a.PersonID == v.Actor.PersonID {
			return a.MeetingPerson
		}
	}
	return accord.MeetingPerson{}
}

// Responds reports whether the reader can answer the invitation.
func (v *meetingView) Responds() bool {
	return v.Prepares() && (v.S.Invited || v.S.TeamRole != "")
}

// Name is the name of a person of the workspace.
func (v *meetingView) Name(id any) string { return nameOf(v.People, id) }

// SideOf is the side of a person of the workspace.
func (v *meetingView) SideOf(id any) accord.Side {
	for _, p := range v.People {
		if p.ID == idText(id) {
			return p.Side
		}
	}
	return accord.Neutral
}

func nameOf(people []accord.Person, id any) string {
	for _, p := range people {
		if p.ID == idText(id) {
			return p.Name
		}
	}
	return ""
}

// idText takes an id of either type.
func idText(id any) string {
	switch id := id.(type) {
	case string:
		return id
	case accord.NullID:
		return string(id)
	}
	return ""
}

// PersonOptions are those who can own or present something, after an empty one.
func (v *meetingView) PersonOptions() []Option {
	options := []Option{{Label: v.L.T("meeting.nobody")}}
	for _, p := range v.People {
		if p.Role != accord.RoleObserver && p.Active() {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return options
}

// Guests are those who are not of the meeting yet.
func (v *meetingView) Guests() []accord.Person {
	var guests []accord.Person
	for _, p := range v.People {
		here := slices.ContainsFunc(v.D.Attendance, func(a accord.Attendee) bool { return a.PersonID == p.ID })
		if !here && p.Active() {
			guests = append(guests, p)
		}
	}
	return guests
}

// KindOptions are what an item can be for.
func (v *meetingView) KindOptions() []Option { return kindOptions(v.Base) }

func kindOptions(b Base) []Option {
	var options []Option
	for _, k := range []accord.AgendaKind{accord.KindDecide, accord.KindSolve, accord.KindInform, accord.KindPlan} {
		options = append(options, Option{Value: string(k), Label: b.L.Word(k)})
	}
	return options
}

// Share is a part of the meeting's length in per cent, for the bar of minutes.
func (v *meetingView) Share(minutes int) int {
	m := v.D.AgendaMinutes
	return minutes * 100 / max(1, m.Length, m.Total())
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

// Elapsed is the time since an instant as "24:10", for pages without script.
func (b Base) Elapsed(since *time.Time) string {
	if since == nil {
		return ""
	}
	return clockText(int(b.Now.Sub(*since).Seconds()))
}
