package pages

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) sitDownRoutes() []Route {
	return []Route{
		{http.MethodGet, "/sit-downs", app.ActSeeSitDowns, p.sitDowns},
		{http.MethodGet, "/sit-downs.csv", app.ActSeeSitDowns, p.sitDownsCSV},
		{http.MethodPost, "/sit-downs", app.ActSitDown, p.beginSitDown},
		{http.MethodGet, "/sit-downs/:id", app.ActSeeSitDowns, p.sitDown},
		{http.MethodPost, "/sit-downs/:id", app.ActSitDown, p.writeSitDown},
		{http.MethodPost, "/sit-downs/:id/pairs", app.ActSitDown, p.pairPriorities},
		{http.MethodPost, "/sit-downs/:id/gaps", app.ActSitDown, p.endGap},
		{http.MethodPost, "/sit-downs/:id/undo", app.ActSitDown, p.undoSitDown},
		{http.MethodPost, "/sit-downs/:id/call-off", app.ActSitDown, p.callOffSitDown},
	}
}

// sitDownsView lists the company's sit-downs.
type sitDownsView struct {
	Base
	Form      *Form // who sits down with whom
	Sales     []Option
	Marketing []Option
	Fixed     accord.Side // the side the reader takes themselves; "" chooses both
	Rows      []accord.SitDownRow
	Pager     Pager
}

// Could reports whether there is anybody to begin with.
func (v *sitDownsView) Could() bool { return len(v.Sales) > 0 && len(v.Marketing) > 0 }

func (p *Pages) sitDowns(c echo.Context) error { return p.showSitDowns(c, nil) }

func (p *Pages) showSitDowns(c echo.Context, form *Form) error {
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), Actor(c)
	view := &sitDownsView{Base: p.Base(c, "sit-downs", "sit_downs.title"), Form: form}
	view.Pager.L = view.L
	var next []string
	if view.Rows, next, err = p.app.SitDowns(ctx, actor, accord.Page{Limit: 50, After: after}); err != nil {
		return err
	}
	if len(next) > 0 {
		view.Pager.Next = "/sit-downs?cursor=" + accord.EncodeCursor(next)
	}
	people, err := p.app.Colleagues(ctx, actor)
	if err != nil {
		return err
	}
	view.offer(people)
	status := http.StatusOK
	if form != nil {
		status = form.Status()
	}
	return p.Page(c, status, "sit_downs", view)
}

// offer fills the choice of counterparts: oneself against somebody of the other
// side, the side's lead first; for others who may, any two.
func (v *sitDownsView) offer(people []accord.Person) {
	for _, person := range people {
		if !person.Active() || person.Role == accord.RoleObserver {
			continue
		}
		option := Option{Value: person.ID, Label: person.Name}
		switch person.Side {
		case accord.Sales:
			v.Sales = append(v.Sales, option)
		case accord.Marketing:
			v.Marketing = append(v.Marketing, option)
		default:
		}
	}
	if !v.Actor.Admin() {
		v.Fixed = v.Actor.Side
	}
	switch {
	case !v.CanEdit || v.Fixed == accord.Neutral:
		v.Sales = nil
	case v.Fixed == accord.Sales:
		v.Sales = []Option{{Value: v.Actor.PersonID, Label: v.Actor.Name}}
	case v.Fixed == accord.Marketing:
		v.Marketing = []Option{{Value: v.Actor.PersonID, Label: v.Actor.Name}}
	}
	if v.Form != nil {
		return
	}
	v.Form = BlankForm(v.L, "sales_id", string(v.Workspace.SalesLeadID), "marketing_id", string(v.Workspace.MarketingLeadID))
	switch v.Actor.Side {
	case accord.Sales:
		v.Form.Set("sales_id", v.Actor.PersonID)
	case accord.Marketing:
		v.Form.Set("marketing_id", v.Actor.PersonID)
	default:
	}
}

func (p *Pages) beginSitDown(c echo.Context) error {
	form := NewForm(c)
	d, err := p.app.BeginSitDown(c.Request().Context(), Actor(c), app.NewSitDown{SalesID: form.Get("sales_id"), MarketingID: form.Get("marketing_id")})
	if form.Failed(err) {
		return p.showSitDowns(c, form)
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/sit-downs/"+d.ID)
}

func (p *Pages) callOffSitDown(c echo.Context) error {
	if err := p.app.CallOffSitDown(c.Request().Context(), Actor(c), c.Param("id"), accord.Match{}); err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("sit_downs.called_off"), "")
	return p.SeeOther(c, "/sit-downs")
}

