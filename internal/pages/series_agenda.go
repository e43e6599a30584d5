package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) seriesAgendaRoutes() []Route {
	return []Route{
		{http.MethodGet, "/series/:id/agenda", app.ActChangeSeries, p.seriesAgenda},
		{http.MethodPost, "/series/:id/agenda", app.ActChangeSeries, p.changeSeriesAgenda},
	}
}

// seriesAgendaView edits the agenda a series starts its meetings from. One
// form holds all lines; each of its buttons saves what is typed in any.
type seriesAgendaView struct {
	Base
	app.SeriesEditor
	Form *Form
}

// agendaLine is one line of the form; the one after the last is the new one.
type agendaLine struct {
	Number                         int // from 1
	Name                           string
	First, Last, New               bool
	Title, Kind, Side, Length, Why Field
}

// Index is the line's place from 0, as the buttons name it.
func (l agendaLine) Index() int { return l.Number - 1 }

// Lines are the lines of the form, the new one last.
func (v *seriesAgendaView) Lines() []agendaLine {
	count := agendaCount(v.Form)
	lines := make([]agendaLine, 0, count+1)
	for i := range count + 1 {
		line := agendaLine{
			Number: i + 1, Name: v.Form.Get(agendaField(i, "title")), First: i == 0, Last: i == count-1, New: i == count,
			Title:  v.Form.Text(agendaField(i, "title"), v.L.T("series.backlog_title")).Long(accord.MaxTitle, 0),
			Kind:   v.Form.Select(agendaField(i, "kind"), v.L.T("series.kind"), agendaKinds(v.Base)),
			Side:   v.Form.Select(agendaField(i, "side"), v.L.T("series.side"), v.SideOptions()),
			Length: v.Form.Input("number", agendaField(i, "minutes"), v.L.T("series.minutes")).Between("1", strconv.Itoa(accord.MaxAgendaMinutes)),
			Why:    v.Form.Text(agendaField(i, "why"), v.L.T("series.why")).Long(accord.MaxPurpose, 0),
		}
		if !line.New {
			line.Title = line.Title.Need()
		}
		lines = append(lines, line)
	}
	return lines
}

// Minutes is what the saved lines plan per side.
func (v *seriesAgendaView) Minutes() accord.AgendaMinutes {
	return accord.SeriesAgendaMinutes(v.Agenda, v.DurationMinutes)
}

// agendaKinds are what an agenda item can be for.
func agendaKinds(b Base) []Option {
	var options []Option
	for _, k := range []accord.AgendaKind{accord.KindDecide, accord.KindSolve, accord.KindInform, accord.KindPlan} {
		options = append(options, Option{Value: string(k), Label: b.L.Word(k)})
	}
	return options
}

func agendaField(i int, name string) string { return fmt.Sprintf("agenda.%d.%s", i, name) }

// agendaCount is how many lines the form has beside the new one.
func agendaCount(f *Form) int {
	n, _ := strconv.Atoi(f.Get("lines"))
	return max(0, min(n, accord.MaxSeriesAgenda))
}

// fillAgenda puts the lines into the form, and an empty one after them.
func fillAgenda(f *Form, items []accord.SeriesAgendaItem) {
	f.Set("lines", strconv.Itoa(len(items)))
	next := accord.SeriesAgendaItem{Kind: accord.KindDecide, Side: accord.Neutral, Minutes: 10}
	for i, item := range append(slices.Clone(items), next) {
		for name, value := range map[string]string{
			"title": item.Title, "kind": string(item.Kind), "side": string(item.Side), "minutes": strconv.Itoa(item.Minutes), "why": item.Why,
		} {
			f.Set(agendaField(i, name), value)
		}
	}
}

// readAgenda reads the lines, the new one among them where it has a title or
// is to be added.
func readAgenda(f *Form, adds bool) []accord.SeriesAgendaItem {
	count := agendaCount(f)
	items := make([]accord.SeriesAgendaItem, 0, count+1)
	for i := range count + 1 {
		if i == count && !adds && !f.Has(agendaField(i, "title")) {
			break
		}
		minutes, _ := strconv.Atoi(f.Get(agendaField(i, "minutes")))
		items = append(items, accord.SeriesAgendaItem{
			Title: f.Get(agendaField(i, "title")), Kind: accord.AgendaKind(f.Get(agendaField(i, "kind"))),
			Side: accord.Side(f.Get(agendaField(i, "side"))), Minutes: minutes, Why: f.Get(agendaField(i, "why")),
		})
	}
	return items
}

// arrangeAgenda does what a line's button says, "up.2", "down.0", "remove.1",
// and gives the line to look at afterwards; -1 where nothing was arranged.
func arrangeAgenda(items []accord.SeriesAgendaItem, do string) ([]accord.SeriesAgendaItem, int) {
	verb, number, _ := strings.Cut(do, ".")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(items) {
		return items, -1
	}
	switch verb {
	case "up":
		return accord.WithSeriesAgendaMoved(items, i, -1), max(0, i-1)
	case "down":
		return accord.WithSeriesAgendaMoved(items, i, 1), min(len(items)-1, i+1)
	case "remove":
		return slices.Delete(slices.Clone(items), i, i+1), max(0, i-1)
	}
	return items, -1
}

func (p *Pages) seriesAgenda(c echo.Context) error { return p.showSeriesAgenda(c, nil, http.StatusOK) }

func (p *Pages) showSeriesAgenda(c echo.Context, form *Form, status int) error {
	editor, err := p.app.SeriesEditor(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = BlankForm(Localizer(c), "version", strconv.Itoa(editor.Version))
		fillAgenda(form, editor.Agenda)
	}
	v := &seriesAgendaView{Base: p.Base(c, "meetings", "series.agenda_edit"), SeriesEditor: editor, Form: form}
	return p.Page(c, status, "series_agenda", v)
}

func (p *Pages) changeSeriesAgenda(c echo.Context) error {
	form, id := NewForm(c), c.Param("id")
	do := form.Get("do")
	items, line := arrangeAgenda(readAgenda(form, do == "add"), do)
	if line >= 0 {
		fillAgenda(form, items)
	}
	version, _ := strconv.Atoi(form.Get("version"))
	_, err := p.app.ChangeSeries(c.Request().Context(), Actor(c), id, accord.MatchVersion(version), app.SeriesPatch{Agenda: accord.Some(items)})
	if form.Failed(err) {
		return p.showSeriesAgenda(c, form, form.Status())
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("series.agenda_saved"), "")
	switch {
	case do == "":
		return p.SeeOther(c, "/series/"+id)
	case line < 0:
		line = len(items)
	}
	return p.SeeOther(c, "/series/"+id+"/agenda#line-"+strconv.Itoa(line+1))
}
