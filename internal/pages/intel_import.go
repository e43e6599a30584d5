package pages

import (
	"context"
	"io"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// intelImportView shows what a file of rows would bring before it is taken, and
// keeps its text, so that a cell can be mended in place.
type intelImportView struct {
	Base
	Form    *Form
	Action  string // where the form goes
	Leads   bool   // a file of leads, not of what the market says
	Columns string
	Read    bool // a file was read
	In      app.Import
	Shown   []app.ImportedRow // those refused, then the first of the others
}

// previewRows is how many rows the preview shows.
const previewRows = 20

// Errors are the words of what is wrong in a row.
func (v *intelImportView) Errors(r app.ImportedRow) []string {
	var list []string
	for _, f := range r.Errors {
		list = append(list, f.Location+": "+v.L.FieldError(f))
	}
	return list
}

func (p *Pages) intelImportForm(c echo.Context) error {
	return p.showIntelImport(c, BlankForm(Localizer(c)), false, nil)
}

func (p *Pages) leadImportForm(c echo.Context) error {
	return p.showIntelImport(c, BlankForm(Localizer(c)), true, nil)
}

func (p *Pages) showIntelImport(c echo.Context, form *Form, leads bool, in *app.Import) error {
	key, action, columns := "intel.import_told", intelPath+"/import", accord.IntelColumns
	if leads {
		key, action, columns = "intel.import_leads", leadsPath+"/import", accord.LeadColumns
	}
	v := &intelImportView{Base: p.Base(c, "alignment", key), Form: form, Action: action, Leads: leads, Columns: strings.Join(columns, ", ")}
	if in != nil {
		v.Read, v.In = true, *in
		v.Shown = shownRows(in.Rows)
	}
	return p.Page(c, form.Status(), "intel_import", v)
}

// shownRows puts what is refused first, all of it, and shows a few of the rest.
func shownRows(rows []app.ImportedRow) []app.ImportedRow {
	var refused, rest []app.ImportedRow
	for _, r := range rows {
		if r.State == app.RowRefused {
			refused = append(refused, r)
		} else if len(rest) < previewRows {
			rest = append(rest, r)
		}
	}
	return append(refused[:min(len(refused), 10*previewRows)], rest...)
}

func (p *Pages) importIntel(c echo.Context) error {
	return p.importFile(c, false, p.app.ImportIntel)
}

func (p *Pages) importLeads(c echo.Context) error {
	return p.importFile(c, true, p.app.ImportLeads)
}

// importFile reads the file chosen, or the text of one read before; saved, what
// was refused stays to be mended.
func (p *Pages) importFile(c echo.Context, leads bool, read func(context.Context, accord.Actor, []byte, bool) (app.Import, error)) error {
	form, file := newCSVUpload(c)
	if len(file) == 0 {
		form.Fail("file", form.L.Error(accord.Errorf(accord.CodeInvalid, "Choose a file.")))
		return p.showIntelImport(c, form, leads, nil)
	}
	save := form.Has("save")
	in, err := read(c.Request().Context(), Actor(c), file, save)
	if form.Failed(err) {
		return p.showIntelImport(c, form, leads, nil)
	}
	if err != nil {
		return err
	}
	if save && in.Refused == 0 {
		p.Flash(c, form.L.T("intel.imported_flash", "New", form.L.Int(in.New), "Known", form.L.Int(in.Known)), "")
		return p.SeeOther(c, intelPath)
	}
	return p.showIntelImport(c, form, leads, &in)
}

// newCSVUpload reads a form with a file, or with its text in "csv", into which
// the file's goes.
func newCSVUpload(c echo.Context) (*Form, []byte) {
	r := c.Request()
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		f := NewForm(c)
		return f, []byte(f.Values.Get("csv"))
	}
	f := BlankForm(Localizer(c))
	if err := r.ParseMultipartForm(accord.MaxCSV + 1); err != nil {
		return f, nil
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	for name, values := range r.MultipartForm.Value {
		for _, value := range values {
			f.Values.Add(accord.Plain(name), accord.Plain(value))
		}
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return f, []byte(f.Values.Get("csv"))
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, accord.MaxCSV+1))
	if err != nil || len(data) == 0 {
		return f, []byte(f.Values.Get("csv"))
	}
	if len(data) <= accord.MaxCSV {
		f.Set("csv", accord.Plain(strings.TrimPrefix(string(data), "\ufeff")))
	}
	return f, data
}
