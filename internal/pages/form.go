package pages

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/web"
)

// Form is a form with what was typed and what is wrong with it.
type Form struct {
	L       *web.Localizer
	Values  url.Values
	Errors  map[string]string // field → message
	Order   []string          // fields with errors, as they were found
	Summary string            // an error that belongs to no field
	Labels  map[string]string // filled while fields are drawn
	Scope   string            // tells the fields of several forms on one page apart
	code    accord.Code

	Asks *accord.CharterDomain // whose ground it is, where input or a decision is asked
}

// BlankForm is a form before anything was typed; values are its first ones,
// as name, value, name, value and so on.
func BlankForm(l *web.Localizer, values ...string) *Form {
	f := &Form{L: l, Values: url.Values{}, Errors: map[string]string{}, Labels: map[string]string{}}
	for i := 0; i+1 < len(values); i += 2 {
		f.Values.Add(values[i], values[i+1])
	}
	return f
}

// NewForm reads the posted form. Query values never reach it.
func NewForm(c echo.Context) *Form {
	f := BlankForm(Localizer(c))
	if err := c.Request().ParseForm(); err != nil {
		return f
	}
	for name, values := range c.Request().PostForm {
		for _, value := range values {
			f.Values.Add(accord.Plain(name), accord.Plain(value))
		}
	}
	return f
}

