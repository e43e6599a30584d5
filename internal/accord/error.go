package accord

import (
	"errors"
	"fmt"
	"strings"
)

// Code says what kind of failure an [Error] is; each maps to one HTTP status.
type Code string

// The codes, with the HTTP status the outer rings give them.
const (
	CodeInvalid         Code = "invalid"         // 422: fields are wrong
	CodeNotFound        Code = "not_found"       // 404: absent, or not yours to know
	CodeConflict        Code = "conflict"        // 409: a rule or the state forbids it
	CodeDenied          Code = "denied"          // 403: you may not
	CodeUnauthenticated Code = "unauthenticated" // 401: nobody is signed in
	CodeStale           Code = "stale"           // 412: somebody changed it meanwhile
	CodeLimited         Code = "limited"         // 429: too many tries
)

// Error is the one error type that crosses the rings. Its text is an English
// format and arguments, kept apart so that a page can translate it.
type Error struct {
	Code    Code
	Rule    string // the rule that forbids it, "P3"; empty where none does
	Format  string // English, with fmt verbs; also the key of its translation
	Args    []any
	Fields  []FieldError // for CodeInvalid: what is wrong where
	Missing []Missing    // for CodeConflict at closing: what M2 found missing
	Current any          // the state a stale write missed
}

// FieldError says what is wrong with one field of the input. It never holds
// the value, which may be a secret.
type FieldError struct {
	Location string // the field's name in the API and the form, "due_on"
	Format   string // English, with fmt verbs; also the key of its translation
	Args     []any
}

// Missing is one thing the closing of a meeting lacks (M2).
type Missing struct {
	Code        string `json:"code"`
	SubjectID   string `json:"subject_id"`
	Overridable bool   `json:"overridable"`
}

// Errorf makes an error of the given code from an English format.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Format: format, Args: args}
}

// By names the rule the error comes from and returns the error.
func (e *Error) By(rule string) *Error {
	e.Rule = rule
	return e
}

// Error gives the English message, followed by the fields that are wrong.
func (e *Error) Error() string {
	parts := []string{e.Message()}
	for _, f := range e.Fields {
		parts = append(parts, f.Location+": "+f.Message())
	}
	return strings.Join(parts, "; ")
}

// Message gives the English message without the fields.
func (e *Error) Message() string { return fmt.Sprintf(e.Format, e.Args...) }

// Message gives the English message of the field.
func (f FieldError) Message() string { return fmt.Sprintf(f.Format, f.Args...) }

// CodeOf returns the code of the first [Error] in err's chain, or "" where
// there is none (an internal failure, or nil).
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// NotFound is the error for a thing that is absent or hidden: both read alike.
func NotFound(what string) *Error { return Errorf(CodeNotFound, "There is no such %s.", what) }

// Validation gathers field errors, so that a form shows all of them at once.
type Validation struct{ fields []FieldError }

// Check adds an error on the field at location unless ok.
func (v *Validation) Check(ok bool, location, format string, args ...any) {
	if !ok {
		v.fields = append(v.fields, FieldError{Location: location, Format: format, Args: args})
	}
}

// Add takes over the field errors of err, where it has any; another error
// becomes one on the field at location. A nil err adds nothing.
func (v *Validation) Add(location string, err error) {
	e, ok := errors.AsType[*Error](err)
	switch {
	case err == nil:
	case ok && len(e.Fields) > 0:
		v.fields = append(v.fields, e.Fields...)
	case ok:
		v.Check(false, location, e.Format, e.Args...)
	default:
		v.Check(false, location, "%s", err.Error())
	}
}

// Under takes over the field errors of err with a prefix before their
// locations.
func (v *Validation) Under(prefix string, err error) {
	e, ok := errors.AsType[*Error](err)
	if !ok || len(e.Fields) == 0 {
		v.Add(prefix, err)
		return
	}
	for _, f := range e.Fields {
		v.Check(false, prefix+f.Location, f.Format, f.Args...)
	}
}

// Err returns one CodeInvalid error with every field found wrong, or nil.
func (v *Validation) Err() error {
	if len(v.fields) == 0 {
		return nil
	}
	return v.err()
}

func (v *Validation) err() *Error {
	return &Error{Code: CodeInvalid, Format: "Some fields need another look.", Fields: v.fields}
}

// BadField is an error on one field.
func BadField(location, format string, args ...any) error {
	var v Validation
	v.Check(false, location, format, args...)
	return v.Err()
}
