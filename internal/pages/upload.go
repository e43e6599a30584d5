package pages

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// maxUpload is the most of a file that is read, in bytes: one more than any
// reader of files takes, so that it is the reader who says that it is too large.
const maxUpload = 256<<10 + 1

// NewUpload reads a posted form with a file in the field; nil where none was
// chosen.
func NewUpload(c echo.Context, field string) (*Form, []byte) {
	r := c.Request()
	if err := r.ParseMultipartForm(maxUpload); err != nil {
		return NewForm(c), nil
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	f := BlankForm(Localizer(c))
	for name, values := range r.MultipartForm.Value {
		for _, value := range values {
			f.Values.Add(accord.Plain(name), accord.Plain(value))
		}
	}
	return f, uploaded(r, field)
}

func uploaded(r *http.Request, field string) []byte {
	file, _, err := r.FormFile(field)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxUpload))
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}
