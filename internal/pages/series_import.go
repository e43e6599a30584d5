package pages

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// carried are the fields of the editor that nobody types: what a series brings
// from another calendar beside its rule.
var carried = []string{"exdates", "rdates", "changes"}

func (p *Pages) seriesImportRoutes() []Route {
	return []Route{
		{http.MethodGet, "/series/import", app.ActChangeSeries, p.importForm},
		{http.MethodPost, "/series/import", app.ActChangeSeries, p.readImport},
	}
}

// seriesImportView shows the series of a calendar file before one is taken.
type seriesImportView struct {
	Base
	Form  *Form
	Found []importedRow
}

// importedRow is one series of the file.
type importedRow struct {
	app.ImportedSeries
	Fields []Option // of the editor, filled
	Dates  []string // the next ones
	Notes  []string // what was not taken
}

func (p *Pages) importForm(c echo.Context) error {
	return p.showImport(c, http.StatusOK, BlankForm(Localizer(c)), nil)
}

func (p *Pages) showImport(c echo.Context, status int, form *Form, found []app.ImportedSeries) error {
	v := &seriesImportView{Base: p.Base(c, "meetings", "import.title"), Form: form}
	for _, f := range found {
		v.Found = append(v.Found, newImportedRow(v.L, f))
	}
	return p.Page(c, status, "series_import", v)
}

// readImport reads the file and shows what it holds.
func (p *Pages) readImport(c echo.Context) error {
	form, data := NewUpload(c, "file")
	if data == nil {
		form.Fail("file", form.L.Error(accord.Errorf(accord.CodeInvalid, "Choose a file.")))
		return p.showImport(c, form.Status(), form, nil)
	}
	list, err := p.app.ReadSeriesFile(c.Request().Context(), Actor(c), data)
	if form.Failed(err) {
		return p.showImport(c, form.Status(), form, nil)
	}
	if err != nil {
		return err
	}
	return p.showImport(c, http.StatusOK, form, list)
}

func newImportedRow(l *web.Localizer, f app.ImportedSeries) importedRow {
	row := importedRow{ImportedSeries: f}
	form := importedForm(l, f)
	for _, name := range slices.Sorted(maps.Keys(form.Values)) {
		for _, value := range form.Values[name] {
			row.Fields = append(row.Fields, Option{Value: value, Label: name})
		}
	}
	zone := accord.Zone(f.TimeZone)
	for _, o := range f.Next {
		row.Dates = append(row.Dates, l.Day(accord.DateOf(o.StartsAt, zone))+", "+l.ClockRange(o.StartsAt, o.EndsAt, zone))
	}
	for _, n := range f.NotTaken {
		row.Notes = append(row.Notes, l.FieldError(n))
	}
	return row
}

// importedForm fills the editor from a series of a file.
func importedForm(l *web.Localizer, f app.ImportedSeries) *Form {
	stored := accord.Series{
		Title: f.Title, Purpose: f.Purpose, Location: f.Location, Rrule: f.Rrule, TimeZone: f.TimeZone,
		DurationMinutes: f.DurationMinutes, MonthEnd: f.MonthEnd, StartsAtLocal: accord.LocalTime(f.StartsAtLocal),
	}
	if rule, err := accord.ParseRule(f.Rrule); err == nil {
		stored.AskMinutes, stored.RemindMinutes, stored.SendMinutes = rule.LeadMinutes()
	}
	form := seriesForm(l, stored)
	form.Values.Del("version")
	form.Set("preview", "1")
	if len(f.Exdates) > 0 {
		form.Set("exdates", strings.Join(f.Exdates, ","))
	}
	if len(f.Rdates) > 0 {
		form.Set("rdates", strings.Join(f.Rdates, ","))
	}
	if len(f.Changes) > 0 {
		b, _ := json.Marshal(f.Changes)
		form.Set("changes", string(b))
	}
	return form
}

// carry reads the fields that nobody types into a new series; what cannot be
// read is not carried.
func carry(f *Form, in app.NewSeries) app.NewSeries {
	in.Exdates, in.Rdates = accord.SplitLocalTimes(f.Get("exdates")), accord.SplitLocalTimes(f.Get("rdates"))
	var changes []app.ChangedDate
	if text := f.Get("changes"); text != "" && json.Unmarshal([]byte(text), &changes) == nil {
		in.Changes = changes
	}
	return in
}

// Carried are the hidden fields of the editor.
func (v *seriesEditView) Carried() []Option {
	var list []Option
	for _, name := range carried {
		if v.ID == "" && v.Form.Has(name) {
			list = append(list, Option{Value: v.Form.Get(name), Label: name})
		}
	}
	return list
}

// CarriedText says what the series brings beside its rule; "" for nothing.
func (v *seriesEditView) CarriedText() string {
	if len(v.Carried()) == 0 {
		return ""
	}
	in := carry(v.Form, app.NewSeries{})
	return v.L.T("import.carried", "Out", strconv.Itoa(len(in.Exdates)), "Added", strconv.Itoa(len(in.Rdates)), "Changed", strconv.Itoa(len(in.Changes)))
}
