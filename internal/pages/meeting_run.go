package pages

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) meetingRunRoutes() []Route {
	return []Route{
		{http.MethodGet, "/meetings/:id/live", app.ActSeeMeetings, p.live},
		{http.MethodPost, "/meetings/:id/go", app.ActRecord, p.goToItem},
		{http.MethodPost, "/meetings/:id/attend", app.ActRecord, p.attend},
		{http.MethodPost, "/meetings/:id/capture", app.ActRecord, p.capture},
		{http.MethodPost, "/meetings/:id/words", app.ActRecord, p.saySomething},
		{http.MethodPost, "/meetings/:id/goal", app.ActRecord, p.setSharedGoal},
		{http.MethodPost, "/meetings/:id/quick", app.ActRecord, p.quick},
	}
}

// Current is the item that is up, or the zero item.
func (v *meetingView) Current() accord.AgendaItem {
	for _, i := range v.D.Agenda {
		if i.ID == string(v.D.CurrentItemID) {
			return i
		}
	}
	return accord.AgendaItem{}
}

// Spent is how many seconds an item has taken until now.
func (v *meetingView) Spent(i accord.AgendaItem) int {
	spent := i.SpentSeconds
	if i.ID == string(v.D.CurrentItemID) && v.D.CurrentItemStartedAt != nil {
		spent += max(0, int(v.Now.Sub(*v.D.CurrentItemStartedAt).Seconds()))
	}
	return spent
}

// RailRow is an item in the agenda on the left.
type RailRow struct {
	accord.AgendaItem
	Number  int
	Now     bool
	Done    bool
	Time    string // "6 / 10", or the minutes planned
	Over    bool
	Percent int
	Leader  string // who presents it
	Last    bool
}

// Rail is the agenda on the left, with the time spent.
func (v *meetingView) Rail() []RailRow {
	items := v.Items()
	rows := make([]RailRow, len(items))
	for n, i := range items {
		spent := v.Spent(i)
		minutes := spent / 60
		r := RailRow{AgendaItem: i, Number: n + 1, Now: i.ID == string(v.D.CurrentItemID), Last: n == len(items)-1}
		r.Done = !r.Now && (i.Outcome != "" || v.named(i.ID))
		r.Over, r.Percent = minutes > i.Minutes, min(100, spent*100/max(1, i.Minutes*60))
		r.Time = fmt.Sprint(i.Minutes)
		if spent >= 60 || r.Now {
			r.Time = fmt.Sprintf("%d / %d", minutes, i.Minutes)
		}
		r.Leader = v.Name(i.PresenterID)
		rows[n] = r
	}
	return rows
}

// named reports whether a decision or an action item names the agenda item.
func (v *meetingView) named(id string) bool {
	return slices.ContainsFunc(v.D.Decisions, func(d accord.DecisionDetail) bool { return string(d.AgendaItemID) == id }) ||
		slices.ContainsFunc(v.D.ActionItems, func(i accord.MeetingPromise) bool { return string(i.AgendaItemID) == id })
}

// MinutesGone is how long the meeting has run, in minutes.
func (v *meetingView) MinutesGone() int {
	if v.D.StartedAt == nil {
		return 0
	}
	return int(v.Now.Sub(*v.D.StartedAt).Minutes())
}

// TimerFrom is the instant the current item's time counts from, as if it had
// run in one go.
func (v *meetingView) TimerFrom() string {
	if v.D.CurrentItemStartedAt == nil {
		return ""
	}
	return v.Now.Add(-secondsOf(v.Spent(v.Current()))).UTC().Format(timerLayout)
}

// Left is the time the current item has left, "3:48", or "+1:10" over it.
func (v *meetingView) Left() string {
	i := v.Current()
	left := i.Minutes*60 - v.Spent(i)
	if left < 0 {
		return "+" + clockText(-left)
	}
	return clockText(left)
}

// Arc is the part of the current item's time that has passed, 0 to 1.
func (v *meetingView) Arc() string {
	i := v.Current()
	return fmt.Sprintf("%.3f", min(1, float64(v.Spent(i))/float64(max(1, i.Minutes*60))))
}

func (p *Pages) goToItem(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		return p.app.GoToItem(ctx, actor, id, form.Get("to"))
	})
}

func (p *Pages) attend(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		state := form.Get("state")
		_, err := p.app.Attend(ctx, actor, id, form.Get("person_id"), state == "present", state == "excused")
		return err
	})
}

func (p *Pages) saySomething(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		return p.app.SaySomething(ctx, actor, id, form.Get("kind"), accord.Side(form.Get("side")), form.Get("text"))
	})
}

func (p *Pages) setSharedGoal(c echo.Context) error {
	return p.act(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) error {
		return p.app.SetSharedGoal(ctx, actor, id, accord.SharedGoal{
			Title: form.Get("title"), Measure: form.Get("measure"), Target: form.Get("target"), By: accord.Date(form.Get("by")),
		})
	})
}

// AsSide reads a side in a template.
func (b Base) AsSide(s string) accord.Side { return accord.Side(s) }

// Said is what a side said at this meeting so far.
func (v *meetingView) Said(kind, side string) string {
	list := v.D.Heard
	if kind == accord.WordThanks {
		list = v.D.ThanksSaid
	}
	for _, s := range list {
		if string(s.Side) == side {
			return s.Text
		}
	}
	return ""
}
