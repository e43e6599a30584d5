package api

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// encodeField is one field of a struct as it is written.
type encodeField struct {
	name   string
	index  []int
	key    string // with its quotes and colon
	omit   func(reflect.Value) bool
	encode encodeFunc
}

func encodeStruct(fields []encodeField) encodeFunc {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		b = append(b, '{')
		first := true
		for i := range fields {
			f := &fields[i]
			value, ok := fieldAt(v, f.index)
			if !ok || f.omit != nil && f.omit(value) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			if b, err = f.encode(append(b, f.key...), value); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// fieldAt finds the field; there is none behind an embedded pointer that is nil.
func fieldAt(v reflect.Value, index []int) (reflect.Value, bool) {
	for _, i := range index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// fieldsOf lists what is written of a struct, in order. Of fields of one name
// the least embedded counts, as in Go.
func fieldsOf(t reflect.Type) []encodeField {
	var fields []encodeField
	for _, f := range collectFields(t, nil) {
		at := slices.IndexFunc(fields, func(g encodeField) bool { return g.name == f.name })
		switch {
		case at < 0:
			fields = append(fields, f)
		case len(f.index) < len(fields[at].index):
			fields[at] = f
		}
	}
	slices.SortFunc(fields, func(a, b encodeField) int { return slices.Compare(a.index, b.index) })
	return fields
}

func collectFields(t reflect.Type, at []int) []encodeField {
	var fields []encodeField
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		index := append(slices.Clone(at), i)
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case tag == "-" || !f.IsExported() && !f.Anonymous:
		case f.Anonymous && name == "" && inner.Kind() == reflect.Struct:
			fields = append(fields, collectFields(inner, index)...)
		case f.IsExported():
			name = cmp.Or(name, f.Name)
			fields = append(fields, encodeField{
				name: name, index: index, key: string(appendText(nil, name)) + ":", omit: omitted(f.Type, options), encode: encoderOf(f.Type),
			})
		}
	}
	return fields
}

// omitted says when a field is left out; nil is never.
func omitted(t reflect.Type, options string) func(reflect.Value) bool {
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitzero":
			if t.Implements(reflect.TypeFor[interface{ IsZero() bool }]()) {
				return func(v reflect.Value) bool { return v.Interface().(interface{ IsZero() bool }).IsZero() } //nolint:forcetypeassert // looked at above
			}
			return reflect.Value.IsZero
		case "omitempty":
			switch t.Kind() {
			case reflect.Slice, reflect.Map, reflect.String:
				return func(v reflect.Value) bool { return v.Len() == 0 }
			case reflect.Struct:
				return nil
			default:
				return reflect.Value.IsZero
			}
		}
	}
	return nil
}