// sitDownView is one sit-down: one's own list to write, or both side by side.
type sitDownView struct {
	Base
	D       accord.SitDownDetail
	Form    *Form // one's own part, before the reveal
	Pairing *Form // after it
	Gap     *Form
	Earlier bool // the form goes on from the last sit-down's list
	*sitDownShown
}

func (p *Pages) sitDown(c echo.Context) error {
	return p.showSitDown(c, func(*sitDownView) {})
}

// showSitDown renders the page after fill has put the form that failed into it.
func (p *Pages) showSitDown(c echo.Context, fill func(*sitDownView)) error {
	ctx, actor := c.Request().Context(), Actor(c)
	d, err := p.app.SitDown(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	view := &sitDownView{Base: p.Base(c, "sit-downs", "sit_downs.title"), D: d}
	fill(view)
	switch {
	case d.RevealedAt != nil:
		if view.sitDownShown, err = p.sitDownShown(c, view); err != nil {
			return err
		}
	case d.Mine != "" && view.Form == nil:
		if err := p.ownPart(c, view); err != nil {
			return err
		}
	}
	status := http.StatusOK
	for _, f := range []*Form{view.Form, view.Pairing, view.Gap} {
		if f != nil && f.Bad() {
			status = f.Status()
		}
	}
	return p.Page(c, status, "sit_down", view)
}

// ownPart fills the form from what the reader wrote or, where that is nothing
// yet, from their list of the last sit-down.
func (p *Pages) ownPart(c echo.Context, v *sitDownView) error {
	part := v.own()
	list := part.Priorities
	if len(list) == 0 {
		earlier, err := p.app.EarlierPriorities(c.Request().Context(), Actor(c))
		if err != nil {
			return err
		}
		list, v.Earlier = earlier, len(earlier) > 0
	}
	v.Form = BlankForm(v.L, "version", strconv.Itoa(v.D.Version))
	for i := range accord.MaxPriorities {
		n := strconv.Itoa(i + 1)
		v.Form.Set("horizon_"+n, string(accord.HorizonQuarter))
		if i < len(list) {
			v.Form.Set("title_"+n, list[i].Title)
			v.Form.Set("horizon_"+n, string(list[i].Horizon))
		}
	}
	for _, a := range part.Answers {
		v.Form.Set("score_"+string(a.Question), strconv.Itoa(a.Score))
		v.Form.Set("words_"+string(a.Question), a.Words)
	}
	return nil
}

func (v *sitDownView) own() accord.SitDownPart {
	switch {
	case v.D.Mine == accord.Sales && v.D.Sales != nil:
		return *v.D.Sales
	case v.D.Mine == accord.Marketing && v.D.Marketing != nil:
		return *v.D.Marketing
	}
	return accord.SitDownPart{}
}

// writeSitDown saves one's own part: as it is, with a row moved up or down, or
// to be revealed.
func (p *Pages) writeSitDown(c echo.Context) error {
	form := NewForm(c)
	form.moveRow(form.Get("do"))
	part, rows := readPart(form)
	version, _ := strconv.Atoi(form.Get("version"))
	reveal := form.Get("do") == "reveal"
	d, err := p.app.WriteSitDown(c.Request().Context(), Actor(c), c.Param("id"), accord.MatchVersion(version), part, reveal)
	if form.Failed(ownFields(err, part, rows)) {
		return p.showSitDown(c, func(v *sitDownView) { v.Form = form })
	}
	if err != nil {
		return err
	}
	path := "/sit-downs/" + c.Param("id")
	switch {
	case d.RevealedAt != nil:
		p.Flash(c, form.L.T("sit_downs.both_revealed"), "")
	case reveal:
		p.Flash(c, form.L.T("sit_downs.you_revealed"), path+"/undo")
	case form.Get("do") == "save":
		p.Flash(c, form.L.T("sit_downs.saved"), "")
	default:
		path += "#list"
	}
	return p.SeeOther(c, path)
}

// moveRow swaps two rows of the list: "up-3", "down-2".
func (f *Form) moveRow(what string) {
	verb, number, _ := strings.Cut(what, "-")
	from := wholeNumber(number)
	to := from - 1
	if verb == "down" {
		to = from + 1
	}
	if verb != "up" && verb != "down" || from < 1 || to < 1 || from > accord.MaxPriorities || to > accord.MaxPriorities {
		return
	}
	for _, field := range []string{"title_", "horizon_"} {
		a, b := field+strconv.Itoa(from), field+strconv.Itoa(to)
		was := f.Values.Get(a)
		f.Set(a, f.Values.Get(b))
		f.Set(b, was)
	}
}

// readPart reads the list and the answers; rows without words are left out, and
// rows says which row of the form each priority is.
func readPart(form *Form) (part accord.SitDownPart, rows []string) {
	for i := range accord.MaxPriorities {
		n := strconv.Itoa(i + 1)
		if form.Has("title_" + n) {
			part.Priorities = append(part.Priorities, accord.SitDownPriority{Title: form.Get("title_" + n), Horizon: accord.Horizon(form.Get("horizon_" + n))})
			rows = append(rows, n)
		}
	}
	for _, q := range accord.SitDownQuestions() {
		score, words := wholeNumber(form.Get("score_"+string(q))), form.Get("words_"+string(q))
		if score != 0 || words != "" {
			part.Answers = append(part.Answers, accord.SitDownAnswer{Question: q, Score: score, Words: words})
		}
	}
	return part, rows
}

// ownFields gives the errors of a use case the names of the form's fields.
func ownFields(err error, part accord.SitDownPart, rows []string) error {
	names := []string{"priorities", "title_1"}
	for i, n := range rows {
		at := "priorities[" + strconv.Itoa(i) + "]."
		names = append(names, at+"title", "title_"+n, at+"horizon", "horizon_"+n)
	}
	for i, a := range part.Answers {
		at := "answers[" + strconv.Itoa(i) + "]."
		names = append(names, at+"score", "score_"+string(a.Question), at+"words", "words_"+string(a.Question), at+"question", "score_"+string(a.Question))
	}
	return renamed(err, names...)
}

// pairPriorities sets the pairs by hand: for each priority of Sales the one of
// Marketing it belongs to, and how.
func (p *Pages) pairPriorities(c echo.Context) error {
	form := NewForm(c)
	var pairs []accord.SitDownPair
	for _, name := range slices.Sorted(maps.Keys(form.Values)) {
		if id, ok := strings.CutPrefix(name, "with_"); ok && form.Has(name) {
			pairs = append(pairs, accord.SitDownPair{SalesPriorityID: id, MarketingPriorityID: form.Get(name), Kind: accord.PairKind(form.Get("kind_" + id))})
		}
	}
	version, _ := strconv.Atoi(form.Get("version"))
	d, err := p.app.PairPriorities(c.Request().Context(), Actor(c), c.Param("id"), accord.MatchVersion(version), pairs)
	names := []string{}
	for i, pair := range pairs {
		at := "pairs[" + strconv.Itoa(i) + "]."
		names = append(names, at+"sales_priority_id", "with_"+pair.SalesPriorityID, at+"marketing_priority_id", "with_"+pair.SalesPriorityID, at+"kind", "kind_"+pair.SalesPriorityID)
	}
	if form.Failed(renamed(err, names...)) {
		return p.showSitDown(c, func(v *sitDownView) { v.Pairing = form })
	}
	if err != nil {
		return err
	}
	undo := "/sit-downs/" + c.Param("id") + "/undo"
	if d.Version == version { // nothing changed
		undo = ""
	}
	p.Flash(c, form.L.T("sit_downs.paired"), undo)
	return p.SeeOther(c, "/sit-downs/"+c.Param("id"))
}

// endGap ends one gap as chosen on the page.
func (p *Pages) endGap(c echo.Context) error {
	form := NewForm(c)
	in := app.EndGap{
		Gap: form.Get("gap"), Outcome: accord.GapEnd(form.Get("outcome")), Title: form.Get("title"), OwnerID: form.Get("owner_id"),
		DueOn: accord.Date(form.Get("due_on")), ForSide: accord.Side(form.Get("for_side")), Why: form.L.T("sit_downs.why"),
	}
	if kind, id, _ := strings.Cut(form.Get("place"), ":"); kind == "meeting" {
		in.MeetingID = id
	} else {
		in.SeriesID = id
	}
	d, err := p.app.EndSitDownGap(c.Request().Context(), Actor(c), c.Param("id"), in)
	if form.Failed(renamed(err, "series_id", "place")) {
		return p.showSitDown(c, func(v *sitDownView) { v.Gap = form })
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.N("sit_downs.gap_ended", d.Figures.OpenGaps), "/sit-downs/"+c.Param("id")+"/undo")
	return p.SeeOther(c, "/sit-downs/"+c.Param("id")+"#gaps")
}

// undoSitDown takes back what the reader did last.
func (p *Pages) undoSitDown(c echo.Context) error {
	d, err := p.app.UndoSitDown(c.Request().Context(), Actor(c), c.Param("id"), Localizer(c).T("sit_downs.withdrawn"))
	if err := p.TookBack(c, "sit_downs.undone", err); err != nil {
		return err
	}
	path := "/sit-downs/" + c.Param("id")
	if d.RevealedAt != nil {
		path += "#gaps"
	}
	return p.SeeOther(c, path)
}
