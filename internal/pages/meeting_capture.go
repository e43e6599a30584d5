package pages

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// freshFor is how long an entry stands out after it was recorded.
const freshFor = time.Minute

// Entry is one thing recorded on an item.
type Entry struct {
	Decision *accord.DecisionDetail
	Item     *accord.MeetingPromise
	Clock    string
	New      bool // within the last minute
}

// Recorded is what was recorded on an item, in order; on "" what belongs to no
// item.
func (v *meetingView) Recorded(itemID any) []Entry {
	var list []Entry
	for n := range v.D.Decisions {
		if d := &v.D.Decisions[len(v.D.Decisions)-1-n]; string(d.AgendaItemID) == idText(itemID) {
			list = append(list, Entry{Decision: d, Clock: v.L.Clock(d.CreatedAt), New: v.Now.Sub(d.CreatedAt) < freshFor})
		}
	}
	for n := range v.D.ActionItems {
		if i := &v.D.ActionItems[n]; string(i.AgendaItemID) == idText(itemID) {
			list = append(list, Entry{Item: i, Clock: v.L.Clock(i.CreatedAt), New: v.Now.Sub(i.CreatedAt) < freshFor})
		}
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return a.at().Compare(b.at()) })
	return list
}

// Given counts the action items given today by the owner's side.
func (v *meetingView) Given(side accord.Side) int {
	n := 0
	for _, i := range v.D.Given() {
		if i.OwnerSide == side {
			n++
		}
	}
	return n
}

// CaptureKey is the bar's own, so that what is sent twice is recorded once.
func (v *meetingView) CaptureKey() string { return newErrorID() }

// capture records what was typed into the bar. Sent again, after a link that
// was lost before the answer or by a second click, it is recorded once.
func (p *Pages) capture(c echo.Context) error {
	form := NewForm(c)
	ctx, actor, id := c.Request().Context(), Actor(c), c.Param("id")
	sum := sha256.Sum256([]byte(form.Values.Encode()))
	key := app.RequestKey{Operation: "capture " + id, Key: cmp.Or(form.Get("key"), newErrorID()), BodyHash: hex.EncodeToString(sum[:])}
	key.Key += key.BodyHash[:16] // other words are another entry
	_, _, err := p.app.Once(ctx, actor, key, func(ctx context.Context) (app.Answer, error) {
		return app.Answer{Status: http.StatusSeeOther}, p.record(ctx, actor, id, form)
	})
	if form.Failed(err) {
		p.askInput(c, form, err)
		return p.showMeeting(c, form, "capture")
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/meetings/"+id+"?what="+form.Get("what")+"#capture")
}

// record makes a decision, a parked matter or an action item of the bar.
func (p *Pages) record(ctx context.Context, actor accord.Actor, id string, form *Form) error {
	switch form.Get("what") {
	case "decision":
		words, project, err := p.app.ReadProject(ctx, actor, form.Get("words"))
		if err != nil {
			return err
		}
		_, err = p.app.RecordDecision(ctx, actor, id, app.NewDecision{
			Text: words, AgendaItemID: form.Get("agenda_item_id"), Domain: form.Get("domain"), As: accord.RecordedAs(form.Get("as")),
			ProjectID: p.projectOf(ctx, actor, form, project),
		})
		return renamed(err, "text", "words")
	case "park":
		_, err := p.app.ParkWords(ctx, actor, id, form.Get("words"))
		return renamed(err, "title", "words")
	}
	q, err := p.app.ReadQuick(ctx, actor, id, form.Get("words"))
	if err != nil {
		return err
	}
	in := app.NewActionItem{
		ItemDraft: accord.ItemDraft{
			Title: q.Title, ForSide: cmp.Or(accord.Side(form.Get("for_side")), accord.Neutral),
			DueOn:   accord.Date(chosen(form.Get("due_on"), string(q.DueOn))),
			Horizon: accord.Horizon(chosen(form.Get("horizon"), string(q.Horizon))),
		},
		OwnerID: chosen(form.Get("owner_id"), string(q.OwnerID)), MeetingID: id, AgendaItemID: form.Get("agenda_item_id"),
		ProjectID: p.projectOf(ctx, actor, form, q.ProjectID),
	}
	_, err = p.app.CreateActionItem(ctx, actor, in)
	return renamed(err, "title", "words")
}

// chosen is what a field says over what was read in the words; "-" is an
// emptied field, an empty one was not touched.
func chosen(field, read string) string {
	if field == "-" {
		return ""
	}
	return cmp.Or(field, read)
}

// projectOf is the growth project of what was captured: the one chosen, the one
// named in the words or, where nobody touched the field, the one the agenda item
// proposes.
func (p *Pages) projectOf(ctx context.Context, actor accord.Actor, form *Form, read accord.NullID) string {
	if id := form.Get("agenda_item_id"); read == "" && id != "" && !form.Values.Has("project_id") {
		if item, err := p.app.AgendaItem(ctx, actor, id); err == nil {
			read = item.ProjectID // an item that is gone is refused below
		}
	}
	return chosen(form.Get("project_id"), string(read))
}

// quickRead is what the server read in the words of the bar.
type quickRead struct {
	OwnerID   accord.NullID  `json:"owner_id"`
	DueOn     accord.Date    `json:"due_on"`
	ProjectID accord.NullID  `json:"project_id"`
	Horizon   accord.Horizon `json:"horizon"`
}

// quick reads who, when and what for in the words while they are typed, for the chips
// beside them.
func (p *Pages) quick(c echo.Context) error {
	q, err := p.app.ReadQuick(c.Request().Context(), Actor(c), c.Param("id"), NewForm(c).Get("words"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, quickRead{q.OwnerID, q.DueOn, q.ProjectID, q.Horizon})
}

// What is the kind the capture bar stands on: the one used last, "" at first.
func (v *meetingView) What() string {
	if v.Failed == "capture" {
		return v.Form.Get("what")
	}
	return v.Kind
}
