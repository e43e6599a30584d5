package accord

import (
	"bytes"
	"encoding/json"
)

// Opt is a field of a change: left alone (not Set), cleared (Null) or given.
type Opt[T any] struct {
	Set   bool
	Null  bool
	Value T
}

// Some gives a value.
func Some[T any](v T) Opt[T] { return Opt[T]{Set: true, Value: v} }

// Or returns the value the field has after the change: cur where it is left
// alone, the zero value where it is cleared.
func (o Opt[T]) Or(cur T) T {
	if !o.Set {
		return cur
	}
	return o.Value
}

// IsZero tells whether the field is left alone.
func (o Opt[T]) IsZero() bool { return !o.Set }

// UnmarshalJSON is only called where the field is present.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	o.Set = true
	if bytes.Equal(bytes.TrimSpace(b), []byte("null")) {
		o.Null = true
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// MarshalJSON writes null or the value.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.Set || o.Null {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}
