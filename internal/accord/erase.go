package accord

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Eraser puts a pseudonym in the place of somebody's names and addresses (P9).
type Eraser struct {
	personID, pseudonym string
	names               []string // every name they had, the longest first
	own                 []string // those of them no other name equals or contains
	said                []string // those of these that are erased in what people wrote: two words or more
	addresses           []*regexp.Regexp
}

// Erased is somebody to be erased: the names and addresses they have and had.
// Others are the names everybody else has and had.
type Erased struct {
	PersonID                 string
	Names, Addresses, Others []string
}

// Formerly is what somebody was called before a change of it, kept with the
// change until they are erased.
type Formerly struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// FormerlyOf is what a change of a person took from them; empty for nothing.
func FormerlyOf(before, after Person) (f Formerly) {
	if before.Name != after.Name {
		f.Name = before.Name
	}
	if before.Email != after.Email {
		f.Email = before.Email
	}
	return f
}

// Erasing makes the eraser of a person.
func Erasing(p Erased, pseudonym string) Eraser {
	e := Eraser{personID: p.PersonID, pseudonym: pseudonym, names: slices.Clone(p.Names)}
	slices.SortFunc(e.names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, name := range e.names {
		another := func(other string) bool { return strings.Contains(strings.ToLower(other), strings.ToLower(name)) }
		if name == "" || slices.ContainsFunc(p.Others, another) {
			continue
		}
		e.own = append(e.own, name)
		if len(strings.Fields(name)) > 1 {
			e.said = append(e.said, name)
		}
	}
	for _, address := range p.Addresses {
		e.addresses = append(e.addresses, regexp.MustCompile(`(?i)((?:^|[^\pL\pN_.+-])[_.+-]*)`+regexp.QuoteMeta(address)))
	}
	return e
}

// Pseudonym is what an erased person is called; n numbers those of a company.
func Pseudonym(locale string, n int) string {
	if locale == "de" {
		return "Ehemalige Person " + strconv.Itoa(n)
	}
	return "Former person " + strconv.Itoa(n)
}

// CompanyLocale is the language of a company, which has none of its own: that of
// most of its people who are here, or of whoever asks where it is a draw.
func CompanyLocale(people []Person, asked string) string {
	german, english := 0, 0
	for _, p := range people {
		switch {
		case !p.Active():
		case p.Locale == "de":
			german++
		default:
			english++
		}
	}
	switch {
	case german > english:
		return "de"
	case german < english:
		return "en"
	}
	return asked
}

// Said are the names that are erased in what people wrote.
func (e Eraser) Said() []string { return e.said }

// Own are the names that are erased where Accord wrote the name and no id.
func (e Eraser) Own() []string { return e.own }

// Text is a text somebody wrote without the person: their addresses, and those
// names of two words or more that no other name equals or contains.
func (e Eraser) Text(text string) string { return e.without(text, e.said) }

// written is a text Accord put the names of people into.
func (e Eraser) written(text string) string { return e.without(text, e.own) }

func (e Eraser) without(text string, names []string) string {
	for _, address := range e.addresses {
		text = e.withoutAddress(text, address)
	}
	for _, name := range names {
		text = WithoutName(text, name, e.pseudonym)
	}
	return text
}

// goesOn is what makes a longer address of one: ana@acme.co is not in
// ana@acme.co.uk.
var goesOn = regexp.MustCompile(`^([\pL\pN@]|\.[\pL\pN]|-[\pL\pN-]*\.[\pL\pN])`)

func (e Eraser) withoutAddress(text string, address *regexp.Regexp) string {
	var out strings.Builder
	from := 0
	for _, at := range address.FindAllStringSubmatchIndex(text, -1) {
		if goesOn.MatchString(text[at[1]:]) {
			continue
		}
		out.WriteString(text[from:at[3]] + e.pseudonym)
		from = at[1]
	}
	return out.String() + text[from:]
}

// JSON is a JSON document the texts of which are without the person; what is no
// JSON is taken as a text, and what does not name them stays as it is.
func (e Eraser) JSON(document string) string { return e.document(document, e.value) }

// Payload is what a queued mail carries, a JSON document, without the person:
// where Accord wrote who did it and who does what, names of one word go too.
func (e Eraser) Payload(document string) string { return e.document(document, e.carried) }

func (e Eraser) document(document string, value func(any) any) string {
	var v any
	from := json.NewDecoder(strings.NewReader(document))
	from.UseNumber()
	if err := from.Decode(&v); err != nil {
		return e.Text(document)
	}
	before, _ := json.Marshal(v) // what was read can be written
	after, _ := json.Marshal(value(v))
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

// carried is the value of a payload.
func (e Eraser) carried(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return e.value(v)
	}
	_, days := m["from"] // a calendar entry of days is titled by who visits whom
	for key, is := range m {
		text, ok := is.(string)
		if ok && (key == "by" || key == "duties" || key == "title" && days) {
			m[key] = e.written(text)
		} else {
			m[key] = e.carried(is)
		}
	}
	return m
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
