package pages

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// CSV answers a table as a file of that name, "projects.csv", for spreadsheets:
// UTF-8 with a byte order mark, which Excel needs, and no cell that would be run
// as a formula.
func (p *Pages) CSV(c echo.Context, name string, header []string, rows [][]string) error {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	for _, row := range append([][]string{header}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = cellText(cell)
		}
		if err := w.Write(cells); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	w.Flush()
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}

// maxExportPages bounds a file for a spreadsheet: twenty thousand rows.
const maxExportPages = 100

// everyPage reads a list page by page, as far as a file takes it.
func everyPage[T any](read func(accord.Page) ([]T, []string, error)) ([]T, error) {
	var all []T
	page := accord.Page{Limit: 200}
	for range maxExportPages {
		list, next, err := read(page)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if page.After = next; len(next) == 0 {
			break
		}
	}
	return all, nil
}

// cellText puts an apostrophe before what a spreadsheet would take for a
// formula.
func cellText(s string) string {
	if trimmed := strings.TrimLeft(s, " \t\r\n"); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) || strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") {
		return "'" + s
	}
	return s
}
