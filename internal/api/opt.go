package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
)

// Opt is a field of a merge-patch body (RFC 7396): absent, null or a value.
// Tag it omitzero, and pass its Opt on to app.
type Opt[T any] struct{ accord.Opt[T] }

// Schema is that of the value, or null.
func (o Opt[T]) Schema(r huma.Registry) *huma.Schema {
	s := *r.Schema(reflect.TypeFor[T](), true, "")
	if s.Ref != "" {
		return &huma.Schema{AnyOf: []*huma.Schema{{Ref: s.Ref}, {Type: "null"}}}
	}
	s.Nullable = true
	return &s
}

// day is how [accord.Date] looks in the API.
type day string

// Schema says it is a date, or null for no day.
func (day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true}
}

// wallClock is how [accord.LocalTime] looks in the API.
type wallClock string

// Schema says what a local time is.
func (wallClock) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Description: "wall-clock time without a zone, YYYY-MM-DDTHH:MM"}
}

// reference is how [accord.NullID] looks in the API.
type reference string

// Schema says it is an id, or null for none.
func (reference) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true}
}

// registerTypes tells the schemas of domain types that know nothing of huma.
func registerTypes(r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[accord.Date](), reflect.TypeFor[day]())
	r.RegisterTypeAlias(reflect.TypeFor[accord.NullID](), reflect.TypeFor[reference]())
	r.RegisterTypeAlias(reflect.TypeFor[accord.LocalTime](), reflect.TypeFor[wallClock]())
}
