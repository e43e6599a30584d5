package accord

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of a file of rows.
const (
	MaxCSV     = 960 << 10 // bytes: with the form around it, it fits into a request of 1 MiB
	MaxCSVRows = 5000      // without the heading
)

// The columns of a file of leads, and of one of what the market says. A heading
// names them in any order; external_id makes a second import of the same file
// change nothing.
var (
	LeadColumns  = []string{"external_id", "served_on", "source", "count", "note"}
	IntelColumns = []string{"external_id", "told_on", "text", "heard_from"}
)

// CSVRow is one row of a file by column. Errors say what cannot be read.
type CSVRow struct {
	Line   int // in the file, from 1; where the row begins
	Cells  map[string]string
	Errors []FieldError // Location is the column
}

// ReadCSV reads a file as spreadsheets and CRMs save it: UTF-8, with commas or
// semicolons, a heading first. Another column than those known, and a missing
// external_id, is an error on "file"; what is wrong in a row stands by the row.
func ReadCSV(file []byte, columns []string) ([]CSVRow, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	switch {
	case len(file) > MaxCSV:
		return nil, BadField("file", "A file has at most %d KB.", MaxCSV>>10)
	case len(bytes.TrimSpace(file)) == 0:
		return nil, BadField("file", "The file is empty.")
	case !utf8.Valid(file) || bytes.ContainsRune(file, 0):
		return nil, BadField("file", "Save the file as UTF-8: it has characters that cannot be read.")
	}
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord, r.Comma = -1, separatorOf(file)
	heading, err := r.Read()
	if err != nil {
		return nil, unreadable(err)
	}
	if err := checkHeading(heading, columns); err != nil {
		return nil, err
	}
	rows := []CSVRow{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue // spreadsheets leave empty rows at the end
		}
		if len(rows) == MaxCSVRows {
			return nil, BadField("file", "A file has at most %d rows.", MaxCSVRows)
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, newCSVRow(line, heading, record))
	}
}

// separatorOf is the sign the heading is parted by: a spreadsheet in a language
// that writes decimals with commas saves semicolons.
func separatorOf(file []byte) rune {
	heading, _, _ := bytes.Cut(file, []byte("\n"))
	best, most := ',', bytes.Count(heading, []byte(","))
	for _, sign := range []rune{';', '\t'} {
		if n := bytes.Count(heading, []byte(string(sign))); n > most {
			best, most = sign, n
		}
	}
	return best
}

func unreadable(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return BadField("file", "Line %d cannot be read: look at its quotation marks.", p.Line)
	}
	return BadField("file", "The file cannot be read.")
}

// checkHeading tidies the heading in place.
func checkHeading(heading, columns []string) error {
	if len(heading) > 2*len(columns) {
		return BadField("file", "The heading has %d columns; those known are %s.", len(heading), strings.Join(columns, ", "))
	}
	var v Validation
	for i, name := range heading {
		name = strings.ToLower(strings.TrimSpace(name))
		v.Check(slices.Contains(columns, name), "file", "There is no column %s; those known are %s.", strconv.Quote(Shorten(name, 40)), strings.Join(columns, ", "))
		v.Check(!slices.Contains(heading[:i], name), "file", "The column %s is there twice.", name)
		heading[i] = name
	}
	v.Check(slices.Contains(heading, columns[0]), "file", "The column %s is missing: it keeps a second import from adding anything twice.", columns[0])
	return v.Err()
}

func newCSVRow(line int, heading, record []string) CSVRow {
	row := CSVRow{Line: line, Cells: map[string]string{}}
	var v Validation
	for i, cell := range record {
		if i >= len(heading) {
			v.Check(strings.TrimSpace(cell) == "", heading[len(heading)-1], "The row has more cells than the heading.")
			continue
		}
		row.Cells[heading[i]] = strings.TrimSpace(unquoteFormula(cell))
	}
	v.Check(row.Cells["external_id"] != "", "external_id", "Give the id it has where it comes from.")
	row.Errors = v.fields
	return row
}

// unquoteFormula takes away the apostrophe our own export puts before what a
// spreadsheet would run.
func unquoteFormula(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok {
		if trimmed := strings.TrimLeft(rest, " \t"); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) {
			return rest
		}
	}
	return cell
}

// Lead is the row as a batch; ok is false where its number cannot be read, which
// is said in Errors.
func (r CSVRow) Lead() (LeadDraft, []FieldError) {
	d := LeadDraft{ExternalID: r.Cells["external_id"], ServedOn: Date(r.Cells["served_on"]), Source: r.Cells["source"], Note: r.Cells["note"]}
	var v Validation
	n, err := strconv.Atoi(r.Cells["count"])
	v.Check(err == nil, "count", "Give a whole number from %d to %d.", 1, MaxLeads)
	d.Count = n
	return d, append(slices.Clone(r.Errors), v.fields...)
}

// Intel is the row as something told.
func (r CSVRow) Intel() (IntelDraft, []FieldError) {
	return IntelDraft{
		ExternalID: r.Cells["external_id"], ToldOn: Date(r.Cells["told_on"]), Text: r.Cells["text"], HeardFrom: r.Cells["heard_from"],
	}, r.Errors
}
