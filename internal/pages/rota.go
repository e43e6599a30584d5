package pages

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// byTurn is the editor's choice for a facilitator that goes by turn.
const byTurn = "turn"

func (p *Pages) rotaRoutes() []Route {
	return []Route{
		{http.MethodPost, "/series/:id/rota/:original/skip", app.ActTurn, p.skipTurn},
		{http.MethodPost, "/series/:id/rota/:original/unskip", app.ActTurn, p.undoSkip},
		{http.MethodPost, "/series/:id/rota/:original/swap", app.ActTurn, p.swapTurns},
	}
}

// turnRow is one turn of a duty as the series' page shows it.
type turnRow struct {
	app.Turn
	Day, Href string
	Path      string // where changes of it are posted
	Form      *Form
	Others    []Option // the dates it can be swapped with
}

// Alters reports whether the reader can do anything about the turn.
func (r turnRow) Alters() bool { return r.MaySkip || r.MayRestore || r.Swaps() }

// Swaps reports whether there is a date to swap with.
func (r turnRow) Swaps() bool { return r.MaySwap && len(r.Others) > 0 }

// Last is who was passed over last.
func (r turnRow) Last() string {
	if len(r.Skipped) == 0 {
		return ""
	}
	return r.Skipped[len(r.Skipped)-1].Name
}

// HasRota reports whether the page tells whose turn it is.
func (v *seriesShowView) HasRota() bool {
	return v.Status == accord.SeriesActive || len(v.Rota.Duties()) > 0
}

// TurnRows writes the next turns of a duty.
func (v *seriesShowView) TurnRows(d app.RotaDuty) []turnRow {
	rows := make([]turnRow, 0, len(d.Turns))
	for i, t := range d.Turns {
		row := v.turnRow(t)
		for j, other := range d.Turns {
			if t.MaySwap && i != j && other.HolderID != "" && other.HolderID != t.HolderID && !other.ByHand && other.StartsAt.After(v.Now) {
				row.Others = append(row.Others, Option{Value: string(other.OriginalStart), Label: v.turnDay(other) + ", " + other.Holder.Name})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// PastRows writes the last turns of a duty, newest first.
func (v *seriesShowView) PastRows(d app.RotaDuty) []turnRow {
	rows := make([]turnRow, 0, len(d.Past))
	for _, t := range d.Past {
		rows = append(rows, v.turnRow(t))
	}
	return rows
}

func (v *seriesShowView) turnRow(t app.Turn) turnRow {
	row := turnRow{
		Turn: t, Day: v.turnDay(t), Href: "/series/" + t.SeriesID + "/" + string(t.OriginalStart),
		Path: "/series/" + v.SeriesPage.ID + "/rota/" + string(t.OriginalStart), Form: v.Turn,
	}
	if scope := turnScope(string(t.Kind), string(t.OriginalStart)); row.Form == nil || row.Form.Scope != scope {
		row.Form = BlankForm(v.L)
		row.Form.Scope = scope
	}
	return row
}

// turnDay is the day of a turn on the clock of the series.
func (v *seriesShowView) turnDay(t app.Turn) string {
	return v.L.Day(accord.DateOf(t.StartsAt, accord.Zone(v.TimeZone)))
}

// turnScope tells the forms of the turns apart.
func turnScope(kind, original string) string {
	return kind + "-" + strings.ReplaceAll(original, ":", "") + "-"
}

// Names joins people's names.
func (v *seriesShowView) Names(people []app.PersonName) string {
	names := make([]string, 0, len(people))
	for _, p := range people {
		names = append(names, p.Name)
	}
	return v.L.Join(names)
}

func (p *Pages) skipTurn(c echo.Context) error {
	return p.changeTurn(c, "rota.skipped", func(form *Form) (app.RotaPage, error) {
		return p.app.SkipTurn(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"), form.Get("kind"))
	})
}

func (p *Pages) undoSkip(c echo.Context) error {
	return p.changeTurn(c, "rota.restored", func(form *Form) (app.RotaPage, error) {
		return p.app.UndoSkip(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"), form.Get("kind"))
	})
}

func (p *Pages) swapTurns(c echo.Context) error {
	return p.changeTurn(c, "rota.swapped", func(form *Form) (app.RotaPage, error) {
		return p.app.SwapTurns(c.Request().Context(), Actor(c), c.Param("id"), c.Param("original"), form.Get("kind"), form.Get("with"))
	})
}

// changeTurn changes a turn and says whose it is then.
func (p *Pages) changeTurn(c echo.Context, said string, change func(*Form) (app.RotaPage, error)) error {
	form := NewForm(c)
	form.Scope = turnScope(form.Get("kind"), c.Param("original"))
	rota, err := change(form)
	if form.Failed(err) {
		return p.showTurns(c, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, turnNow(Localizer(c), rota, said, form.Get("kind"), c.Param("original")), "")
	return p.SeeOther(c, "/series/"+c.Param("id")+"#rota")
}

// turnNow says whose a turn is after a change of it.
func turnNow(l *web.Localizer, rota app.RotaPage, said, kind, original string) string {
	for _, d := range rota.Duties() {
		for _, t := range d.Turns {
			if string(t.Kind) == kind && string(t.OriginalStart) == original && t.Holder.Name != "" {
				day := l.Day(accord.DateOf(t.StartsAt, accord.Zone(rota.TimeZone)))
				return l.T(said) + " " + l.T("rota.now."+kind, "Day", day, "Name", t.Holder.Name)
			}
		}
	}
	return l.T(said)
}

// dutyMark is who does a duty at a meeting.
type dutyMark struct {
	Label string
	Mark
}

// dutyMarks are those who have duties.
func dutyMarks(b Base, d accord.Duties) []dutyMark {
	var marks []dutyMark
	for _, duty := range d.List() {
		if duty.Name != "" {
			marks = append(marks, dutyMark{b.L.T("rota." + string(duty.Kind)), b.MarkText(duty.Side, duty.Name)})
		}
	}
	return marks
}

// Duties are those who facilitate and take the minutes, as far as somebody does.
func (v *meetingView) Duties() []dutyMark {
	var duties []dutyMark
	for _, kind := range accord.RotaKinds() {
		if id := v.D.Holder(kind); id != "" {
			duties = append(duties, dutyMark{v.L.T("rota." + string(kind)), v.MarkText(v.SideOf(id), cmp.Or(v.Name(id), string(id)))})
		}
	}
	return duties
}

// Duties are those who facilitated and took the minutes.
func (v *minutesView) Duties() []dutyMark { return dutyMarks(v.Base, v.M.Duties()) }

// Duties are those whose turn it is at a date nobody has prepared.
func (v *occurrenceView) Duties() []dutyMark { return dutyMarks(v.Base, v.OccurrencePage.Duties) }
