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

// Entry is one thing recorded on an item.
type Entry struct {
	Decision *accord.DecisionDetail
	Item     *accord.MeetingPromise
	Clock    string
}

// Recorded is what was recorded on an item, in order; on "" what belongs to no
// item.
func (v *meetingView) Recorded(itemID any) []Entry {
	var list []Entry
	for n := range v.D.Decisions {
		if d := &v.D.Decisions[len(v.D.Decisions)-1-n]; string(d.AgendaItemID) == idText(itemID) {
			list = append(list, Entry{Decision: d, Clock: v.L.Clock(d.CreatedAt)})
		}
	}
	for n := range v.D.ActionItems {
		if i := &v.D.ActionItems[n]; string(i.AgendaItemID) == idText(itemID) {
			list = append(list, Entry{Item: i, Clock: v.L.Clock(i.CreatedAt)})
		}
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return a.at().Compare(b.at()) })
	return list
}

// Given counts the action items given today by the owner's side.
func (v *meetingView) Given(side accord.Side) int {
	n := 0
	for _, i := range v.D.ActionItems {
		if i.OwnerSide == side {
			n++
		}
	}
	return n
}

// OpeningDone counts the promises of the opening that were kept.
func (v *meetingView) OpeningDone() int {
	n := 0
	for _, o := range v.D.Opening {
		if o.Result == accord.ResultKeptOnTime || o.Result == accord.ResultKeptLate || v.doneNow(o.ID) {
			n++
		}
	}
	return n
}

// OpeningRow is a promise of the opening.
type OpeningRow struct {
	accord.OpeningItem
	Chip   Chip
	Done   bool // kept by the start, or ticked since
	Ticks  bool // the reader can say that it is done
	Decide bool // carried twice, and the reader can decide
}

// OpeningRows are the promises of the opening for the reader.
func (v *meetingView) OpeningRows() []OpeningRow {
	rows := make([]OpeningRow, len(v.D.Opening))
	for n, o := range v.D.Opening {
		r := OpeningRow{OpeningItem: o, Chip: v.resultChip(o)}
		r.Done = o.Result == accord.ResultKeptOnTime || o.Result == accord.ResultKeptLate || v.doneNow(o.ID)
		r.Ticks = !r.Done && o.Status.Running() && string(o.OwnerID) == v.Actor.PersonID
		r.Decide = o.NeedsDecision && o.Manages(v.Actor, v.S.Leads())
		rows[n] = r
	}
	return rows
}

// doneNow reports whether the item is done by now; the opening itself is as of
// the start.
func (v *meetingView) doneNow(id string) bool {
	s := v.Since[id]
	return s == accord.StatusDone || s == accord.StatusConfirmed
}

// resultChip says what became of a promise.
func (v *meetingView) resultChip(o accord.OpeningItem) Chip {
	text := v.L.T("meeting.result." + string(o.Result))
	switch o.Result {
	case accord.ResultMissed:
		return v.LateChip(max(1, o.OriginalDueOn.DaysUntil(accord.DateOf(v.Now, accord.Zone(o.OwnerZone)))))
	case accord.ResultKeptOnTime, accord.ResultKeptLate:
		return Chip{Kind: "done", Icon: "check", Text: text}
	case accord.ResultDropped:
		return Chip{Icon: "circle-slash", Text: text}
	default:
		if o.DueOn != "" {
			text = v.L.T("meeting.due", "Day", v.L.ShortDay(o.DueOn))
		}
		return Chip{Icon: "circle", Text: text}
	}
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

// capture records what was typed into the bar: an action item, a decision, or a
// matter to park.
func (p *Pages) capture(c echo.Context) error {
	form := NewForm(c)
	ctx, actor, id := c.Request().Context(), Actor(c), c.Param("id")
	var err error
	switch form.Get("what") {
	case "decision":
		_, err = p.app.RecordDecision(ctx, actor, id, app.NewDecision{Text: form.Get("words"), AgendaItemID: form.Get("agenda_item_id")})
		err = renamed(err, "text", "words")
	case "park":
		_, err = p.app.ParkWords(ctx, actor, id, form.Get("words"))
		err = renamed(err, "title", "words")
	default:
		err = p.captureItem(ctx, actor, id, form)
	}
	if form.Failed(err) {
		return p.showMeeting(c, form, "capture")
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/meetings/"+id+"?what="+form.Get("what")+"#capture")
}

// captureItem records an action item: the fields say who and when, or the words
// do.
func (p *Pages) captureItem(ctx context.Context, actor accord.Actor, id string, form *Form) error {
	q, err := p.app.ReadQuick(ctx, actor, id, form.Get("words"))
	if err != nil {
		return err
	}
	if owner := form.Get("owner_id"); owner != "" {
		q.OwnerID = accord.NullID(owner)
	}
	if due := form.Get("due_on"); due != "" {
		q.DueOn = accord.Date(due)
	}
	in := app.NewActionItem{
		ItemDraft: accord.ItemDraft{Title: q.Title, ForSide: accord.Side(form.Get("for_side")), DueOn: q.DueOn},
		OwnerID:   string(q.OwnerID), MeetingID: id, AgendaItemID: form.Get("agenda_item_id"),
	}
	if in.ForSide == "" {
		in.ForSide = accord.Neutral
	}
	_, err = p.app.CreateActionItem(ctx, actor, in)
	return renamed(err, "title", "words")
}

// quickView is what the server read in the words of the bar.
type quickView struct {
	Base
	Owner Avatar
	Named bool
	Due   string
}

// quick shows what would be recorded, before Enter.
func (p *Pages) quick(c echo.Context) error {
	form := NewForm(c)
	ctx, actor := c.Request().Context(), Actor(c)
	q, err := p.app.ReadQuick(ctx, actor, c.Param("id"), form.Get("words"))
	if err != nil {
		return err
	}
	v := &quickView{Base: p.Base(c, "", "")}
	if q.OwnerID != "" {
		people, err := p.app.Colleagues(ctx, actor)
		if err != nil {
			return err
		}
		for _, x := range people {
			if x.ID == string(q.OwnerID) {
				v.Owner, v.Named = v.Avatar(x.Name, x.Side), true
			}
		}
	}
	if q.DueOn != "" {
		v.Due = v.L.ShortDay(q.DueOn)
	}
	return p.Fragment(c, http.StatusOK, "meeting_run", "meeting/parsed", v)
}

// What is the kind the capture bar stands on: the one used last, "" at first.
func (v *meetingView) What() string {
	if v.Failed == "capture" {
		return v.Form.Get("what")
	}
	return v.Kind
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