// Get gives what was typed in a field, without space around it.
func (f *Form) Get(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// All gives the values of a field that has several.
func (f *Form) All(name string) []string { return f.Values[name] }

// Set puts a value into a field, for a form filled from what is stored.
func (f *Form) Set(name, value string) { f.Values.Set(name, value) }

// Has says whether a checkbox was ticked or a field holds something.
func (f *Form) Has(name string) bool { return f.Get(name) != "" }

// Fill takes over the fields of other forms on the page, which were not sent.
func (f *Form) Fill(others *Form) {
	for name, values := range others.Values {
		if !f.Values.Has(name) {
			f.Values[name] = values
		}
	}
}

// Match claims the version the form stands on, its hidden field "version".
func (f *Form) Match() accord.Match {
	version, _ := strconv.Atoi(f.Get("version"))
	return accord.MatchVersion(version)
}

// Failed takes over an error a person can mend: wrong fields, a rule that
// forbids it now, or somebody's change meanwhile. It reports false for nil and
// for errors of other kinds (not found, denied, internal), which the handler
// returns.
func (f *Form) Failed(err error) bool {
	e, ok := errors.AsType[*accord.Error](err)
	if ok && e.Code == accord.CodeStale {
		f.outdated(e)
		return true
	}
	if !ok || e.Code != accord.CodeInvalid && e.Code != accord.CodeConflict && e.Code != accord.CodeLimited {
		return false
	}
	f.code = e.Code
	for _, field := range e.Fields {
		f.Fail(field.Location, f.L.FieldError(field))
	}
	if len(e.Fields) == 0 {
		f.Summary = f.L.Error(e)
	}
	return true
}

// outdated keeps what was typed over somebody else's change. The form then
// stands on what is stored now, so that saving once more is done knowingly.
func (f *Form) outdated(e *accord.Error) {
	f.code, f.Summary = accord.CodeConflict, f.L.Error(e)
	now := reflect.Indirect(reflect.ValueOf(e.Current))
	if now.Kind() != reflect.Struct {
		return
	}
	if version := now.FieldByName("Version"); version.IsValid() && version.CanInt() && f.Has("version") {
		f.Set("version", strconv.FormatInt(version.Int(), 10))
	}
}

// FailedAs is [Form.Failed] where the fields of the use case have other names
// in the form: a prefix before theirs.
func (f *Form) FailedAs(prefix string, err error) bool {
	e, ok := errors.AsType[*accord.Error](err)
	if !ok {
		return false
	}
	renamed := *e
	renamed.Fields = slices.Clone(e.Fields)
	for i := range renamed.Fields {
		renamed.Fields[i].Location = prefix + renamed.Fields[i].Location
	}
	return f.Failed(&renamed)
}

// Fail marks one field as wrong; the first message of a field stays.
func (f *Form) Fail(name, message string) {
	if _, ok := f.Errors[name]; ok {
		return
	}
	f.Errors[name] = message
	f.Order = append(f.Order, name)
	if f.code == "" {
		f.code = accord.CodeInvalid
	}
}

// Bad says whether anything is wrong.
func (f *Form) Bad() bool { return f.Summary != "" || len(f.Errors) > 0 }

// Status is the HTTP status of a form that failed, 422, 409 or 429.
func (f *Form) Status() int {
	if f.code == "" {
		return http.StatusOK
	}
	return statusOf(f.code)
}

// Wrong lists the errors for the summary, in the order they were found.
func (f *Form) Wrong() []Field {
	fields := make([]Field, 0, len(f.Order))
	for _, name := range f.Order {
		fields = append(fields, Field{Scope: f.Scope, Name: name, Error: f.Errors[name]})
	}
	return fields
}

// Field is one field of a form, drawn by the partial "field". Its methods add
// to it and give it back, so that a template can chain them.
type Field struct {
	Scope, Name, Label, Kind, Value, Error, HintText string
	Placeholder, Autocomplete, Min, Max, List        string
	Required, Checked, Autofocus, Wide               bool
	Rows, MaxLength                                  int
	Options                                          []Option
}

// Option is one choice of a select or a group of radio buttons.
type Option struct {
	Value, Label string
	Hint         string // below the label, where there is more to say
	Selected     bool
}

func (f *Form) field(kind, name, label string) Field {
	return Field{Scope: f.Scope, Kind: kind, Name: name, Label: label, Value: f.Values.Get(name), Error: f.Errors[name]}
}

// Text is a line of text.
func (f *Form) Text(name, label string) Field { return f.field("text", name, label) }

// Input is a field of any type HTML knows: email, date, time, number, search, url.
func (f *Form) Input(kind, name, label string) Field { return f.field(kind, name, label) }

// Password is a password; what was typed is never sent back.
func (f *Form) Password(name, label string) Field {
	field := f.field("password", name, label)
	field.Value = ""
	return field
}

// Area is several lines of text.
func (f *Form) Area(name, label string) Field {
	field := f.field("textarea", name, label)
	field.Rows = 4
	return field
}

// Check is one checkbox, whose value is "1".
func (f *Form) Check(name, label string) Field {
	field := f.field("checkbox", name, label)
	field.Checked = field.Value != ""
	return field
}

// Select is a list to choose one from.
func (f *Form) Select(name, label string, options []Option) Field {
	return f.choose("select", name, label, options)
}

// Radio is a group of radio buttons to choose one from.
func (f *Form) Radio(name, label string, options []Option) Field {
	return f.choose("radio", name, label, options)
}

// Person is the person picker: a select that script makes searchable.
func (f *Form) Person(name, label string, options []Option) Field {
	return f.choose("person", name, label, options)
}

// Checks is a group of checkboxes to choose several from.
func (f *Form) Checks(name, label string, options []Option) Field {
	return f.choose("checks", name, label, options)
}

func (f *Form) choose(kind, name, label string, options []Option) Field {
	field := f.field(kind, name, label)
	field.Options = make([]Option, len(options))
	for i, o := range options {
		for _, v := range f.Values[name] {
			o.Selected = o.Selected || v == o.Value
		}
		field.Options[i] = o
	}
	return field
}

// ID is the field's id in the page.
func (d Field) ID() string { return "f-" + d.Scope + d.Name }

// Need marks the field as required.
func (d Field) Need() Field { d.Required = true; return d }

// Hint puts a line of help under the label.
func (d Field) Hint(text string) Field { d.HintText = text; return d }

// Auto names what a browser may fill in: "email", "current-password".
func (d Field) Auto(complete string) Field { d.Autocomplete = complete; return d }

// Focus gives the field the focus when the page opens.
func (d Field) Focus() Field { d.Autofocus = true; return d }

// Between bounds a number, a date or a time.
func (d Field) Between(low, high string) Field { d.Min, d.Max = low, high; return d }

// Long bounds a text and sets its rows.
func (d Field) Long(maxLength, rows int) Field { d.MaxLength, d.Rows = maxLength, rows; return d }

// From names the datalist that offers values.
func (d Field) From(list string) Field { d.List = list; return d }

// Example shows a placeholder.
func (d Field) Example(text string) Field { d.Placeholder = text; return d }

// DescribedBy names the elements that explain the field to a screen reader.
func (d Field) DescribedBy() string {
	var ids []string
	if d.HintText != "" {
		ids = append(ids, d.ID()+"-hint")
	}
	if d.Error != "" {
		ids = append(ids, d.ID()+"-error")
	}
	return strings.Join(ids, " ")
}
