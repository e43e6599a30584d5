package pages

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

func (p *Pages) repReportRoutes() []Route {
	return []Route{
		{http.MethodPost, "/meetings/:id/report", app.ActReport, p.report},
		{http.MethodPost, "/rep-lines/:id/turn", app.ActReport, p.turnRepLine},
		{http.MethodPost, "/rep-lines/:id/undo", app.ActReport, p.undoRepLine},
		{http.MethodGet, "/series/:id/reports.csv", app.ActSeeSeries, p.reportsCSV},
	}
}

// repSide is one side's half of a representative call.
type repSide struct {
	Side   accord.Side
	Report *accord.RepReportDetail // nil while nothing is reported
	Writes bool                    // the reader may write it now
	Asked  bool                    // it is theirs to write, and missing
	Form   *Form
}

// RepSides are both halves, Sales left.
func (v *meetingView) RepSides() []repSide {
	sides := make([]repSide, 0, 2)
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		half := repSide{Side: side, Writes: slices.Contains(v.Reps.MayWrite, side)}
		words, version := map[accord.RepKind]string{}, 0
		for i, r := range v.Reps.Reports {
			if r.Side != side {
				continue
			}
			half.Report, version = &v.Reps.Reports[i], r.Version
			for _, l := range r.Lines {
				words[l.Kind] += l.Text + "\n"
			}
		}
		half.Form = BlankForm(v.L)
		if v.Failed == "report-"+string(side) {
			half.Form = v.Form
		} else {
			for kind, text := range words {
				half.Form.Set(kind.Field(), text)
			}
		}
		if half.Form.Get("version") == "" {
			half.Form.Set("version", strconv.Itoa(version))
		}
		half.Asked = half.Writes && half.Report == nil && string(v.D.Holder(accord.RepOf(side))) == v.Actor.PersonID
		half.Form.Scope = string(side) + "-"
		sides = append(sides, half)
	}
	return sides
}

// RepKinds are the four things a representative reports.
func (v *meetingView) RepKinds() []accord.RepKind { return accord.RepKinds() }

// repRow is a reported line with what can be done about it.
type repRow struct {
	accord.RepLine
	Age     string
	Chip    *Chip
	Href    string // of what it became
	Back    string // where its form leads back to: "meeting" or "series"
	BackID  string
	Turns   bool
	Tells   bool     // the reader is of Sales: what the market says can become intelligence
	Said    Mark     // whose line it is
	Options []Option // who may own an action item
	Due     accord.Date
	L       *web.Localizer
}

// RepRows writes lines for the meeting's page.
func (v *meetingView) RepRows(lines []accord.RepLine) []repRow {
	return repRows(v.Base, lines, "meeting", v.D.ID, v.Reps.MayTurn, v.PersonOptions(), v.RepDue)
}

func repRows(b Base, lines []accord.RepLine, back, id string, turns bool, people []Option, due accord.Date) []repRow {
	if len(people) > 0 {
		people = slices.Clone(people)
		people[0] = Option{Label: b.L.T("rep.owner_default")}
	}
	rows := make([]repRow, 0, len(lines))
	for _, l := range lines {
		row := repRow{RepLine: l, Back: back, BackID: id, Turns: turns && l.Became == accord.RepOpen, Options: people, Due: due, L: b.L}
		row.Tells, row.Said = b.Actor.Side == accord.Sales, b.Mark(l.Side)
		row.Age = repAge(b, l)
		if l.Became != accord.RepOpen {
			row.Chip = &Chip{Kind: "done", Icon: "check", Text: b.L.T("rep.became." + string(l.Became))}
		}
		switch l.Became {
		case accord.RepActionItem:
			row.Href = "/action-items/" + string(l.BecameID)
		case accord.RepIntel:
			row.Href = intelPath + "/" + string(l.BecameID)
		case accord.RepProposal:
			row.Href = "/agenda-items/" + string(l.BecameID)
		}
		rows = append(rows, row)
	}
	return rows
}

// repAge says how long ago a line was said.
func repAge(b Base, l accord.RepLine) string {
	days := l.AgeDays(b.Today)
	if days == 0 {
		return b.L.T("rep.new")
	}
	return b.L.N("rep.age", days)
}

func (p *Pages) report(c echo.Context) error {
	form := NewForm(c)
	side := accord.Side(form.Get("side"))
	words := accord.RepWords{}
	for _, kind := range accord.RepKinds() {
		words[kind] = form.Get(kind.Field())
	}
	_, err := p.app.Report(c.Request().Context(), Actor(c), c.Param("id"), side, words, form.Match())
	if form.Failed(err) {
		return p.showMeeting(c, form, "report-"+string(side))
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("rep.saved"), "")
	return p.SeeOther(c, "/meetings/"+url.PathEscape(c.Param("id"))+"#reports")
}

func (p *Pages) turnRepLine(c echo.Context) error {
	form := NewForm(c)
	line, err := p.app.TurnRepLine(c.Request().Context(), Actor(c), c.Param("id"), app.TurnLine{
		Into: form.Get("into"), OwnerID: form.Get("owner_id"), DueOn: accord.Date(form.Get("due_on")),
	})
	switch {
	case form.Failed(err):
		message := form.Summary
		for _, w := range form.Wrong() {
			message = w.Error
		}
		p.Flash(c, message, "")
	case err != nil:
		return err
	default:
		back := url.Values{"back": {form.Get("back")}, "back_id": {form.Get("back_id")}}
		p.Flash(c, Localizer(c).T("rep.turned."+string(line.Became)), "/rep-lines/"+line.ID+"/undo?"+back.Encode())
	}
	return p.SeeOther(c, repBack(c, form))
}

// repBack is the page a line's form was on; an undo has it in its address.
func repBack(c echo.Context, form *Form) string {
	id := url.PathEscape(cmp.Or(form.Get("back_id"), c.QueryParam("back_id")))
	if cmp.Or(form.Get("back"), c.QueryParam("back")) == "series" {
		return "/series/" + id + "#concerns"
	}
	return "/meetings/" + id + "#reports"
}

func (p *Pages) undoRepLine(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.UndoRepLine(c.Request().Context(), Actor(c), c.Param("id"))
	switch {
	case form.Failed(err):
		p.FlashBad(c, form.Summary)
	case err != nil:
		return err
	default:
		p.Flash(c, Localizer(c).T("rep.undone"), "")
	}
	return p.SeeOther(c, repBack(c, form))
}

// reportsCSV gives all that was reported in a series.
func (p *Pages) reportsCSV(c echo.Context) error {
	lines, err := p.app.RepLines(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(lines))
	today := Localizer(c).DateOf(p.app.Now())
	for _, l := range lines {
		age := ""
		if l.Kind == accord.RepConcern && l.Became == accord.RepOpen {
			age = strconv.Itoa(l.AgeDays(today))
		}
		rows = append(rows, []string{string(l.SaidOn), string(l.Side), string(l.Kind), l.Text, string(l.Became), string(l.BecameID), age})
	}
	return p.CSV(c, "reports.csv", []string{"said_on", "side", "kind", "text", "became", "became_id", "open_days"}, rows)
}

// ConcernRows are the concerns of the series nothing came of yet.
func (v *seriesShowView) ConcernRows() []repRow {
	options := []Option{{}}
	for _, p := range v.People {
		if p.Facilitates() {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return repRows(v.Base, v.Concerns, "series", v.SeriesPage.ID, v.Proposes, options, v.RepDue)
}
