package pages

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

// A cell somebody else wrote runs nothing in the reader's spreadsheet, and reads
// back whole.
func TestCSV_CellsAreNoFormulas(t *testing.T) {
	rec := httptest.NewRecorder()
	c := echo.New().NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), rec)
	rows := [][]string{{"=1+1", `a "b", c`}, {" @SUM(A1)", "-3"}, {"\t=x", "plain"}, {"two\nlines", ""}}
	if err := (&Pages{}).CSV(c, "list.csv", []string{"Name", "What"}, rows); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffName,What\n'=1+1,\"a \"\"b\"\", c\"\n' @SUM(A1),'-3\n'\t=x,plain\n\"two\nlines\",\n"
	if got := rec.Body.String(); got != want {
		t.Errorf("CSV = %q, want %q", got, want)
	}
	if got := rec.Header().Get("Content-Disposition"); got != `attachment; filename="list.csv"` {
		t.Errorf("Content-Disposition = %q", got)
	}
}
