package pages

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) updateRoutes() []Route {
	return []Route{
		{http.MethodGet, "/updates", app.ActSeeUpdates, p.updates},
		{http.MethodGet, "/updates.csv", app.ActSeeUpdates, p.updatesCSV},
		{http.MethodGet, "/updates/:week", app.ActSeeUpdates, p.update},
		{http.MethodPost, "/updates/:week", app.ActWriteUpdates, p.saveUpdate},
		{http.MethodPost, "/updates/:week/unsign", app.ActWriteUpdates, p.unsignUpdate},
		{http.MethodPost, "/updates/:week/asks/:line/action-item", app.ActWriteUpdates, p.askInUpdate},
	}
}

// weekOf reads the week of the path; what is no week does not exist.
func weekOf(c echo.Context) (accord.Week, error) {
	week, err := accord.ParseWeek(c.Param("week"))
	if err != nil {
		return "", accord.NotFound("weekly update")
	}
	return week, nil
}

// updateView is one week's update: to read, or, for those who write it, to write.
type updateView struct {
	Base
	D       accord.UpdateDetail
	Form    *Form // of the part that is written; nil for readers
	Side    accord.Side
	Stored  *accord.UpdatePartDetail // what somebody else stored meanwhile
	Readers []accord.Person          // who is mailed when both have signed
	Asks    map[accord.Side]app.UpdateAsk
}

func (p *Pages) update(c echo.Context) error {
	view, err := p.updatePage(c, nil)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "update", view)
}

// updatePage loads the page; a form that failed keeps what was typed.
func (p *Pages) updatePage(c echo.Context, form *Form) (*updateView, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	week, err := weekOf(c)
	if err != nil {
		return nil, err
	}
	view := &updateView{Base: p.Base(c, "updates", ""), Form: form, Asks: map[accord.Side]app.UpdateAsk{}}
	if view.D, err = p.app.WeeklyUpdate(ctx, actor, week); err != nil {
		return nil, err
	}
	view.Title = view.WeekName(week)
	wanted := c.QueryParam("side")
	if form != nil {
		wanted = form.Get("side")
	}
	view.Side = view.writes(accord.Side(wanted))
	if view.Side != "" && form == nil && view.D.Status == accord.UpdateDraft {
		view.Form = view.blankForm()
	}
	if form != nil && form.Status() == http.StatusConflict {
		view.Stored = view.D.Part(view.Side)
	}
	if view.Form != nil {
		if view.Readers, err = p.app.UpdateMails(ctx, actor); err != nil {
			return nil, err
		}
	}
	if !view.MakesItems() {
		return view, nil
	}
	for _, part := range view.D.Parts() {
		if view.Asks[part.Side], err = p.app.UpdateAsk(ctx, actor, part.Side); err != nil {
			return nil, err
		}
	}
	return view, nil
}

// writes is the side whose part the reader writes on this page: the one asked
// for, where they may, else their own; "" for none.
func (v *updateView) writes(wanted accord.Side) accord.Side {
	for _, side := range []accord.Side{wanted, v.Workspace.UpdateSide(v.Actor.PersonID), v.Actor.Side, accord.Sales} {
		if v.CanEdit && side.Valid() && v.Workspace.WritesUpdate(v.Actor, side) {
			return side
		}
	}
	return ""
}

// blankForm is the form as the part is stored.
func (v *updateView) blankForm() *Form {
	part := v.D.Part(v.Side)
	form := BlankForm(v.L, "version", strconv.Itoa(part.Version), "side", string(v.Side), "news", part.News)
	for _, l := range part.Lines() {
		form.Values.Add(string(l.Kind), l.Text)
		form.Values.Add(string(l.Kind)+"_detail", l.Detail)
	}
	for name, amount := range map[string]*float64{"revenue_to_date": v.D.RevenueToDate, "revenue_goal": v.D.RevenueGoal} {
		if amount != nil {
			form.Set(name, v.L.Amount(*amount, ""))
		}
	}
	return form
}

