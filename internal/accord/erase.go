package accord

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Eraser puts a pseudonym in the place of somebody's name and address (P9).
type Eraser struct {
	personID, name, pseudonym string
	address                   *regexp.Regexp // nil for somebody without one
}

// Erasing makes the eraser of a person as they were.
func Erasing(was Person, pseudonym string) Eraser {
	e := Eraser{personID: was.ID, name: was.Name, pseudonym: pseudonym}
	if was.Email != "" {
		e.address = regexp.MustCompile(`(?i)(^|[^\pL\pN_.+-])` + regexp.QuoteMeta(was.Email) + `\b`)
	}
	return e
}

// Text is a text without the person.
func (e Eraser) Text(text string) string {
	if e.address != nil {
		text = e.address.ReplaceAllString(text, "${1}"+e.pseudonym)
	}
	return WithoutName(text, e.name, e.pseudonym)
}

// JSON is a JSON document the texts of which are without the person; what is no
// JSON is taken as a text, and what does not name them stays as it is.
func (e Eraser) JSON(document string) string {
	var v any
	from := json.NewDecoder(strings.NewReader(document))
	from.UseNumber()
	if err := from.Decode(&v); err != nil {
		return e.Text(document)
	}
	before, _ := json.Marshal(v) // what was read can be written
	after, _ := json.Marshal(e.value(v))
	if bytes.Equal(before, after) {
		return document
	}
	return string(after)
}

func (e Eraser) value(v any) any {
	switch v := v.(type) {
	case string:
		return e.Text(v)
	case []any:
		for i := range v {
			v[i] = e.value(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = e.value(v[key])
		}
	}
	return v
}

// WithoutName puts a pseudonym in the place of a name that stands in a text as
// a word of its own (P9): "Mark" is not in "Marketing".
func WithoutName(text, name, pseudonym string) string {
	if name == "" {
		return text
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
	var out strings.Builder
	for rest, before := text, rune(' '); ; {
		at := strings.Index(rest, name)
		if at < 0 {
			out.WriteString(rest)
			return out.String()
		}
		if at > 0 {
			before, _ = utf8.DecodeLastRuneInString(rest[:at])
		}
		after, _ := utf8.DecodeRuneInString(rest[at+len(name):]) // RuneError, no letter, at the end
		out.WriteString(rest[:at])
		if word(before) || word(after) {
			out.WriteString(name)
		} else {
			out.WriteString(pseudonym)
		}
		rest = rest[at+len(name):]
		before, _ = utf8.DecodeLastRuneInString(name)
	}
}
