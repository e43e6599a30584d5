package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
)

// Answers are written here rather than by encoding/json, which spends most of a
// list's time calling the MarshalJSON of its references and days and reading
// what they wrote once more (docs/adr/0013). What is written is what
// encoding/json writes with SetEscapeHTML(false), except that a nil list is
// empty: lists are never null. A test holds both against each other.

// encodeFunc appends a value of one type.
type encodeFunc func(b []byte, v reflect.Value) ([]byte, error)

var (
	encoders sync.Map // reflect.Type → encodeFunc: types never change
	buffers  = sync.Pool{New: func() any { b := make([]byte, 0, 16<<10); return &b }}

	rawMessage = reflect.TypeFor[json.RawMessage]()
	timeType   = reflect.TypeFor[time.Time]()
	// References and days are texts; an empty one is none.
	refType, dayType = reflect.TypeFor[accord.NullID](), reflect.TypeFor[accord.Date]()
)

// maxKept is the most a buffer may hold to be used again, in bytes.
const maxKept = 1 << 20

// marshal writes v and a newline.
func marshal(w io.Writer, v any) error {
	kept, _ := buffers.Get().(*[]byte)
	b, err := appendValue((*kept)[:0], v)
	if err == nil {
		b = append(b, '\n')
		_, err = w.Write(b)
	}
	if cap(b) <= maxKept {
		*kept = b
	}
	buffers.Put(kept)
	return err
}

func appendValue(b []byte, v any) ([]byte, error) {
	if v == nil {
		return append(b, "null"...), nil
	}
	value := reflect.ValueOf(v)
	return encoderOf(value.Type())(b, value)
}

// encoderOf returns the type's encoder. The one of a type that holds itself is
// looked up when it is needed.
func encoderOf(t reflect.Type) encodeFunc {
	if known, ok := encoders.Load(t); ok {
		return known.(encodeFunc) //nolint:forcetypeassert // nothing else is stored
	}
	encoders.Store(t, encodeFunc(func(b []byte, v reflect.Value) ([]byte, error) { return encoderOf(t)(b, v) }))
	made := newEncoder(t)
	encoders.Store(t, made)
	return made
}

func newEncoder(t reflect.Type) encodeFunc {
	switch {
	case t == timeType:
		return encodeTime
	case t == rawMessage:
		return encodeOther
	case t == refType, t == dayType:
		return encodeOptional
	case t.Kind() == reflect.Pointer: // a method of the pointer's is its element's too
		return encodePointer(encoderOf(t.Elem()))
	case writesItself(t):
		return encodeOther
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendBool(b, v.Bool()), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case reflect.String:
		return func(b []byte, v reflect.Value) ([]byte, error) { return appendText(b, v.String()), nil }
	case reflect.Interface:
		return encodeInterface
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return encodeOther
		}
		return encodeList(encoderOf(t.Elem()))
	case reflect.Map:
		if t.Key().Kind() != reflect.String || writesItself(t.Key()) {
			return encodeOther
		}
		return encodeMap(encoderOf(t.Elem()))
	case reflect.Struct:
		return encodeStruct(fieldsOf(t))
	default:
		return encodeOther
	}
}

// writesItself reports whether encoding/json would call a method of the type.
func writesItself(t reflect.Type) bool {
	for _, method := range []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()} {
		if t.Implements(method) || reflect.PointerTo(t).Implements(method) {
			return true
		}
	}
	return false
}

// encodeOther leaves the value to encoding/json.
func encodeOther(b []byte, v reflect.Value) ([]byte, error) {
	if v.CanAddr() { // the method may be the pointer's
		v = v.Addr()
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v.Interface())
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...), err
}

func encodeTime(b []byte, v reflect.Value) ([]byte, error) {
	var at time.Time
	if v.CanAddr() {
		at = *v.Addr().Interface().(*time.Time) //nolint:forcetypeassert // its type was looked at; without a copy on the heap
	} else {
		at = v.Interface().(time.Time) //nolint:forcetypeassert // its type was looked at
	}
	b, err := at.AppendText(append(b, '"'))
	return append(b, '"'), err
}

func encodeOptional(b []byte, v reflect.Value) ([]byte, error) {
	if v.Len() == 0 {
		return append(b, "null"...), nil
	}
	return appendText(b, v.String()), nil
}

func encodePointer(elem encodeFunc) encodeFunc {
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return elem(b, v.Elem())
	}
}

func encodeInterface(b []byte, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	v = v.Elem()
	return encoderOf(v.Type())(b, v)
}

func encodeList(elem encodeFunc) encodeFunc {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = elem(b, v.Index(i)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
}

func encodeMap(elem encodeFunc) encodeFunc {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, z reflect.Value) int { return strings.Compare(a.String(), z.String()) })
		b = append(b, '{')
		for i, key := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, key.String()), ':')
			if b, err = elem(b, v.MapIndex(key)); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// appendText quotes a text. One with anything to escape is left to
// encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			quoted, _ := encodeOther(b, reflect.ValueOf(s)) // a text cannot fail
			return quoted
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
