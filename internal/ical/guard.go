package ical

import (
	"bytes"
	"slices"
	"strings"

	"accord/internal/accord"
)

// The limits of a file that is read. They are checked before it is parsed:
// nested components alone made a parser take seconds for 256 KiB.
const (
	MaxFileSize   = 256 << 10 // octets
	maxComponents = 2000
	maxDepth      = 4
	maxLine       = 16 << 10 // octets, unfolded
	maxParameters = 1 << 10  // octets of a line before its value, which the parser reads in quadratic time
	maxOverlong   = 50       // lines with more than a quarter of that
	maxKept       = 20_000   // lines
)

// kept are the properties the reader understands, by component; lines of any
// other never reach the parser.
var kept = map[string][]string{
	"VCALENDAR": {"METHOD", "X-WR-TIMEZONE"},
	"VTIMEZONE": {"TZID", "X-LIC-LOCATION"},
	"VEVENT": {
		"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
		"SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "ORGANIZER", "ATTENDEE", "COMMENT", "X-RESPONSE-COMMENT",
		"ATTACH", "X-MICROSOFT-CDO-ALLDAYEVENT",
	},
	"VALARM": {},
}

// guard walks the lines of a file and keeps those of the first calendar in it
// that matter.
type guard struct {
	open       []string // names of the components a line stands in
	components int
	lines      int
	overlong   int
	out        bytes.Buffer
	ended      bool
}

// fileError is an error on the field of the file.
func fileError(format string, args ...any) error {
	var v accord.Validation
	v.Check(false, "file", format, args...)
	return v.Err()
}

// prepare checks a file against the limits and returns it unfolded, in upper
// case where case means nothing, with no more than the reader understands.
func prepare(file []byte) ([]byte, error) {
	if len(file) > MaxFileSize {
		return nil, fileError("A calendar file has at most %d KB.", MaxFileSize>>10)
	}
	file = bytes.TrimLeft(bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF")), "\r\n \t")
	if len(file) < 15 || !bytes.EqualFold(file[:15], []byte("BEGIN:VCALENDAR")) {
		return nil, fileError("This is not a calendar file; one begins with BEGIN:VCALENDAR.")
	}
	var g guard
	for line, rest := unfold(file); line != nil && !g.ended; line, rest = unfold(rest) {
		if len(line) > maxLine {
			return nil, fileError("A line of the calendar file is longer than %d KB.", maxLine>>10)
		}
		if err := g.take(strings.ToValidUTF8(string(line), "\uFFFD")); err != nil {
			return nil, err
		}
	}
	if !g.ended {
		return nil, fileError("The calendar file is cut off; its end is missing.")
	}
	return g.out.Bytes(), nil
}

// unfold returns the first line of the text with what is folded under it
// (RFC 5545 §3.1), and the text after it; no line where the text has ended. A
// line is cut just beyond the limit.
func unfold(text []byte) (line, rest []byte) {
	if len(text) == 0 {
		return nil, nil
	}
	line = []byte{}
	for {
		piece, after, _ := bytes.Cut(text, []byte("\n"))
		if len(line) <= maxLine {
			line = append(line, bytes.TrimSuffix(piece, []byte("\r"))...)
		}
		if len(after) == 0 || after[0] != ' ' && after[0] != '\t' {
			return line, after
		}
		text = after[1:]
	}
}

// take decides about one line.
func (g *guard) take(line string) error {
	end := strings.IndexAny(line, ";:")
	if end < 0 {
		return nil // a line without a name is nothing
	}
	name := strings.ToUpper(strings.TrimSpace(line[:end]))
	switch value := strings.ToUpper(strings.TrimSpace(line[end+1:])); name {
	case "BEGIN":
		return g.begin(value)
	case "END":
		return g.end(value)
	}
	if !g.inside(len(g.open)) || !slices.Contains(kept[g.open[len(g.open)-1]], name) {
		return nil
	}
	before := parameters(line)
	if before > maxParameters/4 {
		g.overlong++
	}
	if before > maxParameters || g.overlong > maxOverlong {
		return fileError("The calendar file has lines with too much before their values.")
	}
	if g.lines++; g.lines > maxKept {
		return fileError("The calendar file has more than %d lines.", maxKept)
	}
	g.write(name + line[end:])
	return nil
}

// begin enters a component.
func (g *guard) begin(name string) error {
	g.open = append(g.open, name)
	if len(g.open) > maxDepth {
		return fileError("The calendar file is nested too deeply.")
	}
	if g.components++; g.components > maxComponents {
		return fileError("The calendar file has more than %d entries.", maxComponents)
	}
	if g.inside(len(g.open)) {
		g.write("BEGIN:" + name)
	}
	return nil
}

// end leaves the innermost component, which must be the one named.
func (g *guard) end(name string) error {
	if len(g.open) == 0 || g.open[len(g.open)-1] != name {
		return fileError("The calendar file is damaged: a part ends that never began.")
	}
	if g.inside(len(g.open)) {
		g.write("END:" + name)
	}
	g.open = g.open[:len(g.open)-1]
	g.ended = len(g.open) == 0
	return nil
}

// inside reports whether the first n open components are all understood.
func (g *guard) inside(n int) bool {
	for _, name := range g.open[:n] {
		if _, known := kept[name]; !known {
			return false
		}
	}
	return n > 0
}

func (g *guard) write(line string) {
	g.out.WriteString(line)
	g.out.WriteString("\r\n")
}

// parameters counts the octets of a line before its value: before the first
// colon that does not stand in quotes.
func parameters(line string) int {
	quoted := false
	for i := range len(line) {
		switch line[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return len(line)
}