// updatePatch reads the form: the part it is of, and the revenue where it shows.
func updatePatch(form *Form) app.UpdatePatch {
	p := app.UpdatePatch{
		Side: accord.Side(form.Get("side")), Part: formMatch(form), News: accord.Some(form.Get("news")),
		Wins: typedLines(form, accord.LineWin), Tools: typedLines(form, accord.LineTool), Asks: typedLines(form, accord.LineAsk),
	}
	if _, shown := form.Values["revenue_to_date"]; shown {
		p.RevenueToDate, p.RevenueGoal = typedAmount(form, "revenue_to_date"), typedAmount(form, "revenue_goal")
	}
	return p
}

// typedLines are the lines of a kind that hold something; one with a detail alone
// is refused like any line without a text. Empty rows go from the form as well:
// shown again it has as many as before, and counts its lines as errors do.
func typedLines(form *Form, kind accord.UpdateLineKind) app.UpdateLines {
	texts, details := form.All(string(kind)), form.All(string(kind)+"_detail")
	list, held, beside := []app.UpdateLine{}, []string{}, []string{}
	for i, text := range texts {
		l := app.UpdateLine{Text: text}
		if i < len(details) {
			l.Detail = accord.Some(details[i])
		}
		if strings.TrimSpace(l.Text+l.Detail.Value) != "" {
			list, held, beside = append(list, l), append(held, l.Text), append(beside, l.Detail.Value)
		}
	}
	form.Values[string(kind)], form.Values[string(kind)+"_detail"] = held, beside
	return app.UpdateLines{Opt: accord.Some(list)}
}

// typedAmount reads an amount as the reader writes them; an empty field is none.
func typedAmount(form *Form, name string) accord.Opt[float64] {
	typed := form.Get(name)
	if typed == "" {
		return accord.Opt[float64]{Set: true, Null: true}
	}
	amount, ok := form.L.ParseAmount(typed)
	if !ok {
		amount = math.NaN() // refused like any other wrong amount
	}
	return accord.Some(amount)
}

// saveUpdate saves a part and, where it is asked to, signs it. What makes both
// signed sends it.
func (p *Pages) saveUpdate(c echo.Context) error {
	form := NewForm(c)
	ctx, actor := c.Request().Context(), Actor(c)
	week, err := weekOf(c)
	if err != nil {
		return err
	}
	d, err := p.app.ChangeUpdate(ctx, actor, week, accord.Match{}, updatePatch(form))
	said, undo := form.L.T("updates.saved"), ""
	if err == nil && form.Has("sign") {
		err = askEmpty(form, d)
	}
	if err == nil && form.Has("sign") {
		d, err = p.app.SignUpdate(ctx, actor, week, accord.Match{})
		if said, undo = form.L.T("updates.signed"), "/updates/"+string(week)+"/unsign"; d.Status == accord.UpdateSent {
			said, undo = form.L.N(p.mailKey("updates.sent"), d.Recipients), ""
		}
	}
	if form.Failed(err) {
		view, err := p.updatePage(c, form)
		if err != nil {
			return err
		}
		return p.Page(c, form.Status(), "update", view)
	}
	if err != nil {
		return err
	}
	p.Flash(c, said, undo)
	return p.SeeOther(c, "/updates/"+string(week))
}

// askEmpty asks whether a part in which nothing stands is meant to be signed; the
// second press says so.
func askEmpty(form *Form, d accord.UpdateDetail) error {
	side := accord.Side(form.Get("side"))
	if d.Says(side) || form.Has("sure") {
		return nil
	}
	form.Set("version", strconv.Itoa(d.Part(side).Version))
	return accord.BadField("sign", "There is nothing in your part yet. Sign it all the same?")
}

// unsignUpdate takes the reader's signature back.
func (p *Pages) unsignUpdate(c echo.Context) error {
	week, err := weekOf(c)
	if err != nil {
		return err
	}
	_, err = p.app.UnsignUpdate(c.Request().Context(), Actor(c), week, accord.Match{})
	return p.back(c, err, "/updates/"+string(week), "updates.unsigned")
}

// askInUpdate makes an action item of an ask.
func (p *Pages) askInUpdate(c echo.Context) error {
	week, err := weekOf(c)
	if err != nil {
		return err
	}
	item, err := p.app.AskInUpdate(c.Request().Context(), Actor(c), week, c.Param("line"))
	return p.back(c, err, "/updates/"+string(week), "updates.ask_made", "Ref", item.Ref())
}
