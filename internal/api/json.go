package api

import (
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"sync"
	"time"
)

// unmarshal is strict about what stands behind the value; unknown fields are
// found by the schema.
func unmarshal(data []byte, v any) error { return json.Unmarshal(data, v) }

func marshal(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// marshalText is v as the operations answer it, for a stream.
func marshalText(v any) (string, error) {
	var b strings.Builder
	err := marshal(&b, nonNil(v))
	return strings.TrimSpace(b.String()), err
}

// nonNil returns v with every nil slice in it empty, so that lists are never
// null. It sets them in place where v points to them.
func nonNil(v any) any {
	if v == nil {
		return nil
	}
	t := reflect.TypeOf(v)
	if !holdsSlices(t) {
		return v
	}
	copied := reflect.New(t).Elem()
	copied.Set(reflect.ValueOf(v))
	fill(copied)
	return copied.Interface()
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() && v.CanSet() {
			v.Set(reflect.ValueOf(nonNil(v.Interface())))
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() && v.Type() != rawMessage {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if holdsSlices(v.Type().Elem()) {
			for i := range v.Len() {
				fill(v.Index(i))
			}
		}
	case reflect.Struct:
		for _, f := range v.Fields() {
			if f.CanSet() && holdsSlices(f.Type()) {
				fill(f)
			}
		}
	case reflect.Map:
		if !holdsSlices(v.Type().Elem()) {
			return
		}
		for _, key := range v.MapKeys() {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(v.MapIndex(key))
			fill(e)
			v.SetMapIndex(key, e)
		}
	default:
	}
}

var (
	rawMessage = reflect.TypeFor[json.RawMessage]()
	slicesSeen sync.Map // reflect.Type → bool, a cache of what types never change
)

// holdsSlices tells whether a value of the type can hold a slice anywhere.
func holdsSlices(t reflect.Type) bool {
	if known, ok := slicesSeen.Load(t); ok {
		return known.(bool)
	}
	slicesSeen.Store(t, true) // a type that holds itself
	found := findsSlices(t)
	slicesSeen.Store(t, found)
	return found
}

func findsSlices(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Interface:
		return true
	case reflect.Pointer:
		return holdsSlices(t.Elem())
	case reflect.Map:
		return holdsSlices(t.Elem())
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			return false
		}
		for f := range t.Fields() {
			if f.IsExported() && holdsSlices(f.Type) {
				return true
			}
		}
	default:
	}
	return false
}
